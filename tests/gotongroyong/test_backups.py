"""The drill: a filled neighbourhood into one file, and back into an empty place."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from gotongroyong.backups import tools
from gotongroyong.backups.archive import DUMP, Writer, reading, writing
from gotongroyong.datadir import BASE_DIR
from gotongroyong.services.throwaway import Throwaway
from tests.gotongroyong.archives import EMPTY, PICTURE, bytes_in
from tests.scratch import manage, managed, rows, scratch_database, shape

# The schemas of a database with nothing set aside in it.
WHOLE = {"public", "extensions"}


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    root = tmp_path / "media"
    for name in ("cerita/2026/a.jpg", "cerita/2026/b c.jpg"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(PICTURE + name.encode())
    (root / "link").symlink_to("/etc/passwd")
    return root


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    with scratch_database() as url:
        for words in (["migrate", "-v0"], ["createcachetable"], ["seed_demo"]):
            managed(url, *words)
        yield url


@pytest.fixture
def filled(demo: str) -> Iterator[str]:
    """A neighbourhood of the test's own."""
    with scratch_database(like=urlsplit(demo).path[1:]) as url:
        yield url


@pytest.fixture
def second_cluster() -> Iterator[str]:
    """Another server, laid out by compose's own script: the product's role is no superuser."""
    services = Throwaway()
    try:
        superuser = services.start({"DATABASE_URL"})["DATABASE_URL"]
        password = "kata-sandi-kedua"
        give_to_postgres(superuser, password)
        parts = urlsplit(superuser)
        lay_out(str(parts.port), password)
        yield f"postgres://gotongroyong:{password}@{parts.hostname}:{parts.port}/gotongroyong"
    finally:
        services.stop()


def give_to_postgres(superuser: str, password: str) -> None:
    """The embedded superuser bears the name that is the product's role's in compose."""
    with psycopg.connect(superuser, autocommit=True) as db:
        db.execute(f"CREATE ROLE postgres SUPERUSER LOGIN PASSWORD '{password}'")
    with psycopg.connect(
        superuser, user="postgres", password=password, dbname="postgres", autocommit=True
    ) as db:
        db.execute("DROP DATABASE gotongroyong")
        db.execute("ALTER ROLE gotongroyong RENAME TO embedded")


def lay_out(port: str, password: str) -> None:
    psql, _ = tools.find("psql", 15)
    env = {
        "PATH": f"{psql.parent}:{os.defpath}",
        "PGHOST": "127.0.0.1",
        "PGPORT": port,
        "PGPASSWORD": password,
        "DATABASE_PASSWORD": password,
    }
    subprocess.run(["sh", BASE_DIR / "deploy/postgres/10-database.sh"], env=env, check=True)


@pytest.mark.slow
def test_a_filled_neighbourhood_comes_back_in_an_empty_cluster(
    filled: str, second_cluster: str, pictures: Path, tmp_path: Path
) -> None:
    safe, there = tmp_path / "safe", tmp_path / "there"
    safe.mkdir()
    said = managed(filled, "backup", str(safe), MEDIA_ROOT=str(pictures))
    (file,) = safe.iterdir()
    assert str(file) in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    managed(second_cluster, "restore", str(file), MEDIA_ROOT=str(there))
    before = rows(filled)
    assert before["requests_app_aidrequest"][0] > 50
    assert rows(second_cluster) == before
    assert shape(second_cluster) == shape(filled)
    assert bytes_in(there) == bytes_in(pictures)
    assert "No migrations to apply" in managed(second_cluster, "migrate")
    assert_the_rules_hold(second_cluster)
    before = rows(second_cluster)
    # What came back can be backed up and given back again, over itself.
    managed(second_cluster, "backup", str(tmp_path / "again.tar"), MEDIA_ROOT=str(there))
    again = ("restore", str(tmp_path / "again.tar"), "--force")
    managed(second_cluster, *again, MEDIA_ROOT=str(there))
    assert (rows(second_cluster), bytes_in(there)) == (before, bytes_in(pictures))


def assert_the_rules_hold(url: str) -> None:
    overfill = """
        INSERT INTO volunteers_signup (shift_id, volunteer_id, status, created_at)
        SELECT s.id, r.id, 'active', now() FROM volunteers_shift s, accounts_resident r
        WHERE s.taken = s.capacity AND r.id NOT IN (SELECT volunteer_id FROM volunteers_signup)
        LIMIT 1
    """
    for rule, statement in (
        ("journal is append-only, so (UPDATE|DELETE)", "UPDATE journal_entry SET action = ''"),
        ("journal is append-only, so TRUNCATE", "TRUNCATE journal_entry"),
        ("shift_not_overfull", overfill),
        ("taken is kept by the sign-ups", "UPDATE volunteers_shift SET taken = 0 WHERE taken > 0"),
        ("phone_is_e164", "UPDATE accounts_resident SET phone = '0812'"),
    ):
        with psycopg.connect(url) as db, pytest.raises(psycopg.Error, match=rule):
            db.execute(statement)


@pytest.mark.slow
def test_restore_replaces_only_when_it_is_told_to_and_only_as_a_whole(
    filled: str, pictures: Path, tmp_path: Path
) -> None:
    file = tmp_path / "one.tar"
    managed(filled, "backup", str(file), MEDIA_ROOT=str(pictures))
    with psycopg.connect(filled) as db:
        db.execute("UPDATE accounts_resident SET name = 'Nama Baru' WHERE phone LIKE '%0004'")
    changed = rows(filled)
    how = {"MEDIA_ROOT": str(pictures)}
    refused = manage(filled, "restore", str(file), **how)
    assert (refused.returncode, "not empty, so nothing was changed" in refused.stderr) == (1, True)
    with psycopg.connect(filled):
        refused = manage(filled, "restore", str(file), "--force", **how)
        assert "1 connections): stop web, worker and beat first" in refused.stderr
    broken = tmp_path / "broken.tar"
    with reading(file) as good, writing(broken) as bad:
        spoil(good.manifest, bad, tmp_path)
    refused = manage(filled, "restore", str(broken), "--force", **how)
    assert "pg_restore gave up" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert rows(filled) == changed
    assert len(bytes_in(pictures)) == 2
    (pictures / "cerita/2026/new.jpg").write_bytes(b"newer than the backup")
    said = managed(filled, "restore", str(file), "--force", **how)
    assert "Restored what was backed up at" in said
    assert rows(filled) != changed
    assert sorted(bytes_in(pictures)) == ["cerita/2026/a.jpg", "cerita/2026/b c.jpg"]


def spoil(manifest: dict[str, object], archive: Writer, folder: Path) -> None:
    """A dump that is no dump, with a manifest that vouches for it."""
    (folder / DUMP).write_bytes(b"PGDMP, and nothing behind it")
    archive.add(DUMP, folder / DUMP)
    archive.seal({key: manifest[key] for key in ("version", "taken_at", "pg_dump", "migrations")})


@pytest.mark.slow
def test_a_restore_that_was_killed_leaves_what_was_there(filled: str) -> None:
    before = rows(filled)
    with psycopg.connect(filled, autocommit=True) as db:
        db.execute("ALTER SCHEMA public RENAME TO before_restore")
        db.execute("CREATE SCHEMA public")
    with tempfile.TemporaryDirectory() as folder:
        refused = manage(filled, "restore", f"{folder}/none.tar")
        assert "can't be used: No such file" in refused.stderr
        (Path(folder) / "media").mkdir()
        file = Path(folder) / "one.tar"
        with writing(file) as archive:
            spoil(EMPTY, archive, Path(folder))
        refused = manage(filled, "restore", str(file), MEDIA_ROOT=f"{folder}/media")
    assert "not empty, so what a broken-off restore had set aside is back" in refused.stderr
    assert rows(filled) == before


# What is left by a kill before and after the rows of old are out of use.
@pytest.mark.slow
@pytest.mark.parametrize("left", ["before_restore", "replaced_by_restore"])
def test_a_restore_that_was_killed_once_the_new_rows_were_in_takes_nothing_away(
    filled: str, left: str, tmp_path: Path
) -> None:
    file, how = tmp_path / "one.tar", {"MEDIA_ROOT": str(tmp_path / "media")}
    with psycopg.connect(filled, autocommit=True) as db:
        leave(db, left)
    managed(filled, "backup", str(file), **how)
    with psycopg.connect(filled, autocommit=True) as db:
        db.execute("UPDATE accounts_resident SET name = 'Nama Baru' WHERE phone LIKE '%0004'")
    lived_in = rows(filled)
    refused = manage(filled, "restore", str(file), **how)
    assert "not empty, so nothing was changed" in refused.stderr
    assert (rows(filled), schemas(filled)) == (lived_in, {*WHOLE, left})
    broken = tmp_path / "broken.tar"
    with writing(broken) as archive:
        spoil(EMPTY, archive, tmp_path)
    refused = manage(filled, "restore", str(broken), "--force", **how)
    assert "pg_restore gave up" in refused.stderr
    assert (rows(filled), schemas(filled)) == (
        lived_in,
        {"public", "extensions", "replaced_by_restore"},
    )
    managed(filled, "restore", str(file), "--force", **how)
    assert rows(filled) != lived_in
    assert schemas(filled) == WHOLE


def leave(db: psycopg.Connection, schema: str) -> None:
    db.execute(f"CREATE SCHEMA {schema}")
    db.execute(f"CREATE TABLE {schema}.accounts_resident AS TABLE public.accounts_resident")


def schemas(url: str) -> set[str]:
    asked = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)'"
    with psycopg.connect(url) as db:
        return {name for (name,) in db.execute(asked).fetchall()}


@pytest.mark.slow
@pytest.mark.parametrize("step", ["retire", "drop_replaced"])
def test_a_restore_killed_at_its_last_steps_has_restored(
    filled: str, step: str, tmp_path: Path
) -> None:
    """Killed for real, in a process of its own, where the old rows are about to go."""
    file, root = tmp_path / "one.tar", tmp_path / "media"
    managed(filled, "backup", str(file), MEDIA_ROOT=str(root))
    good = rows(filled)
    with psycopg.connect(filled) as db:
        db.execute("UPDATE accounts_resident SET name = 'Nama Baru' WHERE phone LIKE '%0004'")
    assert rows(filled) != good
    env = os.environ | {"DATABASE_URL": filled, "DATABASE_POOL": "0", "MEDIA_ROOT": str(root)}
    words = [sys.executable, "-c", KILLED, step, str(file)]
    killed = subprocess.run(words, env=env, cwd=BASE_DIR, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert rows(filled) == good
    refused = manage(filled, "restore", str(file), MEDIA_ROOT=str(root))
    assert "nothing was changed" in refused.stderr
    assert rows(filled) == good


KILLED = """
import os, signal, sys
from pathlib import Path
import gotongroyong.wsgi
from gotongroyong.backups import give_back
setattr(give_back, sys.argv[1], lambda: os.kill(os.getpid(), signal.SIGKILL))
give_back.restore(Path(sys.argv[2]), force=True)
"""


@pytest.mark.slow
def test_putting_schemas_away_takes_longer_than_a_page_may(filled: str, tmp_path: Path) -> None:
    file, how = tmp_path / "one.tar", {"MEDIA_ROOT": str(tmp_path / "media")}
    managed(filled, "backup", str(file), **how)
    with psycopg.connect(filled, autocommit=True) as db:
        leave(db, "replaced_by_restore")
        db.execute(LINGERING)
    managed(filled, "restore", str(file), "--force", STATEMENT_TIMEOUT_MS="1000", **how)
    assert schemas(filled) == WHOLE


LINGERING = """
    CREATE FUNCTION linger() RETURNS event_trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_sleep(1.5); END';
    CREATE EVENT TRIGGER lingering ON ddl_command_start WHEN TAG IN ('DROP SCHEMA')
        EXECUTE FUNCTION linger();
"""
