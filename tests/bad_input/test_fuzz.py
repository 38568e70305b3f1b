"""The form of a need under what no person would think of."""

from collections.abc import Callable
from datetime import date, time

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Resident
from tests.bad_input.bad import RAW
from tests.cast import Cast

WORDS = st.text(max_size=120) | st.sampled_from(["Titip belanja ke pasar", *RAW, "kdrt", "maling"])
DATES = st.dates().map(date.isoformat) | st.text(max_size=12)
TIMES = st.times().map(time.isoformat) | st.text(max_size=8)
NUMBERS = st.integers().map(str) | st.integers(-1, 60).map(str) | st.text(max_size=6)
FORMS = st.fixed_dictionaries(
    {"step": st.sampled_from(["preview", "send", "edit", ""]) | st.text(max_size=8)},
    optional={
        "title": WORDS,
        "details": WORDS | st.text(max_size=1200),
        "when": st.sampled_from(["asap", "at", ""]),
        "date": DATES,
        "time": TIMES,
        "helpers": NUMBERS,
        "draft": st.uuids().map(str) | st.text(max_size=40),
        "name_hidden": st.sampled_from(["on", "", "x"]),
        "rt_only": st.sampled_from(["on", "", "x"]),
        "called": st.just("yes"),
    },
)
PATHS = st.sampled_from(["/minta/errand/", "/minta/water/", "/minta/housewatch/"])


@pytest.fixture
def client(cast: Cast, client_of: Callable[[Resident], Client]) -> Client:
    return client_of(cast.requester)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(path=PATHS, form=FORMS)
def test_no_entry_breaks_the_form(client: Client, path: str, form: dict[str, str]) -> None:
    encoded = {key: value.encode("utf-8", "replace") for key, value in form.items()}
    with transaction.atomic():
        response = client.post(path, encoded)
        transaction.set_rollback(True)
    assert response.status_code in (200, 302, 422)
    text = response.content.decode()
    assert [raw for raw in RAW if raw in text] == []
