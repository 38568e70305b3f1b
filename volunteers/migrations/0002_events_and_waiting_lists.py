"""Events, tools and food, and waiting lists move into the one table of promises.

Safe on a live table: new columns may be null or have a default of the database's, new checks
come NOT VALID and are validated by 0003, which also makes the indexes without a lock.
"""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
        ("requests_app", "0003_held_words_and_calls"),
        ("volunteers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "resident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(model_name="signup", name="keep_taken"),
        migrations.RemoveConstraint(model_name="shift", name="shift_has_one_owner"),
        migrations.RemoveConstraint(model_name="shift", name="shift_kind_known"),
        migrations.RemoveConstraint(model_name="signup", name="sign_up_status_known"),
        migrations.AddField(
            model_name="shift",
            name="event",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shifts",
                to="events.event",
            ),
        ),
        migrations.AddField(
            model_name="shift",
            name="label",
            field=models.CharField(blank=True, db_default="", max_length=60),
        ),
        migrations.AddField(
            model_name="signup",
            name="offer_ends_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="signup",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("withdrawn", "Withdrawn"),
                    ("unanswered", "The offered place was not answered in time"),
                    ("turned_down", "The offered place was turned down"),
                    ("no_place", "No place came free in time"),
                    ("cancelled", "Cancelled"),
                    ("excused", "Excused"),
                    ("absent", "Absent"),
                ],
                db_default="",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="shift",
            name="kind",
            field=models.CharField(
                choices=[("people", "People"), ("tools", "Tools"), ("food", "Food")],
                default="people",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="signup",
            name="status",
            field=models.CharField(
                choices=[
                    ("active", "Signed up"),
                    ("waiting", "On the waiting list"),
                    ("offered", "A place is offered"),
                    ("released", "Withdrawn"),
                    ("done", "Done"),
                ],
                default="active",
                max_length=10,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signup",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_taken",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE left_shift bigint; joined_shift bigint;",
                    func="\n    IF TG_OP IN ('UPDATE', 'DELETE') AND OLD.status IN ('active', 'offered', 'done') THEN\n        left_shift := OLD.shift_id;\n    END IF;\n    IF TG_OP IN ('INSERT', 'UPDATE') AND NEW.status IN ('active', 'offered', 'done') THEN\n        joined_shift := NEW.shift_id;\n    END IF;\n    IF left_shift IS DISTINCT FROM joined_shift THEN\n        UPDATE volunteers_shift SET taken = taken - 1 WHERE id = left_shift;\n        UPDATE volunteers_shift SET taken = taken + 1 WHERE id = joined_shift;\n    END IF;\n    RETURN NULL;\n",
                    hash="ee44159dd6e695adaa76a0828c13820a46c4f1b6",
                    operation="INSERT OR DELETE OR UPDATE",
                    pgid="pgtrigger_keep_taken_71fd0",
                    table="volunteers_signup",
                    when="AFTER",
                ),
            ),
        ),
        AddConstraintNotValid(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=Q(need__isnull=False, event=None) | Q(need=None, event__isnull=False),
                name="shift_of_need_or_event",
            ),
        ),
        AddConstraintNotValid(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=Q(kind__in=["people", "tools", "food"]), name="shift_of_known_kind"
            ),
        ),
        AddConstraintNotValid(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=Q(status__in=["active", "waiting", "offered", "released", "done"]),
                name="sign_up_of_known_status",
            ),
        ),
        AddConstraintNotValid(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=Q(status="offered", offer_ends_at__isnull=False)
                | (~Q(status="offered") & Q(offer_ends_at=None)),
                name="sign_up_offer_ends",
            ),
        ),
        AddConstraintNotValid(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=Q(
                    reason__in=[
                        "",
                        "withdrawn",
                        "unanswered",
                        "turned_down",
                        "no_place",
                        "cancelled",
                        "excused",
                        "absent",
                    ]
                ),
                name="sign_up_reason_known",
            ),
        ),
    ]
