"""STUB with JOINING's signature, until its branch is merged: letting go of all promises."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Resident
from events.joining import leave_shift, turn_down_offer
from neighborhoods.models import Handover, Office
from neighborhoods.standing import standing_of
from requests_app.actions import cancel_need
from requests_app.helping import withdraw_help
from requests_app.models import AidRequest
from volunteers.models import SignUp


@transaction.atomic
def let_go(resident: Resident) -> None:
    """Places released and people told, own needs cancelled, offices and handovers ended."""
    standing = standing_of(resident)
    held = SignUp.objects.filter(volunteer=resident, status__in=("active", "waiting", "offered"))
    for place in held.select_related("shift__need", "shift__event").order_by("id"):
        if place.shift.need and place.shift.need.is_live:
            withdraw_help(place.shift.need, volunteer=standing)
        elif place.shift.event and not place.shift.event.is_over:
            leave_shift(place.shift, resident=standing)
            turn_down_offer(place.shift, resident=standing)
    mine = AidRequest.objects.filter(requester=resident)
    for need in mine.filter(status__in=(*AidRequest.WAITING, *AidRequest.LIVE)):
        cancel_need(need, requester=standing)
    now = timezone.now()
    open_ones = Handover.objects.filter(confirmed_at=None, ended_at=None)
    open_ones.filter(successor=resident).update(ended_at=now)
    open_ones.filter(office__holder=resident).update(ended_at=now)
    Office.objects.filter(holder=resident, ended_at=None).update(ended_at=now)
