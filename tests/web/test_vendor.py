"""What is served from others is what the lock file names, and small enough."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
LOCK = json.loads((ROOT / "vendor.lock.json").read_text())


@pytest.mark.parametrize("path", LOCK["files"])
def test_file_is_the_one_in_the_lock(path: str) -> None:
    digest = hashlib.sha256((ROOT / path).read_bytes()).hexdigest()
    assert digest == LOCK["files"][path]["sha256"]


def test_every_third_party_file_is_locked() -> None:
    folders = ("vendor", "fonts", "icons")
    found = {
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (STATIC / folder).rglob("*")
        if path.is_file()
    }
    assert found == set(LOCK["files"])


def test_every_package_names_its_version_licence_and_archive() -> None:
    facts = {name: sorted(package) for name, package in LOCK["packages"].items()}
    assert facts == {name: ["integrity", "license", "version"] for name in facts}


@pytest.mark.parametrize(
    ("paths", "kilobytes"),
    [
        (["css/app.css"], 8),
        (["vendor/htmx.min.js", "js/app.js"], 20),
        (["icons/ui.svg"], 4),
        (["icons/categories.svg"], 4),
        (["img/hero.svg"], 4),
    ],
)
def test_text_stays_within_its_budget(paths: list[str], kilobytes: int) -> None:
    sizes = [len(gzip.compress((STATIC / path).read_bytes(), mtime=0)) for path in paths]
    assert sum(sizes) <= kilobytes * 1024


def test_font_stays_within_its_budget() -> None:
    assert (STATIC / "fonts/plus-jakarta-sans-700.woff2").stat().st_size <= 7 * 1024


def test_every_icon_that_a_template_names_is_in_a_sprite() -> None:
    sprites = "".join(path.read_text() for path in (STATIC / "icons").glob("*.svg"))
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprites))
    named = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'\{% icon "([\w-]+)"', path.read_text())
    }
    # A name ending in a dash is a prefix: "cat-"|add:need.category.
    assert {name for name in named if not name.endswith("-")} - drawn == set()


def test_css_is_flat_enough_for_old_phones() -> None:
    css = (STATIC / "css/app.css").read_text()
    assert re.findall(r"color-mix|oklch|@container|&|@import|url\([\"']?(?:https?:|//)", css) == []
