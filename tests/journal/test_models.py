import pytest
from django.db import connection
from django.db.models import Q

from journal.actions import record
from journal.models import Entry


@pytest.fixture
def entry(db: None) -> Entry:
    return record("need.posted", object_kind="need", object_id=1, rw_id=1, actor_id=1)


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
