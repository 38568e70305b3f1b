"""Unmistakable phones, houses and landmarks for everybody: where they come to stand.

`canary.py` holds the table of who may read what of whom; this walks every address as every
role, and all that leaves the product besides pages.
"""

import logging
import sys
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, path, reverse
from django.utils import timezone
from pytest_django import Settings
from sentry_sdk.utils import event_from_exception

from accounts.models import Resident
from gotongroyong import urls
from gotongroyong.error_reports import pared
from neighborhoods.models import Household
from neighborhoods.standing import standing_of
from notifications import kinds
from notifications.channels.base import Item, Message
from notifications.channels.email import mail_of
from notifications.models import Notification
from requests_app import actions, helping, views
from tests.access.canary import LANDMARK, NEIGHBOURS, Crawl, ring_for_all, secrets_in
from tests.access.matrix import read_matrix
from tests.access.world import World
from tests.requests_app.factory import helped_need, open_need
from volunteers.feeds import make_feed

MATRIX = read_matrix()
# Everybody else takes the slow tier.
FIRST = ("neighbour", "volunteer", "requester", "rt_head")
QUICK = [
    role if role in FIRST else pytest.param(role, marks=pytest.mark.slow) for role in MATRIX.roles
]
ClientOf = Callable[[Resident], Client]


@pytest.fixture
def ringing(world: World) -> World:
    ring_for_all(world)
    return world


def test_every_secret_is_one_of_a_kind(ringing: World) -> None:
    """Else finding none of them would say nothing."""
    secrets = ringing.secrets.values()
    marks = [mark for one in secrets for mark in (one.digits, one.house, one.landmark)]
    assert len(set(marks)) == len(marks)
    for role, secret in ringing.secrets.items():
        person = ringing.people[role]
        assert person
        assert Resident.objects.filter(pk=person.pk, phone=f"+62{secret.digits}").exists()


@pytest.mark.parametrize("role", QUICK)
def test_pages_show_each_role_what_its_relation_allows(
    role: str, ringing: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong, read = Crawl(MATRIX, ringing, role).run()
    assert wrong == []
    # And the crawl sees what is there to be seen.
    near = {owner for owner, readers in NEIGHBOURS.items() if role in readers}
    assert near - {owner for owner, what in read if what == LANDMARK} == set()
    assert secrets_in(caplog.text, ringing.secrets) == set()


def test_a_hidden_name_has_no_landmark(ringing: World, client_of: ClientOf) -> None:
    """In its own RT it would say whose need it is."""
    neighbour = ringing.people["neighbour"]
    assert neighbour
    shown, hidden = open_need(ringing.cast), open_need(ringing.cast, name_hidden=True)
    client = client_of(neighbour)
    pages = [client.get(reverse("need", args=[need.code])) for need in (shown, hidden)]
    found = [secrets_in(page.content.decode(), ringing.secrets) for page in pages]
    assert found == [{("requester", LANDMARK)}, set()]


def test_journal_pages_hold_none(ringing: World, client_of: ClientOf) -> None:
    need = helped_need(ringing.cast)
    for person in (ringing.cast.volunteer, ringing.cast.rt_head):
        client_of(person).post(reverse("need_contact", args=[need.code]))
    client_of(ringing.cast.requester).post(reverse("need_helpers", args=[need.code]))
    for officer in (ringing.cast.rt_head, ringing.cast.rw_head):
        response = client_of(officer).get(reverse("desk_journal"), {"tampil": "data"})
        assert secrets_in(response.content.decode(), ringing.secrets) == set()


def test_calendars_hold_none(ringing: World) -> None:
    helped_need(ringing.cast, starts_at=timezone.now() + timedelta(days=2))
    for person in ringing.people.values():
        if person:
            feed = Client().get(reverse("calendar_feed", args=[make_feed(person)]))
            assert secrets_in(feed.content.decode(), ringing.secrets) == set()


def test_notices_hold_none_in_the_app_and_none_in_a_mail(ringing: World) -> None:
    cast = ringing.cast
    need = helped_need(cast)
    helping.withdraw_help(need, volunteer=standing_of(cast.volunteer))
    helping.offer_help(need, volunteer=standing_of(cast.volunteer))
    helping.confirm_done(helping.mark_done(need, by=cast.requester), by=cast.volunteer)
    actions.cancel_need(helped_need(cast), requester=standing_of(cast.requester))
    notices = list(Notification.objects.all())
    kinds.attach_subjects(notices)
    assert len(notices) > 0
    for notice in notices:
        kind = kinds.get(notice.kind)
        item = Item(words=kind.words(notice), url=kind.link(notice))
        for items in ([item], [item, item]):
            sent = mail_of(Message(notice.recipient, key="1", items=items))
            said = f"{sent.subject}\n{sent.body}\n{sent.extra_headers}"
            assert secrets_in(said, ringing.secrets) == set()


def test_an_error_report_holds_none(ringing: World) -> None:
    secret = ringing.secrets["requester"]
    try:
        raise ValueError(secret.house, secret.digits)
    except ValueError:
        event, hint = event_from_exception(sys.exc_info())
    event |= {"request": {"url": f"/x/{secret.digits}", "data": secret.house, "method": "POST"}}
    assert secrets_in(str(event), ringing.secrets) != set()
    assert secrets_in(str(pared(dict(event), hint)), ringing.secrets) == set()


def leaky(request: HttpRequest, code: str) -> HttpResponse:
    """The need's page with its requester's number and house on it, for whoever may open it."""
    need = views.visible_need(request, code)  # type: ignore[arg-type]
    house = Household.objects.get(memberships__resident=need.requester)
    return HttpResponse(f"{need.requester.phone} {house.address} {house.landmark}")


@pytest.fixture
def leaking(settings: Settings) -> Any:
    module = ModuleType("leaking_urls")
    module.urlpatterns = [  # type: ignore[attr-defined]
        path("kebutuhan/<code:code>/", leaky, name="need"),
        *urls.urlpatterns,
    ]
    settings.ROOT_URLCONF = module
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.mark.usefixtures("leaking")
def test_a_leak_is_found(ringing: World) -> None:
    wrong, _ = Crawl(MATRIX, ringing, "neighbour", only="need").run()
    assert {words.partition(": the ")[2] for words in wrong if "(open)" in words} == {
        "phone of requester",
        "house of requester",
    }
    of_outsider, _ = Crawl(MATRIX, ringing, "outsider_head", only="need").run()
    assert {words.partition(": the ")[2] for words in of_outsider} == {
        "phone of outsider",
        "house of outsider",
        "landmark of outsider",
    }
