"""What 0003 left to be done without a lock: its checks validated, its indexes built.

Not in a transaction, so that writing goes on meanwhile. Broken off, it is simply run again, in
either direction. Only the exclusion can't be built beside the writing; the table of offices has
a few rows an RT, so its lock lasts no longer than a blink.

Somebody with offices in two RW on the same days stops it, and so would two RW that differ in
capitals alone stop 0005. Both are looked for first, and `upgrade_checks` says which rows they
are and what to do; then it is run again.
"""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import F, Q, Value

from neighborhoods.models import OfficeDates
from neighborhoods.upgrade_checks import each_rw_once, one_rw_each
from web.live_tables import Unique, anew, replace_unique

MEMBERSHIPS = (
    Unique(
        "one_current_membership",
        """"neighborhoods_membership" ("resident_id") WHERE NOT ("status" = 'ended')""",
    ),
    Unique(
        "one_membership_at_a_time",
        """"neighborhoods_membership" ("resident_id") WHERE "status" IN ('pending', 'active')""",
    ),
)
RTS = (
    Unique("one_rt_per_rw_and_number", '"neighborhoods_rukuntetangga" ("rw_id", "number")'),
    Unique(
        "one_open_rt_per_rw_and_number",
        '"neighborhoods_rukuntetangga" ("rw_id", "number") WHERE "closed_at" IS NULL',
    ),
)
POST = '"neighborhoods_office" ("holder_id", "rw_id", "rt_id", "post") NULLS NOT DISTINCT'
OFFICES = (
    Unique("one_open_office_per_post", f'{POST} WHERE "ends_on" IS NULL'),
    Unique(
        "one_lasting_office_per_post",
        f'{POST} WHERE ("ended_at" IS NULL AND "ends_on" IS NULL)',
    ),
)
# Whoever is an active resident was known in the house before anybody was asked.
CONFIRM = """
UPDATE neighborhoods_membership SET household_confirmed_at = joined_at WHERE id IN (
    SELECT id FROM neighborhoods_membership
    WHERE status = 'active' AND household_id IS NOT NULL
        AND household_confirmed_at IS NULL AND household_refused_at IS NULL
    ORDER BY id LIMIT 1000 FOR UPDATE
)
"""


def confirm_households(apps: Any, schema_editor: Any) -> None:
    """In batches, each a transaction of its own."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(CONFIRM)
        while cursor.rowcount:
            cursor.execute(CONFIRM)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("neighborhoods", "0003_people")]

    operations = [
        migrations.RunPython(one_rw_each, migrations.RunPython.noop),
        migrations.RunPython(each_rw_once, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=replace_unique(*MEMBERSHIPS),
            state_operations=[
                migrations.RemoveConstraint("membership", "one_current_membership"),
                migrations.AddConstraint(
                    "membership",
                    models.UniqueConstraint(
                        F("resident"),
                        condition=Q(status__in=["pending", "active"]),
                        name="one_membership_at_a_time",
                    ),
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=replace_unique(*RTS),
            state_operations=[
                migrations.RemoveConstraint("rukuntetangga", "one_rt_per_rw_and_number"),
                migrations.AddConstraint(
                    "rukuntetangga",
                    models.UniqueConstraint(
                        F("rw"),
                        F("number"),
                        condition=Q(closed_at=None),
                        name="one_open_rt_per_rw_and_number",
                    ),
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=replace_unique(*OFFICES),
            state_operations=[
                migrations.RemoveConstraint("office", "one_open_office_per_post"),
                migrations.AddConstraint(
                    "office",
                    models.UniqueConstraint(
                        F("holder"),
                        F("rw"),
                        F("rt"),
                        F("post"),
                        condition=Q(ended_at=None, ends_on=None),
                        name="one_lasting_office_per_post",
                        nulls_distinct=False,
                    ),
                ),
            ],
        ),
        anew("household_by_address"),
        AddIndexConcurrently(
            "household", models.Index(F("rt"), F("address_key"), name="household_by_address")
        ),
        anew("pending_by_rt"),
        AddIndexConcurrently(
            "membership",
            models.Index(
                F("rt"), F("joined_at"), condition=Q(status="pending"), name="pending_by_rt"
            ),
        ),
        anew("membership_by_invitation"),
        AddIndexConcurrently(
            "membership",
            models.Index(
                F("invitation"),
                condition=Q(invitation__isnull=False),
                name="membership_by_invitation",
            ),
        ),
        ValidateConstraint("office", "deputy_has_an_end"),
        ValidateConstraint("membership", "membership_has_a_status"),
        ValidateConstraint("membership", "membership_kind_known"),
        migrations.RunPython(confirm_households, migrations.RunPython.noop),
        migrations.RunSQL(
            "ALTER TABLE neighborhoods_office DROP CONSTRAINT IF EXISTS offices_of_one_rw",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "office",
            ExclusionConstraint(
                condition=Q(ended_at=None),
                expressions=[
                    ("holder", "="),
                    ("rw", "<>"),
                    (OfficeDates("starts_on", "ends_on", Value("[]")), "&&"),
                ],
                name="offices_of_one_rw",
            ),
        ),
    ]
