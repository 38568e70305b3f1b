"""One's own sessions, password and phone number."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import devices, sign_in_codes
from accounts.errors import CodeNotRight
from accounts.models import Device, Resident, SignInCode
from accounts.passwords import link_of, make_reset_link
from journal.models import Entry
from tests.accounts.hashing import PASSWORD
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]
PATH, NEW = "/saya/keamanan/", "tiga kata berurutan"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/130.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def person(cast: Cast) -> Resident:
    cast.requester.set_password(PASSWORD)
    cast.requester.save(update_fields=["password"])
    return cast.requester


def signed_in(person: Resident, agent: str = ANDROID) -> Client:
    client = Client(headers={"User-Agent": agent})
    client.post("/masuk/", {"login": person.phone, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/saya/").status_code == 200


def actions_of(person: Resident) -> list[str]:
    return list(
        Entry.objects.filter(subject_id=person.pk).order_by("pk").values_list("action", flat=True)
    )


def kinds_told(person: Resident) -> list[str]:
    return list(person.notifications.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (ANDROID, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
         "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Firefox/132.0", "Firefox, Linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_device_is_named_as_people_know_it(agent: str, label: str) -> None:
    assert devices.label_of(agent) == label


def test_the_page_lists_sessions_and_marks_this_one(person: Resident) -> None:
    here, there = signed_in(person), signed_in(person, "Firefox Windows")
    page = here.get(PATH)
    assert sorted(device.label for device in page.context["devices"]) == [
        "Chrome, Android",
        "Firefox, Windows",
    ]
    assert page.content.decode().count("Perangkat ini") == 1
    there.post("/keluar/")
    assert [device.label for device in here.get(PATH).context["devices"]] == ["Chrome, Android"]


def test_one_session_is_ended_and_only_ones_own(person: Resident, cast: Cast) -> None:
    here, there = signed_in(person), signed_in(person)
    other = Device.objects.get(session_key=there.session.session_key)
    stranger = Client()
    stranger.force_login(cast.volunteer)
    assert stranger.post(f"{PATH}akhiri/{other.pk}/").status_code == 404
    here.post(f"{PATH}akhiri/{other.pk}/")
    assert (is_in(here), is_in(there)) == (True, False)
    mine = Device.objects.get(session_key=here.session.session_key)
    assert here.post(f"{PATH}akhiri/{mine.pk}/").status_code == 404
    assert actions_of(person) == ["device.ended"]


def test_all_others_are_ended(person: Resident) -> None:
    here, *others = (signed_in(person) for _ in range(3))
    here.post(f"{PATH}akhiri-lainnya/")
    assert [is_in(client) for client in (here, *others)] == [True, False, False]


def test_a_changed_password_keeps_this_session_and_ends_the_others(person: Resident) -> None:
    here, there = signed_in(person), signed_in(person)
    form = {"password": PASSWORD, "new_password": NEW, "repeated": NEW}
    assert here.post(f"{PATH}sandi/", form).headers["Location"] == PATH
    assert (is_in(here), is_in(there)) == (True, False)
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert [device.label for device in here.get(PATH).context["devices"]] == ["Chrome, Android"]
    assert actions_of(person) == ["password.changed"]
    assert kinds_told(person) == ["account.password_changed"]


def test_the_present_password_is_asked_and_counted_as_at_sign_in(person: Resident) -> None:
    here = signed_in(person)
    form = {"password": "salah", "new_password": NEW, "repeated": NEW}
    answers = [here.post(f"{PATH}sandi/", form) for _ in range(11)]
    said = [str(answer.context["form"].errors["password"]) for answer in answers]
    assert ({answer.status_code for answer in answers}, said[0] != said[10]) == ({422}, True)
    refused = here.post(f"{PATH}sandi/", form | {"password": PASSWORD})
    assert refused.status_code == 422
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_changed_number_is_the_one_to_sign_in_with(person: Resident) -> None:
    here, there = signed_in(person), signed_in(person)
    form = {"password": PASSWORD, "phone": "0813-9999-0001"}
    assert here.post(f"{PATH}nomor/", form).headers["Location"] == PATH
    assert (is_in(here), is_in(there)) == (True, False)
    person.refresh_from_db()
    assert person.phone == "+6281399990001"
    assert is_in(signed_in(person))
    assert actions_of(person) == ["phone.changed"]
    assert kinds_told(person) == ["account.phone_changed"]


@pytest.mark.parametrize("phone", ["", "12", "abc", "0812\x00", "<b>0812</b>", "0" * 5000])
def test_a_bad_number_is_said_and_nothing_is_changed(person: Resident, phone: str) -> None:
    before = person.phone
    answer = signed_in(person).post(f"{PATH}nomor/", {"password": PASSWORD, "phone": phone})
    assert (answer.status_code, "phone" in answer.context["form"].errors) == (422, True)
    person.refresh_from_db()
    assert person.phone == before


def test_whether_a_number_is_taken_can_be_asked_five_times_a_day(
    person: Resident, cast: Cast
) -> None:
    here = signed_in(person)
    taken = {"password": PASSWORD, "phone": cast.volunteer.phone}
    said = [
        str(here.post(f"{PATH}nomor/", taken).context["form"].errors["phone"]) for _ in range(7)
    ]
    assert [said[0]] * 5 + [said[5]] * 2 == said
    assert said[0] != said[5]
    assert "seperempat jam" not in said[5]
    free = taken | {"phone": "0813-9999-0001"}
    assert here.post(f"{PATH}nomor/", free).status_code == 422


def test_a_session_is_seen_once_a_day_also_one_from_before_devices_were_noted(
    person: Resident,
) -> None:
    here = signed_in(person)
    Device.objects.all().delete()
    session = here.session
    session["seen_on"] = "2020-01-01"
    session.save()
    is_in(here)
    device = Device.objects.get()
    assert (device.session_key, device.resident) == (here.session.session_key, person)
    old = timezone.now() - timedelta(days=3)
    Device.objects.update(seen_at=old)
    is_in(here)
    assert Device.objects.get().seen_at == old


def test_rows_of_ended_sessions_are_cleared(person: Resident) -> None:
    here, there = signed_in(person), signed_in(person)
    Session.objects.filter(session_key=there.session.session_key).delete()
    assert devices.clear_ended() == 1
    assert Device.objects.get().session_key == here.session.session_key


def code_for(person: Resident) -> str:
    """'123456' is on its way to them; the browser that asked."""
    with patch("accounts.gateway.send"):
        browser = sign_in_codes.ask(str(person.phone), address="203.0.113.7")
    SignInCode.objects.update(code_hash=sign_in_codes.hashed_code(browser, "123456"))
    return browser


def test_what_was_sent_to_the_old_number_ends_with_it(person: Resident, cast: Cast) -> None:
    """A link or a code on the lost phone must not outlive the change."""
    token, browser = make_reset_link(person, made_by=cast.rt_head), code_for(person)
    here = signed_in(person)
    here.post(f"{PATH}nomor/", {"password": PASSWORD, "phone": "0813-9999-0001"})
    assert link_of(token) is None
    with pytest.raises(CodeNotRight):
        sign_in_codes.use(browser, "123456")


def test_a_new_password_ends_codes_that_are_on_their_way(person: Resident) -> None:
    browser = code_for(person)
    form = {"password": PASSWORD, "new_password": NEW, "repeated": NEW}
    signed_in(person).post(f"{PATH}sandi/", form)
    with pytest.raises(CodeNotRight):
        sign_in_codes.use(browser, "123456")


@pytest.mark.parametrize("written", ["081200000004", "6281200000004", "0812-0000-0004", "Ratna"])
def test_ones_own_number_or_name_is_no_password(person: Resident, written: str) -> None:
    """Every neighbour's first guess."""
    person.name = "Ratna Sulastri"
    person.save(update_fields=["name"])
    new = written if written[0] in "06" else f"{written}sulastri"
    form = {"password": PASSWORD, "new_password": new, "repeated": new}
    answer = signed_in(person).post(f"{PATH}sandi/", form)
    assert (answer.status_code, "new_password" in answer.context["form"].errors) == (422, True)


def test_a_session_with_a_new_key_stays_in_the_list(cast: Cast) -> None:
    """As after the operator changed their own password in the admin, which draws a new one."""
    here, there = Client(headers={"User-Agent": ANDROID}), Client()
    for client in (here, there):
        client.force_login(cast.operator)
    new = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    path = f"/admin/accounts/resident/{cast.operator.pk}/password/"
    assert here.post(path, new).status_code == 302
    here.get("/saya/keamanan/")
    keys = [device.session_key for device in devices.devices_of(cast.operator)]
    assert here.session.session_key in keys
