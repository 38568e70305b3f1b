"""The way in for the head of an RW that nobody has begun yet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.first_invitation import first_invitation, invite_head_anew
from neighborhoods.founding import approve
from neighborhoods.founding_errors import BegunAlready, OperatorOnly
from neighborhoods.invitations import NoLongerValid, code_of, usable
from neighborhoods.memberships import move_in
from neighborhoods.models import Founding, Invitation, Office, RukunWarga
from tests.cast import Cast
from tests.neighborhoods.foundings import asked
from tests.volunteers.crowd import all_at_once

pytestmark = pytest.mark.django_db


def founded(cast: Cast) -> RukunWarga:
    return approve(asked(), operator=cast.operator).rw


def newcomer() -> Resident:
    return Resident.objects.create(phone="+628110000009", name="Pak Made")


def come_in(person: Resident, invitation: Invitation) -> None:
    rt = invitation.rw.rts.get(number="001")
    move_in(person, invitation, rt=rt, address="Jl. Kenanga 1", landmark="", kind="tetap")


def is_open(invitation: Invitation) -> bool:
    return usable(code_of(invitation) or "") is not None


def test_a_new_one_ends_the_old_and_both_are_journaled(cast: Cast) -> None:
    rw, old = founded(cast), Invitation.objects.get()
    before = Entry.objects.latest("id").pk
    new = invite_head_anew(rw, operator=cast.operator)
    assert (is_open(old), is_open(new)) == (False, True)
    assert (new.rw, new.rt, new.post, new.max_uses) == (rw, None, "ketua", 1)
    noted = Entry.objects.filter(pk__gt=before).order_by("pk")
    assert list(noted.values_list("action", "object_id", "rw_id", "actor_id")) == [
        ("invitation.revoked", old.pk, rw.pk, cast.operator.pk),
        ("invitation.made", new.pk, rw.pk, cast.operator.pk),
    ]
    assert first_invitation(Founding.objects.get()) == new


@pytest.mark.parametrize(
    "gone", [{"expires_at": timezone.now() - timedelta(days=1)}, {"revoked_at": timezone.now()}]
)
def test_after_one_that_went_by_unused_the_rw_can_still_begin(
    cast: Cast, gone: dict[str, object]
) -> None:
    rw = founded(cast)
    Invitation.objects.update(**gone)
    assert first_invitation(Founding.objects.get()) is None
    person = newcomer()
    come_in(person, invite_head_anew(rw, operator=None))
    assert Office.objects.in_force().get(rw=rw).holder == person
    # What had ended was not ended once more.
    assert not Entry.objects.filter(action="invitation.revoked").exists()


@pytest.mark.parametrize("days", [0, 30])
def test_where_somebody_is_in_office_or_will_be_none_is_made(cast: Cast, days: int) -> None:
    rw = founded(cast)
    begins = timezone.localdate() + timedelta(days=days)
    Office.objects.create(holder=cast.waiting, rw=rw, rt=rw.rts.first(), starts_on=begins)
    for operator in (cast.operator, None):
        with pytest.raises(BegunAlready):
            invite_head_anew(rw, operator=operator)
    assert is_open(Invitation.objects.get())


@pytest.mark.parametrize("role", ["rw_head", "rt_head", "requester", "waiting"])
def test_nobody_but_the_operator_makes_one(cast: Cast, role: str) -> None:
    rw = founded(cast)
    with pytest.raises(OperatorOnly):
        invite_head_anew(rw, operator=getattr(cast, role))
    assert is_open(Invitation.objects.get())


def test_what_leads_elsewhere_stays_open(cast: Cast) -> None:
    """An RT's invitation, and one to a helper's office."""
    rw = founded(cast)
    values = {"nonce": "x", "made_by": None, "expires_at": timezone.now() + timedelta(days=1)}
    others = [
        Invitation.objects.create(
            rw=rw, rt=rw.rts.first(), max_uses=9, code_hash="of an RT", **values
        ),
        Invitation.objects.create(rw=rw, post="kader", max_uses=1, code_hash="cadre", **values),
    ]
    invite_head_anew(rw, operator=None)
    assert Invitation.objects.open().filter(pk__in=[each.pk for each in others]).count() == 2


@pytest.mark.django_db(transaction=True)
def test_made_many_times_at_once_one_alone_works(cast: Cast) -> None:
    rw = founded(cast)

    def do(operator: Resident) -> str:
        invite_head_anew(rw, operator=operator)
        return "made"

    assert all_at_once([cast.operator] * 4, do) == ["made"] * 4
    assert (Invitation.objects.count(), Invitation.objects.open().count()) == (5, 1)


@pytest.mark.django_db(transaction=True)
def test_coming_in_and_making_a_new_one_at_once_leave_one_head_or_one_way_in(cast: Cast) -> None:
    rw, old = founded(cast), Invitation.objects.get()

    def do(person: Resident) -> str:
        try:
            if person == cast.operator:
                invite_head_anew(rw, operator=person)
                return "made"
            come_in(person, old)
        except (BegunAlready, NoLongerValid) as error:
            return type(error).__name__
        return "in"

    answers = sorted(all_at_once([cast.operator, newcomer()], do))
    assert answers in (["BegunAlready", "in"], ["NoLongerValid", "made"])
    heads = Office.objects.in_force().filter(rw=rw).count()
    assert heads + Invitation.objects.open().count() == 1
