"""The matrix proves something only if it can fail: what it must catch, it catches."""

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import clear_url_caches, path
from pytest_django import Settings

from gotongroyong import urls
from requests_app import views
from requests_app.detail import detail_of
from requests_app.models import AidRequest
from tests.access.addresses import UNNAMED, disagreements
from tests.access.matrix import read_matrix
from tests.access.trial import Trial
from tests.access.world import build_world
from tests.cast import Cast

MATRIX = read_matrix()
Serve = Callable[..., None]


@pytest.fixture
def serve(settings: Settings) -> Iterator[Serve]:
    """Puts addresses in front of the product's own."""

    def put(*patterns: object) -> None:
        module = ModuleType("tampered_urls")
        module.urlpatterns = [*patterns, *urls.urlpatterns]  # type: ignore[attr-defined]
        settings.ROOT_URLCONF = module
        clear_url_caches()

    yield put
    clear_url_caches()


def hello(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("hello")


def any_need(request: HttpRequest, code: str) -> HttpResponse:
    """The need's page as somebody in a hurry would write it: no `visible_to`."""
    need = get_object_or_404(AidRequest.objects.for_cards(), code=code)
    context = {"detail": detail_of(need, request.standing), "need": need}  # type: ignore[attr-defined]
    return render(request, "requests_app/need.html", context)


def contact_for_all(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the phone on the page itself, to whoever may open it, and journals nothing."""
    need = views.visible_need(request, code)  # type: ignore[arg-type]
    return HttpResponse(need.requester.phone)


def act_and_deny(request: HttpRequest, code: str) -> HttpResponse:
    """Looks refused from outside, and yet did it."""
    AidRequest.objects.filter(code=code).update(name_hidden=True)
    raise Http404


def troubles_of(cast: Cast, role: str, name: str, method: str, rows: set[str]) -> list[str]:
    cells = [
        cell
        for cell in MATRIX.of(role)
        if (cell.name, cell.method) == (name, method) and cell.object in rows
    ]
    return Trial(MATRIX, build_world(cast), role).run(cells)


def test_an_undeclared_address_fails(serve: Serve) -> None:
    serve(path("bocor/", hello, name="leak"))
    assert disagreements(MATRIX) == {"undeclared": {("leak", "bocor/")}, "gone": set()}


def test_an_address_without_a_name_fails(serve: Serve) -> None:
    serve(path("bocor/", hello))
    assert disagreements(MATRIX) == {"undeclared": {(UNNAMED, "bocor/")}, "gone": set()}


def test_a_second_path_under_a_declared_name_fails(serve: Serve) -> None:
    serve(path("bocor/<code:code>/", hello, name="need"))
    assert disagreements(MATRIX) == {"undeclared": {("need", "bocor/<code:code>/")}, "gone": set()}


def test_a_declared_address_that_is_gone_fails(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [entry for entry in urls.urlpatterns if getattr(entry, "name", "") != "me"]
    monkeypatch.setattr(urls, "urlpatterns", left)
    serve()
    assert disagreements(MATRIX) == {"undeclared": set(), "gone": {("me", "saya/")}}


def test_a_leaky_page_fails(serve: Serve, cast: Cast) -> None:
    serve(path("kebutuhan/<code:code>/", any_need, name="need"))
    rows = {"pending", "open", "of_rw6"}
    assert troubles_of(cast, "outsider", "need", "GET", rows) == [
        "outsider: GET need (pending) should be 404: status 200",
        "outsider: GET need (open) should be 404: status 200",
    ]


def test_a_page_that_shows_a_phone_fails(serve: Serve, cast: Cast) -> None:
    serve(path("kebutuhan/<code:code>/", contact_for_all, name="need"))
    assert troubles_of(cast, "neighbour", "need", "GET", {"open"}) == [
        "neighbour: GET need (open) should be 200: shows the phone or house of requester"
    ]


def test_a_look_without_a_journal_entry_fails(serve: Serve, cast: Cast) -> None:
    serve(path("kebutuhan/<code:code>/kontak/", contact_for_all, name="need_contact"))
    assert troubles_of(cast, "volunteer", "need_contact", "POST", {"helped"}) == [
        "volunteer: POST need_contact (helped) should be shown: nothing was changed",
        "volunteer: POST need_contact (helped) should be shown: the look is not in the journal",
    ]


def test_a_refusal_that_did_it_all_the_same_fails(serve: Serve, cast: Cast) -> None:
    serve(path("kebutuhan/<code:code>/bantu/", act_and_deny, name="need_help"))
    assert troubles_of(cast, "outsider", "need_help", "POST", {"open"}) == [
        "outsider: POST need_help (open) should be 404: something was changed"
    ]
