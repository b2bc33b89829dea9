"""The documentation as a site, in a browser: on a phone's width, by keyboard, without a message."""

import subprocess
import sys

import pytest
from conftest import PROJECT
from test_lab import browser  # noqa: F401

pytestmark = pytest.mark.lab
PAGES = ["index", "docs/ask", "docs/charts", "notebooks/03-frames", "reference/compare"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site as ``make docs`` built it, or built here."""
    html = PROJECT / "build" / "site" / "html"
    if not html.exists():
        folder = tmp_path_factory.mktemp("site")
        subprocess.run([sys.executable, PROJECT / "docs" / "site.py", folder], check=True)
        html = folder / "html"
    return html


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_on_a_phone(site, browser, name):  # noqa: F811
    page = browser.new_page(viewport={"width": 390, "height": 844})
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not said
    assert all(url.startswith("file:") for url in asked), "it asks the net for something"
    page.close()


def test_a_page_is_reached_by_keyboard(site, browser):  # noqa: F811
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "My own table in ten minutes":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/docs/my-own-table.html")
    assert page.locator("h1").first.text_content().startswith("My own table")
    page.close()
