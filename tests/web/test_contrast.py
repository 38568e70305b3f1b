"""Every pair of ink and ground that the CSS uses reads well, in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[2] / "static/css/app.css").read_text()
TOKENS = CSS[CSS.index("@layer tokens {") : CSS.index("@layer base {")]
LIGHT, DARK = TOKENS.split("@media (prefers-color-scheme: dark)")
WORDS = 4.5  # WCAG AA
EDGES = 3.0

PAIRS = [
    ("tinta", "mori", WORDS),
    ("tinta", "kertas", WORDS),
    ("tinta-2", "mori", WORDS),
    ("tinta-2", "kertas", WORDS),
    ("tinta-2", "muted", WORDS),
    ("tinta-2", "nila-muda", WORDS),
    ("nila", "mori", WORDS),
    ("nila", "kertas", WORDS),
    ("nila", "nila-muda", WORDS),
    ("nila", "merah-muda", WORDS),
    ("nila", "kunyit-muda", WORDS),
    ("on-nila", "nila", WORDS),
    ("on-nila", "nila-tua", WORDS),
    ("nila-tua", "nila-muda", WORDS),
    ("kunyit-tua", "kunyit-muda", WORDS),
    ("daun", "daun-muda", WORDS),
    ("merah", "merah-muda", WORDS),
    ("merah", "mori", WORDS),
    ("merah", "kertas", WORDS),
    ("on-merah", "merah", WORDS),
    ("kunyit", "header", EDGES),
    ("border", "kertas", EDGES),
    ("border", "mori", EDGES),
]


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", css))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    dark, light = sorted((luminance(ink), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_ink_reads_on_its_ground(scheme: str, ink: str, ground: str, least: float) -> None:
    dyes = colours(LIGHT) | (colours(DARK) if scheme == "dark" else {})
    assert contrast(dyes[ink], dyes[ground]) >= least
