"""Which tests run: the fast tier, faults on request, browsers where there is one."""

import os
import shutil
import subprocess
import sys

import pytest

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WITHOUT_BROWSER = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    tiers = parser.getgroup("tiers")
    tiers.addoption("--fast", action="store_true", help="Leave out slow and browser tests.")
    tiers.addoption("--faults", action="store_true", help="Also run the tests marked fault.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = set() if config.option.faults else {"fault"}
    if config.option.fast:
        left_out |= {"slow", "browser"}
    out = [item for item in items if left_out & {mark.name for mark in item.iter_markers()}]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]
    skip_browserless(config, [item for item in items if item.get_closest_marker("browser")])


def skip_browserless(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Elsewhere a missing browser is told loudly; in CI it may not pass unseen."""
    if not items or find_chromium() or os.environ.get("CI") == "true":
        return
    config.stash[WITHOUT_BROWSER] = len(items)
    for item in items:
        item.add_marker(pytest.mark.skip(reason="no Chromium found"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if "no Chromium found" in str(report.longrepr)
    ]
    if skipped:
        words = f"{len(skipped)} BROWSER TESTS DID NOT RUN: no Chromium found"
        terminalreporter.write_sep("!", words, red=True, bold=True)


def find_chromium() -> str | None:
    """`CHROMIUM_PATH`, a Chromium in PATH that really starts, else Playwright's own."""
    if given := os.environ.get("CHROMIUM_PATH"):
        return given
    found = next(filter(None, map(_working, CANDIDATES)), None) or _playwrights()
    if found:
        os.environ["CHROMIUM_PATH"] = found
    return found


def _working(name: str) -> str | None:
    """Some systems ship a stub that only says how to install it."""
    path = shutil.which(name)
    if path and not subprocess.run([path, "--version"], capture_output=True).returncode:  # noqa: PLW1510
        return path
    return None


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


if __name__ == "__main__":
    print(find_chromium() or sys.exit(1))
