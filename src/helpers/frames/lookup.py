"""Frames looked up in texts by position, by the rules of quanteda's ``tokens_lookup``.

Longer patterns go first, then from left to right. With ``nested_scope="key"`` words that are part
of a hit are closed to further hits of the same category, and open to those of others: this is the
default, since a word may well belong to two frames, and a phrase of one frame should not hide the
words of another. With "dictionary" a pattern whose words are all part of longer hits, of
whichever category, is no hit.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import regex

from helpers import text
from helpers.errors import InputError
from helpers.frames.patterns import Vocabulary

# quanteda 4's default words, as near as a pattern comes to ICU's rules: addresses and tags whole;
# letters and digits with the marks between them that do not part a word, hyphens too; and every
# other character that is no blank by itself.
QUANTEDA_WORD = regex.compile(
    r"""(?x)
    (?:https?://|www\.)\S+
    | [#@][\p{L}\p{N}_]+
    | [\p{L}\p{M}\p{N}_\p{Cf}]+
      (?: (?: [.'’:·](?=\p{L}) | (?<=\p{N})[.,;'](?=\p{N}) | \p{Pd}(?=[\p{L}\p{N}]) )
          [\p{L}\p{M}\p{N}_\p{Cf}]+ )*
    | \S"""
)
UNMATCHED = "_unmatched"


@dataclass(frozen=True)
class _Words:
    """Texts as numbers: for each word its id, its text, and the stretch no phrase may leave."""

    ids: np.ndarray
    texts: np.ndarray
    stretches: np.ndarray
    vocabulary: list


def count(texts, lexicon, nested_scope="key", words="sklearn", unmatched=False):
    """Hits of each category in each text.

    texts : list of str
    lexicon : Lexicon
    nested_scope : "key" or "dictionary", see above
    words : "sklearn" (lower case, two or more word characters; phrases stay within a sentence) or
        "quanteda" (its default tokens: one-letter words, apostrophes and hyphens kept, punctuation
        between the words of a phrase parts them)
    unmatched : whether to add the column ``_unmatched``: words (quanteda: tokens) outside any hit

    Returns a DataFrame of int, one row per text, one column per category (nested ones with a dot
    between the levels), and ``neg_<category>`` where the lexicon has negators.
    """
    split = _split(list(texts), words, lexicon.case_sensitive)
    found = _lookup(split, lexicon, nested_scope)
    names = _columns(lexicon)
    table = (
        found.groupby(["text", "frame"], observed=True).size().unstack(fill_value=0)
        if len(found)
        else pd.DataFrame()
    )
    table = table.reindex(index=range(len(texts)), columns=names, fill_value=0).astype("int64")
    if unmatched:
        table[UNMATCHED] = _outside(split, found, len(texts))
    return table.rename_axis(index=None, columns=None)


def hits(texts, lexicon, nested_scope="key", words="sklearn"):
    """Every hit, with the pattern that made it.

    Arguments as in ``count``. Returns a DataFrame, one row per hit in the order of the texts:
    ``text`` (place in the list), ``frame`` (``neg_…`` if negated), ``pattern``, ``match`` (the
    words), ``word`` (place of its first word in the text, from 0), ``length`` (words).
    """
    split = _split(list(texts), words, lexicon.case_sensitive)
    found = _lookup(split, lexicon, nested_scope)
    spans = zip(found["at"], found["length"], strict=True)
    match = [" ".join(split.vocabulary[i] for i in split.ids[at : at + n]) for at, n in spans]
    first = np.searchsorted(split.texts, found["text"].to_numpy())
    table = found.assign(match=match, word=found["at"] - first)
    return table[["text", "frame", "pattern", "match", "word", "length"]]


def _columns(lexicon):
    negated = [f"neg_{name}" for name in lexicon.names] if lexicon.negators else []
    return [*lexicon.names, *negated]


def _split(texts, words, case_sensitive):
    if words not in ("sklearn", "quanteda"):
        raise InputError(f"words must be 'sklearn' or 'quanteda', not {words!r}")
    cut = _quanteda if words == "quanteda" else _cased if case_sensitive else _sentences
    known, ids, of_text, of_stretch, stretch = {}, [], [], [], 0
    for number, body in enumerate(texts):
        for part in cut(body):
            ids += [known.setdefault(word, len(known)) for word in part]
            of_text += [number] * len(part)
            of_stretch += [stretch] * len(part)
            stretch += 1
    arrays = [np.array(column, dtype=np.int64) for column in (ids, of_text, of_stretch)]
    return _Words(*arrays, list(known))


def _quanteda(body):
    return [QUANTEDA_WORD.findall(body)]


def _sentences(body):
    return [text.words(sentence) for sentence in text.sentences(body)]


def _cased(body):
    return [text.WORD.findall(sentence) for sentence in text.sentences(body)]


def _lookup(split, lexicon, nested_scope):
    """Hits as a table: text, frame, pattern, at (place among all words), length; in order."""
    if nested_scope not in ("key", "dictionary"):
        raise InputError(f"nested_scope must be 'key' or 'dictionary', not {nested_scope!r}")
    found = _accept(_candidates(split, lexicon), len(split.ids), lexicon, nested_scope)
    frame = found["frame"].map(dict(enumerate(lexicon.names)))
    if lexicon.negators:
        negated = _negated(split, lexicon, found["at"].to_numpy())
        frame = frame.where(~negated, "neg_" + frame)
    found = found.assign(frame=frame, text=split.texts[found["at"].to_numpy()])
    return found.sort_values(["at", "length"], ignore_index=True)


def _candidates(split, lexicon):
    """Everything that matches a pattern: at, length, frame (number), pattern, excluded."""
    vocabulary = Vocabulary(split.vocabulary, case_sensitive=lexicon.case_sensitive)
    places = _Places(split.ids, len(split.vocabulary))
    parts = []
    for number, frame in enumerate(lexicon.frames):
        for excluded, patterns in ((True, frame.excluded), (False, frame.patterns)):
            for pattern in patterns:
                slots = [vocabulary.find(word, frame.kind) for word in pattern.split()]
                at = _runs(split, places, slots)
                parts.append((at, len(slots), number, pattern, excluded))
    return _table(parts)


def _table(parts):
    sizes = [len(at) for at, *_ in parts]
    at = np.concatenate([part[0] for part in parts]) if parts else np.array([], dtype=np.int64)
    columns = {
        name: np.repeat(np.array([part[i] for part in parts]), sizes)
        for i, name in enumerate(("length", "frame", "pattern", "excluded"), 1)
    }
    return pd.DataFrame({"at": at} | columns)


class _Places:
    """Where each word stands."""

    def __init__(self, ids, words):
        self.order = np.argsort(ids, kind="stable")
        self.bounds = np.searchsorted(ids[self.order], np.arange(words + 1))

    def of(self, words):
        """Places of all occurrences of the words, unsorted."""
        parts = [self.order[self.bounds[word] : self.bounds[word + 1]] for word in words]
        return np.concatenate(parts) if parts else np.array([], dtype=np.int64)


def _runs(split, places, slots):
    """First places of runs of words of which each is in its slot, within one stretch."""
    occurrences = [sum(places.bounds[w + 1] - places.bounds[w] for w in slot) for slot in slots]
    rarest = int(np.argmin(occurrences))
    at = places.of(slots[rarest]) - rarest
    at = at[(at >= 0) & (at + len(slots) <= len(split.ids))]
    for offset, slot in enumerate(slots):
        if offset != rarest:
            at = at[np.isin(split.ids[at + offset], slot)]
    return at[split.stretches[at] == split.stretches[at + len(slots) - 1]]


def _accept(candidates, words, lexicon, nested_scope):
    """The candidates that are hits: longest first, then from left to right."""
    taken = {number: np.zeros(words, dtype=bool) for number in candidates["frame"].unique()}
    for row in candidates[candidates["excluded"]].itertuples():
        taken[row.frame][row.at : row.at + row.length] = True
    some = candidates[~candidates["excluded"]].drop_duplicates(["at", "length", "frame"])
    anywhere = np.zeros(words, dtype=bool)
    parts = []
    for length in sorted(some["length"].unique(), reverse=True):
        part = some[some["length"] == length].sort_values(["at", "frame"])
        choose = _singles if length == 1 else _phrases
        kept = part[choose(part, taken, anywhere, nested_scope == "dictionary")]
        parts.append(kept)
    hits = pd.concat(parts) if parts else some
    return hits[["at", "length", "frame", "pattern"]]


def _singles(part, taken, anywhere, once):
    at, frame = part["at"].to_numpy(), part["frame"].to_numpy()
    free = np.ones(len(part), dtype=bool)
    for number, flags in taken.items():
        own = frame == number
        free[own] = ~flags[at[own]]
    return free & ~anywhere[at] if once else free


def _phrases(part, taken, anywhere, once):
    kept = np.zeros(len(part), dtype=bool)
    closed, place = False, -1
    for i, row in enumerate(part.itertuples()):
        span = slice(row.at, row.at + row.length)
        if row.at != place:  # all categories of one place are judged before it is closed
            closed, place = once and anywhere[span].all(), row.at
        if not closed and not taken[row.frame][span].any():
            kept[i] = taken[row.frame][span] = True
            anywhere[span] = True
    return kept


def _negated(split, lexicon, at):
    """Whether a negator stands among the words before each place, in the same stretch."""
    vocabulary = Vocabulary(split.vocabulary, case_sensitive=lexicon.case_sensitive)
    slots = [vocabulary.find(word, "glob") for word in lexicon.negators]
    is_negator = np.isin(split.ids, np.concatenate(slots))
    found = np.zeros(len(at), dtype=bool)
    for back in range(1, lexicon.window + 1):
        before = np.maximum(at - back, 0)
        same = (at >= back) & (split.stretches[before] == split.stretches[at])
        found |= same & is_negator[before]
    return found


def _outside(split, found, texts):
    inside = np.zeros(len(split.ids), dtype=bool)
    for row in found.itertuples():
        inside[row.at : row.at + row.length] = True
    return np.bincount(split.texts[~inside], minlength=texts)
