"""The prefix rule for /admin/: the operator's alone, coordinators included in 'nobody else'."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Resident
from tests.cast import Cast

ClientOf = Callable[[Resident], Client]
FILLERS = {"<int:content_type_id>": "1", "<path:object_id>": "1", "(?P<app_label>": "accounts"}


def admin_paths(entries: list[URLPattern | URLResolver], start: str = "/") -> Iterator[str]:
    for entry in entries:
        path = f"{start}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from admin_paths(entry.url_patterns, path)
        elif path.startswith("/admin/"):
            yield filled(path)


def filled(path: str) -> str:
    """An address for a pattern; what can't be filled in plainly is left as it is."""
    for placeholder, value in FILLERS.items():
        path = path.replace(placeholder, value)
    return path.split("^")[0].split("(?P")[0].rstrip("$")


def every_path() -> list[str]:
    return sorted(set(admin_paths(get_resolver().url_patterns)))


def test_the_branch_is_not_empty() -> None:
    assert {"/admin/", "/admin/login/", "/admin/logout/"} <= set(every_path())


def test_a_stranger_is_sent_to_the_one_door(client: Client, cast: Cast) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/masuk/?next=")
    for path in every_path():
        assert client.get(path).status_code in (302, 404), path
        assert client.post(path).status_code in (302, 404), path


@pytest.mark.parametrize("role", ["rw_head", "rt_head", "requester", "outsider", "waiting"])
def test_nobody_but_the_operator_gets_in(role: str, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(getattr(cast, role))
    assert client.get("/admin/", follow=True).status_code == 403
    for path in every_path():
        response = client.get(path)
        assert response.status_code in (302, 403, 404), path
        assert b"changelist" not in response.content


def test_the_operator_gets_in(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.operator)
    assert client.get("/admin/").status_code == 200
    for model in admin.site._registry:
        options = model._meta
        page = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
        assert (page, client.get(page).status_code) == (page, 200)
