"""What may be handed on to the neighbours' WhatsApp group, and hang on the open web."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override


@dataclass(frozen=True)
class Poster:
    """A need or an event in words of the product alone.

    Nothing in it was written by a resident, so it can hold nobody's name or number.
    """

    heading: str
    kind: str
    icon: str
    when: str
    place: str
    left: str
    # 'Can you help? Open:', before the address.
    invitation: str
    # What the landing's one button says.
    sign_in: str

    @property
    def title(self) -> str:
        return f"{self.heading}: {self.kind}"


@dataclass(frozen=True)
class Share:
    """What the button 'Bagikan ke grup WA' needs, and what stands there to be copied."""

    url: str
    text: str
    wa_url: str


def share(path: str, poster_of: Callable[[], Poster]) -> Share:
    return share_words(path, lambda url: text_of(poster_of(), url))


def share_words(path: str, words: Callable[[str], str]) -> Share:
    """Always in Indonesian: the group reads it, not whoever taps the button."""
    url = absolute(path)
    with override(settings.LANGUAGE_CODE):
        text = words(url)
    return Share(url, text, f"https://wa.me/?text={quote(text, safe='')}")


def text_of(poster: Poster, url: str) -> str:
    facts = (
        poster.title,
        _("When: %(when)s") % {"when": poster.when},
        _("Where: %(place)s") % {"place": poster.place},
        poster.left,
    )
    return "\n".join(facts) + f"\n\n{poster.invitation} {url}"


def absolute(path: str) -> str:
    return settings.SITE_URL + path
