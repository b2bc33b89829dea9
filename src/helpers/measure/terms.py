"""Terms that characterise an article, and terms that mark a group."""

import numpy as np
import pandas as pd
from scipy import sparse, stats
from sklearn.feature_extraction.text import TfidfTransformer

from helpers.errors import InputError
from helpers.measure import resample
from helpers.words.counts import by_group
from helpers.words.vectorizer import Vectorizer as Vectorizer

KINDS = ("words", "phrases", "all")


def tf_idf(counts, *, by="article", terms="words", **options):
    """TF-IDF of each term: how often it occurs here, weighed up the fewer others it occurs in.

    scikit-learn's weighting: tf × (ln((1 + n) / (1 + df)) + 1), each row scaled to length 1
    (Salton & Buckley 1988; smoothed idf). Higher means more characteristic.

    counts : Counts
    by : "article", or a Series (index article_id) of the groups to sum articles by
    terms : "words", "phrases" or "all"
    options : of scikit-learn's TfidfTransformer: ``norm``, ``use_idf``, ``smooth_idf``,
        ``sublinear_tf``

    Returns a DataFrame, one row per article or group and term that occurs in it: ``article_id``
    or ``group``, ``term``, ``n`` (occurrences), ``df`` (articles or groups with the term),
    ``tf_idf``; highest first within each article or group.
    """
    whole = isinstance(by, str) and by == "article"
    ids = counts.rows["article_id"]
    labels, matrix = by_group(counts, ids if whole else ids.map(by))
    chosen = _kind(counts.terms, terms)
    matrix = matrix[:, chosen]
    weighted = TfidfTransformer(**options).fit_transform(matrix).tocoo()
    name = "article_id" if whole else "group"
    table = pd.DataFrame(
        {
            name: np.asarray(labels, dtype=object)[weighted.row],
            "term": counts.terms[chosen][weighted.col],
            "n": np.asarray(matrix[weighted.row, weighted.col]).ravel(),
            "df": np.asarray((matrix > 0).sum(axis=0)).ravel()[weighted.col],
            "tf_idf": weighted.data,
        }
    )
    return table.sort_values(
        [name, "tf_idf", "term"], ascending=[True, False, True], ignore_index=True
    )


def distinctive(
    counts,
    groups,
    families,
    *,
    voice=None,
    terms="words",
    prior=0.1,
    min_articles=5,
    level=0.95,
    resamples=1000,
    seed=0,
):
    """Terms that mark each group against all the others.

    The log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008): the
    prior is the vocabulary of all groups together, which keeps rare terms from looking
    distinctive. Its z takes words for independent, so that one copied text can carry a term far;
    the interval and ``z_family`` take the variance of either side from resampling text families,
    where that is larger than the model's, and are what to trust.

    counts : Counts
    groups : Series of group labels, index article_id; articles without a label stay out
    families : ``copies.families``
    voice : "unquoted" or "quoted"; both together if not given
    terms : "words", "phrases" or "all"; phrases are compared per word of the group too
    prior : weight of the prior, as a share of all words compared
    min_articles : terms in fewer articles of all groups together are left out

    Returns a DataFrame, one row per group and term, highest ``z_family`` first in each group:
    ``group``, ``term``; ``n``, ``n_rest`` (occurrences), ``words``, ``words_rest`` (all words);
    ``articles``, ``articles_rest``, ``families``, ``families_rest`` (that have the term);
    ``log_odds`` (above 0: marks the group) with ``low``, ``high`` (normal interval from the error
    over families); ``z`` (Monroe et al.), ``z_family`` (log-odds over its error over families;
    never further from 0 than z), ``p`` (two-sided normal, from z_family), ``q`` (Benjamini &
    Hochberg 1995 over the whole table); ``dispersion`` (DP of Gries 2008 over the group's
    articles: 0 evenly spread, near 1 in one article); ``g2`` (Dunning 1993) and ``log_ratio``
    (log2 of the relative frequencies, Hardie 2014; half an occurrence for none) beside it.
    """
    matrix, lengths, rows = _selected(counts, groups, voice)
    single = ~counts.terms.str.contains(" ")
    spread = np.asarray((matrix > 0).sum(axis=0)).ravel()
    chosen = np.flatnonzero(_kind(counts.terms, terms) & (spread >= min_articles))
    if not len(chosen):
        raise InputError(f"no term occurs in {min_articles} articles: lower min_articles")
    total = matrix[:, single].sum()
    matrix = matrix[:, chosen].tocsr()
    weight = prior * np.asarray(matrix.sum(axis=0)).ravel()
    family = pd.factorize(families["family"].reindex(rows.index))[0]
    times = resample.draws(family.max() + 1, resamples, seed)
    parts = [
        _against_rest(
            matrix, lengths, (rows == name).to_numpy(), family, times, weight, prior * total
        ).assign(group=name, term=counts.terms[chosen])
        for name in _in_order(rows)
    ]
    result = pd.concat(parts, ignore_index=True)
    error, reach = result["error"], stats.norm.ppf((1 + level) / 2)
    result["low"], result["high"] = (result["log_odds"] + d * reach * error for d in (-1, 1))
    result["z_family"] = result["log_odds"] / error
    result["p"] = 2 * stats.norm.sf(result["z_family"].abs())
    result["q"] = stats.false_discovery_control(result["p"])
    if isinstance(groups.dtype, pd.CategoricalDtype):
        result["group"] = pd.Categorical(result["group"], groups.cat.categories, ordered=True)
    order = result.sort_values(["group", "z_family", "term"], ascending=[True, False, True])
    return order[COLUMNS].reset_index(drop=True)


COLUMNS = [
    *("group", "term", "n", "n_rest", "words", "words_rest", "articles", "articles_rest"),
    *("families", "families_rest", "log_odds", "low", "high", "z", "z_family", "p", "q"),
    *("dispersion", "g2", "log_ratio"),
]


def log_odds(n, words, weight, prior):
    """Log-odds of a term with an informative Dirichlet prior, and its variance (Monroe et al.
    2008, equations 15 and 19). The log-odds ratio of two groups is the difference of theirs, its
    variance the sum.

    n : occurrences; words : all words; weight : the term's prior count; prior : the prior's sum
    """
    return np.log((n + weight) / (words + prior - n - weight)), 1 / (n + weight)


def g2(n, words, n_rest, words_rest):
    """Dunning's (1993) log-likelihood ratio of a 2 × 2 table; higher means a surer difference."""
    observed = np.array([n, words - n, n_rest, words_rest - n_rest], dtype=float)
    share = (n + n_rest) / (words + words_rest)
    expected = np.array(
        [words * share, words * (1 - share), words_rest * share, words_rest * (1 - share)]
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(observed > 0, observed * np.log(observed / expected), 0)
    return 2 * parts.sum(axis=0)


def dispersion(matrix, lengths):
    """Deviation of proportions (Gries 2008) of each term over articles: half the sum of the
    differences between an article's share of all words and its share of the term's occurrences,
    over its largest possible value. 0 is evenly spread, 1 all in the shortest article.

    matrix : articles × terms, CSR; lengths : words of each article
    """
    share = lengths / lengths.sum()
    cells = matrix.tocoo()
    sums = np.asarray(matrix.sum(axis=0)).ravel()
    part = np.abs(cells.data / sums[cells.col] - share[cells.row]) - share[cells.row]
    spread = 0.5 * (1 + np.bincount(cells.col, part, minlength=matrix.shape[1]))
    largest = 1 - share[share > 0].min()
    return np.where((sums > 0) & (largest > 0), spread / (largest or 1), np.nan)


def _kind(terms, kind):
    if kind not in KINDS:
        raise InputError(f"terms must be one of {', '.join(map(repr, KINDS))}, not {kind!r}")
    phrase = terms.str.contains(" ")
    return {"words": ~phrase, "phrases": phrase, "all": np.ones(len(terms), dtype=bool)}[kind]


def _selected(counts, groups, voice):
    """Counts (CSR), number of words and group of each article that has a group."""
    if voice is not None and voice not in set(counts.rows["voice"]):
        raise InputError(f"no voice {voice!r} in these counts: {sorted(set(counts.rows['voice']))}")
    part = counts if voice is None else counts.select(counts.rows["voice"] == voice)
    ids = part.rows["article_id"]
    labels, matrix = by_group(part, ids.where(ids.map(groups).notna()))
    rows = groups.reindex(labels)
    lengths = part.rows.groupby("article_id")["n_words"].sum().reindex(labels).to_numpy()
    words = pd.Series(lengths).groupby(rows.to_numpy()).sum()
    if len(words) < 2 or (words == 0).any():
        raise InputError(f"two groups with words are needed; words by group: {words.to_dict()}")
    return matrix, lengths, rows


def _in_order(rows):
    if isinstance(rows.dtype, pd.CategoricalDtype):
        return [name for name in rows.cat.categories if (rows == name).any()]
    return sorted(rows.unique())


def _against_rest(matrix, lengths, inside, family, times, weight, prior):
    """Every statistic of one group against the rest, one row per term."""
    one, rest = (
        _side(matrix[member], lengths[member], family[member], times, weight, prior)
        for member in (inside, ~inside)
    )
    counted = [side[name] for side in (one, rest) for name in ("n", "words")]
    half = [np.where(side["n"] > 0, side["n"], 0.5) / side["words"] for side in (one, rest)]
    value = one["odds"] - rest["odds"]
    shown = ("n", "words", "articles", "families")
    return pd.DataFrame(
        {name: one[name] for name in shown}
        | {f"{name}_rest": rest[name] for name in shown}
        | {
            "log_odds": value,
            "z": value / np.sqrt(one["variance"] + rest["variance"]),
            "error": np.sqrt(one["variance_family"] + rest["variance_family"]),
            "dispersion": dispersion(matrix[inside], lengths[inside]),
            "g2": g2(*counted),
            "log_ratio": np.log2(half[0] / half[1]),
        }
    )


def _side(matrix, lengths, family, times, weight, prior):
    """Counts and log-odds of each term in one set of articles, with the variance by the model
    and by resampling families (never below the model's: a term that never occurs would
    otherwise have none)."""
    sums = _by_family(matrix, family, times.shape[1])
    words = np.bincount(family, lengths, times.shape[1])
    odds, variance = log_odds(sums.sum(axis=0), words.sum(), weight, prior)
    draws, _ = log_odds(times @ sums, (times @ words)[:, None], weight, prior)
    return {
        "n": sums.sum(axis=0).astype("int64"),
        "words": int(words.sum()),
        "articles": np.asarray((matrix > 0).sum(axis=0)).ravel(),
        "families": (sums > 0).sum(axis=0),
        "odds": odds,
        "variance": variance,
        "variance_family": np.maximum(variance, draws.var(axis=0, ddof=1)),
    }


def _by_family(matrix, family, families):
    """Sum the rows of each family (dense, families × terms)."""
    member = sparse.csr_matrix(
        (np.ones(len(family)), (family, np.arange(len(family)))), shape=(families, len(family))
    )
    return np.asarray((member @ matrix).todense())
