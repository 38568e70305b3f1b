"""The operator keeps public places and looks at events; residents' events change elsewhere."""

from collections.abc import Callable

from django.test import Client

from accounts.models import Resident
from events.models import PublicPlace
from journal.models import Entry
from tests.cast import Cast, rt_of
from tests.events.factory import published_event

ClientOf = Callable[[Resident], Client]


def test_a_place_the_operator_adds_stands_in_the_journal(cast: Cast, client_of: ClientOf) -> None:
    rw = rt_of(cast.volunteer).rw
    form = {"rw": rw.pk, "name": "Balai warga"}
    client_of(cast.operator).post("/admin/events/publicplace/add/", form)
    place = PublicPlace.objects.get()
    entry = Entry.objects.get(object_kind="publicplace")
    assert (entry.action, entry.object_id, entry.rw_id, entry.actor_id) == (
        "publicplace.added",
        place.pk,
        rw.pk,
        cast.operator.pk,
    )


def test_events_and_series_are_there_to_look_at(cast: Cast, client_of: ClientOf) -> None:
    event = published_event(cast, repeat="weekly")
    client = client_of(cast.operator)
    looks = [f"/admin/events/event/{event.pk}/change/", "/admin/events/series/"]
    assert [client.get(path).status_code for path in looks] == [200, 200]
    forbidden = [looks[0], "/admin/events/event/add/", f"/admin/events/event/{event.pk}/delete/"]
    assert [client.post(path).status_code for path in forbidden] == [403, 403, 403]
