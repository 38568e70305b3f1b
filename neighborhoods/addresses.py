"""Addresses as they are compared: 'Gg. Melati No 15' and 'gang melati 15' are one house."""

import re
import unicodedata

LONGEST = 80
WRITTEN_OUT = {
    "gg": "gang",
    "jl": "jalan",
    "jln": "jalan",
    "blk": "blok",
    "lr": "lorong",
    "lrg": "lorong",
    "perum": "perumahan",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
}
# They tell no house from another.
EMPTY = {"no", "nomor", "nomer", "nmr", "rumah"}
# 'RT 003/RW 005': the household has its RT already.
UNIT = re.compile(r"\br[tw][ .]*\d+\b")
# Letters and digits apart, so that '27B', '27 B' and 'C-3', 'C3' are written alike.
RUNS = re.compile(r"\d+|[^\W\d_]+")


def address_key(written: str) -> str:
    """'' for what names no house at all."""
    plain = UNIT.sub(" ", unicodedata.normalize("NFKC", written).casefold())
    parts = [one_way(part) for part in RUNS.findall(plain)]
    return " ".join(part for part in parts if part not in EMPTY)[:LONGEST].strip()


def one_way(part: str) -> str:
    return (part.lstrip("0") or "0") if part.isdigit() else WRITTEN_OUT.get(part, part)
