"""Terms that characterise an article, and terms that mark a group."""

import numpy as np
import pandas as pd
from scipy import sparse, stats
from sklearn.feature_extraction.text import TfidfTransformer
from tqdm import tqdm

from helpers import notes
from helpers.errors import InputError
from helpers.measure import groups, resample
from helpers.words.counts import by_group
from helpers.words.vectorizer import Vectorizer as Vectorizer

__all__ = ["Vectorizer", "frequencies", "keyness", "tf_idf"]

KINDS = ("words", "phrases", "all")


def tf_idf(study, *, by=None, terms="words", **options):
    """TF-IDF of each term: how often it occurs here, weighed up the fewer others it occurs in.

    scikit-learn's weighting: tf × (ln((1 + n) / (1 + df)) + 1), each row scaled to length 1
    (Salton & Buckley 1988; smoothed idf). Higher means more characteristic.

    study : the study
    by : column of the articles whose groups are weighed, or a list of two; single articles if not
        given
    terms : "words", "phrases" or "all"
    options : of scikit-learn's TfidfTransformer: ``norm``, ``use_idf``, ``smooth_idf``,
        ``sublinear_tf``

    Returns a DataFrame, one row per article or group and term that occurs in it: ``article_id``
    or the columns ``by``, ``term``, ``n`` (occurrences), ``df`` (articles or groups with the term),
    ``tf_idf``; highest first within each article or group.

    >>> from helpers import corpus
    >>> table = tf_idf(corpus.from_frame(pd.DataFrame({"text": ["Fuel rose.", "Fuel fell."]})))
    >>> table["term"].tolist()
    ['rose', 'fuel', 'fell', 'fuel']
    """
    names, label = _labels(study, by)
    counts = study.counts
    chosen = _kind(counts.terms, terms)
    groups_there, matrix, _ = _by_group(counts, label)
    matrix = matrix[:, chosen]
    try:
        weighted = TfidfTransformer(**options).fit_transform(matrix).tocoo()
    except (TypeError, ValueError) as error:
        raise InputError(f"options are those of scikit-learn's TfidfTransformer: {error}") from None
    table = pd.DataFrame(
        {
            "label": pd.Categorical.from_codes(weighted.row, groups_there, ordered=True),
            "term": counts.terms[chosen][weighted.col],
            "n": np.asarray(matrix[weighted.row, weighted.col]).ravel(),
            "df": np.asarray((matrix > 0).sum(axis=0)).ravel()[weighted.col],
            "tf_idf": weighted.data,
        }
    )
    table = table.sort_values(["label", "tf_idf", "term"], ascending=[True, False, True])
    return _called(table, study, names, label, "terms.tf_idf")


def frequencies(study, *, by=None, voice=None, terms="words"):
    """How often each term occurs, in all articles or in each group.

    study : the study
    by : column of the articles, or a list of two; all articles together if not given
    voice : "unquoted" or "quoted"; both together if not given
    terms : "words", "phrases" or "all"

    Returns a DataFrame, one row per group and term, most frequent first: the columns ``by``,
    ``term``, ``n`` (occurrences), ``words`` (all words of the group), ``per_1000`` (occurrences per
    1,000 words), ``articles`` (with the term).

    >>> from helpers import corpus
    >>> study = corpus.from_frame(pd.DataFrame({"text": ["Fuel rose.", "Fuel fell."]}))
    >>> frequencies(study).head(1)[["term", "n", "articles"]].values.tolist()
    [['fuel', 2, 2]]
    """
    names, label = ([], _together(study)) if by is None else _labels(study, by)
    part = _in_voice(study.counts, voice)
    chosen = _kind(part.terms, terms)
    groups_there, matrix, spread = _by_group(part, label)
    single = ~part.terms.str.contains(" ")
    words = np.asarray(matrix[:, single].sum(axis=1)).ravel()
    cells, spread = matrix[:, chosen].tocoo(), spread[:, chosen].tocsr()
    table = pd.DataFrame(
        {
            "label": pd.Categorical.from_codes(cells.row, groups_there, ordered=True),
            "term": part.terms[chosen][cells.col],
            "n": cells.data,
            "words": words[cells.row],
            "per_1000": 1000 * cells.data / words[cells.row],
            "articles": np.asarray(spread[cells.row, cells.col]).ravel().astype("int64"),
        }
    )
    table = table[table["n"] > 0]
    table = table.sort_values(["label", "n", "term"], ascending=[True, False, True])
    return _called(table, study, names, label, "terms.frequencies", voice=voice)


def keyness(
    study,
    *,
    by="group",
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

    study : the study; two groups alone are compared by filtering it first,
        ``study.where("group in ['West', 'CSTO']")``
    by : column that names the groups, or a list of two; articles without a label stay out
    voice : "unquoted" or "quoted"; both together if not given
    terms : "words", "phrases" or "all"; phrases are compared per word of the group too
    prior : weight of the prior, as a share of all words compared
    min_articles : terms in fewer articles of all groups together are left out

    Returns a DataFrame, one row per group and term, highest ``z_family`` first in each group:
    the columns ``by``, ``term``; ``n``, ``n_rest`` (occurrences), ``words``, ``words_rest`` (all
    words); ``articles``, ``articles_rest``, ``families``, ``families_rest`` (that have the term);
    ``log_odds`` (above 0: marks the group) with ``low``, ``high`` (normal interval from the error
    over families); ``z`` (Monroe et al.), ``z_family`` (log-odds over its error over families;
    never further from 0 than z), ``p`` (two-sided normal, from z_family), ``q`` (Benjamini &
    Hochberg 1995 over the whole table); ``dispersion`` (DP of Gries 2008 over the group's
    articles: 0 evenly spread, near 1 in one article); ``g2`` (Dunning 1993) and ``log_ratio``
    (log2 of the relative frequencies, Hardie 2014; half an occurrence for none) beside it. Raises
    InputError where fewer than two groups have words, and for articles in several languages.

    >>> table = terms.keyness(study, by="group")
    >>> table["group"].unique().tolist()
    ['West', 'East']
    """
    resample.check_level(level)
    names, label = _labels(study, by)
    counts = _in_voice(study.counts, voice)
    ids = counts.rows["article_id"]
    articles, matrix = by_group(counts, ids.where(ids.isin(label.index)))
    rows = label.reindex(articles)
    lengths = counts.rows.groupby("article_id")["n_words"].sum().reindex(articles).to_numpy()
    words = pd.Series(lengths).groupby(rows.to_numpy(), observed=True).sum()
    if len(words) < 2 or (words == 0).any():
        raise InputError(f"two groups with words are needed; words by group: {words.to_dict()}")
    single = ~counts.terms.str.contains(" ")
    spread = np.asarray((matrix > 0).sum(axis=0)).ravel()
    chosen = np.flatnonzero(_kind(counts.terms, terms) & (spread >= min_articles))
    if not len(chosen):
        raise InputError(f"no term occurs in {min_articles} articles: lower min_articles")
    total = matrix[:, single].sum()
    matrix = matrix[:, chosen].tocsr()
    weight = prior * np.asarray(matrix.sum(axis=0)).ravel()
    family = pd.factorize(study.families["family"].reindex(rows.index))[0]
    times = resample.draws(family.max() + 1, resamples, seed)
    there = [name for name in label.cat.categories if (rows == name).any()]
    parts = [
        _against_rest(
            matrix, lengths, (rows == name).to_numpy(), family, times, weight, prior * total
        ).assign(label=name, term=counts.terms[chosen])
        for name in tqdm(there, desc="keyness", disable=None, leave=False)
    ]
    result = pd.concat(parts, ignore_index=True)
    error, reach = result["error"], stats.norm.ppf((1 + level) / 2)
    result["low"], result["high"] = (result["log_odds"] + d * reach * error for d in (-1, 1))
    result["z_family"] = result["log_odds"] / error
    result["p"] = 2 * stats.norm.sf(result["z_family"].abs())
    result["q"] = stats.false_discovery_control(result["p"])
    result["label"] = pd.Categorical(result["label"], label.cat.categories, ordered=True)
    order = result.sort_values(["label", "z_family", "term"], ascending=[True, False, True])
    return _called(order[["label", *COLUMNS]], study, names, label, "terms.keyness", voice=voice)


def _labels(study, by):
    """The columns in ``by``, and the label of each measured article (ordered categorical, index
    article_id); articles without a label are left out. Without ``by`` each article is its own."""
    _check_study(study)
    _one_language(study)
    articles = study.articles.loc[study.measured]
    if by is None:
        ids = pd.Categorical(articles.index, sorted(articles.index), ordered=True)
        return ["article_id"], pd.Series(ids, articles.index)
    table = articles.rename_axis("article_id").reset_index()
    names = groups.columns(table, by)
    there = groups.with_labels(table, names)
    return names, groups.label(there, names).set_axis(pd.Index(there["article_id"]))


def _together(study):
    _check_study(study)
    _one_language(study)
    return pd.Series(pd.Categorical(["all"] * len(study.measured)), study.measured)


def _check_study(study):
    if not hasattr(study, "articles"):
        raise InputError(
            f"a study is needed, not {type(study).__name__}: corpus.load or from_frame"
        )


def _one_language(study):
    """Nothing compares words across languages."""
    if "language" in study.articles:
        known = study.articles.loc[study.measured, "language"].dropna()
        known = sorted(set(known[known != ""]))
        if len(known) > 1:
            raise InputError(
                f"the articles are in {', '.join(known)}, and words compare within one language: "
                f"study.where(\"language == '{known[0]}'\")"
            )


def _in_voice(counts, voice):
    known = list(pd.unique(counts.rows["voice"]))
    if voice is None:
        return counts
    if voice not in known:
        raise InputError(f"there is no voice {voice!r} in counts, but {', '.join(known)}")
    return counts.select(counts.rows["voice"] == voice)


def _by_group(counts, label):
    """The labels that occur, in their order; occurrences and number of articles of each term by
    group (CSR, groups × terms)."""
    articles, matrix = by_group(counts, counts.rows["article_id"])
    codes = label.cat.codes.reindex(articles).fillna(-1).astype(int).to_numpy()
    there = np.unique(codes[codes >= 0])
    has = codes >= 0
    member = sparse.csr_matrix(
        (np.ones(has.sum(), "int64"), (np.searchsorted(there, codes[has]), np.flatnonzero(has))),
        shape=(len(there), len(codes)),
    )
    spread = (matrix > 0).astype("int64")
    return label.cat.categories[there], (member @ matrix).tocsr(), (member @ spread).tocsr()


def _called(table, study, names, label, verb, **options):
    """The table with its labels as the columns they came from, and a note of how it was made."""
    found = table.pop("label")
    if names == ["article_id"]:
        columns = {"article_id": found.astype("str")}
    elif len(names) == 1:
        order = study.articles[names[0]].dtype
        is_ordered = isinstance(order, pd.CategoricalDtype)
        columns = {names[0]: found.astype(order) if is_ordered else found.astype(object)}
    else:
        first = (
            study.articles.loc[label.index, names].groupby(label.to_numpy(), observed=True).first()
        )
        columns = {name: first[name].reindex(found).to_numpy() for name in names}
    for place, (name, values) in enumerate(columns.items()):
        table.insert(place, name, values)
    table = table.reset_index(drop=True)
    by = [] if names == ["article_id"] else names
    return notes.remember(table, verb, by=by, keys=[*names, "term"], **options)


COLUMNS = [
    *("term", "n", "n_rest", "words", "words_rest", "articles", "articles_rest"),
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
