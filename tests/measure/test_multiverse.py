"""The multiverse against the comparisons that it repeats."""

import numpy as np
import pandas as pd
import pytest
from made_up_study import LEXICON, made_up_study

from helpers import compare, frames, robustness
from helpers.errors import InputError

PAIR = [("North", "East")]


@pytest.fixture(scope="module")
def scores():
    return frames.score(made_up_study(n=120, outlets=14), LEXICON)


@pytest.fixture(scope="module")
def table(scores):
    return robustness.multiverse(scores, pairs=PAIR)


@pytest.mark.parametrize("copies", ["all", "one per family", "originals"])
@pytest.mark.parametrize("cluster", ["family", "outlet"])
def test_a_specification_is_the_comparison_of_that_name(scores, table, copies, cluster):
    options = dict(pairs=PAIR, copies=copies, cluster=cluster)
    theirs = compare.differences(scores, **options, resamples=10).set_index(["frame", "voice"])
    ours = table[
        (table["copies"] == copies) & (table["cluster"] == cluster) & (table["hits"] == "1")
        & (table["days"] == "all")
    ].set_index(["frame", "voice"])  # fmt: skip
    for mine, other in (
        ("difference", "presence_difference"), ("low", "presence_difference_low"),
        ("articles_one", "articles_one"),
    ):  # fmt: skip
        np.testing.assert_allclose(ours[mine].reindex(theirs.index), theirs[other])


def test_other_choices_are_filters(scores, table):
    kept = scores[scores["published_from"] != "inferred"]
    theirs = compare.differences(kept, pairs=PAIR, resamples=10).set_index(["frame", "voice"])
    ours = table[
        (table["copies"] == "all") & (table["cluster"] == "family") & (table["hits"] == "1")
        & (table["days"] == "not inferred")
    ].set_index(["frame", "voice"])["difference"]  # fmt: skip
    np.testing.assert_allclose(ours.reindex(theirs.index), theirs["presence_difference"])
    twice = scores.assign(hits=scores["hits"].where(scores["hits"] != 1, 0))
    theirs = compare.differences(twice[twice["voice"] == "unquoted"], pairs=PAIR, resamples=10)
    ours = table[
        (table["voice"] == "unquoted") & (table["copies"] == "all") & (table["hits"] == "2")
        & (table["cluster"] == "family") & (table["days"] == "all")
    ].set_index("frame")["difference"]  # fmt: skip
    np.testing.assert_allclose(
        ours.reindex(theirs["frame"]), theirs["presence_difference"], equal_nan=True
    )


def test_every_combination_stands_once_and_the_first_has_no_restriction(table):
    choices = ["copies", "cluster", "days", "hits"]
    one = table[(table["frame"] == "costs") & (table["voice"] == "both")]
    assert len(one) == 3 * 2 * 2 * 2 and not one.duplicated(choices).any()
    assert one.iloc[0][choices].tolist() == ["all", "family", "all", "1"]


def test_q_is_adjusted_over_the_frames_of_a_specification(table):
    from scipy import stats

    part = table[
        (table["voice"] == "both") & (table["copies"] == "all") & (table["cluster"] == "family")
        & (table["days"] == "all") & (table["hits"] == "1") & table["p"].notna()
    ]  # fmt: skip
    assert len(part) >= 2
    np.testing.assert_allclose(part["q"], stats.false_discovery_control(part["p"]))
    assert ((part["q"] < 0.05) == (part["is"] == "sure")).all()


def test_summary_by_hand(table):
    row = robustness.summary(table).query("frame == 'costs' and voice == 'both'").iloc[0]
    one = table[(table["frame"] == "costs") & (table["voice"] == "both")]
    sign = np.sign(one["difference"].iloc[0])
    assert row["specifications"] == 24 and row["first"] == one["difference"].iloc[0]
    assert row["same_sign"] == (np.sign(one["difference"]) == sign).mean()
    tested = one[one["p"].notna()]
    sure = (tested["is"] == "sure") & (np.sign(tested["difference"]) == sign)
    assert row["sure"] == sure.mean()
    gaps = {
        name: np.ptp(one.groupby(name)["difference"].mean())
        for name in ("copies", "cluster", "days", "hits")
    }
    assert row["moved_most_by"] == max(gaps, key=gaps.get)
    assert row["moved"] == pytest.approx(max(gaps.values()))


def test_coders_are_a_choice_and_never_pooled_with_the_lexicon(scores):
    codes = scores[scores["voice"] == "unquoted"].assign(voice="any", n_words=1)
    codes["hits"] = (codes["hits"] > 0).astype(int)
    both = pd.concat([codes.assign(coder="A"), codes.assign(coder="B", hits=1 - codes["hits"])])
    table = robustness.multiverse(scores, pairs=PAIR, codes=both)
    some = table[(table["basis"] == "codes") & (table["frame"] == "costs")]
    assert set(some["coder"]) == {"A", "B"} and set(some["hits"]) == {""}
    first = some.groupby("coder")["difference"].first()
    assert first["A"] == pytest.approx(-first["B"])
    assert set(table.loc[table["basis"] == "lexicon", "coder"]) == {""}
    of_a = compare.differences(codes, pairs=PAIR, resamples=10).set_index("frame")
    assert first["A"] == pytest.approx(of_a.loc["costs", "presence_difference"])


def test_leaving_one_out(scores):
    table = robustness.leave_one_out(scores, pairs=PAIR)
    assert table["without"].nunique() == 15
    theirs = compare.differences(scores, pairs=PAIR, resamples=10).set_index(["frame", "voice"])
    whole = table[table["without"] == ""].set_index(["frame", "voice"])
    np.testing.assert_allclose(
        whole["difference"].reindex(theirs.index), theirs["presence_difference"]
    )
    kept = scores[scores["outlet"] != "paper B"]
    theirs = compare.differences(kept, pairs=PAIR, resamples=10).set_index(["frame", "voice"])
    part = table[table["without"] == "paper B"].set_index(["frame", "voice"])
    np.testing.assert_allclose(
        part["difference"].reindex(theirs.index), theirs["presence_difference"]
    )
    with pytest.raises(InputError, match="leave='mood'"):
        robustness.leave_one_out(scores, leave="mood")


def test_the_smallest_difference_hangs_on_the_design_alone(scores):
    first = robustness.smallest(scores, pairs=PAIR)
    other = scores.assign(hits=scores["hits"].where(scores["hits"].isna(), 0))
    pd.testing.assert_frame_equal(first, robustness.smallest(other, pairs=PAIR))
    row = first[(first["frame"] == "costs") & (first["voice"] == "both")].iloc[0]
    by_hand = 2.83 * np.sqrt(0.25 / row["clusters_one"] + 0.25 / row["clusters_two"])
    assert row["smallest"] == pytest.approx(by_hand, rel=0.03)


def test_a_lexicon_without_each_pattern():
    lexicon = frames.leave_one_out(LEXICON, "costs")
    assert lexicon.names[1:] == [
        f"costs without {p}" for p in ("fuel price*", "price*", "tax")
    ]  # fmt: skip
    study = made_up_study()
    hits = frames.score(study, lexicon).groupby("frame")["hits"].sum()
    alone = frames.lexicon({"tax": ["tax"]}, language="en")
    tax = frames.score(study, alone)["hits"].sum()
    assert hits["costs without tax"] == hits["costs"] - tax
    for frame, said in (("nothing", "no frame 'nothing'"), ("one", "one pattern only")):
        with pytest.raises(InputError, match=said):
            frames.leave_one_out(frames.lexicon({"one": ["tax"]}), frame)


def test_short_articles_are_left_out_below_a_hundred_words(scores):
    words = scores["article_id"].str[1:].astype(int).mod(3).map({0: 99, 1: 100, 2: 101})
    table = robustness.multiverse(
        scores.assign(n_words_unquoted=words, n_words_quoted=0), pairs=PAIR, voices=["both"]
    )
    part = table[(table["length"] == "100 words") & (table["frame"] == "costs")].iloc[0]
    kept = scores[words >= 100]
    theirs = compare.differences(kept, pairs=PAIR, resamples=10).set_index(["frame", "voice"])
    row = theirs.loc[("costs", "both")]
    assert part["difference"] == pytest.approx(row["presence_difference"])
    assert part["articles_one"] == row["articles_one"]


def test_too_few_families_have_a_difference_and_no_test():
    few = frames.score(made_up_study(n=10), LEXICON)
    table = robustness.multiverse(few, pairs=PAIR, voices=["both"])
    assert table["difference"].notna().any() and table["p"].isna().all()
    assert set(table["is"]) == {"not tested"}
