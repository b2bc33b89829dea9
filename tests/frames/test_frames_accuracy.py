"""Error of a lexicon: held back, by group, and by pattern."""

import numpy as np
import pandas as pd
import pytest
from conftest import counted_study

from helpers import frames
from helpers.frames import accuracy
from helpers.measure import coding


@pytest.fixture(scope="module")
def lexicon(study):
    return frames.read(study / "frames.yml")


def test_check_agrees_with_the_accuracy_of_scores(loaded, lexicon):
    table = frames.check(loaded, lexicon, resamples=200)
    theirs = coding.accuracy(frames.score(loaded, lexicon), loaded).set_index("frame")
    ours = table.set_index("frame").loc[theirs.index]
    columns = ["articles", "coded", "found", "both", "precision", "recall", "f1", "f1_always"]
    pd.testing.assert_frame_equal(ours[columns], theirs[columns])
    for name in ("precision", "recall", "f1"):
        assert ((ours[f"{name}_low"] <= ours[name]) & (ours[name] <= ours[f"{name}_high"])).all()
    assert table["f1"].is_monotonic_increasing


def test_check_by_group_splits_the_articles(loaded, lexicon):
    table = frames.check(loaded, lexicon, by="group", resamples=50)
    whole, parts = table[table["group"] == "all"], table[table["group"] != "all"]
    for column in ("articles", "coded", "found", "both"):
        sums = parts.groupby("frame")[column].sum()
        assert sums.to_dict() == whole.set_index("frame")[column].to_dict()
    assert whole["f1_held_back"].notna().all() and parts["f1_held_back"].isna().all()


def test_judgements_are_what_the_rates_count(loaded, lexicon):
    table = frames.judgements(loaded, lexicon)
    for column, rates in (
        ("found", coding.accuracy(frames.score(loaded, lexicon), loaded)),
        ("held_back", frames.cross_validate(loaded, lexicon)),
    ):
        both = table[(table["code"] > 0) & table[column]].groupby("frame").size()
        rates = rates.set_index("frame")
        assert (
            rates["both"].astype(int).to_dict() == both.reindex(rates.index, fill_value=0).to_dict()
        )
        assert rates["found"].to_dict() == table.groupby("frame")[column].sum().to_dict()


def test_costs_by_hand():
    codes = pd.DataFrame(
        {
            "article_id": list("abcd"),
            "coder": "A",
            "variable": "costs",
            "value": ["2", "0", "1", "0"],
        }
    )
    lexicon = frames.Lexicon((frames.Frame("costs", ("price", "oil")),))
    texts = {"a": "oil price", "b": "oil rich", "c": "price", "d": "calm"}
    table = frames.costs(counted_study(texts, codes=codes), lexicon).set_index("pattern")
    assert table.loc["oil"].tolist() == ["costs", 1, 1, 0, 1, "oil"]
    assert table.loc["price"].tolist() == ["costs", 2, 0, 1, 0, ""]
    assert table.index[0] == "oil"


def test_check_minds_exclusions_and_names_what_was_not_counted():
    codes = pd.DataFrame(
        {"article_id": list("abc"), "coder": "A", "variable": "costs", "value": ["0", "1", "0"]}
    )
    study = counted_study({"a": "jet fuel", "b": "fuel", "c": "calm"}, ["jet fuel"], codes)
    frame = frames.Frame("costs", ("fuel", "gas price"), excluded=("jet fuel",))
    with pytest.warns(UserWarning, match="not counted.*costs: gas price"):
        table = frames.check(study, frames.Lexicon((frame,)), resamples=10)
    assert table.loc[0, ["coded", "found", "both", "f1"]].tolist() == [1, 1, 1, 1]
    with pytest.warns(UserWarning, match="not counted.*costs: gas price"):
        frames.costs(study, frames.Lexicon((frame,)))


def test_folds_keep_families_together(loaded):
    families = loaded.families
    fold = pd.Series(accuracy._folds(families["family"], 10, 0), index=families.index)
    assert fold.groupby(families["family"]).nunique().eq(1).all()
    assert fold.nunique() == 10


def test_a_tie_in_choosing_patterns_drops_the_first_and_keeps_what_serves():
    """Two patterns that find the same articles: dropping either changes nothing, so both stay; one
    that finds others only is dropped."""
    coded = np.array([True, True, False, False])
    same = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=bool)
    assert accuracy._choose(same, coded) == [0, 1]
    wrong = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 1], [0, 0, 0]], dtype=bool)
    assert accuracy._choose(wrong, coded) == [0, 1, 2]  # no single loss raises F1


def test_folds_and_weights_are_of_what_is_compared():
    frame = frames.lexicon({"costs": ["price"]})
    codes = pd.DataFrame(
        {"article_id": list("abcd"), "coder": "A", "variable": "costs", "value": list("2010")}
    )
    texts = {"a": "price", "b": "price", "c": "calm", "d": "calm"}
    table = frames.judgements(counted_study(texts, codes=codes), frame, folds=2)
    assert table["found"].tolist() == [True, True, False, False]
    assert table["code"].tolist() == [2, 0, 1, 0]
