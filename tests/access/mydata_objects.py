"""Requests about one's own data, by whose they are and how they stand."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import DataRequest, Resident
from neighborhoods.models import RukunWarga
from tests.cast import Cast, rt_of


def data_requests(cast: Cast) -> dict[str, object]:
    rw, other = rt_of(cast.requester).rw, rt_of(cast.outsider).rw
    overdue = asked(cast.other_rt, rw, hours=-1)
    answered = asked(cast.volunteer, rw, hours=9)
    DataRequest.objects.filter(pk=answered).update(
        handled_at=timezone.now(), handled_by=cast.rw_head, answer="Beres."
    )
    return {
        "asked": asked(cast.requester, rw, hours=9),
        "overdue": overdue,
        "answered": answered,
        # The RW's only office is the asker's.
        "rw_heads": asked(cast.rw_head, rw, hours=9),
        "asked_in_rw6": asked(cast.outsider, other, hours=9),
    }


def asked(person: Resident, rw: RukunWarga, *, hours: int) -> int:
    """To be answered within so many hours."""
    due_at = timezone.now() + timedelta(hours=hours)
    return DataRequest.objects.create(
        resident=person, rw=rw, kind="other", words="Apa saja?", due_at=due_at
    ).pk
