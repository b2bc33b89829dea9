"""Every name of the face says in its docstring what it does, with an example that runs."""

import doctest
import importlib
import inspect
import pkgutil
import warnings

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from conftest import PROJECT
from made_up_study import LEXICON, VARIABLES, made_up_study

import helpers
from helpers import frames

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(helpers.__path__, "helpers.")
    if not module.name.endswith("__main__")
)
PUBLIC = sorted(
    {
        f"{name}.{member}"
        for name in helpers.FACE
        for member, value in inspect.getmembers(getattr(helpers, name))
        if inspect.isfunction(value)
        and not member.startswith("_")
        and value.__module__.startswith("helpers")
        and (member in getattr(getattr(helpers, name), "__all__", [member]))
        and (hasattr(getattr(helpers, name), "__all__") or value.__module__.endswith(f".{name}"))
    }
)


def names():
    """What examples may use without making it: a study, a lexicon, the scores of the two, and an
    empty folder."""
    study = made_up_study()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scores = frames.score(study, LEXICON)
    known = {name: getattr(helpers, name) for name in helpers.FACE}
    return known | {
        "study": study, "lexicon": LEXICON, "scores": scores, "pd": pd, "variables": VARIABLES
    }  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
def test_examples_run(module, tmp_path, monkeypatch):
    monkeypatch.chdir(PROJECT)
    found = doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(module))
    given = names() if any(test.examples for test in found) else {}
    runner = doctest.DocTestRunner(
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, verbose=False
    )
    said = []
    for test in found:
        test.globs = {**test.globs, **given, "folder": tmp_path}
        runner.run(test, out=said.append)
    plt.close("all")
    assert runner.failures == 0, "".join(said)


@pytest.mark.parametrize("name", PUBLIC)
def test_the_face_explains_itself(name):
    room, member = name.split(".")
    text = inspect.getdoc(getattr(getattr(helpers, room), member)) or ""
    assert ">>>" in text, f"{name}: the docstring has no example"
