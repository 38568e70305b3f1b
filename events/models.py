from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.shapes import SHAPES, Shape
from events.visibility import covered_by, joined_by, open_to
from neighborhoods.models import RukunTetangga, RukunWarga
from neighborhoods.standing import Standing
from volunteers.models import MOST_PLACES, Shift
from web.codes import new_code
from web.dates import local

KINDS = [(code, code) for code in SHAPES]


class PublicPlace(models.Model):
    """A place that everybody in the RW knows: balai warga, pos ronda, lapangan."""

    rw = models.ForeignKey(RukunWarga, on_delete=models.PROTECT, related_name="public_places")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("public place")
        verbose_name_plural = _("public places")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("rw", "name", name="one_place_per_rw_and_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Gathering(models.Model):
    """What one event and a series of them have in common."""

    rw = models.ForeignKey(RukunWarga, on_delete=models.PROTECT, related_name="+")
    # Without one it is the whole RW's.
    rt = models.ForeignKey(
        RukunTetangga, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=KINDS)
    title = models.CharField(max_length=80)
    details = models.TextField(max_length=1000, blank=True)
    # A known place, or words of one's own; both empty only where the title says it.
    place = models.ForeignKey(
        PublicPlace, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place_text = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True

    @property
    def shape(self) -> Shape:
        return SHAPES[self.kind]

    @property
    def where(self) -> str:
        return self.place.name if self.place else self.place_text


class Series(Gathering):
    """An event that repeats. `schedule.dates` says when; a task makes its occurrences."""

    class Repeat(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        NTH_WEEKDAY = "nth_weekday", _("The same weekday of each month")
        MONTHLY_DATE = "monthly_date", _("The same date of each month")
        # Selapanan: every 35 days the same day of the seven meets the same of the five.
        SELAPANAN = "selapanan", _("Every 35 days")

    # Made with the empty form, so that a form sent twice publishes once.
    draft = models.UUIDField(unique=True, editable=False)
    repeat = models.CharField(max_length=12, choices=Repeat)
    # On the clocks of the RW's zone, as people say it.
    starts_on = models.DateField()
    starts_time = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(repeat__in=["weekly", "nth_weekday", "monthly_date", "selapanan"]),
                name="series_repeat_known",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("starts_on")), name="series_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(15, 24 * 60)), name="series_length_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"Series {self.pk} ({self.repeat})"


class PlannedShift(models.Model):
    """The places that each new occurrence of a series gets."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="planned_shifts")
    kind = models.CharField(max_length=10, choices=Shift.Kind, default=Shift.Kind.PEOPLE)
    label = models.CharField(max_length=60, blank=True)
    capacity = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(capacity__range=(1, MOST_PLACES)), name="planned_capacity_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"PlannedShift {self.pk} ({self.kind} {self.capacity})"


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, viewer: Standing | None) -> "EventQuerySet":
        """What that person may open; everything else is a 404.

        One RW only, an RT's own events its residents only; what is hidden is seen by its
        organizer and by the coordinators who answer for it, and without its words by those
        who are signed up: they must be able to withdraw.
        """
        if viewer is None or not viewer.belongs:
            return self.none()
        own = Q(organizer=viewer.resident, rw=viewer.rw)
        return self.filter(open_to(viewer) | own | joined_by(viewer) | covered_by(viewer))

    def covered_by(self, coordinator: Standing) -> "EventQuerySet":
        """Events that this coordinator's offices answer for."""
        return self.filter(covered_by(coordinator))

    def listed_for(self, viewer: Standing) -> "EventQuerySet":
        """For calendars and lists: of one's own RW and not hidden; cancelled ones count."""
        return self.visible_to(viewer).filter(rw=viewer.rw, hidden_at=None)

    def upcoming(self) -> "EventQuerySet":
        """Not yet over, soonest first; the index `event_calendar` has this order."""
        return self.filter(ends_at__gt=timezone.now()).order_by("starts_at", "id")

    def for_cards(self) -> "EventQuerySet":
        """With all that a card reads, in a constant number of queries."""
        return self.select_related("rt", "rw", "place").prefetch_related("shifts")


class Event(Gathering):
    """One event, alone or as an occurrence of a series."""

    class Status(models.TextChoices):
        PUBLISHED = "published", _("Planned")
        CANCELLED = "cancelled", _("Cancelled")
        DONE = "done", _("Done")

    class Postponed(models.TextChoices):
        RAIN = "rain", _("Postponed because of rain")
        OTHER = "other", _("Postponed")

    draft = models.UUIDField(unique=True, null=True, editable=False)
    code = models.CharField(max_length=6, unique=True, default=new_code, editable=False)
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    # The day its series gave it. It stays when the event moves, so that no second one is made.
    occurrence_on = models.DateField(null=True, blank=True)
    # Differs from its series on purpose; a change of the series leaves it alone.
    is_changed = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PUBLISHED)
    postponed_for = models.CharField(max_length=6, choices=Postponed, blank=True)
    # Why it was cancelled, in the organizer's words.
    reason = models.CharField(max_length=300, blank=True)
    # A mark of its own, so that what is hidden keeps its state.
    hidden_at = models.DateTimeField(null=True, blank=True)
    held_for = models.CharField(max_length=60, blank=True)
    # Raised by each change of time or place; part of a reminder's key and the feed's SEQUENCE.
    version = models.PositiveIntegerField(default=0)
    # Raised by every change, so that a coordinator decides on the words they read.
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)
    # How it went, and how many came without having signed up.
    summary = models.TextField(max_length=1000, blank=True)
    walk_ins = models.PositiveSmallIntegerField(default=0)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(status__in=["published", "cancelled", "done"]),
                name="event_status_known",
            ),
            models.CheckConstraint(
                condition=Q(postponed_for__in=["", "rain", "other"]), name="event_postponed_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(status="done", done_at__isnull=False)
                | (~Q(status="done") & Q(done_at=None)),
                name="event_done_has_time",
            ),
            models.CheckConstraint(
                condition=Q(series=None, occurrence_on=None)
                | Q(series__isnull=False, occurrence_on__isnull=False),
                name="event_occurrence_of_series",
            ),
            models.UniqueConstraint("series", "occurrence_on", name="one_event_per_series_and_day"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("rw", "starts_at", "id", name="event_calendar"),
            models.Index("ends_at", name="event_unfinished", condition=Q(status="published")),
        ]

    def __str__(self) -> str:
        return f"Event {self.code}"

    @property
    def is_over(self) -> bool:
        """Past its end, cancelled or done: nobody signs up any more."""
        return self.status != self.Status.PUBLISHED or self.ends_at <= timezone.now()

    @property
    def day(self) -> date:
        """The day it begins, on the RW's clocks ('Malam Sabtu' is a Friday)."""
        return local(self.starts_at, self.rw.zone).date()
