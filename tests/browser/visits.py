"""People with a phone or a computer each, looking at the served product."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from accounts.models import Resident
from tests.browser.watch import Watch

PHONE, BIG_PHONE, DESK = 360, 412, 1280
HEIGHTS = {PHONE: 740, BIG_PHONE: 915, DESK: 800}
# A journey holds on both screens, with JavaScript and without.
EVERY_WAY = pytest.mark.parametrize(
    ("width", "script"),
    [
        pytest.param(PHONE, False, id="phone-no-script"),
        pytest.param(PHONE, True, id="phone"),
        pytest.param(DESK, True, id="computer"),
        pytest.param(DESK, False, id="computer-no-script"),
    ],
)


class Visits:
    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.watch = Watch(url)
        self.contexts: list[BrowserContext] = []

    def __call__(
        self,
        resident: Resident | None = None,
        *,
        width: int = PHONE,
        script: bool = True,
        locale: str = "id-ID",
    ) -> Page:
        """A browser of their own: signed in as that resident, or a stranger's."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=script,
            locale=locale,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        self.watch.follow(context)
        if resident:
            sign_in_quietly(context, resident, self.url)
        return context.new_page()

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def sign_in_quietly(context: BrowserContext, resident: Resident, url: str) -> None:
    """The cookie of a session made here: hashing a password takes most of a second."""
    client = Client()
    client.force_login(resident)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window, once it is there."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
