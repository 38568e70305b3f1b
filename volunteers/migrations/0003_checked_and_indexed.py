"""What 0002 left to be done without a lock: its checks validated, its indexes built.

Not in a transaction, so that writing goes on meanwhile. Broken off, it is simply run again, in
either direction: what is left of an index goes before it is made anew.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q

from web.live_tables import anew, drop, drop_broken

# Under a new name, since the old one must hold until this is there.
NEW = """
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "one_sign_up_per_person_and_shift"
    ON "volunteers_signup" ("shift_id", "volunteer_id")
    WHERE "status" IN ('active', 'waiting', 'offered', 'done')
"""
OLD = """
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "one_place_per_person_and_shift"
    ON "volunteers_signup" ("shift_id", "volunteer_id")
    WHERE "status" IN ('active', 'done')
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("volunteers", "0002_events_and_waiting_lists")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunPython(
                    drop_broken("one_sign_up_per_person_and_shift"), migrations.RunPython.noop
                ),
                migrations.RunSQL(NEW, drop("one_sign_up_per_person_and_shift")),
                migrations.RunSQL(drop("one_place_per_person_and_shift"), OLD),
                migrations.RunPython(
                    migrations.RunPython.noop, drop_broken("one_place_per_person_and_shift")
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(
                    model_name="signup", name="one_place_per_person_and_shift"
                ),
                migrations.AddConstraint(
                    model_name="signup",
                    constraint=models.UniqueConstraint(
                        models.F("shift"),
                        models.F("volunteer"),
                        condition=Q(status__in=["active", "waiting", "offered", "done"]),
                        name="one_sign_up_per_person_and_shift",
                    ),
                ),
            ],
        ),
        anew("sign_up_waiting"),
        AddIndexConcurrently(
            model_name="signup",
            index=models.Index(
                "shift", "id", condition=Q(status="waiting"), name="sign_up_waiting"
            ),
        ),
        anew("sign_up_offers"),
        AddIndexConcurrently(
            model_name="signup",
            index=models.Index(
                "offer_ends_at", condition=Q(status="offered"), name="sign_up_offers"
            ),
        ),
        anew("shift_by_event"),
        AddIndexConcurrently(
            model_name="shift",
            index=models.Index("event", condition=Q(event__isnull=False), name="shift_by_event"),
        ),
        ValidateConstraint(model_name="shift", name="shift_of_need_or_event"),
        ValidateConstraint(model_name="shift", name="shift_of_known_kind"),
        ValidateConstraint(model_name="signup", name="sign_up_of_known_status"),
        ValidateConstraint(model_name="signup", name="sign_up_offer_ends"),
        ValidateConstraint(model_name="signup", name="sign_up_reason_known"),
    ]
