"""What people agreed to is what its version says: other words are another version.

A text was changed? Give it a new version where it stands, and a line of its own here; the
lines of old versions stay, since people may have agreed to them.
"""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from django.utils import translation

from accounts.consents import TEXTS
from neighborhoods.assisted import SPOKEN_TEXT
from neighborhoods.assisted_forms import CONSENT

# (purpose, version) → what it says in English and in Indonesian, as the start of a SHA-256.
PINNED: dict[tuple[str, str], tuple[str, str]] = {
    ("account", "2026-11"): ("21bd3100225b676e", "656c6174429e4573"),
    ("whatsapp", "2026-11"): ("043c5a0f368f2b6f", "e66c2130a4fcdde0"),
    ("blood_type", "2026-11"): ("ece60bc69c33e915", "0f73a5dfef4e1695"),
    ("story_photo", "2026-11"): ("2fbad58845aa18c5", "37089a62f2491242"),
    ("spoken", "spoken-1"): ("5fb60afa20f02754", "0081db0d3d95af5a"),
}
SPOKEN = "spoken"
Texts = dict[tuple[str, str], Sequence[object]]


def texts() -> Texts:
    """As they are now."""
    now: Texts = {
        (str(purpose), text.version): [text.title, text.words] for purpose, text in TEXTS.items()
    }
    return now | {(SPOKEN, SPOKEN_TEXT): [CONSENT]}


def print_of(parts: Sequence[object], language: str) -> str:
    with translation.override(language):
        said = "\n".join(str(part) for part in parts)
    return sha256(said.encode()).hexdigest()[:16]


@pytest.mark.parametrize(("purpose", "version"), texts(), ids="-".join)
def test_the_words_of_a_version_are_those_that_were_agreed_to(purpose: str, version: str) -> None:
    parts = texts()[purpose, version]
    assert PINNED[purpose, version] == (print_of(parts, "en"), print_of(parts, "id"))


def test_each_language_says_it_in_words_of_its_own() -> None:
    for parts in texts().values():
        assert print_of(parts, "en") != print_of(parts, "id")
