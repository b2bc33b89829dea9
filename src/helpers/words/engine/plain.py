"""The work on ``Tokens`` in plain Python and numpy, for corpora too small to wait for a compiler.

``compiled`` has the same functions with the same answers; ``tokens`` chooses by size.
"""

import numpy as np
from scipy import sparse

from helpers.words import text

SENTENCE, STRETCH = 1, 2


def tokenise(texts, *, voices, lowercase, n_jobs):
    """Ids of all words one after another.

    Returns (ids int32, offsets int64, vocabulary: sorted list of str, breaks uint8 or None,
    voice uint8 or None) as ``Tokens`` has them.
    """
    texts = [text.settle_sigma(body) for body in texts] if lowercase else list(texts)
    found = [_words(body, lowercase) for body in texts]
    vocabulary = sorted(set().union(*found))
    place = {word: i for i, word in enumerate(vocabulary)}
    ids = np.array([place[word] for words in found for word in words], dtype=np.int32)
    offsets = np.cumsum([0, *map(len, found)], dtype=np.int64)
    if not voices:
        return ids, offsets, vocabulary, None, None
    marked = [_marks(body, lowercase) for body in texts]
    breaks, voice = (np.array([m[i] for ms in marked for m in ms], dtype=np.uint8) for i in (0, 1))
    return ids, offsets, vocabulary, breaks, voice


def _words(body, lowercase):
    return text.words(body) if lowercase else text.WORD.findall(body)


def _marks(body, lowercase):
    """(break, voice) of each word of one text."""
    events = sorted(
        [(end, SENTENCE, None) for end in text.sentence_ends(body)]
        + [(quoted.start(), STRETCH, 1) for quoted in text.QUOTATION.finditer(body)]
        + [(quoted.end() - 1, STRETCH, 0) for quoted in text.QUOTATION.finditer(body)],
        key=lambda event: event[0],
    )
    marks, voice, passed = [], 0, 0
    found = SENTENCE | STRETCH
    for start, _ in text.spans(body, lowercase=lowercase):
        while passed < len(events) and events[passed][0] <= start:
            found |= events[passed][1]
            voice = voice if events[passed][2] is None else events[passed][2]
            passed += 1
        marks.append((found, voice))
        found = 0
    return marks


def translate(ids, numbers, n_jobs):
    """``numbers`` (int32) of the ids; -1 stays -1."""
    return np.where(ids >= 0, numbers[ids], np.int32(-1))


def pairs(first, words, offsets, breaks, shift, n_first, min_df, n_jobs):
    """Number the pairs of an n-gram and the word that follows it.

    first : int32 per token, the n-gram that starts there; -1 for none
    words : int32 per token, the word there; -1 for one that may not take part
    shift : words in the n-gram, so that its successor stands at token + shift
    min_df : pairs in fewer articles are left out

    Returns (level: int32 per token, the pair that starts there or -1; heads, tails: int32 per
    pair; df: int64 per pair). Pairs are in order of head, then tail.
    """
    level = np.full(len(first), -1, dtype=np.int32)
    at = _starts(first, words, offsets, breaks, shift)
    n_words = int(words.max(initial=-1)) + 1
    keys = first[at].astype(np.int64) * n_words + words[at + shift]
    kinds, which = np.unique(keys, return_inverse=True)
    df = _frequency(which, _articles(at, offsets), len(kinds))
    kept = df >= min_df
    number = np.where(kept, np.cumsum(kept) - 1, -1)
    level[at] = number[which]
    heads, tails = np.divmod(kinds[kept], max(n_words, 1))
    return level, heads.astype(np.int32), tails.astype(np.int32), df[kept]


def find(first, words, offsets, shift, heads, tails, n_jobs):
    """``pairs``, where the pairs are given: the level of those that occur."""
    level = np.full(len(first), -1, dtype=np.int32)
    at = _starts(first, words, offsets, None, shift)
    n_words = int(max(words.max(initial=-1), tails.max(initial=-1))) + 1
    keys = first[at].astype(np.int64) * n_words + words[at + shift]
    known = heads.astype(np.int64) * n_words + tails
    place = np.searchsorted(known, keys)
    place[place == len(known)] = 0
    if len(known):
        level[at] = np.where(known[place] == keys, place, -1)
    return level


def _starts(first, words, offsets, breaks, shift):
    """The tokens where an n-gram and its successor stand within one article and stretch."""
    at = np.flatnonzero(first >= 0)
    at = at[at + shift < offsets[_articles(at, offsets) + 1]]
    at = at[words[at + shift] >= 0]
    return at if breaks is None else at[breaks[at + shift] == 0]


def _articles(at, offsets):
    return np.searchsorted(offsets, at, side="right") - 1


def document_frequency(ids, offsets, n, n_jobs):
    """In how many articles each id occurs (int64)."""
    at = np.flatnonzero(ids >= 0)
    return _frequency(ids[at], _articles(at, offsets), n)


def _frequency(ids, articles, n):
    seen = np.unique(articles.astype(np.int64) * max(n, 1) + ids)
    return np.bincount(seen % max(n, 1), minlength=n)


def rows(levels, columns, offsets, n_columns, dtype, n_jobs):
    """Count columns per article: CSR matrix, articles × columns, indices sorted.

    levels : arrays of int32 per token (-1 for none), one for each length of n-gram
    columns : for each of them the column of each of its n-grams, -1 for none
    """
    found = [
        (np.flatnonzero(level >= 0), column) for level, column in zip(levels, columns, strict=True)
    ]
    cells = [
        (_articles(at, offsets), column[level[at]])
        for (at, column), level in zip(found, levels, strict=True)
    ]
    articles, where = (np.concatenate(parts) for parts in zip(*cells, strict=True))
    kept = where >= 0
    matrix = sparse.coo_matrix(
        (np.ones(kept.sum(), dtype=dtype), (articles[kept], where[kept])),
        shape=(len(offsets) - 1, n_columns),
    ).tocsr()
    matrix.sum_duplicates()
    return matrix


def weigh(counts, weigher, n_jobs):
    """Turn a CSR matrix of float counts into TF-IDF, in place.

    weigher : scikit-learn's TfidfTransformer, fitted
    """
    return weigher.transform(counts, copy=False)
