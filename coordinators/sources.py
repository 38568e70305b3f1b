"""Where the queue's items come from: a function for each kind of thing that waits."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import DataRequest
from coordinators.items import QueueItem, Quick, time_left, waits_for
from coordinators.reasons import hiding_reason, keeping_reason
from events.models import Event, EventQuerySet
from journal.models import Entry
from moderation.models import CaseQuerySet
from moderation.rules import thing_of
from moderation.things import picture_of
from neighborhoods.known_in_house import house_answer, with_silence
from neighborhoods.models import Membership, MembershipQuerySet, Office
from neighborhoods.standing import Standing
from requests_app.cards import Card, cards_for
from requests_app.models import AidRequest, AidRequestQuerySet
from web.dates import short_moment

# An event that nobody closed for so long is no longer asked about.
CLOSED_WITHIN = timedelta(days=30)


def approvals(
    rows: AidRequestQuerySet, coordinator: Standing, now: datetime
) -> Iterable[QueueItem]:
    """Before the board, and what went up unread."""
    needs = list(rows.for_cards())
    for need, card in zip(needs, cards_for(needs, coordinator), strict=True):
        chips = ("held",) if need.held_for else (card.status,)
        yield need_item(
            "need",
            need,
            card=card,
            since=need.created_at,
            now=now,
            chips=chips,
            quick=decide(need),
        )


def decide(need: AidRequest) -> Quick:
    read = (("revision", need.revision),)
    if need.status == AidRequest.Status.PENDING:
        return Quick(_("Approve"), "check", reverse("desk_approve", args=[need.code]), read)
    label = _("May be shown") if need.held_for else _("I have looked at it")
    return Quick(label, "eye", reverse("desk_reviewed", args=[need.code]), read)


def unfilled_needs(
    rows: AidRequestQuerySet, coordinator: Standing, now: datetime
) -> Iterable[QueueItem]:
    needs = list(rows.for_cards())
    for need, card in zip(needs, cards_for(needs, coordinator), strict=True):
        quick = Quick(
            _("Ask the neighbours once more"),
            "users",
            reverse("desk_call", args=[need.code]),
            (("revision", need.revision),),
        )
        since = need.called_at or need.opened_at or need.created_at
        yield need_item(
            "unfilled", need, card=card, since=since, now=now, chips=("unfilled",), quick=quick
        )


def need_item(
    kind: str,
    need: AidRequest,
    *,
    card: Card,
    since: datetime,
    now: datetime,
    chips: tuple[str, ...],
    quick: Quick,
) -> QueueItem:
    return QueueItem(
        kind=kind,
        ref=f"need-{need.pk}",
        since=since,
        waits=waits_for(since, now),
        picture=f"cat-{need.category}",
        title=need.title,
        more=need.details,
        facts=f"{card.place} · {card.when}",
        chips=(need.urgency, *chips),
        url=reverse("desk_need", args=[need.code]),
        is_urgent=need.urgency != AidRequest.Urgency.NORMAL,
        # Who is the only one in office decides on their own page, with more thought.
        quicks=() if card.standing == "mine" else (quick,),
        subject=need,
    )


def reports(rows: CaseQuerySet, now: datetime) -> Iterable[QueueItem]:
    yield from cases(rows, now, kind="report", name="desk_case")


def appeals(rows: CaseQuerySet, now: datetime) -> Iterable[QueueItem]:
    yield from cases(rows, now, kind="appeal", name="desk_appeal")


def cases(rows: CaseQuerySet, now: datetime, *, kind: str, name: str) -> Iterable[QueueItem]:
    with_all = rows.select_related("need", "event", "rt", "rw").prefetch_related("reports")
    for case in with_all:
        thing, url = thing_of(case), reverse(name, args=[case.pk])
        since = case.appealed_at or case.opened_at
        why = Counter(str(report.get_reason_display()) for report in case.reports.all())
        reasons = [report.reason for report in case.reports.all()]
        read = ("revision", thing.revision)
        yield QueueItem(
            kind=kind,
            ref=f"case-{case.pk}",
            since=since,
            waits=waits_for(since, now),
            picture=picture_of(thing),
            title=thing.title,
            more=case.appeal or ", ".join(why),
            facts=str(case.rt or case.rw),
            chips=(kind, "hidden" if thing.hidden_at else ""),
            url=url,
            is_urgent=False,
            quicks=(
                Quick(_("Keep it"), "check", url, keeping_reason(read)),
                Quick(_("Hide it"), "hidden", url, hiding_reason(read, reasons)),
            ),
            subject=case,
        )


def newcomers(rows: MembershipQuerySet, now: datetime) -> Iterable[QueueItem]:
    """Phone and house are asked for on their page: that look is journaled."""
    for membership in with_silence(rows).select_related("resident", "rt__rw"):
        yield QueueItem(
            kind="newcomer",
            ref=f"membership-{membership.pk}",
            since=membership.joined_at,
            waits=waits_for(membership.joined_at, now),
            picture="pp-newcomer",
            title=membership.resident.name,
            more="",
            facts=str(membership.rt),
            chips=("unverified", house_chip(membership)),
            url=reverse("desk_newcomer", args=[membership.pk]),
            is_urgent=False,
            quicks=quicks_for_newcomer(membership),
            subject=membership,
        )


def house_chip(membership: Membership) -> str:
    answer = house_answer(membership)
    return f"house_{answer}" if answer else ""


def quicks_for_newcomer(membership: Membership) -> tuple[Quick, ...]:
    """None where somebody has to be asked at the house first: their page says so."""
    is_silent: bool = membership.is_silent  # type: ignore[attr-defined]  # by with_silence
    if is_silent and not house_answer(membership):
        return ()
    read = ("house", membership.household_id or 0)
    url = reverse("desk_recognise", args=[membership.pk])
    return (Quick(_("I know them"), "check", url, (read,)),)


def held_for(coordinator: Standing, now: datetime) -> EventQuerySet:
    """Held for another's look, a series once: a look lets its occurrences through together.

    Whose words they are `events.rules.writer_of` says of one event.
    """
    over = Q(rt=None, rw=OuterRef("rw")) | Q(rt=OuterRef("rt"))
    others = Office.objects.in_force().filter(over).exclude(holder=coordinator.resident)
    said = Entry.objects.filter(
        object_kind="event", object_id=OuterRef("pk"), action__in=("event.published", "event.held")
    )
    writer = Subquery(said.order_by("-id").values("actor_id")[:1])
    held = (
        Event.objects.covered_by(coordinator)
        .exclude(held_for="")
        .annotate(writer=Coalesce(writer, "organizer_id", output_field=BigIntegerField()))
    )
    sooner = Event.objects.exclude(held_for="").filter(
        series=OuterRef("series"), is_changed=False, starts_at__lt=OuterRef("starts_at")
    )
    return (
        held.filter(status=Event.Status.PUBLISHED, ends_at__gt=now)
        .exclude(Q(Exists(others)), writer=coordinator.resident.pk)
        .exclude(Exists(sooner.filter(ends_at__gt=now)), is_changed=False)
        .order_by("changed_at", "id")
    )


def held_events(rows: EventQuerySet, now: datetime) -> Iterable[QueueItem]:
    for event in rows.select_related("rt", "rw", "place"):
        url = reverse("desk_release", args=[event.code])
        quick = Quick(_("May be shown"), "eye", url, (("revision", event.revision),))
        yield event_item(
            "held_event", event, since=event.changed_at, now=now, chip="held", quick=quick
        )


def past_their_end(coordinator: Standing, now: datetime) -> EventQuerySet:
    return (
        Event.objects.covered_by(coordinator)
        .filter(status=Event.Status.PUBLISHED, hidden_at=None)
        .filter(ends_at__lte=now, ends_at__gt=now - CLOSED_WITHIN)
        .order_by(F("ends_at"), "id")
    )


def events_to_close(rows: EventQuerySet, now: datetime) -> Iterable[QueueItem]:
    for event in rows.select_related("rt", "rw", "place"):
        quick = Quick(_("Say how it went"), "users", reverse("event_close", args=[event.code]))
        yield event_item(
            "closing", event, since=event.ends_at, now=now, chip="closing", quick=quick
        )


def data_requests(rows: QuerySet[DataRequest], now: datetime) -> Iterable[QueueItem]:
    """With the law's countdown instead of how long it waits."""
    for asked in rows.select_related("rw"):
        is_overdue = asked.due_at <= now
        yield QueueItem(
            kind="data_request",
            ref=f"data-{asked.pk}",
            since=asked.asked_at,
            waits=time_left(asked.due_at, now),
            picture="pp-data",
            title=str(asked.get_kind_display()),
            more=asked.words,
            facts=str(asked.rw),
            chips=("overdue",) if is_overdue else ("data_request",),
            url=reverse("desk_data_request", args=[asked.pk]),
            is_urgent=is_overdue,
            quicks=(),
            subject=asked,
        )


def event_item(
    kind: str, event: Event, *, since: datetime, now: datetime, chip: str, quick: Quick
) -> QueueItem:
    when = short_moment(event.starts_at, event.rw.zone, now=now)
    return QueueItem(
        kind=kind,
        ref=f"event-{event.pk}",
        since=since,
        waits=waits_for(since, now),
        picture=f"ev-{event.kind}",
        title=event.title,
        more=event.details,
        facts=f"{event.rt or event.rw} · {when}",
        chips=(chip,),
        url=reverse("desk_event", args=[event.code]),
        is_urgent=False,
        quicks=(quick,),
        subject=event,
    )
