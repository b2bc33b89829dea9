"""Pairs of texts that share rare runs of words, without comparing all with all.

Every run of four words (shingle) is a number; one in four numbers is kept (Broder 1997; Schleimer,
Wilkerson & Aiken 2003), sorted, and articles that stand at the same number are a pair.
"""

import numpy as np
import pandas as pd

from helpers.words.engine.kernels import compiled

SHINGLE = 4  # words
KEPT = 4  # one shingle in so many is kept
COMMON = 60  # articles of a shingle beyond which each is paired with the next few only
NEXT = 4  # so few
SHARED = 2  # kept shingles that a pair must share …
SHARE = 0.06  # … and the least share of the shorter text's


def candidates(tokens, own):
    """Pairs of articles worth aligning.

    tokens : Tokens
    own : bool per word: whether it counts (a shingle of words that do not is left out)

    Returns two int arrays, the numbers of the articles of each pair, the smaller first, in order.
    """
    words = pd.util.hash_array(tokens.vocabulary)  # of the word, whatever other words there are
    keys, article = _kept(tokens.ids, words, tokens.offsets, own)
    kept = np.bincount(article, minlength=len(tokens))
    order = np.argsort(keys, kind="stable")
    keys, article = keys[order], article[order]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else keys
    found = _together(article, np.append(starts, len(keys)).astype(np.int64), len(tokens))
    pairs, shared = np.unique(found, return_counts=True)
    one, two = np.divmod(pairs, len(tokens))
    fewest = np.maximum(SHARED, SHARE * np.minimum(kept[one], kept[two]))
    # a text of few words may have one kept shingle or none
    enough = shared >= np.minimum(fewest, np.minimum(kept[one], kept[two]))
    return one[enough], two[enough]


@compiled
def _kept(ids, words, offsets, own):
    """The kept shingles' numbers (uint64) and the article of each (int32); once an article."""
    n = 0
    keys, article = np.empty(len(ids), np.uint64), np.empty(len(ids), np.int32)
    for a in range(len(offsets) - 1):
        begin = n
        for i in range(offsets[a], offsets[a + 1] - SHINGLE + 1):
            if not (own[i] or own[i + SHINGLE - 1]):
                continue
            key = np.uint64(0xCBF29CE484222325)
            for k in range(SHINGLE):  # as FNV-1a, then mixed
                key = (key ^ words[ids[i + k]]) * np.uint64(0x9E3779B97F4A7C15)
                key ^= key >> np.uint64(29)
            if key % np.uint64(KEPT) == np.uint64(0):
                keys[n], article[n] = key, a
                n += 1
        some = np.sort(keys[begin:n])
        n = begin
        for k in range(len(some)):
            if k == 0 or some[k] != some[k - 1]:
                keys[n], article[n] = some[k], a
                n += 1
    return keys[:n].copy(), article[:n].copy()


@compiled
def _together(article, bounds, n_articles):
    """Pairs of articles, as one × n_articles + two, for each shingle that both have."""
    n = 0
    for s in range(len(bounds) - 1):
        size = bounds[s + 1] - bounds[s]
        n += size * (size - 1) // 2 if size <= COMMON else size * NEXT
    pairs, n = np.empty(n, np.int64), 0
    for s in range(len(bounds) - 1):
        begin, end = bounds[s], bounds[s + 1]
        reach = end - begin if end - begin <= COMMON else NEXT
        for i in range(begin, end):
            for j in range(i + 1, min(end, i + 1 + reach)):
                pairs[n] = np.int64(article[i]) * n_articles + article[j]
                n += 1
    return pairs[:n]
