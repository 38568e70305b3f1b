"""Plots become rows, a few hundred in a handful of statements."""

from collections.abc import Iterator
from datetime import datetime

from gotongroyong.demo.history import Happened, Telling
from gotongroyong.demo.plots import Plot, Step
from requests_app.actions import Draft, words_and_time
from requests_app.categories import CATEGORIES
from requests_app.models import AidRequest
from volunteers.models import Shift, SignUp
from web.held import held_for

NOTICES = {"posted": "need.waiting", "helped": "need.helper_joined"}
SIGN_UPS = {
    "done": SignUp.Status.DONE,
    "unconfirmed": SignUp.Status.DONE,
    "cancelled": SignUp.Status.RELEASED,
}


def write_needs(plots: list[Plot]) -> list[AidRequest]:
    needs = AidRequest.objects.bulk_create(need_of(plot) for plot in plots)
    shifts = Shift.objects.bulk_create(
        Shift(need=need, capacity=plot.sketch.places, starts_at=need.starts_at)
        for plot, need in zip(plots, needs, strict=True)
    )
    SignUp.objects.bulk_create(
        place for plot, shift in zip(plots, shifts, strict=True) for place in places_of(plot, shift)
    )
    return needs


def lives_of(plots: list[Plot], needs: list[AidRequest]) -> list[Happened]:
    """What happened to them, for the journal."""
    pairs = zip(plots, needs, strict=True)
    return [happened(need, step) for plot, need in pairs for step in plot.steps]


def need_of(plot: Plot) -> AidRequest:
    sketch, category = plot.sketch, CATEGORIES[plot.sketch.category]
    return AidRequest(
        rw=plot.rt.rw,
        rt=plot.rt,
        requester=plot.requester,
        category=category.code,
        urgency=category.urgency,
        urgency_rank=AidRequest.URGENCY_RANK[category.urgency],
        created_at=plot.posted_at,
        status=status_of(plot),
        reason=sketch.reason,
        held_for=held_for(sketch.title, sketch.details),
        **words_and_time(draft_of(plot), posted_at=plot.posted_at, now=plot.posted_at),
        **milestones(plot),
    )


def draft_of(plot: Plot) -> Draft:
    sketch = plot.sketch
    return Draft(
        category=sketch.category,
        title=sketch.title,
        details=sketch.details,
        starts_at=plot.starts_at,
        helpers=sketch.places,
        name_hidden=CATEGORIES[sketch.category].name_hidden,
        rt_only=sketch.rt_only,
    )


def status_of(plot: Plot) -> str:
    if plot.sketch.end == "open" and plot.helpers:
        return AidRequest.Status.IN_PROGRESS
    if plot.sketch.end == "unconfirmed":
        return AidRequest.Status.DONE
    return AidRequest.Status(plot.sketch.end)


def milestones(plot: Plot) -> dict[str, object]:
    done = next((step for step in plot.steps if step.action == "done"), None)
    looks = ("approved", "reviewed", "needs_changes", "declined")
    return {
        "opened_at": plot.when("opened") or plot.when("approved"),
        "reviewed_at": next((plot.when(look) for look in looks if plot.when(look)), None),
        "done_at": done.at if done else None,
        "done_by": done.actor if done else None,
        "confirmed_at": plot.when("confirmed"),
    }


def places_of(plot: Plot, shift: Shift) -> Iterator[SignUp]:
    status = SIGN_UPS.get(plot.sketch.end, SignUp.Status.ACTIVE)
    statuses = {"helped": status, "queued": SignUp.Status.WAITING}
    released_at = plot.when("cancelled") if status == SignUp.Status.RELEASED else None
    for step in plot.steps:
        if step.action in statuses and step.actor:
            yield SignUp(
                shift=shift,
                volunteer=step.actor,
                status=statuses[step.action],
                created_at=step.at,
                released_at=released_at,
                reason=SignUp.Reason.CANCELLED if released_at else "",
            )


def happened(need: AidRequest, step: Step) -> Happened:
    kind = NOTICES.get(step.action, f"need.{step.action}")
    telling = Telling(kind, step.tells, read_at=settled_at(need, step))
    return Happened(
        need,
        step.action if "." in step.action else f"need.{step.action}",
        step.at,
        step.actor,
        (telling,) if step.tells else (),
        step.subject,
    )


def settled_at(need: AidRequest, step: Step) -> datetime | None:
    """Coordinators have read of what they decided."""
    return need.reviewed_at if step.action in ("posted", "opened") else None
