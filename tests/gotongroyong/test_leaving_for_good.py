"""What was done stays done when somebody leaves; taken back, it is no promise of theirs again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts import erasure
from accounts.models import Resident
from events.closing import close_event
from gotongroyong.leaving import move_out
from journal.models import Entry
from neighborhoods.models import Membership
from neighborhoods.standing import standing_of
from notifications.models import Notification
from requests_app.decisions import decline_need
from requests_app.errors import NotPossibleNow, TooLateToUndo
from requests_app.helping import close_overdue, mark_done, offer_help, say_not_done, wait_to_help
from requests_app.models import AidRequest
from requests_app.undoing import undo_decision
from tests.cast import Cast, rt_of
from tests.events.factory import begun, join, published_event
from tests.requests_app.factory import done_need, helped_need
from volunteers.models import SignUp
from web.undo import UNDO_WINDOW


def move_away(person: Resident) -> None:
    move_out(person)


def move_within_the_rw(person: Resident) -> None:
    """Recognised in the next RT by now; what was promised in the old one was let go."""
    rt = rt_of(person).rw.rts.exclude(pk=rt_of(person).pk)[0]
    move_out(person)
    Membership.objects.create(resident=person, rt=rt, status="active")


def be_erased(person: Resident) -> None:
    """Switched off, and erased some minutes later."""
    Resident.objects.filter(pk=person.pk).update(erase_after=timezone.now())
    assert erasure.switch_off(person, now=timezone.now())


LEAVING = pytest.mark.parametrize("leave", [move_away, move_within_the_rw, be_erased])


def states_of(person: Resident) -> list[str]:
    return list(
        SignUp.objects.filter(volunteer=person).order_by("pk").values_list("status", flat=True)
    )


def told(person: Resident, kind: str) -> int:
    return Notification.objects.filter(recipient=person, kind=kind).count()


def withdrawn(need: AidRequest) -> list[int | None]:
    """By whom, as the journal has it."""
    entries = Entry.objects.filter(object_kind="need", object_id=need.pk, action="need.withdrawn")
    return list(entries.values_list("actor_id", flat=True))


class TestNotDone:
    @LEAVING
    def test_the_place_of_who_left_is_free_and_the_need_says_so(
        self, cast: Cast, leave: Callable[[Resident], None]
    ) -> None:
        need = done_need(cast, helpers=2)
        leave(cast.volunteer)
        need = say_not_done(need, by=cast.requester)
        assert (need.status, need.people.taken) == ("open", 0)
        assert states_of(cast.volunteer) == ["released"]
        assert withdrawn(need) == [cast.volunteer.pk]
        assert told(cast.requester, "need.helper_left") == 1
        assert told(cast.volunteer, "need.not_done") == 0

    def test_who_stayed_goes_on_helping(self, cast: Cast) -> None:
        need = helped_need(cast, helpers=2)
        offer_help(need, volunteer=standing_of(cast.other_rt))
        need = mark_done(need, by=cast.requester)
        move_out(cast.volunteer)
        need = say_not_done(need, by=cast.other_rt)
        assert (need.status, need.people.places_left) == ("in_progress", 1)
        assert states_of(cast.other_rt) == ["active"]
        assert told(cast.requester, "need.helper_left") == 1
        assert told(cast.requester, "need.not_done") == 1

    def test_past_its_end_no_place_is_called_open(self, cast: Cast) -> None:
        need = helped_need(cast)
        AidRequest.objects.filter(pk=need.pk).update(expires_at=timezone.now())
        close_overdue(timezone.now())
        need = mark_done(need, by=cast.requester)
        move_out(cast.volunteer)
        assert say_not_done(need, by=cast.requester).status == "expired"
        assert states_of(cast.volunteer) == ["released"]
        assert told(cast.requester, "need.helper_left") == 0

    def test_the_requester_reads_that_the_place_is_open(
        self, cast: Cast, client_of: Callable[[Resident], Client]
    ) -> None:
        need, client = done_need(cast), client_of(cast.requester)
        move_out(cast.volunteer)
        address = f"/kebutuhan/{need.code}/"
        text = client.post(f"{address}belum-selesai/", follow=True).content.decode()
        assert "Dicatat: belum selesai." in text
        assert cast.volunteer.name not in text
        assert need in AidRequest.objects.on_board_of(standing_of(cast.other_rt))

    def test_it_is_not_for_who_left_to_say(self, cast: Cast) -> None:
        """From a page that was read before."""
        need = done_need(cast)
        move_out(cast.volunteer)
        with pytest.raises(NotPossibleNow):
            say_not_done(need, by=cast.volunteer)
        assert states_of(cast.volunteer) == ["done"]

    @LEAVING
    def test_what_somebody_asked_who_left_since_is_not_asked_again(
        self, cast: Cast, leave: Callable[[Resident], None]
    ) -> None:
        need = done_need(cast)
        leave(cast.requester)
        with pytest.raises(NotPossibleNow):
            say_not_done(need, by=cast.volunteer)
        need.refresh_from_db()
        assert (need.status, states_of(cast.volunteer)) == ("done", ["done"])


class TestUndoing:
    def decline(self, need: AidRequest, cast: Cast) -> Entry:
        head = standing_of(cast.rt_head)
        decline_need(need, coordinator=head, reason="Sudah ada.", settle_in=UNDO_WINDOW)
        return Entry.objects.filter(object_kind="need", object_id=need.pk).latest("id")

    def undo(self, need: AidRequest, decision: Entry, cast: Cast) -> AidRequest:
        head = standing_of(cast.rt_head)
        return undo_decision(need, coordinator=head, entry_id=decision.pk)

    @LEAVING
    def test_the_helper_who_left_meanwhile_does_not_come_back(
        self, cast: Cast, leave: Callable[[Resident], None]
    ) -> None:
        need = helped_need(cast, category="medicine")
        decision = self.decline(need, cast)
        leave(cast.volunteer)
        need = self.undo(need, decision, cast)
        assert (need.status, need.people.taken) == ("open", 0)
        sign_up = SignUp.objects.get()
        assert (sign_up.status, sign_up.reason) == ("released", "withdrawn")
        assert withdrawn(need) == [cast.volunteer.pk]
        assert told(cast.requester, "need.helper_left") == 1

    def test_the_freed_place_goes_to_the_next_who_is_there(self, cast: Cast) -> None:
        """Past the one in line who has left as well."""
        need = helped_need(cast, category="medicine", helpers=1)
        for person in (cast.other_rt, cast.rw_head):
            wait_to_help(need, volunteer=standing_of(person))
        decision = self.decline(need, cast)
        move_out(cast.volunteer)
        move_out(cast.other_rt)
        need = self.undo(need, decision, cast)
        assert need.status == "open"
        assert (states_of(cast.other_rt), states_of(cast.rw_head)) == (["released"], ["offered"])
        assert told(cast.other_rt, "need.place_offered") == 0
        assert told(cast.rw_head, "need.place_offered") == 1

    @LEAVING
    def test_what_somebody_asked_who_left_meanwhile_stays_as_decided(
        self, cast: Cast, leave: Callable[[Resident], None]
    ) -> None:
        need = helped_need(cast, category="medicine")
        decision = self.decline(need, cast)
        leave(cast.requester)
        with pytest.raises(TooLateToUndo):
            self.undo(need, decision, cast)
        need.refresh_from_db()
        assert need.status == "declined"


@LEAVING
def test_attendance_that_is_corrected_makes_no_promise_of_who_left(
    cast: Cast, leave: Callable[[Resident], None]
) -> None:
    """They came or they did not: either is over."""
    event = published_event(cast)
    place = join(cast.volunteer, event)
    event, head = begun(event), standing_of(cast.rw_head)
    for mark, state in (("absent", "released"), ("present", "done"), ("excused", "released")):
        marks = {place.pk: mark}
        close_event(event, attendance=marks, walk_ins=0, summary="", coordinator=head)
        assert states_of(cast.volunteer) == [state]
        if mark == "absent":
            leave(cast.volunteer)
