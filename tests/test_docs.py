"""Every block of lines in docs/ runs, one page after the other, as its reader would run it."""

import re
import shlex
import shutil
import warnings

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from conftest import PROJECT

from helpers.__main__ import app

PAGES = sorted((PROJECT / "docs").glob("*.md"))


# Commands whose files are the reader's own, or that ask the net, or run all notebooks.
ELSEWHERE = ("add ", "figures --check", "recount", "accept", "page ", "bundle ", "check --accept")


def blocks(page):
    """The blocks of a page as (kind, lines): python, and commands of the shell."""
    return re.findall(r"^```(python|sh)\n(.*?)^```", page.read_text("utf-8"), re.S | re.M)


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p)], ids=lambda page: page.stem)
def test_the_lines_of_a_page_run(page, tmp_path, monkeypatch):
    shutil.copytree(PROJECT / "corpus", tmp_path / "corpus")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    names = {}
    with warnings.catch_warnings(), plt.rc_context():
        warnings.simplefilter("ignore", UserWarning)  # of what the study cannot tell
        for number, (kind, lines) in enumerate(blocks(page), 1):
            if kind == "python":
                exec(compile(lines, f"{page.name}, block {number}", "exec"), names)
            else:
                run_commands(lines)
    plt.close("all")


def run_commands(lines):
    """Every command of a block that is not of the reader's own files; others must exist."""
    for line in lines.splitlines():
        words = shlex.split(line, comments=True)
        if words[:3] != ["python", "-m", "helpers"]:
            continue
        asked = " ".join(words[3:]) + " "
        if any(asked.startswith(other.strip() + " ") for other in ELSEWHERE):
            words = [*words[: 5 if words[3] == "scale" else 4], "--help"]
        try:
            app(words[3:], standalone_mode=False)
        except SystemExit as ended:
            assert not ended.code, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_link_within_the_project_is_dead(page):
    body = page.read_text("utf-8")
    for target in re.findall(r"\]\(((?!https?:|#|mailto:)[^)#]+)", body):
        assert (page.parent / target).exists(), target


def test_the_eleven_questions_are_answered_by_clicks_and_by_lines():
    body = (PROJECT / "docs" / "ask.md").read_text("utf-8")
    parts = re.split(r"^## \d+\. ", body, flags=re.M)[1:]
    assert len(parts) == 11
    for part in parts:
        assert "Clicks: " in part and "```python" in part


def test_each_locked_package_has_its_licence():
    listed = pd.read_csv(PROJECT / "docs" / "licences.csv", dtype=str, keep_default_na=False)
    lock = (PROJECT / "requirements.lock").read_text("utf-8")
    locked = re.findall(r"^([a-zA-Z0-9._-]+)==([^\s;\\]+)", lock, re.M)
    assert list(zip(listed["package"], listed["version"], strict=True)) == locked
    assert not [name for name in listed["package"][listed["licence"] == "not stated"]]
    copyleft = listed[
        listed["licence"].str.contains("GPL") & ~listed["licence"].str.contains(" OR ")
    ]
    # krippendorff is of the tests alone; of docutils, one file for Emacs is, which is not installed
    assert set(copyleft["package"]) <= {"krippendorff", "docutils"}
