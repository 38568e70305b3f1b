"""The platform operator's word on a case that no coordinator can decide."""

from django.utils import timezone

from accounts.models import Resident
from moderation import notices, rules
from moderation.decisions import AT_ONCE, carry_out
from moderation.errors import DecidedAlready, NotYours
from moderation.life import journal, locked_case
from moderation.models import Case

# Read by both sides, like any reason.
REASON = "Diputuskan pengelola sistem."


def settle_case(case: Case, *, operator: Resident, decision: str) -> Case:
    """Its decision, or its appeal's. Raises DecidedAlready, NotYours."""
    with locked_case(case) as (fresh, thing):
        if fresh.decided_at and not fresh.is_appealed:
            raise DecidedAlready
        if not is_stuck(fresh) or fresh.decided_by_id == operator.pk:
            raise NotYours
        prefix = "appeal_" if fresh.is_appealed else ""
        now = timezone.now()
        values = {"decision": decision, "reason": REASON, "decided_by": operator, "decided_at": now}
        for column, value in values.items():
            setattr(fresh, prefix + column, value)
        fresh.revision = thing.revision
        fresh.save(update_fields=["revision", *(prefix + column for column in values)])
        changes = carry_out(fresh, thing)
        entry = journal(prefix + decision, fresh, actor=operator)
        notices.tell_decision(fresh, thing, entry=entry, settle_in=AT_ONCE, to_helpers=changes)
    return fresh


def is_stuck(case: Case) -> bool:
    """It waits, and nobody in office may decide it."""
    if case.is_appealed:
        return not rules.appeal_deciders_of(case)
    return case.decided_at is None and not rules.deciders_of(case)
