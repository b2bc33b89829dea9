"""Krippendorff's alpha, from the counts of values by article (Krippendorff 2011)."""

import numpy as np

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def alpha(codes, level):
    """Agreement of any number of coders beyond chance: 1 where they always agree, 0 as by chance.

    codes : float array, articles × coders, missing (NaN) where one did not code
    level : of measurement: "nominal", "ordinal", "interval" or "ratio"

    Returns alpha = 1 - observed / expected disagreement; NaN where fewer than two values occur
    among the articles that two coders or more coded.

    >>> alpha(np.array([[1.0, 1.0], [0.0, 0.0], [1.0, 0.0]]), "nominal")
    0.4444444444444444
    """
    values, place = np.unique(codes[~np.isnan(codes)], return_inverse=True)
    counts = np.zeros((len(codes), len(values)))
    np.add.at(counts, (np.nonzero(~np.isnan(codes))[0], place), 1)
    counts = counts[counts.sum(axis=1) >= 2]
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs -= counts[:, :, None] * np.eye(len(values))  # no value is paired with itself
    together = (pairs / (counts.sum(axis=1) - 1)[:, None, None]).sum(axis=0)
    n = together.sum(axis=0)
    by_chance = (np.outer(n, n) - np.diag(n)) / (n.sum() - 1)
    apart = _distances(values, n, level)
    expected = (by_chance * apart).sum()
    if not expected > 0:
        return np.nan
    return float(1 - (together * apart).sum() / expected)


def _distances(values, n, level):
    """The squared difference between each two values."""
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    if level == "ordinal":  # by how many codes lie between two values, half of their own included
        middle = np.cumsum(n) - n / 2
        return (middle[:, None] - middle) ** 2
    difference, total = values[:, None] - values, values[:, None] + values
    if level == "interval":
        return difference**2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total != 0, difference / total, 0.0) ** 2
