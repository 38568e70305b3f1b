import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from journal.actions import record
from journal.models import Entry
from tests.conftest import trigger_name


@pytest.fixture
def entry(db: None) -> Entry:
    return record("need.posted", object_kind="need", object_id=1, rw_id=1, actor_id=1)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE journal_entry SET action = 'rewritten'", "DELETE FROM journal_entry"],
)
def test_database_refuses_to_change_an_entry(entry: Entry, sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(Entry.objects.values_list("pk", "action")) == [(entry.pk, "need.posted")]


def test_database_refuses_to_empty_the_journal(entry: Entry) -> None:
    guard = trigger_name("journal_entry", "never_truncate")
    with connection.cursor() as cursor:
        # Off in the test database, for the sake of transactional tests.
        cursor.execute(f'ALTER TABLE journal_entry ENABLE TRIGGER "{guard}"')
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE journal_entry")
    assert Entry.objects.count() == 1


def test_what_somebody_did_or_had_done_is_found_by_index(entry: Entry) -> None:
    """An export reads no other's entries, though a small table would be read whole."""
    mine = Q(actor_id=1) | Q(subject_id=1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Entry.objects.filter(mine).explain()
    assert [name for name in ("journal_by_actor", "journal_by_subject") if name in plan] == [
        "journal_by_actor",
        "journal_by_subject",
    ]


def test_entry_keeps_ids_and_codes_only() -> None:
    kinds = {field.get_internal_type() for field in Entry._meta.get_fields()}
    assert kinds == {"BigAutoField", "DateTimeField", "CharField", "BigIntegerField"}
