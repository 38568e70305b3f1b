"""docker-compose.yml, read as Compose reads it: so that the run and the file can't part."""

import re
import shlex
from typing import Any

from ruamel.yaml import YAML

from gotongroyong.datadir import BASE_DIR

FILE = BASE_DIR / "docker-compose.yml"
VARIABLE = re.compile(r"\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}")


class Missing(Exception):
    """A `${NAME:?…}` that .env doesn't give."""


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = YAML(typ="safe").load(FILE)["services"]
    return found


def command(service: str, env: dict[str, str]) -> list[str]:
    return filled(services()[service]["command"], env)


def probe(service: str, env: dict[str, str]) -> list[str]:
    """A healthcheck's words as the container's shell or kernel gets them."""
    how, *words = services()[service]["healthcheck"]["test"]
    return ["sh", "-c", *filled(words, env)] if how == "CMD-SHELL" else filled(words, env)


def environment(service: str, env: dict[str, str]) -> dict[str, str]:
    given: dict[str, str] = services()[service]["environment"]
    return {name: fill(value, env) for name, value in given.items()}


def filled(words: list[str] | str, env: dict[str, str]) -> list[str]:
    return [fill(word, env) for word in (shlex.split(words) if isinstance(words, str) else words)]


def fill(text: str, env: dict[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        name, mark, words = found[1], found[2], found[3]
        if env.get(name):
            return env[name]
        if mark == "?":
            raise Missing(f"{name}: {words}")
        return words or ""

    return VARIABLE.sub(value, text)
