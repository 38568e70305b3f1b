"""What 0005 left to be validated while people go on writing.

A form that came in during an erasure could write a name back: that is wiped first, as it
should have been then.
"""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

WIPE = """
    UPDATE accounts_resident SET name = '', email = '', language = '', text_size = ''
    WHERE erased_at IS NOT NULL
      AND (name <> '' OR email <> '' OR language <> '' OR text_size <> '')
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0005_erasing_in_steps")]

    operations = [
        migrations.RunSQL(WIPE, migrations.RunSQL.noop),
        ValidateConstraint("resident", "erased_without_words"),
    ]
