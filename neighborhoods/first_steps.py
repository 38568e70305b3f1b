"""Whether somewhere life has only just begun: what pages say then, they say only while it is so."""

from neighborhoods.models import Membership, RukunTetangga, RukunWarga
from neighborhoods.standing import Standing

# From so many residents on neighbours carry it on by themselves.
A_FEW = 3


def has_just_begun(unit: RukunTetangga | RukunWarga) -> bool:
    """Counted no further than matters."""
    where = {"rt": unit} if isinstance(unit, RukunTetangga) else {"rt__rw": unit}
    homes = Membership.objects.in_force().filter(**where)
    return len(homes.values_list("pk")[:A_FEW]) < A_FEW


def beginning(viewer: Standing) -> str:
    """'rw' or 'rt' where the viewer is among the first there; '' elsewhere."""
    if viewer.rw and has_just_begun(viewer.rw):
        return "rw"
    return "rt" if viewer.rt and has_just_begun(viewer.rt) else ""
