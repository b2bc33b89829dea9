"""Prevalence and differences corrected for a lexicon's error, where a sample of the articles is
coded by hand and the probability of each article's being coded is known."""

import warnings

import numpy as np
import pandas as pd
from scipy import stats

from helpers import notes
from helpers.errors import InputError
from helpers.measure import cells, coding, resample
from helpers.measure import groups as groups_

METHODS = ("ppi++", "dsl", "codes")


def corrected(
    scores,
    study,
    *,
    by="group",
    pairs=None,
    coder="A",
    method="ppi++",
    cluster="family",
    level=0.95,
):
    """The share of articles with a frame as one coder would have coded all of them, from the
    lexicon's finds in all and the coder's codes in a sample.

    The lexicon's share is corrected by its error among the coded articles, each weighted by
    1 / ``p_coded``. The result is what this coder would have said, no truth beyond that.

    scores : ``frames.score``; its articles need ``p_coded``, the probability with which each was
        drawn for coding, above 0 (``coding.sample``), and may have ``drawn`` (bool): codes of
        articles that were not drawn are then left out
    study : the study, with codes
    by, cluster, level : as in ``compare.groups``; pairs : as in ``compare.differences``
    coder : whose codes; "both": the result for each coder, one below the other
    method : "ppi++" weighs the lexicon by what it tells of the codes (Angelopoulos, Duchi & Zrnic
        2023); "dsl" takes it whole (design-based, Egami, Hinck, Stewart & Wei 2023); "codes"
        leaves it out

    Returns a DataFrame. Without ``pairs``, one row per group and frame: the columns ``by``,
    ``frame``, ``coder``; ``articles`` (measured), ``coded`` (of these), ``not_measured``,
    ``clusters`` (effective, of the coded); ``naive`` (share found by the lexicon), ``codes_alone``
    (weighted share of the coded), ``share`` (corrected) with ``low``, ``high`` (Student's t over
    clusters, Wilson's form: ``resample.share_interval``); ``lexicon_weight`` (0: nothing of the
    lexicon is used, 1: all); ``rogan_gladen`` (Rogan & Gladen 1978, to check against); ``why``
    (what is too few for an interval, in words). With ``pairs``, one row per pair and frame:
    ``one``, ``two``, ``frame``, ``coder``; ``articles_one``, ``coded_one`` and the same of two;
    ``naive``, ``codes_alone``, ``difference`` (one - two, corrected) with ``low``, ``high``
    (Newcombe 1998, MOVER); ``p`` (t), ``q`` (Benjamini & Hochberg 1995 over the table),
    ``difference_is`` ("sure", "not sure", "not tested"); ``error_gap`` (difference of the
    lexicon's error, codes less finds) and ``error_differs`` (bool: its interval excludes 0, which
    is said in a warning too: there the naive difference is biased); ``why``.
    Raises InputError where ``p_coded`` is missing or 0, or nothing was coded.

    >>> sample = coding.sample(study, 12, by="group").set_index("article_id")
    >>> some = study.replace(articles=study.articles.join(sample[["p_coded", "drawn"]]))
    >>> table = compare.corrected(frames.score(some, lexicon), some, by="group")
    >>> table[["naive", "codes_alone", "share"]].notna().all().all()
    np.True_
    """
    resample.check_level(level)
    if method not in METHODS:
        raise InputError(f"method must be one of {', '.join(map(repr, METHODS))}, not {method!r}")
    if coder == coding.BOTH:
        options = dict(by=by, pairs=pairs, method=method, cluster=cluster, level=level)
        known = sorted(coding.codes_of(study)["coder"].unique())
        parts = [corrected(scores, study, coder=name, **options) for name in known]
        return pd.concat(parts, ignore_index=True)
    table, names = _articles(scores, study, by, coder, cluster)
    clusters = pd.Index(sorted(table["cluster"].unique()))
    parts = {
        key: _corrected(cell, clusters, method)
        for key, cell in table.groupby(["label", "frame"], observed=True, sort=False)
    }
    frames = list(pd.unique(table["frame"]))
    if pairs is None:
        rows = [
            {"label": label, "frame": frame, "coder": coder} | _row(parts[label, frame], level)
            for label in groups_.levels(table["label"])
            for frame in frames
            if (label, frame) in parts
        ]
        result = _named(pd.DataFrame(rows), table, names)
        keys = [*names, "frame"]
    else:
        pairs = cells.check_pairs(pairs, groups_.levels(table["label"]), by)
        rows = [
            {"one": one, "two": two, "frame": frame, "coder": coder}
            | _difference(parts[one, frame], parts[two, frame], level)
            for one, two in pairs
            for frame in frames
            if (one, frame) in parts and (two, frame) in parts
        ]
        result, keys = cells.tested(pd.DataFrame(rows), "difference_is"), ["one", "two", "frame"]
        spans = (result["low"] <= 0) & (result["high"] >= 0)  # Wilson's form may reach further
        result.loc[spans & (result["difference_is"] == "sure"), "difference_is"] = "not sure"
        _warn(result)
    return notes.remember(result, "compare.corrected", by=names, keys=keys, coder=coder)


def _articles(scores, study, by, coder, cluster):
    """A row per measured article and coded frame: ``found`` (0 or 1), ``code`` (0, 1 or missing),
    ``p_coded``, ``label``, ``cluster``; and the names of the columns in ``by``."""
    table, names = cells.prepare(scores, by, "all", cluster)
    voices = list(pd.unique(table["voice"]))
    if {"own", "any"} & {*voices}:
        raise InputError("these scores are codes themselves: give those of a lexicon, frames.score")
    if len(voices) > 1:
        table = table[table["voice"] == "both"]
    if "p_coded" not in table:
        raise InputError(
            "the articles have no 'p_coded': how likely each was to be coded must be known, or the "
            "codes may be of the articles that are easiest found; coding.sample draws some anew"
        )
    p = table["p_coded"].astype(float)
    if not p.between(0, 1, inclusive="right").all():
        n = table.loc[~p.between(0, 1, inclusive="right"), "article_id"].nunique()
        raise InputError(
            f"{n} article(s) have a p_coded that is missing or not above 0 and at most 1: nothing "
            "that was coded stands for them; leave them out, study.where('p_coded > 0')"
        )
    wanted = coding.by_coder(study, coder)
    known = [frame for frame in pd.unique(table["frame"]) if frame in wanted]
    if not known:
        raise InputError(f"no frame of these scores was coded; coded are {', '.join(wanted)}")
    given = pd.to_numeric(wanted[known].stack(), errors="coerce").dropna()
    code = given.gt(0).astype(float)  # a variable that was left empty is no code of 0
    code = code.rename_axis(["article_id", "frame"]).rename("code")
    table = table[table["frame"].isin(known)].join(code, on=["article_id", "frame"])
    if "drawn" in table:
        table["code"] = table["code"].where(table["drawn"].eq(True))
    missed = table[(p.reindex(table.index) == 1) & table["code"].isna() & table["hits"].notna()]
    if len(missed):
        raise InputError(
            f"{missed['article_id'].nunique()} article(s) have p_coded 1 and no code of "
            f"{coder!r}, as {missed['article_id'].iloc[0]!r}: code them, or draw a sample"
        )
    found = (table["hits"] > 0).astype(float).where(table["hits"].notna())
    return table.assign(found=found, label=groups_.label(table, names)), names


def _corrected(cell, clusters, method):
    """What is known of one group and frame: estimates, and influences summed by cluster."""
    known = cell[cell["found"].notna()]
    f, y = known["found"].to_numpy(), known["code"].to_numpy()
    coded = ~np.isnan(y)
    w = np.where(coded, 1 / known["p_coded"].to_numpy(float), 0.0)
    y, n, total = np.nan_to_num(y), len(known), w.sum()
    at = clusters.get_indexer(known["cluster"])

    def summed(values):
        return np.bincount(at, values, len(clusters))

    result = {
        "articles": n, "not_measured": len(cell) - n, "coded": int(coded.sum()),
        "clusters": resample.effective(summed(w)), "naive": f.mean() if n else np.nan,
    }  # fmt: skip
    if not total:
        return result | dict.fromkeys(["codes_alone", "share", "rogan_gladen"], np.nan) | {
            "lexicon_weight": np.nan, "error": np.nan, "influence": None, "of_error": None,
            "hits": summed(w), "weights": summed(w),
        }  # fmt: skip
    mean_f, mean_y = (w @ f) / total, (w @ y) / total
    if method == "dsl":
        pseudo = f + w * (y - f)
        weight, share = 1.0, pseudo.mean()
        influence = (pseudo - share) / n
    else:
        weight = _weight(f, y, w) if method == "ppi++" else 0.0
        share = mean_y + weight * (f.mean() - mean_f)
        error = (y - mean_y) - weight * (f - mean_f)
        influence = weight * (f - f.mean()) / n + w * error / total
    gap = mean_y - mean_f
    return result | {
        "codes_alone": mean_y, "share": share, "rogan_gladen": _rogan_gladen(f, y, w),
        "lexicon_weight": weight, "error": gap, "influence": summed(influence),
        "of_error": summed(w * (y - f - gap) / total),
        "hits": summed(w * y), "weights": summed(w),
    }  # fmt: skip


def _weight(f, y, w):
    """How much of the lexicon to use: the slope of the codes on the finds, 0 to 1, which makes the
    variance smallest."""
    spread = f.var(ddof=1) if len(f) > 1 else 0.0
    if not spread > 0:
        return 0.0
    total = w.sum()
    shared = (w * (y - (w @ y) / total) * (f - (w @ f) / total)).sum() / total
    return float(np.clip(shared / spread, 0, 1))


def _rogan_gladen(f, y, w):
    """(share found + specificity - 1) / (sensitivity + specificity - 1)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        sensitivity, specificity = (w * y) @ f / (w @ y), (w * (1 - y)) @ (1 - f) / (w @ (1 - y))
        value = (f.mean() + specificity - 1) / (sensitivity + specificity - 1)
    return float(np.clip(value, 0, 1)) if np.isfinite(value) else np.nan


def _spread(influence):
    """Standard error from influences summed by cluster; two numbers are fitted, the share and the
    lexicon's weight."""
    m = np.count_nonzero(influence)
    return np.sqrt((influence**2).sum() * m / (m - 2)) if m > 2 else np.nan


def _few(part):
    if part["clusters"] >= resample.FEWEST - 1e-9:
        return ""
    return f"{part['clusters']:.1f} effective clusters are coded, {resample.FEWEST:g} are needed"


def _ends(part, level):
    """(share, low, high) of a part, as ``resample.share_interval`` has them."""
    share, clusters = float(np.clip(part["share"], 0, 1)), part["clusters"]
    if _few(part):
        return share, np.nan, np.nan
    tail, spread = (1 - level) / 2, _spread(part["influence"])
    if not 0 < share < 1:  # nothing was coded, or everything: as in the exact binomial bound
        bound = 1 - tail ** (1 / clusters)
        return share, (0.0 if share == 0 else 1 - bound), (bound if share == 0 else 1.0)
    trials = share * (1 - share) / spread**2 if spread > 0 else clusters
    events = resample.effective(part["hits"]), resample.effective(part["weights"] - part["hits"])
    if min(events) < resample.EVENTS:
        trials = min(trials, max(clusters, part["articles"] / 10))
    t = stats.t.ppf(1 - tail, max(resample.freedom(part["weights"]), 1.0))
    return share, *resample.wilson(share, trials, t)


def _row(part, level):
    _, low, high = _ends(part, level)
    named = ("articles", "coded", "not_measured", "clusters", "naive", "codes_alone", "share")
    return {name: part[name] for name in named} | {
        "low": low, "high": high, "lexicon_weight": part["lexicon_weight"],
        "rogan_gladen": part["rogan_gladen"], "why": _few(part),
    }  # fmt: skip


def _difference(one, two, level):
    few = [f"{side}: {_few(part)}" for side, part in (("one", one), ("two", two)) if _few(part)]
    result = {
        f"{name}_{side}": part[name]
        for side, part in (("one", one), ("two", two))
        for name in ("articles", "coded")
    }
    result |= {name: one[name] - two[name] for name in ("naive", "codes_alone")}
    result |= {"difference": one["share"] - two["share"], "low": np.nan, "high": np.nan}
    result |= {"p": np.nan, "error_gap": one["error"] - two["error"], "error_differs": False}
    if few:
        return result | {"why": "; ".join(few)}
    shared = one["influence"] @ two["influence"]
    spreads = [np.sqrt((part["influence"] ** 2).sum()) for part in (one, two)]
    together = shared / np.prod(spreads) if np.prod(spreads) > 0 else 0.0
    ends = [_ends(part, level) for part in (one, two)]
    result["low"], result["high"] = resample.newcombe(*ends, together)
    freedom = _freedom(one, two, "influence")
    spread = _spread(one["influence"] - two["influence"])
    if spread > 0:
        result["p"] = 2 * stats.t.sf(abs(result["difference"] / spread), freedom)
    gap = _spread(one["of_error"] - two["of_error"])
    reach = stats.t.ppf((1 + level) / 2, _freedom(one, two, "of_error")) * gap
    result["error_differs"] = bool(abs(result["error_gap"]) > reach)
    return result | {"why": ""}


def _freedom(one, two, name):
    """Degrees of freedom of a difference (Satterthwaite 1946)."""
    variance = [(part[name] ** 2).sum() for part in (one, two)]
    own = [max(resample.freedom(part["weights"]), 1.0) for part in (one, two)]
    return resample.satterthwaite(variance, own)


def _warn(table):
    differs = table[table["error_differs"]]
    if len(differs):
        named = ", ".join(dict.fromkeys(differs["frame"].astype(str)))
        warnings.warn(
            f"the lexicon errs differently in the groups compared ({named}): their naive "
            "difference is biased, take the corrected one",
            stacklevel=3,
        )


def _named(result, table, names):
    """The result with its label as the columns in ``by``."""
    labels = result.pop("label")
    first = table.groupby("label", observed=True)[names].first()
    for place, name in enumerate(names):
        result.insert(place, name, first[name].reindex(labels).to_numpy())
    return groups_.ordered(result, table, names)
