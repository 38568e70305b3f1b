"""The coordinator's link: once, within half an hour, whatever messengers do with it."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.test import Client

from accounts.errors import LinkNoLongerValid
from accounts.models import ResetLink, Resident
from accounts.passwords import LASTS, make_reset_link, use_reset_link
from gotongroyong.logs import hide_tokens
from journal.models import Entry
from tests.cast import Cast
from tests.volunteers.crowd import all_at_once

ClientOf = Callable[[Resident], Client]
NEW = "tiga kata berurutan"
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def link_for(cast: Cast) -> str:
    return make_reset_link(cast.requester, made_by=cast.rt_head)


def send(token: str, password: str = NEW, client: Client | None = None):  # type: ignore[no-untyped-def]  # Django's test response
    form = {"new_password": password, "repeated": password}
    return (client or Client()).post(f"/sandi-baru/{token}/", form)


def body(response) -> str:  # type: ignore[no-untyped-def]  # Django's test response
    return re.sub(r'value="[^"]{64}"', "", response.content.decode())


@pytest.mark.django_db
class TestLink:
    def test_it_sets_the_password_once_and_signs_in(self, cast: Cast) -> None:
        token, client = link_for(cast), Client()
        assert send(token, client=client).headers["Location"] == "/"
        assert client.session["_auth_user_id"] == str(cast.requester.pk)
        cast.requester.refresh_from_db()
        assert cast.requester.check_password(NEW)
        again = send(token, "kata sandi ketiga")
        assert again.status_code == 404
        cast.requester.refresh_from_db()
        assert cast.requester.check_password(NEW)

    def test_looking_at_it_uses_nothing_up(self, cast: Cast) -> None:
        token = link_for(cast)
        for method in ("get", "head", "get"):
            assert getattr(Client(), method)(f"/sandi-baru/{token}/").status_code == 200
        assert send(token).status_code == 302

    def test_it_ends_after_half_an_hour_and_with_the_next_one(self, cast: Cast) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            first, second = link_for(cast), link_for(cast)
            assert send(first).status_code == 404
            clock.shift(LASTS - timedelta(seconds=1))
            assert Client().get(f"/sandi-baru/{second}/").status_code == 200
            clock.shift(timedelta(seconds=1))
            assert send(second).status_code == 404

    def test_used_ended_and_invented_links_look_the_same(self, cast: Cast) -> None:
        used, ended = link_for(cast), make_reset_link(cast.volunteer, made_by=cast.rt_head)
        use_reset_link(used, NEW)
        ResetLink.objects.filter(resident=cast.volunteer).update(expires_at=NOON)
        tokens = (used, ended, "karangan")
        for ask in (send, lambda token: Client().get(f"/sandi-baru/{token}/")):
            answers = [(token, ask(token)) for token in tokens]
            assert {answer.status_code for _, answer in answers} == {404}
            # But for the address itself, which the switch of language leads back to.
            assert len({body(answer).replace(token, "") for token, answer in answers}) == 1

    def test_it_ends_every_session_and_an_account_switched_off_stays_so(
        self, cast: Cast, client_of: ClientOf
    ) -> None:
        on_the_old_phone = client_of(cast.requester)
        assert on_the_old_phone.get("/saya/").status_code == 200
        use_reset_link(link_for(cast), NEW)
        assert on_the_old_phone.get("/saya/").headers["Location"] == "/masuk/?next=/saya/"
        token = link_for(cast)
        Resident.objects.filter(pk=cast.requester.pk).update(is_active=False)
        assert send(token).status_code == 404

    def test_a_bad_password_is_said_and_uses_nothing_up(self, cast: Cast) -> None:
        token = link_for(cast)
        for new, repeated, at in [
            ("", "", "new_password"),
            ("pendek", "pendek", "new_password"),
            ("12345678", "12345678", "new_password"),
            ("x" * 129, "x" * 129, "new_password"),
            (NEW, NEW + "!", "repeated"),
        ]:
            form = {"new_password": new, "repeated": repeated}
            answer = Client().post(f"/sandi-baru/{token}/", form)
            assert (answer.status_code, at in answer.context["form"].errors) == (422, True)
        assert send(token).status_code == 302

    def test_the_token_has_256_bits_and_is_stored_nowhere(self, cast: Cast) -> None:
        token = link_for(cast)
        assert len(token) == 43
        stored = str(list(ResetLink.objects.values()) + list(Entry.objects.values()))
        assert token not in stored

    def test_the_token_stays_out_of_the_log(self, cast: Cast) -> None:
        token = link_for(cast)
        line = hide_tokens(None, "", {"event": f"Internal Server Error: /sandi-baru/{token}/"})
        assert line == {"event": "Internal Server Error: /sandi-baru/***/"}

    def test_guessing_links_is_stopped_by_address_and_a_good_one_is_no_guess(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("gotongroyong.way_in_views.MOST_WRONG", 3)
        token = link_for(cast)
        for _ in range(5):
            assert Client().get(f"/sandi-baru/{token}/").status_code == 200
        statuses = [Client().get(f"/sandi-baru/tebakan{n}/").status_code for n in range(5)]
        assert statuses == [404, 404, 404, 429, 429]
        # Who shares the guesser's mobile address is not locked out: nobody guesses 256 bits.
        assert Client().get(f"/sandi-baru/{token}/").status_code == 200
        assert send(token).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_ten_who_send_it_at_once_use_it_once(without_pool: None, cast: Cast) -> None:
    token = link_for(cast)

    def use(number: int) -> str:
        try:
            use_reset_link(token, f"{NEW} {number}")
        except LinkNoLongerValid:
            return "no"
        return "yes"

    assert Counter(all_at_once(list(range(10)), use)) == {"yes": 1, "no": 9}


@pytest.mark.django_db
def test_a_coordinator_hands_a_link_out_and_it_is_told_and_journaled(
    cast: Cast, client_of: ClientOf
) -> None:
    membership, desk = cast.requester.memberships.get(), client_of(cast.rt_head)
    path = f"/pengurus/warga/{membership.pk}/tautan-sandi/"
    assert b"/sandi-baru/" not in desk.get(path).content
    made = desk.post(path)
    assert made["Cache-Control"] == "no-store"
    text = unquote(made.content.decode())
    token = re.search(r"/sandi-baru/([\w-]{43})/", text)
    assert token
    assert "Berlaku 30 menit, sekali pakai." in text
    assert b"/sandi-baru/" not in desk.get(path).content
    send(token[1])
    kinds = cast.requester.notifications.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["account.reset_made", "account.reset_used"]
    entries = Entry.objects.filter(action__startswith="reset.").order_by("pk")
    assert list(entries.values_list("action", "actor_id", "subject_id", "rw_id", "object_id")) == [
        (action, actor.pk, cast.requester.pk, membership.rt.rw_id, membership.pk)
        for action, actor in (("reset.made", cast.rt_head), ("reset.used", cast.requester))
    ]


@pytest.mark.django_db(transaction=True)
def test_a_link_used_while_the_next_is_made_waits_its_turn(without_pool: None, cast: Cast) -> None:
    """Both lock the person first; else each could wait for the other."""
    for round_ in range(10):
        token = link_for(cast)

        def use_or_make(what: str) -> str:
            if what == "make":
                link_for(cast)
                return "made"
            try:
                use_reset_link(token, f"{NEW} {round_}")  # noqa: B023
            except LinkNoLongerValid:
                return "no"
            return "used"

        answers = all_at_once(["make", "use"] * 4, use_or_make)
        assert answers.count("made") == 4
        assert answers.count("used") <= 1
