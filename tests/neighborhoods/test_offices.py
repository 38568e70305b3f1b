"""Giving and ending offices: who may, what the database has against it, what people hear."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Resident
from journal.models import Entry
from neighborhoods import office_errors as errors
from neighborhoods import office_rules as rules
from neighborhoods import offices
from neighborhoods.models import Membership, Office, RukunWarga
from neighborhoods.office_life import today_in
from neighborhoods.offices import end_office, release_offices, rescue
from neighborhoods.standing import standing_of
from neighborhoods.units import merge_rt
from notifications.models import Notification
from tests.cast import Cast
from tests.neighborhoods.appointing import give, rt_001, rt_003

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
DAY = timedelta(days=1)


def told(person: Resident) -> list[str]:
    return list(Notification.objects.inbox_of(person).values_list("kind", flat=True))


def test_the_rw_gives_an_office_that_opens_the_desk_at_once(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.other_rt)
    assert client.get("/pengurus/").status_code == 404
    office = give(cast.other_rt, cast.rw_head, rt_001(), post="ketua")
    assert client.get("/pengurus/").status_code == 200
    assert told(cast.other_rt) == ["office.given"]
    entry = Entry.objects.get(action="office.given")
    assert (entry.object_id, entry.actor_id, entry.subject_id) == (
        office.pk,
        cast.rw_head.pk,
        cast.other_rt.pk,
    )


@pytest.mark.parametrize(
    ("post", "is_deputy", "allowed"),
    [
        ("sekretaris", False, True),
        ("bendahara", False, True),
        ("kader", False, True),
        ("ketua", True, True),
        ("ketua", False, False),
    ],
)
def test_an_rts_head_appoints_helpers_and_a_deputy_of_their_own(
    cast: Cast, post: str, is_deputy: bool, allowed: bool
) -> None:
    ends_on = today_in(rt_003().rw) + DAY if is_deputy else None

    def do() -> Office:
        return give(
            cast.volunteer, cast.rt_head, rt_003(), post=post, is_deputy=is_deputy, ends_on=ends_on
        )

    if allowed:
        assert do().holder == cast.volunteer
    else:
        with pytest.raises(errors.NotYourOffice):
            do()


def test_an_rts_head_appoints_nobody_elsewhere(cast: Cast) -> None:
    for rt in (rt_001(), None):
        with pytest.raises(errors.NotYourOffice):
            give(cast.volunteer, cast.rt_head, rt)


@pytest.mark.parametrize("post", ["sekretaris", "bendahara", "kader"])
def test_helpers_of_an_rt_appoint_nobody(cast: Cast, post: str) -> None:
    give(cast.volunteer, cast.rt_head, rt_003(), post=post)
    with pytest.raises(errors.NotYourOffice):
        give(cast.requester, cast.volunteer, rt_003())


def test_a_deputy_of_the_head_appoints_nobody(cast: Cast) -> None:
    until = today_in(rt_003().rw) + DAY
    give(cast.volunteer, cast.rt_head, rt_003(), post="ketua", is_deputy=True, ends_on=until)
    with pytest.raises(errors.NotYourOffice):
        give(cast.requester, cast.volunteer, rt_003())


@pytest.mark.parametrize("who", ["waiting", "outsider", "operator"])
def test_only_verified_residents_of_the_rw_hold_office(cast: Cast, who: str) -> None:
    with pytest.raises(errors.NotAResident):
        give(getattr(cast, who), cast.rw_head, rt_003())
    assert Office.objects.count() == 2


def test_who_has_no_phone_or_is_leaving_holds_no_office(cast: Cast) -> None:
    Resident.objects.filter(pk=cast.volunteer.pk).update(phone=None)
    Resident.objects.filter(pk=cast.requester.pk).update(erase_after=timezone.now())
    for person in (cast.volunteer, cast.requester):
        with pytest.raises(errors.NotAResident):
            give(person, cast.rw_head, rt_003())


def test_nobody_gives_themselves_an_office(cast: Cast) -> None:
    give(cast.other_rt, cast.rw_head, None, post="sekretaris")
    for person, rt in ((cast.rt_head, rt_003()), (cast.other_rt, rt_001()), (cast.rw_head, None)):
        with pytest.raises(errors.NotToOneself):
            give(person, person, rt)


def test_the_rws_head_stands_in_for_a_vacant_post_until_a_set_day(cast: Cast) -> None:
    until = today_in(rt_001().rw) + 30 * DAY
    acting = {"post": "ketua", "is_deputy": True, "ends_on": until}
    assert give(cast.rw_head, cast.rw_head, rt_001(), **acting).is_deputy
    with pytest.raises(errors.NotToOneself):
        give(cast.rw_head, cast.rw_head, rt_003(), **acting)
    with pytest.raises(errors.NotToOneself):
        give(cast.rw_head, cast.rw_head, rt_001(), post="ketua")


def test_a_post_has_one_holder_and_cadres_are_many(cast: Cast) -> None:
    with pytest.raises(errors.PostTaken):
        give(cast.volunteer, cast.rw_head, rt_003(), post="ketua")
    for person in (cast.volunteer, cast.requester):
        give(person, cast.rt_head, rt_003())
    with pytest.raises(errors.HoldsItAlready):
        give(cast.volunteer, cast.rt_head, rt_003())


def test_one_person_heads_several_rts_of_one_rw(cast: Cast) -> None:
    give(cast.rt_head, cast.rw_head, rt_001(), post="ketua")
    covered = standing_of(cast.rt_head).covered_rt_ids
    assert covered == {rt_001().pk, rt_003().pk}


def test_dates_are_whole_and_a_deputy_has_an_end(cast: Cast) -> None:
    today = today_in(rt_003().rw)
    with pytest.raises(errors.NeedsAnEnd):
        give(cast.volunteer, cast.rt_head, rt_003(), is_deputy=True)
    with pytest.raises(errors.EndsTooSoon):
        give(cast.volunteer, cast.rt_head, rt_003(), ends_on=today - DAY)
    give(cast.volunteer, cast.rt_head, rt_003(), ends_on=today, is_deputy=True)
    assert standing_of(cast.volunteer).is_coordinator


def office_elsewhere(person: Resident) -> Office:
    rw_006 = RukunWarga.objects.get(number="006")
    return Office.objects.create(holder=person, rw=rw_006, post="kader")


def test_an_office_in_another_rw_is_said_in_a_plain_sentence(cast: Cast) -> None:
    office_elsewhere(cast.volunteer)
    with pytest.raises(errors.OfficeElsewhere, match="RW lain"):
        give(cast.volunteer, cast.rw_head, rt_003())


def test_psql_gives_no_office_in_a_second_rw_on_a_day_of_the_first(cast: Cast) -> None:
    insert = """
        INSERT INTO neighborhoods_office (holder_id, rw_id, rt_id, post, starts_on, ends_on)
        VALUES (%s, %s, NULL, 'kader', %s, %s)
    """
    rw_006 = RukunWarga.objects.get(number="006").pk
    today = date.today()  # noqa: DTZ011 - any day does
    ends_today = Office.objects.filter(holder=cast.rt_head)
    ends_today.update(ends_on=today)

    def put(starts_on: date) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, [cast.rt_head.pk, rw_006, starts_on, None])

    with pytest.raises(IntegrityError, match="offices_of_one_rw"):
        put(today)
    put(today + DAY)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("is_deputy = true, ends_on = NULL", "deputy_has_an_end"),
        ("ends_on = starts_on - 1", "office_ends_after_start"),
        ("post = 'raja'", "office_post_known"),
    ],
)
def test_psql_makes_no_impossible_office(cast: Cast, change: str, constraint: str) -> None:
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE neighborhoods_office SET {change}")  # noqa: S608


def test_an_ended_office_is_out_of_force_in_the_next_request(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.rt_head)
    assert client.get("/pengurus/").status_code == 200
    office = Office.objects.get(holder=cast.rt_head)
    end_office(office, by=standing_of(cast.rw_head), reason="Sering tidak ada.")
    assert client.get("/pengurus/").status_code == 404
    office.refresh_from_db()
    assert office.end_reason == "Sering tidak ada."
    assert told(cast.rt_head) == ["office.ended"]
    assert told(cast.rw_head) == []
    entry = Entry.objects.get(action="office.ended")
    assert (entry.object_id, entry.subject_id) == (office.pk, cast.rt_head.pk)
    with pytest.raises(errors.EndedAlready):
        end_office(office, by=standing_of(cast.rw_head))


def test_who_lays_an_rts_office_down_is_missed_by_the_rw(cast: Cast) -> None:
    end_office(Office.objects.get(holder=cast.rt_head), by=standing_of(cast.rt_head))
    assert (told(cast.rt_head), told(cast.rw_head)) == ([], ["office.rt_ended"])


def test_only_those_who_could_give_an_office_end_it(cast: Cast) -> None:
    cadre = give(cast.volunteer, cast.rt_head, rt_003())
    give(cast.other_rt, cast.rw_head, rt_001(), post="ketua")
    head = Office.objects.get(holder=cast.rt_head)
    for office, person in ((cadre, cast.other_rt), (cadre, cast.requester), (head, cast.volunteer)):
        with pytest.raises(errors.NotYourOffice):
            end_office(office, by=standing_of(person))
    assert end_office(cadre, by=standing_of(cast.rt_head)).ended_at


def test_the_rws_own_posts_are_ended_by_its_head_alone(cast: Cast) -> None:
    secretary = give(cast.other_rt, cast.rw_head, None, post="sekretaris")
    with pytest.raises(errors.NotYourOffice):
        end_office(Office.objects.get(holder=cast.rw_head), by=standing_of(cast.other_rt))
    assert end_office(secretary, by=standing_of(cast.rw_head)).ended_at


def test_the_rws_last_office_is_not_ended_without_a_successor(cast: Cast) -> None:
    head = Office.objects.get(holder=cast.rw_head)
    until = today_in(head.rw) + 9 * DAY
    acting = {"post": "ketua", "is_deputy": True, "ends_on": until}
    give(cast.other_rt, cast.rw_head, None, **acting)
    with pytest.raises(errors.LastOfTheRw):
        end_office(head, by=standing_of(cast.rw_head))
    give(cast.volunteer, cast.rw_head, None, post="sekretaris")
    assert end_office(head, by=standing_of(cast.rw_head)).ended_at


def test_who_keeps_another_office_of_the_rw_may_lay_one_down(cast: Cast) -> None:
    other = Office.objects.create(holder=cast.rw_head, rw=rt_003().rw, post="bendahara")
    assert end_office(other, by=standing_of(cast.rw_head)).ended_at
    last = Office.objects.get(holder=cast.rw_head, ended_at=None)
    with pytest.raises(errors.LastOfTheRw):
        end_office(last, by=standing_of(cast.rw_head))


@pytest.mark.parametrize("is_deputy", [False, True])
def test_a_form_sent_twice_gives_one_office(cast: Cast, is_deputy: bool) -> None:
    """Else the second would outlive the end, or the handover, of the first."""
    facts = {"post": "ketua", "is_deputy": is_deputy, "ends_on": today_in(rt_001().rw) + 30 * DAY}
    give(cast.other_rt, cast.rw_head, rt_001(), **facts)
    with pytest.raises(errors.HoldsItAlready):
        give(cast.other_rt, cast.rw_head, rt_001(), **facts)
    assert Office.objects.filter(holder=cast.other_rt).count() == 1


def test_the_next_term_begins_after_the_last(cast: Cast) -> None:
    last = today_in(rt_003().rw) + 9 * DAY
    Office.objects.filter(holder=cast.rt_head).update(ends_on=last)
    with pytest.raises(errors.HoldsItAlready):
        give(cast.rt_head, cast.rw_head, rt_003(), post="ketua", starts_on=last)
    following = {"post": "ketua", "starts_on": last + DAY, "ends_on": last + 99 * DAY}
    assert give(cast.rt_head, cast.rw_head, rt_003(), **following).starts_on == last + DAY


def test_a_head_is_given_the_next_term_once_and_loses_it_with_a_handover(cast: Cast) -> None:
    office = Office.objects.get(holder=cast.rt_head)
    last = today_in(office.rw) + 30 * DAY
    Office.objects.filter(pk=office.pk).update(ends_on=last)
    unit: dict[str, Any] = {"rw": office.rw, "rt": office.rt, "post": "ketua"}
    following = offices.fill(cast.rt_head, **unit, by=standing_of(cast.rw_head))
    assert (following.starts_on, following.ends_on) == (last + DAY, rules.full_term(last + DAY))
    with pytest.raises(errors.HoldsItAlready):
        offices.fill(cast.rt_head, **unit, by=standing_of(cast.rw_head))
    asked = offices.ask_handover(office, successor=cast.volunteer, by=standing_of(cast.rt_head))
    offices.accept_handover(asked, by=standing_of(cast.volunteer))
    offices.confirm_handover(asked, by=standing_of(cast.rt_head))
    assert not Office.objects.filter(holder=cast.rt_head, ended_at=None).exists()


def test_a_page_from_before_the_merger_fills_no_post_of_the_closed_rt(cast: Cast) -> None:
    stale = rt_001()
    merge_rt(rt_001(), rt_003(), by=standing_of(cast.rw_head))
    with pytest.raises(errors.NotYourOffice):
        give(cast.volunteer, cast.rw_head, stale, post="ketua")
    with pytest.raises(errors.NotYourOffice):
        rescue(stale, successor=cast.other_rt, by=standing_of(cast.rw_head))
    with pytest.raises(errors.NotYourOffice):
        offices.invite(stale.rw, rt=stale, post="ketua", by=standing_of(cast.rw_head))
    assert not Office.objects.filter(rt=stale).exists()


def test_an_rt_without_a_head_is_rescued_by_the_rw(cast: Cast, client_of: ClientOf) -> None:
    office = rescue(rt_001(), successor=cast.other_rt, by=standing_of(cast.rw_head))
    assert (office.post, office.ends_on) == ("ketua", rules.full_term(office.starts_on))
    assert client_of(cast.other_rt).get("/pengurus/").status_code == 200
    assert told(cast.other_rt) == ["office.given"]
    assert Entry.objects.get(action="office.rescued").object_id == office.pk


@pytest.mark.parametrize("why", ["moved", "switched off", "ended", "term over"])
def test_an_rt_whose_head_is_gone_is_rescued(cast: Cast, why: str) -> None:
    head = Office.objects.get(holder=cast.rt_head)
    if why == "moved":
        Membership.objects.filter(resident=cast.rt_head).update(status="ended")
    elif why == "switched off":
        Resident.objects.filter(pk=cast.rt_head.pk).update(is_active=False)
    elif why == "ended":
        end_office(head, by=standing_of(cast.rw_head), reason="Pindah.")
    else:
        Office.objects.filter(pk=head.pk).update(ends_on=today_in(head.rw) - DAY)
    rescue(rt_003(), successor=cast.volunteer, by=standing_of(cast.rw_head))
    assert [office.holder for office in rules.holders_in(head.rw, rt_003(), "ketua")] == [
        cast.volunteer
    ]


def test_an_rt_with_a_head_is_not_rescued(cast: Cast) -> None:
    with pytest.raises(errors.HasAHead):
        rescue(rt_003(), successor=cast.volunteer, by=standing_of(cast.rw_head))


def test_only_the_rw_rescues_and_with_somebody_of_that_rt(cast: Cast) -> None:
    with pytest.raises(errors.NotYourOffice):
        rescue(rt_001(), successor=cast.other_rt, by=standing_of(cast.rt_head))
    with pytest.raises(errors.NotAResident):
        rescue(rt_001(), successor=cast.volunteer, by=standing_of(cast.rw_head))
    with pytest.raises(errors.NotToOneself):
        rescue(rt_001(), successor=cast.rw_head, by=standing_of(cast.rw_head))


def test_who_leaves_leaves_every_office(cast: Cast) -> None:
    give(cast.rt_head, cast.rw_head, rt_001(), post="ketua")
    assert release_offices(cast.rt_head) == 2
    assert release_offices(cast.rt_head) == 0
    assert not standing_of(cast.rt_head).is_coordinator
    assert release_offices(cast.rw_head) == 1


def test_a_third_term_and_a_longer_one_are_said_and_not_forbidden(cast: Cast) -> None:
    office = Office.objects.get(holder=cast.rt_head)
    assert not rules.beyond_the_terms(office)
    facts = {"holder": cast.rt_head, "rw": office.rw, "rt": office.rt, "post": "ketua"}
    for year in (2011, 2016):
        Office.objects.create(**facts, starts_on=date(year, 1, 1), ends_on=date(year + 4, 12, 31))
    assert rules.beyond_the_terms(office)
    start = date(2026, 1, 1)
    long = Office(**{**facts, "holder": cast.volunteer}, starts_on=start, ends_on=date(2031, 1, 1))
    assert (rules.full_term(start), rules.beyond_the_terms(long)) == (date(2030, 12, 31), True)


@pytest.mark.parametrize(
    ("change", "in_force"),
    [
        ({}, True),
        ({"ended_at": timezone.now()}, False),
        ({"ends_on": -1}, False),
        ({"ends_on": 0}, True),
        ({"starts_on": 1}, False),
        ({"starts_on": 0}, True),
        ({"holder": "off"}, False),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura"])
def test_in_force_is_one_definition_that_the_desk_follows(
    cast: Cast, client_of: ClientOf, change: dict[str, Any], in_force: bool, zone: str
) -> None:
    """By the clocks of the RW; a switched-off holder is not even signed in any more."""
    office = Office.objects.get(holder=cast.rt_head)
    RukunWarga.objects.filter(pk=office.rw_id).update(zone=zone)
    office.rw.refresh_from_db()
    client = client_of(cast.rt_head)
    for field, value in change.items():
        if field == "holder":
            Resident.objects.filter(pk=cast.rt_head.pk).update(is_active=False)
        else:
            day = today_in(office.rw) + value * DAY if isinstance(value, int) else value
            Office.objects.filter(pk=office.pk).update(**{field: day})
    held = Office.objects.in_force().filter(pk=office.pk).exists()
    assert (held, standing_of(cast.rt_head).is_coordinator) == (in_force, in_force)
    closed = 302 if change.get("holder") else 404
    assert client.get("/pengurus/").status_code == (200 if in_force else closed)
