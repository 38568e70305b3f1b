"""What a person reads on a page: its texts, and the words in its attributes."""

import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser

import polib
from django.conf import settings

READ_ALOUD = {"alt", "aria-label", "title", "placeholder", "data-offline", "data-error"}
# Elements without an end tag, which would never leave the stack.
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "use", "wbr"}
# Where two pieces stand in one text: `Papan · Gotong Royong`, a field and its error.
JOINTS = re.compile(r"\s+[·–]\s+|:\s")
# Seldom seen in Indonesian: words that give away a string that bypassed gettext.
GIVEAWAYS = re.compile(r"\b(the|and|your?|with|please|this|that|help(ers?)?|need(s|ed)?)\b", re.I)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.language = ""
        self.silent: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = found.get("lang", "")
        if tag == "a" and found.get("href", "").startswith("/"):
            self.links.append(found["href"])
        self.texts += [value for name, value in found.items() if name in READ_ALOUD]
        if tag not in VOID:
            # The button that offers English says so in English.
            foreign = tag != "html" and found.get("lang") == "en"
            self.silent.append(tag in ("script", "style") or foreign)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.silent:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.silent) and data.strip():
            self.texts.append(" ".join(data.split()))


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


@cache
def english() -> tuple[re.Pattern[str], frozenset[str]]:
    """The sentences of the source that Indonesian says otherwise, and its single words."""
    catalogue = polib.pofile(str(settings.LOCALE_PATHS[0] / "id/LC_MESSAGES/django.po"))
    differing = [
        text
        for entry in catalogue
        for text in filter(None, (entry.msgid, entry.msgid_plural))
        if text not in (entry.msgstr, entry.msgstr_plural.get(0))
    ]
    sentences = [pattern(text) for text in differing if " " in text]
    # A language is chosen by its own name.
    single = frozenset(text for text in differing if " " not in text) - {"English"}
    return re.compile(rf"(?<!\w)(?:{'|'.join(sentences)})(?!\w)"), single


def pattern(text: str) -> str:
    return ".+?".join(re.escape(part) for part in re.split(r"%\(\w+\)[sd]", text))


def left_in_english(texts: Iterable[str]) -> set[str]:
    sentences, single = english()
    return {
        text
        for text in texts
        if sentences.search(text)
        or GIVEAWAYS.search(text)
        or single.intersection(JOINTS.split(text))
    }
