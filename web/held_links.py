"""Links to anywhere but here: with a scheme, with www, or a bare domain.

Government domains count too, since hacked ones carry gambling pages. An e-mail address or
an account's name ('@kue.ibu') is no link: nothing opens by a tap.
"""

import re

# Never a word's beginning in a sentence whose writer forgot the space ('rumah.ada').
PLAIN_TLD = (
    r"com|net|org|biz|xyz|io|ly|gl|cc|tk|ml|ga|cf|pw|vip|asia|tv|web\.id|co\.id|go\.id|or\.id|"
    r"ac\.id|sch\.id|my\.id|desa\.id|biz\.id|gle|dev|tech|cloud|icu|cyou|sbs|lol"
)
# These are, so a capital after the dot or a plain next word speaks for a sentence.
WORD_TLD = r"id|me|co|info|link|site|online|shop|store|club|top|live|click|win|bet|page|app|my|us"
# These only before a path.
PATH_TLD = r"at|ee|gd|gy|to|in|be|so|is|sg|cn|ru|eu|uk|au|nl|jp|fm|im|la|st|sh|ai|gg|re|cx|do"
LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
NAME = rf"(?:{LABEL}\.)*{LABEL}"
EDGE = r"(?<![\w@.-])"

WITH_SCHEME = re.compile(r"\bh(?:tt|xx)ps?\s?:\s?/{1,2}\s?([^\s/?#\\\"'<>]*)", re.I)
WITH_WWW = re.compile(rf"{EDGE}(www\d?\s?\.\s?{NAME})", re.I)
PLAIN = re.compile(rf"{EDGE}({NAME}\.(?:{PLAIN_TLD}))(?![\w-]|\.\w)", re.I)
WORDY = re.compile(rf"{EDGE}({NAME}\.({WORD_TLD}))(?![\w-]|\.\w)", re.I)
BEFORE_A_PATH = re.compile(
    rf"(?<![\w.-])({NAME}\.(?:{PLAIN_TLD}|{WORD_TLD}|{PATH_TLD}))/[\w?=-]", re.I
)
# 'titik com', '(dot) id', 'bit . ly/': a dot in disguise.
SAID_DOT = re.compile(
    r" ?[(\[{]? ?\b(?:titik|dot)\b ?[)\]}]? ?"
    rf"(?={PLAIN_TLD}\b|id\b|(?:me|co) ?(?:/|\.|$))",
    re.I,
)
BRACKETED_DOT = re.compile(r" ?[(\[{] ?\. ?[)\]}] ?")
SPACED_DOT = re.compile(
    r"(?<=\w) ?\. ?(?=(?:com|org|xyz|ly)\b)|(?<=\w) \. (?=(?:net|id|me)\b)|"
    r"(?<=\w) ?\. ?(?=(?:id|me|gl|gle)\s?/\s?\w)",
    re.I,
)
SPACED_PATH = re.compile(r"(?<=\.(?:id|me|ly|gl)) ?/ ?(?=\w)", re.I)
INVITING = re.compile(r"\b(?:di|ke|klik|buka|kunjungi|link|tautan|situs|web\w*|cek)\s*:?\s*$", re.I)


def has_unknown_link(plain: str, *, own_host: str) -> bool:
    text = with_dots(plain)
    return any(not is_own(host, own_host) for host in hosts(text))


def with_dots(plain: str) -> str:
    text = BRACKETED_DOT.sub(".", SAID_DOT.sub(".", plain))
    return SPACED_PATH.sub("/", SPACED_DOT.sub(".", text))


def hosts(text: str) -> list[str]:
    found = [hit[1] for hit in WITH_SCHEME.finditer(text)]
    for pattern in (WITH_WWW, PLAIN, BEFORE_A_PATH):
        found += [hit[1] for hit in pattern.finditer(text)]
    return found + [hit[1] for hit in WORDY.finditer(text) if not is_sentence(text, hit)]


def is_sentence(text: str, hit: re.Match[str]) -> bool:
    """'tiba.Info lengkap …', 'di rumah saya.my': two sentences without a space between."""
    tld = hit[2]
    if tld[0].isupper() and not hit[1].isupper():
        return True
    if tld.lower() == "id":
        return False
    goes_on = re.match(r" [a-z]", text[hit.end() :], re.I)
    return bool(goes_on and not INVITING.search(text[: hit.start()]))


def is_own(host: str, own_host: str) -> bool:
    name = host.rpartition("@")[2].partition(":")[0].rstrip(".").lower()
    return bool(own_host) and (name == own_host or name.endswith(f".{own_host}"))
