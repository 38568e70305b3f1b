import pytest
from django.template.loader import get_template
from django.test import RequestFactory
from django.views.defaults import server_error

from web.templatetags import gotongroyong


def test_500_needs_no_context_and_no_database() -> None:
    page = get_template("500.html").render()
    assert "{{" not in page
    assert '<a class="button" href="/">' in page


def test_500_survives_a_missing_manifest(
    monkeypatch: pytest.MonkeyPatch, rf: RequestFactory
) -> None:
    def missing(path: str) -> str:
        raise ValueError(path)

    monkeypatch.setattr(gotongroyong, "static", missing)
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert b'href="/static/css/app.css"' in response.content
