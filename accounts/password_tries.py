"""How many passwords may be tried: by phone number, on a known device, from one address.

Counted before the password is hashed and given back if it was right, so that no crowd of
simultaneous tries gets more than the limit.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest

from accounts import limits
from accounts.client_ip import client_ip
from accounts.known_devices import device_of
from accounts.models import Resident


@dataclass(frozen=True)
class Allowance:
    most: int
    per: timedelta


BY_NUMBER = Allowance(10, timedelta(minutes=15))
BY_DEVICE = Allowance(10, timedelta(minutes=15))
# Many Indonesian phones share one mobile address.
BY_ADDRESS = Allowance(300, timedelta(minutes=10))
type Counter = tuple[str, Allowance]


@dataclass(frozen=True)
class Try:
    """What it was counted against."""

    counters: tuple[Counter, ...]

    def give_back(self) -> None:
        for key, _ in self.counters:
            limits.give_back(key)


def begin(request: HttpRequest, phone: str) -> Try | None:
    """None if there are too many; then it counts against nothing, so that hammering one number
    takes no tries from the neighbours on the same address."""
    taken: list[Counter] = []
    for key, allowed in counters_for(request, phone):
        if not limits.take(key, most=allowed.most, per=allowed.per):
            Try(tuple(taken)).give_back()
            return None
        taken.append((key, allowed))
    return Try(tuple(taken))


def counters_for(request: HttpRequest, phone: str) -> list[Counter]:
    """A known device has its own and no other: an attack leaves its owner a way in."""
    resident = Resident.objects.filter(phone=phone).first() if phone else None
    device = device_of(request, resident)
    if device:
        return [(f"password:device:{device}", BY_DEVICE)]
    return [
        (f"password:number:{phone}", BY_NUMBER),
        (f"password:address:{client_ip(request)}", BY_ADDRESS),
    ]
