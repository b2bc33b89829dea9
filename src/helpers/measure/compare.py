"""Compare groups of articles: how much of a frame, how sure, and whether groups differ.

The article is the unit, the text family the cluster: intervals and tests resample families over
the whole corpus. They describe this sample of articles, not the world's coverage.
"""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats
from tqdm import tqdm

from helpers.errors import InputError
from helpers.measure import resample

COPIES = ("all", "one per family", "originals")
ESTIMATES = (
    *("hits", "words", "rate", "rate_low", "rate_high"),
    *("presence", "presence_low", "presence_high"),
)
# What tells a voice apart is one of three: quotation marks in counts, codes, or texts as read.
SOURCES = {"unquoted": "counts", "own": "codes", "any": "codes", "narration": "texts"}
FEWEST_FAMILIES, FEWEST_ORIGINS = 10, 6  # below either a group is shown without interval


def groups(
    scores, articles, families, *, by="group", copies="all", level=0.95, resamples=2000, seed=0
):
    """Rate and presence of each frame in each group and voice, with intervals.

    scores : ``frames.score``
    articles : DataFrame, index article_id, with the column ``by``, ``origin`` and ``copy_type``
    families : ``copies.families``
    by : column of ``articles`` that names the groups
    copies : "all" articles; "one per family": the members of a family within a group count as one
        article between them; or "originals": just articles whose copy_type is original

    Returns a DataFrame, one row per group, frame and voice (a row "both" adds the voices up):
    ``articles``; ``with_words`` (articles that have words in this voice); ``families``,
    ``origins`` (of the articles with words); ``hits``, ``words`` (sums; not whole under "one per
    family"); ``rate`` = 1,000 × hits / words, with ``rate_low``, ``rate_high`` (bootstrap-t over
    families); ``presence`` = share of the articles with words that have any hit, with
    ``presence_low``, ``presence_high`` (Wilson, for the effective number of articles);
    ``interval`` (bool: at least ten families and six origins; else the ends are NaN).
    A frame that could not be counted has NaN throughout.
    """
    table = _prepare(scores, articles, families, by, copies)
    names = sorted(table["family"].unique())
    times = resample.draws(len(names), resamples, seed)
    keys = [by, "frame", "voice"]
    rows = []
    for key, cell in table.groupby(keys, observed=True, sort=False):
        rows.append({**dict(zip(keys, key, strict=True)), **_estimate(cell, names, times, level)})
    return _ordered(pd.DataFrame(rows), table, by)


def differences(
    scores,
    articles,
    families,
    *,
    pairs=None,
    by="group",
    copies="all",
    level=0.95,
    resamples=2000,
    seed=0,
):
    """How groups differ in each frame and voice: size, interval and test.

    scores, articles, families, by, copies : as in ``groups``
    pairs : list of (one, two) groups; all pairs of groups if not given

    Returns a DataFrame, one row per pair, frame and voice: ``one``, ``two``; ``articles_one``,
    ``families_one``, ``origins_one`` and the same of two (articles with words in the voice);
    ``rate_one``, ``rate_two``; ``rate_ratio`` (one / two: above 1 means more in one) with
    ``rate_ratio_low``, ``rate_ratio_high`` (jackknife t over families on the log scale);
    ``presence_one``, ``presence_two``; ``presence_difference`` (one - two, shares) with
    ``…_low``, ``…_high`` (jackknife t over families); ``p_rate``, ``p_presence`` (permutation of
    families, two-sided); ``q_rate``, ``q_presence`` (Benjamini & Hochberg 1995 over every p of
    this table). Where either group is too small (``groups``) there is no interval and no p.
    """
    table = _prepare(scores, articles, families, by, copies)
    names = sorted(table["family"].unique())
    known = list(pd.unique(table[by].dropna()))
    pairs = list(combinations(known, 2)) if pairs is None else pairs
    for name in {name for pair in pairs for name in pair} - set(known):
        raise InputError(f"no article of group {name!r}: groups are {', '.join(map(str, known))}")
    cells = dict(list(table.groupby([by, "frame", "voice"], observed=True)))
    frames = list(pd.unique(table["frame"]))
    wanted = [
        (one, two, frame, voice)
        for one, two in pairs
        for frame in frames
        for voice in pd.unique(table["voice"])
    ]
    rows = []
    for one, two, frame, voice in tqdm(wanted, desc="differences", disable=None, leave=False):
        pair = [cells.get((name, frame, voice)) for name in (one, two)]
        if any(cell is None for cell in pair):
            continue
        about = {"one": one, "two": two, "frame": frame, "voice": voice}
        rows.append(about | _difference(*pair, names, level, resamples, seed))
    return _adjusted(pd.DataFrame(rows))


def over_time(
    scores, articles, families, *, by="group", windows=None, level=0.95, resamples=2000, seed=0
):
    """Rate and presence per day, or per window between events, in each group, both voices.

    windows : DataFrame with ``window`` (name), ``start``, ``end`` (days, both included); every day
        on which articles were published if not given

    Returns ``groups``' columns for each group and frame (voices as there) with ``date`` (first day)
    and ``window``, and ``inferred``: the share of the articles whose day is only inferred.
    """
    days = articles["published"].dt.normalize()
    if windows is None:
        dates = sorted(days.unique())
        windows = pd.DataFrame(
            {"window": [f"{d:%Y-%m-%d}" for d in dates], "start": dates, "end": dates}
        )
    parts = []
    for window in windows.itertuples():
        inside = articles[(days >= pd.Timestamp(window.start)) & (days <= pd.Timestamp(window.end))]
        if inside.empty:
            continue
        part = groups(
            scores[scores["article_id"].isin(inside.index)],
            inside,
            families.loc[inside.index],
            by=by,
            level=level,
            resamples=resamples,
            seed=seed,
        )
        inferred = (
            (inside["published_from"] == "inferred").groupby(inside[by], observed=True).mean()
        )
        part["inferred"] = part[by].map(inferred).astype(float)
        parts.append(part.assign(date=pd.Timestamp(window.start), window=window.window))
    return pd.concat(parts, ignore_index=True)


def shares(numer, denom, articles, families, *, by="group", level=0.95):
    """Ratio of two counts per article in each group, between 0 and 1: for instance terror words
    inside quotation marks out of all terror words.

    numer, denom : Series of counts, index article_id, numer never more than denom

    Returns a DataFrame, one row per group: ``group``, ``articles`` (with denom above 0),
    ``families``, ``origins``, ``numer``, ``denom`` (sums), ``share``, ``low``, ``high`` (Wilson,
    for the effective number of articles) and ``interval`` as in ``groups``.
    """
    if (numer > denom).any():
        raise InputError(f"numer is more than denom in {(numer > denom).idxmax()}")
    table = pd.DataFrame({"numer": numer, "denom": denom}).join(articles[[by, "origin"]])
    table = table.join(families["family"])
    table = table[table["denom"] > 0]
    rows = []
    for name, cell in table.groupby(by, observed=True):
        sums = cell.groupby("family")[["numer", "denom"]].sum().to_numpy(float).T
        share, low, high = resample.share_interval(*sums, level=level)
        enough = _enough(cell)
        rows.append(
            {
                by: name,
                "articles": len(cell),
                "families": cell["family"].nunique(),
                "origins": _origins(cell),
                "numer": int(cell["numer"].sum()),
                "denom": int(cell["denom"].sum()),
                "share": share,
                "low": low if enough else np.nan,
                "high": high if enough else np.nan,
                "interval": enough,
            }
        )
    return _ordered(pd.DataFrame(rows), table, by)


def _prepare(scores, articles, families, by, copies):
    """One line per article, frame and voice (and the voices' sum), with group, family, weight."""
    if copies not in COPIES:
        raise InputError(f"copies must be one of {', '.join(map(repr, COPIES))}, not {copies!r}")
    sources = {SOURCES[voice] for voice in pd.unique(scores["voice"]) if voice in SOURCES}
    if len(sources) > 1:
        raise InputError(
            f"voices told by {' and '.join(sorted(sources))} are different measurements: compare "
            "them in separate tables"
        )
    strangers = set(scores["article_id"]) - set(articles.index)
    if strangers:
        raise InputError(f"scores of articles that are not in articles: {sorted(strangers)[:5]}")
    both = scores.groupby(["article_id", "frame"], sort=False)[["hits", "n_words"]].sum(min_count=1)
    table = pd.concat(
        [
            scores[["article_id", "voice", "frame", "hits", "n_words"]],
            both.reset_index().assign(voice="both"),
        ]
    )
    facts = articles[[by, "origin", "copy_type"]].join(families["family"])
    table = table.join(facts, on="article_id")
    if copies == "originals":
        table = table[table["copy_type"] == "original"]
    table = table[table[by].notna()]
    size = table.groupby([by, "family", "frame", "voice"], observed=True)["article_id"].transform(
        "size"
    )
    return table.assign(weight=1 / size if copies == "one per family" else 1.0)


def _sums(cell, names):
    """Sums per family: hits, words, articles with a hit, articles with words."""
    words = cell[cell["n_words"] > 0]
    weighted = pd.DataFrame(
        {
            "hits": words["hits"] * words["weight"],
            "words": words["n_words"] * words["weight"],
            "any": (words["hits"] > 0) * words["weight"],
            "articles": words["weight"],
            "family": words["family"],
        }
    )
    return weighted.groupby("family").sum().reindex(names, fill_value=0).to_numpy(float).T


def _estimate(cell, names, times, level):
    words = cell[cell["n_words"] > 0]
    result = {
        "articles": len(cell),
        "with_words": len(words),
        "families": words["family"].nunique(),
        "origins": _origins(words),
    }
    empty = dict.fromkeys([*ESTIMATES], np.nan)
    if words.empty or words["hits"].isna().any():
        return result | empty | {"interval": False}
    hits, n_words, any_hit, n_articles = _sums(cell, names)
    rate, rate_low, rate_high = resample.rate_interval(hits, n_words, times, level=level)
    presence, low, high = resample.share_interval(any_hit, n_articles, level=level)
    enough = _enough(words)
    ends = np.array([1000 * rate_low, 1000 * rate_high, low, high]) if enough else [np.nan] * 4
    return result | {
        "hits": hits.sum(),
        "words": n_words.sum(),
        "rate": 1000 * rate,
        "rate_low": ends[0],
        "rate_high": ends[1],
        "presence": presence,
        "presence_low": ends[2],
        "presence_high": ends[3],
        "interval": enough,
    }


def _difference(cell_one, cell_two, names, level, resamples, seed):
    result, sums, enough = {}, [], True
    for name, cell in (("one", cell_one), ("two", cell_two)):
        words = cell[cell["n_words"] > 0]
        result |= {
            f"articles_{name}": len(words),
            f"families_{name}": words["family"].nunique(),
            f"origins_{name}": _origins(words),
        }
        enough &= _enough(words) and not words["hits"].isna().any()
        sums.append(_sums(cell, names))
    with np.errstate(divide="ignore", invalid="ignore"):
        for name, (hits, n_words, any_hit, n_articles) in zip(("one", "two"), sums, strict=True):
            result[f"rate_{name}"] = 1000 * hits.sum() / n_words.sum()
            result[f"presence_{name}"] = any_hit.sum() / n_articles.sum()
        result["rate_ratio"] = result["rate_one"] / result["rate_two"]
    result["presence_difference"] = result["presence_one"] - result["presence_two"]
    rates, presences = [[part[i : i + 2] for part in sums] for i in (0, 2)]
    rate_ends = presence_ends = (np.nan, np.nan)
    p_rate = p_presence = np.nan
    if enough:
        _, *rate_ends = resample.log_ratio_interval(*rates, level=level)
        _, *presence_ends = resample.difference_interval(*presences, level=level)
        p_rate = resample.permutation_p(*rates, resamples=resamples, seed=seed)
        p_presence = resample.permutation_p(*presences, resamples=resamples, seed=seed)
    return result | {
        "rate_ratio_low": rate_ends[0],
        "rate_ratio_high": rate_ends[1],
        "presence_difference_low": presence_ends[0],
        "presence_difference_high": presence_ends[1],
        "p_rate": p_rate,
        "p_presence": p_presence,
    }


def _adjusted(table):
    """q-values over all p of the table, rates and presences together."""
    p = table[["p_rate", "p_presence"]].to_numpy()
    q, tested = np.full(p.shape, np.nan), ~np.isnan(p)
    if tested.any():
        q[tested] = stats.false_discovery_control(p[tested])
    return table.assign(q_rate=q[:, 0], q_presence=q[:, 1])


def _enough(articles):
    return bool(
        articles["family"].nunique() >= FEWEST_FAMILIES and _origins(articles) >= FEWEST_ORIGINS
    )


def _origins(articles):
    """Different known origins."""
    return articles.loc[articles["origin"] != "", "origin"].nunique()


def _ordered(result, table, by):
    """The group column with the categories (and so the order) it came with."""
    if isinstance(table[by].dtype, pd.CategoricalDtype):
        result[by] = pd.Categorical(result[by], table[by].cat.categories, ordered=True)
        result = result.sort_values(by, kind="stable", ignore_index=True)
    return result
