"""The page of a study, opened from disk in a real browser."""

from test_lab import PROJECT, SHOTS, browser, pytestmark  # noqa: F401

from helpers.show import page as page_


def test_the_page_opens_from_disk_and_asks_for_nothing(browser, tmp_path):  # noqa: F811
    file = tmp_path / "study.html"
    names = page_.write(file, PROJECT)
    page, asked, said = browser.new_page(viewport={"width": 1000, "height": 1400}), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_function(
        "() => [...document.images].every(i => i.src && i.complete && i.naturalWidth > 100)"
    )
    assert page.locator("section").count() == len(names)
    section = page.locator(f"#{names[-1]}")
    for number in (0, 1):
        section.locator("summary").nth(number).click()
        table = section.locator("details").nth(number)
        table.locator("td").first.wait_for()
    name = section.locator("details").first.locator("th button").first
    name.click()
    first = section.locator("details").first.locator("tbody tr td:first-child").all_inner_texts()
    assert first == sorted(first, key=str.lower) and len(first) > 1
    section.scroll_into_view_if_needed()
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / "page.png")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "blob:"))] == []
    assert said == []
