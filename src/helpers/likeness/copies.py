"""Which articles share one text: text families.

Two articles belong together if their words are nearly the same, or if both are documented as
copies of the same text (``copy_of``). Families are the unit that intervals and tests resample,
since a copy is no independent evidence; and what is copied, by whom, is a result of its own.
"""

import numpy as np
import pandas as pd
import scipy  # which imports its parts where they are used

from helpers.errors import InputError
from helpers.words import counts as counts_

__all__ = ["THRESHOLD", "families", "thresholds"]

# The lowest threshold at which at least 80 % of the linked pairs whose origins are known have the
# same origin, on the Kazakhstan corpus; ``thresholds`` gives the table it was read from.
THRESHOLD = 0.45


def families(study, *, threshold=THRESHOLD):
    """The text family of each article.

    Average linkage (Sokal & Michener 1958) on the cosine of tf-idf-weighted words (log tf), cut at
    ``threshold``; then families that hold documented copies of the same text (``copy_of``) are
    joined. An article without counts or text is a family of its own, unless it is documented.

    study : the study
    threshold : mean cosine, 0 to 1, above which two clusters are one family; higher means that
        texts must be more alike

    Returns a DataFrame, index article_id as in ``study.articles``: ``family`` (str, the first
    article_id of the family), ``size`` (int, articles in it), ``weight`` (float, 1 / size). Raises
    InputError for a threshold that is not between 0 and 1.

    >>> found = copies.families(study)
    >>> list(found), found["weight"].between(0, 1).all().item()
    (['family', 'size', 'weight'], True)
    """
    if isinstance(threshold, bool) or not 0 <= threshold <= 1:
        raise InputError(f"threshold must be between 0 and 1, not {threshold!r}")
    articles = study.articles
    label = pd.Series(np.arange(len(articles)), articles.index)
    if len(study.measured) > 1:
        cut = scipy.cluster.hierarchy.fcluster(_tree(study), 1 - threshold, "distance")
        label[study.measured] = cut + len(articles)
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

    Returns a DataFrame, one row per threshold: ``threshold``, ``families``, ``largest`` (articles
    in the largest family), ``shared`` (articles in families of two or more), ``pairs`` (linked
    pairs), ``judged`` (those where both origins are known), ``precision`` (share of these with the
    same origin; a lower bound, since one text may be credited to two origins) and ``found`` (share
    of all pairs of same origin that are linked; most of these are different texts, so it is low
    by nature).

    >>> table = copies.thresholds(corpus.load("corpus"), at=[0.45])
    >>> table["families"].tolist()
    [239]
    """
    if "origin" not in study.articles:
        raise InputError("thresholds are judged by origins: the articles have no column 'origin'")
    if len(study.measured) < 2:
        raise InputError("families need at least two articles with counts or a text")
    articles = study.articles.loc[study.measured]
    tree, origin = _tree(study), articles["origin"].to_numpy()
    one, two = np.triu_indices(len(articles), 1)
    known = (origin[one] != "") & (origin[two] != "")
    same = known & (origin[one] == origin[two])
    rows = []
    for threshold in at:
        label = scipy.cluster.hierarchy.fcluster(tree, 1 - threshold, "distance")
        linked, sizes = label[one] == label[two], np.bincount(label)[1:]
        judged = (linked & known).sum()
        rows.append(
            {
                "threshold": threshold,
                "families": len(sizes),
                "largest": sizes.max(),
                "shared": sizes[sizes > 1].sum(),
                "pairs": linked.sum(),
                "judged": judged,
                "precision": (linked & same).sum() / judged if judged else np.nan,
                "found": (linked & same).sum() / same.sum() if same.any() else np.nan,
            }
        )
    return pd.DataFrame(rows)


def _tree(study):
    """The dendrogram of the measured articles by their words."""
    counts = study.counts
    labels, matrix = counts_.by_group(counts, counts.rows["article_id"])
    order = pd.Index(labels).get_indexer(study.measured)
    words = matrix[order][:, ~counts.terms.str.contains(" ")]
    weighted = counts_.weighted(words)
    distance = 1 - (weighted @ weighted.T).toarray()[np.triu_indices(len(order), 1)]
    return scipy.cluster.hierarchy.linkage(distance.clip(0, 1), "average")


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
