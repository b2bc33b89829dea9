"""How alike two articles are by the words they use, where only counts are at hand.

Dice's (1945) coefficient of their different long words, 2 × shared / (words of one + words of the
other), or 0.6 × the share of the shorter one's words that the other has, for what was cut, where
that is more. Words of five letters or more, and numbers, are what articles are about; short words
are much the same everywhere. No weights by corpus: what others wrote does not change how alike two
are.
"""

import numpy as np
from scipy import sparse

LONG = 5  # letters
UNQUOTED = 40  # words outside quotation marks below which those inside count too
FEWEST = 10  # different long words of an article below which likeness counts in proportion
PART = 0.6  # likeness of an article all of whose words a longer one has …
OF_PART = 20  # … if it has so many
COMMON = 1000  # articles of a word beyond which it proposes no pairs, but counts for those proposed
BLOCK = 500  # articles at a time


def words(counts, articles):
    """Which long words each article has outside quotation marks, so that a statement that two
    articles quote does not make them alike; inside them too where few words stand outside.

    counts : Counts; articles : Index, the rows of the result
    Returns a CSR matrix of 0 and 1 (int32), articles × long words.
    """
    cells, rows = counts.matrix.tocoo(), counts.rows
    article = articles.get_indexer(rows["article_id"])[cells.row]
    outside = (rows["voice"] == "unquoted").to_numpy()[cells.row]
    return _matrix(article, cells.col, cells.data, outside, counts.terms, len(articles))


def of_table(table, articles):
    """``words`` of a long table article_id, voice, term, n."""
    names, terms = (table[name].astype("category").cat for name in ("article_id", "term"))
    article = articles.get_indexer(names.categories).astype(np.int32)[names.codes]
    outside = (table["voice"] == "unquoted").to_numpy()
    n, known = table["n"].to_numpy(np.int64), terms.categories.astype("str")
    return _matrix(article, terms.codes.to_numpy(), n, outside, known, len(articles))


def _matrix(article, term, n, outside, terms, size):
    """``words`` of the cells of a table: numbers of articles (-1: none of them) and terms."""
    phrase = terms.str.contains(" ")
    long = ((terms.str.len() >= LONG) | terms.str.isdigit()) & ~phrase
    there = (article >= 0) & (n > 0)
    plain = there & outside & ~phrase[term]
    few = np.bincount(article[plain], n[plain], size) < UNQUOTED
    some = there & long[term] & (outside | few[article])
    column = (np.cumsum(long, dtype=np.int32) - 1)[term[some]]
    cells = (np.ones(some.sum(), np.int32), (article[some], column))
    matrix = sparse.csr_matrix(cells, shape=(size, int(long.sum())))
    matrix.data[:] = 1  # said and quoted in one article
    return matrix


def candidates(matrix, least, first=0):
    """Pairs of rows that may be alike: the rows from ``first`` on, with all before them.

    least : the least likeness looked for. Exact up to ``COMMON`` articles; beyond, a pair has to
        share half of that in words that fewer articles have.
    Returns two int arrays, the smaller number first.
    """
    rare = np.bincount(matrix.indices, minlength=matrix.shape[1]) <= COMMON
    sizes = matrix @ rare.astype(np.int32)
    asked = np.bincount(matrix[first:].indices, minlength=matrix.shape[1]) > 0
    kept = matrix[:, np.flatnonzero(rare & asked)].tocsr()
    columns = kept.T.tocsr()
    found = []
    for begin in range(first, matrix.shape[0], BLOCK):
        shared = (kept[begin : begin + BLOCK] @ columns).tocoo()
        two, one, n = shared.row + begin, shared.col, shared.data
        whole = least / 2 * (sizes[one] + sizes[two])
        part = least / PART * np.minimum(sizes[one], sizes[two])
        near = (one < two) & (2 * n >= np.minimum(whole, part))
        found.append((one[near], two[near]))
    parts = zip(*found, strict=True) if found else ([np.empty(0, int)],) * 2
    one, two = (np.concatenate(part).astype(np.int64) for part in parts)
    return one, two


def measure(matrix, one, two):
    """How alike pairs of rows are, and the share of either's words that the other has.

    Returns a float array, pairs × 3: likeness, share of one's, share of two's.
    """
    shared = np.empty(len(one))
    for begin in range(0, len(one), 100_000):
        part = slice(begin, begin + 100_000)
        both = matrix[one[part]].multiply(matrix[two[part]])
        shared[part] = np.asarray(both.sum(axis=1)).ravel()
    sizes = np.diff(matrix.indptr)
    first, second = sizes[one], sizes[two]
    fewer = np.minimum(first, second)
    with np.errstate(divide="ignore", invalid="ignore"):
        of_one, of_two = shared / first, shared / second
        dice, part = 2 * shared / (first + second), PART * np.maximum(of_one, of_two)
    likeness = np.where(fewer >= OF_PART, np.maximum(dice, part), dice)
    likeness = likeness * np.minimum(fewer / FEWEST, 1)
    return np.where(fewer > 0, np.stack([likeness, of_one, of_two]), 0.0).T
