"""Letting go of all that somebody is waited for with: they move away, or erase their account.

Through the same actions as by hand, so that places are passed on and people are told.
"""

from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Resident
from events.errors import NotPossibleNow as EventMovedOn
from events.joining import leave_shift
from events.passing_on import pass_on_events
from neighborhoods.membership_life import locked_current
from neighborhoods.memberships import leave_rt
from neighborhoods.models import Office
from neighborhoods.offices import release_offices
from neighborhoods.standing import Standing, standing_of
from requests_app.actions import cancel_need
from requests_app.errors import NotPossibleNow as NeedMovedOn
from requests_app.helping import withdraw_help
from requests_app.models import AidRequest, AidRequestQuerySet
from volunteers.models import SignUp, SignUpQuerySet

# Promised, offered or in line; what was done stays done.
HELD = (SignUp.Status.ACTIVE, SignUp.Status.OFFERED, SignUp.Status.WAITING)


@dataclass(frozen=True)
class Ties:
    """How much would be let go, for whoever is about to leave."""

    needs: int
    promises: int
    places: int
    offices: list[Office]


def ties_of(standing: Standing) -> Ties:
    return Ties(
        needs=own_needs(standing.resident).count(),
        promises=promises(standing.resident).count(),
        places=event_places(standing.resident).count(),
        offices=list(standing.offices),
    )


def move_out(resident: Resident) -> None:
    """Out of the RT: whoever comes back, or goes elsewhere, joins by invitation.

    Their membership is locked first, so that nobody gives them an office meanwhile.
    """
    with locked_current(resident):
        let_go(resident)
        leave_rt(resident)


@transaction.atomic
def let_go(resident: Resident) -> None:
    """Safe to run again. Rows are locked in one order: their home, needs by id, events by id,
    offices.

    Their home first, as whoever posts or promises something does (`neighborhoods.at_home`): so
    what was on its way is found here, or finds that they have gone.
    """
    with locked_current(resident):
        standing = standing_of(resident)
        for need in own_needs(resident).union(promises(resident)).order_by("id"):
            # Its end came in between, and with it what was promised.
            with suppress(NeedMovedOn):
                release_need(need, standing)
        let_go_of_events(standing)
        release_offices(resident)


def let_go_of_events(leaver: Standing) -> None:
    pass_on_events(leaver.resident)
    places = event_places(leaver.resident).select_related("shift__event")
    for place in places.order_by("shift__event", "shift"):
        with suppress(EventMovedOn):
            leave_shift(place.shift, resident=leaver)


def release_need(need: AidRequest, standing: Standing) -> None:
    if need.requester_id == standing.resident.pk:
        cancel_need(need, requester=standing)
    else:
        withdraw_help(need, volunteer=standing)


def own_needs(resident: Resident) -> AidRequestQuerySet:
    live = (*AidRequest.WAITING, *AidRequest.LIVE)
    return AidRequest.objects.filter(requester=resident, status__in=live)


def promises(resident: Resident) -> AidRequestQuerySet:
    held = SignUp.objects.filter(volunteer=resident, status__in=HELD, shift__need__isnull=False)
    return AidRequest.objects.filter(status__in=AidRequest.LIVE, shifts__in=held.values("shift"))


def event_places(resident: Resident) -> SignUpQuerySet:
    held = SignUp.objects.filter(volunteer=resident, status__in=HELD)
    return held.filter(shift__event__status="published", shift__event__ends_at__gt=timezone.now())
