"""Differences at equal length, day and completeness: what is left of a difference when the groups'
articles are made alike in what goes with the group."""

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit

from helpers.errors import InputError
from helpers.measure import cells, resample
from helpers.measure import groups as groups_

FOR = ("length", "day", "truncated")
STEPS, CLOSE = 100, 1e-8  # of the fit: how many at most, and when it has arrived


def adjusted(
    scores,
    *,
    by="group",
    pairs=None,
    at=FOR,
    copies="all",
    cluster="family",
    level=0.95,
):
    """The difference in presence between two groups if their articles were alike in length, day
    and completeness, beside the difference as it is.

    A logistic model of "any hit" (Firth 1993, whose penalty keeps estimates finite where a group
    has the frame in all articles, or in none: Heinze & Schemper 2002) with the group and what is
    adjusted for; then the presence that it gives all articles of both groups as if they were of
    the one, less that as if of the other (standardisation, or g-computation: Robins 1986). It
    holds nothing equal that is not named, and says nothing of causes.

    scores : ``frames.score`` or ``coding.scores``
    by, pairs, copies, cluster, level : as in ``compare.differences``
    at : what is held equal: "length" (logarithm of the article's words), "day" (``published``, and
        its square), "truncated" (whether only a part of the text was read), or any other column of
        the articles: numbers as they are, anything else by its values. Copy type is a result and no
        dirt: it is adjusted for only where it is named.

    Returns a DataFrame, one row per pair, frame and voice: ``one``, ``two``, ``frame``, ``voice``;
    ``articles_one``, ``articles_two``; ``presence_difference`` (one - two, as it is),
    ``adjusted`` with ``adjusted_low``, ``adjusted_high`` (t over clusters, linearised), ``p``,
    ``q`` (Benjamini & Hochberg 1995 over the table), ``adjusted_is`` ("sure", "not sure", "not
    tested"); ``adjusted_for``, ``not_adjusted_for`` (what one group has and the other lacks, so
    that nothing could be compared at equal values); ``separated`` (bool: a group has the frame
    everywhere or nowhere); ``why`` (what is too few, in words). Raises InputError for a column
    that is not there.

    >>> table = compare.adjusted(scores, by="group", pairs=[("North", "East")], at=["length"])
    >>> table["adjusted"].between(-1, 1).all().item()
    True
    """
    resample.check_level(level)
    if cells.has_coders(scores):
        options = dict(by=by, pairs=pairs, at=at, copies=copies, cluster=cluster, level=level)
        parts = [
            adjusted(part.drop(columns="coder"), **options).assign(coder=coder)
            for coder, part in scores.groupby("coder", sort=True)
        ]
        return pd.concat(parts, ignore_index=True)
    table, names = cells.prepare(scores, by, copies, cluster)
    table = table.assign(label=groups_.label(table, names), length=_length(table))
    at = [at] if isinstance(at, str) else list(at)
    for name in at:
        if name not in table and not (name == "day" and "published" in table):
            raise InputError(f"at={name!r}: the articles have no such column")
    pairs = cells.check_pairs(pairs, groups_.levels(table["label"]), by)
    rows = []
    for one, two in pairs:
        sides = table[table["label"].isin([one, two])]
        for (frame, voice), cell in sides.groupby(["frame", "voice"], sort=False):
            about = {"one": one, "two": two, "frame": frame, "voice": voice}
            rows.append(about | _adjusted(cells.measured(cell)[1], one, two, at, level))
    result = cells.tested(pd.DataFrame(rows), "adjusted_is")
    return cells.noted(result, scores, "compare.adjusted", names, copies=copies, level=level)


def _length(table):
    """Words of the article: of its whole text where that is known, else of what was scored."""
    known = [name for name in ("n_words_unquoted", "n_words_quoted") if name in table]
    if known:
        return table[known].sum(axis=1)
    most = table.groupby(["article_id", "frame"], sort=False)["n_words"].transform("max")
    return most.fillna(0)


def _adjusted(cell, one, two, at, level):
    first = (cell["label"] == one).to_numpy()
    y = (cell["hits"] > 0).to_numpy(float)
    w = cell["weight"].to_numpy(float)
    sides = [cell[first], cell[~first]]
    few = [
        f"{name}: {why}"
        for name, (_, enough, why) in zip(("one", "two"), map(cells.enough, sides), strict=True)
        if not enough
    ]
    result = {"articles_one": int(first.sum()), "articles_two": int((~first).sum())}
    nothing = dict.fromkeys(["presence_difference", "adjusted", "adjusted_low", "adjusted_high"])
    result |= dict.fromkeys([*nothing, "p"], np.nan)
    result |= {"adjusted_for": "", "not_adjusted_for": "", "separated": False}
    if not (first.any() and (~first).any()):
        return result | {"why": "; ".join(few) or "a group has no articles"}
    shares = [np.average(y[side], weights=w[side]) for side in (first, ~first)]
    columns, held, apart = _columns(cell, at, first)
    x = np.column_stack([np.ones(len(y)), first, *columns])
    result |= {
        "presence_difference": shares[0] - shares[1],
        "adjusted_for": ", ".join(held),
        "not_adjusted_for": ", ".join(apart),
        "separated": bool({0.0, 1.0} & {*shares}),
        "why": "; ".join(few),
    }
    if set(y) == {1.0} or set(y) == {0.0}:
        return result | {"adjusted": 0.0, "why": result["why"] or "no article differs"}
    value, influence = _standardised(x, y, w)
    result["adjusted"] = value
    if few:
        return result
    names, at_cluster = pd.factorize(cell["cluster"])[::-1]
    summed = np.bincount(at_cluster, influence, len(names))
    m = len(names)
    spread = np.sqrt((summed**2).sum() * m / max(m - x.shape[1], 1))
    of_side = [np.bincount(at_cluster, side * w, len(names)) for side in (first, ~first)]
    variance = [(np.bincount(at_cluster, side * influence) ** 2).sum() for side in (first, ~first)]
    freedom = resample.satterthwaite(variance, [max(resample.freedom(n), 1.0) for n in of_side])
    reach = stats.t.ppf((1 + level) / 2, freedom) * spread
    return result | {
        "adjusted_low": max(value - reach, -1.0),
        "adjusted_high": min(value + reach, 1.0),
        "p": 2 * stats.t.sf(abs(value / spread), freedom),
    }


def _columns(cell, at, first):
    """The columns of the model, what they hold equal, and what could not be."""
    columns, held, apart = [], [], []
    for name in at:
        some = _numbers(cell, name)
        if some is None:  # by its values
            values = cell[name].astype("str")
            both = {*values[first]} & {*values[~first]}
            if {*values} - both:
                apart.append(name)
                continue
            some = [(values == value).to_numpy(float) for value in sorted(both)[1:]]
        some = [_scaled(column) for column in some if column.std() > 0]
        if some:
            columns += some
            held.append(name)
    return columns, held, apart


def _numbers(cell, name):
    """A column of the articles as one or two of numbers; None where it holds none."""
    if name == "length":
        return [np.log1p(cell["length"].to_numpy(float))]
    if name == "day":
        days = (cell["published"] - cell["published"].min()).dt.days
        if days.isna().any():
            raise InputError(
                f"{days.isna().sum()} article(s) have no day in 'published': leave them out first, "
                "or do not adjust for 'day'"
            )
        days = _scaled(days.to_numpy(float)) if days.nunique() > 1 else days.to_numpy(float)
        return [days, days**2]
    values = cell[name]
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        if values.isna().any():
            raise InputError(f"{name!r} is missing in {values.isna().sum()} article(s)")
        return [values.to_numpy(float)]
    return None


def _scaled(column):
    return (column - column.mean()) / (column.std() or 1.0)


def _standardised(x, y, w):
    """The standardised difference, and the influence of each article on it."""
    beta, bread, residual = firth(x, y, w)
    ones, zeros = x.copy(), x.copy()
    ones[:, 1], zeros[:, 1] = 1, 0
    p1, p0 = expit(ones @ beta), expit(zeros @ beta)
    share = w / w.sum()
    value = share @ (p1 - p0)
    slope = ((share * p1 * (1 - p1)) @ ones) - ((share * p0 * (1 - p0)) @ zeros)
    scores = (w * residual)[:, None] * x
    return float(value), share * (p1 - p0 - value) + scores @ (bread @ slope)


def firth(x, y, w):
    """Logistic regression with Firth's (1993) penalty.

    x : design, articles × columns; y : 0 or 1; w : weights

    Returns (coefficients, inverse of the information matrix, residuals of the penalised score).

    >>> x, y = np.array([[1.0, 0], [1, 0], [1, 1], [1, 1]]), np.array([0.0, 0, 1, 1])
    >>> firth(x, y, np.ones(4))[0].round(2).tolist()  # log odds of (0 + 1/2) to (2 + 1/2) cases
    [-1.61, 3.22]
    """
    beta = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = expit(x @ beta)
        v = w * p * (1 - p)
        bread = np.linalg.pinv((x * v[:, None]).T @ x)
        leverage = v * np.einsum("ij,jk,ik->i", x, bread, x)
        residual = y - p + np.divide(leverage, w, out=np.zeros_like(w), where=w > 0) * (0.5 - p)
        step = bread @ (x.T @ (w * residual))
        step *= min(1.0, 5.0 / max(np.abs(step).max(), 1e-12))
        beta += step
        if np.abs(step).max() < CLOSE:
            break
    return beta, bread, residual
