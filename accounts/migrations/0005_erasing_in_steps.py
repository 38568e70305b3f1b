"""Since when an account is switched off to be erased, and that an erased one says nothing.

Safe on a live table: the column may be null, and the check comes NOT VALID; 0006 validates it.
Taken back freely.
"""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_ways_in_since")]

    operations = [
        migrations.AddField(
            model_name="resident",
            name="erasing_since",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        AddConstraintNotValid(
            model_name="resident",
            constraint=models.CheckConstraint(
                condition=models.Q(("erased_at", None))
                | models.Q(("email", ""), ("language", ""), ("name", ""), ("text_size", "")),
                name="erased_without_words",
            ),
        ),
    ]
