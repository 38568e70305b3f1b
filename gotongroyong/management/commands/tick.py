"""`manage.py tick`: all that the worker and the beat do, for cron once a minute."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from coordinators import data_requests
from events import joining, series
from gotongroyong import housekeeping
from gotongroyong.mydata import erasing, exporting, purpose, retention
from neighborhoods import founding, units
from notifications import dispatch, planner
from requests_app.helping import close_overdue
from requests_app.offers import pass_on_offers

log = structlog.get_logger(__name__)


# Sending comes after what has something to tell.
def parts() -> dict[str, Callable[[], object]]:
    return {
        "close_needs": lambda: close_overdue(timezone.now()),
        "pass_on_need_offers": lambda: pass_on_offers(timezone.now()),
        "pass_on_offers": lambda: joining.pass_on_offers(timezone.now()),
        "drop_waiting": lambda: joining.drop_waiting(timezone.now()),
        "make_occurrences": lambda: series.make_occurrences(timezone.now()),
        "gather_strays": lambda: units.gather_strays(timezone.now()),
        "forget_old_contacts": lambda: founding.forget_old_contacts(timezone.now()),
        "review_purposes": lambda: purpose.review_purposes(timezone.now()),
        "erase_accounts": lambda: erasing.erase_due(timezone.now()),
        "anonymise_needs": lambda: retention.anonymise_needs(timezone.now()),
        "silence_cases": lambda: retention.silence_cases(timezone.now()),
        "forget_words": lambda: retention.forget_words(timezone.now()),
        "make_exports": lambda: exporting.make_exports(timezone.now()),
        "clear_exports": lambda: exporting.clear_exports(timezone.now()),
        "warn_of_overdue": lambda: data_requests.warn_of_overdue(timezone.now()),
        "plan_reminders": planner.plan_all,
        "send_due": dispatch.send_due,
        "clear_sessions": housekeeping.clear_sessions,
        "clear_sign_in": housekeeping.clear_sign_in,
    }


class Command(BaseCommand):
    help = "All that worker and beat do, once; for cron, without Celery."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = [name for name, part in parts().items() if not went_well(name, part)]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")


def went_well(name: str, part: Callable[[], object]) -> bool:
    try:
        part()
    except Exception:
        # Whatever it was, the others are still due; the exit code tells cron.
        log.exception("tick_part_failed", part=name)
        # A broken connection would fail them too.
        close_old_connections()
        return False
    return True
