"""Adjusted differences against closed forms, and against truth in simulations."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.special import expit

from helpers import compare
from helpers.errors import InputError
from helpers.measure.adjustment import firth


def table_of(y, group, **columns):
    ids = [f"a{i}" for i in range(len(y))]
    return pd.DataFrame(
        {
            "article_id": ids, "voice": "unquoted", "frame": "f", "hits": np.asarray(y, int),
            "n_words": 100, "group": group, "family": ids, **columns,
        }
    )  # fmt: skip


def test_firth_adds_half_a_case_to_each_cell_of_a_table():
    """In a saturated model Firth's (1993) penalty is one half added to each cell."""
    y = np.repeat([1, 0, 1, 0], [7, 3, 2, 9]).astype(float)
    x = np.column_stack([np.ones(21), np.repeat([1, 0], [10, 11])])
    beta, _, _ = firth(x, y, np.ones(21))
    assert beta == pytest.approx([np.log(2.5 / 9.5), np.log(7.5 / 3.5) - np.log(2.5 / 9.5)])


def test_firth_solves_its_score_equation_with_covariates():
    rng = np.random.default_rng(0)
    x = np.column_stack([np.ones(80), rng.normal(size=(80, 2))])
    y = (rng.random(80) < expit(x @ [0.2, 1, -1])).astype(float)
    beta, bread, residual = firth(x, y, np.ones(80))
    assert np.abs(x.T @ residual).max() < 1e-6
    p = expit(x @ beta)
    assert np.linalg.inv(bread) == pytest.approx((x * (p * (1 - p))[:, None]).T @ x, rel=1e-6)


def test_nothing_to_adjust_for_gives_the_difference_itself_but_for_the_penalty():
    y, group = np.repeat([1, 0, 1, 0], [30, 20, 10, 40]), np.repeat(["x", "y"], 50)
    row = compare.adjusted(table_of(y, group), pairs=[("x", "y")], at=[]).iloc[0]
    assert row["presence_difference"] == pytest.approx(0.4)
    assert row["adjusted"] == pytest.approx(30.5 / 51 - 10.5 / 51)
    spread = np.sqrt(0.6 * 0.4 / 50 + 0.2 * 0.8 / 50)
    assert (row["adjusted_high"] - row["adjusted_low"]) / 2 == pytest.approx(
        1.98 * spread, rel=0.05
    )


def confounded(rng, n=400, gap=0.0):
    """Long articles have the frame more often, and group x has the longer ones."""
    group = np.repeat(["x", "y"], n // 2)
    words = rng.lognormal(np.where(group == "x", 6, 5), 0.5)
    logit = 1.5 * (np.log(words) - 5.5) + gap * (group == "x")
    y = rng.random(n) < expit(logit)
    counts = {"n_words_unquoted": words.astype(int), "n_words_quoted": 0}
    return table_of(y, group, **counts), logit, group


def test_what_length_alone_makes_goes_away():
    rng = np.random.default_rng(4)
    found = pd.concat(
        compare.adjusted(confounded(rng)[0], pairs=[("x", "y")], at=["length"]) for _ in range(60)
    )
    assert found["presence_difference"].mean() > 0.25
    assert abs(found["adjusted"].mean()) < 0.02
    covered = (found["adjusted_low"] <= 0) & (found["adjusted_high"] >= 0)
    assert 0.87 <= covered.mean() <= 1


def test_what_is_left_at_equal_length_is_the_standardised_difference():
    rng = np.random.default_rng(5)
    made = [confounded(rng, gap=1.0) for _ in range(40)]
    truth = np.mean([
        (expit(logit - (group == "x") + 1) - expit(logit - (group == "x"))).mean()
        for _, logit, group in made
    ])  # fmt: skip
    found = [
        compare.adjusted(t, pairs=[("x", "y")], at=["length"])["adjusted"][0] for t, _, _ in made
    ]
    assert np.mean(found) == pytest.approx(truth, abs=0.02)


def test_separation_has_a_finite_answer():
    y, group = np.repeat([1, 1, 0], [30, 10, 20]), np.repeat(["x", "y"], 30)
    days = pd.Timestamp("2022-01-03") + pd.to_timedelta(np.arange(60) % 7, "D")
    row = compare.adjusted(table_of(y, group, published=days), pairs=[("x", "y")], at="day").iloc[0]
    assert row["separated"] and 0.5 < row["adjusted"] < 0.75 and row["adjusted_high"] <= 1


def test_what_one_group_lacks_is_not_adjusted_for():
    y, group = np.tile([1, 0], 30), np.repeat(["x", "y"], 30)
    cut = np.repeat([True, False], 30)
    row = compare.adjusted(table_of(y, group, truncated=cut), pairs=[("x", "y")], at=["truncated"])
    assert row["adjusted_for"].item() == "" and row["not_adjusted_for"].item() == "truncated"
    mixed = np.tile([True, False, False], 20)
    row = compare.adjusted(
        table_of(y, group, truncated=mixed), pairs=[("x", "y")], at=["truncated"]
    )
    assert row["adjusted_for"].item() == "truncated"


def test_wrong_use_is_named():
    scores = table_of(np.tile([1, 0], 30), np.repeat(["x", "y"], 30))
    with pytest.raises(InputError, match="at='mood': the articles have no such column"):
        compare.adjusted(scores, at="mood")
    days = pd.Series(pd.Timestamp("2022-01-03"), range(60)).where(lambda s: s.index > 1)
    with pytest.raises(InputError, match=r"^2 article"):
        compare.adjusted(scores.assign(published=days), at="day")
    few = compare.adjusted(scores.iloc[28:40], at=[]).iloc[0]
    assert np.isnan(few["adjusted_low"]) and "2.0 effective clusters" in few["why"]
    assert few["adjusted_is"] == "not tested"


def test_codes_of_two_coders_are_adjusted_one_by_one():
    scores = table_of(np.tile([1, 0], 30), np.repeat(["x", "y"], 30))
    both = pd.concat([scores.assign(coder="A"), scores.assign(coder="B", hits=1 - scores["hits"])])
    table = compare.adjusted(both.assign(voice="any"), pairs=[("x", "y")], at=[])
    assert table["coder"].tolist() == ["A", "B"]


def test_the_interval_without_covariates_by_hand():
    """Firth's shares are (k + 1/2) / (n + 1), his residuals y - p + (1/2 - p) / n; two columns are
    fitted to 40 families."""
    y, group = np.repeat([1, 0, 1, 0], [14, 6, 5, 15]), np.repeat(["x", "y"], 20)
    row = compare.adjusted(table_of(y, group), pairs=[("x", "y")], at=[]).iloc[0]
    variance = 0
    for k in (14, 5):
        p = (k + 0.5) / 21
        residuals = np.repeat([1, 0], [k, 20 - k]) - p + (0.5 - p) / 20
        variance += (residuals**2).sum() / 20**2
    reach = stats.t.ppf(0.975, 38) * np.sqrt(variance * 40 / 38)
    assert (row["adjusted_high"] - row["adjusted_low"]) / 2 == pytest.approx(reach, rel=0.005)


def test_a_day_in_the_middle_is_held_equal_too():
    """The frame is rare at both ends of two weeks, and group x wrote in the middle of them."""
    rng = np.random.default_rng(6)
    found = []
    for _ in range(20):
        group = np.repeat(["x", "y"], 300)
        day = np.where(group == "x", rng.integers(4, 11, 600), rng.integers(0, 15, 600))
        y = rng.random(600) < expit(1.5 - 0.08 * (day - 7.0) ** 2)
        days = pd.Timestamp("2022-01-03") + pd.to_timedelta(day, "D")
        scores = table_of(y, group, published=days)
        found.append(compare.adjusted(scores, pairs=[("x", "y")], at="day").iloc[0])
    found = pd.DataFrame(found)
    assert found["presence_difference"].mean() > 0.15
    assert abs(found["adjusted"].astype(float).mean()) < 0.03
