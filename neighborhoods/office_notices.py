"""What an office's change tells whom. Titles name the post and never a person."""

from collections.abc import Iterable

from accounts.models import Resident
from journal.models import Entry
from neighborhoods.models import Handover, Office
from notifications.actions import mark_read_about, notify

OF_HANDOVERS = ("handover.asked", "handover.accepted", "handover.declined", "handover.taken_back")


def tell(
    recipients: Iterable[Resident], kind: str, about: Office | Handover, *, version: int = 0
) -> None:
    office = about.office if isinstance(about, Handover) else about
    notify(
        recipients,
        kind=kind,
        object_id=about.pk,
        code="",
        rw_id=office.rw_id,
        zone=office.rw.zone,
        version=version,
    )


def tell_given(office: Office, *, entry: Entry) -> None:
    tell([office.holder], "office.given", office, version=entry.pk)


def tell_ended(office: Office, *, entry: Entry, by: Resident | None) -> None:
    """The holder, and the RW where its RT has one less; nobody hears of their own deed."""
    tell([one for one in [office.holder] if one != by], "office.ended", office, version=entry.pk)
    if office.rt_id:
        tell(rw_coordinators(office, but=by), "office.rt_ended", office, version=entry.pk)


def tell_asked(handover: Handover) -> None:
    tell([handover.successor], "handover.asked", handover)


def tell_accepted(handover: Handover) -> None:
    settle(handover)
    tell([handover.office.holder], "handover.accepted", handover)


def tell_declined(handover: Handover) -> None:
    settle(handover)
    tell([handover.office.holder], "handover.declined", handover)


def tell_taken_back(handover: Handover) -> None:
    settle(handover)
    tell([handover.successor], "handover.taken_back", handover)


def tell_confirmed(handover: Handover, office: Office, *, entry: Entry) -> None:
    """The successor, and the RW of an RT's handover."""
    settle(handover)
    tell_given(office, entry=entry)
    if office.rt_id:
        others = rw_coordinators(office, but=handover.office.holder)
        tell(others, "handover.confirmed", handover)


def settle(handover: Handover) -> None:
    """What was asked of either side before is answered now."""
    mark_read_about(handover.pk, kinds=OF_HANDOVERS)


def rw_coordinators(office: Office, *, but: Resident | None) -> list[Resident]:
    """In office over the whole RW, the holder and `but` left out: they know."""
    whole = Office.objects.in_force().filter(rw=office.rw_id, rt=None)
    known = [office.holder_id, *([but.pk] if but else [])]
    return list(whole.exclude(holder__in=known).holders())


def mark_seen(handover: Handover, resident: Resident) -> None:
    """Its page says all that its notices said."""
    mark_read_about(handover.pk, kinds=OF_HANDOVERS, recipient=resident)
