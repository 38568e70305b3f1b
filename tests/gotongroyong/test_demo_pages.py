"""The filled neighbourhood, as its people see it: every page that a link leads to opens."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Resident
from events.models import Event
from gotongroyong.demo.seed import seed_neighbourhood
from requests_app.models import AidRequest
from tests.gotongroyong.test_demo_seed import person

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="(/[^"#]*)"')
ELSEWHERE = ("/static/", "/admin/", "/favicon", "/manifest")
# Of the many that look alike a few are enough.
MOST_OF_A_SHAPE, MOST = 4, 60
WITH_PAGES = {"0001", "0002", "0003", "0006", "0007"}
ClientOf = Callable[[Resident], Client]


def shape_of(path: str) -> str:
    """`/kegiatan/ABC234/` and its like are one page, and so is each month."""
    return re.sub(r"/[A-Z0-9]{6}/|/\d+/|=[^&]*", "/*/", path)


def crawl(client: Client) -> list[str]:
    """Which pages opened, breadth first from home."""
    waiting, seen, shapes = ["/"], {"/"}, dict[str, int]()
    opened: list[str] = []
    while waiting and len(opened) < MOST:
        path = waiting.pop(0)
        page = client.get(path, follow=True)
        assert page.status_code == 200, path
        opened.append(path)
        if not page.get("Content-Type", "").startswith("text/html"):
            continue
        for link in LINK.findall(page.content.decode().replace("&amp;", "&")):
            shape = shape_of(link)
            if (
                link in seen
                or link.startswith(ELSEWHERE)
                or shapes.get(shape, 0) >= MOST_OF_A_SHAPE
            ):
                continue
            shapes[shape] = shapes.get(shape, 0) + 1
            seen.add(link)
            waiting.append(link)
    return opened


def test_every_link_of_the_cast_opens(client_of: ClientOf) -> None:
    """0007 awaits verification, so hardly a page is open to them."""
    seed_neighbourhood()
    opened = {key: len(crawl(client_of(person(key)))) for key in WITH_PAGES}
    assert {key for key, count in opened.items() if count > 20} == WITH_PAGES - {"0007"}


def test_events_and_needs_in_each_state_open(client_of: ClientOf) -> None:
    seed_neighbourhood()
    head, neighbour = client_of(person("0001")), client_of(person("0003"))
    wanted = {
        (event.kind, event.status, event.postponed_for, event.series_id is None): event
        for event in Event.objects.filter(rw__number="005", rt=None)
    }
    for event in wanted.values():
        for client in (head, neighbour):
            page = client.get(reverse("event", args=[event.code]))
            assert page.status_code == 200, (event.kind, event.status)
            assert event.title in page.content.decode()
    for need in AidRequest.objects.filter(rw__number="005"):
        assert head.get(reverse("need", args=[need.code])).status_code == 200, need.status
