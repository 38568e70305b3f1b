"""Wrong phones, wrong passwords, and too many of them."""

import re
from html import escape

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from gotongroyong.demo.cast import PASSWORD
from tests.bad_input.bad import MARKUP, NUL, Answer, error_of, shows_no_markup

PHONE = "0812-0000-0004"
WRONG_PHONES = [
    "081", "abc", "+", "62", "+62", "0812-abcd-0004", "08120000000400000", "119", "+1 555",
    "0812 0000 0004 ext. 5", "()", "-" * 30, "0" * 32, "0" * 5000, *MARKUP.values(),
]  # fmt: skip


def sign_in(client: Client, login: str = PHONE, password: str = PASSWORD) -> Answer:
    return client.post("/masuk/", {"login": login, "password": password})


def said(words: str) -> str:
    with translation.override("id"):
        return escape(gettext(words))


def tries_left(response: Answer) -> str:
    """The sentence in the summary that stands at no field of its own."""
    text = response.content.decode()
    summary = text.partition('class="error-summary"')[2].partition("</div>")[0]
    return " ".join(re.findall(r"<li>(.*?)</li>", summary))


@pytest.mark.usefixtures("cast")
class TestSignIn:
    def test_empty_form_has_a_sentence_at_each_field(self, client: Client) -> None:
        response = sign_in(client, "", "")
        assert error_of(response, "login")
        assert error_of(response, "password")

    @pytest.mark.parametrize("login", WRONG_PHONES, ids=range(len(WRONG_PHONES)))
    def test_wrong_phone_is_said_and_kept(self, client: Client, login: str) -> None:
        response = sign_in(client, login)
        assert error_of(response, "login")
        assert shows_no_markup(response)
        assert escape(login.strip()) in response.content.decode()
        assert SESSION_KEY not in client.session

    def test_a_nul_byte_is_refused_in_words(self, client: Client) -> None:
        assert error_of(sign_in(client, NUL), "login")
        assert sign_in(client, PHONE, NUL).status_code == 422

    @pytest.mark.parametrize("password", ["x" * 129, "x" * 100_000])
    def test_too_long_a_password_is_no_work_for_the_hasher(
        self, client: Client, password: str
    ) -> None:
        assert error_of(sign_in(client, PHONE, password), "password")

    @pytest.mark.parametrize("password", [*MARKUP.values(), " ", "salah"])
    def test_wrong_password_comes_back_with_the_phone_and_without_itself(
        self, client: Client, password: str
    ) -> None:
        response = sign_in(client, PHONE, password)
        assert said("The phone number or the password is not right.") in tries_left(response)
        text = response.content.decode()
        assert f'value="{PHONE}"' in text
        assert escape(password) not in text or password == " "
        assert SESSION_KEY not in client.session

    def test_an_unknown_phone_sounds_like_a_wrong_password(self, client: Client) -> None:
        known = tries_left(sign_in(client, PHONE, "salah"))
        assert tries_left(sign_in(client, "0813-9999-8888", "salah")) == known

    def test_the_eleventh_wrong_password_is_told_to_wait(self, client: Client) -> None:
        wrong = said("The phone number or the password is not right.")
        wait = said("Too many tries. Wait a quarter of an hour, then try again.")
        answers = [sign_in(client, PHONE, "salah") for _ in range(11)]
        assert [tries_left(answer) for answer in answers] == [wrong] * 10 + [wait]
        assert all(f'value="{PHONE}"' in answer.content.decode() for answer in answers)
        assert [answer.status_code for answer in answers] == [422] * 10 + [429]

    def test_the_limit_holds_in_another_browser_and_for_the_right_password(self) -> None:
        for _ in range(11):
            sign_in(Client(), PHONE, "salah")
        wait = said("Too many tries. Wait a quarter of an hour, then try again.")
        assert tries_left(sign_in(Client())) == wait

    def test_the_limit_counts_a_phone_however_it_is_written(self) -> None:
        written = ["081200000004", "+62 812 0000 0004", "62812-0000-0004", PHONE, "0812 00000004"]
        for phone in written * 2:
            sign_in(Client(), phone, "salah")
        wait = said("Too many tries. Wait a quarter of an hour, then try again.")
        assert tries_left(sign_in(Client(), PHONE, "salah")) == wait

    def test_one_phone_out_of_tries_leaves_the_others_in_peace(self, client: Client) -> None:
        for _ in range(11):
            sign_in(Client(), PHONE, "salah")
        assert sign_in(client, "0812-0000-0003").status_code == 302
        assert SESSION_KEY in client.session
