"""What journeys share: a browser, and what its pages showed when a test has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.phones import a_browser

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from playwright.sync_api import Browser

LOOK_MS = 5_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all journeys of a module."""
    with a_browser() as browser:
        yield browser


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add what each page says to the report of a test that has failed."""
    report = yield
    browser: Browser | None = getattr(item, "funcargs", {}).get("browser")
    if call.when == "call" and report.failed and browser is not None:
        report.sections += list(shown_in(browser))
    return report


def shown_in(browser: Browser) -> Iterator[tuple[str, str]]:
    """The address and the text of each page."""
    from playwright.sync_api import Error

    for context in browser.contexts:
        for page in context.pages:
            try:
                yield page.url, page.locator("body").inner_text(timeout=LOOK_MS)
            except Error as error:
                yield page.url, str(error)
