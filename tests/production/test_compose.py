"""What review would have to look for in the files that can't be run here."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gotongroyong.datadir import BASE_DIR
from gotongroyong.launch import written_in
from tests.production import compose
from tests.production.house import DOTENV
from tests.production.image import SYNC, ignored, is_ignored

DOCKERFILE = BASE_DIR / "Dockerfile"
OURS = ("web", "worker", "beat", "migrate", "backup")
SERVING = ("web", "worker", "beat")
SECRETS = ("SECRET_KEY", "SITE_DOMAIN", "POSTGRES_PASSWORD", "DATABASE_PASSWORD")


def stages() -> list[str]:
    return re.split(r"(?m)^FROM ", DOCKERFILE.read_text())[1:]


def instruction(name: str, stage: str) -> Any:
    """The words of an exec form, as in `CMD ["granian"]`."""
    found = re.search(rf"(?m)^{name}\b.*?(\[.*\])$", stage)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("missing", SECRETS)
def test_nothing_starts_without_its_secrets(missing: str) -> None:
    env = DOTENV | {missing: ""}
    with pytest.raises(compose.Missing, match=missing):
        for service in compose.services().values():
            for value in service.get("environment", {}).values():
                compose.fill(value, env)


def test_no_secret_stands_in_the_file() -> None:
    """Each password or key is a variable, in the file of the product's user."""
    for name, service in compose.services().items():
        for key, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|_URL|DSN", key):
                plain = re.sub(r"\$\{\w+(:[-?][^}]*)?\}", "", value)
                assert not re.search(r"//[^@]*:[^@]+@", plain), (name, key)
                assert "SECRET" not in key or plain == "", (name, key)
                assert "PASSWORD" not in key or plain == "", (name, key)


def test_the_product_gets_no_superuser() -> None:
    for name in OURS:
        env = compose.environment(name, DOTENV)
        assert env["POSTGRES_PASSWORD"] == ""
        assert env["DATABASE_URL"].startswith("postgres://gotongroyong:")


def test_web_and_worker_can_be_scaled() -> None:
    for name in SERVING:
        service = compose.services()[name]
        assert not {"container_name", "ports", "hostname"} & service.keys()
    caddy = (BASE_DIR / "deploy" / "Caddyfile").read_text()
    assert re.search(r"dynamic a \{\s+name web\s+port 8000", caddy)


def test_all_wait_for_the_migrations_and_only_these_for_the_database() -> None:
    found = compose.services()
    for name in SERVING:
        assert found[name]["depends_on"]["migrate"] == {
            "condition": "service_completed_successfully"
        }
    assert found["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert found["migrate"]["restart"] == "no"


def test_a_migration_may_take_longer_than_a_page() -> None:
    given = {name: compose.environment(name, DOTENV).get("STATEMENT_TIMEOUT_MS") for name in OURS}
    assert given == dict.fromkeys(OURS) | {"migrate": "0"}
    migrate, web = (compose.environment(name, DOTENV) for name in ("migrate", "web"))
    assert migrate == web | {"STATEMENT_TIMEOUT_MS": "0"}


def test_nobody_but_the_product_reaches_database_and_broker() -> None:
    found = compose.services()
    for name in ("postgres", "valkey"):
        assert found[name]["networks"] == ["inside"]
        assert "ports" not in found[name]
    assert [name for name, service in found.items() if "ports" in service] == ["caddy"]
    assert found["caddy"]["networks"] == ["outside"]


def test_every_service_comes_back_and_has_a_probe_or_says_why_not() -> None:
    found = compose.services()
    once = {"migrate", "backup"}
    assert {name for name, s in found.items() if s["restart"] == "unless-stopped"} == (
        found.keys() - once
    )
    silent = {name for name, s in found.items() if not s.get("healthcheck", {}).get("test")}
    assert silent == {"beat", "caddy", *once}
    for name in found.keys() - {"caddy", "postgres"}:
        assert found[name]["read_only"] is True


def test_the_image_is_called_as_compose_calls_it() -> None:
    final = stages()[-1]
    assert instruction("CMD", final) == compose.command("web", DOTENV)
    assert instruction("HEALTHCHECK", final) == compose.probe("web", DOTENV)


def test_the_image_is_lean_and_unprivileged() -> None:
    build, final = stages()[-2:]
    assert f"uv {' '.join(SYNC)}" in build
    assert re.search(r"(?m)^USER 10001:10001$", final)
    assert not re.search(r"\b(gcc|build-essential|uv|pip)\b", final)
    assert "-dev" not in final


def test_secrets_and_data_stay_out_of_the_image() -> None:
    patterns = ignored()
    for path in (
        ".env",
        ".git",
        "backups",
        ".data/secret_key",
        ".venv",
        "tests",
        "docker-compose.yml",
    ):
        assert is_ignored(Path(path.split("/")[0]), patterns), path
    for path in ("manage.py", "pyproject.toml", "uv.lock", "gotongroyong", "locale", "LICENSE"):
        assert not is_ignored(Path(path), patterns), path


def test_what_compose_asks_for_is_explained_beside_the_other_settings() -> None:
    asked = set(re.findall(r"\$\{(\w+)", compose.FILE.read_text()))
    example = (BASE_DIR / ".env.example").read_text()
    named = set(re.findall(r"(?m)^#?([A-Z_]+)=", example))
    assert asked <= named
    # Copied as it is it says nothing untrue: what must be chosen is empty.
    given = written_in(BASE_DIR / ".env.example")
    assert {name: given.get(name) for name in SECRETS} == dict.fromkeys(SECRETS, "")


def test_the_database_script_can_be_run() -> None:
    script = BASE_DIR / "deploy" / "postgres" / "10-database.sh"
    assert script.stat().st_mode & 0o111
    subprocess.run(["sh", "-n", script], check=True)
