"""Whom a coordinator may help back in: nobody whose powers they would take over."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.devices import devices_of
from accounts.models import Resident
from journal.models import Entry
from neighborhoods.models import Membership, Office
from neighborhoods.rescue import MayNotRescue, can_rescue, end_sessions, make_link
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of

pytestmark = pytest.mark.django_db


def may(coordinator: Resident, person: Resident) -> bool:
    return can_rescue(standing_of(coordinator), home(person))


def home(person: Resident) -> Membership:
    return person.memberships.select_related("resident", "rt__rw").latest("pk")


def test_an_rts_officer_helps_its_residents_and_an_rws_all_of_its(cast: Cast) -> None:
    people = (cast.requester, cast.volunteer, cast.other_rt, cast.outsider)
    assert [may(cast.rt_head, person) for person in people] == [True, True, False, False]
    assert [may(cast.rw_head, person) for person in people] == [True, True, True, False]


def test_nobody_helps_themselves_or_without_an_office(cast: Cast) -> None:
    assert not may(cast.rt_head, cast.rt_head)
    assert not may(cast.requester, cast.volunteer)


def test_an_office_is_not_taken_over_from_below_or_beside(cast: Cast) -> None:
    rt = rt_of(cast.rt_head)
    other_rt = rt_of(cast.other_rt)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for office, by_rt in (
        ({"rt": rt, "post": "kader"}, True),
        ({"rt": other_rt}, False),
        ({"rt": None, "post": "sekretaris"}, False),
        ({"rt": None, "post": "sekretaris", "starts_on": tomorrow}, False),
    ):
        held = Office.objects.create(holder=cast.requester, rw=rt.rw, **office)
        assert may(cast.rt_head, cast.requester) is by_rt
        assert may(cast.rw_head, cast.requester)
        Office.objects.filter(pk=held.pk).update(ended_at=timezone.now())
    assert may(cast.rt_head, cast.requester)


def test_nobody_helps_the_platforms_people_the_unverified_or_who_signs_in_nowhere(
    cast: Cast,
) -> None:
    assert not may(cast.rw_head, cast.waiting)
    for change in ({"is_staff": True}, {"is_superuser": True}, {"is_active": False}):
        Resident.objects.filter(pk=cast.requester.pk).update(**change)
        assert not may(cast.rw_head, cast.requester)
        Resident.objects.filter(pk=cast.requester.pk).update(
            is_staff=False, is_superuser=False, is_active=True
        )
    Resident.objects.filter(pk=cast.requester.pk).update(phone=None)
    assert not may(cast.rw_head, cast.requester)


def test_the_rule_holds_in_the_action_too(cast: Cast) -> None:
    for do in (make_link, end_sessions):
        with pytest.raises(MayNotRescue):
            do(home(cast.other_rt), coordinator=standing_of(cast.rt_head))


def test_a_lost_phone_is_signed_out_and_its_passkeys_go(cast: Cast, client_of) -> None:  # type: ignore[no-untyped-def]  # the fixture's own
    phone = client_of(cast.requester)
    passkey = Authenticator.Type.WEBAUTHN
    Authenticator.objects.create(user=cast.requester, type=passkey, data={})
    Authenticator.objects.create(user=cast.volunteer, type=passkey, data={})
    assert end_sessions(home(cast.requester), coordinator=standing_of(cast.rt_head)) == 1
    assert phone.get("/saya/").headers["Location"] == "/masuk/?next=/saya/"
    assert devices_of(cast.requester) == []
    assert [each.user for each in Authenticator.objects.all()] == [cast.volunteer]
    entry = Entry.objects.get(action="sessions.ended")
    assert (entry.actor_id, entry.subject_id) == (cast.rt_head.pk, cast.requester.pk)
    assert cast.requester.notifications.get().kind == "account.sessions_ended"
