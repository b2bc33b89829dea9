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
    rates="group,rate,rate_low,rate_high\nWest,2,1,3\nCSTO,5,,\nChina,1,0,4\n",
    same="x,y\nA,1\n",
    gone="x\n1\n",
    twice="term,n\nword,1\nword,2\n",
)
NEW = state(
    ["b", "c"],
    rates="group,rate,rate_low,rate_high\nCSTO,6,,\nWest,2.5,1,3\nRest,1,0,2\n",
    same="x,y\nA,1\n",
    new="x\n1\n",
    twice="term,n\nword,1\nword,4\n",
)


def test_articles_in_and_out():
    assert diff.articles(OLD, NEW).values.tolist() == [["c", "in"], ["a", "out"]]


def test_numbers_that_moved_largest_first():
    moved, notes = diff.figures(OLD, NEW)
    assert moved[["table", "row", "column", "before", "after"]].values.tolist() == [
        ["rates", "West", "rate", 2, 2.5],
        ["twice", "word (no. 2)", "n", 2, 4],
        ["rates", "CSTO", "rate", 5, 6],
    ]
    assert moved["widths"].tolist()[0] == 0.25 and np.isnan(moved["widths"][1])
    assert notes == [
        "gone: gone",
        "new: new",
        "rates: 1 row(s) new: Rest",
        "rates: 1 row(s) gone: China",
    ]
    assert "rates: West: rate 2 -> 2.5  (+0.25 interval widths)" in diff.show(
        diff.articles(OLD, NEW), moved, notes
    )


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
