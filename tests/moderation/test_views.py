import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Resident
from moderation.models import Case, Report
from moderation.things import Thing
from neighborhoods.standing import standing_of
from notifications.models import Notification
from requests_app.models import AidRequest
from tests.cast import Cast
from tests.events.factory import published_event
from tests.moderation.factory import appeal, decide, neighbours, report, report_by
from tests.requests_app.factory import helped_need, open_need, pending_need

ClientOf = Callable[[Resident], Client]
SCAM = {"reason": "scam", "details": "Minta uang."}
WHY = {"appeal": "Ini bukan jualan, hanya titip."}


def page(client: Client, path: str) -> str:
    """What the main part says, in one line."""
    main = client.get(path).content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def path_of(thing: Thing) -> str:
    kind = "kebutuhan" if isinstance(thing, AidRequest) else "kegiatan"
    return f"/{kind}/{thing.code}/"


def things(cast: Cast) -> list[Thing]:
    return [open_need(cast), published_event(cast)]


def test_a_report_is_sent_and_its_own_page_says_what_comes_next(
    cast: Cast, client_of: ClientOf
) -> None:
    for thing in things(cast):
        client = client_of(cast.volunteer)
        link = f"/laporkan{path_of(thing)}"
        assert f'href="{link}"' in client.get(path_of(thing)).content.decode()
        answer = client.post(link, SCAM, follow=True)
        case = Case.objects.order_by("-pk")[0]
        assert answer.redirect_chain == [(f"/kasus/{case.pk}/", 302)]
        assert "Pengurus akan memutuskan apakah ini tetap tampil." in answer.content.decode()
    assert list(Report.objects.values_list("reason", "details")) == [("scam", "Minta uang.")] * 2


def test_a_second_report_is_led_to_the_first(cast: Cast, client_of: ClientOf) -> None:
    need = open_need(cast)
    case = report(cast.volunteer, need)
    client = client_of(cast.volunteer)
    answer = client.post(f"/laporkan{path_of(need)}", SCAM, follow=True)
    assert answer.redirect_chain == [(f"/kasus/{case.pk}/", 302)]
    assert [str(message) for message in answer.context["messages"]] == [
        "Anda sudah melaporkan ini, jadi tidak dikirim lagi."
    ]
    assert client.get(f"/laporkan{path_of(need)}").headers["Location"] == f"/kasus/{case.pk}/"
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "field"),
    [({}, "reason"), ({"reason": "boring"}, "reason"), (SCAM | {"details": "x" * 301}, "details")],
)
def test_a_bad_report_comes_back_with_words(
    cast: Cast, client_of: ClientOf, form: dict[str, str], field: str
) -> None:
    answer = client_of(cast.volunteer).post(f"/laporkan{path_of(open_need(cast))}", form)
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, [field])
    assert not Report.objects.exists()


@pytest.mark.parametrize("role", ["requester", "outsider"])
def test_the_form_does_not_exist_for_the_owner_and_strangers(
    cast: Cast, client_of: ClientOf, role: str
) -> None:
    need = open_need(cast)
    client = client_of(getattr(cast, role))
    assert client.get(f"/laporkan{path_of(need)}").status_code == 404
    assert client.post(f"/laporkan{path_of(need)}", SCAM).status_code == 404
    assert not Report.objects.exists()


def test_a_pending_need_has_nobody_to_report_it(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast)
    assert client_of(cast.rt_head).get(f"/laporkan{path_of(need)}").status_code == 404
    assert "/laporkan/" not in client_of(cast.rt_head).get(path_of(need)).content.decode()


def test_what_was_hidden_meanwhile_says_so(cast: Cast, client_of: ClientOf) -> None:
    need = helped_need(cast)
    decide(report(cast.other_rt, need), cast.rt_head, "hidden")
    answer = client_of(cast.volunteer).post(f"/laporkan{path_of(need)}", SCAM, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert said == ["Ini sudah disembunyikan, jadi tidak perlu dilaporkan lagi."]


def test_the_owner_learns_nothing_of_a_single_report(cast: Cast, client_of: ClientOf) -> None:
    for thing, owner in zip(things(cast), (cast.requester, cast.rw_head), strict=True):
        case = report(cast.volunteer, thing)
        client = client_of(owner)
        assert client.get(f"/kasus/{case.pk}/").status_code == 404
        assert "lapor" not in page(client, path_of(thing)).lower()


def test_the_owner_reads_that_it_is_hidden_why_and_how_to_appeal(
    cast: Cast, client_of: ClientOf
) -> None:
    for thing, owner in zip(things(cast), (cast.requester, cast.rw_head), strict=True):
        case = report_by(neighbours(cast, 3), thing)
        client = client_of(owner)
        assert "disembunyikan sampai pengurus memutuskan" in page(client, path_of(thing))
        assert "Penipuan" in page(client, f"/kasus/{case.pk}/")
    need = AidRequest.objects.get()
    decide(need.cases.get(), cast.rt_head, "hidden")
    client = client_of(cast.requester)
    said = page(client, path_of(need))
    assert "Alasan disembunyikan: Meminta uang." in said
    assert "ajukan banding ke RW" in said
    assert "Anda tidak setuju?" in page(client, f"/kasus/{need.cases.get().pk}/")


def test_nobody_reads_who_reported(cast: Cast, client_of: ClientOf) -> None:
    need = helped_need(cast)
    people = neighbours(cast, 3)
    case = appeal(decide(report_by(people, need), cast.rt_head, "kept"), people[1])
    for person in (cast.requester, people[0]):
        for path in (f"/kasus/{case.pk}/", path_of(need), "/pemberitahuan/"):
            said = client_of(person).get(path, follow=True).content.decode()
            assert [p.name for p in people if p.name in said and p != person] == []
            assert "Mohon dilihat lagi." not in said


@pytest.mark.parametrize("role", ["other_rt", "outsider", "rt_head", "rw_head", "waiting"])
def test_a_case_exists_for_its_two_sides_only(cast: Cast, client_of: ClientOf, role: str) -> None:
    case = decide(report_by(neighbours(cast, 3), open_need(cast)), cast.rt_head, "kept")
    answer = client_of(getattr(cast, role)).get(f"/kasus/{case.pk}/")
    assert answer.status_code == (302 if role == "waiting" else 404)


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999", str(2**63)])
def test_an_odd_number_is_no_case(cast: Cast, client_of: ClientOf, pk: str) -> None:
    assert client_of(cast.volunteer).get(f"/kasus/{pk}/").status_code == 404


def test_both_sides_read_every_reason(cast: Cast, client_of: ClientOf) -> None:
    people = neighbours(cast, 3)
    case = decide(report_by(people, open_need(cast)), cast.rt_head, "hidden")
    for person in (cast.requester, people[0]):
        assert "Meminta uang." in page(client_of(person), f"/kasus/{case.pk}/")


def test_the_appeal_is_sent_once(cast: Cast, client_of: ClientOf) -> None:
    case = decide(report_by(neighbours(cast, 3), open_need(cast)), cast.rt_head, "hidden")
    client = client_of(cast.requester)
    answer = client.post(f"/kasus/{case.pk}/", WHY, follow=True)
    assert "Banding di RW" in answer.content.decode()
    case.refresh_from_db()
    assert (case.appeal, case.appellant) == (WHY["appeal"], cast.requester)
    again = client.post(f"/kasus/{case.pk}/", {"appeal": "Sekali lagi saya mohon."}, follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["info"]
    case.refresh_from_db()
    assert case.appeal == WHY["appeal"]


@pytest.mark.parametrize("words", ["", "   ", "pendek", "x" * 501, ".............", "\u200b" * 20])
def test_a_bad_appeal_comes_back_with_words(cast: Cast, client_of: ClientOf, words: str) -> None:
    case = decide(report_by(neighbours(cast, 3), open_need(cast)), cast.rt_head, "hidden")
    answer = client_of(cast.requester).post(f"/kasus/{case.pk}/", {"appeal": words})
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, ["appeal"])
    case.refresh_from_db()
    assert case.appealed_at is None


def test_the_other_side_has_no_appeal(cast: Cast, client_of: ClientOf) -> None:
    people = neighbours(cast, 3)
    case = decide(report_by(people, open_need(cast)), cast.rt_head, "hidden")
    client = client_of(people[0])
    assert "Ajukan banding" not in page(client, f"/kasus/{case.pk}/")
    client.post(f"/kasus/{case.pk}/", WHY)
    case.refresh_from_db()
    assert case.appealed_at is None


def test_htmx_gets_the_case_alone(cast: Cast, client_of: ClientOf) -> None:
    case = decide(report_by(neighbours(cast, 3), open_need(cast)), cast.rt_head, "hidden")
    headers = {"HX-Request": "true", "HX-Target": "case"}
    answer = client_of(cast.requester).post(f"/kasus/{case.pk}/", {"appeal": "x"}, headers=headers)
    assert (answer.status_code, answer.content.lstrip()[:14]) == (422, b'<div id="case"')


def test_reading_the_case_reads_its_notices(cast: Cast, client_of: ClientOf) -> None:
    case = decide(report_by(neighbours(cast, 3), open_need(cast)), cast.rt_head, "hidden")
    mine = Notification.objects.inbox_of(cast.requester).filter(kind__startswith="case.").unread()
    assert mine.count() == 2
    client_of(cast.requester).get(f"/kasus/{case.pk}/")
    assert mine.count() == 0


def test_a_reporter_out_of_whose_sight_it_is_reads_no_words_of_it(
    cast: Cast, client_of: ClientOf
) -> None:
    need, people = open_need(cast), neighbours(cast, 3)
    case = report_by(people, need)
    assert need.title not in page(client_of(people[0]), f"/kasus/{case.pk}/")
    assert standing_of(people[0]).is_verified


def test_a_reporter_sees_below_it_how_the_report_stands(cast: Cast, client_of: ClientOf) -> None:
    need = open_need(cast)
    case = report(cast.volunteer, need)
    client = client_of(cast.volunteer)
    assert "Anda melaporkan ini. Pengurus akan memutuskan." in page(client, path_of(need))
    decide(case, cast.rt_head, "kept")
    assert "Anda melaporkan ini, dan sudah diputuskan." in page(client, path_of(need))
    appeal(case, cast.volunteer)
    assert "Sekarang ditangani RW karena ada banding." in page(client, path_of(need))
