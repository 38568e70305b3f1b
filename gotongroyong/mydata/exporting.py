"""Large downloads: asked for now, made in the background, told when ready, kept for 7 days."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.exports import content_of
from accounts.models import DataExport, Resident
from accounts.personal_data import count_rows
from accounts.rows import lock_live
from gotongroyong.mydata.kinds import tell_export_ready
from web.ticking import each_due

# Up to here it is made while the person waits: 6,000 rows took 0.12 s of the processor.
AT_ONCE = 5000
KEPT_FOR = timedelta(days=7)
# How many a run makes at the most; the next one goes on.
BATCH = 5


def is_large(resident: Resident) -> bool:
    return count_rows(resident) > AT_ONCE


@transaction.atomic
def ask_export(resident: Resident) -> DataExport:
    """One in the making at a time; asking again is harmless. Raises AccountClosed."""
    lock_live(resident)
    export, _ = DataExport.objects.get_or_create(resident=resident, ready_at=None)
    return export


def ready_export(resident: Resident, now: datetime) -> DataExport | None:
    kept = DataExport.objects.filter(resident=resident, ready_at__isnull=False)
    return kept.filter(expires_at__gt=now).order_by("-ready_at").first()


def waiting() -> QuerySet[DataExport]:
    return DataExport.objects.filter(ready_at=None)


def make_exports(now: datetime) -> int:
    """Any number of runs at once make each export once."""
    return each_due(waiting(), make, by="asked_at", most=BATCH)


@transaction.atomic
def make(asked: DataExport) -> bool:
    free = waiting().select_for_update(skip_locked=True, of=("self",))
    export = free.filter(pk=asked.pk).select_related("resident").first()
    if export is None:
        return False
    now = timezone.now()
    export.content = content_of(export.resident)
    export.ready_at, export.expires_at = now, now + KEPT_FOR
    export.save(update_fields=["content", "ready_at", "expires_at"])
    tell_export_ready(export)
    return True


def clear_exports(now: datetime) -> int:
    """The copies go after 7 days; that there was one stays, to be seen by its owner."""
    ended = DataExport.objects.filter(expires_at__lte=now, content__isnull=False)
    return ended.update(content=None)
