"""Starts a demo in a folder of its own, signs the cast in and takes the README's pictures."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gotongroyong.services.ports import free_port  # noqa: E402 - after the path is known
from tests.tiers import find_chromium  # noqa: E402 - after the path is known

PICTURES = ROOT / "docs" / "screenshots"
PHONE, DESKTOP = {"width": 360, "height": 760}, {"width": 1280, "height": 800}
# Name, phone number of the cast, path, size of the window.
SHOTS = (
    ("board-phone", "0812-0000-0003", "/", PHONE),
    ("ask-phone", "0812-0000-0004", "/minta/", PHONE),
    ("events-phone", "0812-0000-0003", "/kegiatan/", PHONE),
    ("desk", "0812-0000-0002", "/pengurus/", DESKTOP),
)
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        env = os.environ | {"DATA_DIR": folder, "PORT": str(port)}
        demo = subprocess.Popen([sys.executable, "-m", "gotongroyong.serve"], cwd=ROOT, env=env)
        try:
            wait_for(f"http://127.0.0.1:{port}/", demo)
            take_all(f"http://127.0.0.1:{port}")
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(30)


def wait_for(address: str, demo: subprocess.Popen[bytes]) -> None:
    while demo.poll() is None:
        try:
            urlopen(address, timeout=5)  # noqa: S310 - our own address
        except (URLError, TimeoutError):
            time.sleep(0.5)
        else:
            return
    sys.exit("The demo ended before it answered.")


def take_all(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=CHROMIUM_ARGS,
        )
        for name, phone, path, size in SHOTS:
            page = browser.new_page(viewport=size, color_scheme="light")  # type: ignore[arg-type]  # a plain dict will do
            sign_in(page, address, phone)
            page.goto(address + path)
            page.screenshot(path=PICTURES / f"{name}.png")
            page.close()
        browser.close()


def sign_in(page: Page, address: str, phone: str) -> None:
    page.goto(address)
    page.locator(f"button[value='{phone}']").click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main()
