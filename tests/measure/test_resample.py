"""Intervals and tests over families, against scipy and against hand-worked answers."""

import numpy as np
import pytest
from scipy import stats

from helpers.measure import resample

RNG = np.random.default_rng(5)
HITS = RNG.poisson(2, 40).astype(float)
WORDS = RNG.integers(100, 300, 40).astype(float)


def test_draws_take_as_many_families_as_there_are():
    times = resample.draws(7, 100, 0)
    assert times.shape == (100, 7)
    assert (times.sum(axis=1) == 7).all()
    assert (times == resample.draws(7, 100, 0)).all()


def test_influence_is_what_leaving_a_family_out_changes():
    value, influence = resample.ratio(HITS, WORDS, np.ones(40))
    left_out = [np.delete(HITS, i).sum() / np.delete(WORDS, i).sum() for i in range(40)]
    np.testing.assert_allclose(value - influence, left_out)


def test_error_is_the_jackknife_s():
    _, influence = resample.ratio(HITS, WORDS, np.ones(40))
    left_out = np.array([np.delete(HITS, i).sum() / np.delete(WORDS, i).sum() for i in range(40)])
    jackknife = np.sqrt(39 / 40 * ((left_out - left_out.mean()) ** 2).sum())
    assert resample.error(influence, np.ones(40)) == pytest.approx(jackknife, rel=0.01)


def test_bootstrap_of_the_ratio_is_scipy_s():
    times = resample.draws(40, 20_000, 1)
    values, _ = resample.ratio(HITS, WORDS, times)
    theirs = stats.bootstrap(
        (HITS, WORDS),
        lambda hits, words, axis: hits.sum(axis=axis) / words.sum(axis=axis),
        paired=True,
        n_resamples=20_000,
        method="percentile",
        rng=2,
    )
    ours = np.quantile(values, [0.025, 0.975])
    np.testing.assert_allclose(ours, theirs.confidence_interval, rtol=0.02)
    assert values.std() == pytest.approx(theirs.standard_error, rel=0.03)


def test_rate_interval_without_hits_ends_at_the_poisson_bound():
    words = np.full(40, 200.0)
    value, low, high = resample.rate_interval(np.zeros(40), words, resample.draws(40, 50, 0))
    assert (value, low) == (0, 0)
    assert high * words.sum() == pytest.approx(stats.chi2.ppf(0.975, 2) / 2)  # Garwood 1936
    # the words of unequal clusters, one of sixty copies among them, are worth less
    words[0] = 60 * 200
    assert resample.rate_interval(np.zeros(40), words, None)[2] > high * 40 * 200 / words.sum()


def test_families_without_words_change_nothing():
    times = resample.draws(42, 500, 3)
    more = [np.append(part, [0, 0]) for part in (HITS, WORDS)]
    assert resample.rate_interval(*more, times)[0] == pytest.approx(HITS.sum() / WORDS.sum())
    assert resample.share_interval(*more)[0] == pytest.approx(HITS.sum() / WORDS.sum())


def test_share_of_none_and_all_have_the_binomial_bound():
    n = np.ones(20)
    theirs = stats.binomtest(0, 20).proportion_ci(method="exact")
    np.testing.assert_allclose(resample.share_interval(0 * n, n)[1:], theirs)
    theirs = stats.binomtest(20, 20).proportion_ci(method="exact")
    np.testing.assert_allclose(resample.share_interval(n, n)[1:], theirs)


def test_share_interval_of_single_articles_is_near_wilson_s():
    hit = np.repeat([1.0, 0.0], [30, 50])
    theirs = stats.binomtest(30, 80).proportion_ci(method="wilson")
    np.testing.assert_allclose(resample.share_interval(hit, np.ones(80))[1:], theirs, atol=0.012)


def test_copies_widen_the_interval():
    """Twenty families of four are twenty observations, not eighty."""
    hit, n = RNG.integers(0, 2, 20).astype(float), np.ones(20)
    _, low, high = resample.share_interval(4 * hit, 4 * n)
    np.testing.assert_allclose((low, high), resample.share_interval(hit, n)[1:])


def test_log_ratio_is_reciprocal():
    one = np.append(HITS, np.zeros(40)), np.append(WORDS, np.zeros(40))
    two = np.append(np.zeros(40), 2 * HITS[::-1]), np.append(np.zeros(40), WORDS)
    forth, back = (resample.log_ratio_interval(*pair) for pair in ((one, two), (two, one)))
    np.testing.assert_allclose(forth, 1 / np.array(back)[[0, 2, 1]])


def test_no_hits_in_one_group_leave_the_interval_open_on_one_side():
    one, two = (np.append(np.zeros(40), np.zeros(40)), np.append(WORDS, np.zeros(40))), (
        np.append(np.zeros(40), HITS), np.append(np.zeros(40), WORDS)
    )  # fmt: skip
    value, low, high = resample.log_ratio_interval(one, two)
    assert value == low == 0 and 0 < high < 1
    back = resample.log_ratio_interval(two, one)
    assert back[0] == back[2] == np.inf and back[1] == pytest.approx(1 / high)
    neither = (np.zeros(80), one[1] + two[1])
    assert np.isnan(resample.log_ratio_interval(neither, neither)).all()


def test_effective_clusters_by_hand():
    assert resample.effective(np.ones(12)) == 12
    assert resample.effective(np.array([60] + [1] * 10)) == pytest.approx(70**2 / 3610)
    assert resample.effective(np.zeros(3)) == 0


def separate(a, b):
    """Two groups of single articles, 1 for a hit."""
    one = np.append(a, np.zeros(len(b))), np.append(np.ones(len(a)), np.zeros(len(b)))
    two = np.append(np.zeros(len(a)), b), np.append(np.zeros(len(a)), np.ones(len(b)))
    return one, two


def test_complete_separation_has_a_p_and_an_interval_with_a_width():
    one, two = separate(np.ones(20), np.zeros(20))
    value, low, high = resample.difference_interval(one, two)
    assert value == high == 1 and 0.7 < low < 0.95
    assert resample.test(one, two, resamples=2000, seed=0).p < 0.001


def test_no_hit_at_all_is_no_difference():
    one, two = separate(np.zeros(20), np.zeros(20))
    value, low, high = resample.difference_interval(one, two)
    assert value == 0 and low == -high < -0.1
    assert resample.test(one, two, resamples=500, seed=0).p > 0.4


def test_newcombe_by_the_paper():
    """Newcombe (1998), method 10, 56/70 against 48/80: .0524 to .3339."""
    ends = [(n / m, *stats.binomtest(n, m).proportion_ci(method="wilson")) for n, m in
            ((56, 70), (48, 80))]  # fmt: skip
    np.testing.assert_allclose(resample.newcombe(*ends), (0.0524, 0.3339), atol=5e-5)


def test_clusters_in_both_groups_narrow_the_difference():
    """Two newspapers with one wire text each day: what they share cannot part them."""
    hit = RNG.integers(0, 2, 30).astype(float)
    shared = (hit, np.ones(30)), (hit, np.ones(30))
    _, low, high = resample.difference_interval(*shared)
    assert resample.correlation(*shared) == pytest.approx(1)
    _, wide_low, wide_high = resample.difference_interval(*separate(hit, hit))
    assert high - low < 0.2 * (wide_high - wide_low)


def test_a_small_test_counts_every_arrangement():
    """Fisher's exact test by mid-p: scipy's two-sided p less half the probability of the table."""
    a, b = np.array([1.0] * 7 + [0]), np.array([1.0] + [0] * 7)
    found = resample.test(*separate(a, b), resamples=10, seed=0)
    hyper = stats.hypergeom(16, 8, 8)
    expected = sum(hyper.pmf(k) for k in range(9) if hyper.pmf(k) <= hyper.pmf(7) * 1.0001)
    tied = sum(hyper.pmf(k) for k in range(9) if np.isclose(hyper.pmf(k), hyper.pmf(7)))
    assert found.method == "exact" and found.low == found.high
    assert found.p == pytest.approx(expected - tied / 2)


def test_many_clusters_are_tested_by_t():
    rng = np.random.default_rng(2)
    a, b = (rng.integers(0, 2, 1500).astype(float) for _ in range(2))
    found = resample.test(*separate(a, b), resamples=10, seed=0)
    assert found.method == "t"
    assert found.p == pytest.approx(stats.ttest_ind(a, b, equal_var=False).pvalue, abs=0.002)


@pytest.mark.parametrize("shared", [0, 5])
def test_t_of_arrangements_is_that_of_the_influences(shared):
    """The matrix form against the definition, arrangement by arrangement."""
    rng = np.random.default_rng(3)
    kept = rng.poisson(3, 12).astype(float), rng.integers(50, 90, 12).astype(float)
    other = [np.where(np.arange(12) < shared, part[::-1], 0.0) for part in kept]
    here = rng.random((20, 12)) < 0.5
    here[:, -2:] = [True, False]
    found = resample._studentised_difference(kept, other, here)
    for row, t in zip(here, found, strict=True):
        one = [np.where(row, kept[i], other[i]) for i in (0, 1)]
        two = [np.where(row, other[i], kept[i]) for i in (0, 1)]
        v = [part[0].sum() / part[1].sum() for part in (one, two)]
        influence = [
            (part[0] - value * part[1]) / part[1].sum()
            for part, value in zip((one, two), v, strict=True)
        ]
        expected = (v[0] - v[1]) / np.sqrt(((influence[0] - influence[1]) ** 2).sum())
        assert t == pytest.approx(expected)


def test_difference_interval_of_single_articles_is_near_welch_s():
    a, b = RNG.integers(0, 2, 40).astype(float), RNG.integers(0, 2, 60).astype(float)
    one = np.append(a, np.zeros(60)), np.append(np.ones(40), np.zeros(60))
    two = np.append(np.zeros(40), b), np.append(np.zeros(40), np.ones(60))
    value, low, high = resample.difference_interval(one, two)
    theirs = stats.ttest_ind(a, b, equal_var=False).confidence_interval()
    assert value == pytest.approx(a.mean() - b.mean())
    np.testing.assert_allclose((low, high), theirs, atol=0.03)


def test_permutation_p_is_scipy_s():
    a, b = RNG.gamma(2, 1, 12), RNG.gamma(4, 1, 14)
    one = np.append(a, np.zeros(14)), np.append(np.ones(12), np.zeros(14))
    two = np.append(np.zeros(12), b), np.append(np.zeros(12), np.ones(14))

    def studentised(x, y, axis):
        spread = x.var(axis=axis) / x.shape[axis] + y.var(axis=axis) / y.shape[axis]
        return (x.mean(axis=axis) - y.mean(axis=axis)) / np.sqrt(spread)

    theirs = stats.permutation_test((a, b), studentised, vectorized=True, n_resamples=20_000, rng=3)
    ours = resample.test(one, two, resamples=20_000, seed=4).p
    assert ours == pytest.approx(theirs.pvalue, abs=0.01)


def test_permutation_of_mixed_families_swaps_their_parts():
    """Five families with a part in both groups: 2 of 32 swaps tie with the observed, by half."""
    one = np.array([5.0, 6, 7, 8, 9]), np.full(5, 100.0)
    two = np.zeros(5), np.full(5, 100.0)
    p = resample.test(one, two, resamples=40_000, seed=0).p
    assert p == pytest.approx(1 / 32, abs=0.004)


def test_one_group_alone_cannot_be_tested():
    one, two = (HITS, WORDS), (np.zeros(40), np.zeros(40))
    assert np.isnan(resample.test(one, two, resamples=10, seed=0).p)


# Sizes of clusters and articles with a hit in each, of two groups; then for the share of the first
# group its CR3 standard error and Satterthwaite degrees of freedom, and the CR3 standard error of
# the difference, by R's clubSandwich 0.5.8 (coef_test of lm(y ~ 1) and lm(y ~ group), vcov "CR3").
CLUB_SANDWICH = {
    "equal": (
        ([4] * 8, [1, 2, 0, 4, 3, 1, 2, 0], [4] * 6, [3, 4, 2, 4, 4, 1]),
        (0.1330327, 7, 0.194159),
    ),
    "singles": (
        ([1] * 12, [1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 0], [1] * 9, [1, 1, 1, 0, 1, 1, 1, 0, 1]),
        (0.1552568, 11, 0.2200233),
    ),
    "unequal": (
        (
            [1, 1, 2, 3, 5, 8, 13],
            [0, 1, 1, 1, 2, 5, 9],
            [20, 1, 1, 2, 2, 4, 6, 7],
            [4, 1, 0, 0, 1, 1, 3, 2],
        ),
        (0.08990896, 2.661405, 0.1214306),
    ),
    "one large": (
        (
            [60] + [1] * 10,
            [20, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0],
            [3] * 10,
            [2, 3, 1, 0, 2, 3, 3, 1, 2, 2],
        ),
        (0.06145128, 1.044444, 0.1264309),
    ),
}


@pytest.mark.parametrize("design", CLUB_SANDWICH)
def test_errors_and_degrees_of_freedom_are_those_of_clubsandwich(design):
    (sizes, hits, other_sizes, other_hits), (error, freedom, of_difference) = CLUB_SANDWICH[design]
    one = np.array(hits + [0] * len(other_sizes), float), np.array(sizes + [0] * len(other_sizes))
    two = np.array([0] * len(sizes) + other_hits, float), np.array([0] * len(sizes) + other_sizes)
    once = np.ones(len(one[0]))
    # ``error`` has the factor (n - 1) / n of the jackknife, which CR3 leaves out
    jackknife = np.sqrt(len(sizes) / (len(sizes) - 1))
    own = resample.ratio(*(part[: len(sizes)] for part in one), np.ones(len(sizes)))[1]
    assert resample.error(own, np.ones(len(sizes))) * jackknife == pytest.approx(error, rel=1e-5)
    assert resample.freedom(one[1]) == pytest.approx(freedom, rel=1e-5)
    _, found = resample.difference(one, two, once)
    jackknife = np.sqrt(len(once) / (len(once) - 1))
    assert found * jackknife == pytest.approx(of_difference, rel=1e-5)


def test_one_cluster_has_no_degrees_of_freedom():
    assert np.isnan(resample.freedom(np.array([5.0, 0.0])))
