"""What the Dockerfile puts into the image, built beside the checkout: venv, source, files."""

import fnmatch
import os
import shutil
import subprocess
import sys
from pathlib import Path

from gotongroyong.datadir import BASE_DIR

SYNC = ["sync", "--locked", "--no-default-groups"]


class Image:
    def __init__(self, home: Path) -> None:
        self.venv = home / "venv"
        self.source = home / "app"
        self.static = home / "static"

    def build(self) -> None:
        self.sync()
        self.copy()
        env = {**self.env, "SECRET_KEY": "only-to-collect-static-files"}
        words = ["manage.py", "collectstatic", "--noinput", "--verbosity=0"]
        subprocess.run(["python", *words], env=env, cwd=self.source, check=True)

    def sync(self) -> None:
        """Behind a proxy with a certificate of its own only the system's ones will do."""
        env = os.environ | {"UV_PROJECT_ENVIRONMENT": str(self.venv), "VIRTUAL_ENV": ""}
        python = ["--python", sys._base_executable, "--no-python-downloads", "--quiet"]  # type: ignore[attr-defined]
        for extra in ([], ["--system-certs"]):
            words = [str(uv()), *SYNC, *python, *extra]
            done = subprocess.run(
                words, cwd=BASE_DIR, env=env, capture_output=True, text=True, check=False
            )
            if done.returncode == 0:
                return
        raise AssertionError(done.stderr)

    def copy(self) -> None:
        patterns = ignored()

        def leave_out(folder: str, names: list[str]) -> set[str]:
            at = Path(folder).relative_to(BASE_DIR)
            return {name for name in names if is_ignored(at / name, patterns)}

        shutil.copytree(BASE_DIR, self.source, ignore=leave_out, symlinks=True)

    @property
    def env(self) -> dict[str, str]:
        """The image's; nothing of this process's but what every process needs."""
        return {
            "PATH": f"{self.venv / 'bin'}:{os.defpath}",
            "HOME": str(self.source.parent),
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "STATIC_ROOT": str(self.static),
            "DATA_DIR": str(self.source.parent / "data"),
        }


def uv() -> Path:
    found = shutil.which("uv") or BASE_DIR / ".uv" / "bin" / "uv"
    return Path(found)


def ignored() -> list[str]:
    lines = (BASE_DIR / ".dockerignore").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def is_ignored(path: Path, patterns: list[str]) -> bool:
    """As Docker does it for the patterns that we use: from the root, `**/` in any folder."""
    return any(
        fnmatch.fnmatch(path.name, pattern[3:])
        if pattern.startswith("**/")
        else len(path.parts) == 1 and fnmatch.fnmatch(path.name, pattern)
        for pattern in patterns
    )
