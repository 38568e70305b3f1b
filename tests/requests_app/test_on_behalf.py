"""'Atas nama': a need of somebody without a phone, written by who speaks for them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Resident
from gotongroyong.duty_rows import next_duties
from journal.models import Entry
from moderation.models import Case
from moderation.rules import deciders_of, may_report
from moderation.rules import owner_id as case_owner
from neighborhoods.assisted import create_assisted, give_phone
from neighborhoods.models import Household, Membership, Office
from neighborhoods.standing import standing_of
from notifications.models import Notification
from requests_app import actions, decisions, helping, rules
from requests_app.calling import neighbours
from requests_app.errors import NotTheirVoice, OwnNeed
from requests_app.models import AidRequest
from requests_app.reminders import requesters_due
from requests_app.voices import voice_of
from tests.cast import Cast, rt_of
from tests.moderation.factory import report_by
from tests.requests_app.factory import draft
from tests.requests_app.test_actions import told

ClientOf = Callable[[Resident], Client]


def mbah(cast: Cast, *, with_requester: bool = True) -> Resident:
    """In the requester's house, or in one of her own."""
    if with_requester:
        house = Household.objects.select_related("rt").get(memberships__resident=cast.requester)
    else:
        house = Household.objects.create(rt=rt_of(cast.requester), address="Gang Sunyi No. 1")
    by = standing_of(cast.rt_head)
    return create_assisted("Mbah Sari", household=house, by=by, kind="tetap", has_agreed=True)


def posted(cast: Cast, person: Resident, by: Resident, **changes: object) -> AidRequest:
    return actions.post_need(
        draft(**changes), requester=standing_of(person), written_by=standing_of(by)
    )


def opened(cast: Cast, person: Resident, **changes: object) -> AidRequest:
    need = posted(cast, person, cast.requester, **changes)
    return decisions.approve_need(need, coordinator=standing_of(cast.rt_head))


def helped(cast: Cast, person: Resident, **changes: object) -> AidRequest:
    need = opened(cast, person, **changes)
    helping.offer_help(need, volunteer=standing_of(cast.volunteer))
    need.refresh_from_db()
    return need


def test_both_names_are_recorded(cast: Cast) -> None:
    person = mbah(cast)
    need = posted(cast, person, cast.requester)
    assert (need.requester, need.posted_by, need.rt) == (person, cast.requester, rt_of(person))
    entry = Entry.objects.get(action="need.posted")
    assert (entry.actor_id, entry.subject_id) == (cast.requester.pk, person.pk)


def test_nobody_writes_for_whom_they_do_not_speak_for(cast: Cast) -> None:
    with pytest.raises(NotTheirVoice):
        posted(cast, mbah(cast), cast.volunteer)
    with pytest.raises(NotTheirVoice):
        posted(cast, cast.requester, cast.rt_head)


def test_both_names_are_read_by_who_knows_the_name(cast: Cast, client_of: ClientOf) -> None:
    person = mbah(cast)
    shown, hidden = opened(cast, person), opened(cast, person, name_hidden=True)
    client = client_of(cast.volunteer)
    pages = [client.get(f"/kebutuhan/{need.code}/").content.decode() for need in (shown, hidden)]
    names = (person.name, cast.requester.name)
    assert [[name in page for name in names] for page in pages] == [[True, True], [False, False]]


def test_the_writer_hears_of_it_in_their_stead(cast: Cast) -> None:
    need = helped(cast, mbah(cast))
    assert {
        (cast.requester.pk, "need.approved"),
        (cast.requester.pk, "need.helper_joined"),
    } <= set(told(need))
    assert Notification.objects.filter(recipient=need.requester).count() == 0


def test_once_they_have_a_phone_they_hear_themselves_and_the_writer_is_out(cast: Cast) -> None:
    person = mbah(cast)
    need = opened(cast, person)
    give_phone(person, "+6281370000001", by=standing_of(cast.rt_head))
    helping.offer_help(need, volunteer=standing_of(cast.volunteer))
    assert (person.pk, "need.helper_joined") in told(need)
    need.refresh_from_db()
    assert not rules.is_requester(standing_of(cast.requester), need)


def test_the_writer_does_what_the_requester_may(cast: Cast, client_of: ClientOf) -> None:
    need, client = helped(cast, mbah(cast)), client_of(cast.requester)
    page = f"/kebutuhan/{need.code}/"
    assert client.get(f"{page}ubah/").status_code == 200
    assert client.post(f"{page}selesai/").status_code == 302
    need.refresh_from_db()
    # Said in the requester's name, so a helper confirms it and never the writer.
    assert (need.status, need.done_by) == ("done", need.requester)
    client.post(f"{page}konfirmasi/")
    need.refresh_from_db()
    assert need.confirmed_at is None
    helping.confirm_done(need, by=cast.volunteer)
    assert client.get(f"/minta/errand/?lagi={need.code}").context["form"].initial["on_behalf"] == (
        str(need.requester_id)
    )


def test_the_writer_confirms_what_a_helper_said(cast: Cast) -> None:
    need = helping.mark_done(helped(cast, mbah(cast)), by=cast.volunteer)
    assert (cast.requester.pk, "need.done") in told(need)
    assert helping.confirm_done(need, by=cast.requester).confirmed_at is not None


def test_the_writer_cancels(cast: Cast, client_of: ClientOf) -> None:
    need = helped(cast, mbah(cast))
    client_of(cast.requester).post(f"/kebutuhan/{need.code}/batalkan/")
    need.refresh_from_db()
    assert need.status == "cancelled"


def test_the_writer_reaches_the_helpers_and_the_look_is_noted(
    cast: Cast, client_of: ClientOf
) -> None:
    need = helped(cast, mbah(cast))
    answer = client_of(cast.requester).post(f"/kebutuhan/{need.code}/penolong/")
    assert ("0812-0000-0003" in answer.content.decode(), answer["Cache-Control"]) == (
        True,
        "no-store",
    )
    look = Entry.objects.get(action="contact.seen")
    assert (look.actor_id, look.subject_id) == (cast.requester.pk, cast.volunteer.pk)


def test_a_helper_finds_the_house_and_the_writers_phone(cast: Cast, client_of: ClientOf) -> None:
    need = helped(cast, mbah(cast))
    answer = client_of(cast.volunteer).post(f"/kebutuhan/{need.code}/kontak/")
    text = answer.content.decode()
    assert ("Gang Melati No. 22" in text, "0812-0000-0004" in text) == (True, True)
    seen = Entry.objects.filter(action="contact.seen").order_by("subject_id")
    assert {entry.subject_id for entry in seen} == {need.requester_id, cast.requester.pk}


def test_the_writer_does_not_help_with_it(cast: Cast) -> None:
    need = opened(cast, mbah(cast))
    with pytest.raises(OwnNeed):
        helping.offer_help(need, volunteer=standing_of(cast.requester))
    assert cast.requester not in neighbours(need)


def test_it_is_among_the_writers_duties(cast: Cast) -> None:
    need = opened(cast, mbah(cast))
    rows = next_duties(standing_of(cast.requester), 5)
    assert [row.url for row in rows] == [f"/kebutuhan/{need.code}/"]


def test_a_writer_who_moved_away_sees_it_no_more_than_a_neighbour(
    cast: Cast, client_of: ClientOf
) -> None:
    need = posted(cast, mbah(cast), cast.requester)
    Membership.objects.filter(resident=cast.requester).update(household=None)
    answer = client_of(cast.requester).get(f"/kebutuhan/{need.code}/")
    assert answer.status_code == 404


def test_a_coordinator_does_not_approve_alone_what_they_wrote(cast: Cast) -> None:
    need = posted(cast, mbah(cast), cast.rt_head)
    writer, other = standing_of(cast.rt_head), standing_of(cast.rw_head)
    assert (need.status, rules.can_decide(writer, need), rules.can_decide(other, need)) == (
        "pending",
        False,
        True,
    )
    assert (cast.rt_head.pk, "need.waiting") not in told(need)
    assert need not in AidRequest.objects.waiting_for(writer)
    assert need in AidRequest.objects.waiting_for(other)


def test_reminders_go_to_the_writer(cast: Cast) -> None:
    need = helped(cast, mbah(cast), starts_at=timezone.now() + timedelta(hours=30))
    due = requesters_due(timezone.now(), evening=False)
    assert [(row["object_id"], row["recipient_id"]) for row in due] == [
        (need.pk, cast.requester.pk)
    ]


def test_a_report_of_it_goes_past_the_writer_who_may_appeal(cast: Cast) -> None:
    person = mbah(cast)
    need = decisions.approve_need(
        posted(cast, person, cast.rt_head), coordinator=standing_of(cast.rw_head)
    )
    assert not may_report(standing_of(cast.rt_head), need)
    case = report_by([cast.volunteer], need)
    assert (case_owner(case), deciders_of(case)) == (cast.rt_head.pk, [cast.rw_head])
    assert case not in Case.objects.waiting_for(standing_of(cast.rt_head))


def test_the_form_offers_them_and_posts_in_their_name(cast: Cast, client_of: ClientOf) -> None:
    person, client = mbah(cast), client_of(cast.requester)
    form = client.get("/minta/errand/").context["form"]
    assert [value for value, _ in form.fields["on_behalf"].choices] == ["", str(person.pk)]
    sent = {"title": "Titip belanja ke pasar", "when": "asap", "helpers": "1"}
    preview = client.post(
        "/minta/errand/", sent | {"on_behalf": person.pk, "step": "preview"}
    ).content.decode()
    assert f"{person.name}, ditulis oleh {cast.requester.name}" in preview
    assert f"Alamat {person.name} dan nomor HP Anda hanya terlihat" in preview
    assert "Nomor HP dan alamat Anda" not in preview
    client.post("/minta/errand/", sent | {"on_behalf": person.pk, "step": "send"})
    need = AidRequest.objects.get()
    assert (need.requester, need.posted_by) == (person, cast.requester)


@pytest.mark.parametrize("bad", ["x", "0", "99999999999999999999", "-1"])
def test_a_name_that_is_not_offered_is_refused(cast: Cast, client_of: ClientOf, bad: str) -> None:
    mbah(cast)
    sent = {"title": "Titip belanja ke pasar", "when": "asap", "helpers": "1", "step": "send"}
    answer = client_of(cast.requester).post("/minta/errand/", sent | {"on_behalf": bad})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["on_behalf"])


def test_who_speaks_for_nobody_is_not_asked(cast: Cast, client_of: ClientOf) -> None:
    mbah(cast)
    form = client_of(cast.volunteer).get("/minta/errand/").context["form"]
    assert "on_behalf" not in form.fields


def leave_house(writer: Resident) -> None:
    Membership.objects.filter(resident=writer).update(household=None)


def left_by_its_writer(cast: Cast, **changes: object) -> tuple[Resident, AidRequest]:
    """Opened and helped; the writer has moved out since, so the RT's head is next."""
    person = mbah(cast)
    need = helped(cast, person, **changes)
    leave_house(cast.requester)
    return person, need


def test_without_its_writer_whoever_may_speak_takes_over(cast: Cast, client_of: ClientOf) -> None:
    _, need = left_by_its_writer(cast)
    page = f"/kebutuhan/{need.code}/"
    assert client_of(cast.rt_head).post(f"{page}batalkan/").status_code == 302
    need.refresh_from_db()
    assert need.status == "cancelled"


def test_who_took_over_is_recorded_with_the_name_they_spoke_in(cast: Cast) -> None:
    person, need = left_by_its_writer(cast)
    actions.cancel_need(need, requester=standing_of(cast.rt_head))
    entry = Entry.objects.get(action="need.cancelled")
    assert (entry.actor_id, entry.subject_id) == (cast.rt_head.pk, person.pk)


def test_a_helpers_word_is_confirmed_by_who_took_over(cast: Cast) -> None:
    _, need = left_by_its_writer(cast)
    need = helping.mark_done(need, by=cast.volunteer)
    assert (cast.rt_head.pk, "need.done") in told(need)
    assert helping.confirm_done(need, by=cast.rt_head).confirmed_at is not None


def test_while_the_writer_speaks_nobody_else_does(cast: Cast) -> None:
    need = helped(cast, mbah(cast))
    others = (cast.rt_head, cast.rw_head, cast.volunteer)
    assert [rules.is_requester(standing_of(each), need) for each in others] == [False] * 3


def test_those_of_the_house_are_asked_before_the_coordinators(cast: Cast) -> None:
    person = mbah(cast, with_requester=False)
    need = actions.post_need(
        draft(starts_at=timezone.now() + timedelta(hours=30)),
        requester=standing_of(person),
        written_by=standing_of(cast.rt_head),
    )
    decisions.approve_need(need, coordinator=standing_of(cast.rw_head))
    assert voice_of(need) == cast.rt_head
    Office.objects.filter(holder=cast.rt_head).update(ended_at=timezone.now())
    assert voice_of(need) == cast.rw_head
    house = Membership.objects.get(resident=person).household
    Membership.objects.filter(resident=cast.requester).update(
        household=house, household_confirmed_at=timezone.now()
    )
    assert voice_of(need) == cast.requester


def test_who_comes_to_help_is_not_the_other_side_as_well(cast: Cast) -> None:
    """The head of the RT helps; another coordinator answers in the requester's stead."""
    person = mbah(cast)
    need = opened(cast, person)
    helping.offer_help(need, volunteer=standing_of(cast.rt_head))
    leave_house(cast.requester)
    assert [
        rules.is_requester(standing_of(each), need) for each in (cast.rt_head, cast.rw_head)
    ] == [
        False,
        True,
    ]
    assert voice_of(need) == cast.rw_head
    done = helping.mark_done(need, by=cast.rt_head)
    assert done.done_by == cast.rt_head


def test_who_took_over_finds_it_among_their_duties_and_is_reminded(cast: Cast) -> None:
    _, need = left_by_its_writer(cast, starts_at=timezone.now() + timedelta(hours=30))
    rows = next_duties(standing_of(cast.rt_head), 5)
    assert [row.url for row in rows] == [f"/kebutuhan/{need.code}/"]
    due = requesters_due(timezone.now(), evening=False)
    assert [row["recipient_id"] for row in due] == [cast.rt_head.pk]


def test_an_erased_account_is_spoken_for_by_nobody(cast: Cast) -> None:
    person = mbah(cast)
    need = opened(cast, person)
    Resident.objects.filter(pk=person.pk).update(name="", is_active=False, erased_at=timezone.now())
    assert not rules.is_requester(standing_of(cast.requester), need)
    need.refresh_from_db()
    assert voice_of(AidRequest.objects.select_related("requester").get(pk=need.pk)) == person


def test_a_report_of_what_one_wrote_is_judged_by_neither_writer_nor_who_took_over(
    cast: Cast,
) -> None:
    person = mbah(cast)
    need = decisions.approve_need(
        posted(cast, person, cast.requester), coordinator=standing_of(cast.rw_head)
    )
    leave_house(cast.requester)
    case = report_by([cast.volunteer], need)
    assert (case_owner(case), deciders_of(case)) == (cast.rt_head.pk, [cast.rw_head])
    assert case not in Case.objects.waiting_for(standing_of(cast.rt_head))


def test_a_list_asks_once_for_all_that_is_written_in_a_name(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hers = opened(cast, mbah(cast))
    others = posted(cast, mbah(cast, with_requester=False), cast.rt_head)
    needs, viewer = [hers, others], standing_of(cast.requester)
    with django_assert_num_queries(1):
        assert rules.asked_by(viewer, needs) == {hers.pk}
