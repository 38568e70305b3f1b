"""What a reader sees in a text, without the tricks that hide it from a search."""

import re
import unicodedata

# Letters of other alphabets that look like ours.
ALIKE = str.maketrans("аеорсухіктмвнАЕОРСУХІКТМВН", "aeopcyxiktmbhAEOPCYXIKTMBH")
LEET = str.maketrans("0134578", "oieastb")
INVISIBLE = ("Cf", "Mn", "Me", "Cc")
# A digit amid letters is a letter in disguise: 'rek3ning', '0vo', 'bc4'.
DISGUISED = re.compile(r"(?<=[a-z])[0134578](?![0-9])|(?<![0-9a-z])[0134578](?=[a-z]{2})")
# 'b c a', 'o.v.o': three single letters and more.
SPELLED = re.compile(r"(?<![a-z0-9])[a-z](?:[ ._*-][a-z]){2,}(?![a-z0-9])")
NUMERALS = {
    "nol": "0",
    "kosong": "0",
    "satu": "1",
    "dua": "2",
    "tiga": "3",
    "empat": "4",
    "lima": "5",
    "enam": "6",
    "tujuh": "7",
    "delapan": "8",
    "sembilan": "9",
}
NUMERAL = "|".join(NUMERALS)
READ_OUT = re.compile(rf"\b(?:{NUMERAL})(?:[ ,.-]{{1,2}}(?:{NUMERAL})){{4,}}\b")


def as_plain(text: str) -> str:
    """One form for each letter and digit; line ends stay, what can't be seen goes."""
    shown = unicodedata.normalize("NFKD", text).translate(ALIKE)
    return "".join(
        sign if sign in "\n\t" or unicodedata.category(sign) not in INVISIBLE else ""
        for sign in shown
    )


def without_disguise(lowered: str) -> str:
    """Letters instead of digits that play letters, words instead of spelled ones."""
    text = DISGUISED.sub(lambda hit: hit[0].translate(LEET), lowered)
    text = SPELLED.sub(lambda hit: re.sub(r"[^a-z]", "", hit[0]), text)
    return READ_OUT.sub(as_digits, text)


def as_digits(hit: re.Match[str]) -> str:
    return "".join(NUMERALS[word] for word in re.findall(NUMERAL, hit[0]))
