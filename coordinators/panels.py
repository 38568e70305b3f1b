"""The one thing beside the queue, with all that is needed to decide on it."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import DataRequest
from coordinators.forms import AnswerForm, ReasonForm
from coordinators.items import QueueItem
from coordinators.reasons import CHANGES, DECLINES, NOT_RECOGNISED
from events.models import Event
from events.rules import can_release
from moderation.forms import DecisionForm
from moderation.models import Case
from moderation.panel import panel_of
from neighborhoods.known_in_house import house_says, others_in_house
from neighborhoods.models import Membership
from neighborhoods.reveal import Contact
from neighborhoods.standing import Standing
from requests_app import rules
from requests_app.calling import is_unfilled
from requests_app.detail import detail_of
from requests_app.models import AidRequest
from web.dates import hours, moment

HELD: dict[str, str | Promise] = {
    "account": _("an account number"),
    "qris": _("QRIS"),
    "link": _("an unknown link"),
}


@dataclass(frozen=True)
class Panel:
    # The same as its item's in the queue.
    ref: str
    template: str
    # What the template reads.
    context: dict[str, Any] = field(default_factory=dict)


def panel_for(item: QueueItem, coordinator: Standing) -> Panel:
    if isinstance(item.subject, AidRequest):
        return need_panel(item.subject, coordinator)
    if isinstance(item.subject, Case):
        return case_panel(item.subject, is_waiting=True)
    if isinstance(item.subject, Membership):
        return newcomer_panel(item.subject)
    if isinstance(item.subject, DataRequest):
        return data_panel(item.subject)
    return event_panel(item.subject, coordinator)


def newcomer_panel(
    membership: Membership, *, form: ReasonForm | None = None, contact: Contact | None = None
) -> Panel:
    """`contact` only where it was asked for just now."""
    context = {
        "newcomer": membership,
        "house": house_says(membership),
        # How many, and not who; counted only where it is shown.
        "living_there": others_in_house(membership).count,
        "since": moment(membership.joined_at, membership.rt.rw.zone),
        "contact": contact,
        "reasons": NOT_RECOGNISED,
        "own": form or ReasonForm(auto_id="%s-turn-away"),
        "refused": form is not None,
    }
    return Panel(f"membership-{membership.pk}", "coordinators/newcomer_panel.html", context)


def need_panel(
    need: AidRequest, coordinator: Standing, *, form: ReasonForm | None = None, refused: str = ""
) -> Panel:
    """`form` was refused for that decision."""
    context = {
        "need": need,
        "detail": detail_of(need, coordinator),
        "may_decide": rules.can_decide(coordinator, need),
        "is_unfilled": is_unfilled(need, coordinator),
        "held": held_words(need.held_for),
        "changes": CHANGES,
        "declines": DECLINES,
        "changes_form": form if refused == "changes" else ReasonForm(auto_id="%s-changes"),
        "decline_form": form if refused == "decline" else ReasonForm(auto_id="%s-decline"),
        "refused": refused,
    }
    return Panel(f"need-{need.pk}", "coordinators/need_panel.html", context)


def case_panel(case: Case, *, is_waiting: bool, form: DecisionForm | None = None) -> Panel:
    name = "desk_appeal" if case.appealed_at else "desk_case"
    context = {
        "panel": panel_of(case, refused=form),
        "decide_url": reverse(name, args=[case.pk]),
        "target": "desk",
        "is_waiting": is_waiting,
    }
    return Panel(f"case-{case.pk}", "coordinators/case_panel.html", context)


def data_panel(asked: DataRequest, *, form: AnswerForm | None = None) -> Panel:
    context = {
        "asked": asked,
        "asked_when": moment(asked.asked_at, asked.rw.zone),
        "due_when": moment(asked.due_at, asked.rw.zone),
        "is_overdue": not asked.handled_at and asked.due_at <= timezone.now(),
        "answer_url": reverse("desk_data_request", args=[asked.pk]),
        "form": form or AnswerForm(),
    }
    return Panel(f"data-{asked.pk}", "coordinators/data_panel.html", context)


def event_panel(event: Event, coordinator: Standing) -> Panel:
    context = {
        "event": event,
        "when": moment(event.starts_at, event.rw.zone),
        "hours": hours(event.starts_at, event.ends_at, event.rw.zone),
        "held": held_words(event.held_for),
        "may_release": can_release(coordinator, event),
        "is_to_close": event.status == Event.Status.PUBLISHED and event.is_over,
    }
    return Panel(f"event-{event.pk}", "coordinators/event_panel.html", context)


def held_words(codes: str) -> list[str]:
    return [str(HELD[code]) for code in codes.split(",") if code in HELD]
