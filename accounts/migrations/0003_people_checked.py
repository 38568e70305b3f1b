"""What 0002 left to be validated while people go on writing."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0002_people")]

    operations = [
        ValidateConstraint("resident", "text_size_is_known"),
        ValidateConstraint("resident", "erased_without_a_phone"),
    ]
