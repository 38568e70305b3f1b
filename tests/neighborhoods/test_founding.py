import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from journal.models import Entry
from neighborhoods.founding import (
    approve,
    ask_founding,
    decline,
    forget_old_contacts,
    found_rw,
)
from neighborhoods.founding_errors import AlreadyHere, AskedAlready, DecidedAlready, OperatorOnly
from neighborhoods.invitations import code_of
from neighborhoods.models import Founding, Invitation, RukunWarga
from tests.cast import Cast
from tests.neighborhoods.foundings import CONTACT, PHONE, asked, plan

SUKAMAJU = {
    "number": "005",
    "village": "SUKAMAJU",
    "district": "cempaka raya",
    "city": "KOTA tirtanagara",
}


def journaled(kind: str) -> list[tuple[str, int | None, int | None]]:
    found = Entry.objects.filter(object_kind=kind).order_by("id")
    return list(found.values_list("action", "rw_id", "actor_id"))


def test_a_request_waits_for_the_operator_and_makes_no_rw(cast: Cast) -> None:
    founding = asked()
    assert (founding.status, founding.rw, founding.decided_at) == ("pending", None, None)
    assert (founding.contact_name, founding.contact_phone) == (CONTACT, PHONE)
    assert not RukunWarga.objects.filter(village="Karanganyar").exists()


def test_approval_makes_the_rw_its_rt_and_the_heads_invitation(cast: Cast) -> None:
    founding = asked(village_code="51.03.02.1001")
    invitation = approve(founding, operator=cast.operator)
    rw = RukunWarga.objects.get(village="Karanganyar")
    assert (rw.number, rw.province, rw.zone) == ("012", "Bali", "Asia/Makassar")
    assert rw.village_code == "51.03.02.1001"
    assert list(rw.rts.order_by("number").values_list("number", flat=True)) == ["001", "002"]
    assert (invitation.rw, invitation.rt, invitation.post) == (rw, None, "ketua")
    assert (invitation.max_uses, invitation.made_by) == (1, cast.operator)
    assert len((code_of(invitation) or "").replace("-", "")) == 10
    founding.refresh_from_db()
    assert (founding.status, founding.rw) == ("approved", rw)
    assert founding.decided_at is not None
    assert journaled("founding") == [("founding.approved", rw.pk, cast.operator.pk)]
    assert journaled("rw") == [("rw.founded", rw.pk, cast.operator.pk)]


@pytest.mark.parametrize("decide", [approve, decline])
def test_deciding_forgets_who_asked(cast: Cast, decide: object) -> None:
    founding = asked()
    decide(founding, operator=cast.operator)  # type: ignore[operator]  # one of two
    founding.refresh_from_db()
    assert (founding.contact_name, founding.contact_phone) == ("", "")


def test_declining_makes_nothing_and_is_journaled(cast: Cast) -> None:
    founding = decline(asked(), operator=cast.operator)
    assert (founding.status, founding.rw) == ("declined", None)
    assert not RukunWarga.objects.filter(village="Karanganyar").exists()
    assert not Invitation.objects.exists()
    assert journaled("founding") == [("founding.declined", None, cast.operator.pk)]


def test_what_is_decided_stays_decided(cast: Cast) -> None:
    founding = asked()
    approve(founding, operator=cast.operator)
    with pytest.raises(DecidedAlready):
        approve(founding, operator=cast.operator)
    with pytest.raises(DecidedAlready):
        decline(founding, operator=cast.operator)
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("role", ["rw_head", "rt_head", "requester", "waiting"])
def test_nobody_but_the_operator_decides(cast: Cast, role: str) -> None:
    founding = asked()
    with pytest.raises(OperatorOnly):
        approve(founding, operator=getattr(cast, role))
    with pytest.raises(OperatorOnly):
        decline(founding, operator=getattr(cast, role))
    founding.refresh_from_db()
    assert (founding.status, founding.contact_phone) == ("pending", PHONE)


def test_an_rw_that_is_here_is_not_asked_for_whatever_its_capitals(cast: Cast) -> None:
    with pytest.raises(AlreadyHere):
        asked(**SUKAMAJU)
    assert not Founding.objects.exists()


def test_an_rw_that_came_meanwhile_is_not_made_twice(cast: Cast) -> None:
    first, second = asked(), asked(village="KARANGANYAR")
    approve(first, operator=cast.operator)
    with pytest.raises(AlreadyHere):
        approve(second, operator=cast.operator)
    second.refresh_from_db()
    # Declining it is left to the operator, who may want to reach them first.
    assert (second.status, second.contact_phone) == ("pending", PHONE)
    assert RukunWarga.objects.filter(number="012").count() == 1


def test_the_database_refuses_the_same_rw_in_other_capitals(cast: Cast) -> None:
    found_rw(plan(), rt_numbers=["001"], operator=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        RukunWarga.objects.create(**plan(village="karangANYAR").as_columns())


def test_the_same_number_in_another_village_is_another_rw(cast: Cast) -> None:
    found_rw(plan(), rt_numbers=["001"], operator=None)
    found_rw(plan(village="Karangasem"), rt_numbers=["001"], operator=None)
    assert RukunWarga.objects.filter(number="012").count() == 2


def test_the_same_form_twice_asks_once(cast: Cast) -> None:
    key = uuid.uuid4()
    first, second = (
        ask_founding(
            plan(), rt_numbers=["001"], contact_name=CONTACT, contact_phone=PHONE, draft=key
        )
        for _ in range(2)
    )
    assert (first, Founding.objects.count()) == (second, 1)


def test_a_used_form_asks_for_no_other_rw(cast: Cast) -> None:
    founding = asked()
    with pytest.raises(AskedAlready):
        ask_founding(
            plan(number="013"),
            rt_numbers=["001"],
            contact_name=CONTACT,
            contact_phone=PHONE,
            draft=founding.draft or uuid.uuid4(),
        )
    assert Founding.objects.count() == 1


@pytest.mark.parametrize(("days", "kept"), [(59, PHONE), (60, "")])
def test_a_contact_that_nobody_decided_on_is_forgotten_after_60_days(
    cast: Cast, days: int, kept: str
) -> None:
    founding = asked()
    forgotten = forget_old_contacts(timezone.now() + timedelta(days=days, minutes=1))
    founding.refresh_from_db()
    assert forgotten == (0 if kept else 1)
    assert (founding.status, founding.contact_phone) == ("pending", kept)
    assert bool(founding.contact_name) is bool(kept)


def test_forgetting_twice_finds_nothing_the_second_time(cast: Cast) -> None:
    asked()
    later = timezone.now() + timedelta(days=61)
    assert [forget_old_contacts(later) for _ in range(2)] == [1, 0]
