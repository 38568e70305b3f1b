"""Reports, appeals and decisions under what was not made for them."""

from collections.abc import Callable
from html import escape

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Resident
from moderation.models import Case, Report
from tests.bad_input.bad import MARKUP, NUL, RAW, error_of, shows_no_markup
from tests.cast import Cast
from tests.moderation.factory import decide, neighbours, report, report_by
from tests.requests_app.factory import open_need
from web.held import held_words

ClientOf = Callable[[Resident], Client]
LONG = "panjang " * 100
ODD_PATHS = ["/kasus/²/", "/kasus/-1/", "/kasus/1e9/", f"/kasus/{'9' * 400}/", "/kasus/x/"]


@pytest.mark.parametrize("reason", ["", " ", "SCAM", "scam ", NUL, LONG, *MARKUP.values()])
def test_a_wrong_reason_is_said(cast: Cast, client_of: ClientOf, reason: str) -> None:
    path = f"/laporkan/kebutuhan/{open_need(cast).code}/"
    response = client_of(cast.volunteer).post(path, {"reason": reason, "details": "Kata saya."})
    assert response.status_code == 422
    assert error_of(response, "reason")
    assert "Kata saya." in response.content.decode()
    assert shows_no_markup(response)
    assert not Report.objects.exists()


@pytest.mark.parametrize("details", [NUL, LONG])
def test_words_that_cannot_be_kept_are_said(cast: Cast, client_of: ClientOf, details: str) -> None:
    path = f"/laporkan/kebutuhan/{open_need(cast).code}/"
    response = client_of(cast.volunteer).post(path, {"reason": "scam", "details": details})
    assert response.status_code == 422
    assert error_of(response, "details")
    assert not Case.objects.exists()


@pytest.mark.parametrize("said", MARKUP.values(), ids=MARKUP.keys())
def test_markup_in_reports_appeals_and_reasons_stays_words(
    cast: Cast, client_of: ClientOf, said: str
) -> None:
    need = open_need(cast)
    reporter, head, owner = (
        client_of(person) for person in (cast.volunteer, cast.rt_head, cast.requester)
    )
    form = {"reason": "scam", "details": said[:300]}
    reporter.post(f"/laporkan/kebutuhan/{need.code}/", form)
    case = Case.objects.get()
    seen = [reporter.get(f"/kasus/{case.pk}/"), head.get(f"/pengurus/laporan/{case.pk}/")]
    decision = {"decision": "hidden", "revision": "0", "reason": f"Sebab {said}"[:300]}
    head.post(f"/pengurus/laporan/{case.pk}/", decision)
    case.refresh_from_db()
    assert case.decision == "hidden"
    seen += [owner.get(f"/kebutuhan/{need.code}/"), owner.get(f"/kasus/{case.pk}/")]
    owner.post(f"/kasus/{case.pk}/", {"appeal": f"Menurut saya {said}"[:500]})
    case.refresh_from_db()
    assert case.appealed_at is not None
    rw_head = client_of(cast.rw_head)
    seen += [owner.get(f"/kasus/{case.pk}/"), rw_head.get(f"/pengurus/banding/{case.pk}/")]
    assert [page.status_code for page in seen] == [200] * 6
    assert all(shows_no_markup(page) for page in seen)
    assert escape(case.appeal) in seen[-1].content.decode()


@pytest.mark.parametrize("appeal", ["", "   ", "x", NUL * 2, LONG, "\u202e" * 40])
def test_a_wrong_appeal_is_said_and_kept(cast: Cast, client_of: ClientOf, appeal: str) -> None:
    case = decide(report_by(neighbours(cast, 3), open_need(cast)), cast.rt_head, "hidden")
    response = client_of(cast.requester).post(f"/kasus/{case.pk}/", {"appeal": appeal})
    assert response.status_code == 422
    assert error_of(response, "appeal")
    assert escape(appeal.strip()) in response.content.decode()
    case.refresh_from_db()
    assert case.appealed_at is None


@pytest.mark.parametrize("path", ODD_PATHS, ids=range(len(ODD_PATHS)))
def test_an_odd_address_is_not_found(cast: Cast, client_of: ClientOf, path: str) -> None:
    assert client_of(cast.volunteer).get(path).status_code == 404
    assert (
        client_of(cast.volunteer).post(path, {"appeal": "Mohon dilihat lagi."}).status_code == 404
    )


@pytest.mark.parametrize("decision", ["", "KEPT", "deleted", NUL, "x" * 5000])
@pytest.mark.parametrize("revision", ["0", "", "-1", "9" * 400, "x"])
def test_an_odd_decision_decides_nothing(
    cast: Cast, client_of: ClientOf, decision: str, revision: str
) -> None:
    case = report(cast.volunteer, open_need(cast))
    form = {"decision": decision, "revision": revision, "reason": "Sudah dicek."}
    response = client_of(cast.rt_head).post(f"/pengurus/laporan/{case.pk}/", form)
    assert response.status_code == 422
    case.refresh_from_db()
    assert case.decision == ""


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    form=st.fixed_dictionaries(
        {},
        optional={
            "reason": st.sampled_from(["scam", "other", *RAW]) | st.text(max_size=12),
            "details": st.text(max_size=400) | st.sampled_from(RAW),
        },
    )
)
def test_no_entry_breaks_the_report(cast: Cast, client_of: ClientOf, form: dict[str, str]) -> None:
    encoded = {key: value.encode("utf-8", "replace") for key, value in form.items()}
    with transaction.atomic():
        code = (Case.objects.first() or report(cast.other_rt, open_need(cast))).need.code  # type: ignore[union-attr]  # about a need
        response = client_of(cast.volunteer).post(f"/laporkan/kebutuhan/{code}/", encoded)
        transaction.set_rollback(True)
    assert response.status_code in (302, 422)
    assert shows_no_markup(response)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=3))
def test_no_text_breaks_the_search_for_held_words(texts: list[str]) -> None:
    found = held_words(*texts, own_host="rukun.example")
    assert set(found) <= {"account", "qris", "link"}
