"""The end of an event: who came, how many besides, how it went. Never fines."""

from datetime import timedelta
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone

from events import notices
from events.errors import CorrectedTooLate, NotBegun
from events.held import check_open_words
from events.joining import end_line
from events.life import check_as_read, journal, managed
from events.models import Event
from neighborhoods.standing import Standing
from volunteers.actions import set_attended, set_released
from volunteers.models import SignUp

CORRECTABLE = timedelta(days=7)
Status, Reason = SignUp.Status, SignUp.Reason


class Attendance(StrEnum):
    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


MISSED = {Attendance.EXCUSED: Reason.EXCUSED, Attendance.ABSENT: Reason.ABSENT}


def close_event(
    event: Event,
    *,
    attendance: dict[int, str],
    walk_ins: int,
    summary: str,
    coordinator: Standing,
    revision: int | None = None,
) -> Event:
    """Done, with attendance by sign-up id; called again within 7 days it corrects.

    Who is not in `attendance` came: they promised. With `revision` only as it was read.
    Raises ChangedMeanwhile, CoordinatorsOnly, CorrectedTooLate, NotBegun, NotPossibleNow,
    WordsNotHere.
    """
    check_open_words(summary)
    with managed(event, coordinator, states=(Event.Status.PUBLISHED, Event.Status.DONE)) as fresh:
        check_as_read(fresh, revision)
        is_first = fresh.status == Event.Status.PUBLISHED
        check_time_to_close(fresh)
        for shift in fresh.shifts.order_by("id"):
            end_line(fresh, shift)
        came_now = note_attendance(fresh, attendance)
        set_done(fresh, walk_ins, summary)
        entry = journal("done" if is_first else "corrected", fresh, actor=coordinator.resident)
        notices.tell_those_of(came_now, fresh, "done", entry=entry)
    return fresh


def check_time_to_close(event: Event) -> None:
    now = timezone.now()
    if event.starts_at > now:
        raise NotBegun
    if event.done_at and event.done_at < now - CORRECTABLE:
        raise CorrectedTooLate


def countable(event: Event) -> QuerySet[SignUp]:
    """Those whose attendance is noted: promises, and what was noted of them before."""
    promised = SignUp.objects.filter(shift__event=event, status__in=(Status.ACTIVE, Status.DONE))
    missed = SignUp.objects.filter(
        shift__event=event, status=Status.RELEASED, reason__in=MISSED.values()
    )
    return (promised | missed).select_related("volunteer", "shift").order_by("shift_id", "id")


def note_attendance(event: Event, attendance: dict[int, str]) -> list[SignUp]:
    """Those who count as present now and did not before."""
    marks: dict[Attendance, list[SignUp]] = {mark: [] for mark in Attendance}
    for sign_up in countable(event):
        marks[Attendance(attendance.get(sign_up.pk, Attendance.PRESENT))].append(sign_up)
    # First those who did not come, so that their places are free for a correction.
    for mark, reason in MISSED.items():
        set_released(of(marks[mark]), reason)
    came_now = [each for each in marks[Attendance.PRESENT] if each.status != Status.DONE]
    set_attended(of(came_now))
    return came_now


def of(sign_ups: list[SignUp]) -> QuerySet[SignUp]:
    return SignUp.objects.filter(pk__in=[sign_up.pk for sign_up in sign_ups])


def set_done(event: Event, walk_ins: int, summary: str) -> None:
    event.status = Event.Status.DONE
    event.done_at = event.done_at or timezone.now()
    event.walk_ins, event.summary = walk_ins, summary.strip()
    event.revision += 1
    event.save(update_fields=["status", "done_at", "walk_ins", "summary", "revision"])
