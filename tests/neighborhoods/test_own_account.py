"""A new number: what is known by the old one goes along with it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.errors import PhoneNotAvailable
from accounts.models import Resident
from accounts.passwords import link_of, make_reset_link
from neighborhoods import founding
from neighborhoods.founding import follow_number
from neighborhoods.models import Founding
from neighborhoods.own_account import change_phone
from neighborhoods.personal import foundings_of
from tests.cast import Cast
from tests.gotongroyong.mydata.test_erasing import erase_now, tables_with
from tests.neighborhoods.foundings import CONTACT, asked

pytestmark = pytest.mark.django_db
NEW = "+6281288776655"


def asked_by(person: Resident) -> Founding:
    made = asked()
    Founding.objects.filter(pk=made.pk).update(contact_phone=person.phone)
    return made


def contact_of(made: Founding) -> tuple[str, str]:
    made.refresh_from_db()
    return made.contact_name, made.contact_phone


def test_a_founding_that_waits_follows_to_the_new_number(cast: Cast) -> None:
    made, others = asked_by(cast.volunteer), asked(number="013")
    change_phone(cast.volunteer, NEW, session_key=None)
    assert contact_of(made) == (CONTACT, NEW)
    assert NEW not in contact_of(others)
    assert list(foundings_of(cast.volunteer)) == [made]


def test_after_the_new_number_and_the_erasure_neither_name_nor_number_is_left(cast: Cast) -> None:
    person, old = cast.volunteer, str(cast.volunteer.phone)
    asked_by(person)
    change_phone(person, NEW, session_key=None)
    erase_now(person)
    assert tables_with(CONTACT, old, NEW) == []


def test_a_number_that_is_taken_changes_neither(cast: Cast) -> None:
    made, old = asked_by(cast.volunteer), cast.volunteer.phone
    with pytest.raises(PhoneNotAvailable):
        change_phone(cast.volunteer, str(cast.requester.phone), session_key=None)
    assert contact_of(made) == (CONTACT, old)


def test_the_stored_number_counts_and_not_that_of_a_page_from_before(cast: Cast) -> None:
    made = asked_by(cast.volunteer)
    stale = Resident.objects.get(pk=cast.volunteer.pk)
    change_phone(cast.volunteer, "+6281288776600", session_key=None)
    change_phone(stale, NEW, session_key=None)
    assert contact_of(made) == (CONTACT, NEW)


def test_of_one_that_was_decided_meanwhile_nothing_comes_back(cast: Cast) -> None:
    made = asked_by(cast.volunteer)
    founding.decline(made, operator=cast.operator)
    change_phone(cast.volunteer, NEW, session_key=None)
    assert contact_of(made) == ("", "")


@pytest.mark.parametrize(("written", "kept"), [(NEW, (CONTACT, NEW)), ("", ("", ""))])
def test_also_where_the_operator_changes_or_takes_it(
    written: str, kept: tuple[str, str], cast: Cast, client_of: Callable[[Resident], Client]
) -> None:
    made = asked_by(cast.volunteer)
    form = form_of(cast.volunteer) | {"phone": written}
    assert client_of(cast.operator).post(admin_page(cast.volunteer), form).status_code == 302
    assert contact_of(made) == kept


def test_a_number_that_the_operator_changes_ends_the_same_ways_in(
    cast: Cast, client_of: Callable[[Resident], Client]
) -> None:
    person, phone, operator = cast.volunteer, client_of(cast.volunteer), client_of(cast.operator)
    assert phone.get("/saya/").status_code == 200
    token = make_reset_link(person, made_by=cast.rt_head)
    operator.post(admin_page(person), form_of(person) | {"name": "Nama Lain"})
    person.refresh_from_db()
    assert (person.name, bool(link_of(token)), person.ways_in_since) == ("Nama Lain", True, None)
    assert phone.get("/saya/").status_code == 200
    operator.post(admin_page(person), form_of(person) | {"phone": NEW})
    person.refresh_from_db()
    assert (person.phone, link_of(token), bool(person.ways_in_since)) == (NEW, None, True)
    assert phone.get("/saya/").headers["Location"] == "/masuk/?next=/saya/"


def test_the_operator_stays_signed_in_with_a_new_number_of_their_own(
    cast: Cast, client_of: Callable[[Resident], Client]
) -> None:
    operator, elsewhere = client_of(cast.operator), client_of(cast.operator)
    elsewhere.get("/admin/")
    rights = {"is_staff": "on", "is_superuser": "on"}
    operator.post(admin_page(cast.operator), form_of(cast.operator) | rights | {"phone": NEW})
    assert [client.get("/admin/").status_code for client in (operator, elsewhere)] == [200, 302]


def admin_page(person: Resident) -> str:
    return f"/admin/accounts/resident/{person.pk}/change/"


def form_of(person: Resident) -> dict[str, str]:
    return {"phone": person.phone or "", "name": person.name, "is_active": "on"}


def test_nobodys_number_is_followed_by_nothing(cast: Cast) -> None:
    founding_without = asked()
    Founding.objects.update(contact_name="", contact_phone="")
    assert follow_number("+62800000000", NEW) == 0
    assert contact_of(founding_without) == ("", "")
