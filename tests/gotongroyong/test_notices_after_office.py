"""Who has left an office is not told of what those in office decide, nor led to its desk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Resident
from coordinators.data_requests import ask_request
from gotongroyong.mydata.behalf import ask_erasure_of
from gotongroyong.mydata.behalf_notices import ASKED, NO_PURPOSE
from gotongroyong.mydata.kinds import OFFICE_LEFT
from moderation.models import Case
from neighborhoods import terms
from neighborhoods.models import Handover, Membership, Office
from neighborhoods.standing import standing_of
from notifications import kinds
from notifications.actions import notify
from notifications.dispatch import send_due
from notifications.models import Delivery, Notification
from tests.cast import Cast, rt_of
from tests.events.factory import published_event
from tests.moderation.factory import appeal, decide, report
from tests.neighborhoods.joining import newcomer
from tests.requests_app.factory import open_need, pending_need

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
# The object's id and code, and the notice's version.
About = tuple[int, str, int]


def of_newcomer(cast: Cast) -> About:
    return newcomer(cast).pk, "", 0


def of_newcomer_overdue(cast: Cast) -> About:
    membership = newcomer(cast)
    long_ago = timezone.now() - timedelta(days=4)
    Membership.objects.filter(pk=membership.pk).update(joined_at=long_ago)
    return membership.pk, "", 0


def of_pending_need(cast: Cast) -> About:
    need = pending_need(cast)
    return need.pk, need.code, 0


def of_open_need(cast: Cast) -> About:
    need = open_need(cast)
    return need.pk, need.code, 0


def of_case(cast: Cast) -> About:
    case = report(cast.other_rt, open_need(cast))
    return case.pk, "", 0


def of_appeal(cast: Cast) -> About:
    case = Case.objects.get(pk=of_case(cast)[0])
    return appeal(decide(case, cast.rt_head, "hidden"), cast.requester).pk, "", 0


def of_event(cast: Cast) -> About:
    event = published_event(cast)
    return event.pk, event.code, 0


def of_data_request(cast: Cast) -> About:
    return ask_request(standing_of(cast.requester), kind="correct", words="Salah.").pk, "", 0


def of_overdue_data_request(cast: Cast) -> About:
    asked = ask_request(standing_of(cast.requester), kind="correct", words="Salah.")
    asked.due_at = timezone.now()
    asked.save(update_fields=["due_at"])
    return asked.pk, "", 0


def of_office(cast: Cast) -> About:
    office = Office.objects.get(holder=cast.rt_head)
    office.ends_on = timezone.localdate() + timedelta(days=7)
    office.save(update_fields=["ends_on"])
    return office.pk, "", terms.version_of(office)


def of_handover(cast: Cast) -> About:
    office = Office.objects.get(holder=cast.rt_head)
    return Handover.objects.create(office=office, successor=cast.requester).pk, "", 0


def of_who_left(cast: Cast) -> About:
    return cast.other_rt.pk, "", 0


def of_somebody_without_a_phone(cast: Cast) -> About:
    person = Resident.objects.create(phone=None, name="Mbah")
    home = Membership.objects.create(resident=person, rt=rt_of(cast.requester), status="active")
    ask_erasure_of(home.resident, by=standing_of(cast.rt_head), has_asked=True)
    return person.pk, "", 0


KINDS: dict[str, Callable[[Cast], About]] = {
    "newcomer.waiting": of_newcomer,
    "newcomer.overdue": of_newcomer_overdue,
    "need.waiting": of_pending_need,
    "need.opened": of_open_need,
    "need.changed": of_open_need,
    "need.held": of_open_need,
    "case.opened": of_case,
    "case.hidden_waits": of_case,
    "case.appealed": of_appeal,
    "event.held": of_event,
    "data.asked": of_data_request,
    "data.overdue": of_overdue_data_request,
    "office.rt_ended": of_office,
    "office.rw_ends_in_7": of_office,
    "office.rw_ends_in_30": of_office,
    "handover.confirmed": of_handover,
    OFFICE_LEFT: of_who_left,
    ASKED: of_somebody_without_a_phone,
    NO_PURPOSE: of_somebody_without_a_phone,
}
each_kind = pytest.mark.parametrize("kind", KINDS)
LATER = timedelta(hours=13)


@pytest.fixture
def secretary(cast: Cast) -> Resident:
    """In office over RT 003 and over its RW."""
    rt = rt_of(cast.requester)
    for where in (rt, None):
        Office.objects.create(holder=cast.volunteer, rw=rt.rw, rt=where, post="sekretaris")
    return cast.volunteer


def end_offices_of(person: Resident) -> None:
    Office.objects.filter(holder=person).update(ended_at=timezone.now())


def told(cast: Cast, kind: str, person: Resident, *, later: timedelta) -> Notification:
    object_id, code, version = KINDS[kind](cast)
    # What the making of it told them already.
    Notification.objects.filter(kind=kind, object_id=object_id).delete()
    rw = rt_of(cast.requester).rw
    notify(
        [person],
        kind=kind,
        object_id=object_id,
        code=code,
        rw_id=rw.pk,
        zone=rw.zone,
        version=version,
        due_at=timezone.now() + later,
    )
    return Notification.objects.get(kind=kind, object_id=object_id)


def outcomes(notification: Notification) -> set[tuple[str, str]]:
    send_due(now=timezone.now() + LATER)
    inapp = Delivery.objects.filter(notification=notification, channel="inapp")
    return set(inapp.values_list("status", "reason"))


@each_kind
def test_who_is_in_office_is_told(cast: Cast, secretary: Resident, kind: str) -> None:
    assert outcomes(told(cast, kind, secretary, later=LATER)) == {("sent", "")}


@each_kind
def test_whose_office_has_ended_meanwhile_is_not_told(
    cast: Cast, secretary: Resident, kind: str
) -> None:
    notification = told(cast, kind, secretary, later=LATER)
    end_offices_of(secretary)
    assert outcomes(notification) == {("skipped", "withdrawn")}


@each_kind
def test_a_notice_from_then_leads_back_to_the_inbox_with_a_word(
    cast: Cast, secretary: Resident, kind: str, client_of: ClientOf
) -> None:
    notification = told(cast, kind, secretary, later=timedelta(0))
    browser = client_of(secretary)
    end_offices_of(secretary)
    answer = browser.post(reverse("inbox_open", args=[notification.pk]), follow=True)
    assert answer.redirect_chain == [("/pemberitahuan/", 302)]
    assert "sudah tidak berlaku untuk Anda" in answer.content.decode()
    notification.refresh_from_db()
    assert notification.read_at is not None


@each_kind
def test_a_notice_in_time_leads_to_a_page_that_opens(
    cast: Cast, secretary: Resident, kind: str, client_of: ClientOf
) -> None:
    notification = told(cast, kind, secretary, later=timedelta(0))
    answer = client_of(secretary).post(reverse("inbox_open", args=[notification.pk]), follow=True)
    ((page, _),) = answer.redirect_chain
    assert (answer.status_code, page == "/pemberitahuan/") == (200, False)


def test_every_kind_that_leads_to_the_desk_asks_who_is_in_office() -> None:
    asking = {code for code, kind in kinds._kinds.items() if kind.audience}
    # Of the operator, of who speaks for somebody, of a house.
    besides = {"data.overdue_elsewhere", "behalf.erasure_kept", "house.asked", "house.changed"}
    assert asking == {*KINDS, *besides}


def test_a_first_decision_that_was_appealed_leads_to_the_appeal(
    cast: Cast, secretary: Resident, client_of: ClientOf
) -> None:
    notification = told(cast, "case.appealed", secretary, later=timedelta(0))
    Notification.objects.filter(pk=notification.pk).update(kind="case.opened")
    answer = client_of(secretary).post(reverse("inbox_open", args=[notification.pk]))
    assert answer.headers["Location"] == f"/pengurus/banding/{notification.object_id}/"


def test_an_office_that_ended_before_it_was_told_is_not_told(cast: Cast) -> None:
    office = Office.objects.get(holder=cast.rt_head)
    rw = office.rw
    notify(
        [cast.rt_head],
        kind="office.given",
        object_id=office.pk,
        code="",
        rw_id=rw.pk,
        zone=rw.zone,
        due_at=timezone.now() + LATER,
    )
    notification = Notification.objects.get(kind="office.given")
    assert kinds.get("office.given").link(notification) == reverse("desk_offices")
    end_offices_of(cast.rt_head)
    assert kinds.get("office.given").link(notification) == reverse("me")
    assert outcomes(notification) == {("skipped", "cancelled")}
