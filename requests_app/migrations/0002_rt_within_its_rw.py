"""A need's RT lies in the need's RW: a compound key, which Django can't declare."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0001_initial"), ("neighborhoods", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE requests_app_aidrequest ADD CONSTRAINT need_rt_in_its_rw
                FOREIGN KEY (rt_id, rw_id)
                REFERENCES neighborhoods_rukuntetangga (id, rw_id) DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE requests_app_aidrequest DROP CONSTRAINT need_rt_in_its_rw",
        )
    ]
