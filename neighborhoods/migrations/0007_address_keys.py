"""Fills `address_key` of the households made before it, a thousand at a time.

A house that the release before writes between this and the switch has no key, or an old one, until
its address is next written; whoever joins there meanwhile makes a house of their own.
"""

from typing import Any

from django.db import migrations

from neighborhoods.addresses import address_key

BATCH = 1000


def fill(apps: Any, _schema_editor: Any) -> None:
    household = apps.get_model("neighborhoods", "Household")
    last = 0
    while batch := list(household.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for house in batch:
            house.address_key = address_key(house.address)
        household.objects.bulk_update(batch, ["address_key"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    # Each batch by itself, so that no table is held for long; safe to run again.
    atomic = False

    dependencies = [("neighborhoods", "0006_office_end_reason")]
    # The way back changes nothing: the column goes with the migration before.
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
