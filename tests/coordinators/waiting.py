"""One thing of each kind that waits at the desk of the head of RT 003."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Resident
from events.models import Event
from moderation.models import Case
from neighborhoods.models import Office
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.events.factory import published_event
from tests.moderation import factory as moderated
from tests.requests_app.factory import open_need, pending_need

ACCOUNT = "Kirim ke BCA 1234567890 a.n. panitia"


def a_held_need(cast: Cast) -> AidRequest:
    return pending_need(cast, title="Sumbangan duka", details=ACCOUNT)


def an_unread_need(cast: Cast) -> AidRequest:
    return open_need(cast, category="medicine", title="Ambil obat di puskesmas")


def an_unfilled_need(cast: Cast) -> AidRequest:
    """Approved a day and a half ago, and nobody came."""
    need = open_need(cast, title="Antar kursi roda")
    opened_at = timezone.now() - timedelta(hours=36)
    AidRequest.objects.filter(pk=need.pk).update(opened_at=opened_at, reviewed_at=opened_at)
    need.refresh_from_db()
    return need


def a_report(cast: Cast) -> Case:
    need = open_need(cast, title="Jual pulsa murah")
    return moderated.report(cast.volunteer, need)


def an_appeal(cast: Cast) -> Case:
    """Against what the RT's head decided, so for the RW's."""
    need = open_need(cast, title="Undangan kampanye")
    case = moderated.report(cast.volunteer, need, reason="politics")
    moderated.decide(case, cast.rt_head, "hidden")
    case.refresh_from_db()
    return moderated.appeal(case, cast.requester)


def another_head(cast: Cast) -> Resident:
    """A secretary of RT 003: for whatever its head has posted."""
    rt = rt_of(cast.requester)
    Office.objects.create(holder=cast.volunteer, rw=rt.rw, rt=rt, post="sekretaris")
    return cast.volunteer


def a_held_event(cast: Cast, **changes: object) -> Event:
    """Of RT 003, published by the RW's head."""
    return published_event(cast, rt=rt_of(cast.requester), details=ACCOUNT, **changes)


def a_past_event(cast: Cast) -> Event:
    event = published_event(cast, rt=rt_of(cast.requester), title="Kerja bakti selokan")
    starts_at = timezone.now() - timedelta(hours=5)
    Event.objects.filter(pk=event.pk).update(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=3)
    )
    event.refresh_from_db()
    return event
