"""The coders' codes: how far coders agree, and how far a lexicon agrees with them."""

import numpy as np
import pandas as pd

from helpers import notes
from helpers.errors import InputError
from helpers.measure import resample
from helpers.measure.alpha import LEVELS, alpha
from helpers.measure.sampling import plan, sample
from helpers.words import languages

__all__ = ["accuracy", "agreement", "by_coder", "coded", "plan", "sample", "scores"]

BOTH = "both"
NEEDED = ("article_id", "coder", "variable", "value")


def agreement(study, variables=None, *, resamples=1000, level=0.95, seed=0):
    """Krippendorff's alpha of each variable over the articles that two coders or more coded.

    Alpha is 1 where the coders always agree and 0 where they agree as chance would have it; .80
    is the usual bar for firm conclusions, .667 for tentative ones (Krippendorff 2004).

    study : the study, or its codes (DataFrame article_id, coder, variable, value)
    variables : {variable: {"level": …, "values": […]}}, the level nominal, ordinal, interval or
        ratio, the values in their order; those of the study's study.yml if not given

    Returns a DataFrame, one row per variable, lowest alpha first: ``variable``, ``level``,
    ``articles`` (coded twice or more), ``alpha``, ``alpha_low``, ``alpha_high`` (percentile
    bootstrap over articles, ``level``), ``agree`` (share of pairs of codes that are the same).
    Alpha is missing where nothing was coded twice, and where all codes are alike. Raises InputError
    for variables nobody coded, and codes that are none of the variable's values.

    >>> codes = pd.DataFrame({"article_id": ["a", "a", "b", "b"], "coder": ["A", "B", "A", "B"],
    ...                       "variable": "costs", "value": [1, 1, 0, 0]})
    >>> coding.agreement(codes, {"costs": {"level": "nominal", "values": [0, 1]}})["alpha"].tolist()
    [1.0]
    """
    resample.check_level(level)
    resample.check_resamples(resamples)
    given = codes_of(study)
    if hasattr(study, "articles"):  # each language is coded by itself, and not read to one length
        languages.together(study.articles[study.articles.index.isin(given["article_id"])])
    if variables is None:
        variables = (getattr(study, "settings", {}).get("coding") or {}).get("variables")
    if not isinstance(variables, dict) or not variables:
        raise InputError(
            'variables must say how each is coded: {"x": {"level": "ordinal", "values": [0, 1]}}'
        )
    rng = np.random.default_rng(seed)
    rows = []
    for variable, rule in variables.items():
        _check_rule(variable, rule)
        table = _by_coder(given, variable, rule)
        table = table[table.notna().sum(axis=1) >= 2]
        about = {"variable": variable, "level": rule["level"], "articles": len(table)}
        estimates = dict.fromkeys(["alpha", "alpha_low", "alpha_high", "agree"], np.nan)
        if len(table):
            estimates["agree"] = _pair_agreement(table)
            estimates["alpha"] = alpha(table.to_numpy(), rule["level"])
        if np.isfinite(estimates["alpha"]):
            drawn_from = table.to_numpy()
            draws = [
                alpha(drawn_from[rng.integers(0, len(table), len(table))], rule["level"])
                for _ in range(resamples)
            ]
            ends = np.nanquantile(draws, [(1 - level) / 2, (1 + level) / 2])
            estimates["alpha_low"], estimates["alpha_high"] = ends
        rows.append(about | estimates)
    result = pd.DataFrame(rows).sort_values("alpha", ignore_index=True)
    return notes.remember(result, "coding.agreement", keys=["variable"])


def _check_rule(variable, rule):
    if not isinstance(rule, dict) or not {"level", "values"} <= set(rule):
        raise InputError(f'variable {variable!r}: say {{"level": "ordinal", "values": [0, 1, 2]}}')
    if rule["level"] not in LEVELS:
        raise InputError(
            f"variable {variable!r}: level must be one of {', '.join(LEVELS)}, "
            f"not {rule['level']!r}"
        )


def codes_of(study):
    """The codes of a study, or a table of codes, with values as str. Raises InputError where there
    are none, or columns are missing."""
    codes = getattr(study, "codes", study)
    if not isinstance(codes, pd.DataFrame):
        raise InputError(f"codes must be a study or a table of codes, not {type(codes).__name__}")
    missing = [name for name in NEEDED if name not in codes]
    if missing:
        raise InputError(f"the table of codes has no column {missing[0]!r}")
    if codes.empty:
        raise InputError("there are no codes: codes.csv has no rows")
    twice = codes[codes.duplicated(["article_id", "coder", "variable"])]
    if len(twice):
        row = twice.iloc[0]
        raise InputError(
            f"coder {row['coder']!r} coded article {row['article_id']!r}, variable "
            f"{row['variable']!r}, twice"
        )
    return codes.assign(value=codes["value"].map(_written, na_action="ignore"))


def _written(value):
    """A code as text: 1, 1.0 and "1" are the same code."""
    whole = isinstance(value, (float, np.floating)) and float(value).is_integer()
    return str(int(value) if whole else value)


def by_coder(study, coder="A"):
    """The codes of one coder.

    study : the study, or a table of codes

    Returns a DataFrame, index article_id (the articles that this coder coded), one column per
    variable, values str. Raises InputError for a coder who coded nothing.

    >>> coding.by_coder(study, "A").shape
    (24, 3)
    """
    codes = codes_of(study)
    known = sorted(codes["coder"].unique())
    if coder not in known:
        raise InputError(f"there is no coder {coder!r}: coders are {', '.join(map(str, known))}")
    own = codes[codes["coder"] == coder]
    return own.pivot(index="article_id", columns="variable", values="value")


def coders(study, coder):
    """The coders meant by ``coder`` (list): one, or "both": all that there are."""
    if coder != BOTH:
        return [coder]
    known = sorted(codes_of(study)["coder"].unique())
    if len(known) < 2:
        raise InputError(f"there is one coder only, {known[0]!r}: say coder={known[0]!r}")
    return known


def coded(study):
    """The articles that every coder coded (Index of article_id, in the order of the articles).

    study : the study, with codes

    >>> set(coding.coded(study)) <= set(study.articles.index)
    True
    """
    codes = codes_of(study)
    n = codes.groupby("article_id")["coder"].nunique()
    everyone = n.index[n == codes["coder"].nunique()]
    return study.articles.index[study.articles.index.isin(everyone)]


def scores(study, frames=None, *, coder="A", present=False):
    """The codes as a table of the same form as ``frames.score``, for ``compare``.

    study : the study, with codes; frames : variables coded 0 absent, 1 only quoted or attributed,
    2 in the journalist's own voice; all that are coded so if not given
    coder : whose codes; or "both": the codes of each coder, told apart by a column ``coder``, of
        which ``compare`` makes a row for each and one for both: the envelope of their intervals
    present : only the articles that have the frame (coded 1 or 2), frame by frame

    Returns a DataFrame, two rows per article and frame: ``article_id``, ``voice`` ("any": coded 1
    or 2; "own": coded 2), ``frame``, ``hits`` (int, 1 if so; missing where not coded), ``n_words``
    (1: the unit is the article, so that ``compare.groups`` gives shares of articles as presence),
    and every column of the articles, with ``family``. Raises InputError for a variable that nobody
    coded, or codes other than 0, 1 and 2.

    >>> table = coding.scores(study, ["costs"])
    >>> table["voice"].unique().tolist(), len(table) == 2 * len(study)
    (['any', 'own'], True)
    """
    wanted = [frames] if isinstance(frames, str) else frames
    several = coder == BOTH
    tables = []
    for name in coders(study, coder):
        table = _scores(study, wanted, name, present)
        tables.append(table.assign(coder=name) if several else table)
    table = pd.concat(tables, ignore_index=True)
    return notes.remember(
        table, "coding.scores", frames=list(pd.unique(table["frame"])), coder=coder,
        rows=len(table), keys=["article_id", "voice", "frame", *(["coder"] if several else [])],
    )  # fmt: skip


def _scores(study, frames, coder, present):
    wide = by_coder(study, coder)
    graded = [name for name in wide if set(wide[name].dropna()) <= {"0", "1", "2"}]
    frames = graded if frames is None else list(frames)
    for name in frames:
        if name not in wide:
            raise InputError(f"nobody coded {name!r}: variables are {', '.join(wide)}")
        if name not in graded:
            odd = sorted(set(wide[name].dropna()) - {"0", "1", "2"})
            raise InputError(f"variable {name!r} is not coded 0, 1 or 2 only, but also {odd[0]!r}")
    code = wide[frames].apply(pd.to_numeric)
    code = code.loc[[i for i in study.articles.index if i in code.index]]
    parts = []
    for voice, least in (("any", 1), ("own", 2)):
        hits = (code >= least).astype("int64").where(code.notna())
        hits = hits.where(code >= 1) if present else hits
        long = hits.reset_index().melt("article_id", var_name="frame", value_name="hits")
        parts.append(long.assign(voice=voice, n_words=1))
    table = pd.concat(parts, ignore_index=True)[["article_id", "voice", "frame", "hits", "n_words"]]
    if present:
        table = table[table["hits"].notna()].reset_index(drop=True)
    if table["hits"].notna().all():
        table = table.astype({"hits": "int64"})
    return table.join(study.facts, on="article_id")


def nominal(study, variable, *, coder="A"):
    """The values of one variable, as a table of the same form as ``scores``, for ``compare``: what
    people are called, say, where one name of several is coded.

    variable : a variable that study.yml declares (or whose values the codes show); coder : whose

    Returns a DataFrame, one row per article and value: ``article_id``, ``voice`` ("any"), ``frame``
    (the value), ``hits`` (1 where the article is coded so, else 0), ``n_words`` (1), and every
    column of the articles, with ``family``; articles that were not coded are left out. Raises
    InputError for a variable that nobody coded.

    >>> table = coding.nominal(study, "label")
    >>> (table.groupby("article_id")["hits"].sum() == 1).all().item()
    True
    """
    wide = by_coder(study, coder)
    if variable not in wide:
        raise InputError(f"nobody coded {variable!r}: variables are {', '.join(wide)}")
    given = wide[variable].dropna()
    given = given.loc[[i for i in study.articles.index if i in given.index]]
    declared = (study.settings.get("coding") or {}).get("variables") or {}
    values = [str(value) for value in (declared.get(variable) or {}).get("values", ())]
    values += sorted({*given} - {*values})
    long = pd.DataFrame({value: (given == value).astype("int64") for value in values}, given.index)
    table = long.reset_index().melt("article_id", var_name="frame", value_name="hits")
    table = table.assign(voice="any", n_words=1)
    table = table[["article_id", "voice", "frame", "hits", "n_words"]]
    return notes.remember(
        table.join(study.facts, on="article_id"), "coding.nominal", variable=variable, coder=coder,
        rows=len(table), keys=["article_id", "voice", "frame"],
    )  # fmt: skip


def accuracy(frame_scores, study, *, coder="A"):
    """How well "any hit" of a frame's lexicon finds the articles coded above 0.

    frame_scores : ``frames.score``
    study : the study, or its codes

    Returns a DataFrame, one row per frame, worst F1 first: ``frame``, ``articles``, ``coded``
    (articles coded above 0), ``f1_always`` (F1 of calling it present everywhere: the floor),
    ``found``, ``both``, ``precision``, ``recall``, ``f1``; a frame that nothing was measured of has
    missing values.

    >>> coding.accuracy(scores, study)["frame"].tolist()
    ['costs', 'threat']
    """
    wanted = by_coder(study, coder)
    hits = frame_scores.pivot_table(
        index="article_id",
        columns="frame",
        values="hits",
        aggfunc=lambda h: h.sum(min_count=1),
        sort=False,
        dropna=False,
    )
    if "hits" in frame_scores:
        languages.together(frame_scores[frame_scores["hits"].notna()])
    rows = []
    for frame in [frame for frame in frame_scores["frame"].unique() if frame in wanted]:
        coded = wanted[frame].dropna().astype("int64") > 0
        known = (
            hits[frame].reindex(coded.index) if frame in hits else pd.Series(np.nan, coded.index)
        )
        measured = known.notna()
        found = known[measured] > 0 if measured.any() else None
        rows.append({"frame": frame, **rates(coded[measured] if measured.any() else coded, found)})
    if not rows:
        raise InputError(f"no frame of these scores was coded; coded are {', '.join(wanted)}")
    result = pd.DataFrame(rows).sort_values("f1", ignore_index=True)
    return notes.remember(
        result, "coding.accuracy", coder=coder, keys=["frame"],
        lexicon=notes.recall(frame_scores).get("lexicon"),
    )  # fmt: skip


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


def _by_coder(codes, variable, rule):
    """article × coder, values as their rank among the variable's values, or as the numbers they are
    where the level is one of numbers (float, NaN where not coded)."""
    known = [_written(value) for value in rule["values"]]
    of_variable = codes[(codes["variable"] == variable) & codes["value"].notna()]
    if of_variable.empty:
        named = ", ".join(sorted(codes["variable"].unique()))
        raise InputError(f"nobody coded {variable!r}: variables are {named}")
    odd = of_variable[~of_variable["value"].isin(known)]
    if len(odd):
        row = odd.iloc[0]
        raise InputError(
            f"article {row['article_id']!r}, coder {row['coder']!r}: {row['value']!r} is not a "
            f"value of {variable!r}, which are {', '.join(known)}"
        )
    numbers = rule["level"] in ("interval", "ratio")
    try:
        rank = {value: float(value) if numbers else place for place, value in enumerate(known)}
    except ValueError:
        raise InputError(
            f"variable {variable!r}: level {rule['level']!r} needs values that are numbers"
        ) from None
    table = of_variable.assign(value=of_variable["value"].map(rank)).pivot(
        index="article_id", columns="coder", values="value"
    )
    return table.astype("float64")


def _pair_agreement(table):
    """Share of the pairs of codes given to one article that are the same."""
    same = pairs = 0
    for row in table.to_numpy():
        given = row[~np.isnan(row)]
        one, two = np.triu_indices(len(given), 1)
        same, pairs = same + (given[one] == given[two]).sum(), pairs + len(one)
    return same / pairs
