"""An RW is one whatever the capitals, and a request to found one is asked once.

Two RW that differ in capitals alone stop it: `upgrade_checks` says which and what to do. The
index is built under a lock, since it takes the place of a constraint of the same name; of RW
there are hundreds, not millions.
"""

import django.db.models.functions.text
from django.db import migrations, models

from neighborhoods.upgrade_checks import each_rw_once


class Migration(migrations.Migration):
    dependencies = [
        ("neighborhoods", "0004_people_indexed"),
    ]

    operations = [
        migrations.RunPython(each_rw_once, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            name="founding",
            options={"verbose_name": "RW to be founded", "verbose_name_plural": "RW to be founded"},
        ),
        migrations.RemoveConstraint(
            model_name="rukunwarga",
            name="one_rw_per_village_and_number",
        ),
        migrations.AddField(
            model_name="founding",
            name="draft",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddConstraint(
            model_name="rukunwarga",
            constraint=models.UniqueConstraint(
                models.F("number"),
                django.db.models.functions.text.Lower("village"),
                django.db.models.functions.text.Lower("district"),
                django.db.models.functions.text.Lower("city"),
                name="one_rw_per_village_and_number",
            ),
        ),
    ]
