"""Each screen on a phone and a computer, light and dark."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import (  # noqa: F401 - they enter SCENES
    desk_scenes,
    duty_scenes,
    event_scenes,
    moderation_scenes,
    people_scenes_behalf,
    people_scenes_founding,
    people_scenes_invite,
    people_scenes_joining,
    people_scenes_mydata,
    people_scenes_offices,
    people_scenes_reveal,
    people_scenes_signin,
)
from tests.browser.scenes import SCENES, Scene
from tests.browser.visits import DESK, HEIGHTS, PHONE, Visits, overflow
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCHEMES = ("light", "dark")
# 'Huruf besar' in one's settings, and what WCAG 2.2, 1.4.4 asks for.
LARGER = (120, 200)
# Where a script of the docs wants pictures.
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")


@pytest.mark.parametrize("scene", SCENES.values(), ids=list(SCENES))
def test_a_screen_is_accessible_fits_and_stays_at_home(
    visits: Visits, cast: Cast, scene: Scene
) -> None:
    visits.watch.expected = {scene.status}
    page = visits(getattr(cast, scene.who) if scene.who else None)
    scene.arrange(page, cast)
    assert page.locator("html").get_attribute("lang") == "id"
    faults = [
        f"{width} {scheme}: {fault}"
        for width in (PHONE, DESK)
        for scheme in SCHEMES
        for fault in look(page, scene, width, scheme)
    ]
    faults += [
        f"{PHONE} px, text at {percent} %: {wide} px too wide"
        for percent in LARGER
        if (wide := overflow_in_larger_text(page, percent)) > 0
    ]
    assert not faults, "\n".join(faults)


def overflow_in_larger_text(page: Page, percent: int) -> int:
    page.set_viewport_size({"width": PHONE, "height": HEIGHTS[PHONE]})
    page.evaluate("size => { document.documentElement.style.fontSize = size }", f"{percent}%")
    return overflow(page)


def look(page: Page, scene: Scene, width: int, scheme: str) -> list[str]:
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.emulate_media(
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )
    if SCREENSHOTS:
        take_picture(page, f"{scene.name}-{width}-{scheme}.png")
    wide = overflow(page)
    return [*axe_faults(page), *([f"{wide} px too wide"] if wide > 0 else [])]


def take_picture(page: Page, name: str) -> None:
    """In a window as long as the page: in a shorter one the bottom bar would lie across it."""
    size = page.viewport_size or {"width": PHONE, "height": HEIGHTS[PHONE]}
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": size["width"], "height": height})
    page.screenshot(path=Path(SCREENSHOTS) / name)
    page.set_viewport_size(size)


def axe_faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]
