"""Chromium, the served product, and people who visit it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.stack import Stack
from tests.browser.visits import Visits
from tests.tiers import find_chromium

ARGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing leaves this machine, and asking for a name elsewhere is noticed by Watch.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@pytest.fixture
def lighter_settings() -> None:
    """Not here: the server checks real passwords and serves compressed, hashed files."""


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Ended with this folder's last test.

    Playwright's loop runs in this thread, which Django takes for asynchronous code: it
    has to be told otherwise for as long, and no test elsewhere may meet that.
    """
    path = find_chromium()
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGS, *root])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("browser") / "static"


@pytest.fixture(scope="session")
def stack(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory, static_files: Path
) -> Iterator[Stack]:
    home = tmp_path_factory.mktemp("browser") / "stack"
    with Stack(home, broker=os.environ["REDIS_URL"], static=static_files) as served:
        served.manage("collectstatic", "--noinput", "--verbosity=0")
        served.open()
        yield served


@pytest.fixture
def celery_worker(stack: Stack) -> Iterator[None]:
    with stack.celery():
        yield


@pytest.fixture
def visits(transactional_db: None, stack: Stack, chromium: Browser) -> Iterator[Visits]:
    """Opens pages for people; in the end none of them may have met trouble."""
    opened = Visits(chromium, stack.url)
    yield opened
    opened.close()
    assert opened.watch.trouble == []
