"""How often each term occurs in each article and voice.

Terms are single words and the phrases that were looked for. Counts are made from texts, or read
from a table where the texts may not be kept; both give the same, so an analysis need not know
which it was.
"""

from collections import Counter
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from helpers.errors import InputError
from helpers.words import scripts, text
from helpers.words.patterns import Terms, Vocabulary
from helpers.words.text import VOICES


@dataclass(frozen=True, eq=False)
class Counts:
    """Occurrences of terms, one row per article and voice.

    matrix : scipy CSR, int64, rows × terms
    rows : DataFrame, one line per matrix row: ``article_id``, ``voice``, ``n_words`` (int, single
        words in this voice; 0 where the article has none)
    terms : Index of str, one per column, sorted. Every phrase that was looked for is here, so a
        phrase's column of zeros means "counted and 0"; no column means "not counted".
    looked_for : phrases with ``*``, ``?`` or a regular expression whose every form was looked for
    """

    matrix: sparse.csr_matrix
    rows: pd.DataFrame
    terms: pd.Index
    looked_for: frozenset = frozenset()

    def sought(self, pattern):
        """Whether a pattern was looked for: every word was, and so was a phrase that is one of the
        phrases looked for, or narrower than one of them ("fuel prices" than "fuel price*")."""
        if " " not in pattern or pattern in self.looked_for or pattern in self.terms:
            return True
        words = pattern.split(" ")
        return any(_is_narrower(words, wide.split(" ")) for wide in self.looked_for)

    @property
    def phrases(self):
        """The terms of two words or more (Index of str)."""
        return self.terms[self.terms.str.contains(" ")]

    def select(self, keep):
        """The rows where ``keep`` (bool, one per row) holds, with all terms."""
        keep = np.asarray(keep, dtype=bool)
        part = replace(self, matrix=self.matrix[keep], rows=self.rows[keep].reset_index(drop=True))
        vars(part)["_vocabulary"] = self._vocabulary  # of the same terms, made once
        return part

    def find(self, patterns, kind="glob"):
        """Places of the terms that match any of the patterns (int array); see ``patterns``."""
        return self._vocabulary.find(patterns, kind)

    @cached_property
    def _vocabulary(self):
        return Terms(self.terms)


def from_texts(texts, *, phrases=()):
    """Count the words of each text, and ``phrases`` as consecutive words within one sentence.

    texts : dict of article_id to text, Series of str with article_id as index, or DataFrame with
        a column ``text`` (and ``article_id``, unless that is its index)
    phrases : words joined by one blank, lower case, ``*`` and ``?`` as in a lexicon, or (pattern,
        kind) as ``Lexicon.phrases`` gives them. A plain phrase becomes a column, found or not; of
        others each form that is found does

    Returns Counts with an unquoted and a quoted row for each text. Raises InputError for a str or
    a list (which name no articles), for an article without a text or named twice, and for a text
    in a script without blanks between words (``scripts``).

    >>> from_texts({"a": "Fuel prices rose."}).rows["n_words"].tolist()
    [3, 0]
    """
    texts = series(texts)
    scripts.refuse(texts)
    split = {
        article: [
            (voice, text.words(text.without_yo(sentence)))
            for voice, stretch in text.by_voice(text.normalise(body))
            for sentence in text.sentences(stretch)
        ]
        for article, body in texts.items()
    }
    wanted = _Phrases(phrases, split)
    found = [
        (article, voice, term, n)
        for article, sentences in split.items()
        for (voice, term), n in _count(sentences, wanted).items()
    ]
    table = pd.DataFrame(found, columns=["article_id", "voice", "term", "n"])
    counted = align(from_table(table, phrases=wanted.plain), list(texts.index))
    return replace(counted, looked_for=wanted.wild)


class _Phrases:
    """Phrases to be counted, by the words of some texts that may begin them."""

    def __init__(self, phrases, split):
        known = [phrase_of(phrase) for phrase in phrases]
        known = [(phrase, kind) for phrase, kind in known if " " in phrase]
        self.plain = [phrase for phrase, kind in known if is_plain(phrase, kind)]
        self.wild = frozenset(phrase for phrase, kind in known if not is_plain(phrase, kind))
        words = sorted({w for s in split.values() for _, sentence in s for w in sentence})
        vocabulary = Vocabulary(words)
        self.by_first = {}
        for phrase, kind in known:
            first, *rest = (
                {words[i] for i in vocabulary.find(word, kind)} for word in phrase.split(" ")
            )
            for word in first:
                self.by_first.setdefault(word, []).append(rest)

    def found(self, words):
        """The different phrases that begin at each word, one after another."""
        for i, word in enumerate(words):
            lengths = {
                1 + len(rest)
                for rest in self.by_first.get(word, ())
                if len(words) - i > len(rest)
                and all(words[i + k] in fits for k, fits in enumerate(rest, 1))
            }
            for length in lengths:
                yield " ".join(words[i : i + length])


def _count(sentences, wanted):
    """Terms of one text: a Counter of (voice, term)."""
    found = Counter()
    for voice, words in sentences:
        found.update((voice, word) for word in words)
        found.update((voice, phrase) for phrase in wanted.found(words))
    return found


def phrase_of(phrase):
    """A phrase as (pattern, kind): a str is read as a glob."""
    phrase, kind = (phrase, "glob") if isinstance(phrase, str) else phrase
    return text.without_yo(phrase), kind


def is_plain(phrase, kind):
    """Whether a phrase has one form only, which is then counted also where it is never found."""
    return kind == "fixed" or (kind == "glob" and not {"*", "?"} & {*phrase})


def _is_narrower(words, wide):
    """Whether all that a phrase of globs matches is matched by another one, too."""
    return len(words) == len(wide) and all(map(fnmatchcase, words, wide))


def series(texts):
    """Texts by article as a Series of str, index article_id; ``from_texts`` says what may be."""
    if isinstance(texts, pd.DataFrame):
        if "text" not in texts:
            raise InputError(
                f"the table has no column 'text': rename one of {', '.join(map(str, texts))}"
            )
        named = texts.set_index("article_id") if "article_id" in texts else texts
        texts = named["text"]
    elif not isinstance(texts, (dict, pd.Series)):
        raise InputError(
            f"texts must name their articles, and a {type(texts).__name__} does not: give a dict "
            "{article_id: text}, a Series with article_id as its index, or a DataFrame"
        )
    found = pd.Series(texts, dtype=object)
    twice = found.index[found.index.duplicated()]
    if len(twice):
        raise InputError(f"article {twice[0]!r} stands there twice: give each article one text")
    for article, body in found.items():
        if not isinstance(body, str):
            raise InputError(
                f"article {article!r}: the text is {type(body).__name__}, not str: leave out "
                "articles without a text"
            )
    return found


def from_table(table, *, phrases=()):
    """Counts from a long table with columns ``article_id``, ``voice``, ``term`` and ``n``.

    phrases : phrases that were looked for, whether or not they occur in the table; ``*`` and
        ``?`` as in a lexicon
    """
    phrases = [phrase for phrase in phrases if " " in phrase]
    plain = {phrase for phrase in phrases if is_plain(phrase, "glob")}
    article, articles = pd.factorize(table["article_id"])
    voice, voices = pd.factorize(table["voice"])
    term, found = pd.factorize(table["term"])
    terms = pd.Index(sorted({*found, *plain}), dtype="str")
    rows = pd.MultiIndex.from_product([[*articles], VOICES], names=["article_id", "voice"])
    place = np.array([VOICES.index(name) for name in voices], dtype=np.int64)
    at = article * len(VOICES) + place[voice]
    column = terms.get_indexer([*found])[term]
    matrix = sparse.csr_matrix(
        (table["n"].to_numpy(np.int64), (at, column)), shape=(len(rows), len(terms))
    )
    rows = _with_lengths(rows, matrix, terms)
    return Counts(matrix, rows, terms, frozenset({*phrases} - plain))


def join(parts):
    """One Counts from several. Terms are united; an article may stand in one part only."""
    terms = pd.Index(sorted(set().union(*(part.terms for part in parts))), dtype="str")
    matrix = sparse.vstack([_spread(part, terms) for part in parts]).tocsr()
    rows = pd.concat([part.rows for part in parts], ignore_index=True)
    looked_for = frozenset.intersection(*(part.looked_for for part in parts))
    return Counts(matrix, rows, terms, looked_for)


def align(counts, articles):
    """Rows for exactly ``articles``, in that order; one that has no counts gets 0 words."""
    rows = pd.MultiIndex.from_product([articles, VOICES], names=["article_id", "voice"])
    have = pd.MultiIndex.from_frame(counts.rows[["article_id", "voice"]])
    at = have.get_indexer(rows)
    empty = sparse.csr_matrix((1, len(counts.terms)), dtype=np.int64)
    matrix = sparse.vstack([counts.matrix, empty]).tocsr()[at]
    return replace(counts, matrix=matrix, rows=_with_lengths(rows, matrix, counts.terms))


def to_table(counts, *, categories=False):
    """The long table that ``from_table`` reads: article_id, voice, term, n; sorted, no zeros.

    categories : names as categories, which takes a fifth of the memory
    """
    cells = counts.matrix.tocoo()
    some = cells.data > 0
    row, term, n = cells.row[some], cells.col[some], cells.data[some]
    codes, names = pd.factorize(counts.rows["article_id"])
    rank = np.argsort(np.argsort([*names]))[codes]
    voice = counts.rows["voice"].map(sorted(VOICES).index).to_numpy(np.int64)
    order = np.lexsort([term, voice[row], rank[row]])
    row, term, n = row[order], term[order], n[order]
    voices = counts.rows["voice"].map(VOICES.index).to_numpy(np.int64)
    columns = {
        "article_id": (codes[row], [*names]),
        "voice": (voices[row], VOICES),
        "term": (term, counts.terms),
    }
    columns = {name: pd.Categorical.from_codes(*column) for name, column in columns.items()}
    table = pd.DataFrame(columns | {"n": n})
    return table if categories else table.astype(dict.fromkeys(columns, "str"))


def by_group(counts, groups):
    """Sum the rows of each group.

    groups : one label per row of ``counts`` (a missing label leaves the row out)
    Returns (labels, CSR matrix groups × terms).
    """
    codes, labels = pd.factorize(pd.Series(groups).to_numpy(), sort=True)
    member = codes >= 0
    sums = sparse.csr_matrix(
        (np.ones(member.sum(), dtype=np.int64), (codes[member], np.flatnonzero(member))),
        shape=(len(labels), len(codes)),
    )
    return list(labels), (sums @ counts.matrix).tocsr()


def _spread(part, terms):
    """The part's matrix with its columns where ``terms`` has them."""
    cells = part.matrix.tocoo()
    columns = terms.get_indexer(part.terms)[cells.col]
    return sparse.csr_matrix(
        (cells.data, (cells.row, columns)), shape=(part.matrix.shape[0], len(terms))
    )


def _with_lengths(rows, matrix, terms):
    single = ~terms.str.contains(" ")
    table = rows.to_frame(index=False)
    table["n_words"] = np.asarray(matrix @ single.astype(np.int64)).ravel()
    return table
