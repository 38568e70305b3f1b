"""Which release this is: `pyproject.toml` says it once."""

import tomllib
from functools import cache

from gotongroyong.datadir import BASE_DIR


@cache
def version() -> str:
    with (BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
