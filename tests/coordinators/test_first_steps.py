"""What a beginning says to whom, and that it stops once its people are there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Resident
from coordinators import desk
from coordinators.first_steps import is_alone_at_night
from neighborhoods import invitations, offices
from neighborhoods.models import Invitation, Membership, Office, RukunTetangga, RukunWarga
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from tests.requests_app.factory import open_need

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Resident], Client]

# 22.30, 04.30 and 12.00 on the clocks of WIB.
NIGHT, BEFORE_DAWN, NOON = (
    datetime(2026, 11, 24, hour, minute, tzinfo=UTC)
    for hour, minute in ((15, 30), (21, 30), (5, 0))
)
DESK = "/pengurus/"


def main_of(client: Client, path: str = DESK) -> str:
    text = unescape(client.get(path).content.decode())
    return " ".join(text.partition("<main")[2].partition("</main>")[0].split())


def card_of(client: Client) -> str:
    """The first steps at the desk, '' where there are none."""
    return (
        main_of(client)
        .partition('aria-labelledby="first-steps-title"')[2]
        .partition("</section>")[0]
    )


def grow(rt: RukunTetangga, count: int = 3) -> None:
    for number in range(count):
        person = Resident.objects.create(phone=f"+62813{rt.pk:05}{number:04}", name="Warga")
        Membership.objects.create(resident=person, rt=rt, status="active")


@pytest.fixture
def head(db: None) -> Resident:
    """Of an RW founded today: an office, and nothing else yet."""
    rw = RukunWarga.objects.create(
        number="012", village="Mekarjaya", district="Sukmajaya", city="Depok", province="Jabar"
    )
    person = Resident.objects.create(phone="+6281377000012", name="Made Suarta")
    Office.objects.create(holder=person, rw=rw, post="ketua")
    return person


@pytest.fixture
def rw(head: Resident) -> RukunWarga:
    return RukunWarga.objects.get(number="012")


class TestAnEmptyNewRw:
    def test_without_an_rt_its_head_is_led_to_add_one(
        self, head: Resident, client_of: ClientOf
    ) -> None:
        card = card_of(client_of(head))
        assert ("Langkah pertama untuk RW 012" in card, 'href="/pengurus/rt/"' in card) == (
            True,
            True,
        )
        assert "Undang ketua" not in card.rpartition("actions")[2]

    def test_then_to_invite_the_heads_whose_rt_are_named(
        self, head: Resident, rw: RukunWarga, client_of: ClientOf
    ) -> None:
        for number in ("001", "002"):
            RukunTetangga.objects.create(rw=rw, number=number)
        card = card_of(client_of(head))
        assert "Belum ada ketua: RT 001, RT 002" in card
        first = rw.rts.get(number="001")
        assert f'href="/pengurus/jabatan/?undang={first.pk}#invite-title"' in card

    def test_a_head_who_is_invited_is_waited_for(
        self, head: Resident, rw: RukunWarga, client_of: ClientOf
    ) -> None:
        rt = RukunTetangga.objects.create(rw=rw, number="001")
        offices.invite(rw, rt=rt, post="ketua", by=standing_of(head))
        card = card_of(client_of(head))
        assert (
            "Ketua sudah diundang, belum bergabung: RT 001" in card,
            "Belum ada ketua:" in card,
        ) == (
            True,
            False,
        )
        assert 'href="/pengurus/undangan/"' in card

    def test_an_invitation_that_ended_no_longer_counts(
        self, head: Resident, rw: RukunWarga, client_of: ClientOf
    ) -> None:
        rt = RukunTetangga.objects.create(rw=rw, number="001")
        offices.invite(rw, rt=rt, post="ketua", by=standing_of(head))
        Invitation.objects.update(expires_at=timezone.now())
        assert "Belum ada ketua: RT 001" in card_of(client_of(head))

    def test_with_heads_the_residents_are_left(
        self, head: Resident, rw: RukunWarga, client_of: ClientOf
    ) -> None:
        rt = RukunTetangga.objects.create(rw=rw, number="001")
        Membership.objects.create(resident=head, rt=rt, status="active")
        Office.objects.create(holder=head, rw=rw, rt=rt, post="ketua")
        client = client_of(head)
        assert "Buat undangan" in card_of(client)
        invitations.invite_residents(rt, by=standing_of(head))
        assert "Cetak dan bagikan" in card_of(client)

    def test_it_is_gone_once_people_and_heads_are_there(
        self, head: Resident, rw: RukunWarga, client_of: ClientOf
    ) -> None:
        rt = RukunTetangga.objects.create(rw=rw, number="001")
        Office.objects.create(holder=head, rw=rw, rt=rt, post="ketua")
        client = client_of(head)
        assert card_of(client)
        grow(rt)
        assert not card_of(client)

    def test_its_board_leads_the_head_to_the_desk(
        self, head: Resident, client_of: ClientOf
    ) -> None:
        text = main_of(client_of(head), "/papan/")
        assert "RW Anda baru mulai di sini" in text
        assert f'href="{DESK}"' in text

    @pytest.mark.parametrize("path", ["/pengurus/undangan/", "/pengurus/warga/dibantu/"])
    def test_a_form_that_needs_an_rt_leads_to_adding_one(
        self, head: Resident, rw: RukunWarga, client_of: ClientOf, path: str
    ) -> None:
        client = client_of(head)
        text = main_of(client, path)
        assert ('href="/pengurus/rt/"' in text, "<form" in text) == (True, False)
        RukunTetangga.objects.create(rw=rw, number="001")
        assert "<form" in main_of(client, path)

    def test_the_offices_of_an_rt_see_nothing_of_it(self, cast: Cast, client_of: ClientOf) -> None:
        assert not card_of(client_of(cast.rt_head))


def test_a_new_rt_of_an_old_rw_is_named_alone(cast: Cast, client_of: ClientOf) -> None:
    rw = rt_of(cast.rt_head).rw
    for rt in rw.rts.all():
        grow(rt)
    client = client_of(cast.rw_head)
    assert not card_of(client)
    RukunTetangga.objects.create(rw=rw, number="009")
    assert "Langkah pertama untuk RT 009" in card_of(client)


def test_an_old_rt_whose_head_went_is_no_beginning(cast: Cast, client_of: ClientOf) -> None:
    rw = rt_of(cast.rt_head).rw
    for rt in rw.rts.all():
        grow(rt)
    Office.objects.filter(holder=cast.rt_head).update(ended_at=timezone.now())
    assert not card_of(client_of(cast.rw_head))


def test_many_new_rt_cost_no_more_than_one(
    head: Resident,
    rw: RukunWarga,
    client_of: ClientOf,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    client = client_of(head)
    RukunTetangga.objects.create(rw=rw, number="001")
    with django_assert_max_num_queries(40) as seen:  # type: ignore[attr-defined]
        client.get(DESK)
    for number in range(2, 12):
        RukunTetangga.objects.create(rw=rw, number=f"{number:03}")
    with django_assert_max_num_queries(len(seen)):  # type: ignore[attr-defined]
        client.get(DESK)


class TestAnRtOfOne:
    @pytest.fixture
    def alone(self, cast: Cast) -> Cast:
        others = Membership.objects.filter(rt=rt_of(cast.rt_head)).exclude(resident=cast.rt_head)
        others.update(status="ended")
        grow(rt_of(cast.other_rt))
        return cast

    def test_its_head_is_led_to_invite(self, alone: Cast, client_of: ClientOf) -> None:
        client = client_of(alone.rt_head)
        card = card_of(client)
        assert "Langkah pertama untuk RT 003" in card
        assert 'href="/pengurus/undangan/"' in card
        assert "Langkah pertama di meja pengurus" in main_of(client, "/papan/")

    def test_its_only_resident_is_told_whom_to_ask(self, alone: Cast, client_of: ClientOf) -> None:
        Office.objects.filter(holder=alone.rt_head).update(ended_at=timezone.now())
        text = main_of(client_of(alone.rt_head), "/papan/")
        assert ("Anda termasuk yang pertama" in text, 'href="/minta/"' in text) == (True, True)


class TestANeedWithNoHelperYet:
    def test_who_asked_reads_what_helps_and_shares_it(
        self, cast: Cast, client_of: ClientOf
    ) -> None:
        text = main_of(client_of(cast.requester), f"/kebutuhan/{open_need(cast).code}/")
        assert "Belum ada yang menawarkan diri" in text
        assert "https://wa.me/?text=" in text

    def test_where_nothing_may_be_shared_they_read_who_looks_for_somebody(
        self, cast: Cast, client_of: ClientOf
    ) -> None:
        need = open_need(cast, category="housewatch")
        text = main_of(client_of(cast.requester), f"/kebutuhan/{need.code}/")
        assert ("pengurus ikut mencarikan" in text, "wa.me" in text) == (True, False)

    def test_the_coordinator_is_asked_to_call_the_neighbours(
        self, cast: Cast, client_of: ClientOf
    ) -> None:
        need = open_need(cast)
        long_ago = timezone.now() - timedelta(days=2)
        type(need).objects.filter(pk=need.pk).update(opened_at=long_ago, reviewed_at=long_ago)
        assert f'action="/pengurus/{need.code}/ajak/"' in main_of(client_of(cast.rt_head))


class TestAHeadAloneAtNight:
    @pytest.mark.parametrize(("now", "alone"), [(NIGHT, True), (BEFORE_DAWN, True), (NOON, False)])
    def test_alone_in_office_at_night(self, cast: Cast, now: datetime, alone: bool) -> None:
        Office.objects.exclude(holder=cast.rt_head).delete()
        assert is_alone_at_night(standing_of(cast.rt_head), now) is alone

    def test_not_alone_while_another_is_in_office(self, cast: Cast) -> None:
        assert not is_alone_at_night(standing_of(cast.rt_head), NIGHT)

    def test_the_desk_says_what_may_wait_and_where_a_deputy_is_made(
        self, head: Resident, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = []
        for now in (NIGHT, NOON):
            monkeypatch.setattr(desk, "timezone", SimpleNamespace(now=lambda now=now: now))
            text.append(main_of(client_of(head)))
        words = "hanya Anda pengurusnya"
        links = ('href="/darurat/"', 'href="/pengurus/jabatan/"')
        assert [words in each for each in text] == [True, False]
        assert all(link in text[0] for link in links)
