"""Signing up on an event's page, and who sees what of it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Resident
from events import actions
from events.models import Event
from neighborhoods.models import Membership
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from tests.events.factory import join, next_morning, published_event, shift_of, wait
from tests.requests_app.factory import open_need
from volunteers.models import SignUp
from web.dates import local

ClientOf = Callable[[Resident], Client]


def test_join_and_leave_by_htmx_swap_the_event(cast: Cast, client_of: ClientOf) -> None:
    event = published_event(cast)
    shift, client = shift_of(event), client_of(cast.volunteer)
    htmx = {"HX-Request": "true", "HX-Target": "event"}
    joined = client.post(f"/kegiatan/{event.code}/ikut/{shift.pk}/", headers=htmx)
    text = joined.content.decode()
    assert (text.lstrip().startswith('<div id="event"'), cast.volunteer.name in text) == (
        True,
        True,
    )
    assert SignUp.objects.get(shift=shift).status == "active"
    left = client.post(f"/kegiatan/{event.code}/batal-ikut/{shift.pk}/", headers=htmx)
    assert cast.volunteer.name not in left.content.decode()
    assert SignUp.objects.get(shift=shift).status == "released"


def test_a_shift_of_another_event_is_not_found(cast: Cast, client_of: ClientOf) -> None:
    one, other = published_event(cast), published_event(cast)
    path = f"/kegiatan/{one.code}/ikut/{shift_of(other).pk}/"
    assert client_of(cast.volunteer).post(path).status_code == 404
    assert SignUp.objects.count() == 0


@pytest.fixture
def full(cast: Cast) -> Event:
    """Snacks for one, taken by the volunteer; the requester waits."""
    event = published_event(cast)
    join(cast.volunteer, event, "Makanan kecil")
    wait(cast.requester, event, "Makanan kecil")
    return event


def test_who_waits_reads_where_in_line(full: Event, cast: Cast, client_of: ClientOf) -> None:
    wait(cast.other_rt, full, "Makanan kecil")
    page = client_of(cast.other_rt).get(f"/kegiatan/{full.code}/")
    places = [p for group in page.context["detail"].groups for p in group.places][-1]
    assert (places.standing, places.position, places.can_leave) == ("in_line", 2, True)
    assert "nomor 2" in page.content.decode()


def test_a_place_that_came_free_between_look_and_tap_is_thanked_for_as_one(
    cast: Cast, client_of: ClientOf
) -> None:
    event = published_event(cast)
    path = f"/kegiatan/{event.code}/antre/{shift_of(event, 'Makanan kecil').pk}/"
    told = [
        str(next(iter(client_of(person).post(path, follow=True).context["messages"])))
        for person in (cast.volunteer, cast.requester)
    ]
    assert told == [
        "Terima kasih! Anda tercatat ikut.",
        "Anda masuk daftar tunggu. Anda akan dikabari begitu ada tempat kosong.",
    ]


def test_a_freed_place_is_offered_taken_or_turned_down(
    full: Event, cast: Cast, client_of: ClientOf
) -> None:
    shift, client = shift_of(full, "Makanan kecil"), client_of(cast.requester)
    wait(cast.other_rt, full, "Makanan kecil")
    client_of(cast.volunteer).post(f"/kegiatan/{full.code}/batal-ikut/{shift.pk}/")
    page = client.get(f"/kegiatan/{full.code}/")
    assert [offer.pk for offer in page.context["detail"].offers] == [shift.pk]
    client.post(f"/kegiatan/{full.code}/tidak-jadi/{shift.pk}/")
    # Next in line is asked, and says yes.
    other = client_of(cast.other_rt)
    assert len(other.get(f"/kegiatan/{full.code}/").context["detail"].offers) == 1
    other.post(f"/kegiatan/{full.code}/ikut/{shift.pk}/")
    assert list(shift.sign_ups.order_by("id").values_list("volunteer", "status")) == [
        (cast.volunteer.pk, "released"),
        (cast.requester.pk, "released"),
        (cast.other_rt.pk, "active"),
    ]


def test_names_are_for_neighbours(cast: Cast, client_of: ClientOf) -> None:
    event = published_event(cast)
    join(cast.volunteer, event)
    path = f"/kegiatan/{event.code}/"
    assert cast.volunteer.name in client_of(cast.other_rt).get(path).content.decode()
    assert client_of(cast.outsider).get(path).status_code == 404


def many(cast: Cast, count: int) -> None:
    for number in range(count):
        event = published_event(cast, title=f"Kegiatan nomor {number}")
        join(cast.volunteer, event)


def test_pages_cost_as_many_queries_for_1_event_as_for_20(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.volunteer)
    open_need(cast)
    many(cast, 1)
    month = f"/kegiatan/?bulan={local(next_morning(), 'Asia/Jakarta'):%Y-%m}"
    with_one = {path: count_queries(client, path) for path in ("/", "/kegiatan/", month)}
    many(cast, 19)
    assert {path: count_queries(client, path) for path in with_one} == with_one
    assert max(with_one.values()) <= 18


def test_an_events_page_costs_the_same_for_1_and_for_3_sign_ups(
    cast: Cast, client_of: ClientOf
) -> None:
    event = published_event(cast)
    join(cast.volunteer, event)
    client = client_of(cast.other_rt)
    path = f"/kegiatan/{event.code}/"
    client.get(path)
    one = count_queries(client, path)
    join(cast.requester, event)
    join(cast.rt_head, event, "Cangkul")
    assert count_queries(client, path) == one


def count_queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_home_shows_the_next_three_events(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.volunteer)
    assert client.get("/").context["events"] == []
    later = [published_event(cast, starts_at=next_morning(days)) for days in (9, 3, 5, 7)]
    actions.cancel_event(later[1], reason="Hujan", coordinator=standing_of(cast.rw_head))
    published_event(cast, rt=rt_of(cast.other_rt), starts_at=next_morning(2))
    page = client.get("/")
    assert [card.code for card in page.context["events"]] == [
        later[number].code for number in (2, 3, 0)
    ]
    assert b"icons/events" not in page.content


def test_who_is_signed_up_for_a_hidden_event_sees_its_kind_and_the_way_out(
    cast: Cast, client_of: ClientOf
) -> None:
    event = published_event(cast, title="Judul yang buruk", details="Kata buruk.")
    shift = shift_of(event)
    join(cast.volunteer, event)
    Event.objects.update(hidden_at=timezone.now())
    client, path = client_of(cast.volunteer), f"/kegiatan/{event.code}/"
    page = client.get(path).content.decode()
    assert f'action="{path}batal-ikut/{shift.pk}/"' in page
    assert "Kerja bakti" in page
    for word in ("buruk", "Regu selokan", "Depan balai warga", cast.rw_head.name):
        assert word not in page, word
    for other in ("/saya/bantuan/", "/", path + "kalender.ics"):
        assert "buruk" not in client.get(other).content.decode()
    fragment = client.get(path, headers={"HX-Request": "true", "HX-Target": "event"})
    assert "<html" not in fragment.content.decode()
    assert client_of(cast.other_rt).get(path).status_code == 404
    assert "Judul yang buruk" in client_of(cast.rw_head).get(path).content.decode()
    client.post(f"{path}batal-ikut/{shift.pk}/")
    assert SignUp.objects.get(shift=shift).status == "released"
    assert client.get(path).status_code == 404


def test_who_moved_to_another_rt_can_still_withdraw(cast: Cast, client_of: ClientOf) -> None:
    event = published_event(cast, rt=rt_of(cast.volunteer))
    shift = shift_of(event)
    join(cast.volunteer, event)
    Membership.objects.filter(resident=cast.volunteer).update(rt=rt_of(cast.other_rt))
    client, path = client_of(cast.volunteer), f"/kegiatan/{event.code}/"
    assert event.title in client.get(path).content.decode()
    client.post(f"{path}batal-ikut/{shift.pk}/")
    assert SignUp.objects.get(shift=shift).status == "released"
    assert client.get(path).status_code == 404


def test_who_moved_to_another_rw_has_nothing_to_do_with_it(cast: Cast, client_of: ClientOf) -> None:
    event = published_event(cast)
    join(cast.volunteer, event)
    Membership.objects.filter(resident=cast.volunteer).update(rt=rt_of(cast.outsider))
    assert client_of(cast.volunteer).get(f"/kegiatan/{event.code}/").status_code == 404
