"""What PostgreSQL itself writes down when a rule is broken or a query is slow."""

import tempfile
from io import StringIO
from itertools import batched
from pathlib import Path

import psycopg
import pytest
from honcho.printer import Printer

from gotongroyong.processes import Supervisor
from gotongroyong.services.claim import Claim
from gotongroyong.services.postgres import Postgres
from gotongroyong.services.run import start_services
from tests.production import compose
from tests.production.house import DOTENV

pytestmark = pytest.mark.slow
PHONE, TITLE = "+628120009999", "Popok untuk bayi"


class AsInCompose(Postgres):
    """With compose's words on logging, and none of the embedded one's own."""

    def command(self) -> list[str]:
        program, *words = super().command()
        ours = [w for pair in batched(words, 2) if not pair[1].startswith("log_") for w in pair]
        told = [w for w in compose.command("postgres", DOTENV) if w.startswith("log_")]
        return [program, *ours, *(w for setting in told for w in ("-c", setting))]


@pytest.mark.parametrize("kind", [Postgres, AsInCompose])
def test_no_statement_and_no_row_gets_into_the_databases_log(kind: type[Postgres]) -> None:
    log = StringIO()
    with tempfile.TemporaryDirectory(prefix="gotong-royong-") as folder:
        # Where `nobody` can come too, who runs it for root.
        Path(folder).chmod(0o711)
        with Claim(Path(folder) / "home") as claim:
            processes = Supervisor(claim, Printer(log))
            try:
                break_and_linger(claim.home, processes, kind)
            finally:
                processes.stop_all()
                claim.clear()
    said = log.getvalue()
    assert 'violates unique constraint "person_pkey"' in said
    assert 'violates check constraint "not_itself"' in said
    assert [word for word in (PHONE, TITLE, "INSERT", "pg_sleep") if word in said] == []


def break_and_linger(home: Path, processes: Supervisor, kind: type[Postgres]) -> None:
    """As Django does it: the values are bound here, so they are in the statement's words."""
    kinds = {"DATABASE_URL": kind}
    url = start_services(home, processes, wanted=set(kinds), durable=False, kinds=kinds)
    with psycopg.connect(url["DATABASE_URL"], autocommit=True) as db:
        cursor = psycopg.ClientCursor(db)
        cursor.execute(
            "CREATE TABLE person (phone text PRIMARY KEY, title text,"
            " CONSTRAINT not_itself CHECK (title <> phone))"
        )
        add = "INSERT INTO person VALUES (%s, %s)"
        cursor.execute(add, [PHONE, TITLE])
        with pytest.raises(psycopg.errors.UniqueViolation, match="already exists"):
            cursor.execute(add, [PHONE, TITLE])
        with pytest.raises(psycopg.errors.CheckViolation, match="Failing row"):
            cursor.execute(add, [TITLE, TITLE])
        cursor.execute("SELECT pg_sleep(2.1), %s", [TITLE])
