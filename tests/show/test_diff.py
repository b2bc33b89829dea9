"""What moved between two states of the study."""

import subprocess

import numpy as np
import pytest

from helpers.errors import InputError
from helpers.show import diff


def state(ids, **tables):
    found = {"corpus/articles.csv": ("article_id\n" + "\n".join(ids) + "\n").encode()}
    return found | {f"figures/{name}.csv": body.encode() for name, body in tables.items()}


OLD = state(
    ["a", "b"],
    rates="group,rate,rate_low,rate_high\nNorth,2,1,3\nEast,5,,\nSouth,1,0,4\n",
    same="x,y\nA,1\n",
    gone="x\n1\n",
    twice="term,n\nword,1\nword,2\n",
)
NEW = state(
    ["b", "c"],
    rates="group,rate,rate_low,rate_high\nEast,6,,\nNorth,2.5,1,3\nRest,1,0,2\n",
    same="x,y\nA,1\n",
    new="x\n1\n",
    twice="term,n\nword,1\nword,4\n",
)


def test_articles_in_and_out():
    assert diff.articles(OLD, NEW).values.tolist() == [["c", "in"], ["a", "out"]]


def test_numbers_that_moved_largest_first():
    moved, notes = diff.figures(OLD, NEW)
    assert moved[["table", "row", "column", "before", "after"]].values.tolist() == [
        ["rates", "North", "rate", 2, 2.5],
        ["twice", "word (no. 2)", "n", 2, 4],
        ["rates", "East", "rate", 5, 6],
    ]
    assert moved["widths"].tolist()[0] == 0.25 and np.isnan(moved["widths"][1])
    assert notes == [
        "gone: gone",
        "new: new",
        "rates: 1 row(s) new: Rest",
        "rates: 1 row(s) gone: South",
    ]
    screen = diff.show(diff.articles(OLD, NEW), moved, notes)
    assert "  rates: 2 numbers" in screen and "numbers: 3 moved in all" in screen
    assert "moved by more than the width of their interval: none" in screen


def test_findings_come_first():
    head = "frame,presence,presence_low,presence_high,presence_difference,presence_is\n"
    old = state([], d=head + "costs,0.5,0.4,0.6,0.2,sure\nthreat,0.5,0.4,0.6,0.1,sure\n")
    new = state([], d=head + "costs,0.8,0.7,0.9,-0.1,not sure\nthreat,0.6,0.5,0.7,0.2,sure\n")
    moved, notes = diff.figures(old, new)
    assert notes == []
    screen = diff.show(diff.articles(old, new), moved, notes).splitlines()
    at = screen.index("findings that changed their sign: 1")
    assert screen[at + 1 : at + 6] == [
        "  d: costs: presence_difference 0.2 -> -0.1",
        "findings that changed their verdict: 1",
        "  d: costs: presence_is sure -> not sure",
        "findings that moved by more than the width of their interval: 1",
        "  d: costs: presence 0.5 -> 0.8",
    ]
    assert len(screen) < 40


def test_a_ratio_changes_sides_at_one():
    old, new = (state([], d=f"frame,rate_ratio\ncosts,{n}\n") for n in (0.9, 1.1))
    moved, notes = diff.figures(old, new)
    assert "changed their sign: 1" in diff.show(diff.articles(old, new), moved, notes)


def test_many_changes_stay_on_one_screen():
    head = "frame,presence,presence_low,presence_high\n"
    old, new = (
        state(
            [],
            **{
                f"d{t}": head + "".join(f"f{i},{n},0,0.1\n" for i in range(99))
                for t in "abcdefghij"
            },
        )
        for n in (0.1, 0.9)
    )
    moved, notes = diff.figures(old, new)
    screen = diff.show(diff.articles(old, new), moved, notes).splitlines()
    assert len(screen) < 40 and screen[-1] == "numbers: 990 moved in all"
    assert "  … and 982 more" in screen


def test_a_number_that_went_missing_is_said():
    old, new = (state([], t=f"k,n\nA,{n}\n") for n in ("1.5", ""))
    new["figures/t.csv"] += b"B,1\n"
    moved, _ = diff.figures(old, new)
    assert moved["before"].tolist() == [1.5] and moved["after"].isna().all()


def test_nothing_moves_against_itself():
    moved, notes = diff.figures(OLD, OLD)
    assert moved.empty and not notes


def git(folder, *command):
    name = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", *name, *command], cwd=folder, check=True, capture_output=True)


def test_files_of_a_revision_are_those_of_the_folder(tmp_path):
    for name, body in OLD.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(body)
    git(tmp_path, "init", "-q")
    with pytest.raises(InputError, match="git: "):
        diff.files("HEAD", tmp_path)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "made up")
    assert diff.files("HEAD", tmp_path) == diff.files("", tmp_path) == OLD
    assert diff.files(str(tmp_path)) == OLD
    with pytest.raises(InputError, match="is not a revision"):
        diff.files("--output=x", tmp_path)
