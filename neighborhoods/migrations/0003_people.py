"""Invitations, handovers and foundings; how somebody came to live here and who said so.

Safe on a live table: new columns may be null or have a default of the database's, new checks
come NOT VALID and are validated by 0004, which also makes the indexes without a lock. Taken back
it can be only while nobody is declined, which the old check doesn't know.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("neighborhoods", "0002_rt_within_its_rw"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # In a schema of its own: `restore --force` sets `public` aside, and an extension's parts
        # belong to the superuser even where the product's role made it.
        migrations.RunSQL(
            [
                "CREATE SCHEMA IF NOT EXISTS extensions",
                "CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions",
            ],
            ["DROP EXTENSION IF EXISTS btree_gist", "DROP SCHEMA IF EXISTS extensions"],
        ),
        migrations.CreateModel(
            name="Founding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=3, verbose_name="number")),
                ("rt_numbers", models.JSONField(default=list)),
                ("village", models.CharField(max_length=80, verbose_name="kelurahan/desa")),
                ("district", models.CharField(max_length=80, verbose_name="kecamatan")),
                ("city", models.CharField(max_length=80, verbose_name="kota/kabupaten")),
                ("province", models.CharField(max_length=80, verbose_name="province")),
                (
                    "village_code",
                    models.CharField(blank=True, max_length=13, verbose_name="Kemendagri code"),
                ),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("Asia/Jakarta", "WIB"),
                            ("Asia/Pontianak", "WIB (Pontianak)"),
                            ("Asia/Makassar", "WITA"),
                            ("Asia/Jayapura", "WIT"),
                        ],
                        default="Asia/Jakarta",
                        max_length=20,
                        verbose_name="time zone",
                    ),
                ),
                ("contact_name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=16, verbose_name="phone number"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ketua", "Head"),
                            ("sekretaris", "Secretary"),
                            ("bendahara", "Treasurer"),
                            ("kader", "Cadre"),
                        ],
                        max_length=10,
                    ),
                ),
                ("nonce", models.CharField(max_length=32)),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("max_uses", models.PositiveIntegerField()),
                ("uses", models.PositiveIntegerField(default=0)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_status_known",
        ),
        migrations.AddField(
            model_name="household",
            name="address_key",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name="membership",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships_decided",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="decline_reason",
            field=models.CharField(blank=True, db_default="", max_length=300),
        ),
        migrations.AddField(
            model_name="membership",
            name="household_confirmed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="household_refused_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("tetap", "Permanent"),
                    ("kontrak", "Renting a house"),
                    ("kos", "Boarding"),
                    ("ktp_luar", "Identity card from elsewhere"),
                ],
                db_default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="office",
            name="is_deputy",
            field=models.BooleanField(db_default=False, default=False, verbose_name="deputy"),
        ),
        migrations.AddField(
            model_name="rukuntetangga",
            name="closed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="rukuntetangga",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="neighborhoods.rukuntetangga",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="status",
            field=models.CharField(
                choices=[
                    ("pending", "Awaiting verification"),
                    ("active", "Verified resident"),
                    ("declined", "Not recognised"),
                    ("ended", "Ended"),
                ],
                default="pending",
                max_length=10,
            ),
        ),
        AddConstraintNotValid(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_deputy", False), ("ends_on__isnull", False), _connector="OR"
                ),
                name="deputy_has_an_end",
            ),
        ),
        migrations.AddField(
            model_name="founding",
            name="rw",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="founding",
                to="neighborhoods.rukunwarga",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers",
                to="neighborhoods.office",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="successor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="rt",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="neighborhoods.rukuntetangga",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="rw",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="neighborhoods.rukunwarga",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="invitation",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="neighborhoods.invitation",
            ),
        ),
        AddConstraintNotValid(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["pending", "active", "declined", "ended"])),
                name="membership_has_a_status",
            ),
        ),
        AddConstraintNotValid(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["", "tetap", "kontrak", "kos", "ktp_luar"])),
                name="membership_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="founding",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", "^[0-9]{3}$")), name="founding_three_digits"
            ),
        ),
        migrations.AddConstraint(
            model_name="founding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "zone__in",
                        ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"],
                    )
                ),
                name="founding_zone_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="founding",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["pending", "approved", "declined"])),
                name="founding_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                models.F("office"),
                condition=models.Q(("confirmed_at", None), ("ended_at", None)),
                name="one_open_handover_per_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at", None), ("accepted_at__isnull", False), _connector="OR"
                ),
                name="handover_accepted_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("uses__lte", models.F("max_uses"))), name="invitation_uses"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("post", ""), ("rt__isnull", False)),
                    models.Q(
                        ("max_uses", 1), ("post__in", ["ketua", "sekretaris", "bendahara", "kader"])
                    ),
                    _connector="OR",
                ),
                name="invitation_to_an_rt_or_one_office",
            ),
        ),
    ]
