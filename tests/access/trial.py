"""One cell tried for real: asked, judged, and undone."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Resident
from journal.models import Entry
from tests.access.matrix import Cell, Matrix
from tests.access.world import World

LANDINGS = {
    "home": "/",
    "desk": "/pengurus/",
    "inbox": "/pemberitahuan/",
    "calendar": "/saya/kalender/",
    "invitation": r"/pengurus/undangan/\d+/",
    "invitations": "/pengurus/undangan/",
    "desk_offices": "/pengurus/jabatan/",
    "house": "/saya/rumah/",
    "found_thanks": "/daftarkan-rw/terima-kasih/",
    "desk_rts": "/pengurus/rt/",
    "assisted_new": "/pengurus/warga/dibantu/",
    "house_assisted": "/saya/rumah/dibantu/",
    "behalf": r"/atas-nama/\d+/data/",
    "behalf_erase": r"/atas-nama/\d+/hapus/",
    "security": "/saya/keamanan/",
    "consents": "/saya/persetujuan/",
    "erase": "/saya/hapus/",
    "settings": "/saya/pengaturan/",
    "data_requests": "/saya/permintaan/",
}
SIGNED_IN_AS = "volunteer"


def tables() -> list[str]:
    """All that the product stores, but for sessions and for how often something was tried."""
    ours = set(settings.INSTALLED_APPS)
    models = [model for model in apps.get_models() if model._meta.app_config.name in ours]
    # Nor counts of tries, which a wrong code raises.
    uncounted = ("sessions.Session", "accounts.Limit")
    return [m._meta.db_table for m in models if m._meta.label not in uncounted]


# Opening a need marks one's own notices about it as read: no change that a fence guards.
READING = dict.fromkeys(("need", "event", "case", "handover"), "to_jsonb(t) - 'read_at'")


def footprint(row: str = "t") -> list[tuple[str, int, int]]:
    """Each table's rows in a number: equal before and after, nothing was changed."""
    asked = " UNION ALL ".join(
        f"SELECT '{table}', count(*), sum(hashtextextended(({row})::text, 0)) FROM {table} t"  # noqa: S608
        for table in tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return sorted(cursor.fetchall())


def is_at_office(to: str, path: str) -> bool:
    if to == "office":
        # Whose own it was has no desk any more.
        return path in ("/saya/", LANDINGS["desk_offices"])
    return to == "handover" and re.fullmatch(r"/saya/jabatan/\d+/", path) is not None


def as_of_a_test() -> None:
    """The innermost transaction is a test's, as TestCase marks its own: what has to commit by
    itself (`accounts.limits`) may run within it."""
    connection.atomic_blocks[-1]._from_testcase = True  # type: ignore[attr-defined]  # Django's own mark


@dataclass
class Trial:
    """A browser in which somebody of that role is signed in, in that world."""

    matrix: Matrix
    world: World
    role: str
    cookies: dict[str, str] = field(default_factory=dict)
    before: list[tuple[str, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if person := self.world.people[self.role]:
            client = Client()
            client.force_login(person)
            self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        self.before = footprint()

    def run(self, cells: list[Cell]) -> list[str]:
        """What went otherwise than declared, in words."""
        return [trouble for cell in cells for trouble in self.troubles(cell)]

    def troubles(self, cell: Cell) -> list[str]:
        row = READING.get(cell.name, "t")
        before = footprint(row) if row != "t" else self.before
        with transaction.atomic():
            as_of_a_test()
            client, response = self.ask(cell.name, cell.method, cell.object, cell.body)
            changed = footprint(row) != before
            wrong = self.judge(cell, client, response, changed=changed)
            transaction.set_rollback(True)
        return [f"{cell} should be {cell.outcome}: {words}" for words in wrong]

    def ask(
        self, name: str, method: str, row: str, body: dict[str, str] | None = None
    ) -> tuple[Client, HttpResponse]:
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies)
        path = reverse(name, args=self.world.arguments(self.matrix.paths[name], row))
        send = getattr(client, method.lower())
        return client, send(path, self.filled(body, row)) if method == "POST" else send(path)

    def filled(self, body: dict[str, str] | None, row: str) -> dict[str, str]:
        """What no file can know beforehand: a day to come, the id of that event's shift."""
        known = {"<tomorrow>": f"{timezone.localdate() + timedelta(days=2)}"}
        if row in self.world.events:
            known["<shift>"] = str(self.world.shift(row))
        if house := self.world.house(row):
            known["<house>"] = house
        return {name: known.get(value, value) for name, value in (body or {}).items()}

    def judge(
        self, cell: Cell, client: Client, response: HttpResponse, *, changed: bool
    ) -> list[str]:
        status, change = EXPECTED.get(cell.outcome, (None, False))
        status = status or int(cell.outcome)
        wrong = []
        if response.status_code != status:
            wrong.append(f"status {response.status_code}")
        elif status == 302 and not self.lands(cell, response):
            wrong.append(f"led to {response['Location']}")
        if change is not None and changed is not change:
            wrong.append("something was changed" if changed else "nothing was changed")
        return wrong + self.session_trouble(cell, client) + self.leaks(cell, response)

    def lands(self, cell: Cell, response: HttpResponse) -> bool:
        location = response["Location"]
        if cell.outcome == "sign-in":
            return location.startswith("/masuk/?next=")
        if cell.outcome == "static":
            return location.startswith("/static/")
        if cell.to == "join_home" and cell.outcome == "kept":
            of = self.world.arguments(self.matrix.paths[cell.name], cell.object)
            return location == reverse("join_home", args=of)
        if cell.outcome in ("done", "kept"):
            return self.lands_at(cell, urlsplit(location).path)
        return location == "/"

    def lands_at(self, cell: Cell, path: str) -> bool:
        if cell.to == "desk" and cell.outcome == "kept":
            # A refused decision shows its thing again; a harmless repeat, the queue.
            return path in (self.at_desk(cell), LANDINGS["desk"])
        if cell.to == "event":
            code = self.world.events[cell.object].code if cell.object in self.world.events else ""
            return path == f"/kegiatan/{code}/" if code else path.startswith("/kegiatan/")
        if cell.to in ("case", "report"):
            return path.startswith(self.about_cases(cell))
        if cell.to != "need":
            # A pattern, where what was made has a number that nobody knew.
            return re.fullmatch(self.landing(cell), path) is not None or is_at_office(cell.to, path)
        if cell.object in self.world.needs:
            return path == f"/kebutuhan/{self.world.needs[cell.object].code}/"
        return path.startswith("/kebutuhan/")

    def landing(self, cell: Cell) -> str:
        if cell.to == "desk_person":
            arguments = self.world.arguments(self.matrix.paths[cell.to], cell.object)
            return reverse(cell.to, args=arguments)
        return LANDINGS.get(cell.to, "-")

    def about_cases(self, cell: Cell) -> str:
        """A report leads to its new case; where it is hidden already, back to its page."""
        if cell.to == "report":
            return "/kasus/" if cell.outcome == "done" else "/kebutuhan/"
        return reverse("case", args=[self.world.cases[cell.object].pk])

    def at_desk(self, cell: Cell) -> str:
        """Where the desk shows what the decision was about."""
        path = self.matrix.paths[cell.name]
        name = "desk_event" if "kegiatan/" in path else "desk_need"
        name = cell.name if "<int:pk>" in path else name
        name = "desk_newcomer" if "warga-baru/" in path else name
        return reverse(name, args=self.world.arguments(path, cell.object))

    def session_trouble(self, cell: Cell, client: Client) -> list[str]:
        found = client.session.get(SESSION_KEY)
        person = self.world.people[self.role]
        if cell.outcome == "let-in":
            person = self.world.people["neighbour"]
        expected = None if person is None else str(person.pk)
        if cell.outcome == "signed-in":
            expected = str(Resident.objects.get(phone="+6281200000003").pk)
        if cell.outcome == "signed-out":
            expected = None
        return [] if found == expected else [f"signed in as {found}"]

    def leaks(self, cell: Cell, response: HttpResponse) -> list[str]:
        """Whose phone or house is in the answer, and should not be; or should, and is not."""
        # Pictures are answers too.
        answer = response.content.decode(errors="replace") + str(response.headers)
        secrets = self.world.secrets.items()
        found = {role for role, secret in secrets if role != self.role and secret.is_in(answer)}
        allowed = {self.world.owner(cell.object)} if cell.outcome == "shown" else set()
        wrong = [f"shows the phone or house of {role}" for role in sorted(found - allowed)]
        wrong += [f"hides the phone and house of {role}" for role in sorted(allowed - found)]
        if cell.outcome in ("shown", "reached") and not self.was_journaled(cell):
            wrong.append("the look is not in the journal")
        return wrong

    def was_journaled(self, cell: Cell) -> bool:
        person = self.world.people[self.role]
        kind, pk, subject = self.looked_at(cell.object)
        last = Entry.objects.order_by("-id").values_list(
            "action", "object_kind", "object_id", "actor_id", "subject_id"
        )[0]
        looker = person.pk if person else None
        seen = self.world.cast.volunteer.pk if cell.outcome == "reached" else subject
        return last == ("contact.seen", kind, pk, looker, seen)

    def looked_at(self, row: str) -> tuple[str, object, int]:
        if row in self.world.people:
            person = self.world.people[row]
            pk = self.world.known("pengurus/warga/")[row]
            return "membership", pk, person.pk if person else 0
        if row in self.world.needs:
            need = self.world.needs[row]
            return "need", need.pk, need.requester_id
        pk = self.world.objects["pengurus/warga-baru/"][row]
        return "membership", pk, self.world.newcomer(row)


# outcome → (status, whether something changes); None where it is no matter.
EXPECTED: dict[str, tuple[int, bool | None]] = {
    "sign-in": (302, False),
    "home": (302, False),
    "static": (302, False),
    "kept": (302, False),
    "done": (302, True),
    "gone": (302, True),
    "shown": (200, True),
    "reached": (200, True),
    "made": (200, True),
    "signed-in": (302, None),
    # By a link for a new password, whose owner that is.
    "let-in": (302, True),
    "signed-out": (302, False),
}
