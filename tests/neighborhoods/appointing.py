"""Offices given as the desk gives them."""

from typing import Any

from accounts.models import Resident
from neighborhoods.models import Office, RukunTetangga, RukunWarga
from neighborhoods.office_life import today_in
from neighborhoods.offices import appoint
from neighborhoods.standing import Standing, standing_of


def rt_003() -> RukunTetangga:
    return RukunTetangga.objects.select_related("rw").get(number="003", rw__number="005")


def rt_001() -> RukunTetangga:
    return RukunTetangga.objects.select_related("rw").get(number="001", rw__number="005")


def give(
    holder: Resident, by: Resident | Standing, rt: RukunTetangga | None, **changes: Any
) -> Office:
    rw = rt.rw if rt else RukunWarga.objects.get(number="005")
    actor = by if isinstance(by, Standing) else standing_of(by)
    facts = {"post": "kader", "starts_on": today_in(rw), "ends_on": None, **changes}
    return appoint(holder, rw=rw, rt=rt, by=actor, **facts)
