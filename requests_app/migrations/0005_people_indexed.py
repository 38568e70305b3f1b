"""The index that 0004 left to be built while people go on writing."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q

from web.live_tables import anew


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("requests_app", "0004_people")]

    operations = [
        anew("need_by_poster"),
        AddIndexConcurrently(
            "aidrequest",
            models.Index(
                F("posted_by"),
                F("created_at").desc(),
                condition=Q(posted_by__isnull=False),
                name="need_by_poster",
            ),
        ),
    ]
