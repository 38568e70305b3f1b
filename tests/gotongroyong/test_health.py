from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from notifications.health import PLAN, SEND_DUE
from notifications.models import Heartbeat


def test_process_is_alive_without_asking_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("age", "status"), [(timedelta(seconds=20), 200), (timedelta(minutes=3), 503), (None, 503)]
)
@pytest.mark.django_db
def test_readiness_follows_the_last_tick(
    client: Client, age: timedelta | None, status: int
) -> None:
    if age is not None:
        for name in (SEND_DUE, PLAN):
            Heartbeat.objects.create(name=name, at=timezone.now() - age)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        status,
        {"database": True, "migrations": True, "tick": status == 200},
    )


def test_deploy_check_refuses_the_demo(settings: Settings) -> None:
    settings.DEMO = True
    found = {check.id for check in run_checks(include_deployment_checks=True)}
    assert "gotongroyong.E001" in found
    settings.DEMO = False
    found = {check.id for check in run_checks(include_deployment_checks=True)}
    assert "gotongroyong.E001" not in found


def test_probe_by_address_is_answered_whatever_the_host(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["rukun.example"]
    assert client.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200
    refused = client.get("/", headers={"Host": "10.0.0.7:8000"})
    assert (refused.status_code, refused.templates[0].name) == (400, "400.html")
