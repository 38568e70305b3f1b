"""Who sees a need, as conditions of its QuerySet (DESIGN.md, 'Who sees')."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from neighborhoods.models import Office
from neighborhoods.speaking import speaks_for
from neighborhoods.standing import Standing, assisted_by
from volunteers.models import SignUp


def opened_to(viewer: Standing) -> Q:
    audience = Q(audience="rw") | Q(audience="rt", rt=viewer.rt)
    return Q(audience, opened_at__isnull=False, hidden_at=None)


def own_of(viewer: Standing) -> Q:
    """One's own, and what is asked in the name of somebody for whom one may speak.

    That is for who wrote it while they may speak; for the others once the writer may not,
    unless they come to help with it themselves.
    """
    spoken_for = Q(posted_by__isnull=False, requester__in=assisted_by(viewer).values("resident"))
    without_its_writer = ~Exists(speaks_for("posted_by", "requester"))
    takes_over = Q(without_its_writer, ~Exists(places_held_by(viewer)))
    wrote_it = Q(posted_by=viewer.resident)
    return Q(requester=viewer.resident) | (spoken_for & (wrote_it | takes_over))


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
