"""That the RT lies in the RW: a compound key, which Django can't declare."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial"), ("neighborhoods", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE events_series ADD CONSTRAINT series_rt_in_its_rw
                FOREIGN KEY (rt_id, rw_id)
                REFERENCES neighborhoods_rukuntetangga (id, rw_id) DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE events_series DROP CONSTRAINT series_rt_in_its_rw",
        ),
        migrations.RunSQL(
            """
            ALTER TABLE events_event ADD CONSTRAINT event_rt_in_its_rw
                FOREIGN KEY (rt_id, rw_id)
                REFERENCES neighborhoods_rukuntetangga (id, rw_id) DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE events_event DROP CONSTRAINT event_rt_in_its_rw",
        ),
    ]
