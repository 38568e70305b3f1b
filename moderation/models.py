from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neighborhoods.models import RukunTetangga, RukunWarga

# How many verified residents' reports hide something until a person decides (issue 3).
REPORTS_THAT_HIDE = 3


class Case(models.Model):
    """Reports about one need or event, a coordinator's decision on them, and one appeal.

    The thing has at most one case without an end; reports that come after a decision
    open another.
    """

    class Decision(models.TextChoices):
        KEPT = "kept", _("Kept")
        HIDDEN = "hidden", _("Hidden")

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
