"""Corrected shares against published software, against truth in simulations, and by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers import coding, compare
from helpers.errors import InputError
from helpers.measure import resample


def made(cells, p, group="x", start=0):
    """Scores and codes of articles: cells are (found, code or None, how many)."""
    rows = [(f, y) for f, y, n in cells for _ in range(n)]
    ids = [f"{group}{start + i}" for i in range(len(rows))]
    scores = pd.DataFrame(
        {
            "article_id": ids, "voice": "unquoted", "frame": "f", "hits": [f for f, _ in rows],
            "n_words": 100, "group": group, "family": ids, "p_coded": p,
            "drawn": [y is not None for _, y in rows],
        }
    )  # fmt: skip
    codes = [(i, "A", "f", y) for i, (_, y) in zip(ids, rows, strict=True) if y is not None]
    return scores, pd.DataFrame(codes, columns=["article_id", "coder", "variable", "value"])


# 200 articles, 40 of them coded: what ppi_py 0.2.3 gives for them was computed once with it:
# ppi_mean_pointestimate(Y, F, U) and ppi_mean_ci(Y, F, U, alpha=0.05), and with lam=1 and lam=0.
CELLS = [(1, 1, 11), (1, 0, 6), (0, 1, 5), (0, 0, 18), (1, None, 58), (0, None, 102)]


def test_ppi_equals_ppi_py_s():
    row = compare.corrected(*made(CELLS, 0.2)).iloc[0]
    assert row["share"] == pytest.approx(0.377712, abs=1e-6)
    assert [row["low"], row["high"]] == pytest.approx([0.23790, 0.51752], abs=0.02)  # t and Wilson
    assert row["naive"] == 75 / 200 and row["codes_alone"] == 0.4
    assert (row["articles"], row["coded"]) == (200, 40)
    # ppi_py's lambda weighs the articles that are not coded: theirs is ours times 160 / 200.
    assert row["lexicon_weight"] == pytest.approx(0.44577, abs=2e-5)


def test_codes_alone_and_the_lexicon_whole():
    scores, codes = made(CELLS, 0.2)
    assert compare.corrected(scores, codes, method="codes").loc[0, "share"] == 0.4
    # Egami et al. (2023): the mean of found + coded / p (code - found), here .375 + 5 (-1) / 200.
    assert compare.corrected(scores, codes, method="dsl").loc[0, "share"] == pytest.approx(0.35)


def test_design_based_by_hand_with_unequal_probabilities():
    """Four coded articles of eight; pseudo-outcomes 1 + 2 (0 - 1), 1, 0 + 4 (1 - 0), 0 and the
    finds of the rest."""
    cells = [(1, 0, 1), (1, 1, 1), (0, 1, 1), (0, 0, 1), (1, None, 2), (0, None, 2)]
    scores, codes = made(cells, [0.5, 0.5, 0.25, 0.25, 0.5, 0.5, 0.25, 0.25])
    found = compare.corrected(scores, codes, method="dsl").loc[0, "share"]
    assert found == pytest.approx((-1 + 1 + 4 + 0 + 1 + 1 + 0 + 0) / 8)
    alone = compare.corrected(scores, codes, method="codes").loc[0, "share"]
    assert alone == pytest.approx((2 * 1 + 4 * 1) / (2 + 2 + 4 + 4))


def test_rogan_gladen_by_hand():
    row = compare.corrected(*made(CELLS, 0.2)).iloc[0]
    sensitivity, specificity = 11 / 16, 18 / 24
    by_hand = (75 / 200 + specificity - 1) / (sensitivity + specificity - 1)
    assert row["rogan_gladen"] == pytest.approx(by_hand)


def simulated(seed, unequal, n=100):
    """Two groups of 300 articles in 80 families, true shares .4 and .2; 50 of each coded."""
    rng = np.random.default_rng(seed)
    parts = []
    for group, share, false in (("x", 0.4, 0.05), ("y", 0.2, 0.25 if unequal else 0.05)):
        family = rng.integers(0, 80, 300)
        of_family = rng.beta(2 * share, 2 * (1 - share), 80)
        y = rng.random(300) < of_family[family]
        f = np.where(y, rng.random(300) > 0.3, rng.random(300) < false)
        drawn = np.isin(np.arange(300), rng.choice(300, n // 2, replace=False))
        parts.append(
            pd.DataFrame({"group": group, "family": family, "hits": f, "y": y, "drawn": drawn})
        )
    table = pd.concat(parts, ignore_index=True)
    table["family"] = table["group"] + table["family"].astype(str)
    table = table.assign(
        article_id=[f"a{i}" for i in table.index], voice="unquoted", frame="f", n_words=100,
        p_coded=n / 600,
    ).astype({"hits": int})  # fmt: skip
    coded = table[table["drawn"]].assign(
        coder="A", variable="f", value=lambda t: t["y"].astype(int)
    )
    return table.drop(columns="y"), coded[["article_id", "coder", "variable", "value"]]


@pytest.mark.filterwarnings("ignore:the lexicon errs")
@pytest.mark.parametrize("unequal", [False, True])
def test_corrected_differences_are_right_on_average_where_naive_ones_miss(unequal):
    found = pd.concat(
        compare.corrected(*simulated(seed, unequal), pairs=[("x", "y")]) for seed in range(60)
    )
    error = found["difference"].std() / np.sqrt(len(found))
    assert abs(found["difference"].mean() - 0.2) < 3 * error + 0.01
    assert abs(found["naive"].mean() - 0.2) > 0.05
    covered = found["low"].le(0.2) & found["high"].ge(0.2)
    assert covered.mean() > 0.85


def test_an_error_that_differs_by_group_is_said():
    scores, codes = simulated(3, True)
    with pytest.warns(UserWarning, match="errs differently in the groups compared .f."):
        table = compare.corrected(scores, codes, pairs=[("x", "y")])
    assert table["error_differs"].item() and table["difference_is"].isin(["sure", "not sure"]).all()


def test_an_interval_gets_narrower_with_the_lexicon_but_not_below_truth():
    scores, codes = simulated(1, False)
    width = {
        method: compare.corrected(scores, codes, method=method).eval("high - low").mean()
        for method in ("ppi++", "codes")
    }
    assert width["ppi++"] < width["codes"]


def test_too_few_coded_clusters_have_no_interval():
    scores, codes = made([(1, 1, 2), (0, 0, 2), (0, None, 30)], 0.1)
    row = compare.corrected(scores, codes).iloc[0]
    assert np.isnan(row["low"]) and "4.0 effective clusters are coded" in row["why"]
    both = [pd.concat(p) for p in zip(made(CELLS, 0.2), made(CELLS[:2], 0.2, "y"), strict=True)]
    row = compare.corrected(*both, pairs=[("x", "y")]).iloc[0]
    assert row["why"] == "" and np.isfinite(row["low"])


def test_codes_of_articles_that_were_not_drawn_are_left_out():
    scores, codes = made(CELLS, 0.2)
    more = pd.DataFrame({"article_id": ["x50"], "coder": "A", "variable": "f", "value": 1})
    again = compare.corrected(scores, pd.concat([codes, more]))
    assert again["coded"].item() == 40


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.drop(columns="p_coded"), "no 'p_coded'"),
        (
            lambda s: s.assign(p_coded=s["p_coded"].where(s.index > 2)),
            "3 article.s. have a p_coded",
        ),
        (lambda s: s.assign(p_coded=0.0), "200 article.s. have a p_coded"),
        (lambda s: s.assign(p_coded=1.0), "have p_coded 1 and no code of 'A', as 'x40'"),
        (lambda s: s.assign(frame="other"), "no frame of these scores was coded"),
        (lambda s: s.assign(voice="own"), "codes themselves"),
    ],
)
def test_what_it_cannot_rest_on_is_refused(change, said):
    scores, codes = made(CELLS, 0.2)
    with pytest.raises(InputError, match=said):
        compare.corrected(change(scores), codes)
    with pytest.raises(InputError, match="method must be one of"):
        compare.corrected(scores, codes, method="magic")


def test_a_sample_has_as_many_of_each_group_and_says_how_likely_each_was():
    from made_up_study import LEXICON, made_up_study

    from helpers import frames

    study = made_up_study(n=60)
    table = coding.sample(study, 20, by="group", seed=1)
    assert table["drawn"].sum() == 20
    by = table.groupby("stratum")
    assert by["drawn"].sum().to_dict() == {"North": 10, "East": 10}
    assert (by["p_coded"].first() == by["drawn"].mean()).all()
    assert (coding.sample(study, 20, seed=2)["drawn"] != table["drawn"]).any()
    scores = frames.score(study, LEXICON)
    split = coding.sample(study, 20, scores=scores, frame="threat")
    assert set(split["stratum"].str.split(", ").str[1]) == {"found", "not found"}
    # Over many draws each article is drawn as often as it was said to be.
    drawn = np.mean([coding.sample(study, 20, seed=s)["drawn"] for s in range(300)], axis=0)
    assert np.abs(drawn - table["p_coded"]).max() < 0.12
    for n, said in ((1, "at least one of each"), (61, "there are 60"), (2.5, "a number of")):
        with pytest.raises(InputError, match=said):
            coding.sample(study, n)


def test_small_strata_are_taken_whole_and_the_rest_shared():
    from helpers.measure.sampling import _allocated

    assert _allocated(pd.Series({"a": 3, "b": 50, "c": 50}), 43).to_dict() == {
        "a": 3, "b": 20, "c": 20,
    }  # fmt: skip


def test_what_coding_buys():
    """Half the width of a share of one half from 100 articles: t × .5 / 10; with a lexicon that
    correlates by r the variance shrinks by r² (1 - n / N)."""
    from conftest import study_of

    texts = {f"a{i}": "made up words" for i in range(400)}
    study = study_of(texts, group=["x", "y"] * 200)
    row = coding.plan(study, [200], correlation=0.8).iloc[0]
    assert row["coded"] == 100
    assert row["codes_alone"] == pytest.approx(1.9842 * 0.05, abs=1e-4)
    assert row["corrected"] == pytest.approx(row["codes_alone"] * np.sqrt(1 - 0.64 * 0.5))
    assert row["difference"] == pytest.approx(
        (1 + 0.8416 / 1.96) * np.sqrt(2) * row["corrected"], rel=1e-3
    )


def test_the_interval_of_codes_alone_by_hand():
    """40 articles, each a family: the variance .24 / 40 × 40 / 38 stands for 38 trials."""
    row = compare.corrected(*made(CELLS, 0.2), method="codes").iloc[0]
    t = stats.t.ppf(0.975, 39)
    assert [row["low"], row["high"]] == pytest.approx(resample.wilson(0.4, 38, t))


def test_with_few_events_an_interval_is_not_narrower_than_so_many_articles_allow():
    """The lexicon agrees with all codes, so that the formula's variance is nearly nothing; two
    events in 40 articles do not show that it always will."""
    cells = [(1, 1, 2), (0, 0, 38), (1, None, 8), (0, None, 152)]
    row = compare.corrected(*made(cells, 0.2)).iloc[0]
    low, high = resample.wilson(row["share"], 40, stats.t.ppf(0.975, 39))
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.filterwarnings("ignore:the lexicon errs")
def test_what_is_sure_has_an_interval_without_zero():
    found = pd.concat(
        compare.corrected(*simulated(seed, False, n=60), pairs=[("x", "y")]) for seed in range(80)
    )
    sure = found[found["difference_is"] == "sure"]
    assert 5 < len(sure) < 75 and ((sure["low"] > 0) | (sure["high"] < 0)).all()
    assert (found["q"] < 0.05).sum() > len(sure)  # the test alone would say so more often


def test_a_variable_left_empty_is_no_code_of_zero():
    """An article that was coded, but not in this frame, is one of the articles without a code."""
    scores, codes = made(CELLS, 0.2)
    codes = codes.assign(variable=codes["variable"].where(codes.index > 2, "other"))
    both = pd.concat([scores, scores.assign(frame="other")])
    table = compare.corrected(both, codes).set_index("frame")
    assert table.loc["f", "coded"] == 37 and table.loc["f", "codes_alone"] == 13 / 37
