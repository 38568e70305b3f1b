"""A thin stand-in for JOINING's `neighborhoods/households.py`: the merger takes theirs."""

from django.db import transaction

from neighborhoods.models import Household, RukunTetangga


@transaction.atomic
def household_for(rt: RukunTetangga, address: str, landmark: str) -> Household:
    """The one of that address in the RT, else a new one."""
    RukunTetangga.objects.select_for_update(no_key=True).get(pk=rt.pk)
    known = Household.objects.filter(rt=rt, address__iexact=address).order_by("pk").first()
    return known or Household.objects.create(rt=rt, address=address, landmark=landmark)
