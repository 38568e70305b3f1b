"""Joining an RT and leaving it. `recognition` has what coordinators decide in between.

The database has the last word on one membership a person ('one_membership_at_a_time').
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Resident
from journal.models import Entry
from neighborhoods import membership_notices as notices
from neighborhoods.households import household_for
from neighborhoods.invitations import NoLongerValid, use
from neighborhoods.known_in_house import housemates, make_known
from neighborhoods.membership_errors import LivesSomewhere, WrongPlace
from neighborhoods.membership_life import decide, journal, locked, locked_current
from neighborhoods.models import Household, Invitation, Membership, RukunTetangga, RukunWarga
from neighborhoods.office_errors import PostTaken
from neighborhoods.office_life import begin, today_in
from neighborhoods.office_life import journal as journal_office
from neighborhoods.office_notices import tell_given
from neighborhoods.office_rules import is_taken, may_appoint, usual_end
from neighborhoods.recognition import decline, recognise
from neighborhoods.standing import standing_of
from web.constraints import violated

__all__ = ["decline", "join_rt", "leave_rt", "move_in", "recognise", "take_back_request"]


def move_in(
    resident: Resident,
    invitation: Invitation,
    *,
    rt: RukunTetangga,
    address: str,
    landmark: str,
    kind: str,
) -> Membership:
    """The house, the membership and the invitation's use: all of it or nothing."""
    with transaction.atomic():
        lock_offices(invitation)
        house = household_for(rt, address, landmark, by=resident)
        return join_rt(resident, invitation, household=house, kind=kind)


@transaction.atomic
def join_rt(
    resident: Resident, invitation: Invitation, *, household: Household, kind: str
) -> Membership:
    """Awaits recognition; who was invited to an office is recognised by that, and holds it.

    Raises LivesSomewhere, NoLongerValid, WrongPlace; `move_in` RtClosed too.
    """
    check_place(invitation, household.rt)
    use(invitation, by=resident)
    membership = insert(resident, invitation, household, kind)
    entry = journal("asked", membership, actor=resident)
    ask_house(membership, household, entry=entry)
    if invitation.post:
        take_office(membership, invitation)
    else:
        notices.tell_deciders(membership, entry=entry)
    return membership


def check_place(invitation: Invitation, rt: RukunTetangga) -> None:
    of_rt = invitation.rt_id in (None, rt.pk)
    if not of_rt or invitation.rw_id != rt.rw_id or rt.closed_at:
        raise WrongPlace


def insert(
    resident: Resident, invitation: Invitation, household: Household, kind: str
) -> Membership:
    try:
        with transaction.atomic():
            return Membership.objects.create(
                resident=resident,
                rt=household.rt,
                household=household,
                kind=kind,
                invitation=invitation,
            )
    except IntegrityError as error:
        if violated(error) != "one_membership_at_a_time":
            raise
        raise LivesSomewhere from error


def ask_house(membership: Membership, household: Household, *, entry: Entry) -> None:
    """Its people say whether it is so; where nobody can be asked the desk says that instead."""
    notices.ask_house(housemates(household).select_related("resident"), membership, entry=entry)


def accept_office(resident: Resident, invitation: Invitation) -> Membership:
    """By somebody who lives in that RW already, or waits there."""
    with transaction.atomic():
        lock_offices(invitation)
        with locked_current(resident) as membership:
            if membership is None or membership.rt.rw_id != invitation.rw_id:
                raise WrongPlace
            use(invitation, by=resident)
            take_office(membership, invitation)
    return membership


def lock_offices(invitation: Invitation) -> None:
    """An RW's offices change one after the other (`office_life.in_order`), and first of all."""
    if invitation.post:
        RukunWarga.objects.select_for_update(no_key=True).get(pk=invitation.rw_id)


def take_office(membership: Membership, invitation: Invitation) -> None:
    """Whoever was trusted with an office is known: the invitation itself recognises them.

    It is the authority for the office too, as long as its maker could give that office: else
    who was put out of office would come back by a code kept for that day.
    """
    if not still_holds(invitation):
        raise NoLongerValid
    if membership.status == Membership.Status.PENDING:
        maker = invitation.made_by
        decide(membership, Membership.Status.ACTIVE, by=maker)
        make_known(membership, by=standing_of(maker) if maker else None)
        journal("invited", membership, actor=maker)
        notices.settle(membership)
    holder, rw, rt, post = membership.resident, invitation.rw, invitation.rt, invitation.post
    if is_taken(rw, rt, post, by=holder):
        raise PostTaken
    today = today_in(rw)
    until = usual_end(post, today, is_deputy=False)
    office = begin(holder, rw=rw, rt=rt, post=post, starts_on=today, ends_on=until)
    actor = invitation.made_by
    entry = journal_office("office.given", office, actor=actor, subject=holder.pk)
    tell_given(office, entry=entry)


def still_holds(invitation: Invitation) -> bool:
    maker = invitation.made_by
    if maker is None or maker.is_staff:
        # The platform's: at a founding nobody is there to give it.
        return True
    rw_id, rt_id, post = invitation.rw_id, invitation.rt_id, invitation.post
    return may_appoint(standing_of(maker), rw_id=rw_id, rt_id=rt_id, post=post, is_deputy=False)


def leave_rt(resident: Resident) -> Membership | None:
    """Moved away, or the request taken back; None where there was nothing to leave."""
    with locked_current(resident) as membership:
        if membership:
            end(membership)
    return membership


def take_back_request(membership: Membership) -> bool:
    """By who waits still. False for who was recognised meanwhile: that is left by moving away,
    which lets go of all promises first."""
    with transaction.atomic():
        fresh = locked(membership.pk)
        if fresh.status != Membership.Status.PENDING:
            return False
        end(fresh)
    return True


def end(membership: Membership) -> None:
    event = "left" if membership.status == Membership.Status.ACTIVE else "withdrawn"
    membership.status, membership.ended_at = Membership.Status.ENDED, timezone.now()
    membership.save(update_fields=["status", "ended_at"])
    journal(event, membership, actor=membership.resident)
    notices.settle(membership)
