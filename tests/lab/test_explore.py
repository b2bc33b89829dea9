"""The explorer in a real JupyterLab: by mouse, by keyboard alone, and taken along as a cell."""

import json
import re
import subprocess
import sys
import time

import pandas as pd
import pytest
from made_up_hostile import HOSTILE
from test_lab import SHOTS, browser, lab, pytestmark  # noqa: F401  the same server and browser

from helpers.shell import notebooks

CODE = "from helpers import corpus, explore, frames\nstudy = corpus.load('{corpus}')\n"
CODE += "explorer = explore.open(study, folder='{saved}')\nexplorer"


class Page:
    """A notebook with the explorer open, whose clicks and console messages are counted."""

    def __init__(self, server, browser_, name, corpus="../corpus", lines=CODE):
        url, token, work = server
        self.saved, self.clicks, self.said = work / f"saved-{name}", 0, []
        self.file = work / "notebooks" / f"{name}.ipynb"
        given = {"corpus": corpus, "saved": self.saved}
        write(self.file, lines.format(**given) if lines == CODE else lines)
        self.context = browser_.new_context(
            viewport={"width": 1400, "height": 1500}, locale="en-US",
            permissions=["clipboard-read", "clipboard-write"],
        )  # fmt: skip
        self.page = self.context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(f"{url}lab/tree/notebooks/{name}.ipynb?token={token}&reset")
        self.panel = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        self.run()
        self.panel.locator(".explore-picture img").wait_for(timeout=90_000)

    def _note(self, message):
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def run(self):
        """Run all cells, by the menu."""
        from playwright.sync_api import expect

        self.panel.locator(".jp-CodeCell").first.wait_for(timeout=90_000)
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=90_000)
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def click(self, place):
        self.clicks += 1
        place.click()

    def button(self, name):
        return self.panel.get_by_role("button", name=name, exact=True)

    def choose(self, label, option):
        """One of a list: a click that opens it and one that chooses."""
        self.clicks += 2
        self.panel.get_by_label(label, exact=True).first.select_option(option)

    def wait(self, text, seconds=20):
        """Until the explorer says so."""
        self.panel.get_by_text(text).first.wait_for(timeout=1000 * seconds)

    def table(self):
        """The table as it is shown: list of its rows."""
        rows = self.panel.locator(".explore-part-table tbody tr")
        return [row.locator("td").all_inner_texts() for row in rows.all()]

    def shot(self, name):
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"explore-{name}.png")

    def close(self):
        self.context.close()
        assert not self.said, self.said


def write(file, *cells):
    cells = [
        {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "id": f"cell-{i}",
         "execution_count": None}
        for i, source in enumerate(cells)
    ]  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    about = {"metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    file.write_text(json.dumps({"cells": cells, **about}))


def test_a_question_is_answered_by_mouse(lab, browser):  # noqa: F811
    page = Page(lab, browser, "mouse")
    page.choose("groups by", "ownership")
    page.wait("grouped by ownership.")
    page.choose("measure", "share of articles with a hit")
    page.panel.locator(".explore-part-table td").get_by_text("state", exact=True).first.wait_for()
    time.sleep(1)
    page.click(page.panel.locator(".explore-mark").nth(2))
    page.wait(re.compile(r"evidence of row \d+: \d+ rows"))
    assert page.panel.locator(".explore-part-evidence tbody tr").count() > 0
    address = page.panel.locator(".explore-part-evidence a").first
    assert address.get_attribute("href").startswith("http")
    assert address.get_attribute("rel") == "noopener noreferrer"
    page.click(page.button("save figure"))
    page.wait("saved in")
    page.shot("mouse")
    assert page.clicks <= 8
    kinds = {file.name.partition(".")[2] for file in page.saved.iterdir()}
    assert {"svg", "png", "pdf", "csv", "evidence.csv"} <= kinds
    drawn = pd.read_csv(page.saved / "my-figure.csv")
    assert len(drawn) == len(page.table()) and "ownership" in drawn
    page.close()


def test_a_question_is_answered_by_keyboard_alone(lab, browser):  # noqa: F811
    page = Page(lab, browser, "keyboard")
    keys = page.page.keyboard
    page.panel.get_by_label("groups by", exact=True).first.focus()  # where Tab comes to first
    keys.type("own", delay=50)
    page.wait("grouped by ownership.")
    reach(page, "select", "measure")
    keys.press("ArrowDown")
    time.sleep(1.5)
    reach(page, "button", "evidence of")
    keys.press("Enter")
    page.wait(re.compile(r"evidence of row \d+: \d+ rows"))
    reach(page, "button", "save figure")
    keys.press("Enter")
    page.wait("saved in")
    page.shot("keyboard")
    assert "presence" in pd.read_csv(page.saved / "my-figure.csv")
    assert (page.saved / "my-figure.evidence.csv").exists()
    page.close()


def reach(page, tag, name, most=120):
    """Press Tab until the focus is on what is called so."""
    told = """() => { const e = document.activeElement;
      const label = e.id && document.querySelector(`label[for="${e.id}"]`);
      return [e.tagName.toLowerCase(), e.getAttribute('aria-label') || (label && label.innerText)
              || e.innerText || '']; }"""
    for _ in range(most):
        page.page.keyboard.press("Tab")
        at, called = page.page.evaluate(told)
        if at == tag and called.strip().startswith(name):
            return
    raise AssertionError(f"Tab does not reach the {tag} {name!r}")


@pytest.mark.parametrize("view", ["Words"])  # the others: tests/explore
def test_the_copied_cell_gives_the_same_table(lab, browser, view):  # noqa: F811
    page = Page(lab, browser, f"copied-{view.lower()}")
    page.click(page.button(view))
    if view == "Words":
        page.panel.get_by_label("patterns", exact=True).fill("terrorist*, protest*")
        page.page.keyboard.press("Enter")
    page.panel.locator(".explore-part-table tbody tr").first.wait_for()
    time.sleep(1.5)
    page.click(page.button("Copy as cell"))
    page.wait("copied: paste it into a cell")
    lines = page.page.evaluate("navigator.clipboard.readText()")
    n = int(re.search(r"\((\d+) rows?\)", page.panel.locator("caption").first.inner_text())[1])
    shown, heads = page.table(), page.panel.locator(".explore-part-table th").all_inner_texts()
    page.close()
    file = lab[2] / "notebooks" / "new.ipynb"
    write(file, f"%matplotlib agg\n{lines}", "table.to_csv('../pasted.csv', index=False)")
    notebooks.execute(file)
    table = pd.read_csv(lab[2] / "pasted.csv")
    assert len(table) == n and {*table} == {*heads}
    name = next(c for c in ("hits", "likeness", "article_id") if c in heads)
    numbers = [row[heads.index(name)] for row in shown]
    told = table[name][: len(shown)]
    if pd.api.types.is_numeric_dtype(told):
        numbers = pd.to_numeric(pd.Series(numbers), errors="coerce").fillna(-1)
        assert numbers.tolist() == pytest.approx(told.fillna(-1).tolist(), rel=1e-3)
    else:
        assert numbers == told.tolist()


def test_texts_are_read_and_searched_on_the_example(lab, browser):  # noqa: F811
    example = lab[2] / "example"
    if not example.exists():
        command = [sys.executable, "-m", "helpers", "new", str(example), "--example"]
        subprocess.run(command, check=True, capture_output=True)
    page = Page(lab, browser, "texts", corpus="../example/corpus")
    page.choose("language", "en")
    page.click(page.button("Words"))
    page.panel.get_by_label("patterns", exact=True).fill("bridge*, levee*, council")
    page.page.keyboard.press("Enter")
    page.choose("show", "lines")
    page.panel.locator(".explore-part-table th", has_text="keyword").wait_for()
    assert len(page.table()) > 5
    page.click(page.panel.locator(".explore-part-table .explore-open").first)
    page.panel.locator(".read .body").first.wait_for()
    page.shot("reading")
    page.click(page.panel.get_by_text("A frame of your own"))
    page.panel.get_by_label("new frame", exact=True).fill("water")
    page.panel.get_by_label("its words", exact=True).fill("river, flood*")
    page.page.keyboard.press("Tab")
    page.click(page.button("try frame"))
    page.wait("nearly matched")
    page.click(page.button("Frames"))
    page.panel.locator(".explore-part-table td", has_text="water").first.wait_for()
    page.shot("own-frame")
    page.close()


def test_nothing_that_an_article_holds_comes_alive(lab, browser):  # noqa: F811
    lines = [
        "import warnings; warnings.simplefilter('ignore')",
        "import pandas as pd",
        "from helpers import corpus, explore, frames",
        f"evil = {HOSTILE!r}",
        "n = len(evil)",
        "text = ['Fuel prices rose. “' + e + ' terrorists,” ' + e + ' said. ' + e for e in evil]",
        "table = pd.DataFrame({'text': text * 2, 'outlet': evil * 2, 'title': evil * 2,",
        "    'group': ['a', evil[0]] * n, 'language': 'en', 'url': evil * 2, 'copy_of': '',",
        "    'copy_type': 'original', 'published': '2022-01-05'})",
        "table['outlet'] = table['outlet'].str.replace('\\x1b', '?')",
        "study = corpus.from_frame(table, published='published')",
        "lexicon = frames.lexicon({'costs': ['price*'], 'threat': ['terrorist*']}, language='en')",
        "explorer = explore.open(study, lexicon)",
        "explorer",
    ]
    page = Page(lab, browser, "hostile", lines="\n".join(lines))
    asked = []
    page.page.on("dialog", lambda dialog: asked.append(dialog.message))
    for view in ("Words", "Voices", "Copies", "Articles", "Frames"):
        page.click(page.button(view))
        if view == "Words":
            page.panel.get_by_label("patterns", exact=True).fill("price*, <script>")
            page.page.keyboard.press("Enter")
            page.choose("show", "lines")
        time.sleep(1.2)
        row = page.panel.locator(".explore-part-table tbody tr").first
        if row.count():
            row.locator("td").last.click()
            time.sleep(1)
    assert page.page.evaluate("window.hit") is None and asked == []
    output = page.panel.locator(".jp-OutputArea-output")
    for tag in ("script", "iframe", "svg[onload]", "a[href^='javascript']", "img:not([src^=data])"):
        assert output.locator(tag).count() == 0, tag
    page.close()
