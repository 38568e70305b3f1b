"""That the RT lies in the RW: a compound key, which Django can't declare."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial"), ("neighborhoods", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE moderation_case ADD CONSTRAINT case_rt_in_its_rw
                FOREIGN KEY (rt_id, rw_id)
                REFERENCES neighborhoods_rukuntetangga (id, rw_id) DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE moderation_case DROP CONSTRAINT case_rt_in_its_rw",
        ),
    ]
