"""The demo's people, whose password is public, never land in a real neighbourhood."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import Resident
from gotongroyong import launch, serve
from gotongroyong.demo.guard import refuse_a_real_neighbourhood
from gotongroyong.demo.people import make_cast
from neighborhoods.models import RukunWarga

BOTH = pytest.mark.parametrize("command", ["seed_demo", "prepare_demo"])


@BOTH
@pytest.mark.django_db
def test_nothing_is_seeded_without_demo(command: str, settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command(command)
    assert not Resident.objects.exists()


@BOTH
@pytest.mark.django_db
def test_nothing_is_seeded_among_residents_of_another_place(command: str) -> None:
    Resident.objects.create_user("0811-2345-6789", "x" * 20, name="Ibu Tuti")
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command(command)
    assert Resident.objects.count() == 1


@pytest.mark.django_db
def test_an_empty_database_and_the_demos_own_may_be_seeded() -> None:
    refuse_a_real_neighbourhood()
    make_cast()
    refuse_a_real_neighbourhood()


@pytest.mark.django_db
def test_the_operator_alone_or_the_place_alone_is_no_demo() -> None:
    make_cast()
    RukunWarga.objects.update(city="Kota Bandung")
    with pytest.raises(CommandError):
        refuse_a_real_neighbourhood()
    RukunWarga.objects.update(city="Kota Tirtanagara")
    Resident.objects.filter(is_superuser=True).update(phone="+6281134567890")
    with pytest.raises(CommandError):
        refuse_a_real_neighbourhood()


@pytest.fixture
def dotenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (*launch.OF_THE_DEMO, "PORT"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    path = tmp_path / ".env"
    path.write_text(
        "SECRET_KEY=real\nEMAIL_URL=smtp://mail.example\nDATABASE_URL=postgres://real\n"
        "TRUSTED_PROXY_COUNT=1\nPORT=8765\n"
    )
    return path


@pytest.mark.parametrize("loaded_before", [False, True], ids=["script/server", "manage.py demo"])
def test_dotenv_gives_the_demo_neither_database_nor_mail_nor_key(
    dotenv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loaded_before: bool
) -> None:
    if loaded_before:
        for name, value in launch.written_in(dotenv).items():
            monkeypatch.setenv(name, value)
    launch.read_dotenv(dotenv)
    env = launch.demo_env(tmp_path, "127.0.0.1", 8000)
    assert launch.given_addresses(tmp_path) == {}
    assert env["EMAIL_URL"] == f"filemail://{tmp_path}/mail"
    assert env["SECRET_KEY"] not in ("", "real")
    assert (env["TRUSTED_PROXY_COUNT"], env["PORT"]) == ("0", "8765")
    assert "DATABASE_URL" not in env


def test_a_database_named_in_the_environment_is_taken(
    dotenv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://mine")
    launch.read_dotenv(dotenv)
    assert launch.given_addresses(tmp_path) == {"DATABASE_URL": "postgres://mine"}


def test_only_our_own_variable_opens_the_demo_to_the_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOST", "build.example")
    monkeypatch.delenv("DEMO_HOST", raising=False)
    assert serve.parse([])["host"] == "127.0.0.1"
    monkeypatch.setenv("DEMO_HOST", "192.0.2.9")
    assert serve.parse([])["host"] == "192.0.2.9"
    assert serve.parse(["--host", "192.0.2.7"])["host"] == "192.0.2.7"
