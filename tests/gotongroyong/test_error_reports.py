"""What leaves the house when something breaks: by the real processes, to a real server."""

import os
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from types import SimpleNamespace

import pytest
from celery import current_app
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from gotongroyong import error_reports
from tests.browser.stack import Stack
from tests.cast import Cast
from tests.gotongroyong.collector import Collector
from tests.notifications.smtp import wait_until

PATIENCE = 40
TITLE, DETAILS = "Titip obat untuk Mbah Sarinah", "Antar ke Gang Melati No. 22, WA 0812-0000-0004"
# What was typed, who typed it, from where, and what the database then said of it.
SECRETS = (
    "Sarinah",
    "Gang Melati",
    "0812-0000-0004",
    "6281200000004",
    "81200000004",
    "Dewi Lestari",
    "warga-0004@example.test",
    "gotong-royong-rahasia",
    "203.0.113.9",
    "Ponsel Dewi",
    "Gudang Beras",
)
BREAK = """
CREATE FUNCTION pg_temp_break() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE who accounts_resident;
BEGIN
    SELECT * INTO who FROM accounts_resident WHERE phone = '+6281200000004';
    RAISE EXCEPTION 'no room for % of % (%), % %', to_jsonb(NEW), who.name, who.phone, who.email,
        current_query() USING DETAIL = 'Key (phone)=(' || who.phone || ') already exists.';
END $$;
CREATE TRIGGER break_it BEFORE INSERT OR UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION pg_temp_break();
"""
MEND = "DROP TRIGGER break_it ON {table}; DROP FUNCTION pg_temp_break();"


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        yield server


@pytest.fixture
def lighter_settings() -> None:
    """Not here: the processes have settings of their own."""


@pytest.fixture
def reporting(
    transactional_db: None, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stack]:
    monkeypatch.setenv("SENTRY_DSN", collector.dsn)
    with tempfile.TemporaryDirectory(prefix="gotong-royong-") as folder:
        home = Path(folder) / "stack"
        broker = os.environ["REDIS_URL"]
        with Stack(home, broker=broker, static=home / "static") as served:
            yield served


@pytest.fixture
def broken(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[str]:
    """A table that refuses every row, and quotes the row and a person while it does."""
    table = str(request.param)
    with connection.cursor() as cursor:
        cursor.execute(BREAK.format(table=table))
    yield table
    with connection.cursor() as cursor:
        cursor.execute(MEND.format(table=table))


def post(stack: Stack, path: str, form: dict[str, str], cookies: str) -> tuple[int, Message]:
    token = "a" * 32
    request = urllib.request.Request(
        f"{stack.url}{path}",
        data=urllib.parse.urlencode(form | {"csrfmiddlewaretoken": token}).encode(),
        headers={
            "Cookie": f"csrftoken={token}; {cookies}",
            "User-Agent": "Ponsel Dewi/1.0",
            "X-Forwarded-For": "203.0.113.9",
            "Referer": f"{stack.url}/?q=Gudang+Beras",
            "HX-Current-URL": f"{stack.url}/?q=Gudang Beras",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return int(reply.status), reply.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers


def told_nothing_personal(collector: Collector) -> list[str]:
    return [secret for secret in SECRETS if any(secret in body for body in collector.bodies)]


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["requests_app_aidrequest"], indirect=True)
def test_a_broken_page_is_reported_without_what_was_typed_or_who_typed_it(
    cast: Cast, broken: str, reporting: Stack, collector: Collector
) -> None:
    reporting.manage("collectstatic", "--noinput", "--verbosity=0")
    reporting.open()
    client = Client()
    client.force_login(cast.requester)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    form = {"title": TITLE, "details": DETAILS, "when": "asap", "helpers": "1", "step": "send"}
    status, headers = post(
        reporting, "/minta/errand/?dari=Gudang+Beras", form, f"sessionid={session}"
    )
    assert status == 500
    assert wait_until(lambda: bool(collector.reports), PATIENCE)
    assert told_nothing_personal(collector) == []
    assert session not in "".join(collector.bodies)
    report = collector.reports[0]
    assert report["transaction"] == "requests_app.ask_views.ask"
    assert report["tags"] == {"request_id": headers["X-Request-ID"]}
    assert report["request"] == {
        "method": "POST",
        "headers": {"Content-Type": "application/x-www-form-urlencoded"},
    }
    assert [error["type"] for error in report["exception"]["values"]][-1] == "ProgrammingError"
    frames = report["exception"]["values"][-1]["stacktrace"]["frames"]
    assert "post_need" in {frame["function"] for frame in frames}
    assert {"user", "breadcrumbs", "extra", "contexts", "server_name"} & set(report) == set()


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["notifications_heartbeat"], indirect=True)
def test_a_broken_task_is_reported_by_the_worker_just_as_silently(
    cast: Cast, broken: str, reporting: Stack, collector: Collector
) -> None:
    with reporting.celery():
        current_app.send_task("notifications.send_due", kwargs={"catatan": "Gudang Beras"})
        current_app.send_task("notifications.send_due")
        assert wait_until(lambda: len(collector.reports) > 1, PATIENCE)
    assert told_nothing_personal(collector) == []
    report = next(each for each in collector.reports if frames_of(each) & {"beat"})
    assert report["transaction"] == "notifications.send_due"
    assert set(report["tags"]) == {"task_id"}
    assert {"request", "user", "breadcrumbs", "extra", "contexts"} & set(report) == set()


def frames_of(
    report: dict[str, dict[str, list[dict[str, dict[str, list[dict[str, str]]]]]]],
) -> set[str]:
    frames = report["exception"]["values"][-1]["stacktrace"]["frames"]
    return {frame["function"] for frame in frames}


def test_only_what_is_named_passes() -> None:
    """A field that a later release of the SDK adds stays behind as well."""
    frame = {"filename": "a.py", "lineno": 3, "vars": {"phone": "Sarinah"}, "abs_path": "/home/x"}
    error = {"type": "ValueError", "value": "Sarinah", "stacktrace": {"frames": [frame]}}
    event = {
        "event_id": "1",
        "user": {"id": 4},
        "novelty": "Sarinah",
        "transaction": "/kebutuhan/Sarinah?x",
        "request": {
            "method": "GET",
            "url": "https://x/Sarinah",
            "headers": {"content-type": "Sarinah; x", "Cookie": "Sarinah"},
        },
        "logentry": {"message": "Sarinah"},
        "exception": {"values": [error]},
    }
    said = SimpleNamespace(msg={"event": "tick_part_failed", "name": "Sarinah"})
    assert error_reports.pared(event, {"log_record": said}) == {
        "event_id": "1",
        "tags": {},
        "request": {"method": "GET", "headers": {"Content-Type": "?"}},
        "exception": {
            "values": [
                {
                    "type": "ValueError",
                    "mechanism": {},
                    "stacktrace": {"frames": [{"filename": "a.py", "lineno": 3}]},
                }
            ]
        },
        "logentry": {"message": "tick_part_failed"},
    }


@pytest.mark.parametrize("message", ["Titip beras", {"event": "Titip beras"}, "gagal_%s", None])
def test_words_of_a_log_line_stay_unless_they_name_one_of_our_events(message: object) -> None:
    assert error_reports.log_words(SimpleNamespace(msg=message)) == ""


def test_without_a_dsn_nothing_of_it_runs() -> None:
    import sentry_sdk

    assert settings.SENTRY_DSN == ""
    assert not sentry_sdk.get_client().is_active()


@pytest.mark.parametrize("dsn", ["sentry.example", "http://127.0.0.1/1", "http://key@host/"])
def test_what_is_no_dsn_is_told_at_the_start(dsn: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN can't be used"):
        error_reports.start(dsn)
