"""Passkeys: who may add one, what lets in, and what never does."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts import passkeys
from accounts.models import Resident
from accounts.passwords import make_reset_link, use_reset_link
from journal.models import Entry
from tests.accounts.hashing import PASSWORD
from tests.accounts.soft_key import SoftKey, add_passkey, asked_by, sign_in_with
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
PATH, ADD, DOOR = "/saya/kunci/", "/saya/kunci/tambah/", "/masuk/kunci/"


@pytest.fixture
def head(cast: Cast) -> Resident:
    cast.rt_head.set_password(PASSWORD)
    cast.rt_head.save(update_fields=["password"])
    return cast.rt_head


@pytest.fixture
def desk(head: Resident, client_of: ClientOf) -> Client:
    return client_of(head)


@pytest.fixture
def key(desk: Client) -> SoftKey:
    """One that the RT's head has."""
    made = SoftKey()
    assert add_passkey(desk, made).headers["Location"] == PATH
    return made


def who_is_in(client: Client) -> str | None:
    found: str | None = client.session.get(SESSION_KEY)
    return found


def actions_of(person: Resident) -> list[str]:
    entries = Entry.objects.filter(subject_id=person.pk).order_by("pk")
    return list(entries.values_list("action", flat=True))


def kinds_told(person: Resident) -> list[str]:
    return list(person.notifications.order_by("pk").values_list("kind", flat=True))


def test_a_passkey_lets_its_person_in(head: Resident, key: SoftKey, client: Client) -> None:
    assert sign_in_with(client, key).headers["Location"] == "/"
    assert who_is_in(client) == str(head.pk)
    assert Authenticator.objects.get().last_used_at is not None


def test_it_leads_on_to_where_one_was_going_and_never_elsewhere(
    key: SoftKey, client: Client
) -> None:
    for wish, led in (("/pengurus/", "/pengurus/"), ("https://evil.example/", "/")):
        asked = asked_by(client.get(f"{DOOR}?next={wish}"))
        answer = client.post(f"{DOOR}?next={wish}", {"credential": key.sign(asked)})
        assert answer.headers["Location"] == led
        client.logout()


def test_adding_and_removing_are_journaled_and_told(
    head: Resident, key: SoftKey, desk: Client
) -> None:
    passkey = Authenticator.objects.get()
    assert desk.post(f"{PATH}{passkey.pk}/hapus/").headers["Location"] == "/saya/keamanan/"
    assert actions_of(head) == ["passkey.added", "passkey.removed"]
    assert kinds_told(head) == ["account.passkey_added", "account.passkey_removed"]
    assert not Authenticator.objects.exists()


def test_a_removed_one_lets_nobody_in(key: SoftKey, desk: Client, client: Client) -> None:
    desk.post(f"{PATH}{Authenticator.objects.get().pk}/hapus/")
    assert sign_in_with(client, key).status_code == 422
    assert who_is_in(client) is None


def test_only_ones_own_is_removed(key: SoftKey, cast: Cast, client_of: ClientOf) -> None:
    path = f"{PATH}{Authenticator.objects.get().pk}/hapus/"
    stranger = client_of(cast.rw_head)
    assert (stranger.get(path).status_code, stranger.post(path).status_code) == (404, 404)
    assert Authenticator.objects.count() == 1


def test_the_password_signs_in_without_a_second_step(
    head: Resident, key: SoftKey, client: Client
) -> None:
    answer = client.post("/masuk/", {"login": head.phone, "password": PASSWORD})
    assert (answer.headers["Location"], who_is_in(client)) == ("/", str(head.pk))


def test_the_coordinators_link_removes_it(
    head: Resident, cast: Cast, key: SoftKey, client: Client
) -> None:
    use_reset_link(make_reset_link(head, made_by=cast.rw_head), "tiga kata berurutan")
    assert sign_in_with(client, key).status_code == 422
    assert who_is_in(client) is None


def test_who_has_left_office_keeps_it_and_adds_no_other(
    head: Resident, key: SoftKey, desk: Client, client: Client
) -> None:
    head.offices.update(ended_at=timezone.now())
    assert sign_in_with(client, key).headers["Location"] == "/"
    assert client.get("/pengurus/").status_code == 404
    assert client.get(ADD).status_code == 404
    assert client.get(PATH).status_code == 200
    client.post(f"{PATH}{Authenticator.objects.get().pk}/hapus/")
    assert client.get(PATH).status_code == 404


def test_an_office_that_ends_while_one_is_added_adds_none(head: Resident, desk: Client) -> None:
    asked = asked_by(desk.post(ADD, {"password": PASSWORD}))
    head.offices.update(ended_at=timezone.now())
    assert desk.post(ADD, {"credential": SoftKey().make(asked)}).status_code == 404
    assert not Authenticator.objects.exists()


def test_no_passkey_without_the_password(head: Resident, desk: Client) -> None:
    assert desk.get(ADD).context.get("options") is None
    wrong = [desk.post(ADD, {"password": "salah"}) for _ in range(6)]
    errors = [str(answer.context["form"].errors["password"]) for answer in wrong]
    assert {answer.status_code for answer in wrong} == {422}
    assert errors[0] == errors[4] != errors[5]
    assert "options" not in desk.post(ADD, {"password": PASSWORD}).context


def test_a_question_of_the_sign_in_page_adds_nothing(head: Resident, client: Client) -> None:
    """Else a borrowed phone, on which that page was open, would need no password."""
    asked = asked_by(client.get(DOOR))
    client.post("/masuk/", {"login": head.phone, "password": PASSWORD})
    asked["publicKey"]["user"] = {"id": "MQ"}
    assert client.post(ADD, {"credential": SoftKey().make(asked)}).status_code == 422
    assert not Authenticator.objects.exists()


def test_an_answer_counts_once(key: SoftKey, desk: Client, client: Client) -> None:
    asked = asked_by(client.get(DOOR))
    answer = {"credential": key.sign(asked)}
    assert client.post(DOOR, answer).headers["Location"] == "/"
    client.logout()
    client.get(DOOR)
    assert client.post(DOOR, answer).status_code == 422
    made = asked_by(desk.post(ADD, {"password": PASSWORD}))
    twice = {"credential": SoftKey().make(made)}
    assert [desk.post(ADD, twice).status_code for _ in range(2)] == [302, 422]


def test_an_answer_comes_within_five_minutes(
    key: SoftKey, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passkeys, "ANSWER_WITHIN", timedelta(seconds=-1))
    assert sign_in_with(client, key).status_code == 422
    assert who_is_in(client) is None


def test_somebody_elses_handle_lets_nobody_in(key: SoftKey, cast: Cast, client: Client) -> None:
    asked = asked_by(client.get(DOOR))
    for handle in ("MQ", "eHg", "", "AA", "a" * 400):
        answer = client.post(DOOR, {"credential": key.sign(asked, handle=handle or "_w")})
        assert (answer.status_code, who_is_in(client)) == (422, None)
        asked = asked_by(answer)


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://testserver"},
        {"host": "evil.example"},
        {"verifies": False},
    ],
    ids=["phishing page", "without TLS", "another host", "no finger"],
)
def test_a_passkey_from_elsewhere_is_refused(
    key: SoftKey, desk: Client, client: Client, change: dict[str, Any]
) -> None:
    other = SoftKey(**change)
    assert add_passkey(desk, other).status_code == 422
    other.private, other.id, other.handle = key.private, key.id, key.handle
    assert sign_in_with(client, other).status_code == 422
    assert (who_is_in(client), Authenticator.objects.count()) == (None, 1)


def test_another_key_signs_for_nobody(key: SoftKey, client: Client) -> None:
    other = SoftKey()
    other.id, other.handle = key.id, key.handle
    assert sign_in_with(client, other).status_code == 422
    assert who_is_in(client) is None


def test_an_account_switched_off_stays_outside(
    head: Resident, key: SoftKey, client: Client
) -> None:
    Resident.objects.filter(pk=head.pk).update(is_active=False)
    assert sign_in_with(client, key).headers["Location"] == "/masuk/"
    assert who_is_in(client) is None


BAD = [
    "", "x", "null", "[]", "1", '"a"', "{}", "[" * 19_000, "{" * 30_000, "\0", '{"id": 1}',
    '{"response": []}', '{"id":"a","rawId":"a","type":"public-key","response":{}}',
    '{"id":"a","rawId":"a","type":"public-key","response":{"userHandle":"AAAA",'
    '"clientDataJSON":"AAAA","attestationObject":"oA","authenticatorData":"AA","signature":""}}',
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
def test_a_broken_answer_is_told_and_changes_nothing(
    head: Resident, desk: Client, client: Client, bad: str
) -> None:
    client.get(DOOR)
    desk.post(ADD, {"password": PASSWORD})
    answers = [client.post(DOOR, {"credential": bad}), desk.post(ADD, {"credential": bad})]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all(answer.context["trouble"] for answer in answers)
    assert (who_is_in(client), Authenticator.objects.count()) == (None, 0)


def test_an_answer_without_a_question_is_refused(key: SoftKey, client: Client) -> None:
    asked = asked_by(client.get(DOOR))
    assert Client().post(DOOR, {"credential": key.sign(asked)}).status_code == 422


def test_tries_by_one_address_are_counted_and_a_sign_in_is_none(
    key: SoftKey, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passkeys, "MOST_TRIES", 4)
    for _ in range(5):
        assert sign_in_with(client, key).status_code == 302
        client.logout()
    assert [client.post(DOOR).status_code for _ in range(4)] == [422] * 4
    assert (client.get(DOOR).status_code, client.post(DOOR).status_code) == (429, 429)


def test_ten_are_enough(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passkeys, "MOST_EACH", 2)
    assert [add_passkey(desk, SoftKey()).status_code for _ in range(3)] == [302, 302, 422]


def test_the_same_passkey_is_kept_once(key: SoftKey, desk: Client) -> None:
    assert add_passkey(desk, key).status_code == 422
    assert Authenticator.objects.count() == 1


def test_the_phone_is_told_a_name_and_no_number(head: Resident, desk: Client) -> None:
    asked = asked_by(desk.post(ADD, {"password": PASSWORD}))["publicKey"]
    assert asked["rp"] == {"id": "testserver", "name": "Gotong Royong"}
    assert {asked["user"]["name"], asked["user"]["displayName"]} == {head.name}
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert str(head.phone)[3:] not in json.dumps(asked)


def test_nothing_is_kept_but_what_checks_a_signature(desk: Client) -> None:
    asked = asked_by(desk.post(ADD, {"password": PASSWORD}))
    sent = json.loads(SoftKey().make(asked)) | {"more": "x" * 1000}
    desk.post(ADD, {"credential": json.dumps(sent)}, headers={"User-Agent": "Chrome Android"})
    data = Authenticator.objects.get().data
    assert (data["name"], sorted(data)) == ("Chrome, Android", ["credential", "name"])
    assert sorted(data["credential"]) == ["id", "rawId", "response", "type"]


def test_the_row_in_security_is_for_coordinators_and_who_has_one(
    head: Resident, key: SoftKey, desk: Client, cast: Cast, client_of: ClientOf
) -> None:
    link = f'href="{PATH}"'
    assert link in desk.get("/saya/keamanan/").content.decode()
    assert link not in client_of(cast.requester).get("/saya/keamanan/").content.decode()
    head.offices.update(ended_at=timezone.now())
    assert link in desk.get("/saya/keamanan/").content.decode()


def test_without_javascript_the_pages_say_so(desk: Client, client: Client) -> None:
    for page in (desk.get(ADD), client.get(DOOR)):
        assert b"data-passkey-unable" in page.content
        assert b'<div class="stack" hidden data-passkey-able>' in page.content


def test_no_page_takes_a_passkey_for_a_second_step(client: Client, settings: Settings) -> None:
    assert settings.MFA_SUPPORTED_TYPES == ["webauthn"]
    for path in ("/accounts/2fa/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/authenticate/"):
        assert client.get(path).status_code == 404
