"""Frames looked up in texts by position, by the rules of quanteda's ``tokens_lookup``.

Longer patterns go first, then from left to right. With ``nested_scope="key"`` words that are part
of a hit are closed to further hits of the same category, and open to those of others: this is the
default, since a word may well belong to two frames, and a phrase of one frame should not hide the
words of another. With "dictionary" a pattern whose words are all part of longer hits, of
whichever category, is no hit.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.errors import InputError
from helpers.frames.model import check_lexicon
from helpers.words import counts, scripts, tokens
from helpers.words.patterns import Vocabulary

UNMATCHED = "_unmatched"


def count(texts, lexicon, nested_scope="key", words="sklearn", unmatched=False, *, n_jobs=1):
    """Hits of each category in each text.

    texts : list of str; or a study, a Series, dict or DataFrame as in ``counts.from_texts``
    lexicon : Lexicon
    nested_scope : "key" or "dictionary", see above
    words : "sklearn" (lower case, two or more word characters; phrases stay within a sentence) or
        "quanteda" (its default tokens, see ``words``: one-letter words, apostrophes and hyphens
        kept, punctuation between the words of a phrase parts them, "new_york" is a hit of
        "new york")
    unmatched : whether to add the column ``_unmatched``: words (quanteda: tokens) outside any hit
    n_jobs : threads

    Returns a DataFrame of int, one row per text (index: the articles, where they are named; those
    of a study that have no text are missing), one column per category (nested ones with a dot
    between the levels), and ``neg_<category>`` where the lexicon has negators.

    >>> from helpers import frames
    >>> lexicon = frames.lexicon({"costs": ["fuel price*"]})
    >>> frames.count(["Fuel prices rose."], lexicon)["costs"].tolist()
    [1]
    """
    check_lexicon(lexicon)
    texts = getattr(texts, "texts", texts)
    split = _split(texts, words, lexicon.case_sensitive, n_jobs)
    found = lookup(split, lexicon, nested_scope=nested_scope, n_jobs=n_jobs)
    names = columns(lexicon)
    cells = found["article"].to_numpy() * len(names) + found["column"].to_numpy()
    sums = np.bincount(cells, minlength=len(split) * len(names)).reshape(len(split), len(names))
    named = None if isinstance(texts, list | tuple) else counts.series(texts).index
    table = pd.DataFrame(sums, columns=names, index=named)
    if unmatched:
        table[UNMATCHED] = _outside(split, found)
    return table


def hits(texts, lexicon, nested_scope="key", words="sklearn"):
    """Every hit, with the pattern that made it.

    Arguments as in ``count``. Returns a DataFrame, one row per hit in the order of the texts:
    ``text`` (place in the list), ``frame`` (``neg_…`` if negated), ``pattern``, ``match`` (the
    words), ``word`` (place of its first word in the text, from 0), ``length`` (words).

    >>> table = frames.hits(["Fuel prices rose."], frames.lexicon({"costs": ["fuel price*"]}))
    >>> table[["frame", "match", "word"]].values.tolist()
    [['costs', 'fuel prices', 0]]
    """
    check_lexicon(lexicon)
    texts = getattr(texts, "texts", texts)
    split = _split(texts, words, lexicon.case_sensitive)
    found = lookup(split, lexicon, nested_scope=nested_scope)
    at = found["position"].to_numpy()
    spans = zip(at, found["length"], strict=True)
    match = [" ".join(split.vocabulary[split.ids[a : a + n]]) for a, n in spans]
    return pd.DataFrame(
        {
            "text": found["article"],
            "frame": np.array(columns(lexicon), dtype=object)[found["column"]],
            "pattern": found["pattern"],
            "match": match,
            "word": at - split.offsets[found["article"].to_numpy()],
            "length": found["length"],
        }
    )


def lookup(corpus, lexicon, *, nested_scope="key", n_jobs=1):
    """Every hit of a lexicon in Tokens.

    corpus : Tokens
    Returns a DataFrame in the order of the words: ``position`` (of the first word, in
    corpus.ids), ``length`` (words), ``article`` (number), ``column`` (number of the frame; of a
    negated hit, that of the frame plus the number of frames), ``pattern``.
    """
    if nested_scope not in ("key", "dictionary"):
        raise InputError(f"nested_scope must be 'key' or 'dictionary', not {nested_scope!r}")
    vocabulary = Vocabulary(corpus.vocabulary, case_sensitive=lexicon.case_sensitive)
    known = _sequences(lexicon, joined=corpus.rule == "quanteda")
    slots = [[vocabulary.find(word, row.kind) for word in row.words] for row in known]
    found = tokens.match(corpus, slots, across_sentences=corpus.breaks is None, n_jobs=n_jobs)
    frame = np.array([row.frame for row in known])[found["pattern"]]
    excluded = np.array([row.excluded for row in known])[found["pattern"]]
    kept = _accept(found, frame, excluded, nested_scope == "dictionary")
    hits = found.iloc[kept].assign(column=frame[kept])
    if lexicon.negators:
        hits["column"] += len(lexicon.frames) * _negated(corpus, lexicon, vocabulary, hits)
    hits["pattern"] = np.array([row.pattern for row in known], dtype=object)[hits["pattern"]]
    return hits.sort_values(["position", "length"], ignore_index=True)


class _Sequence(NamedTuple):
    """Words to be found one after another."""

    frame: int
    kind: str
    pattern: str
    words: list[str]
    excluded: bool


def _sequences(lexicon, *, joined):
    """Every pattern as words, exclusions first; ``joined``: phrases also as one word with _."""
    rows = []
    for number, frame in enumerate(lexicon.frames):
        for i, pattern in enumerate((*frame.excluded, *frame.patterns)):
            words, excluded = pattern.split(), i < len(frame.excluded)
            rows.append(_Sequence(number, frame.kind, pattern, words, excluded))
            if joined and len(words) > 1:
                rows.append(_Sequence(number, frame.kind, pattern, ["_".join(words)], excluded))
    return rows


def columns(lexicon):
    """Names of the frames, and of their negated twins where the lexicon has negators."""
    negated = [f"neg_{name}" for name in lexicon.names] if lexicon.negators else []
    return [*lexicon.names, *negated]


def _split(texts, words, case_sensitive, n_jobs=1):
    if isinstance(texts, str):
        raise InputError("texts must be several, and this is one str: write [text]")
    bodies = list(texts if isinstance(texts, list | tuple) else counts.series(texts))
    scripts.refuse(pd.Series(bodies, dtype=object))
    return tokens.tokenise(
        bodies,
        words=words,
        voices=words == "sklearn",
        lowercase=not case_sensitive,
        n_jobs=n_jobs,
    )


def _accept(found, frame, excluded, once):
    """Which candidates are hits (int array): longest first, then from left to right.

    once : whether words that are all part of longer hits are closed to every frame
    """
    length = found["length"].to_numpy()
    at, words = _places(found["position"].to_numpy(), length)
    # Frames with nothing but single words need no memory of what is taken.
    crowded = np.unique(frame[(length > 1) | excluded])
    taken = {number: bytearray(words) for number in crowded}
    for i in np.flatnonzero(excluded):
        taken[frame[i]][at[i] : at[i] + length[i]] = b"\1" * int(length[i])
    anywhere = bytearray(words)
    kept = []
    for size in np.unique(length)[::-1]:
        rows = np.flatnonzero((length == size) & ~excluded)
        rows = rows[np.lexsort((frame[rows], at[rows]))]
        same = (np.diff(at[rows]) == 0) & (np.diff(frame[rows]) == 0)
        rows = rows[np.concatenate([[True], ~same])[: len(rows)]]  # two patterns, one hit
        choose = _words if size == 1 else _phrases
        kept.append(rows[choose(at[rows], size, frame[rows], taken, anywhere, once)])
    return np.concatenate(kept) if kept else np.array([], dtype=int)


def _places(position, length):
    """The words that stand in any candidate, numbered: (number of each candidate's first word, how
    many there are). The words of a candidate keep following each other."""
    first = np.cumsum(length) - length
    words = np.repeat(position - first, length) + np.arange(length.sum())
    inside, place = np.unique(words, return_inverse=True)
    return place[first], len(inside)


def _words(at, size, frame, taken, anywhere, once):
    free = _numbers(anywhere)[at] == 0 if once else np.ones(len(at), dtype=bool)
    for number, flags in taken.items():
        own = frame == number
        free[own] &= _numbers(flags)[at[own]] == 0
    return free


def _numbers(flags):
    return np.frombuffer(flags, dtype=np.uint8)


def _phrases(at, size, frame, taken, anywhere, once):
    kept = np.zeros(len(at), dtype=bool)
    closed, place, whole = False, -1, b"\1" * int(size)
    for i, (begin, number) in enumerate(zip(at.tolist(), frame.tolist(), strict=True)):
        end = begin + len(whole)
        if begin != place:  # all frames of one place are judged before it is closed
            closed, place = once and anywhere[begin:end] == whole, begin
        if not closed and 1 not in taken[number][begin:end]:
            kept[i] = True
            taken[number][begin:end] = anywhere[begin:end] = whole
    return kept


def _negated(corpus, lexicon, vocabulary, hits):
    """Whether a negator stands among the words before each hit, in the same sentence."""
    is_negator = np.zeros(len(corpus.vocabulary), dtype=bool)
    for word in lexicon.negators:
        is_negator[vocabulary.find(word, "glob")] = True
    at = hits["position"].to_numpy()
    first = corpus.offsets[hits["article"].to_numpy()]
    open_ = np.ones(len(at), dtype=bool)
    found = np.zeros(len(at), dtype=bool)
    for back in range(1, lexicon.window + 1):
        here = at - back
        if corpus.breaks is not None:
            open_ &= (corpus.breaks[np.maximum(here + 1, 0)] & tokens.SENTENCE) == 0
        open_ &= here >= first
        found |= open_ & is_negator[corpus.ids[np.maximum(here, 0)]]
    return found


def _outside(corpus, found):
    """Words of each article in no hit."""
    change = np.zeros(len(corpus.ids) + 1, dtype=np.int64)
    np.add.at(change, found["position"], 1)
    np.add.at(change, found["position"] + found["length"], -1)
    free = np.cumsum(change[:-1]) == 0
    return np.bincount(corpus.article[free], minlength=len(corpus))
