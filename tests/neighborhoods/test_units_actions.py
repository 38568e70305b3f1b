from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Resident
from events.models import Event, Series
from gotongroyong.demo.people import make_blocks
from journal.models import Entry
from moderation.models import Case
from neighborhoods import units
from neighborhoods.invitations import invite_to_office
from neighborhoods.models import (
    Handover,
    Household,
    Invitation,
    Membership,
    Office,
    RukunTetangga,
)
from neighborhoods.standing import standing_of
from neighborhoods.unit_errors import (
    HousesChanged,
    NothingChosen,
    NumberTaken,
    RtClosed,
    RwOnly,
    SameRt,
)
from neighborhoods.unit_rows import STAY, keys_to_rt
from notifications.models import Notification
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.events.factory import published_event
from tests.moderation.factory import report
from tests.requests_app.factory import done_need, open_need, pending_need


def rt(number: str, rw: str = "005") -> RukunTetangga:
    return RukunTetangga.objects.open().select_related("rw").get(number=number, rw__number=rw)


def house_of(person: Resident) -> Household:
    membership = Membership.objects.current().select_related("household").get(resident=person)
    assert membership.household
    return membership.household


def journaled() -> list[tuple[str, int, int | None]]:
    found = Entry.objects.filter(object_kind="rt").order_by("id")
    return list(found.values_list("action", "object_id", "actor_id"))


def told(kind: str) -> set[Resident]:
    return {each.recipient for each in Notification.objects.filter(kind=kind)}


def keys_hold() -> None:
    """Keys of RT and RW side by side are checked at the commit, which a test never reaches."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


# --- Added and renamed ---------------------------------------------------------------------


def test_an_rt_is_added_and_journaled(cast: Cast) -> None:
    made = units.add_rt(rt("001").rw, "011", by=standing_of(cast.rw_head))
    assert (made.rw, made.number, made.closed_at) == (rt("001").rw, "011", None)
    assert journaled() == [("rt.added", made.pk, cast.rw_head.pk)]


def test_a_number_that_is_taken_is_refused(cast: Cast) -> None:
    head = standing_of(cast.rw_head)
    with pytest.raises(NumberTaken):
        units.add_rt(rt("001").rw, "003", by=head)
    with pytest.raises(NumberTaken):
        units.rename_rt(rt("001"), "003", by=head)
    assert (rt("001").rw.rts.count(), journaled()) == (6, [])


def test_renaming_keeps_everything_and_tells_its_people(cast: Cast) -> None:
    before = rt("003")
    need = open_need(cast)
    units.rename_rt(before, "013", by=standing_of(cast.rw_head))
    after = rt("013")
    need.refresh_from_db()
    assert (after.pk, need.rt_id, rt_of(cast.volunteer)) == (before.pk, before.pk, after)
    assert journaled() == [("rt.renamed", before.pk, cast.rw_head.pk)]
    assert told("rt.moved") == set(units.people_of(after))
    assert cast.waiting in told("rt.moved")


def test_renaming_to_its_own_number_tells_nobody(cast: Cast) -> None:
    units.rename_rt(rt("003"), "003", by=standing_of(cast.rw_head))
    assert (told("rt.moved"), journaled()) == (set(), [])


def test_the_notice_says_where_the_home_belongs_and_names_nobody(cast: Cast) -> None:
    from notifications.kinds import attach_subjects, get

    units.rename_rt(rt("003"), "013", by=standing_of(cast.rw_head))
    notice = Notification.objects.get(recipient=cast.volunteer, kind="rt.moved")
    attach_subjects([notice])
    words = get(notice.kind).words(notice)
    assert words.title == "RT Anda berubah"
    assert words.body.startswith(
        "Rumah Anda sekarang masuk RT\N{NO-BREAK SPACE}013/RW\N{NO-BREAK SPACE}005."
    )
    assert get(notice.kind).link(notice) == "/saya/"


# --- Split -------------------------------------------------------------------------------


def test_a_split_moves_houses_with_their_people_and_what_they_asked_for(cast: Cast) -> None:
    mine, need = house_of(cast.requester), open_need(cast, rt_only=True)
    done = done_need(cast)
    case = report(cast.volunteer, need)
    joined_at = Membership.objects.current().get(resident=cast.requester).joined_at
    made = units.split_rt(rt("003"), "007", [mine], by=standing_of(cast.rw_head))
    keys_hold()
    for row in (mine, need, done, case):
        row.refresh_from_db()
        assert row.rt_id == made.pk
    membership = Membership.objects.current().get(resident=cast.requester)
    # The same row as before: nobody left and nobody came.
    assert (membership.rt, membership.status, membership.joined_at) == (made, "active", joined_at)
    assert Membership.objects.filter(resident=cast.requester).count() == 1


def test_a_split_leaves_the_others_where_they_are(cast: Cast) -> None:
    old = rt("003")
    event = published_event(cast, rt=old)
    units.split_rt(old, "007", [house_of(cast.requester)], by=standing_of(cast.rw_head))
    event.refresh_from_db()
    assert (rt_of(cast.volunteer), rt_of(cast.rt_head), event.rt) == (old, old, old)
    assert Office.objects.in_force().filter(holder=cast.rt_head, rt=old).exists()
    assert told("rt.moved") == {cast.requester}


def test_somebody_who_waits_in_that_house_moves_along(cast: Cast) -> None:
    made = units.split_rt(rt("003"), "007", [house_of(cast.waiting)], by=standing_of(cast.rw_head))
    membership = Membership.objects.current().get(resident=cast.waiting)
    assert (membership.rt, membership.status) == (made, "pending")


def test_a_membership_that_ended_in_that_house_stays_as_history(cast: Cast) -> None:
    old, mine = rt("003"), house_of(cast.requester)
    gone = Resident.objects.create(phone="+628111000001", name="Pindah")
    ended = Membership.objects.create(resident=gone, rt=old, household=mine, status="ended")
    units.split_rt(old, "007", [mine], by=standing_of(cast.rw_head))
    ended.refresh_from_db()
    assert ended.rt == old


def test_the_rw_looks_after_the_new_rt_until_it_has_a_head(cast: Cast) -> None:
    need = pending_need(cast)
    units.split_rt(rt("003"), "007", [house_of(cast.requester)], by=standing_of(cast.rw_head))
    waiting = AidRequest.objects.waiting_for
    assert list(waiting(standing_of(cast.rw_head))) == [need]
    assert list(waiting(standing_of(cast.rt_head))) == []


def test_a_split_takes_some_houses_and_never_all_or_another_rts(cast: Cast) -> None:
    head, old = standing_of(cast.rw_head), rt("003")
    with pytest.raises(NothingChosen):
        units.split_rt(old, "007", [], by=head)
    with pytest.raises(NothingChosen):
        units.split_rt(old, "007", list(old.households.all()), by=head)
    for stranger in (cast.other_rt, cast.outsider):
        with pytest.raises(HousesChanged):
            units.split_rt(old, "007", [house_of(stranger)], by=head)
    with pytest.raises(NumberTaken):
        units.split_rt(old, "001", [house_of(cast.requester)], by=head)
    assert (rt("001").rw.rts.count(), journaled(), told("rt.moved")) == (6, [], set())


def test_a_split_is_journaled_on_both(cast: Cast) -> None:
    old = rt("003")
    made = units.split_rt(old, "007", [house_of(cast.requester)], by=standing_of(cast.rw_head))
    head = cast.rw_head.pk
    assert journaled() == [("rt.split", old.pk, head), ("rt.added", made.pk, head)]


# --- Merged ------------------------------------------------------------------------------


def merged(cast: Cast) -> tuple[RukunTetangga, RukunTetangga]:
    """RT 003 into RT 001."""
    old, into = rt("003"), rt("001")
    units.merge_rt(old, into, by=standing_of(cast.rw_head))
    keys_hold()
    old.refresh_from_db()
    return old, into


def test_a_merger_moves_people_houses_and_all_that_was_posted(cast: Cast) -> None:
    needs = [open_need(cast), pending_need(cast), done_need(cast)]
    published_event(cast, rt=rt("003"))
    published_event(cast, rt=rt("003"), repeat="weekly")
    report(cast.volunteer, needs[0])
    people = set(units.people_of(rt("003")))
    old, into = merged(cast)
    for model in (AidRequest, Event, Series, Case, Household):
        assert not model.objects.filter(rt=old).exists()
    assert AidRequest.objects.filter(rt=into).count() == len(needs)
    assert Series.objects.filter(rt=into).count() == 1
    assert Case.objects.filter(rt=into).count() == 1
    assert people <= set(units.people_of(into))
    assert Membership.objects.current().filter(rt=old).count() == 0


def test_the_closed_rt_says_where_it_went(cast: Cast) -> None:
    old, into = merged(cast)
    assert old.closed_at is not None
    assert (old.merged_into, journaled()) == (into, [("rt.merged", old.pk, cast.rw_head.pk)])


def test_offices_and_handovers_of_the_closed_rt_end_at_once(cast: Cast) -> None:
    office = Office.objects.get(holder=cast.rt_head)
    handover = Handover.objects.create(office=office, successor=cast.volunteer)
    merged(cast)
    office.refresh_from_db()
    handover.refresh_from_db()
    assert office.ended_at is not None
    # The office says whose head they were, not whose they never were.
    assert office.rt
    assert office.rt.number == "003"
    assert handover.ended_at is not None
    assert standing_of(cast.rt_head).is_coordinator is False
    assert (told("rt.office_ended"), cast.rt_head in told("rt.moved")) == ({cast.rt_head}, True)
    assert told("handover.taken_back") == {cast.volunteer}
    ended = Entry.objects.filter(object_kind="office", object_id=office.pk).order_by("id")
    assert list(ended.values_list("action", "actor_id", "subject_id")) == [
        ("handover.taken_back", cast.rw_head.pk, cast.volunteer.pk),
        ("office.ended", cast.rw_head.pk, cast.rt_head.pk),
    ]


def test_an_office_that_ended_before_is_told_nothing(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Office.objects.filter(holder=cast.rt_head).update(ends_on=yesterday)
    merged(cast)
    assert told("rt.office_ended") == set()
    # Its last day says when; the merger is not its end.
    assert Office.objects.get(holder=cast.rt_head).ended_at is None


def test_invitations_to_the_closed_rt_are_revoked(cast: Cast) -> None:
    old = rt("003")
    mine = invite_to_office(old.rw, rt=old, post="kader", made_by=cast.rw_head)
    other = invite_to_office(old.rw, rt=rt("002"), post="kader", made_by=cast.rw_head)
    merged(cast)
    revoked = dict(Invitation.objects.values_list("pk", "revoked_at"))
    assert (revoked[mine.pk] is None, revoked[other.pk]) == (False, None)


def test_a_membership_that_ended_stays_with_the_closed_rt(cast: Cast) -> None:
    gone = Resident.objects.create(phone="+628111000001", name="Pindah")
    ended = Membership.objects.create(resident=gone, rt=rt("003"), status="ended")
    old, _ = merged(cast)
    ended.refresh_from_db()
    assert (ended.rt, gone in told("rt.moved")) == (old, False)


def test_its_number_is_free_again(cast: Cast) -> None:
    old, _ = merged(cast)
    made = units.add_rt(old.rw, "003", by=standing_of(cast.rw_head))
    assert made.pk != old.pk


def test_a_closed_rt_is_not_changed_any_more(cast: Cast) -> None:
    head = standing_of(cast.rw_head)
    old, into = merged(cast)
    for change in (
        lambda: units.rename_rt(old, "009", by=head),
        lambda: units.split_rt(old, "009", [house_of(cast.requester)], by=head),
        lambda: units.merge_rt(old, into, by=head),
        lambda: units.merge_rt(into, old, by=head),
    ):
        with pytest.raises(RtClosed):
            change()


def test_an_rt_is_merged_within_its_rw_and_not_into_itself(cast: Cast) -> None:
    head = standing_of(cast.rw_head)
    with pytest.raises(SameRt):
        units.merge_rt(rt("003"), rt("003"), by=head)
    with pytest.raises(SameRt):
        units.merge_rt(rt("003"), rt("001", rw="006"), by=head)
    assert journaled() == []


def test_every_key_to_an_rt_either_follows_or_is_named_as_staying() -> None:
    """Whoever adds a table with an RT decides here whether it lives on in the other one."""
    following = {f"{model.__name__}.{column}" for model, column in keys_to_rt()}
    assert following == {
        "AidRequest.rt",
        "Case.rt",
        "Event.rt",
        "Household.rt",
        "Invitation.rt",
        "Membership.rt",
        "Office.rt",
        "RukunTetangga.merged_into",
        "Series.rt",
    }
    assert {model.__name__ for model in STAY} == {"Invitation", "Office", "RukunTetangga"}


def test_a_need_written_in_the_instant_of_the_merger_is_gathered(cast: Cast) -> None:
    old, into = merged(cast)
    third = rt("002")
    units.merge_rt(into, third, by=standing_of(cast.rw_head))
    need = open_need(cast)
    AidRequest.objects.filter(pk=need.pk).update(rt=old)
    units.gather_strays(timezone.now())
    need.refresh_from_db()
    assert need.rt == third


# --- Who may -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["rt_head", "requester", "outsider", "waiting", "operator"])
def test_only_an_office_of_the_whole_rw_keeps_its_rt(cast: Cast, role: str) -> None:
    by, old = standing_of(getattr(cast, role)), rt("003")
    for change in (
        lambda: units.add_rt(old.rw, "011", by=by),
        lambda: units.rename_rt(old, "011", by=by),
        lambda: units.split_rt(old, "011", [house_of(cast.requester)], by=by),
        lambda: units.merge_rt(old, rt("001"), by=by),
    ):
        with pytest.raises(RwOnly):
            change()
    assert journaled() == []


def test_the_rw_of_another_rw_keeps_none_here(cast: Cast) -> None:
    there = rt("001", rw="006")
    Office.objects.create(holder=cast.outsider, rw=there.rw)
    with pytest.raises(RwOnly):
        units.rename_rt(rt("003"), "011", by=standing_of(cast.outsider))


def test_a_deputy_of_the_rw_keeps_them_until_the_term_ends(cast: Cast) -> None:
    today = timezone.localdate()
    office = Office.objects.create(
        holder=cast.volunteer, rw=rt("001").rw, is_deputy=True, ends_on=today
    )
    units.add_rt(office.rw, "011", by=standing_of(cast.volunteer))
    Office.objects.filter(pk=office.pk).update(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
    )
    with pytest.raises(RwOnly):
        units.add_rt(office.rw, "012", by=standing_of(cast.volunteer))


def test_the_database_refuses_two_open_rt_of_one_number(cast: Cast) -> None:
    with pytest.raises(Exception, match="one_open_rt_per_rw_and_number"), transaction.atomic():
        RukunTetangga.objects.create(rw=rt("001").rw, number="001")


def test_the_demo_made_again_leaves_a_merged_rt_closed(cast: Cast) -> None:
    old, into = merged(cast)
    blocks = make_blocks()
    assert blocks["005", "003"] == into
    assert old.rw.rts.filter(number="003").count() == 1
