"""Intervals and tests that resample text families.

Copies of one text are no independent evidence, so the family is the unit. All functions take sums
per family: how often, ``numer``, out of how much, ``denom`` (hits out of words, or articles with a
hit out of articles).
"""

import itertools
import math
import zlib
from typing import NamedTuple

import numpy as np
import scipy  # scipy.stats takes a second to import: scipy does so where it is used

from helpers.errors import InputError

FEWEST = 6.0  # effective clusters of a group below which there is neither interval nor test
EVENTS = 5.0  # effective clusters with a hit, or without, below which their likeness is unknown
MANY = 2000  # clusters beyond which Student's t takes the place of resampling
EXACT = 20_000  # arrangements that are all counted; beyond, some are drawn
BLOCK = 100  # bootstrap samples at a time
CELLS = 4_000_000  # of arrangements × clusters at a time


def effective(denom):
    """The effective number of clusters (Kish 1965): (Σ d)² / Σ d² over the clusters' sizes d, here
    their articles. Equal clusters count one each; one of 60 among ten of 1 makes 1.4."""
    some = denom[denom > 0]
    return float(some.sum() ** 2 / (some**2).sum()) if len(some) else 0.0


def freedom(denom):
    """Degrees of freedom of a ratio's jackknife error over clusters (Bell & McCaffrey 2002, with
    equal error variances as the working model): the clusters less one where their sizes d are
    equal, fewer the more they differ.

    The jackknife is Σ (r / (D - d))² over the clusters' residuals r, whose covariance is
    diag(d) - d d' / D. Satterthwaite's (1946) degrees of freedom of such a quadratic form are its
    trace, squared, over the trace of its square. NaN for fewer than two clusters.
    """
    d = denom[denom > 0]
    if len(d) < 2:
        return np.nan
    total = d.sum()
    a = 1 / (total - d)
    trace = (a**2 * (d - d**2 / total)).sum()
    of_square = (a**4 * d**2 * (1 - 2 * d / total)).sum() + ((a * d) ** 2 / total).sum() ** 2
    return float(trace**2 / of_square)


def check_level(level):
    """InputError for a level of confidence that is not a share."""
    if isinstance(level, bool) or not isinstance(level, (int, float)) or not 0 < level < 1:
        raise InputError(f"level must be between 0 and 1, as 0.95, not {level!r}")


def check_resamples(resamples):
    """InputError for a number of resamples that gives no interval."""
    if (
        isinstance(resamples, bool)
        or not isinstance(resamples, (int, np.integer))
        or resamples < 10
    ):
        raise InputError(f"resamples must be a whole number, 10 or more, not {resamples!r}")


def draws(families, resamples, seed):
    """How often each family stands in each bootstrap sample of the whole corpus.

    Returns an int array, resamples × families, rows summing to ``families``.
    """
    check_resamples(resamples)
    rng = np.random.default_rng(seed)
    return rng.multinomial(families, np.full(families, 1 / families), size=resamples)


def ratio(numer, denom, times):
    """The ratio Σ numer / Σ denom and the influence of each family on it.

    times : how often each family is taken, shape (families,) or (samples, families)

    Returns (ratio, influence): shapes (samples,) and (samples, families), or () and (families,).
    The influence is what leaving the family out would change (delete-one jackknife, in closed
    form for a ratio: Efron & Tibshirani 1993, ch. 11); 0 where nothing would be left.
    """
    total = times @ denom
    with np.errstate(divide="ignore", invalid="ignore"):
        value = (times @ numer) / total
        rest = np.expand_dims(total, -1) - denom
        rest = np.where(rest > 0, rest, np.inf)
        influence = numer - np.expand_dims(value, -1) * denom
        influence /= rest
    return value, influence


def error(influence, times):
    """Standard error from the influences of families that are each taken ``times``."""
    n = times.sum(axis=-1)
    squares = np.einsum("...f,...f,...f->...", times, influence, influence)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.sqrt(squares * (n - 1) / n)


def rate_interval(numer, denom, times, *, level=0.95):
    """Estimate and interval of a rate: the bootstrap-t interval (Efron & Tibshirani 1993, ch. 12),
    widened to Student's t on the log scale with the delete-one jackknife error where that reaches
    further. Either alone falls short for some of the skewed counts in
    ``benchmarks/calibration.csv``. Without a single hit the lower end is 0 and the upper the exact
    Poisson bound (Garwood 1936).

    times : ``draws`` of the families in ``numer`` and ``denom``, or None: Student's t alone
    Returns (estimate, low, high), in the unit numer / denom.
    """
    present = denom > 0
    numer, denom = numer[present], denom[present]
    n, once = len(denom), np.ones(len(denom))
    if n < 2:
        return (numer.sum() / denom.sum() if n else np.nan), np.nan, np.nan
    value, influence = ratio(numer, denom, once)
    if not numer.any():
        return 0.0, 0.0, _no_hit(denom, level)
    spread = error(influence, once)
    if not spread > 0:  # every cluster has the same rate: as sure as so many Poisson hits are
        total = numer.sum()
        ends = scipy.stats.chi2.ppf([(1 - level) / 2, (1 + level) / 2], [2 * total, 2 * total + 2])
        return value, *(ends / 2 / denom.sum())
    reach = np.exp(scipy.stats.t.ppf((1 + level) / 2, freedom(denom)) * spread / value)
    if times is None:
        return value, value / reach, value * reach
    values, spreads = _resampled(numer, denom, times, np.flatnonzero(present))
    low, high = _studentised(value, spread, values, spreads, level)
    return value, max(np.fmin(low, value / reach), 0.0), np.fmax(high, value * reach)


def _resampled(numer, denom, times, at):
    """The ratio of each sample and its error. Some samples at a time, whose numbers a processor
    keeps at hand: that takes a third of the time.

    times : ``draws``; at : the columns of ``times`` that are the families in ``numer``
    """
    values, spreads = np.empty(len(times)), np.empty(len(times))
    for begin in range(0, len(times), BLOCK):
        part = slice(begin, begin + BLOCK)
        here = times[part].take(at, axis=1).astype(float)
        values[part], influence = ratio(numer, denom, here)
        spreads[part] = error(influence, here)
    return values, spreads


def _no_hit(denom, level):
    """The upper end of a rate without a hit: the exact Poisson bound (Garwood 1936) for as many
    words as independent clusters of their mean size would have."""
    return -np.log((1 - level) / 2) / (denom.mean() * effective(denom))


def share_interval(numer, denom, *, level=0.95):
    """Estimate and interval of a share between 0 and 1: Wilson's (1927) with Student's t, for the
    number of independent articles that would give the delete-one jackknife error over clusters
    (effective sample size: Korn & Graubard 1998), never more than there are articles, nor than
    effective clusters where fewer than five of these have a hit, or lack one. Where the
    share is 0 or 1, the exact binomial bound (Clopper & Pearson 1934) for as many trials as there
    are effective clusters, and where all clusters have the same share, Wilson's for as many.

    Returns (estimate, low, high).
    """
    present = denom > 0
    numer, denom = numer[present], denom[present]
    n, once = len(denom), np.ones(len(denom))
    if n < 2:
        return (numer.sum() / denom.sum() if n else np.nan), np.nan, np.nan
    value, influence = ratio(numer, denom, once)
    tail, clusters = (1 - level) / 2, effective(denom)
    if value == 0:
        return 0.0, 0.0, 1 - tail ** (1 / clusters)
    if value == 1:
        return 1.0, tail ** (1 / clusters), 1.0
    spread = error(influence, once)
    trials = min(value * (1 - value) / spread**2, denom.sum()) if spread > 0 else clusters
    if min(effective(numer), effective(denom - numer)) < EVENTS:
        trials = min(trials, clusters)  # too few events to learn how alike a cluster's articles are
    t = scipy.stats.t.ppf(1 - tail, freedom(denom))
    return value, *wilson(value, trials, t)


def wilson(value, trials, z):
    """Limits of a share out of so many trials (Wilson 1927)."""
    middle = (value + z**2 / (2 * trials)) / (1 + z**2 / trials)
    reach = np.sqrt(value * (1 - value) / trials + z**2 / (4 * trials**2)) * z / (1 + z**2 / trials)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def log_ratio_interval(one, two, *, level=0.95):
    """Rate ratio one / two with Student's t on the log scale: delete-one jackknife error over
    clusters, degrees of freedom by Satterthwaite (1946) from those of either group (``freedom``).
    Where a group has no hit, the limits of the two rates are combined (MOVER for ratios: Donner &
    Zou 2012), so that the interval is open on one side only.

    one, two : (numer, denom), sums per cluster over the same clusters; a cluster may have a part in
        both, and then moves both
    Returns (ratio, low, high); NaN where neither group has a hit.
    """
    present = (one[1] > 0) | (two[1] > 0)
    one, two = [(numer[present], denom[present]) for numer, denom in (one, two)]
    once = np.ones(present.sum())
    (first, of_first), (second, of_second) = ratio(*one, once), ratio(*two, once)
    if not (first > 0 or second > 0) or not (one[1].any() and two[1].any()):
        return np.nan, np.nan, np.nan
    if not (first > 0 and second > 0):
        ends = (_ends_of_rate(*pair, level) for pair in ((one, two), (two, one)))
        return (np.inf if second == 0 else 0.0), *_mover_ratio(*ends)
    influences = _finite(of_first) / first, _finite(of_second) / second
    spread = error(influences[0] - influences[1], once)
    if not spread > 0:
        spread = np.sqrt(1 / one[0].sum() + 1 / two[0].sum())  # as of so many Poisson hits
    reach = np.exp(_t(one, two, influences, level) * spread)
    return first / second, first / second / reach, first / second * reach


def _ends_of_rate(part, other, level):
    """(rate, low, high); a group without a hit may have as many as the exact bound of its presence
    times what a cluster with a hit has in the other group."""
    value, low, high = rate_interval(*part, None, level=level)
    if value > 0:
        return value, low, high
    hit = other[0] > 0
    present = 1 - ((1 - level) / 2) ** (1 / effective(part[1]))
    return 0.0, 0.0, max(high, present * other[0].sum() / other[1][hit].sum())


def _mover_ratio(one, two):
    """Limits of the ratio of two rates, one of them 0, from (rate, low, high) of each."""
    (r1, l1, u1), (r2, l2, u2) = one, two
    if r1 == 0:
        return 0.0, (u1 * np.sqrt(l2 * (2 * r2 - l2)) / (l2 * (2 * r2 - l2)) if l2 > 0 else np.inf)
    return (np.sqrt(l1 * (2 * r1 - l1)) / u2 if 0 < l1 < 2 * r1 else 0.0), np.inf


def difference(one, two, times):
    """Difference of two ratios and its standard error, for each row of ``times``."""
    first, of_first = ratio(*one, times)
    second, of_second = ratio(*two, times)
    influence = _finite(of_first) - _finite(of_second)
    return first - second, error(influence, times)


def difference_interval(one, two, *, level=0.95):
    """Difference of two shares, one - two: the score intervals of the two combined (Newcombe 1998;
    MOVER: Zou & Donner 2008), with the correlation that clusters with a part in both give them.

    Returns (difference, low, high).
    """
    (p1, l1, u1), (p2, l2, u2) = (share_interval(*part, level=level) for part in (one, two))
    if np.isnan([l1, l2]).any():
        return p1 - p2, np.nan, np.nan
    return p1 - p2, *newcombe((p1, l1, u1), (p2, l2, u2), correlation(one, two))


def newcombe(one, two, correlation=0.0):
    """Limits of the difference of two shares from (share, low, high) of each (Newcombe 1998, method
    10), and the correlation of the two estimates."""
    (p1, l1, u1), (p2, l2, u2) = one, two
    down, up = (p1 - l1, u2 - p2), (u1 - p1, p2 - l2)
    reach = [np.sqrt(max(a**2 + b**2 - 2 * correlation * a * b, 0)) for a, b in (down, up)]
    return max(p1 - p2 - reach[0], -1.0), min(p1 - p2 + reach[1], 1.0)


def correlation(one, two):
    """Correlation of two ratios whose clusters may have a part in both (0 where none has)."""
    once = np.ones(len(one[1]))
    influences = [_finite(ratio(*part, once)[1]) for part in (one, two)]
    spread = np.sqrt((influences[0] ** 2).sum() * (influences[1] ** 2).sum())
    return float((influences[0] * influences[1]).sum() / spread) if spread > 0 else 0.0


class Test(NamedTuple):
    """A p of "the groups do not differ", and how it was come by.

    p : two-sided, mid-p where arrangements are counted or drawn (Lancaster 1961)
    low, high : what p lies between but for one case in a thousand; the same where p is exact
    method : "exact", "permutation" or "t"
    """

    p: float
    low: float
    high: float
    method: str


def test(one, two, *, resamples, seed, key=""):
    """Whether two groups differ, by permuting clusters between them.

    The statistic is the studentised difference of the ratios (Janssen 1997). Clusters with articles
    in one group exchange their labels; a cluster with a part in both has its two parts swapped. All
    arrangements are counted where there are at most ``EXACT``, else ``resamples`` are drawn, the
    observed one counted in (Phipson & Smyth 2010); ties count by half. Beyond ``MANY`` clusters the
    statistic is held against Student's t.

    one, two : (numer, denom), sums per cluster over the same clusters
    key : what is tested, so that a row of a table draws the same whatever rows stand around it

    Returns Test; p is NaN where a group has no words, or no hit is in either.
    """
    present = (one[1] > 0) | (two[1] > 0)
    one, two = [np.stack([numer[present], denom[present]]) for numer, denom in (one, two)]
    both, here = (one[1] > 0) & (two[1] > 0), one[1] > 0
    if not (here.any() and (two[1] > 0).any()):
        return Test(np.nan, np.nan, np.nan, "")
    if len(here) > MANY:
        return t_test(one, two)
    # As it would fall to group one when "here", and to group two when not.
    kept, other = np.where(both, one, one + two), np.where(both, two, 0)
    observed = abs(_studentised_difference(kept, other, here[None, :])[0])
    single, taken = int((~both).sum()), int(here[~both].sum())
    if math.comb(single, taken) * 2 ** int(both.sum()) <= EXACT:
        above, tied, n = _beyond(observed, kept, other, _all(here, both, taken))
        p = (above + tied / 2) / n
        return Test(p, p, p, "exact")
    above = tied = 0
    for number, size in enumerate(_chunks(resamples, len(here))):
        stream = [seed, zlib.crc32(key.encode()), number]
        shuffled = _draw(here, both, size, np.random.default_rng(stream))
        more = _beyond(observed, kept, other, shuffled)
        above, tied = above + more[0], tied + more[1]
    p = (above + (1 + tied) / 2) / (1 + resamples)
    count = above + tied / 2
    beta = scipy.stats.beta.ppf
    low = beta(0.0005, count, resamples - count + 1) if count > 0 else 0.0
    high = beta(0.9995, count + 1, resamples - count) if count < resamples else 1.0
    return Test(p, float(min(low, p)), float(max(high, p)), "permutation")


def arrangements(one, two, resamples, seed):
    """Arrangements of clusters in two groups (bool, arrangements × clusters): True where a cluster
    falls to the first as it does, or its part there stays. All of them where there are fewer than
    ``resamples``, else so many drawn.

    one, two : bool, whether each cluster has a part in either group
    """
    both, here = one & two, one.copy()
    single, taken = int((~both).sum()), int(here[~both].sum())
    if math.comb(single, taken) * 2 ** int(both.sum()) < resamples:
        return _all(here, both, taken)
    return _draw(here, both, resamples, np.random.default_rng(seed))


def _draw(here, both, n, rng):
    """So many random arrangements: of the clusters in one group as many as stand in the first, by
    the smallest of random numbers; the parts of others swapped or not."""
    taken = int(here[~both].sum())
    keys = rng.random((n, int((~both).sum())))
    shuffled = np.empty((n, len(here)), dtype=bool)
    shuffled[:, both] = rng.random((n, int(both.sum()))) < 0.5
    if 0 < taken < keys.shape[1]:
        shuffled[:, ~both] = keys <= np.partition(keys, taken - 1, axis=1)[:, [taken - 1]]
    else:
        shuffled[:, ~both] = taken > 0
    return shuffled


def _all(here, both, taken):
    """Every arrangement (bool, arrangements × clusters)."""
    single, shared = np.flatnonzero(~both), np.flatnonzero(both)
    rows = []
    for chosen in itertools.combinations(single, taken):
        for swaps in itertools.product((True, False), repeat=len(shared)):
            row = np.zeros(len(here), dtype=bool)
            row[list(chosen)] = True
            row[shared] = swaps
            rows.append(row)
    return np.array(rows)


def _chunks(n, clusters):
    size = max(CELLS // max(clusters, 1), 1)
    return [min(size, n - start) for start in range(0, n, size)]


def _beyond(observed, kept, other, arrangements):
    """How many arrangements are further out than the observed, how many as far, and how many
    there are."""
    found = np.abs(_studentised_difference(kept, other, arrangements))
    with np.errstate(invalid="ignore"):
        tied = np.isclose(found, observed, rtol=1e-9, atol=0) | (found == observed)
    return int(((found > observed) & ~tied).sum()), int(tied.sum()), len(found)


def t_test(one, two):
    """``test`` by Student's t alone: the difference over its jackknife error over clusters.

    Returns Test; p is NaN where a group has no words, or nothing varies.
    """
    if not (one[1].any() and two[1].any()):
        return Test(np.nan, np.nan, np.nan, "")
    present = (one[1] > 0) | (two[1] > 0)
    one, two = [(numer[present], denom[present]) for numer, denom in (one, two)]
    once = np.ones(len(one[1]))
    value, spread = difference(one, two, once)
    if not spread > 0:
        return Test(np.nan, np.nan, np.nan, "")
    influences = [_finite(ratio(*part, once)[1]) for part in (one, two)]
    p = float(2 * scipy.stats.t.sf(abs(value / spread), _freedom(one, two, influences)))
    return Test(p, p, p, "t")


def _studentised_difference(kept, other, here):
    """t of the difference for each arrangement ``here`` (bool, arrangements × clusters).

    kept, other : (numer, denom) of what falls to group one and to group two where ``here`` holds,
        and the other way round where it does not. All that t needs are sums of products over the
        clusters of a group, so that arrangements are a product of matrices.
    """
    chosen = here.astype(float)

    def sums(x, y):
        """Σ over group one of x where here, of y where not; and the same of group two."""
        first = chosen @ (x - y) + y.sum()
        return first, x.sum() + y.sum() - first

    (a, b), (c, d) = kept, other
    n, words = sums(a, c), sums(b, d)
    squares = sums(a * a, c * c), sums(a * b, c * d), sums(b * b, d * d)
    crossed = sums(a * d, b * c)[0], sums(b * c, a * d)[0]  # numer of one × denom of two, and back
    with np.errstate(divide="ignore", invalid="ignore"):
        v = [n[k] / words[k] for k in (0, 1)]
        variance = sum(
            (squares[0][k] - 2 * v[k] * squares[1][k] + v[k] ** 2 * squares[2][k]) / words[k] ** 2
            for k in (0, 1)
        )
        both = (a * c).sum() - v[1] * crossed[0] - v[0] * crossed[1] + v[0] * v[1] * (b * d).sum()
        variance = variance - 2 * both / (words[0] * words[1])
        scale = sum((squares[0][k] + v[k] ** 2 * squares[2][k]) / words[k] ** 2 for k in (0, 1))
        spread = np.where(variance > 1e-12 * scale, np.sqrt(np.maximum(variance, 0)), 0.0)
        gap = v[0] - v[1]
        return np.where(np.abs(gap) < 1e-15, 0.0, gap / spread)


def _t(one, two, influences, level):
    return scipy.stats.t.ppf((1 + level) / 2, _freedom(one, two, influences))


def _freedom(one, two, influences):
    """Degrees of freedom of a difference (Satterthwaite 1946); those of either group are
    ``freedom``'s, or its effective clusters of hits where these are fewer."""
    variance = [(influence**2).sum() for influence in influences]
    own = [
        max(np.fmin(freedom(part[1]), effective(part[0])), 1.0) if part[1].any() else 1.0
        for part in (one, two)
    ]
    return satterthwaite(variance, own)


def satterthwaite(variance, freedom):
    """Degrees of freedom of a sum of variances, each with its own (Satterthwaite 1946)."""
    below = sum(v**2 / f for v, f in zip(variance, freedom, strict=True))
    return sum(variance) ** 2 / below if below > 0 else min(freedom)


def _finite(influence):
    """A family without a part in a group has no influence on it."""
    return np.nan_to_num(influence, nan=0.0, posinf=0.0, neginf=0.0)


def _studentised(value, spread, values, spreads, level):
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (values - value) / np.where(spreads > 0, spreads, np.nan)
    tail = (1 - level) / 2
    if np.isnan(t).all():
        return np.nan, np.nan
    low, high = np.nanquantile(t, [tail, 1 - tail])
    return value - high * spread, value - low * spread
