"""Which articles share one text: pairs, text families, and what a spun copy swapped.

Two articles belong together if one's text stands in the other, words swapped or not, or if both
are documented as copies of the same text (``copy_of``). Families are the unit that intervals and
tests resample, since a copy is no independent evidence; and what is copied, by whom, is a result
of its own.
"""

import warnings

import numpy as np
import pandas as pd
import scipy  # which imports its parts where they are used

from helpers.errors import InputError
from helpers.likeness.likeness import COUNTS, TEXT, Likeness

__all__ = ["COUNTS", "TEXT", "families", "pairs", "sources", "spun", "thresholds"]

MOST = 8000  # different texts in one connected part beyond which it is taken for one family


def pairs(study, *, least=0.3):
    """Pairs of articles that share text.

    Where both texts are at hand they are laid word by word beside each other: runs of three words
    that both have, at most 15 words apart, make a passage, and what stands between was swapped.
    Words inside quotation marks do not count, since who quotes the same statement does not copy.
    Where only counts are at hand, Dice's (1945) coefficient of the different long words (five
    letters or more, and numbers). Candidates are found without comparing all pairs, by rare runs
    of four words (Broder 1997) or by shared words.

    study : the study
    least : likeness from which a pair is listed, 0 to 1

    Returns a DataFrame, a row per pair, the most alike first: ``one``, ``two`` (article_id),
    ``basis`` ("text", "counts"), ``likeness`` (0 to 1; by text the share of the shorter text that
    stands in the other, by counts Dice's coefficient), ``contained_one``, ``contained_two`` (share
    of either's words that the other has), ``swapped`` (share of the words of the shared passages
    that were swapped), ``longest`` (words of the longest run that both have); the last two are
    missing where there are only counts. Raises InputError for ``least`` outside 0 to 1.

    >>> list(copies.pairs(study))[:4]
    ['one', 'two', 'basis', 'likeness']
    """
    _check_share(least, "least")
    likeness = Likeness(study)
    one, two = likeness.candidates(least)
    table = likeness.of(one, two)
    table.insert(0, "basis", np.where(likeness.by_text(one, two), "text", "counts"))
    for column, side in (("two", two), ("one", one)):
        table.insert(0, column, likeness.articles[side])
    table = table[table["likeness"] >= least]
    return table.sort_values(
        ["likeness", "one", "two"], ascending=[False, True, True], ignore_index=True
    )


def families(study, *, text=TEXT, counts=COUNTS):
    """The text family of each article.

    Average linkage (Sokal & Michener 1958) on the likeness that ``pairs`` measures, within
    connected parts: articles that no chain of pairs above the threshold connects cannot end up in
    one family, so that the answer is that of all pairs. Two clusters are joined while the mean
    likeness of their pairs, each in units of its threshold, is 1 or more; so articles of one event
    that share a paragraph do not chain. Texts that are the same to the word count once. Then
    families that hold documented copies of the same text (``copy_of``) are joined. An article
    without counts or text is a family of its own, unless it is documented.

    study : the study
    text, counts : threshold where both texts are at hand, and where only counts are (0 to 1; higher
        means that texts must be more alike)

    Returns a DataFrame, index article_id as in ``study.articles``: ``family`` (str, the first
    article_id of the family), ``size`` (int, articles in it), ``weight`` (float, 1 / size). Raises
    InputError for a threshold that is not between 0 and 1.

    >>> found = copies.families(study)
    >>> list(found), found["weight"].between(0, 1).all().item()
    (['family', 'size', 'weight'], True)
    """
    _check_share(text, "text")
    _check_share(counts, "counts")
    articles = study.articles
    label = pd.Series(np.arange(len(articles)), articles.index)
    if len(study.measured) > 1:
        label[study.measured] = _linked(Likeness(study), text, counts) + len(articles)
    label = _join(label, documented(articles))
    return sized(pd.Series(articles.index, index=articles.index).groupby(label).transform("min"))


def sized(family):
    """``families``' table from the name of each article's family (Series, index article_id)."""
    size = family.groupby(family).transform("size")
    return pd.DataFrame({"family": family, "size": size, "weight": 1 / size})


def documented(articles):
    """The text that each article is documented to copy (Series of str; missing if none).

    A ``copy_of`` counts that names one text: an address, or an outlet and a title. The bare name
    of an outlet or agency says where a text came from, not which one it is.
    """
    if "copy_of" not in articles:
        return pd.Series(pd.NA, articles.index, dtype="str")
    named = (
        articles["copy_of"]
        .fillna("")
        .str.replace("[’‘]", "'", regex=True)
        .str.strip()
        .str.casefold()
    )
    one_text = named.str.contains(r"https?://|\S+, \S+ \S+ \S+", regex=True)
    if "url" not in articles:
        return named.where(one_text)
    own = articles["url"].str.casefold()
    # An article whose own address others name is a member of their family.
    return named.where(one_text).fillna(own.where(own.isin(set(named))))


def thresholds(study, *, at=(0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)):
    """How the families by words depend on the threshold, held against the documented origins.

    at : thresholds, for texts and for counts alike

    Returns a DataFrame, one row per threshold: ``threshold``, ``families``, ``largest`` (articles
    in the largest family), ``shared`` (articles in families of two or more), ``pairs`` (linked
    pairs), ``judged`` (those where both origins are known), ``precision`` (share of these with the
    same origin; a lower bound, since one text may be credited to two origins) and ``found`` (share
    of all pairs of same origin that are linked; most of these are different texts, so it is low
    by nature).

    >>> table = copies.thresholds(corpus.load("corpus"), at=[0.45])
    >>> table["families"].tolist()
    [240]
    """
    if "origin" not in study.articles:
        raise InputError("thresholds are judged by origins: the articles have no column 'origin'")
    if len(study.measured) < 2:
        raise InputError("families need at least two articles with counts or a text")
    articles, likeness = study.articles.loc[study.measured], Likeness(study)
    origin = pd.Series(articles["origin"].to_numpy())
    origin = origin.where(origin != "")
    rows = []
    for threshold in at:
        _check_share(threshold, "at")
        label = pd.Series(_linked(likeness, threshold, threshold))
        sizes, known = label.value_counts(), origin.notna()
        judged = _pairs_within(label[known])
        same = _pairs_within([label[known], origin[known]])
        every = _pairs_within(origin[known])
        rows.append(
            {
                "threshold": threshold,
                "families": len(sizes),
                "largest": sizes.max(),
                "shared": sizes[sizes > 1].sum(),
                "pairs": _pairs_within(label),
                "judged": judged,
                "precision": same / judged if judged else np.nan,
                "found": same / every if every else np.nan,
            }
        )
    return pd.DataFrame(rows)


def _pairs_within(labels):
    """Pairs of articles that bear the same label, or the same labels."""
    labels = labels if isinstance(labels, list) else [labels]
    n = labels[0].groupby(labels).size()
    return int((n * (n - 1) // 2).sum())


def _check_share(value, name):
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1:
        raise InputError(f"{name} must be above 0 and at most 1, not {value!r}")


def _linked(likeness, text, counts):
    """The family of each measured article by likeness: the number of its first article."""
    n, same = len(likeness.articles), likeness.same
    one, two = likeness.candidates(min(text, counts))
    first = (same[one] == one) & (same[two] == two)
    one, two = one[first], two[first]
    near = _closeness(likeness, one, two, text, counts) >= 1
    links = scipy.sparse.coo_matrix((np.ones(near.sum()), (one[near], two[near])), shape=(n, n))
    part = scipy.sparse.csgraph.connected_components(links, directed=False)[1]
    label, order = np.arange(n), np.argsort(part, kind="stable")
    cuts = np.flatnonzero(np.diff(part[order])) + 1
    for begin, end in zip(np.append(0, cuts), np.append(cuts, n), strict=True):
        if end - begin > 1:
            members = order[begin:end]
            label[members] = members[_clustered(likeness, members, text, counts)]
    return label[same]


def _clustered(likeness, members, text, counts):
    """Average linkage within one connected part: the place of the first of each one's cluster."""
    size = len(members)
    if size == 2:
        return np.zeros(2, dtype=int)
    if size > MOST:
        warnings.warn(
            f"{size} articles are connected by pairs of like texts, more than can be compared "
            f"with each other ({MOST}): they count as one family",
            stacklevel=5,
        )
        return np.zeros(size, dtype=int)
    one, two = np.triu_indices(size, 1)
    close = _closeness(likeness, members[one], members[two], text, counts)
    most = 1 / min(text, counts)
    tree = scipy.cluster.hierarchy.linkage(most - close, "average")
    cluster = scipy.cluster.hierarchy.fcluster(tree, most - 1 + 1e-9, "distance")
    _, first, place = np.unique(cluster, return_index=True, return_inverse=True)
    return first[place]


def _closeness(likeness, one, two, text, counts):
    """Likeness of pairs in units of the threshold of what it rests on."""
    unit = np.where(likeness.by_text(one, two), text, counts)
    return likeness.of(one, two)["likeness"].to_numpy() / unit


def _join(label, text):
    """Labels after joining families whose articles are documented copies of the same text."""
    codes = pd.factorize(label)[0]
    nodes = pd.factorize(text)[0] + codes.max() + 1
    linked = text.notna().to_numpy()
    size = max(codes.max(), nodes.max()) + 1
    cells = (np.ones(linked.sum()), (codes[linked], nodes[linked]))
    links = scipy.sparse.coo_matrix(cells, shape=(size, size))
    found = scipy.sparse.csgraph.connected_components(links, directed=False)[1]
    return pd.Series(found[codes], label.index)
