"""The journal's guards no longer open by a setting.

pgtrigger's ask the setting `pgtrigger.ignore` first, which any role may set, and fire by
origin, which `session_replication_role` silences. These ask nothing and fire always. Both
hold until the transaction ends, so there is no moment between. Taken back freely.
"""

import pgtrigger.migrations
from django.db import migrations

# Rows and not statements are refused, since those of a parent table would pass by a statement's
# trigger; TRUNCATE fires on whatever table it reaches, but for statements only.
GUARDED = """
    CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the journal is append-only, so % is refused', TG_OP;
    END $$;
    CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal_entry
        FOR EACH ROW EXECUTE FUNCTION journal_append_only();
    CREATE TRIGGER journal_never_truncate BEFORE TRUNCATE ON journal_entry
        FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only();
    ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_append_only;
    ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_never_truncate;
"""
UNGUARDED = """
    DROP TRIGGER journal_never_truncate ON journal_entry;
    DROP TRIGGER journal_append_only ON journal_entry;
    DROP FUNCTION journal_append_only();
"""
OLD_FUNCTIONS = """
    DROP FUNCTION IF EXISTS pgtrigger_append_only_6d2d9();
    DROP FUNCTION IF EXISTS pgtrigger_never_truncate_880aa();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_by_actor")]

    operations = [
        migrations.RunSQL(GUARDED, UNGUARDED),
        pgtrigger.migrations.RemoveTrigger(model_name="entry", name="append_only"),
        pgtrigger.migrations.RemoveTrigger(model_name="entry", name="never_truncate"),
        migrations.RunSQL(OLD_FUNCTIONS, migrations.RunSQL.noop),
    ]
