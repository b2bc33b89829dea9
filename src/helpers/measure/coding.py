"""The coders' codes: how far coders agree, and how far a lexicon agrees with them."""

import krippendorff
import numpy as np
import pandas as pd

from helpers.errors import InputError


def agreement(codes, variables, *, resamples=1000, level=0.95, seed=0):
    """Krippendorff's alpha of each variable over the articles that two coders or more coded.

    Alpha is 1 where the coders always agree and 0 where they agree as chance would have it; .80
    is the usual bar for firm conclusions, .667 for tentative ones (Krippendorff 2004).

    codes : DataFrame with ``article_id``, ``coder``, ``variable``, ``value`` (str)
    variables : mapping of variable to ``{"level": "ordinal" | "nominal", "values": [...]}``, the
        values in their order

    Returns a DataFrame, one row per variable, lowest alpha first: ``variable``, ``level``,
    ``articles`` (coded twice or more), ``alpha``, ``alpha_low``, ``alpha_high`` (percentile
    bootstrap over articles, ``level``), ``agree`` (share of pairs of codes that are the same).
    """
    rng = np.random.default_rng(seed)
    rows = []
    for variable, rule in variables.items():
        table = _by_coder(codes, variable, rule["values"])
        table = table[table.notna().sum(axis=1) >= 2]
        if table.empty:
            continue
        draws = [
            _alpha(table.iloc[rng.integers(0, len(table), len(table))], rule["level"])
            for _ in range(resamples)
        ]
        low, high = np.nanquantile(draws, [(1 - level) / 2, (1 + level) / 2])
        rows.append(
            {
                "variable": variable,
                "level": rule["level"],
                "articles": len(table),
                "alpha": _alpha(table, rule["level"]),
                "alpha_low": low,
                "alpha_high": high,
                "agree": _pair_agreement(table),
            }
        )
    return pd.DataFrame(rows).sort_values("alpha", ignore_index=True)


def preferred(codes, *, coder="A"):
    """One code for each article and variable: ``coder``'s where there is one, else the first
    other coder's in alphabetical order.

    Returns a DataFrame, index article_id, one column per variable, values str.
    """
    if codes.empty:
        raise InputError("there are no codes: codes.csv has no rows")
    rank = codes.assign(rank=(codes["coder"] != coder)).sort_values(["rank", "coder"])
    one = rank.drop_duplicates(["article_id", "variable"])
    return one.pivot(index="article_id", columns="variable", values="value")


def scores(codes, frames, *, coder="A"):
    """The codes as a table of the same form as ``frames.score``, for ``compare``.

    codes : as in ``agreement``; frames : variables coded 0 absent, 1 only quoted or attributed,
    2 in the journalist's own voice; coder : as in ``preferred``

    Returns a DataFrame, two rows per article and frame: ``article_id``, ``voice`` ("any": coded 1
    or 2; "own": coded 2), ``frame``, ``hits`` (int, 1 if so) and ``n_words`` (1: the unit is the
    article, so that ``compare.groups`` gives shares of articles as presence).
    """
    code = preferred(codes, coder=coder)[list(frames)].astype("int64")
    parts = []
    for voice, least in (("any", 1), ("own", 2)):
        hits = (code >= least).astype("int64").reset_index()
        long = hits.melt("article_id", var_name="frame", value_name="hits")
        parts.append(long.assign(voice=voice, n_words=1))
    return pd.concat(parts, ignore_index=True)[["article_id", "voice", "frame", "hits", "n_words"]]


def accuracy(frame_scores, codes, *, coder="A"):
    """How well "any hit" of a frame's lexicon finds the articles coded above 0.

    frame_scores : ``frames.score``
    codes : as in ``agreement``

    Returns a DataFrame, one row per frame, worst F1 first: ``frame``, ``articles``, ``coded``
    (positive by the codes), ``found`` (with any hit), ``both``, ``precision`` (share of the found
    that are coded), ``recall`` (share of the coded that are found), ``f1`` (their harmonic mean),
    ``f1_always`` (F1 of calling the frame present everywhere: what has to be beaten). A frame that
    cannot be counted has no figures.
    """
    wanted = preferred(codes, coder=coder)
    hits = frame_scores.pivot_table(
        index="article_id", columns="frame", values="hits", aggfunc="sum", sort=False
    )
    unanswered = frame_scores.groupby("frame")["hits"].apply(lambda hits: hits.isna().all())
    rows = []
    for frame in [frame for frame in frame_scores["frame"].unique() if frame in wanted]:
        coded = wanted[frame].dropna().astype("int64") > 0
        found = hits[frame].reindex(coded.index) > 0 if not unanswered[frame] else None
        rows.append({"frame": frame, **rates(coded, found)})
    return pd.DataFrame(rows).sort_values("f1", ignore_index=True)


def rates(coded, found):
    """Precision, recall and F1 of judgements ``found`` against ``coded`` (Series of bool over the
    same articles; ``found`` is None where nothing could be judged). Keys as in ``accuracy``."""
    share = coded.mean()
    result = {
        "articles": len(coded),
        "coded": int(coded.sum()),
        "f1_always": 2 * share / (1 + share),
    }
    if found is None:
        return result | dict.fromkeys(["found", "both", "precision", "recall", "f1"], np.nan)
    both = int((coded & found).sum())
    return result | {
        "found": int(found.sum()),
        "both": both,
        "precision": both / found.sum() if found.any() else np.nan,
        "recall": both / coded.sum() if coded.any() else np.nan,
        "f1": 2 * both / (coded.sum() + found.sum()) if coded.any() or found.any() else np.nan,
    }


def _by_coder(codes, variable, values):
    """article × coder, values as their rank in ``values`` (float, NaN where not coded)."""
    rank = {str(value): place for place, value in enumerate(values)}
    of_variable = codes[codes["variable"] == variable]
    table = of_variable.assign(value=of_variable["value"].map(rank)).pivot(
        index="article_id", columns="coder", values="value"
    )
    return table.astype("float64")


def _alpha(table, level):
    values = np.unique(table.to_numpy()[~np.isnan(table.to_numpy())])
    if len(values) < 2:
        return np.nan  # no variation: alpha is not defined
    return krippendorff.alpha(table.to_numpy().T, level_of_measurement=level)


def _pair_agreement(table):
    """Share of the pairs of codes given to one article that are the same."""
    same = pairs = 0
    for row in table.to_numpy():
        given = row[~np.isnan(row)]
        one, two = np.triu_indices(len(given), 1)
        same, pairs = same + (given[one] == given[two]).sum(), pairs + len(one)
    return same / pairs
