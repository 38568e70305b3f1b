"""Moving away: nobody waits in vain for who left, and nothing stays open to them."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Resident
from events.actions import Place, publish_event
from gotongroyong.leaving import let_go, move_out, ties_of
from neighborhoods.models import Handover, Membership, Office
from neighborhoods.standing import standing_of
from notifications.models import Notification
from requests_app.helping import wait_to_help
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.events.factory import join, plan, published_event, wait
from tests.requests_app.factory import done_need, helped_need, open_need, pending_need
from volunteers.models import SignUp

ClientOf = Callable[[Resident], Client]
ONE = (Place("people", "Regu", 1),)


def states_of(person: Resident) -> list[str]:
    return list(
        SignUp.objects.filter(volunteer=person).order_by("pk").values_list("status", flat=True)
    )


def told(person: Resident, kind: str) -> int:
    return Notification.objects.filter(recipient=person, kind=kind).count()


def test_a_promise_is_given_back_and_the_requester_told(cast: Cast) -> None:
    need = helped_need(cast)
    let_go(cast.volunteer)
    need.refresh_from_db()
    assert (need.status, states_of(cast.volunteer)) == ("open", ["released"])
    assert told(cast.requester, "need.helper_left") == 1


def test_a_place_in_line_is_given_back(cast: Cast) -> None:
    need = helped_need(cast, helpers=1)
    wait_to_help(need, volunteer=standing_of(cast.other_rt))
    let_go(cast.other_rt)
    assert states_of(cast.other_rt) == ["released"]


def test_places_at_events_go_to_the_next_in_line(cast: Cast) -> None:
    event = published_event(cast, places=ONE)
    join(cast.volunteer, event, "Regu")
    wait(cast.requester, event, "Regu")
    let_go(cast.volunteer)
    assert (states_of(cast.volunteer), states_of(cast.requester)) == (["released"], ["offered"])


def test_own_needs_are_cancelled_and_helpers_told(cast: Cast) -> None:
    needs = [pending_need(cast), open_need(cast), helped_need(cast)]
    let_go(cast.requester)
    found = AidRequest.objects.filter(pk__in=[need.pk for need in needs])
    assert set(found.values_list("status", flat=True)) == {"cancelled"}
    assert told(cast.volunteer, "need.cancelled") == 1


def test_what_was_done_stays_done(cast: Cast) -> None:
    need = done_need(cast)
    let_go(cast.volunteer)
    let_go(cast.requester)
    need.refresh_from_db()
    assert (need.status, states_of(cast.volunteer)) == ("done", ["done"])


def test_offices_and_handovers_end(cast: Cast) -> None:
    office = Office.objects.get(holder=cast.rt_head)
    handover = Handover.objects.create(office=office, successor=cast.volunteer)
    let_go(cast.rt_head)
    handover.refresh_from_db()
    assert standing_of(cast.rt_head).offices == ()
    assert handover.ended_at is not None


def test_letting_go_again_changes_nothing(cast: Cast) -> None:
    helped_need(cast)
    let_go(cast.volunteer)
    notices = Notification.objects.count()
    let_go(cast.volunteer)
    assert Notification.objects.count() == notices


def test_moving_out_closes_the_neighbourhood(cast: Cast, client_of: ClientOf) -> None:
    need, client = open_need(cast), client_of(cast.rt_head)
    assert client.get(f"/pengurus/{need.code}/").status_code == 200
    move_out(cast.rt_head)
    assert client.get(f"/pengurus/{need.code}/").status_code == 404
    assert client.get(f"/kebutuhan/{need.code}/")["Location"] == "/"
    assert Membership.objects.get(resident=cast.rt_head).status == "ended"


def test_ties_say_what_is_at_stake(cast: Cast) -> None:
    helped_need(cast)
    event = published_event(cast, places=ONE)
    join(cast.volunteer, event, "Regu")
    ties = ties_of(standing_of(cast.volunteer))
    assert (ties.needs, ties.promises, ties.places, ties.offices) == (0, 1, 1, [])
    assert ties_of(standing_of(cast.requester)).needs == 1


class TestPages:
    def test_the_page_says_what_happens_and_changes_nothing(
        self, cast: Cast, client_of: ClientOf
    ) -> None:
        helped_need(cast)
        text = client_of(cast.volunteer).get("/saya/pindah/").content.decode()
        assert "1 janji membantu dilepas" in text
        assert states_of(cast.volunteer) == ["active"]

    def test_confirmed_it_leads_to_who_belongs_nowhere(
        self, cast: Cast, client_of: ClientOf
    ) -> None:
        client = client_of(cast.volunteer)
        assert client.post("/saya/pindah/")["Location"] == "/"
        text = client.get("/").content.decode()
        assert "Kepindahan Anda sudah dicatat" in text

    def test_a_request_is_taken_back(self, cast: Cast, client_of: ClientOf) -> None:
        client = client_of(cast.waiting)
        own = Membership.objects.get(resident=cast.waiting)
        assert client.post(f"/saya/batal-gabung/{own.pk}/")["Location"] == "/"
        assert Membership.objects.get(resident=cast.waiting).status == "ended"

    @pytest.mark.parametrize("who", ["volunteer", "rt_head"])
    def test_taking_back_comes_too_late_for_who_belongs(
        self, cast: Cast, client_of: ClientOf, who: str
    ) -> None:
        person = getattr(cast, who)
        own = Membership.objects.get(resident=person)
        client_of(person).post(f"/saya/batal-gabung/{own.pk}/")
        assert Membership.objects.get(resident=person).status == "active"


def test_what_they_planned_passes_to_another_in_office(cast: Cast) -> None:
    """They can't look after it any more: not its held words, not its attendance."""
    event = publish_event(plan(rt=rt_of(cast.rt_head)), coordinator=standing_of(cast.rt_head))
    move_out(cast.rt_head)
    event.refresh_from_db()
    assert event.organizer == cast.rw_head
