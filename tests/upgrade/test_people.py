"""The tables of people change while the old release goes on writing."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.scratch import manage, managed, scratch_database, shape
from tests.upgrade import old

pytestmark = pytest.mark.slow
# In whose middle the old code still runs.
MIDDLE = (("accounts", "0002"), ("neighborhoods", "0003"), ("requests_app", "0004"))
# What is built beside the writing, and may be broken off.
INDEXED = (
    ("accounts", "0003"),
    ("journal", "0002"),
    ("neighborhoods", "0004"),
    ("requests_app", "0005"),
)
OLD_INSERTS = (
    """INSERT INTO accounts_resident (password, is_superuser, phone, name, email, language,
        is_active, is_staff, date_joined)
        VALUES ('', false, '+6281399990001', 'Bu Lama', '', '', true, false, now())""",
    """INSERT INTO neighborhoods_household (rt_id, address, landmark)
        SELECT id, 'Gang Lama No. 1', '' FROM neighborhoods_rukuntetangga LIMIT 1""",
    """INSERT INTO neighborhoods_membership (resident_id, rt_id, status, joined_at)
        SELECT r.id, t.id, 'active', now() FROM accounts_resident r, neighborhoods_rukuntetangga t
        WHERE r.name = 'Bu Lama' LIMIT 1""",
    """INSERT INTO neighborhoods_office (holder_id, rw_id, rt_id, post, starts_on)
        SELECT r.id, t.rw_id, t.id, 'kader', current_date
        FROM accounts_resident r, neighborhoods_rukuntetangga t
        WHERE r.name = 'Bu Lama' LIMIT 1""",
)
SECOND = """
    INSERT INTO neighborhoods_membership (resident_id, rt_id, status, joined_at)
    SELECT resident_id, rt_id, 'pending', now() FROM neighborhoods_membership
    WHERE status = 'active' LIMIT 1
"""


@pytest.fixture
def database() -> Iterator[str]:
    with scratch_database() as url:
        old.load(old.FIRST_LIGHT, url)
        yield url


def test_the_old_release_writes_on_in_the_middle_and_its_rules_hold(database: str) -> None:
    for app, number in MIDDLE:
        managed(database, "migrate", app, number, "--noinput")
    with psycopg.connect(database) as db:
        assert [db.execute(insert).rowcount for insert in OLD_INSERTS] == [1, 1, 1, 1]
    with psycopg.connect(database) as db, pytest.raises(psycopg.errors.UniqueViolation):
        db.execute(SECOND)
    managed(database, "migrate", "--noinput")
    with psycopg.connect(database) as db, pytest.raises(psycopg.errors.UniqueViolation):
        db.execute(SECOND)


def test_what_was_broken_off_is_run_again(database: str) -> None:
    index(database)
    whole = shape(database)
    with psycopg.connect(database) as db:
        db.execute("DELETE FROM django_migrations WHERE name LIKE '%people_indexed'")
        db.execute("DELETE FROM django_migrations WHERE name LIKE '%people_checked'")
        db.execute("DELETE FROM django_migrations WHERE app = 'journal' AND name LIKE '0002%'")
    index(database)
    assert shape(database) == whole


def index(database: str) -> None:
    for app, number in INDEXED:
        managed(database, "migrate", app, number, "--noinput")


def test_who_lives_in_a_house_already_counts_as_known_there(database: str) -> None:
    managed(database, "migrate", "--noinput")
    asked = """
        SELECT status = 'active' AND household_id IS NOT NULL,
            household_confirmed_at IS NOT DISTINCT FROM joined_at
        FROM neighborhoods_membership GROUP BY 1, 2 ORDER BY 1, 2
    """
    with psycopg.connect(database) as db:
        assert db.execute(asked).fetchall() == [(False, False), (True, True)]


TWO_RWS = """
    INSERT INTO neighborhoods_office (holder_id, rw_id, rt_id, post, starts_on)
    SELECT o.holder_id, other.id, NULL, 'kader', current_date FROM neighborhoods_office o
    JOIN neighborhoods_rukunwarga other ON other.id <> o.rw_id
    WHERE o.ends_on IS NULL ORDER BY o.id, other.id LIMIT 1 RETURNING id, holder_id
"""
TWICE = """
    INSERT INTO neighborhoods_rukunwarga (number, village, district, city, province,
        village_code, zone, urgent_opens_at_once, normal_needs_approval)
    SELECT number, upper(village), district, city, province, village_code, zone,
        urgent_opens_at_once, normal_needs_approval
    FROM neighborhoods_rukunwarga ORDER BY id LIMIT 1 RETURNING id
"""


def refusal(database: str, *words: str) -> str:
    done = manage(database, "migrate", *words, "--noinput")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_offices_in_two_rws_are_named_and_once_one_is_ended_it_goes_on(database: str) -> None:
    with psycopg.connect(database) as db:
        office, holder = db.execute(TWO_RWS).fetchone()  # type: ignore[misc]  # one was made
        first = "SELECT min(id) FROM neighborhoods_office WHERE holder_id = %s"
        (other,) = db.execute(first, [holder]).fetchone()  # type: ignore[misc]
    said = refusal(database)
    assert f"office {other} and office {office}" in said
    assert "run `migrate` again" in said
    with psycopg.connect(database) as db:
        names = db.execute("SELECT name, phone FROM accounts_resident").fetchall()
    assert [word for row in names for word in row if word and word in said] == []
    ending = said.partition('shell -c "')[2].partition('"')[0]
    managed(database, "shell", "-c", ending.replace("pk=12", f"pk={office}"))
    managed(database, "migrate", "--noinput")


def test_an_rw_that_is_there_twice_is_named_before_anything_is_built(database: str) -> None:
    with psycopg.connect(database) as db:
        (twin,) = db.execute(TWICE).fetchone()  # type: ignore[misc]  # one was made
        (rw,) = db.execute("SELECT min(id) FROM neighborhoods_rukunwarga").fetchone()  # type: ignore[misc]
    said = refusal(database)
    assert f"RW {rw} and RW {twin}" in said
    with psycopg.connect(database) as db:
        db.execute("UPDATE neighborhoods_rukunwarga SET village = 'X' WHERE id = %s", [twin])
    managed(database, "migrate", "neighborhoods", "0004", "--noinput")
    with psycopg.connect(database) as db:
        db.execute(
            "UPDATE neighborhoods_rukunwarga SET village = upper(there.village)"
            " FROM neighborhoods_rukunwarga there WHERE there.id = %s"
            " AND neighborhoods_rukunwarga.id = %s",
            [rw, twin],
        )
    assert f"RW {rw} and RW {twin}" in refusal(database)
    renaming = said.partition('shell -c "')[2].partition('"')[0]
    managed(database, "shell", "-c", renaming.replace("pk=12", f"pk={twin}"))
    managed(database, "migrate", "--noinput")


def test_no_check_is_left_unvalidated(database: str) -> None:
    managed(database, "migrate", "--noinput")
    with psycopg.connect(database) as db:
        left = db.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated").fetchall()
    assert left == []


def test_a_name_written_back_into_an_erased_row_is_wiped_and_stands_in_no_ones_way(
    database: str,
) -> None:
    managed(database, "migrate", "accounts", "0004", "--noinput")
    back = """
        UPDATE accounts_resident SET erased_at = now(), phone = NULL, is_active = false,
            text_size = 'large' WHERE id = (SELECT min(id) FROM accounts_resident) RETURNING id
    """
    with psycopg.connect(database) as db:
        (pk,) = db.execute(back).fetchone()  # type: ignore[misc]  # one was changed
        others = "SELECT id, name FROM accounts_resident WHERE id <> %s ORDER BY id"
        before = db.execute(others, [pk]).fetchall()
    managed(database, "migrate", "--noinput")
    with psycopg.connect(database) as db:
        kept = db.execute("SELECT name, text_size FROM accounts_resident WHERE id = %s", [pk])
        assert kept.fetchall() == [("", "")]
        assert db.execute(others, [pk]).fetchall() == before
