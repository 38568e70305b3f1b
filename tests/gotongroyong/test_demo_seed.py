"""The demo's neighbourhood, which is also where the tests' cast comes from."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.models import Resident
from events.models import Event, PlannedShift, PublicPlace, Series
from gotongroyong.demo import complaints
from gotongroyong.demo.cast import CAST, PASSWORD
from gotongroyong.demo.live import LIVE, NEXT_DOOR, RECENT, WAITING
from gotongroyong.demo.past import PAST
from gotongroyong.demo.people import make_cast
from gotongroyong.demo.seed import seed_neighbourhood
from journal.models import Entry
from moderation.models import Case, Report
from neighborhoods.models import Household, Membership, Office, RukunTetangga
from neighborhoods.standing import standing_of
from notifications.inbox import inbox_page
from notifications.models import Delivery, Notification
from requests_app.actions import Draft, post_need
from requests_app.categories import CATEGORIES, EMERGENCY
from requests_app.decisions import approve_need
from requests_app.emergency import tells_of_emergency, tells_of_violence
from requests_app.helping import close_overdue, mark_done, offer_help
from requests_app.models import AidRequest
from requests_app.timeline import entries_of
from volunteers.models import Shift, SignUp
from web.held import held_for

OPEN_STATES = (*AidRequest.WAITING, *AidRequest.LIVE)
# All of LIVE but what coordinators alone see, and what stays within RT 001.
ON_DEWIS_BOARD = len(LIVE) - 2
HELD = {"Titip beras dari koperasi"}
WITH_AN_INBOX = ("0001", "0002", "0003", "0004", "0005", "0006")

pytestmark = pytest.mark.django_db


def places(cast: dict[str, Resident]) -> dict[str, str]:
    return {key: standing_of(resident).place for key, resident in cast.items()}


def test_the_cast_lives_where_design_says() -> None:
    assert places(make_cast()) == {
        "0001": "RT\N{NO-BREAK SPACE}002/RW\N{NO-BREAK SPACE}005",
        "0002": "RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005",
        "0003": "RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005",
        "0004": "RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005",
        "0005": "RT\N{NO-BREAK SPACE}001/RW\N{NO-BREAK SPACE}005",
        "0006": "RT\N{NO-BREAK SPACE}002/RW\N{NO-BREAK SPACE}006",
        "0007": "RT\N{NO-BREAK SPACE}003/RW\N{NO-BREAK SPACE}005",
        "0009": "",
    }


def test_the_cast_is_what_design_says() -> None:
    standings = {key: standing_of(resident) for key, resident in make_cast().items()}
    assert {key for key, standing in standings.items() if standing.is_coordinator} == {
        "0001",
        "0002",
    }
    assert {key for key, standing in standings.items() if standing.covered_rw_ids} == {"0001"}
    assert {key for key, standing in standings.items() if standing.is_waiting} == {"0007"}
    assert {key for key, standing in standings.items() if standing.resident.is_staff} == {"0009"}


def test_everybody_signs_in_with_the_demos_password() -> None:
    assert [resident.check_password(PASSWORD) for resident in make_cast().values()] == [
        True for _member in CAST
    ]


def test_making_the_cast_again_changes_nothing() -> None:
    first, before = make_cast(), head_count()
    assert (make_cast(), head_count()) == (first, before)


def head_count() -> list[int]:
    models = (Resident, RukunTetangga, Household, Membership, Office)
    return [model._default_manager.count() for model in models]


def test_an_office_handed_over_stays_handed_over() -> None:
    head = make_cast()["0002"]
    head.offices.update(ends_on="2026-01-01", starts_on="2025-01-01")
    make_cast()
    assert standing_of(head).is_coordinator is False


def know_the_tables() -> None:
    """What autovacuum does beside a running demo, and can't inside a test's transaction.

    With a busy test database's statistics of empty tables a month of closings took minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def everything() -> dict[str, int]:
    people = (Resident, Household, Membership, Office)
    things = (AidRequest, Event, Series, PlannedShift, PublicPlace, Shift, SignUp, Case, Report)
    return {
        model.__name__: model._default_manager.count()
        for model in (*people, *things, Entry, Notification, Delivery)
    }


def test_seeding_again_at_once_changes_nothing() -> None:
    seed_neighbourhood()
    before = everything()
    seed_neighbourhood()
    assert everything() == before


def test_the_neighbourhood_has_its_size() -> None:
    seed_neighbourhood()
    living = Membership.objects.filter(rt__rw__number="005")
    needs = AidRequest.objects.filter(rw__number="005")
    assert (living.count(), needs.count()) == (240, 74)


def test_every_state_and_category_occurs() -> None:
    seed_neighbourhood()
    ours = AidRequest.objects.filter(rw__number="005")
    assert set(ours.values_list("status", flat=True)) == set(AidRequest.Status.values)
    assert set(ours.values_list("category", flat=True)) == set(CATEGORIES)
    assert ours.filter(status="done", confirmed_at=None).count() == 3
    # By three neighbours until somebody decides, and by a decision.
    assert ours.filter(hidden_at__isnull=False).count() == 2


def test_no_mail_waits_for_what_never_happened() -> None:
    seed_neighbourhood()
    mails = Delivery.objects.filter(channel="email")
    assert set(mails.values_list("status", "reason")) == {("skipped", "seeded")}
    assert Delivery.objects.exclude(channel="email").exclude(status="sent").count() == 0


@pytest.mark.parametrize("hour", [0, 3, 6, 12, 21, 23])
def test_whatever_the_hour_nothing_lies_ahead_and_every_bell_rings(hour: int) -> None:
    moment = timezone.localtime().replace(hour=hour, minute=1) + timedelta(days=1)
    with time_machine.travel(moment, tick=False):
        seed_neighbourhood()
        inboxes = {key: inbox_page(person(key)).items for key in WITH_AN_INBOX}
    assert Entry.objects.filter(at__gt=moment).count() == 0
    assert AidRequest.objects.filter(status__in=OPEN_STATES, expires_at__lte=moment).count() == 0
    quiet = [key for key, items in inboxes.items() if all(item.is_read for item in items)]
    assert quiet == []


def test_the_head_of_the_rt_has_something_to_decide() -> None:
    seed_neighbourhood()
    queue = AidRequest.objects.waiting_for(standing_of(person("0002")))
    assert sorted(queue.values_list("status", flat=True)) == ["open"] + ["pending"] * 5


def test_the_volunteer_has_one_promise_tomorrow() -> None:
    seed_neighbourhood()
    helped = SignUp.objects.filter(volunteer=person("0003"), status="active")
    promised = AidRequest.objects.filter(pk__in=helped.values("shift__need"), status="in_progress")
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert [timezone.localdate(need.starts_at) for need in promised] == [tomorrow]


def test_a_month_later_the_board_is_full_again() -> None:
    seed_neighbourhood()
    know_the_tables()
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=True):
        while sum(close_overdue(timezone.now())):
            pass
        seed_neighbourhood()
        viewer = standing_of(person("0004"))
        assert AidRequest.objects.on_board_of(viewer).count() == ON_DEWIS_BOARD


def test_the_words_are_fit_for_a_board() -> None:
    complained = [one.need for one in (*complaints.WAITING, *complaints.DECIDED) if one.need]
    for sketch in (*PAST, *LIVE, *WAITING, *RECENT, *NEXT_DOOR, *complained):
        said = (sketch.title, sketch.details)
        assert not tells_of_violence(*said)
        assert not tells_of_emergency(*said) or CATEGORIES[sketch.category].urgency == EMERGENCY
        is_held = bool(held_for(*said))
        assert is_held == (sketch.title in HELD), sketch.title
        assert is_held or not re.search(r"\d{4}", " ".join(said)), sketch.title


def test_the_journal_tells_a_life_as_the_actions_do() -> None:
    """The seed writes rows of its own: their order is compared with the product's."""
    seed_neighbourhood()
    dewi, head, agus = (standing_of(person(key)) for key in ("0004", "0002", "0003"))
    draft = Draft("errand", "Titip ambil paket", "", None, 1)
    need = post_need(draft, requester=dewi)
    approve_need(need, coordinator=head)
    offer_help(need, volunteer=agus)
    mark_done(need, by=agus.resident)
    seeded = AidRequest.objects.get(title="Titip ambil paket di kantor pos")
    assert life_of(seeded) == life_of(need)
    assert told_about(seeded) == told_about(need)


def life_of(need: AidRequest) -> list[tuple[str, int | None]]:
    entries = entries_of(need)
    return [(one.action, one.actor_id) for one in entries if one.action != "contact.seen"]


def told_about(need: AidRequest) -> list[tuple[str, int]]:
    notices = Notification.objects.filter(object_id=need.pk).exclude(kind__endswith="evening")
    return sorted(notices.values_list("kind", "recipient_id"))


def person(key: str) -> Resident:
    return Resident.objects.get(phone=f"+628120000{key}")
