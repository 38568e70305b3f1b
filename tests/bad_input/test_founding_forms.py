"""What people, phones and scripts put into the founding's form and the RT's."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import Resident
from neighborhoods.models import Founding, RukunTetangga
from tests.bad_input.bad import MARKUP, NUL, error_of, shows_no_markup
from tests.cast import Cast
from tests.neighborhoods.foundings import entry

ClientOf = Callable[[Resident], Client]
PATH = "/daftarkan-rw/"
NAMES = ("village", "district", "city", "contact_name")
BAD_FIELDS = {
    "number": ["", " ", "0", "1000", "tiga", "1-6", NUL, "9" * 5000, "\U0001f35a"],
    "rt_numbers": ["", ",", "6-1", "1-999", "0", "satu", NUL, "1-2-3", "1," * 5000],
    "village": ["", "  ", "12", "...", "\U0001f35a" * 20, "x" * 81, NUL, "\u200b\u200b"],
    "district": ["", "1", "x" * 81, NUL],
    "city": ["", "1", "x" * 81, NUL],
    "province": ["", "Batavia", "bali", NUL, "<b>"],
    "zone": ["WIB", "Europe/Berlin", NUL, "x" * 5000],
    "village_code": ["1", "51.03.02.100", "5103021001x", "51-03-02-1001", "\u0665" * 10, NUL],
    "contact_name": ["", "12", "x" * 61, NUL],
    "contact_phone": ["", "12", "0812-ABCD-EFGH", "+62", "9" * 5000, NUL, "0812 0000 ext 5"],
}
CASES = [(field, value) for field, values in BAD_FIELDS.items() for value in values]


@pytest.mark.parametrize(
    ("field", "value"), CASES, ids=[f"{field}-{n}" for n, (field, _) in enumerate(CASES)]
)
def test_a_bad_field_is_said_beside_it_and_keeps_the_rest(
    client: Client, cast: Cast, field: str, value: str
) -> None:
    answer = client.post(PATH, entry(**{field: value}))
    assert answer.status_code == 422
    assert error_of(answer, field)
    assert Founding.objects.count() == 0
    if field != "district":
        assert 'value="Banyu Biru"' in answer.content.decode()


@pytest.mark.parametrize("value", MARKUP.values(), ids=MARKUP.keys())
@pytest.mark.parametrize("field", NAMES)
def test_markup_in_a_name_stays_words(
    client: Client, cast: Cast, client_of: ClientOf, field: str, value: str
) -> None:
    answer = client.post(PATH, entry(**{field: value}))
    assert answer.status_code in (302, 422)
    assert shows_no_markup(answer)
    client = client_of(cast.operator)
    for founding in Founding.objects.all():
        for path in ("", f"{founding.pk}/change/"):
            assert shows_no_markup(client.get(f"/admin/neighborhoods/founding/{path}"))
        made = client.post(f"/admin/neighborhoods/founding/{founding.pk}/setujui/")
        assert (made.status_code, shows_no_markup(made)) == (200, True)


@pytest.mark.parametrize("draft", ["x", NUL, "9" * 5000, "<b>"])
def test_a_broken_draft_key_is_said_and_asks_for_nothing(
    client: Client, cast: Cast, draft: str
) -> None:
    assert client.post(PATH, entry(draft=draft)).status_code == 422
    assert Founding.objects.count() == 0


def test_a_form_without_a_draft_key_is_taken(client: Client, cast: Cast) -> None:
    assert client.post(PATH, entry(draft="")).status_code == 302
    assert Founding.objects.count() == 1


@pytest.mark.parametrize("value", [*MARKUP.values(), NUL, "", "0", "9" * 5000])
def test_a_bad_rt_number_is_shown_as_it_was_and_changes_nothing(
    cast: Cast, client_of: ClientOf, value: str
) -> None:
    client = client_of(cast.rw_head)
    rt = RukunTetangga.objects.get(number="003", rw__number="005")
    for path in ("/pengurus/rt/", f"/pengurus/rt/{rt.pk}/"):
        answer = client.post(path, {"number": value})
        assert (answer.status_code, shows_no_markup(answer)) == (422, True)
        assert error_of(answer, "number")
        assert escape(value) in answer.content.decode() or value in (NUL, "")
    assert RukunTetangga.objects.count() == 9


@pytest.mark.parametrize("house", ["x", "0", "-1", "9" * 40, NUL, "<b>"])
@pytest.mark.parametrize("step", ["preview", "send", "edit"])
def test_a_house_that_is_none_moves_nobody(
    cast: Cast, client_of: ClientOf, house: str, step: str
) -> None:
    rt = RukunTetangga.objects.get(number="003", rw__number="005")
    entry = {"number": "7", "houses": [house], "step": step}
    answer = client_of(cast.rw_head).post(f"/pengurus/rt/{rt.pk}/pecah/", entry)
    assert (answer.status_code, bool(error_of(answer, "houses"))) == (422, True)
    assert RukunTetangga.objects.count() == 9


@pytest.mark.parametrize("pk", ["0", "9" * 18, "9" * 40])
@pytest.mark.parametrize("what", ["", "pecah/", "gabung/"])
def test_an_rt_that_is_none_is_not_found(
    cast: Cast, client_of: ClientOf, pk: str, what: str
) -> None:
    client = client_of(cast.rw_head)
    path = f"/pengurus/rt/{pk}/{what}"
    assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)
