from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journal.models import Entry
from neighborhoods.models import Office, OfficeQuerySet, RukunTetangga, RukunWarga
from neighborhoods.standing import Standing
from requests_app.voices import hears

# How many verified residents' reports hide something until a person decides (issue 3).
REPORTS_THAT_HIDE = 3


class CaseQuerySet(models.QuerySet["Case"]):
    """Who decides, as `rules.deciders_of` and `rules.appeal_deciders_of` say it of one case."""

    def waiting_for(self, coordinator: Standing) -> "CaseQuerySet":
        """Undecided and for that coordinator to decide, oldest first.

        In office over its RT or RW. Never one's own post or what one reported oneself: where
        only such people are in office, any other coordinator of the RW may.
        """
        over = Q(rt=OuterRef("rt")) | Q(rt=None, rw=OuterRef("rw"))
        near = Q(rt__in=coordinator.covered_rt_ids) | Q(rw__in=coordinator.covered_rw_ids)
        undecided = self.filter(decided_at=None).unconcerning(coordinator)
        others = unconcerned(Office.objects.in_force().filter(over))
        return undecided.filter(near | in_reach(coordinator, others)).order_by("opened_at", "id")

    def appeals_for(self, coordinator: Standing) -> "CaseQuerySet":
        """Appeals for that coordinator to decide, oldest first: the RW's, never the first judge."""
        appealed = self.filter(appealed_at__isnull=False, appeal_decided_at=None)
        open_to = appealed.unconcerning(coordinator).exclude(decided_by=coordinator.resident)
        of_the_rw = Office.objects.in_force().filter(rt=None, rw=OuterRef("rw"))
        others = unconcerned(of_the_rw.exclude(holder=OuterRef("decided_by")))
        near = Q(rw__in=coordinator.covered_rw_ids)
        return open_to.filter(near | in_reach(coordinator, others)).order_by("appealed_at", "id")

    def unconcerning(self, person: Standing) -> "CaseQuerySet":
        """Neither about that person's own post or words nor reported by them."""
        reported = Report.objects.filter(case=OuterRef("pk"), reporter=person.resident)
        wrote = writers(OuterRef("event")).filter(actor_id=person.resident.pk)
        own = Q(owner=person.resident.pk) | Q(author=person.resident.pk)
        return self.with_owner().exclude(Q(Exists(reported)) | Q(Exists(wrote)) | own)

    def with_owner(self) -> "CaseQuerySet":
        """Whoever answers for it, as `things.owner_of` says it, and who wrote it for them."""
        return self.annotate(
            owner=Coalesce(
                hears("need__"), "event__organizer_id", output_field=models.BigIntegerField()
            ),
            author=Coalesce("need__posted_by_id", "need__requester_id", "event__organizer_id"),
        )

    def with_thing(self) -> "CaseQuerySet":
        """With what it is about, for a page or a queue."""
        return self.select_related("rw", "rt", "need__rw", "need__rt", "event__rw", "event__rt")

    def visible_to(self, viewer: Standing) -> "CaseQuerySet":
        """For its two sides: who reported, and whose it is once it is hidden or decided.

        Before that the owner does not learn of a report: neighbours have to live together.
        """
        if not viewer.belongs:
            return self.none()
        reported = Report.objects.filter(case=OuterRef("pk"), reporter=viewer.resident)
        told = Q(hidden_by_reports_at__isnull=False) | Q(decided_at__isnull=False)
        own = Q(told, owner=viewer.resident.pk)
        return self.with_owner().filter(Q(Exists(reported)) | own)


def unconcerned(offices: OfficeQuerySet) -> OfficeQuerySet:
    """Held by somebody who has no part in the case of the outer query."""
    reported = Report.objects.filter(case=OuterRef(OuterRef("pk")), reporter=OuterRef("holder"))
    wrote = writers(OuterRef(OuterRef("event"))).filter(actor_id=OuterRef("holder"))
    others = offices.exclude(holder=OuterRef("owner")).exclude(holder=OuterRef("author"))
    return others.exclude(Exists(reported)).exclude(Exists(wrote))


def writers(event: Any) -> models.QuerySet[Entry]:
    """Of an event's words: other coordinators than its organizer may have changed them."""
    wrote = ("event.published", "event.held", "event.changed")
    return Entry.objects.filter(object_kind="event", object_id=event, action__in=wrote)


def in_reach(coordinator: Standing, others: OfficeQuerySet) -> Q:
    """Of an RW in which they hold any office, while there is none of the `others`."""
    return Q(~Exists(others), rw__in={office.rw_id for office in coordinator.offices})


class Case(models.Model):
    """Reports about one need or event, a coordinator's decision on them, and one appeal.

    The thing has at most one case without an end; reports that come after a decision
    open another.
    """

    class Decision(models.TextChoices):
        KEPT = "kept", _("Kept")
        HIDDEN = "hidden", _("Hidden")

    # When an RT is split, a case goes with its need (neighborhoods.unit_rows).
    rt_follows = "need__requester"

    need = models.ForeignKey(
        "requests_app.AidRequest", on_delete=models.CASCADE, null=True, related_name="cases"
    )
    event = models.ForeignKey(
        "events.Event", on_delete=models.CASCADE, null=True, related_name="cases"
    )
    rw = models.ForeignKey(RukunWarga, on_delete=models.PROTECT, related_name="+")
    rt = models.ForeignKey(
        RukunTetangga, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    # Hidden by the number of reports, until somebody decides.
    hidden_by_reports_at = models.DateTimeField(null=True, blank=True)

    decision = models.CharField(max_length=6, choices=Decision, blank=True)
    # Read by both sides.
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # Which words were judged, so that changed ones can be reported anew.
    revision = models.PositiveIntegerField(default=0)

    appellant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    appeal = models.CharField(max_length=500, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_decision = models.CharField(max_length=6, choices=Decision, blank=True)
    appeal_reason = models.CharField(max_length=300, blank=True)
    appeal_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    appeal_decided_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(need__isnull=False, event=None) | Q(need=None, event__isnull=False),
                name="case_about_one_thing",
            ),
            models.UniqueConstraint(
                "need", name="one_open_case_per_need", condition=Q(decided_at=None)
            ),
            models.UniqueConstraint(
                "event", name="one_open_case_per_event", condition=Q(decided_at=None)
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | Q(
                    decision__in=["kept", "hidden"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="case_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(appealed_at=None, appellant=None)
                | Q(
                    appealed_at__isnull=False,
                    appellant__isnull=False,
                    decided_at__isnull=False,
                ),
                name="case_appeal_after_decision",
            ),
            models.CheckConstraint(
                condition=Q(appeal_decision="", appeal_decided_at=None, appeal_decided_by=None)
                | (
                    Q(
                        appeal_decision__in=["kept", "hidden"],
                        appeal_decided_at__isnull=False,
                        appeal_decided_by__isnull=False,
                        appealed_at__isnull=False,
                    )
                    & ~Q(appeal_decided_by=F("decided_by"))
                ),
                name="case_appeal_decided_by_another",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("rw", "opened_at", name="case_undecided", condition=Q(decided_at=None)),
            models.Index(
                "rw",
                "appealed_at",
                name="case_appealed",
                condition=Q(appealed_at__isnull=False, appeal_decided_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Case {self.pk}"

    @property
    def outcome(self) -> str:
        """How it stands: the appeal's word over the first one, '' while undecided."""
        return self.appeal_decision or self.decision

    @property
    def is_appealed(self) -> bool:
        """Waiting for the appeal's decision."""
        return self.appealed_at is not None and self.appeal_decided_at is None


class Report(models.Model):
    """One person's report about one thing, once for good."""

    class Reason(models.TextChoices):
        """DOMAIN.md, 'What keeps people away': scams, politics, hoax, SARA."""

        SCAM = "scam", _("Scam or asks for money")
        POLITICS = "politics", _("Politics or campaigning")
        HOAX = "hoax", _("Untrue (hoax)")
        SARA = "sara", _("Insults religion, ethnicity or group (SARA)")
        PRIVATE = "private", _("Shows somebody's private data")
        UNSAFE = "unsafe", _("Dangerous or against the law")
        OTHER = "other", _("Something else")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    need = models.ForeignKey(
        "requests_app.AidRequest", on_delete=models.CASCADE, null=True, related_name="+"
    )
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, null=True, related_name="+")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports"
    )
    reason = models.CharField(max_length=10, choices=Reason)
    details = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(need__isnull=False, event=None) | Q(need=None, event__isnull=False),
                name="report_about_one_thing",
            ),
            models.UniqueConstraint("reporter", "need", name="one_report_per_person_and_need"),
            models.UniqueConstraint("reporter", "event", name="one_report_per_person_and_event"),
            models.CheckConstraint(
                condition=Q(
                    reason__in=["scam", "politics", "hoax", "sara", "private", "unsafe", "other"]
                ),
                name="report_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Report {self.pk} ({self.reason})"
