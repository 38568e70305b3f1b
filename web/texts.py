"""What people type, made fit to be read by others."""

import re
from unicodedata import category as unicode_category

ZERO_WIDTH_JOINER = "\N{ZERO WIDTH JOINER}"
FEWEST_LETTERS = 3


def readable(text: str) -> str:
    """Without characters that nobody sees or that turn the reading direction round.

    The joiner stays: it holds emoji together.
    """
    text = text.replace("\r\n", "\n")
    return "".join(c for c in text if c == ZERO_WIDTH_JOINER or unicode_category(c) != "Cf").strip()


def without_holes(text: str) -> str:
    """Readable, and without holes of many empty lines, which would push a page apart."""
    return re.sub(r"\n{3,}", "\n\n", readable(text))


def says_something(text: str) -> bool:
    """A title of dots, digits or emoji alone can be read by nobody."""
    return sum(character.isalpha() for character in text) >= FEWEST_LETTERS
