import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Resident
from journal.models import Entry
from tests.cast import Cast

ClientOf = Callable[[Resident], Client]
PASSWORD = "gotong-royong"
pytestmark = pytest.mark.django_db


def sign_in(client: Client, phone: str, password: str = PASSWORD):  # type: ignore[no-untyped-def]  # Django's test response
    return client.post("/masuk/", {"login": phone, "password": password})


@pytest.mark.parametrize(
    "written",
    [
        "081200000004",
        "0812-0000-0004",
        "0812 0000 0004",
        "6281200000004",
        "62 812 0000 0004",
        "+6281200000004",
        "+62 812-0000-0004",
        " 0812-0000-0004 ",
    ],
)
def test_phone_in_any_written_form_signs_in(cast: Cast, client: Client, written: str) -> None:
    assert sign_in(client, written).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.requester.pk)


KNOWN, UNKNOWN = "0812-0000-0004", "0812-0000-8888"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
@pytest.mark.parametrize("door", ["/masuk/", "/masuk/?next=%2Fadmin%2F"])
def test_known_and_unknown_numbers_get_the_same_answers_letter_by_letter(
    cast: Cast, door: str, headers: dict[str, str]
) -> None:
    """Ten that are wrong, then those that are too many, also with the right password."""
    told = {KNOWN: list[tuple[int, str]](), UNKNOWN: list[tuple[int, str]]()}
    for phone, answers in told.items():
        client = Client(headers=headers)
        for password in [*["salah"] * 11, PASSWORD]:
            answer = client.post(door, {"login": phone, "password": password})
            answers.append((answer.status_code, words_of(answer.content, phone)))
    assert told[KNOWN] == told[UNKNOWN]
    assert [status for status, _ in told[KNOWN]] == [422] * 10 + [429] * 2
    assert "_auth_user_id" not in client.session


def words_of(content: bytes, phone: str) -> str:
    """Without what differs from one visit to the next."""
    body = content.decode().replace(phone, "PHONE")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)


def test_a_form_without_its_fields_is_wrong_and_counts_as_no_try(client: Client) -> None:
    assert [sign_in(client, "", "").status_code for _ in range(11)] == [422] * 11


def test_eleventh_wrong_password_says_to_wait_and_keeps_the_number(
    cast: Cast, client: Client
) -> None:
    answers = [sign_in(client, "0812-0000-0004", "salah") for _ in range(11)]
    said = [str(answer.context["form"].non_field_errors()) for answer in answers]
    assert len(set(said[:10])) == 1
    assert said[10] != said[9]
    assert b"0812-0000-0004" in answers[10].content
    assert sign_in(client, "0812-0000-0004").status_code == 429


def test_limit_of_one_number_leaves_the_others_alone(cast: Cast, client: Client) -> None:
    for _ in range(11):
        sign_in(client, "0812-0000-0004", "salah")
    assert sign_in(client, "0812-0000-0003").headers["Location"] == "/"


def test_there_is_no_open_sign_up(client: Client) -> None:
    assert client.get("/masuk/signup/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


def test_account_switched_off_stays_outside(cast: Cast, client: Client) -> None:
    cast.requester.is_active = False
    cast.requester.save(update_fields=["is_active"])
    answer = sign_in(client, "0812-0000-0004")
    assert "_auth_user_id" not in client.session
    assert answer.headers["Location"] == "/masuk/"
    told = client.get("/masuk/").context["messages"]
    assert [message.level_tag for message in told] == ["error"]


def test_signing_out_takes_a_post(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.requester)
    assert client.get("/keluar/").status_code == 200
    assert client.get("/saya/").status_code == 200
    client.post("/keluar/")
    assert client.get("/saya/").headers["Location"] == "/masuk/?next=/saya/"


@pytest.mark.parametrize("door", ["/keluar/", "/admin/logout/"])
def test_signing_out_leaves_nothing_in_the_browser(
    cast: Cast, client_of: ClientOf, door: str
) -> None:
    client = client_of(cast.operator)
    assert "Clear-Site-Data" not in client.get(door).headers
    answer = client.post(door)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Location"] == "/"
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_the_admins_way_out_takes_a_token_too(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.operator)
    assert client.post("/admin/logout/").status_code == 403
    assert client.get("/admin/").status_code == 200


def test_one_tap_sign_in_is_for_the_cast_on_loopback_only(cast: Cast, client: Client) -> None:
    tap = {"phone": "0812-0000-0004"}
    assert client.post("/demo/masuk/", tap, REMOTE_ADDR="10.0.0.9").status_code == 404
    proxied = client.post("/demo/masuk/", tap, headers={"X-Forwarded-For": "127.0.0.1"})
    assert proxied.status_code == 404
    assert client.post("/demo/masuk/", {"phone": "0812-1111-1111"}).status_code == 404
    assert client.post("/demo/masuk/", tap).headers["Location"] == "/"


def test_operator_enters_the_admin_through_the_same_door(cast: Cast, client: Client) -> None:
    door = client.get("/admin/login/?next=/admin/")
    assert door.headers["Location"] == "/masuk/?next=%2Fadmin%2F"
    sign_in(client, "0812-0000-0009")
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "page",
    ["accounts/resident", "neighborhoods/rukunwarga", "neighborhoods/rukuntetangga",
     "neighborhoods/membership", "neighborhoods/office", "journal/entry",
     "notifications/delivery"],
)  # fmt: skip
def test_operator_reads_each_list_of_the_admin(cast: Cast, client_of: ClientOf, page: str) -> None:
    assert client_of(cast.operator).get(f"/admin/{page}/").status_code == 200


def test_operator_adds_a_resident_by_phone(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.operator).post(
        "/admin/accounts/resident/add/",
        {
            "phone": "0813-0000-0001",
            "name": "Warga Baru",
            "usable_password": "true",
            "password1": "kerja-bakti-pagi",
            "password2": "kerja-bakti-pagi",
        },
    )
    assert Resident.objects.get(name="Warga Baru").phone == "+6281300000001"


def test_operators_look_at_a_resident_is_journaled(cast: Cast, client_of: ClientOf) -> None:
    path = f"/admin/accounts/resident/{cast.requester.pk}/change/"
    assert client_of(cast.operator).get(path).status_code == 200
    look = Entry.objects.get(action="contact.seen")
    assert (look.actor_id, look.subject_id) == (cast.operator.pk, cast.requester.pk)


def test_operators_verification_is_journaled(cast: Cast, client_of: ClientOf) -> None:
    membership = cast.waiting.memberships.get()
    form = {
        "resident": cast.waiting.pk,
        "rt": membership.rt_id,
        "household": membership.household_id or "",
        "status": "active",
        "joined_at_0": "2026-01-01",
        "joined_at_1": "08:00",
    }
    client_of(cast.operator).post(f"/admin/neighborhoods/membership/{membership.pk}/change/", form)
    membership.refresh_from_db()
    assert membership.status == "active"
    entry = Entry.objects.get(action="membership.changed")
    assert (entry.actor_id, entry.subject_id) == (cast.operator.pk, cast.waiting.pk)


def test_operator_deletes_no_membership_and_no_office(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.operator)
    office = cast.rt_head.offices.get()
    assert client.post(f"/admin/neighborhoods/office/{office.pk}/delete/").status_code == 403
    assert cast.rt_head.offices.count() == 1


def test_operators_new_password_for_somebody_is_journaled(cast: Cast, client_of: ClientOf) -> None:
    path = f"/admin/accounts/resident/{cast.requester.pk}/password/"
    client = client_of(cast.operator)
    client.get(path)
    password = {"password1": "kerja-bakti-pagi", "password2": "kerja-bakti-pagi"}
    client.post(path, password | {"usable_password": "true"})
    actions = Entry.objects.filter(subject_id=cast.requester.pk).values_list("action", flat=True)
    assert list(actions.order_by("id")) == ["contact.seen", "resident.password"]
