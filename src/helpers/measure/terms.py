"""Terms that characterise an article, and terms that mark a group."""

import numpy as np
import pandas as pd
from scipy import sparse, stats
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfTransformer
from tqdm import tqdm

from helpers import notes
from helpers.errors import InputError
from helpers.likeness.copies import only
from helpers.measure import groups, resample
from helpers.words import languages
from helpers.words import lemmas as lemmas_
from helpers.words.counts import by_group
from helpers.words.vectorizer import Vectorizer as Vectorizer

__all__ = ["Vectorizer", "against", "frequencies", "keyness", "tf_idf"]

KINDS = ("words", "phrases", "all")


def tf_idf(
    study,
    *,
    by=None,
    terms="words",
    copies="all",
    lemmas=False,
    stop_words=(),
    min_df=1,
    max_df=1.0,
    df="groups",
    plus_one=True,
    **options,
):
    """TF-IDF of each term: how often it occurs here, weighed up the fewer others it occurs in.

    scikit-learn's weighting: tf × (ln((1 + n) / (1 + df)) + 1), each row scaled to length 1
    (Salton & Buckley 1988; smoothed idf). Higher means more characteristic.

    study : the study
    by : column of the articles whose groups are weighed, or a list of two; single articles if not
        given
    terms : "words", "phrases" or "all"
    copies : "all" articles, "originals" only, or "one per family", the first of each
    lemmas : count the forms of a word (цены, цен, ценам) as one term, named by its commonest form;
        for English and Russian (``words.lemmas``)
    stop_words : words to leave out, or "en": scikit-learn's English list
    min_df, max_df : terms in fewer or more articles are left out; a number, or a share of them
    df : "groups": idf over what is weighed; "articles": over all articles, which ranks the content
        of groups, since a term that all groups have may still be rare among articles
    plus_one : add 1 to idf, as scikit-learn does, so that terms of every article keep some weight
    options : of scikit-learn's TfidfTransformer: ``norm``, ``use_idf``, ``smooth_idf``,
        ``sublinear_tf``

    Returns a DataFrame, one row per article or group and term that occurs in it: ``article_id``
    or the columns ``by``, ``term``, ``n`` (occurrences), ``df`` (articles or groups with the term),
    ``tf_idf``; highest first within each article or group. Raises InputError for wrong options, and
    where no term is left.

    >>> from helpers import corpus
    >>> table = tf_idf(corpus.from_frame(pd.DataFrame({"text": ["Fuel rose.", "Fuel fell."]})))
    >>> table["term"].tolist()
    ['rose', 'fuel', 'fell', 'fuel']
    """
    study = _without_copies(study, copies)
    names, label = _labels(study, by)
    counts, _ = counts_of(study, lemmas)
    spread = _by_group(counts, _together(study))[2].toarray()[0]
    chosen = _kind(counts.terms, terms) & _content(
        counts.terms, spread, stop_words, min_df, max_df, study
    )
    if not chosen.any():
        raise InputError("no term is left: lower min_df, or leave out fewer")
    if df not in ("groups", "articles"):
        raise InputError(f"df must be 'groups' or 'articles', not {df!r}")
    groups_there, matrix, _ = _by_group(counts, label)
    matrix = matrix[:, chosen]
    try:
        weigher = TfidfTransformer(**options).fit(matrix)
        if weigher.use_idf and (df == "articles" or not plus_one):
            n, d = (len(study.measured), spread[chosen]) if df == "articles" else (
                matrix.shape[0], np.asarray((matrix > 0).sum(axis=0)).ravel()
            )  # fmt: skip
            smooth = int(weigher.smooth_idf)
            weigher.idf_ = np.log((n + smooth) / (d + smooth)) + plus_one
        weighted = weigher.transform(matrix).tocoo()
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
    return _called(table, study, names, label, "terms.tf_idf", copies=copies, lemmas=lemmas)


def _content(terms, spread, stop_words, min_df, max_df, study):
    """Which terms are in enough articles, and not in too many, and hold no stop word (bool)."""
    n = len(study.measured)
    ends = []
    for name, given in (("min_df", min_df), ("max_df", max_df)):
        if isinstance(given, bool) or not isinstance(given, int | float) or given < 0:
            raise InputError(
                f"{name} must be a number of articles, or a share of them, not {given!r}"
            )
        if isinstance(given, float) and given > 1:
            raise InputError(f"{name}={given!r}: a share lies between 0 and 1")
        ends.append(given * n if isinstance(given, float) else given)
    if isinstance(stop_words, str):
        if stop_words != "en":
            raise InputError(f"stop_words must be 'en' or a list of words, not {stop_words!r}")
        stop_words = ENGLISH_STOP_WORDS
    stop = frozenset(stop_words)
    content = np.array([stop.isdisjoint(term.split(" ")) for term in terms], dtype=bool)
    return content & (spread >= ends[0]) & (spread <= ends[1])


def frequencies(
    study, *, by=None, voice=None, terms="words", copies="all", lemmas=False
):  # fmt: skip
    """How often each term occurs, in all articles or in each group.

    study : the study
    by : column of the articles, or a list of two; all articles together if not given
    voice : "unquoted" or "quoted"; both together if not given
    terms : "words", "phrases" or "all"
    copies : "all" articles, "originals" only, or "one per family", the first of each
    lemmas : as in ``tf_idf``

    Returns a DataFrame, one row per group and term, most frequent first: the columns ``by``,
    ``term``, ``n`` (occurrences), ``words`` (all words of the group), ``per_1000`` (occurrences per
    1,000 words), ``articles`` (with the term).

    >>> from helpers import corpus
    >>> study = corpus.from_frame(pd.DataFrame({"text": ["Fuel rose.", "Fuel fell."]}))
    >>> frequencies(study).head(1)[["term", "n", "articles"]].values.tolist()
    [['fuel', 2, 2]]
    """
    study = _without_copies(study, copies)
    names, label = ([], _together(study)) if by is None else _labels(study, by)
    part = _in_voice(counts_of(study, lemmas)[0], voice)
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
    return _called(
        table, study, names, label, "terms.frequencies", voice=voice, copies=copies, lemmas=lemmas
    )


def keyness(
    study,
    *,
    by="group",
    voice=None,
    terms="words",
    prior=0.1,
    min_articles=5,
    copies="all",
    lemmas=False,
    cluster="family",
    level=0.95,
    resamples=2000,
    seed=0,
):
    """Terms that mark each group against all the others.

    The log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008): the
    prior is the vocabulary of all groups together, which keeps rare terms from looking
    distinctive. Its z takes words for independent, so that one copied text can carry a term far;
    the interval and ``z_family`` take the variance of either side from its clusters (linearised),
    where that is larger than the model's, and are what to trust.

    study : the study; two groups alone are compared by filtering it first,
        ``study.where("group in ['North', 'South']")``
    by : column that names the groups, or a list of two; articles without a label stay out
    voice : "unquoted" or "quoted"; both together if not given
    terms : "words", "phrases" or "all"; phrases are compared per word of the group too
    prior : weight of the prior, as a share of all words compared
    min_articles : terms in fewer articles of all groups together are left out
    copies : "all" articles, "originals" only, or "one per family", the first of each
    lemmas : as in ``tf_idf``
    cluster : what is not independent: "family" (articles of one text), "outlet" or "origin"
    resamples : permutations of cluster labels, where there are too many to count all

    Returns a DataFrame, one row per group and term, highest ``z_family`` first in each group:
    the columns ``by``, ``term``; ``n``, ``n_rest`` (occurrences), ``words``, ``words_rest`` (all
    words); ``articles``, ``articles_rest``, ``families``, ``families_rest`` (that have the term);
    ``log_odds`` (above 0: marks the group) with ``low``, ``high`` (Student's t over clusters);
    ``z`` (Monroe et al.), ``z_family`` (log-odds over its error over clusters; never further from 0
    than z), ``p`` (two-sided, Student's t of ``z_family``), ``q`` (adjusted over all terms of the
    group: single-step max-T over permuted cluster labels, Westfall & Young 1993, where there are at
    most 300 clusters, and never below what so many clusters allow, ``least``; else Benjamini &
    Hochberg 1995); ``dispersion`` (DP of Gries 2008 over the group's articles: 0 evenly spread,
    near 1 in one article). Scores to rank by, without a p, since they take words for independent:
    ``g2`` (Dunning 1993), ``g2_williams`` (with Williams's correction), ``chi2`` (with Yates's) and
    ``exact`` (-log10 of Fisher's exact probability), all below 0 where the rest has more, and
    ``log_ratio`` (log2 of the relative frequencies, Hardie 2014; half an occurrence for none).
    Raises InputError where fewer than two groups have words, and for articles in several languages.

    >>> table = terms.keyness(study, by="group")
    >>> table["group"].unique().tolist()
    ['North', 'East']
    """
    resample.check_level(level)
    study = _without_copies(study, copies)
    names, label = _labels(study, by)
    counts = _in_voice(counts_of(study, lemmas)[0], voice)
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
    clusters, names_of = pd.factorize(_clusters(study, cluster).reindex(rows.index))
    there = [name for name in label.cat.categories if (rows == name).any()]
    parts = []
    for name in tqdm(there, desc="keyness", disable=None, leave=False):
        inside = (rows == name).to_numpy()
        sides = [
            _Side(matrix[member], lengths[member], clusters[member], len(names_of))
            for member in (inside, ~inside)
        ]
        found = _against_rest(sides, weight, prior * total)
        found["dispersion"] = dispersion(matrix[inside], lengths[inside])
        freedom = max(min(resample.effective(side.words) for side in sides) - 1, 1)
        reach = stats.t.ppf((1 + level) / 2, freedom)
        for end, sign in (("low", -1), ("high", 1)):
            found[end] = found["log_odds"] + sign * reach * found["error"]
        found["z_family"] = found["log_odds"] / found["error"]
        found["p"] = 2 * stats.t.sf(found["z_family"].abs(), freedom)
        q, least = _adjusted(sides, found, weight, prior * total, resamples, seed)
        parts.append(found.assign(q=q, least=least, label=name, term=counts.terms[chosen]))
    result = pd.concat(parts, ignore_index=True)
    result["label"] = pd.Categorical(result["label"], label.cat.categories, ordered=True)
    order = result.sort_values(["label", "z_family", "term"], ascending=[True, False, True])
    options = dict(voice=voice, copies=copies, lemmas=lemmas)
    return _called(order[["label", *COLUMNS]], study, names, label, "terms.keyness", **options)


def against(
    study, reference, *, by=None, voice=None, terms="words", copies="all", lemmas=False
):  # fmt: skip
    """Terms held against a reference list: scores to rank by, without a p, since the list has no
    articles and words are no independent evidence.

    study : the study; by, voice, terms, copies, lemmas : as in ``frequencies``
    reference : DataFrame with ``term`` and ``n`` (occurrences in the reference corpus); with
        lemmas, a reference counted by the same lemmas and named by the same forms

    Returns the columns of ``frequencies`` with ``n_reference``, ``words_reference``; ``g2``
    (Dunning 1993) and ``chi2`` (Yates), below 0 where the reference has more; ``log_ratio`` (log2
    of the relative frequencies, Hardie 2014; half an occurrence for none); highest ``g2`` first in
    each group. Raises InputError for a reference that has no such columns.

    >>> list_ = pd.DataFrame({"term": ["fuel", "the"], "n": [1, 60000]})
    >>> terms.against(study, list_)["g2"].is_monotonic_decreasing
    True
    """
    if not isinstance(reference, pd.DataFrame) or not {"term", "n"} <= {*reference}:
        raise InputError("reference must be a DataFrame with the columns term and n")
    known = reference.groupby("term")["n"].sum()
    if (known < 0).any() or not known.sum() > 0:
        raise InputError("reference: n must be numbers of occurrences")
    table = frequencies(study, by=by, voice=voice, terms=terms, copies=copies, lemmas=lemmas)
    about = notes.recall(table)
    total = int(known[~known.index.str.contains(" ")].sum())
    n_rest = table["term"].map(known).fillna(0).to_numpy()
    n, words = table["n"].to_numpy(), table["words"].to_numpy()
    sign = np.where(n / words >= n_rest / total, 1, -1)
    scored = table.assign(
        n_reference=n_rest.astype("int64"),
        words_reference=total,
        g2=sign * g2(n, words, n_rest, total),
        chi2=sign * chi2(n, words, n_rest, total),
        log_ratio=np.log2(n / words / (np.where(n_rest > 0, n_rest, 0.5) / total)),
    )
    names = about["by"]
    keys = [*names, "g2", "term"]
    scored = scored.sort_values(
        keys, ascending=[*[True] * len(names), False, True], ignore_index=True
    )
    about["verb"] = "terms.against"
    return notes.remember(scored, about.pop("verb"), **about)


def counts_of(study, lemmas):
    """The study's counts, by lemma if asked for, and the forms of each term (None without)."""
    if not lemmas:
        return study.counts, None
    there = study.articles.loc[study.measured].get("language", pd.Series(dtype="str"))
    spoken = there[there.fillna("") != ""].unique()
    if not len(spoken):
        raise InputError(
            "lemmas=True needs a column language: corpus.from_frame(df, …, language='en')"
        )
    languages.together(study.articles.loc[study.measured])
    return lemmas_.merge(study.counts, spoken[0], study.settings.get("lemmas"))


def _labels(study, by):
    """The columns in ``by``, and the label of each measured article (ordered categorical, index
    article_id); articles without a label are left out. Without ``by`` each article is its own."""
    _check_study(study)
    languages.together(study.articles.loc[study.measured])
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
    languages.together(study.articles.loc[study.measured])
    return pd.Series(pd.Categorical(["all"] * len(study.measured)), study.measured)


def _without_copies(study, which):
    _check_study(study)
    return only(study, which)


def _check_study(study):
    if not hasattr(study, "articles"):
        raise InputError(
            f"a study is needed, not {type(study).__name__}: corpus.load or from_frame"
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
    *("families", "families_rest", "log_odds", "low", "high", "z", "z_family", "p", "q", "least"),
    *("dispersion", "g2", "g2_williams", "chi2", "exact", "log_ratio"),
]
FEW = 300  # clusters up to which max-T takes the place of Benjamini and Hochberg


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


def g2_williams(n, words, n_rest, words_rest):
    """``g2`` with Williams's (1976) correction, which brings it nearer to chi-squared where a term
    is rare; higher means a surer difference."""
    total, terms = words + words_rest, np.maximum(n + n_rest, 1)
    rows = total / words + total / words_rest - 1
    columns = total / terms + total / np.maximum(total - terms, 1) - 1
    return g2(n, words, n_rest, words_rest) / (1 + rows * columns / (6 * total))


def exact(n, words, n_rest, words_rest):
    """-log10 of Fisher's (1935) exact probability of a term as frequent as here, or more, on the
    side where it is more frequent; higher means a surer difference."""
    more = n / words >= n_rest / words_rest
    seen, own = np.where(more, n, n_rest), np.where(more, words, words_rest)
    found = stats.hypergeom.logsf(seen - 1, words + words_rest, n + n_rest, own)
    return -found / np.log(10)


def chi2(n, words, n_rest, words_rest):
    """Chi-squared of a 2 × 2 table with Yates's (1934) correction for continuity; higher means a
    surer difference."""
    observed = np.array([n, words - n, n_rest, words_rest - n_rest], dtype=float)
    share = (n + n_rest) / (words + words_rest)
    expected = np.array(
        [words * share, words * (1 - share), words_rest * share, words_rest * (1 - share)]
    )
    gap = np.abs(observed - expected)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(expected > 0, (gap - np.minimum(0.5, gap)) ** 2 / expected, 0)
    return parts.sum(axis=0)


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


def _clusters(study, cluster):
    """The cluster of each article (Series of str, index article_id)."""
    if cluster not in ("family", "outlet", "origin"):
        raise InputError(f"cluster must be 'family', 'outlet' or 'origin', not {cluster!r}")
    family = "text " + study.families["family"].astype("str")
    if cluster == "family":
        return family
    if cluster not in study.articles:
        raise InputError(f"cluster={cluster!r}: the articles have no column {cluster!r}")
    named = study.articles[cluster]
    known = named.notna() & (named != "")
    return family.where(~known, f"{cluster} " + named.astype("str"))


class _Side:
    """The occurrences in one set of articles, summed by cluster (CSR, clusters × terms)."""

    def __init__(self, matrix, lengths, clusters, n_clusters):
        cells = (np.ones(len(clusters)), (clusters, np.arange(len(clusters))))
        member = sparse.csr_matrix(cells, shape=(n_clusters, len(clusters)))
        self.counts = (member @ matrix).tocsr()
        self.words = np.bincount(clusters, lengths, n_clusters)
        self.articles = np.asarray((matrix > 0).sum(axis=0)).ravel()
        self.clusters = np.asarray((self.counts > 0).sum(axis=0)).ravel()

    @property
    def sums(self):
        """What log-odds and their error need, each by term: n, Σx², Σx·words; and Σwords,
        Σwords², clusters with words."""
        squares = self.counts.multiply(self.counts)
        return (
            np.asarray(self.counts.sum(axis=0)).ravel(),
            np.asarray(squares.sum(axis=0)).ravel(),
            self.counts.T @ self.words,
            self.words.sum(),
            (self.words**2).sum(),
            (self.words > 0).sum(),
        )


def _odds(sums, weight, prior):
    """Log-odds of each term on one side, their variance by the model, and by clusters: the sum of
    squares of what each cluster moves them (linearised), never below the model's, which a term that
    never occurs would otherwise undercut."""
    n, squares, crossed, words, words_squared, clusters = sums
    value, variance = log_odds(n, words, weight, prior)
    rest = 1 / (words + prior - n - weight)
    own = 1 / (n + weight) + rest
    moved = own**2 * squares - 2 * own * rest * crossed + rest**2 * words_squared
    small = clusters / np.maximum(clusters - 1, 1)
    return value, variance, np.maximum(variance, moved * small)


def _against_rest(sides, weight, prior):
    """Every statistic of one group against the rest, one row per term."""
    sums = [side.sums for side in sides]
    (one, model_one, error_one), (rest, model_rest, error_rest) = (
        _odds(some, weight, prior) for some in sums
    )
    n, n_rest = (some[0] for some in sums)
    words, words_rest = (int(some[3]) for some in sums)
    half = [np.where(k > 0, k, 0.5) / w for k, w in ((n, words), (n_rest, words_rest))]
    sign = np.where(n / words >= n_rest / words_rest, 1, -1)
    return pd.DataFrame(
        {
            "n": n.astype("int64"), "n_rest": n_rest.astype("int64"),
            "words": words, "words_rest": words_rest,
            "articles": sides[0].articles, "articles_rest": sides[1].articles,
            "families": sides[0].clusters, "families_rest": sides[1].clusters,
            "log_odds": one - rest,
            "z": (one - rest) / np.sqrt(model_one + model_rest),
            "error": np.sqrt(error_one + error_rest),
            "g2": sign * g2(n, words, n_rest, words_rest),
            "g2_williams": sign * g2_williams(n, words, n_rest, words_rest),
            "exact": sign * exact(n, words, n_rest, words_rest),
            "chi2": sign * chi2(n, words, n_rest, words_rest),
            "log_ratio": np.log2(half[0] / half[1]),
        }
    )  # fmt: skip


def _adjusted(sides, found, weight, prior, resamples, seed):
    """p adjusted over all terms, and the least that it can be.

    Cluster labels are permuted (a cluster with a part on both sides has its parts swapped), and the
    largest |z_family| of any term taken each time (max-T: Westfall & Young 1993)."""
    words = np.array([side.words for side in sides])
    present = words.sum(axis=0) > 0
    if present.sum() > FEW:
        return stats.false_discovery_control(found["p"]), 0.0
    dense = [side.counts[present].toarray().astype(float) for side in sides]
    words = words[:, present]
    here = resample.arrangements(words[0] > 0, words[1] > 0, resamples, seed)
    largest = np.concatenate(
        [_largest(block, dense, words, weight, prior) for block in np.array_split(here, 20)]
    )
    observed = found["z_family"].abs().to_numpy()
    order = np.sort(largest)
    beyond = len(order) - np.searchsorted(order, observed - 1e-9)
    exact = len(here) < resamples
    counted = beyond / len(order) if exact else (1 + beyond) / (1 + len(order))
    least = 1 / len(order) if exact else 1 / (1 + len(order))
    return np.minimum(counted, 1.0), least


def _largest(here, counts, words, weight, prior):
    """The largest |z_family| of any term under each arrangement."""
    if not len(here):
        return np.empty(0)
    both = (words > 0).all(axis=0)
    kept = [
        np.where(both[:, None], counts[0], counts[0] + counts[1]),
        np.where(both[:, None], counts[1], 0),
    ]
    kept_words = [np.where(both, words[0], words[0] + words[1]), np.where(both, words[1], 0)]
    chosen = here.astype(float)

    def split(x, y):
        first = chosen @ (x - y) + y.sum(axis=0)
        return first, (x.sum(axis=0) + y.sum(axis=0)) - first

    (a, c), (b, d) = kept, kept_words
    n, squares = split(a, c), split(a * a, c * c)
    crossed = split(a * b[:, None], c * d[:, None])
    total, total_squared = split(b, d), split(b * b, d * d)
    present = split((b > 0).astype(float), (d > 0).astype(float))
    of_words = (total, total_squared, present)
    odds = [
        _odds(
            (n[k], squares[k], crossed[k], *(some[k][:, None] for some in of_words)), weight, prior
        )
        for k in (0, 1)
    ]  # fmt: skip
    z = (odds[0][0] - odds[1][0]) / np.sqrt(odds[0][2] + odds[1][2])
    return np.abs(z).max(axis=1)
