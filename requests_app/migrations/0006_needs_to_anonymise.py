"""Built beside the writing; broken off, it is simply run again."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from web.live_tables import anew


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("requests_app", "0005_people_indexed")]

    operations = [
        anew("need_to_anonymise"),
        AddIndexConcurrently(
            model_name="aidrequest",
            index=models.Index(
                models.F("created_at"),
                models.F("id"),
                condition=models.Q(
                    ("anonymised_at", None),
                    ("status__in", ["done", "cancelled", "expired", "declined"]),
                ),
                name="need_to_anonymise",
            ),
        ),
    ]
