"""Who has lived here without a break: whoever left since has let go of what they held."""

from django.db.models import Exists, OuterRef, Q

from neighborhoods.models import Membership


def stayed(person: str, since: str) -> Q:
    """Whether who is in the column `person` has not left since the moment in the column `since`.

    An account that is switched off is on its way to be erased. Whoever is back, in the same RT
    or the next, begins anew.
    """
    mine = Membership.objects.filter(resident=OuterRef(person))
    lives = mine.in_force().filter(resident__is_active=True)
    return Exists(lives) & ~Exists(mine.filter(ended_at__gt=OuterRef(since)))
