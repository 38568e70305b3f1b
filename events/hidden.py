"""An event out of sight, as whoever is signed up for it finds it: its kind, and the way out.

Not its words, nor those of its places: they may be what it is hidden for.
"""

from dataclasses import dataclass

from events.cards import STANDINGS
from events.models import Event
from neighborhoods.standing import Standing
from volunteers.models import SignUp
from web.dates import span


@dataclass(frozen=True)
class Promise:
    """One's own place, by its shift's id and what kind of place it is."""

    pk: int
    label: str
    standing: str


@dataclass(frozen=True)
class Hidden:
    label: str
    when: str
    promises: list[Promise]


def hidden_for(event: Event, viewer: Standing) -> Hidden:
    own = SignUp.objects.current().filter(shift__event=event, volunteer=viewer.resident)
    promises = [
        Promise(
            sign_up.shift_id,
            str(sign_up.shift.get_kind_display()),
            STANDINGS[SignUp.Status(sign_up.status)],
        )
        for sign_up in own.select_related("shift").order_by("id")
    ]
    when = span(event.starts_at, event.ends_at, event.rw.zone)
    return Hidden(str(event.shape.label), when, promises)
