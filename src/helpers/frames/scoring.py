"""Frames scored on counts: hits of each frame in each article and voice."""

import re
import warnings

import numpy as np
import pandas as pd

from helpers.errors import InputError
from helpers.frames.lookup import columns, lookup
from helpers.words.counts import Counts
from helpers.words.patterns import matching


def score(counts, lexicon, *, languages=None):
    """Hits of each frame in each article and voice, from Counts or, by position, from Tokens.

    A hit is a word that matches a pattern, or a phrase that does and holds no word or shorter
    phrase that is a hit of the frame already ("terrorist groups" is one hit of a frame with
    ``terrorist*``). Higher means the frame's words take up more of the text.

    counts : Counts; or Tokens with voices, where phrases need not have been listed, hits follow
        ``lookup`` (a phrase that holds two hits is then one, not two) and negated ones are
        ``neg_<frame>``
    lexicon : Lexicon
    languages : Series of str, index article_id; articles in another language than the lexicon's
        get no hits (NaN) instead of zero

    Returns a DataFrame, one row per article, voice and frame: ``article_id``, ``voice``,
    ``frame``, ``hits`` (int; NaN where it cannot be told), ``n_words`` (int, words of the article
    in this voice), ``per_1000`` (hits per 1,000 words; NaN where there are no words).
    Phrases that were not counted are named in a warning (``coverage`` lists them), and so is that
    counts know nothing of negation; a frame of which nothing was counted gets NaN. Raises
    InputError where two phrases of a frame can overlap, since counts cannot tell one hit from two.
    """
    by_term = isinstance(counts, Counts)
    hits = _on_counts(counts, lexicon) if by_term else _on_tokens(counts, lexicon)
    long = hits.rename_axis(columns="frame").stack().rename("hits").reset_index()
    if languages is not None:
        foreign = long["article_id"].map(languages) != lexicon.language
        long["hits"] = long["hits"].mask(foreign)
    words = long["n_words"].where(long["n_words"] > 0)
    long["per_1000"] = 1000 * long["hits"] / words
    return long[["article_id", "voice", "frame", "hits", "n_words", "per_1000"]]


def _on_counts(counts, lexicon):
    """Hits, one column per frame, index article_id, voice, n_words."""
    warn_uncounted(counts, lexicon)
    hits = {}
    for frame in lexicon.frames:
        weights = _weights(frame, counts.terms)
        hits[frame.name] = np.nan if weights is None else counts.matrix @ weights
    return pd.DataFrame(hits, index=pd.MultiIndex.from_frame(counts.rows))


def _on_tokens(corpus, lexicon):
    found = lookup(corpus, lexicon)
    names, voices = columns(lexicon), len(corpus.voices)
    row = found["article"] * voices + corpus.voice[found["position"]]
    size = len(corpus) * voices
    sums = np.bincount(row * len(names) + found["column"], minlength=size * len(names))
    words = np.bincount(corpus.article * voices + corpus.voice.astype(np.int64), minlength=size)
    index = pd.MultiIndex.from_product([corpus.articles, corpus.voices]).to_frame(index=False)
    index.columns = ["article_id", "voice"]
    rows = pd.MultiIndex.from_frame(index.assign(n_words=words))
    return pd.DataFrame(sums.reshape(size, len(names)), columns=names, index=rows)


def coverage(counts, lexicon):
    """What the counts can say of each pattern.

    Returns a DataFrame, one row per frame and pattern: ``frame``, ``pattern``, ``status``
    ("counted", "never occurs", "partly counted": a phrase with ``*`` of which just the listed
    forms were looked for, "not counted": a phrase that was not looked for), ``terms`` (number of
    terms that match) and ``n`` (their occurrences; missing where not counted).
    """
    totals = np.asarray(counts.matrix.sum(axis=0)).ravel()
    rows = []
    for frame in lexicon.frames:
        for pattern in (*frame.patterns, *frame.excluded):
            terms = matching([pattern], counts.terms, frame.kind)
            phrase, n = " " in pattern, int(totals[terms].sum())
            if phrase and not len(terms):
                status = "not counted"
            elif phrase and (frame.kind == "regex" or re.search(r"[*?]", pattern)):
                status = "partly counted"
            else:
                status = "counted" if n else "never occurs"
            rows.append((frame.name, pattern, status, len(terms), n))
    table = pd.DataFrame(rows, columns=["frame", "pattern", "status", "terms", "n"])
    return table.assign(n=table["n"].astype("Int64").mask(table["status"] == "not counted"))


def terms(counts, lexicon):
    """The terms behind each frame's hits: DataFrame ``frame``, ``term``, ``n``, most hits first
    (below 0: occurrences of an excluded phrase, which are no hits)."""
    totals = np.asarray(counts.matrix.sum(axis=0)).ravel()
    parts = []
    for frame in lexicon.frames:
        weights = _weights(frame, counts.terms)
        if weights is not None:
            found = pd.DataFrame({"term": counts.terms, "n": totals * weights})[weights != 0]
            parts.append(found.assign(frame=frame.name).sort_values("n", ascending=False))
    return pd.concat(parts, ignore_index=True).query("n != 0")[["frame", "term", "n"]]


def weights(lexicon, terms):
    """Which terms are hits of which frame, and by which pattern.

    terms : Index of str, as in Counts

    Returns a DataFrame: ``frame``, ``term``, ``pattern`` (the first that means the term),
    ``weight`` (what an occurrence adds to the frame's hits: 1, or less than 0 for a phrase within
    which hits are excluded).
    """
    rows = []
    for frame in lexicon.frames:
        found = _weights(frame, terms)
        if found is None:
            continue
        by_pattern = {}
        for pattern in (*frame.excluded, *frame.patterns):
            for position in matching([pattern], terms, frame.kind):
                by_pattern.setdefault(position, pattern)
        rows += [(frame.name, terms[i], by_pattern[i], found[i]) for i in np.flatnonzero(found)]
    return pd.DataFrame(rows, columns=["frame", "term", "pattern", "weight"])


def _weights(frame, terms):
    """What an occurrence of each term adds to the frame's hits (int array, one per term): 1 for a
    hit, less than 0 for a phrase within which hits are excluded; None if nothing of the frame was
    counted."""
    words, phrases = (
        matching([p for p in frame.patterns if (" " in p) == many], terms, frame.kind)
        for many in (False, True)
    )
    if not len(phrases) and all(" " in pattern for pattern in frame.patterns):
        return None
    excluded = matching(list(frame.excluded), terms, frame.kind)
    hit = set(terms[words]) - set(terms[excluded])
    for position in sorted(phrases, key=lambda i: terms[i].count(" ")):
        if terms[position] not in terms[excluded] and not _runs(terms[position]) & hit:
            hit.add(terms[position])
    _refuse_overlaps(frame, [term for term in hit if " " in term])
    weights = terms.isin(hit).astype("int64")
    for position in excluded:
        weights[position] -= sum(_times(run, terms[position]) for run in hit)
    return weights


def _times(run, phrase):
    """How often a word or phrase stands in a longer phrase."""
    return f" {phrase} ".count(f" {run} ") if " " in phrase and run != phrase else 0


def _runs(phrase):
    """Every word and shorter phrase within a phrase."""
    words = phrase.split()
    return {
        " ".join(words[i:j])
        for i in range(len(words))
        for j in range(i + 1, len(words) + 1)
        if j - i < len(words)
    }


def _refuse_overlaps(frame, phrases):
    starts = {}
    for phrase in phrases:
        words = phrase.split()
        for n in range(1, len(words)):
            starts.setdefault(" ".join(words[:n]), []).append(phrase)
    for phrase in phrases:
        words = phrase.split()
        for n in range(1, len(words)):
            for other in starts.get(" ".join(words[-n:]), []):
                raise InputError(
                    f"frame {frame.name!r}: {phrase!r} and {other!r} can overlap in a text, and "
                    f"counts cannot tell one hit from two: drop one of them, or take the word "
                    f"{' '.join(words[-n:])!r} as a pattern instead"
                )


def warn_uncounted(counts, lexicon):
    """Name what the counts cannot answer."""
    table = coverage(counts, lexicon)
    missing = table[table["status"] == "not counted"]
    if lexicon.negators:
        warnings.warn("counts cannot tell negated hits: all are counted alike", stacklevel=3)
    if len(missing):
        named = "; ".join(f"{row.frame}: {row.pattern}" for row in missing.itertuples())
        warnings.warn(
            f"{len(missing)} phrase(s) were not counted, and neither add nor exclude hits: {named}",
            stacklevel=3,
        )
