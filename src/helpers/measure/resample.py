"""Intervals and tests that resample text families.

Copies of one text are no independent evidence, so the family is the unit. All functions take sums
per family: how often, ``numer``, out of how much, ``denom`` (hits out of words, or articles with a
hit out of articles).
"""

import numpy as np
import scipy  # scipy.stats takes a second to import: scipy does so where it is used

from helpers.errors import InputError


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
    form for a ratio: Efron & Tibshirani 1993, ch. 11).
    """
    total = times @ denom
    with np.errstate(divide="ignore", invalid="ignore"):
        value = (times @ numer) / total
        rest = np.expand_dims(total, -1) - denom
        influence = (numer - np.expand_dims(value, -1) * denom) / np.where(rest > 0, rest, np.nan)
    return value, influence


def error(influence, times):
    """Standard error from the influences of families that are each taken ``times``."""
    n = times.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.sqrt(np.nansum(times * influence**2, axis=-1) * (n - 1) / n)


def rate_interval(numer, denom, times, *, level=0.95):
    """Estimate and interval of a rate: the bootstrap-t interval (Efron & Tibshirani 1993, ch. 12),
    widened to Student's t on the log scale with the delete-one jackknife error where that reaches
    further. Either alone falls short for some of the skewed counts in
    ``benchmarks/calibration.csv``. Without a single hit the lower end is 0 and the upper the exact
    Poisson bound (Garwood 1936).

    times : ``draws`` of the families in ``numer`` and ``denom``
    Returns (estimate, low, high), in the unit numer / denom.
    """
    present = denom > 0
    numer, denom, times = numer[present], denom[present], times[:, present]
    n, once = len(denom), np.ones(len(denom))
    if n < 2:
        return (numer.sum() / denom.sum() if n else np.nan), np.nan, np.nan
    value, influence = ratio(numer, denom, once)
    if not numer.any():
        return 0.0, 0.0, -np.log((1 - level) / 2) / denom.sum()
    spread = error(influence, once)
    values, influences = ratio(numer, denom, times)
    low, high = _studentised(value, spread, values, error(influences, times), level)
    reach = np.exp(scipy.stats.t.ppf((1 + level) / 2, n - 1) * spread / value)
    return value, max(np.fmin(low, value / reach), 0.0), np.fmax(high, value * reach)


def share_interval(numer, denom, *, level=0.95):
    """Estimate and interval of a share between 0 and 1: Wilson's (1927) with Student's t, for the
    number of independent articles that would give the delete-one jackknife error over families
    (effective sample size: Korn & Graubard 1998). Where the share is 0 or 1, the exact binomial
    bound for as many trials as there are families (Clopper & Pearson 1934).

    Returns (estimate, low, high).
    """
    present = denom > 0
    numer, denom = numer[present], denom[present]
    n, once = len(denom), np.ones(len(denom))
    if n < 2:
        return (numer.sum() / denom.sum() if n else np.nan), np.nan, np.nan
    value, influence = ratio(numer, denom, once)
    tail = (1 - level) / 2
    if value == 0:
        return 0.0, 0.0, 1 - tail ** (1 / n)
    if value == 1:
        return 1.0, tail ** (1 / n), 1.0
    effective = value * (1 - value) / error(influence, once) ** 2
    t = scipy.stats.t.ppf(1 - tail, n - 1)
    middle = (value + t**2 / (2 * effective)) / (1 + t**2 / effective)
    reach = np.sqrt(value * (1 - value) / effective + t**2 / (4 * effective**2))
    reach *= t / (1 + t**2 / effective)
    return value, max(middle - reach, 0.0), min(middle + reach, 1.0)


def log_ratio_interval(one, two, *, level=0.95):
    """Rate ratio one / two with Student's t on the log scale, with the delete-one jackknife error
    over families and the degrees of freedom of the smaller group.

    one, two : (numer, denom), sums per family over the same families; a family may have a part in
        both, and then moves both
    Returns (ratio, low, high); the interval is NaN where a group has no hit.
    """
    present = (one[1] > 0) | (two[1] > 0)
    one, two = [(numer[present], denom[present]) for numer, denom in (one, two)]
    once = np.ones(present.sum())
    (first, of_first), (second, of_second) = ratio(*one, once), ratio(*two, once)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.float64(first) / second
        influence = _finite(of_first / first) - _finite(of_second / second)
    if not (first > 0 and second > 0):
        return value, np.nan, np.nan
    reach = np.exp(_t(one, two, level) * error(influence, once))
    return value, value / reach, value * reach


def difference(one, two, times):
    """Difference of two ratios and its standard error, for each row of ``times``."""
    first, of_first = ratio(*one, times)
    second, of_second = ratio(*two, times)
    influence = _finite(of_first) - _finite(of_second)
    return first - second, error(influence, times)


def difference_interval(one, two, *, level=0.95):
    """Difference of two shares, one - two, with a t interval from the jackknife over families.

    Returns (difference, low, high).
    """
    present = (one[1] > 0) | (two[1] > 0)
    one, two = [(numer[present], denom[present]) for numer, denom in (one, two)]
    value, spread = difference(one, two, np.ones(present.sum()))
    reach = _t(one, two, level) * spread
    return value, max(value - reach, -1.0), min(value + reach, 1.0)


def permutation_p(one, two, *, resamples, seed):
    """Two-sided p of "the groups do not differ", by permuting families between two groups.

    The statistic is the studentised difference of the ratios (Janssen 1997). Families with
    articles in one group exchange their labels; a family with a part in both has its two parts
    swapped with probability one half. p counts the observed arrangement in (Phipson & Smyth
    2010), and ties by half (mid-p: Lancaster 1961), since shares of few articles take few values.

    one, two : (numer, denom), sums per family over the same families
    """
    rng = np.random.default_rng(seed)
    present = (one[1] > 0) | (two[1] > 0)
    one, two = [np.stack([numer[present], denom[present]]) for numer, denom in (one, two)]
    both = (one[1] > 0) & (two[1] > 0)
    here = one[1] > 0
    if not (here.any() and (two[1] > 0).any()):
        return np.nan
    # As it would fall to group one when "here", and to group two when not.
    kept, other = np.where(both, one, one + two), np.where(both, two, 0)
    shuffled = np.tile(here, (resamples, 1))
    shuffled[:, ~both] = rng.permuted(shuffled[:, ~both], axis=1)
    shuffled[:, both] = rng.random((resamples, both.sum())) < 0.5

    observed = _studentised_difference(kept, other, here[None, :])[0]
    if not np.isfinite(observed):
        return np.nan
    permuted = _studentised_difference(kept, other, shuffled)
    beyond = np.abs(permuted) - np.abs(observed)
    tied = np.abs(beyond) <= 1e-9 * np.abs(observed)  # equal but for the last digits
    return ((beyond > 0)[~tied].sum() + (1 + tied.sum()) / 2) / (1 + resamples)


def _studentised_difference(kept, other, here):
    """t of the difference for each arrangement ``here`` (bool, arrangements × families)."""
    first = [np.where(here, kept[i], other[i]) for i in (0, 1)]
    second = [np.where(here, other[i], kept[i]) for i in (0, 1)]
    values, influences = [], []
    for numer, denom in (first, second):
        total = denom.sum(axis=1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = numer.sum(axis=1, keepdims=True) / total
            influences.append((numer - value * denom) / total)
        values.append(value[:, 0])
    spread = np.sqrt(((influences[0] - influences[1]) ** 2).sum(axis=1))
    gap = values[0] - values[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(gap == 0, 0.0, gap / spread)


def _t(one, two, level):
    """Student's t for the smaller of two groups of families."""
    smaller = min((one[1] > 0).sum(), (two[1] > 0).sum())
    return scipy.stats.t.ppf((1 + level) / 2, max(smaller - 1, 1))


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
