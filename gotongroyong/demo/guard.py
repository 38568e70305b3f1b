"""What keeps the demo's people, whose password is public, out of a real neighbourhood."""

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from accounts.models import Resident
from gotongroyong.demo.cast import CAST
from gotongroyong.demo.people import OPERATOR, VILLAGE
from neighborhoods.models import RukunWarga
from web.phones import normalize_phone


def refuse_a_real_neighbourhood() -> None:
    """Asked before anything is migrated or written."""
    if not settings.DEMO:
        raise CommandError("The demo's people share a public password: DEMO=1 must be set.")
    if has_residents() and not is_the_demos():
        raise CommandError(
            "This database has residents and is not the demo's, so nothing was changed;"
            " name another in DATABASE_URL, or none for one of the demo's own."
        )


def has_residents() -> bool:
    """False before the first migration, too."""
    return has_table(Resident) and Resident.objects.exists()


def is_the_demos() -> bool:
    """Its operator and its invented city are both there: one alone may be chance."""
    place = {key: VILLAGE[key] for key in ("village", "district", "city")}
    return (
        Resident.objects.filter(phone=operators_phone(), is_superuser=True).exists()
        and has_table(RukunWarga)
        and RukunWarga.objects.filter(**place).exists()
    )


def operators_phone() -> str:
    return next(normalize_phone(who.phone) for who in CAST if who.phone.endswith(OPERATOR))


def has_table(model: type[Resident] | type[RukunWarga]) -> bool:
    return model._meta.db_table in connection.introspection.table_names()
