from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Resident
from neighborhoods.first_steps import beginning, has_just_begun
from neighborhoods.models import Membership
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of
from tests.requests_app.factory import helped_need, open_need

ClientOf = Callable[[Resident], Client]
NOBODY_YET = "Belum ada yang menawarkan diri"


@pytest.fixture
def alone(cast: Cast) -> Cast:
    """The head of RT 003 has no neighbours in the RW."""
    others = Membership.objects.exclude(resident__in=[cast.rt_head, cast.outsider])
    others.update(status="ended")
    return cast


def test_an_rt_of_one_has_just_begun_and_its_rw_too(alone: Cast) -> None:
    rt = rt_of(alone.rt_head)
    assert (has_just_begun(rt), beginning(standing_of(alone.rt_head))) == (True, "rw")


def test_the_desk_says_the_first_steps_while_they_are_true(cast: Cast, client_of: ClientOf) -> None:
    Membership.objects.exclude(resident=cast.rt_head).filter(rt=rt_of(cast.rt_head)).update(
        status="ended"
    )
    client, words = client_of(cast.rt_head), "Langkah pertama untuk RT\N{NO-BREAK SPACE}003"
    assert words in client.get("/pengurus/").content.decode()
    Membership.objects.filter(resident__in=[cast.requester, cast.volunteer]).update(status="active")
    assert words not in client.get("/pengurus/").content.decode()


def test_an_empty_board_of_a_new_rw_says_what_to_do_next(alone: Cast, client_of: ClientOf) -> None:
    page = client_of(alone.rt_head).get("/papan/").content.decode()
    assert ("RW Anda baru mulai di sini" in page, "Ajak tetangga" in page) == (True, True)


def test_who_asked_reads_that_nobody_has_come_only_until_somebody_does(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.requester)
    shown = [
        NOBODY_YET in client.get(f"/kebutuhan/{need.code}/").content.decode()
        for need in (open_need(cast), helped_need(cast))
    ]
    assert shown == [True, False]
