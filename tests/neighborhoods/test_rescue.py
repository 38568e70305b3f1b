"""Whom a coordinator may help back in: nobody whose powers they would take over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.devices import devices_of
from accounts.errors import LinkNoLongerValid
from accounts.models import Resident
from journal.models import Entry
from neighborhoods.handovers import accept_handover, ask_handover, decline_handover
from neighborhoods.models import Membership, Office, RukunWarga
from neighborhoods.rescue import (
    MayNotRescue,
    can_rescue,
    end_sessions,
    link_of,
    make_link,
    offices_of,
    use_link,
)
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


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura"])
def test_an_office_lasts_until_midnight_on_the_rws_own_clocks(zone: str, cast: Cast) -> None:
    rw = rt_of(cast.rt_head).rw
    RukunWarga.objects.filter(pk=rw.pk).update(zone=zone)
    # Postgres has the clock here.
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE %s)::date", [zone])
        (today,) = cursor.fetchone()
    held = Office.objects.create(holder=cast.requester, rw=rw, post="kader", ends_on=today)
    assert offices_of(cast.requester) == [held]
    Office.objects.update(starts_on=today - timedelta(9), ends_on=today - timedelta(1))
    assert offices_of(cast.requester) == []


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


def test_nobody_below_the_head_takes_over_a_head_or_each_other(cast: Cast) -> None:
    """Who could not end an office can't get its powers by a link for its holder either."""
    rt = rt_of(cast.rt_head)
    cadre, of_rw = cast.volunteer, cast.other_rt
    Office.objects.create(holder=cadre, rw=rt.rw, rt=rt, post="kader")
    Office.objects.create(holder=of_rw, rw=rt.rw, rt=None, post="kader")
    Office.objects.create(holder=cast.requester, rw=rt.rw, rt=rt, post="bendahara")
    assert [may(cadre, person) for person in (cast.rt_head, cast.requester)] == [False, False]
    assert [may(of_rw, person) for person in (cast.rw_head, cast.rt_head)] == [False, True]
    assert [may(cast.rt_head, person) for person in (cadre, cast.requester)] == [True, True]
    assert may(cast.rw_head, of_rw)


def test_who_is_about_to_take_over_an_office_has_it_for_this_rule(cast: Cast) -> None:
    """Else a cadre would know the password of the RW's next head, who only has to be confirmed."""
    cadre, of_rw = cast.volunteer, Office.objects.get(holder=cast.rw_head)
    Office.objects.create(holder=cadre, rw=of_rw.rw, rt=rt_of(cast.rt_head), post="kader")
    token = make_link(home(cast.requester), coordinator=standing_of(cadre))
    asked = ask_handover(of_rw, successor=cast.requester, by=standing_of(cast.rw_head))
    assert (may(cadre, cast.requester), may(cast.rt_head, cast.requester)) == (False, False)
    assert may(cast.rw_head, cast.requester)
    assert link_of(token) is None
    accept_handover(asked, by=standing_of(cast.requester))
    assert not may(cadre, cast.requester)
    decline_handover(asked, by=standing_of(cast.requester))
    assert may(cadre, cast.requester)


class TestLinkInHand:
    """What somebody may no longer make, they may no longer use."""

    def test_it_holds_as_long_as_its_maker_could_make_it(self, cast: Cast) -> None:
        token = make_link(home(cast.requester), coordinator=standing_of(cast.rt_head))
        assert link_of(token)
        cast.rt_head.offices.update(ended_at=timezone.now())
        assert link_of(token) is None
        with pytest.raises(LinkNoLongerValid):
            use_link(token, "tiga kata berurutan")
        assert Client().get(f"/sandi-baru/{token}/").status_code == 404

    def test_it_ends_where_the_person_is_given_an_office_above(self, cast: Cast) -> None:
        token = make_link(home(cast.requester), coordinator=standing_of(cast.rt_head))
        rw = rt_of(cast.requester).rw
        Office.objects.create(holder=cast.requester, rw=rw, rt=None, post="sekretaris")
        with pytest.raises(LinkNoLongerValid):
            use_link(token, "tiga kata berurutan")

    def test_one_that_was_sent_to_a_lost_phone_ends_with_its_sessions(self, cast: Cast) -> None:
        token = make_link(home(cast.requester), coordinator=standing_of(cast.rt_head))
        end_sessions(home(cast.requester), coordinator=standing_of(cast.rw_head))
        assert link_of(token) is None


def test_a_right_lost_on_the_way_is_no_page_and_no_error(
    cast: Cast, client_of: Callable[[Resident], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the lock."""
    path = f"/pengurus/warga/{home(cast.requester).pk}/tautan-sandi/"
    monkeypatch.setattr("neighborhoods.rescue.checked", refuse)
    assert client_of(cast.rt_head).post(path).status_code == 404


def refuse(*args: object) -> Membership:
    raise MayNotRescue
