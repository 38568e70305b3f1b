"""Words of a post that wait for a coordinator's look (DOMAIN.md, 'Scams').

They are no proof of anything: a link to the puskesmas waits as a swindler's does. So a hit
costs its writer a wait and never the post, and a miss can still be reported.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from web.held_accounts import names_an_account
from web.held_links import has_unknown_link
from web.plain_text import as_plain, without_disguise

WORDS: dict[str, str | Promise] = {
    "account": gettext_lazy("an account number"),
    "qris": gettext_lazy("QRIS"),
    "link": gettext_lazy("a link"),
}
# Scanning is an everyday word, so beside it must stand that money is meant.
SCAN = r"\b(?:scan|pindai|kode|barcode|bar code|qr|qr code)\b"
PAY = r"\b(?:bayar\w*|pembayaran|membayar|donasi|sumbang\w*|transfer\w*|infak|infaq|sedekah)\b"
QRIS = re.compile(rf"\bq[ -]?ris\w*\b|{SCAN}[^.!?\n]{{0,40}}{PAY}|{PAY}[^.!?\n]{{0,40}}{SCAN}")


def held_words(*texts: str, own_host: str) -> tuple[str, ...]:
    """Which of 'account', 'qris' and 'link' the texts contain, in this order."""
    # A line end, over which no number and no link goes on.
    plain = as_plain("\n".join(texts))
    words = without_disguise(plain.lower())
    found = {
        "account": names_an_account(words),
        "qris": bool(QRIS.search(words)),
        "link": has_unknown_link(plain, own_host=own_host),
    }
    return tuple(code for code in WORDS if found[code])


def held_for(*texts: str) -> str:
    """The same, as the column `held_for` keeps it: codes with commas, '' for none."""
    own_host = urlsplit(settings.SITE_URL).hostname or ""
    return ",".join(held_words(*texts, own_host=own_host))


def as_words(held: str) -> str:
    """'an account number and a link', from the column."""
    return get_text_list([str(WORDS[code]) for code in held.split(",") if code in WORDS], _("and"))
