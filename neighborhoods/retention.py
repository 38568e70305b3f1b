"""Words about people here that nobody needs 90 days later."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.personal_data import WORDS_KEPT
from neighborhoods.models import Household, Membership, Office, RukunTetangga


def forget_end_reasons(now: datetime) -> int:
    """Why an office was ended; its former holder has read it for 30 days."""
    ended = Office.objects.filter(ended_at__lte=now - WORDS_KEPT)
    return ended.exclude(end_reason="").update(end_reason="")


@transaction.atomic
def forget_declined(now: datetime) -> int:
    """Who was not recognised: why, and the house that they wrote down; the dates stay."""
    old = Membership.objects.filter(status="declined", decided_at__lte=now - WORDS_KEPT)
    told = old.exclude(decline_reason="", household=None, kind="")
    houses = list(told.exclude(household=None).values_list("household", flat=True))
    # As whoever joins does, so that nobody moves into a house that is being emptied.
    list(
        RukunTetangga.objects.select_for_update(no_key=True)
        .filter(pk__in=Household.objects.filter(pk__in=houses).values("rt"))
        .order_by("pk")
    )
    forgotten = told.update(household=None, kind="", decline_reason="")
    anybody = Membership.objects.filter(household=OuterRef("pk"))
    left = Household.objects.filter(~Exists(anybody), pk__in=houses)
    left.update(address="", landmark="", address_key="")
    return forgotten
