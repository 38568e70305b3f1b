"""From when on a way in counts. No lock to speak of: the column may be null. Taken back freely."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_people_checked")]

    operations = [
        migrations.AddField(
            model_name="resident",
            name="ways_in_since",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
