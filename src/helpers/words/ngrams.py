"""Runs of words (n-grams) of ``Tokens``: which there are, and how often each article has them.

A run of n words is a run of n - 1 and one word more, so the runs form a tree, and a run can be in
many articles only if the shorter one is: rare runs are never made (Agrawal & Srikant 1994). Ids
are in the order of the words, so the tree is in the order of the runs as text.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from helpers.errors import InputError
from helpers.words.tokens import LARGE_TOKENS, backend_for


@dataclass(frozen=True, eq=False)
class Level:
    """The runs of n words, in order.

    heads : int32, place of the run without its last word in the level before (n = 1: none)
    tails : int32, place of the last word in the first level (n = 1: its place in the vocabulary)
    df : int64, number of articles with the run
    """

    heads: np.ndarray
    tails: np.ndarray
    df: np.ndarray


def count(tokens, *, ngram_range=(1, 1), min_df=1, max_df=None, within="article", n_jobs=1):
    """Count words and runs of words per article.

    ngram_range : shortest and longest run, in words
    min_df, max_df : runs in fewer or more articles are left out
    within : "article" lets a run cross sentences, as scikit-learn's do; "sentence" does not, nor
        from one voice to another

    Returns (CSR matrix int64, articles × runs; array of the runs as str, words joined by one
    blank, sorted).
    """
    breaks = _breaks(tokens, within)
    tree, found = grow(tokens, longest=ngram_range[1], min_df=min_df, breaks=breaks, n_jobs=n_jobs)
    high = len(tokens) if max_df is None else max_df
    kept = [(level.df <= high) & (n >= ngram_range[0]) for n, level in enumerate(tree, 1)]
    columns, runs = arrange(tree, kept, tokens.vocabulary)
    return table(tokens, found, columns, len(runs), n_jobs=n_jobs), runs


def by_group(tokens, groups, *, n_jobs=1, **options):
    """``count`` summed over the articles of each group: DataFrame, runs × groups.

    groups : one label per article; a missing label leaves the article out
    """
    matrix, runs = count(tokens, n_jobs=n_jobs, **options)
    codes, labels = pd.factorize(pd.Series(groups).to_numpy(), sort=True)
    member = np.flatnonzero(codes >= 0)
    sums = sparse.csr_matrix(
        (np.ones(len(member), dtype=np.int64), (codes[member], member)),
        shape=(len(labels), len(codes)),
    )
    return pd.DataFrame((sums @ matrix).toarray().T, index=pd.Index(runs), columns=labels)


def grow(tokens, *, longest, min_df=1, breaks=None, n_jobs=1):
    """The tree of the runs of up to ``longest`` words that are in ``min_df`` articles or more.

    Returns (list of Level; list of int32 arrays, per token the run of that length that starts
    there, -1 for none).
    """
    backend = backend_for(len(tokens.ids), LARGE_TOKENS)
    df = backend.document_frequency(tokens.ids, tokens.offsets, len(tokens.vocabulary), n_jobs)
    known = np.flatnonzero(df >= max(min_df, 1)).astype(np.int32)
    tree = [Level(known, known, df[known])]
    place = np.full(len(df), -1, dtype=np.int32)
    place[known] = np.arange(len(known), dtype=np.int32)
    found = [backend.translate(tokens.ids, place, n_jobs)]
    for shift in range(1, longest):
        level, heads, tails, df = backend.pairs(
            found[-1],
            found[0],
            tokens.offsets,
            breaks,
            shift=shift,
            n_first=len(tree[-1].df),
            min_df=min_df,
            n_jobs=n_jobs,
        )
        tree.append(Level(heads, tails, df))
        found.append(level)
    return tree, found


def climb(tokens, tree, words, *, n_jobs=1):
    """Find the runs of a given tree: per length, per token the run that starts there, or -1.

    words : array of str, the vocabulary that the tree's first level points into
    """
    backend = backend_for(len(tokens.ids), LARGE_TOKENS)
    known = pd.Index(words[tree[0].tails]).get_indexer(tokens.vocabulary).astype(np.int32)
    found = [backend.translate(tokens.ids, known, n_jobs)]
    for shift, level in enumerate(tree[1:], 1):
        found.append(
            backend.find(
                found[-1], found[0], tokens.offsets, shift, level.heads, level.tails, n_jobs
            )
        )
    return found


def plant(runs):
    """The tree that holds given runs (str, words joined by one blank).

    Returns (list of Level, array of the words, list of int32 arrays: for each length the place in
    ``runs`` of each run of the tree, -1 for one that is only the beginning of another).
    """
    split = {tuple(run.split(" ")): place for place, run in enumerate(runs)}
    words = sorted({word for run in split for word in run})
    place = {word: i for i, word in enumerate(words)}
    tree, columns, before = [], [], {}
    for n in range(1, max(map(len, split), default=1) + 1):
        level = sorted({run[:n] for run in split if len(run) >= n} | _words(words, n))
        tails = np.array([place[run[-1]] for run in level], dtype=np.int32)
        heads = np.array([before.get(run[:-1], 0) for run in level], dtype=np.int32)
        tree.append(Level(heads, tails, np.zeros(len(level), dtype=np.int64)))
        columns.append(np.array([split.get(run, -1) for run in level], dtype=np.int32))
        before = {run: i for i, run in enumerate(level)}
    return tree, np.array(words, dtype=object), columns


def _words(words, n):
    """On the first level every word that a run holds has its place."""
    return {(word,) for word in words} if n == 1 else set()


def arrange(tree, kept, vocabulary):
    """Columns for the runs that are kept, in the order of their text.

    kept : list of bool arrays, one per level

    Returns (list of int32 arrays: the column of each run of each level, -1 for none; array of the
    runs as str).
    """
    texts, paths = _texts(tree, vocabulary), _paths(tree)
    chosen = np.concatenate(kept)
    order = np.lexsort(np.concatenate(paths)[chosen].T[::-1])
    column = np.full(len(chosen), -1, dtype=np.int32)
    column[np.flatnonzero(chosen)[order]] = np.arange(len(order), dtype=np.int32)
    columns = np.split(column, np.cumsum([len(level) for level in kept])[:-1])
    return columns, np.concatenate(texts)[chosen][order]


def _texts(tree, vocabulary):
    words = vocabulary[tree[0].tails]
    texts = [words]
    for level in tree[1:]:
        texts.append(texts[-1][level.heads] + " " + words[level.tails])
    return texts


def _paths(tree):
    """Each run as its words' places, -1 after its end: int32 arrays, runs × longest."""
    path = np.arange(len(tree[0].tails), dtype=np.int32)[:, None]
    paths = [path]
    for level in tree[1:]:
        path = np.column_stack([path[level.heads], level.tails])
        paths.append(path)
    return [np.pad(p, ((0, 0), (0, len(tree) - p.shape[1])), constant_values=-1) for p in paths]


def table(tokens, found, columns, n_columns, *, dtype=np.int64, n_jobs=1):
    """CSR matrix of counts, articles × columns, its indices sorted.

    found, columns : as from ``grow`` or ``climb``, and ``arrange``
    """
    backend = backend_for(len(tokens.ids), LARGE_TOKENS)
    return backend.rows(tuple(found), tuple(columns), tokens.offsets, n_columns, dtype, n_jobs)


def _breaks(tokens, within):
    if within not in ("article", "sentence"):
        raise InputError(f"within must be 'article' or 'sentence', not {within!r}")
    if within == "sentence" and tokens.breaks is None:
        raise InputError("these Tokens know no sentences: tokenise(..., voices=True)")
    return tokens.breaks if within == "sentence" else None
