"""Plots become rows, a few hundred in a handful of statements."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from accounts.models import Resident
from gotongroyong.demo.plots import Plot, Step
from journal.models import Entry
from notifications import kinds
from notifications.channels import CHANNELS
from notifications.models import Delivery, Notification
from requests_app.actions import Draft, words_and_time
from requests_app.categories import CATEGORIES
from requests_app.models import AidRequest
from volunteers.models import Shift, SignUp

# Longer than any recent need is old, so that each of the cast finds something new.
READ_AFTER = timedelta(hours=48)
NOTICES = {"posted": "need.waiting", "helped": "need.helper_joined"}
SIGN_UPS = {
    "done": SignUp.Status.DONE,
    "unconfirmed": SignUp.Status.DONE,
    "cancelled": SignUp.Status.RELEASED,
}
Told = tuple[AidRequest, Step, Entry]


def write(plots: list[Plot], *, now: datetime) -> None:
    needs = AidRequest.objects.bulk_create(need_of(plot) for plot in plots)
    pairs = list(zip(plots, needs, strict=True))
    shifts = Shift.objects.bulk_create(
        Shift(need=need, capacity=plot.sketch.places, starts_at=need.starts_at)
        for plot, need in pairs
    )
    SignUp.objects.bulk_create(
        place for plot, shift in zip(plots, shifts, strict=True) for place in places_of(plot, shift)
    )
    notify_all(journal_all(pairs), now=now)


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
        hidden_at=plot.steps[-1].at if sketch.is_hidden else None,
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
    released_at = plot.when("cancelled") if status == SignUp.Status.RELEASED else None
    for step in plot.steps:
        if step.action == "helped" and step.actor:
            yield SignUp(
                shift=shift,
                volunteer=step.actor,
                status=status,
                created_at=step.at,
                released_at=released_at,
            )


def journal_all(pairs: Iterable[tuple[Plot, AidRequest]]) -> list[Told]:
    """In the order of time, since the journal is read by id."""
    told = sorted(
        ((need, step) for plot, need in pairs for step in plot.steps), key=lambda one: one[1].at
    )
    entries = Entry.objects.bulk_create(entry_of(need, step) for need, step in told)
    return [(need, step, entry) for (need, step), entry in zip(told, entries, strict=True)]


def entry_of(need: AidRequest, step: Step) -> Entry:
    return Entry(
        at=step.at,
        action=step.action if "." in step.action else f"need.{step.action}",
        object_kind="need",
        object_id=need.pk,
        rw_id=need.rw_id,
        actor_id=step.actor.pk if step.actor else None,
        subject_id=step.subject.pk if step.subject else None,
    )


def notify_all(told: list[Told], *, now: datetime) -> None:
    notices = Notification.objects.bulk_create(
        notice_of(person, *one, now=now) for one in told for person in one[1].tells
    )
    Delivery.objects.bulk_create(
        delivery_of(notice, channel)
        for notice in notices
        for channel in kinds.get(notice.kind).channels
        if CHANNELS[channel].has_address(notice.recipient)
    )


def notice_of(
    person: Resident, need: AidRequest, step: Step, entry: Entry, *, now: datetime
) -> Notification:
    return Notification(
        recipient=person,
        kind=NOTICES.get(step.action, f"need.{step.action}"),
        object_id=need.pk,
        code=need.code,
        rw_id=need.rw_id,
        zone=need.rw.zone,
        version=entry.pk,
        created_at=step.at,
        delivered_at=step.at,
        read_at=read_at(need, step, now),
    )


def read_at(need: AidRequest, step: Step, now: datetime) -> datetime | None:
    """Coordinators have read of what they decided, the others what is not new."""
    if step.action in ("posted", "opened") and need.reviewed_at:
        return need.reviewed_at
    return step.at + timedelta(minutes=40) if step.at < now - READ_AFTER else None


def delivery_of(notice: Notification, channel: str) -> Delivery:
    """In the inbox long since; through no other channel, since it never happened."""
    is_inbox = channel == "inapp"
    key = (notice.kind, notice.object_id, notice.version, notice.recipient_id, channel)
    return Delivery(
        notification=notice,
        channel=channel,
        dedup_key=":".join(map(str, key)),
        due_at=notice.created_at,
        created_at=notice.created_at,
        status=Delivery.Status.SENT if is_inbox else Delivery.Status.SKIPPED,
        reason="" if is_inbox else "seeded",
        sent_at=notice.created_at if is_inbox else None,
    )
