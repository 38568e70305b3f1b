"""How much an invitation tells about which numbers have an account.

Nobody proves here that a number is theirs, so a form that makes accounts also says which numbers
have one. It says so in plain words of `KNOWN` numbers a day. Once those are spent, old members
who tapped their group's link most likely, a number that is known and one that is new get the
same answer, and one address still hears of no more than `KNOWN`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from accounts import limits
from neighborhoods.models import Invitation

# From one address with one invitation: an evening of joining at the RT's hall fits.
TRIES, HOUR = 60, timedelta(hours=1)
KNOWN, DAY = 20, timedelta(days=1)


@dataclass(frozen=True)
class Share:
    """Of the known numbers that somebody may hear of: taken beforehand, so that a crowd learns
    no more, and given back where nothing was told."""

    key: str

    def take(self) -> bool:
        return limits.take(self.key, most=KNOWN, per=DAY)

    def spend(self, phone: str) -> None:
        """A number told of before is nothing new."""
        if not limits.take(f"{self.key}:{phone}", most=1, per=DAY):
            limits.give_back(self.key)


def may_try(invitation: Invitation, address: str) -> bool:
    return limits.take(f"join:{invitation.pk}:{address}", most=TRIES, per=HOUR)


def shares(invitation: Invitation, address: str) -> tuple[Share, Share]:
    """One address's, and that of all who hold the invitation."""
    whole = f"join:{invitation.pk}:known"
    return Share(f"{whole}:{address}"), Share(whole)


def spend(taken: Iterable[Share], phone: str) -> None:
    for share in taken:
        share.spend(phone)


def give_back(taken: Iterable[Share]) -> None:
    for share in taken:
        limits.give_back(share.key)
