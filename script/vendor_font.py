"""The headings' font, cut to the letters that Indonesian and English headings use."""

from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]  # it ships no types

# Printable ASCII, the accents of names and loan words, and typographic marks.
LETTERS = "".join(map(chr, range(0x20, 0x7F))) + "éÉ–—‘’“”…·"


def build(source: Path, target: Path) -> None:
    options = subset.Options(
        flavor="woff2",
        layout_features=["kern", "liga"],
        hinting=False,
        desubroutinize=True,
        name_IDs=[1, 2],
        notdef_outline=True,
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=LETTERS)
    subsetter.subset(font)
    # The time of building would make every run another file.
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    subset.save_font(font, str(target), options)
