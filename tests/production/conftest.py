from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from gotongroyong.services.throwaway import Throwaway
from tests.browser.conftest import chromium, lighter_settings
from tests.browser.visits import Visits
from tests.production import servers
from tests.production.house import House
from tests.production.image import Image

__all__ = ["chromium", "lighter_settings"]


@pytest.fixture(scope="package")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    built = Image(tmp_path_factory.mktemp("production"))
    built.build()
    return built


@pytest.fixture(scope="package")
def house(image: Image, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Empty servers, migrated and opened."""
    home = tmp_path_factory.mktemp("production") / "house"
    services = Throwaway()
    try:
        found = services.start({"DATABASE_URL", "REDIS_URL"}, servers.kinds())
        with House(home, image, found["DATABASE_URL"], found["REDIS_URL"]) as opened:
            opened.migrate()
            opened.open()
            yield opened
    finally:
        services.stop()


@pytest.fixture
def visits(house: House, chromium: Browser) -> Iterator[Visits]:
    opened = Visits(chromium, house.url)
    yield opened
    opened.close()
    assert opened.watch.trouble == []
