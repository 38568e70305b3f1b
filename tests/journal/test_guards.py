"""Written once and kept for good: every way past that PostgreSQL offers, one by one."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from journal.actions import record
from journal.models import Entry
from tests.conftest import trigger_name

CLASH = """
    INSERT INTO journal_entry (id, action, object_kind, object_id)
    SELECT id, action, object_kind, object_id FROM journal_entry
"""
MERGE = "MERGE INTO journal_entry j USING journal_entry s ON j.id = s.id WHEN MATCHED THEN"
HIDDEN_DELETE = """
    WITH gone AS (DELETE FROM journal_entry RETURNING 1) SELECT count(*) FROM gone
"""
FROM_A_PARENT = """
    CREATE TABLE parent (LIKE journal_entry INCLUDING ALL);
    ALTER TABLE journal_entry INHERIT parent;
    DELETE FROM parent
"""
STATEMENTS = {
    "an update": "UPDATE journal_entry SET action = 'rewritten'",
    "an update to the same words": "UPDATE journal_entry SET action = action",
    "a deletion": "DELETE FROM journal_entry",
    "a deletion inside a question": HIDDEN_DELETE,
    "a deletion by a parent table": FROM_A_PARENT,
    "an insert that updates": f"{CLASH} ON CONFLICT (id) DO UPDATE SET action = 'rewritten'",
    "a merge that updates": f"{MERGE} UPDATE SET action = 'rewritten'",
    "a merge that deletes": f"{MERGE} DELETE",
}
EMPTYING = {
    "the table itself": "TRUNCATE journal_entry",
    "only it, with its numbers": "TRUNCATE ONLY journal_entry RESTART IDENTITY",
    "with others": "TRUNCATE journal_entry, django_session CASCADE",
    "by another that it hangs on": """
        CREATE TABLE elsewhere (id bigint PRIMARY KEY);
        ALTER TABLE journal_entry
            ADD FOREIGN KEY (actor_id) REFERENCES elsewhere NOT VALID;
        TRUNCATE elsewhere CASCADE
    """,
}
SETTINGS = {
    "none": "",
    # By the names they had, and by those they have.
    "pgtrigger's": """
        SET LOCAL pgtrigger.ignore = '{pgtrigger_append_only_6d2d9,pgtrigger_never_truncate_880aa,\
        journal_append_only,journal_never_truncate,journal_entry:journal_append_only}';
    """,
    # Only a superuser may set it. Refused is as good.
    "replication's": "SET LOCAL session_replication_role = replica;",
}
settings = pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)


@pytest.fixture
def entry(db: None) -> Entry:
    return record("need.posted", object_kind="need", object_id=1, rw_id=1, actor_id=1)


@pytest.fixture
def guarded(entry: Entry) -> Entry:
    """Off in the test database, for the sake of transactional tests."""
    guard = trigger_name("journal_entry", "never_truncate")
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER "{guard}"')
    return entry


def assert_refused(statement: str, entry: Entry) -> None:
    with (
        pytest.raises(DatabaseError, match=r"append-only, so \w+ is|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(Entry.objects.values_list("pk", "action")) == [(entry.pk, "need.posted")]


@settings
@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
def test_no_statement_changes_or_deletes_an_entry(
    entry: Entry, statement: str, setting: str
) -> None:
    assert_refused(setting + statement, entry)


@settings
@pytest.mark.parametrize("statement", EMPTYING.values(), ids=EMPTYING)
def test_no_statement_empties_the_journal(guarded: Entry, statement: str, setting: str) -> None:
    assert_refused(setting + statement, guarded)


def test_a_copy_into_the_journal_adds_and_never_replaces(entry: Entry) -> None:
    row = f"{entry.pk}\tneed.rewritten\tneed\t1\n"
    with pytest.raises(psycopg.errors.UniqueViolation), transaction.atomic():
        copy(row)
    copy(row.replace(str(entry.pk), str(entry.pk + 1000), 1))
    assert list(Entry.objects.order_by("id").values_list("action", flat=True)) == [
        "need.posted",
        "need.rewritten",
    ]


def copy(row: str) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY journal_entry (id, action, object_kind, object_id) FROM STDIN") as into,
    ):
        into.write(row)


def test_the_guards_fire_whatever_a_session_says_of_itself(guarded: Entry) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger"
            " WHERE tgrelid = 'journal_entry'::regclass AND NOT tgisinternal ORDER BY tgname"
        )
        assert cursor.fetchall() == [("journal_append_only", "A"), ("journal_never_truncate", "A")]
