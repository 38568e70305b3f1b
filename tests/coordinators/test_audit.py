import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Resident
from coordinators.audit import FILTERS, PAGE, entries_for
from coordinators.audit_words import WORDS
from coordinators.personal import ABOUT
from events.series import end_series
from journal.actions import record
from journal.models import Entry
from neighborhoods.models import Office
from neighborhoods.standing import standing_of
from requests_app import actions, decisions
from tests.cast import Cast, rt_of
from tests.events.factory import published_event
from tests.requests_app.factory import draft, helped_need, open_need, pending_need

ClientOf = Callable[[Resident], Client]
PATH = "/pengurus/catatan/"


def lines(page: Any) -> list[str]:
    return [line.words for day in page.context["page"].days for line in day.lines]


def test_journal_reads_as_sentences_newest_first(cast: Cast, client_of: ClientOf) -> None:
    need = helped_need(cast)
    page = client_of(cast.rt_head).get(PATH)
    assert lines(page) == [
        f"{cast.volunteer.name} menyanggupi untuk membantu",
        f"{cast.rt_head.name} menyetujui permintaan",
        f"{cast.requester.name} meminta bantuan",
    ]
    assert f"/pengurus/{need.code}/".encode() in page.content


def test_reasons_titles_and_phones_stay_out_of_it(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast, title="Titip obat penenang", details="Rahasia saya")
    decisions.decline_need(need, coordinator=standing_of(cast.rt_head), reason="Alasan rahasia")
    client = client_of(cast.rt_head)
    client.post(f"/kebutuhan/{need.code}/kontak/")
    text = client.get(PATH).content.decode()
    told = f"{cast.rt_head.name} melihat cara menghubungi {cast.requester.name}"
    assert told in text
    for secret in ("penenang", "Rahasia saya", "Alasan rahasia", "0812-0000", "+62812"):
        assert secret not in text


def test_rt_officer_reads_of_that_rt_and_the_rw_of_all(cast: Cast, client_of: ClientOf) -> None:
    open_need(cast)
    actions.post_need(draft(), requester=standing_of(cast.other_rt))
    rt = rt_of(cast.other_rt)
    Office.objects.create(holder=cast.other_rt, rw=rt.rw, rt=rt)
    assert lines(client_of(cast.other_rt).get(PATH)) == [f"{cast.other_rt.name} meminta bantuan"]
    assert len(lines(client_of(cast.rt_head).get(PATH))) == 2
    assert len(lines(client_of(cast.rw_head).get(PATH))) == 3


def test_rt_officer_reads_of_the_series_of_that_rt(cast: Cast) -> None:
    for home in (rt_of(cast.rt_head), None):
        event = published_event(cast, repeat="weekly", rt=home)
        assert event.series
        end_series(event.series, reason="Sudah rutin.", coordinator=standing_of(cast.rw_head))
    for who, times in (("rt_head", 1), ("rw_head", 2)):
        seen = entries_for(standing_of(getattr(cast, who))).filter(object_kind="series")
        actions_seen = list(seen.order_by("id").values_list("action", flat=True))
        assert actions_seen == ["series.started", "series.ended"] * times


def test_other_rw_reads_nothing_of_it(cast: Cast, client_of: ClientOf) -> None:
    helped_need(cast)
    Office.objects.create(holder=cast.outsider, rw=rt_of(cast.outsider).rw)
    page = client_of(cast.outsider).get(PATH)
    assert lines(page) == []
    assert cast.volunteer.name not in page.content.decode()


def test_names_from_elsewhere_are_not_told(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast)
    for person, subject in ((cast.outsider, cast.requester), (cast.operator, None)):
        record(
            "contact.seen",
            object_kind="need",
            object_id=need.pk,
            rw_id=need.rw_id,
            actor_id=person.pk,
            subject_id=subject.pk if subject else None,
        )
    page = client_of(cast.rw_head).get(f"{PATH}?jenis=data")
    assert lines(page) == [f"Seseorang dari luar RW melihat cara menghubungi {cast.requester.name}"]
    page = client_of(cast.rw_head).get(PATH)
    assert cast.outsider.name not in page.content.decode()
    assert lines(page)[0].startswith("Pengelola sistem melihat")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("", 4), ("keputusan", 1), ("permintaan", 3), ("kegiatan", 0), ("data", 1), ("apa saja", 4)],
)
def test_kind_of_entry_is_chosen(cast: Cast, client_of: ClientOf, kind: str, expected: int) -> None:
    need = helped_need(cast)
    client = client_of(cast.rt_head)
    client.post(f"/kebutuhan/{need.code}/kontak/")
    assert len(lines(client.get(PATH, {"jenis": kind}))) == expected


def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast)
    for _ in range(2 * PAGE):
        record("need.helped", object_kind="need", object_id=need.pk, rw_id=need.rw_id)
    client, before, seen = client_of(cast.rt_head), None, []
    while True:
        page = client.get(PATH, {"jenis": "permintaan", **({"sebelum": before} if before else {})})
        seen.append(len(lines(page)))
        before = page.context["page"].next_before
        if before is None:
            break
    assert seen == [PAGE, PAGE, 1]


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 40, "0"])
def test_bad_page_key_gives_the_newest(cast: Cast, client_of: ClientOf, before: str) -> None:
    pending_need(cast)
    page = client_of(cast.rt_head).get(PATH, {"sebelum": before})
    assert (page.status_code, len(lines(page))) == (200, 1)


def test_action_without_words_is_shown_as_it_is(cast: Cast, client_of: ClientOf) -> None:
    rw = rt_of(cast.rw_head).rw
    record("rw.painted", object_kind="rw", object_id=rw.pk, rw_id=rw.pk, actor_id=cast.rw_head.pk)
    assert lines(client_of(cast.rw_head).get(PATH)) == [f"{cast.rw_head.name}: rw.painted"]


def test_journal_costs_the_same_with_one_entry_and_with_many(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.rt_head)
    pending_need(cast)
    client.get(PATH)
    with_one = queries_of(client)
    for _ in range(9):
        helped_need(cast)
    assert queries_of(client) == with_one


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(PATH)
    return len(seen)


# --- Every action has words ----------------------------------------------------------------

# What the first argument of a call stands for where it is no literal.
DYNAMIC: dict[str, set[str]] = {
    # The rooms' own journal(), whose callers are looked at.
    'f"need.{action}"': set(),
    'f"event.{action}"': set(),
    'f"series.{action}"': set(),
    'f"case.{action}"': set(),
    'f"consent.{event}"': set(),
    'f"membership.{event}"': set(),
    # What the callers' variables can be.
    "left": {"withdrawn", "turned_down", "unqueued"},
    "reason": {"turned_down"},
    "event": {"left", "withdrawn"},
    "what": {"moved", "changed", "rained_off"},
    "decision": {"kept", "hidden"},
    'f"appeal_{decision}"': {"appeal_kept", "appeal_hidden"},
    "prefix + decision": {"kept", "hidden", "appeal_kept", "appeal_hidden"},
    'f"{kind}.{what}"': set(),  # the admin's, below
    # The journal() of offices, data and consents, and note_own(): their callers are read. And
    # who pulls out of a handover.
    "action": {"handover.declined", "handover.taken_back"},
    "status.value": {"needs_changes", "declined"},
}
ADMIN_MODELS = ("rukunwarga", "rukuntetangga", "membership", "office", "resident")
ADMIN = {f"{model}.{what}" for model in ADMIN_MODELS for what in ("added", "changed")}
PREFIXES = {
    ("requests_app", "journal"): "need.",
    ("events", "journal"): "event.",
    ("events", "journal_series"): "series.",
    ("moderation", "journal"): "case.",
    ("accounts", "journal"): "consent.",
    ("neighborhoods", "journal"): "membership.",
}
RECORDERS = ("record", "record_of_each", "journal", "journal_series", "note_own")
ROOMS = (
    "accounts",
    "journal",
    "neighborhoods",
    "notifications",
    "volunteers",
    "requests_app",
    "events",
    "moderation",
    "coordinators",
    "gotongroyong",
)


def test_every_action_that_the_code_records_has_words() -> None:
    recorded = set(recorded_actions()) | ADMIN | {"resident.password"}
    assert "need.approved" in recorded
    assert recorded - set(WORDS) == set()
    assert set(WORDS) - recorded == set()


def test_every_kind_of_thing_that_the_code_records_has_words() -> None:
    written = re.compile(r'object_kind"?[=:] ?"(\w+)"')
    kinds = {
        kind
        for room in ROOMS
        for path in (settings.BASE_DIR / room).rglob("*.py")
        for kind in written.findall(path.read_text())
    }
    assert {"need", "data_request", "rt"} <= kinds
    assert (kinds | set(ADMIN_MODELS)) - set(ABOUT) == set()


def recorded_actions() -> Iterator[str]:
    """By reading the source: the first argument of each call of record() or journal()."""
    for room in ROOMS:
        for path in (settings.BASE_DIR / room).rglob("*.py"):
            if "migrations" in path.parts or "demo" in path.parts:
                continue
            for call in calls_in(path):
                yield from (
                    name if "." in name else f"{PREFIXES[room, called(call)]}{name}"
                    for name in names_of(call.args[0])
                )


def calls_in(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args and called(node) in RECORDERS:
            yield node


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def names_of(argument: ast.expr) -> set[str]:
    if isinstance(argument, ast.Constant):
        return {str(argument.value)}
    if isinstance(argument, ast.IfExp):
        return names_of(argument.body) | names_of(argument.orelse)
    # Whoever records by another expression says here what it can be.
    return DYNAMIC[ast.unparse(argument).replace("'", '"')]


def test_filters_speak_of_actions_that_exist() -> None:
    assert len({each.code for each in FILTERS}) == len(FILTERS)
    assert Entry._meta.get_field("action").max_length == 40
    assert max(map(len, WORDS)) <= 40
