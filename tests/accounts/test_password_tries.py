"""A thousand wrong passwords from a hundred spoofed addresses, and the owner who comes home."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.known_devices import COOKIE, device_of
from accounts.models import Limit, Resident
from accounts.password_tries import BY_ADDRESS, BY_DEVICE, BY_NUMBER
from accounts.passwords import change_password, make_reset_link
from tests.accounts.hashing import PASSWORD, Counted, counting_hashes
from tests.cast import Cast
from tests.notifications.smtp import free_port
from tests.volunteers.crowd import all_at_once

PHONE, NEW = "0812-0000-0004", "tiga kata berurutan"
BASE_DIR = Path(__file__).parent.parent.parent
# Asked by another process, as after a restart.
ASK = (
    "import django; django.setup()\n"
    "from accounts import limits; from accounts.password_tries import BY_NUMBER as b\n"
    "print(limits.is_spent('password:number:+6281200000004', most=b.most))\n"
)


def try_password(client: Client, password: str, phone: str = PHONE, **extra: Any) -> bytes:
    response = client.post("/masuk/", {"login": phone, "password": password}, **extra)
    return response.content


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def cheaply_hashed(cast: Cast) -> Cast:
    """By the tests' hasher, whichever the cast was made with."""
    for person in (cast.requester, cast.volunteer):
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    return cast


def spoofed(number: int) -> dict[str, str]:
    """Ten tries each from a hundred addresses that the client invents."""
    return {"HTTP_X_FORWARDED_FOR": f"10.9.{number % 100}.7", "REMOTE_ADDR": "203.0.113.7"}


def attack(numbers: range) -> Counted:
    with counting_hashes() as counted:
        for start in range(numbers.start, numbers.stop, 50):
            crowd = list(range(start, min(start + 50, numbers.stop)))
            all_at_once(crowd, lambda n: str(try_password(Client(), f"salah-{n}", **spoofed(n))))
    return counted


def asked_by_another_process() -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "gotongroyong.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=env, cwd=BASE_DIR, check=True, capture_output=True
    )
    return done.stdout.decode().strip()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("proxies", [0, 1])
def test_a_thousand_wrong_passwords_from_a_hundred_addresses_cost_ten_hashes(
    without_pool: None, cheaply_hashed: Cast, settings: Settings, proxies: int
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.CELERY_BROKER_URL = settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    at_home = Client()
    try_password(at_home, PASSWORD, REMOTE_ADDR="203.0.113.7")
    assert is_in(at_home)
    at_home.post("/keluar/")

    assert attack(range(500)).calls == BY_NUMBER.most
    # What a restart forgets: caches and connections; and a new process knows.
    cache.clear()
    connection.close()
    assert asked_by_another_process() == "True"
    assert attack(range(500, 1000)).calls == 0

    stranger = Client()
    with counting_hashes() as counted:
        try_password(stranger, PASSWORD, **spoofed(1))
        assert (is_in(stranger), counted.calls) == (False, 0)
        try_password(at_home, PASSWORD, **spoofed(1))
        assert (is_in(at_home), counted.calls) == (True, 1)


@pytest.mark.django_db(transaction=True)
def test_forty_wrong_passwords_at_once_cost_ten_hashes(
    without_pool: None, cheaply_hashed: Cast
) -> None:
    assert attack(range(40)).calls == BY_NUMBER.most


@pytest.mark.django_db
class TestTries:
    def test_the_limit_by_address_is_wide_and_holds_over_many_numbers(
        self, cheaply_hashed: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert BY_ADDRESS.most >= 100
        small = BY_ADDRESS.__class__(3, BY_ADDRESS.per)
        monkeypatch.setattr("accounts.password_tries.BY_ADDRESS", small)
        with counting_hashes() as counted:
            for number in range(5):
                try_password(Client(), "salah", f"0812-7777-{number:04}")
            assert counted.calls == 3
            elsewhere = Client()
            try_password(elsewhere, PASSWORD, REMOTE_ADDR="198.51.100.9")
            assert is_in(elsewhere)

    def test_refused_tries_take_none_from_the_neighbours(self, cheaply_hashed: Cast) -> None:
        for _ in range(BY_NUMBER.most + 20):
            try_password(Client(), "salah")
        assert sorted(Limit.objects.values_list("tries", flat=True)) == [10, 10]

    def test_the_right_password_costs_no_try(self, cheaply_hashed: Cast) -> None:
        for _ in range(BY_NUMBER.most + 5):
            client = Client()
            try_password(client, PASSWORD)
            assert is_in(client)
        assert set(Limit.objects.values_list("tries", flat=True)) == {0}

    def test_a_known_device_has_tries_of_its_own_and_no_more(self, cheaply_hashed: Cast) -> None:
        at_home = Client()
        try_password(at_home, PASSWORD)
        at_home.post("/keluar/")
        with counting_hashes() as counted:
            for _ in range(BY_DEVICE.most + 5):
                try_password(at_home, "salah")
            assert counted.calls == BY_DEVICE.most
        other = Client()
        try_password(other, PASSWORD)
        assert is_in(other)

    def test_a_device_is_known_for_who_signed_in_there_and_for_a_shared_phone_both(
        self, cheaply_hashed: Cast
    ) -> None:
        shared, other_phone = Client(), "0812-0000-0003"
        for phone in (PHONE, other_phone):
            try_password(shared, PASSWORD, phone)
            shared.post("/keluar/")
        for phone in (PHONE, other_phone):
            for _ in range(BY_NUMBER.most):
                try_password(Client(), "salah", phone)
            try_password(shared, PASSWORD, phone)
            assert is_in(shared)
            shared.post("/keluar/")
        mine_only = Client()
        mine_only.cookies[COOKIE] = shared.cookies[COOKIE].value[:-2] + "xx"
        try_password(mine_only, PASSWORD)
        assert not is_in(mine_only)

    def test_a_new_password_makes_old_devices_unknown(self, cheaply_hashed: Cast) -> None:
        person, once_theirs = cheaply_hashed.requester, Client()
        try_password(once_theirs, PASSWORD)
        once_theirs.post("/keluar/")
        change_password(person, "sandi-yang-baru", session_key=None)
        with counting_hashes() as counted:
            for _ in range(BY_NUMBER.most):
                try_password(Client(), "salah")
            try_password(once_theirs, "sandi-lama")
            assert counted.calls == BY_NUMBER.most

    def test_a_stronger_hash_of_the_same_password_leaves_all_devices_known(
        self, cheaply_hashed: Cast, settings: Settings
    ) -> None:
        """Django hashes anew at the first sign-in after an upgrade, on one of them."""
        here, there = Client(), Client()
        for client in (here, there):
            try_password(client, PASSWORD)
            client.post("/keluar/")
        stored = cheaply_hashed.requester.password
        settings.PASSWORD_HASHERS = [
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
            *settings.PASSWORD_HASHERS,
        ]
        try_password(here, PASSWORD)
        cheaply_hashed.requester.refresh_from_db()
        assert cheaply_hashed.requester.password != stored
        for _ in range(BY_NUMBER.most):
            try_password(Client(), "salah")
        try_password(there, PASSWORD)
        assert is_in(there)

    @pytest.mark.parametrize(
        ("path", "form"),
        [
            ("akhiri-lainnya/", {}),
            ("nomor/", {"password": PASSWORD, "phone": "0812-0000-7777"}),
            ("sandi/", {"password": PASSWORD, "new_password": NEW, "repeated": NEW}),
        ],
    )
    def test_who_ends_the_others_is_known_where_they_did_it_and_nowhere_else(
        self, cheaply_hashed: Cast, path: str, form: dict[str, str]
    ) -> None:
        here, there = Client(), Client()
        for client in (here, there):
            try_password(client, PASSWORD)
        assert here.post(f"/saya/keamanan/{path}", form).status_code == 302
        person = Resident.objects.get(pk=cheaply_hashed.requester.pk)
        assert [known_on(client, person) for client in (here, there)] == [True, False]

    def test_who_comes_in_by_the_link_is_known_there(self, cheaply_hashed: Cast) -> None:
        person, client = cheaply_hashed.requester, Client()
        token = make_reset_link(person, made_by=cheaply_hashed.rt_head)
        form = {"new_password": NEW, "repeated": NEW}
        assert client.post(f"/sandi-baru/{token}/", form).status_code == 302
        assert known_on(client, Resident.objects.get(pk=person.pk))

    def test_the_cookie_is_http_only_and_names_nobody(self, cheaply_hashed: Cast) -> None:
        client = Client()
        try_password(client, PASSWORD)
        morsel = client.cookies[COOKIE]
        assert (morsel["httponly"], morsel["samesite"], morsel["max-age"]) == (
            True,
            "Lax",
            400 * 24 * 3600,
        )
        person = cheaply_hashed.requester
        for secret in ("81200000004", person.name, person.password):
            assert secret not in morsel.value


def known_on(client: Client, person: Resident) -> bool:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = client.cookies[COOKIE].value
    return device_of(request, person) is not None


def without_token(content: bytes) -> str:
    """The page but for its form token and what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", content.decode())
    return re.sub(r'name="login" value="[^"]*"', "", text)


@pytest.mark.django_db
def test_whoever_it_is_the_answer_and_its_cost_are_the_same(cheaply_hashed: Cast) -> None:
    """Known, unknown, switched off, without a password, and no longer anybody's."""
    cast = cheaply_hashed
    Resident.objects.filter(pk=cast.other_rt.pk).update(is_active=False)
    cast.volunteer.set_unusable_password()
    cast.volunteer.save(update_fields=["password"])
    assisted, number = cast.outsider, cast.outsider.phone
    Resident.objects.filter(pk=assisted.pk).update(phone=None)
    phones = [PHONE, "0812-0000-8888", cast.other_rt.phone, cast.volunteer.phone, number]
    bodies, costs = set(), []
    for phone in phones:
        with counting_hashes() as counted:
            bodies.add(without_token(try_password(Client(), "salah", str(phone))))
            costs.append(counted.calls)
    assert (len(bodies), costs) == (1, [1] * len(phones))
    # And once their tries are spent.
    for phone in phones:
        for _ in range(BY_NUMBER.most):
            last = without_token(try_password(Client(), "salah", str(phone)))
        bodies.add(last)
    assert len(bodies) == 2
