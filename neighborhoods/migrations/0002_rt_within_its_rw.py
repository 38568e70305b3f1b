"""An office's RT lies in the office's RW: a compound key, which Django can't declare."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("neighborhoods", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE neighborhoods_office ADD CONSTRAINT office_rt_in_its_rw
                FOREIGN KEY (rt_id, rw_id)
                REFERENCES neighborhoods_rukuntetangga (id, rw_id) DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE neighborhoods_office DROP CONSTRAINT office_rt_in_its_rw",
        )
    ]
