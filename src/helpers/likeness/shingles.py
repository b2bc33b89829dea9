"""Pairs of texts that share rare runs of words, without comparing all with all.

Every run of four words (shingle) is a number; one in four numbers is kept (Broder 1997; Schleimer,
Wilkerson & Aiken 2003), sorted, and articles that stand at the same number are a pair.
"""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from helpers.words.engine.kernels import compiled

SHINGLE = 4  # words
KEPT = 4  # one shingle in so many is kept
COMMON = 60  # articles of a shingle beyond which each is paired with the next few only
NEXT = 4  # so few
SHARED = 2  # kept shingles that a pair must share …
SHARE = 0.03  # … and the least share of the shorter text's


def candidates(tokens, own):
    """Pairs of articles worth aligning.

    tokens : Tokens
    own : bool per word: whether it counts (a shingle of words that do not is left out)

    Returns two int arrays, the numbers of the articles of each pair, the smaller first, in order.
    """
    n = len(tokens)
    words = pd.util.hash_array(tokens.vocabulary)  # of the word, whatever other words there are
    bits = np.uint64(n.bit_length())
    cuts = np.linspace(0, n, (os.cpu_count() or 1) + 1).astype(np.int64)
    with ThreadPoolExecutor(len(cuts) - 1) as pool:
        parts = pool.map(
            lambda first, last: _kept(tokens.ids, words, tokens.offsets, own, bits, first, last),
            cuts[:-1],
            cuts[1:],
        )
        entries, kept = (np.concatenate(part) for part in zip(*parts, strict=True))
    entries.sort()
    pairs, shared = np.unique(_together(entries, bits, n), return_counts=True)
    one, two = np.divmod(pairs, n)
    most = np.minimum(kept[one], kept[two])  # a text of few words may have one kept shingle
    enough = shared >= np.minimum(np.maximum(SHARED, SHARE * most), most)
    return one[enough], two[enough]


@compiled
def _kept(ids, words, offsets, own, bits, first, last):
    """An index of the kept shingles of articles ``first`` to ``last``: a number (uint64) for each
    that an article has, its upper bits the shingle's, its lower ``bits`` the article's; and how
    many each article has."""
    entries, n = np.empty(offsets[last] - offsets[first], np.uint64), 0
    kept = np.zeros(last - first, np.int64)
    for a in range(first, last):
        begin = n
        for i in range(offsets[a], offsets[a + 1] - SHINGLE + 1):
            if not (own[i] or own[i + SHINGLE - 1]):
                continue
            key = np.uint64(0xCBF29CE484222325)
            for k in range(SHINGLE):  # as FNV-1a, then mixed
                key = (key ^ words[ids[i + k]]) * np.uint64(0x9E3779B97F4A7C15)
                key ^= key >> np.uint64(29)
            if key % np.uint64(KEPT) == np.uint64(0):
                entries[n] = (key >> bits << bits) | np.uint64(a)
                n += 1
        some = np.sort(entries[begin:n])
        n = begin
        for k in range(len(some)):
            if k == 0 or some[k] != some[k - 1]:
                entries[n] = some[k]
                n += 1
        kept[a - first] = n - begin
    return entries[:n].copy(), kept


@compiled
def _together(entries, bits, n_articles):
    """Pairs of articles, as one × n_articles + two, for each shingle that both have."""
    low = (np.uint64(1) << bits) - np.uint64(1)
    pairs = np.empty(0, np.int64)
    for write in (False, True):  # count first
        n = begin = 0
        while begin < len(entries):
            end = begin + 1
            while end < len(entries) and entries[end] >> bits == entries[begin] >> bits:
                end += 1
            reach = end - begin if end - begin <= COMMON else NEXT
            for i in range(begin, end):
                for j in range(i + 1, min(end, i + 1 + reach)):
                    if write:
                        one, two = np.int64(entries[i] & low), np.int64(entries[j] & low)
                        pairs[n] = one * n_articles + two
                    n += 1
            begin = end
        if not write:
            pairs = np.empty(n, np.int64)
    return pairs
