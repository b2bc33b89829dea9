"""How often each term occurs in each article and voice.

Terms are single words and the phrases that were looked for. An article's counts come from
``counts.csv.gz`` where it has rows there, else from its text in ``texts/``; both give the same
table, so an analysis need not know which it was.
"""

import gzip
import io
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from helpers.corpus import folder as corpus
from helpers.files import store
from helpers.words import text
from helpers.words.text import VOICES


@dataclass(frozen=True, eq=False)
class Counts:
    """Occurrences of terms, one row per article and voice.

    matrix : scipy CSR, int64, rows × terms
    rows : DataFrame, one line per matrix row: ``article_id``, ``voice``, ``n_words`` (int, single
        words in this voice; 0 where the article has none)
    terms : Index of str, one per column, sorted. Every phrase that was looked for is here, so a
        phrase's column of zeros means "counted and 0"; no column means "not counted".
    """

    matrix: sparse.csr_matrix
    rows: pd.DataFrame
    terms: pd.Index

    @property
    def phrases(self):
        """The terms of two words or more (Index of str)."""
        return self.terms[self.terms.str.contains(" ")]

    def select(self, keep):
        """The rows where ``keep`` (bool, one per row) holds, with all terms."""
        keep = np.asarray(keep, dtype=bool)
        return Counts(self.matrix[keep], self.rows[keep].reset_index(drop=True), self.terms)


def load(path, *, source="shared"):
    """The counts of every article of the corpus folder ``path``.

    source : "shared" takes ``counts.csv.gz``, and ``texts/`` for articles without rows there;
        "private" takes ``private/`` before either, for articles whose text a reader has fetched.
        What is published rests on "shared", which is the same for everybody.

    Returns Counts with two rows (unquoted, quoted) for each article of articles.csv, in its order.
    Raises InputError as ``corpus.load`` does.
    """
    with store.reading(path):
        tables = corpus.read(path)
        texts = corpus.texts(path, tables["articles"].index, source=source)
    return of_tables(tables, texts, source=source)


def of_tables(tables, texts, *, source="shared"):
    """As ``load``, from the tables (``corpus.read``) and texts (``corpus.texts``) of a folder."""
    texts = {i: corpus.opening(body, tables["study"]) for i, body in texts.items()}
    stored = tables["counts"]
    if source == "private":
        stored = stored[~stored["article_id"].isin(texts)]
    counted = set(stored["article_id"])
    parts = [
        from_table(stored, phrases=tables["phrases"]),
        from_texts({i: t for i, t in texts.items() if i not in counted}, phrases=tables["phrases"]),
    ]
    return align(join(parts), tables["articles"].index)


def from_texts(texts, *, phrases=()):
    """Count the words of each text, and ``phrases`` as consecutive words within one sentence.

    texts : mapping of article_id to text
    phrases : words joined by one blank, lower case; each becomes a column, found or not

    Returns Counts with an unquoted and a quoted row for each text.
    """
    phrases = [phrase for phrase in phrases if " " in phrase]
    found = pd.DataFrame(
        [
            (article_id, voice, term, n)
            for article_id, body in texts.items()
            for voice, terms in count(body, phrases=phrases).items()
            for term, n in terms.items()
        ],
        columns=["article_id", "voice", "term", "n"],
    )
    return align(from_table(found, phrases=phrases), list(texts))


def count(body, *, phrases=()):
    """Terms of one text: a Counter for each voice."""
    wanted = set(phrases)
    lengths = {len(phrase.split()) for phrase in wanted}
    found = {voice: Counter() for voice in VOICES}
    for voice, stretch in text.by_voice(text.normalise(body)):
        for sentence in text.sentences(stretch):
            words = text.words(sentence)
            found[voice].update(words)
            for n in lengths:
                runs = (" ".join(words[i : i + n]) for i in range(len(words) - n + 1))
                found[voice].update(run for run in runs if run in wanted)
    return found


def from_table(table, *, phrases=()):
    """Counts from a long table with columns ``article_id``, ``voice``, ``term`` and ``n``.

    phrases : phrases that were looked for, whether or not they occur in the table
    """
    terms = pd.Index(sorted({*table["term"], *(p for p in phrases if " " in p)}), dtype="str")
    articles = pd.unique(table["article_id"])
    rows = pd.MultiIndex.from_product([articles, VOICES], names=["article_id", "voice"])
    at = rows.get_indexer(pd.MultiIndex.from_frame(table[["article_id", "voice"]]))
    matrix = sparse.csr_matrix(
        (table["n"].to_numpy(np.int64), (at, terms.get_indexer(table["term"]))),
        shape=(len(rows), len(terms)),
    )
    return Counts(matrix, _with_lengths(rows, matrix, terms), terms)


def join(parts):
    """One Counts from several. Terms are united; an article may stand in one part only."""
    terms = pd.Index(sorted(set().union(*(part.terms for part in parts))), dtype="str")
    matrix = sparse.vstack([_spread(part, terms) for part in parts]).tocsr()
    rows = pd.concat([part.rows for part in parts], ignore_index=True)
    return Counts(matrix, rows, terms)


def align(counts, articles):
    """Rows for exactly ``articles``, in that order; one that has no counts gets 0 words."""
    rows = pd.MultiIndex.from_product([articles, VOICES], names=["article_id", "voice"])
    have = pd.MultiIndex.from_frame(counts.rows[["article_id", "voice"]])
    at = have.get_indexer(rows)
    empty = sparse.csr_matrix((1, len(counts.terms)), dtype=np.int64)
    matrix = sparse.vstack([counts.matrix, empty]).tocsr()[at]
    return Counts(matrix, _with_lengths(rows, matrix, counts.terms), counts.terms)


def to_table(counts):
    """The long table that ``from_table`` reads: article_id, voice, term, n; sorted, no zeros."""
    cells = counts.matrix.tocoo()
    table = counts.rows[["article_id", "voice"]].iloc[cells.row].reset_index(drop=True)
    table["term"] = counts.terms[cells.col]
    table["n"] = cells.data
    table = table[table["n"] > 0]
    return table.sort_values(["article_id", "voice", "term"], ignore_index=True)


def pack(table):
    """The bytes of ``counts.csv.gz``, of a table as ``to_table`` gives it: sorted and without a
    time stamp, so that the same counts give the same bytes."""
    ordered = table.sort_values(["article_id", "voice", "term"])
    csv = ordered.to_csv(index=False, lineterminator="\n").encode()
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, compresslevel=9) as stream:
        stream.write(csv)
    return packed.getvalue()


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


def weighted(matrix):
    """TF-IDF of counts: (1 + ln tf) × (ln((1 + n) / (1 + df)) + 1), each row scaled to length 1,
    so that the product of two rows is their cosine.

    It is scikit-learn's TfidfTransformer(sublinear_tf=True), which takes a second to import: too
    long for who adds one article.
    matrix : CSR of counts, rows × terms. Returns the same shape, float; a row without words is 0.
    """
    n, df = matrix.shape[0], np.bincount(matrix.indices, minlength=matrix.shape[1])
    weights = matrix.astype(float)
    weights.data = (np.log(weights.data) + 1) * (np.log((1 + n) / (1 + df)) + 1)[weights.indices]
    lengths = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    return sparse.diags(1 / np.where(lengths, lengths, 1)) @ weights


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
