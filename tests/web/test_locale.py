"""The Indonesian catalogue is whole, and its compiled twin says the same."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation

from web.dates import moment

PO = settings.BASE_DIR / "locale/id/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "static", "tests", "benchmarks", "docs")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(PO))


def wordings(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_every_string_has_its_indonesian(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_placeholders_are_those_of_the_source(catalogue: polib.POFile) -> None:
    wrong = [
        entry.msgid
        for entry in catalogue
        for wording in wordings(entry)
        if Counter(PLACEHOLDER.findall(entry.msgid)) != Counter(PLACEHOLDER.findall(wording))
    ]
    assert wrong == []


def test_compiled_file_is_that_of_the_text(catalogue: polib.POFile) -> None:
    assert PO.with_suffix(".mo").read_bytes() == catalogue.to_binary()


def test_our_words_win_over_those_of_django() -> None:
    with translation.override("id"):
        assert translation.gettext("This field is required.") == "Wajib diisi"


def test_a_date_reads_as_indonesia_writes_it() -> None:
    sunday = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
    with translation.override("id"):
        assert (
            moment(sunday, "Asia/Jakarta")
            == "Minggu, 22 November 2026 pukul 07.30\N{NO-BREAK SPACE}WIB"
        )


def test_people_are_addressed_as_anda(catalogue: polib.POFile) -> None:
    """And an account is made (buat akun), a week is a pekan: DOMAIN.md's words."""
    familiar = re.compile(r"\b(kamu|kalian|engkau|daftar akun|mendaftar|minggu ini)\b", re.I)
    said = [wording for entry in catalogue for wording in wordings(entry)]
    assert [wording for wording in said if familiar.search(wording)] == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_catalogue_has_exactly_the_strings_of_the_source(
    catalogue: polib.POFile, tmp_path: Path
) -> None:
    """Fails after a change of words: `script/messages` gathers them."""
    copy = tmp_path / "copy"
    shutil.copytree(settings.BASE_DIR, copy, ignore=NOT_COPIED)
    # It ends with 1 when a string has no Indonesian yet, which is another test's matter.
    subprocess.run([sys.executable, "script/gather_messages.py"], cwd=copy, check=False)
    gathered = polib.pofile(str(copy / PO.relative_to(settings.BASE_DIR)))
    assert strings(catalogue) == strings(gathered)


def strings(catalogue: polib.POFile) -> set[tuple[str, str]]:
    return {(entry.msgid, entry.msgid_plural) for entry in catalogue}
