"""Who sees a need, as conditions of its QuerySet (DESIGN.md, 'Who sees')."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from neighborhoods.models import Office
from neighborhoods.standing import Standing, assisted_by
from volunteers.models import SignUp


def opened_to(viewer: Standing) -> Q:
    audience = Q(audience="rw") | Q(audience="rt", rt=viewer.rt)
    return Q(audience, opened_at__isnull=False, hidden_at=None)


def own_of(viewer: Standing) -> Q:
    """One's own, and what one wrote for somebody without a phone while one may speak for them."""
    in_their_name = Q(
        posted_by=viewer.resident, requester__in=assisted_by(viewer).values("resident")
    )
    return Q(requester=viewer.resident) | in_their_name


def wrote(person: Standing) -> Q:
    """For whomever. Not null beside it, since NOT of unknown is unknown."""
    return Q(posted_by__isnull=False, posted_by=person.resident)


def covered_by(viewer: Standing) -> Q:
    """Of an RT that one of the viewer's offices answers for, wherever they live themselves."""
    return Q(rw__in=viewer.covered_rw_ids) | Q(rt__in=viewer.covered_rt_ids)


def places_held_by(viewer: Standing) -> models.QuerySet[SignUp]:
    return SignUp.objects.holding_a_place().filter(
        shift__need=OuterRef("pk"), volunteer=viewer.resident
    )


def lined_up(viewer: Standing) -> Q:
    """In line for it or offered a place, whoever it is shown to now; unless it is hidden."""
    places = SignUp.objects.filter(
        shift__need=OuterRef("pk"), volunteer=viewer.resident, status__in=("waiting", "offered")
    )
    return Q(Exists(places), hidden_at=None)


def other_deciders(coordinator: Standing) -> models.QuerySet[Office]:
    """Offices of others that answer for a need's RT."""
    over = Q(rt=OuterRef("rt")) | Q(rt=None, rw=OuterRef("rw"))
    return Office.objects.in_force().filter(over).exclude(holder=coordinator.resident)
