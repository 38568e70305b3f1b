"""Deleting an account, with all that the rooms have to let go of before."""

from datetime import datetime

from django.db import transaction

from accounts import erasure
from accounts.models import Resident
from coordinators.data_requests import close_requests_of
from gotongroyong.leaving import let_go
from gotongroyong.mydata.kinds import tell_coordinators_of_leaving, tell_erasure_asked
from neighborhoods.last_office import check_not_last_of_rw


@transaction.atomic
def ask_erasure(resident: Resident) -> Resident:
    """Raises HandOverFirst, OperatorStays."""
    check_not_last_of_rw(resident)
    asked = erasure.ask(resident)
    tell_erasure_asked(asked)
    return asked


def erase_due(now: datetime) -> int:
    return erasure.erase_due(now, let_go=leave_everything)


def leave_everything(resident: Resident) -> None:
    """A head who has become the last meanwhile may still go: who is left in office is told."""
    tell_coordinators_of_leaving(resident)
    close_requests_of(resident)
    let_go(resident)
