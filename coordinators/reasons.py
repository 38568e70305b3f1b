"""Ready sentences, so that sending back, keeping and hiding take one tap."""

from collections import Counter

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.panel import REASONS

Text = str | Promise
Field = tuple[str, object]

CHANGES = (
    _("Please say more precisely what is needed."),
    _("Please take out names, addresses and numbers."),
    _("Please check the date and time."),
)
DECLINES = (
    _("This is already on the board."),
    _("This board is not for selling or for money."),
    _("Please talk to your RT head about this."),
)
NOT_RECOGNISED = (
    _("I could not find that house in our RT. Please write the address once more."),
    _("The people of that house do not know you. Please talk to them first."),
    _("You live in another RT. Please ask its head for an invitation."),
)
# What most of the reports say, as a reason that both sides read.
MONEY, INSULT, PRIVATE, UNTRUE = REASONS["hidden"]
HIDING: dict[str, Text] = {
    "scam": MONEY,
    "politics": MONEY,
    "sara": INSULT,
    "private": PRIVATE,
    "hoax": UNTRUE,
}
NOT_HERE: Text = _("This does not belong on a board of neighbours.")


def keeping_reason(read: Field) -> tuple[Field, ...]:
    return (("decision", "kept"), ("reason", REASONS["kept"][0]), read)


def hiding_reason(read: Field, reported: list[str]) -> tuple[Field, ...]:
    [(most, _count)] = Counter(reported).most_common(1) or [("", 0)]
    return (("decision", "hidden"), ("reason", HIDING.get(most, NOT_HERE)), read)
