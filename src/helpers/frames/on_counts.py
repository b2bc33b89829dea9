"""Frames on counts: which terms are hits, and what counts cannot answer."""

import re
import warnings

import numpy as np
import pandas as pd

from helpers.errors import InputError
from helpers.frames.model import check_lexicon
from helpers.words import counts as counts_
from helpers.words import languages, tokens


def counts_of(study, lexicon):
    """Counts of the study's articles in the lexicon's language, in which its phrases were looked
    for as far as there are texts. Raises InputError where the lexicon names no language, and the
    articles are in several."""
    if not hasattr(study, "articles"):
        return study
    readable = speaks(study, lexicon)
    languages.together(study.articles.loc[readable])
    if len(readable) < len(study.articles):
        study = study.where(study.articles.index.isin(readable))
    if not len(study.counted_texts):
        return study.counts
    phrases = [*study.phrases, *lexicon.phrases]
    of_texts = tokens.to_counts(study.tokens, phrases=phrases)
    parts = [of_texts] if study.stored is None else [study.stored, of_texts]
    return counts_.align(counts_.join(parts), study.measured)


def speaks(study, lexicon):
    """The articles in the lexicon's language (Index); all, where either names none."""
    articles = study.articles
    if not lexicon.language or "language" not in articles:
        return articles.index
    language = articles["language"].fillna("")
    return articles.index[(language == lexicon.language) | (language == "")]


def hits(counts, lexicon):
    """Hits in Counts: DataFrame, one column per frame, index article_id, voice, n_words; a frame of
    which nothing was counted is missing."""
    warn_uncounted(counts, lexicon)
    found = {}
    for frame in lexicon.frames:
        weights = _weights(frame, counts)
        found[frame.name] = np.nan if weights is None else counts.matrix @ weights
    return pd.DataFrame(found, index=pd.MultiIndex.from_frame(counts.rows))


def coverage(study, lexicon):
    """What the counts can say of each pattern.

    study : the study, or Counts

    Returns a DataFrame, one row per frame and pattern: ``frame``, ``pattern``, ``status``
    ("counted", "never occurs", "partly counted": a phrase with ``*`` of which just the listed
    forms were looked for, "not counted": a phrase that was not looked for), ``terms`` (number of
    terms that match) and ``n`` (their occurrences; missing where not counted). In texts every
    phrase can be looked for: this is about articles that are stored as counts.

    >>> frames.coverage(study, lexicon)["status"].unique().tolist()
    ['counted']
    """
    check_lexicon(lexicon)
    counts = counts_of(study, lexicon)
    totals = np.asarray(counts.matrix.sum(axis=0)).ravel()
    rows = []
    for frame in lexicon.frames:
        for pattern in (*frame.patterns, *frame.excluded):
            terms = counts.find([pattern], frame.kind)
            sought = counts.sought(pattern)
            n = int(totals[terms].sum())
            if not sought and not len(terms):
                status = "not counted"
            elif not sought and (frame.kind == "regex" or re.search(r"[*?]", pattern)):
                status = "partly counted"
            else:
                status = "counted" if n else "never occurs"
            rows.append((frame.name, pattern, status, len(terms), n))
    table = pd.DataFrame(rows, columns=["frame", "pattern", "status", "terms", "n"])
    return table.assign(n=table["n"].astype("Int64").mask(table["status"] == "not counted"))


def weights(lexicon, counts):
    """Which terms of Counts are hits of which frame, and by which pattern.

    Returns a DataFrame: ``frame``, ``term``, ``pattern`` (the first that means the term),
    ``weight`` (what an occurrence adds to the frame's hits: 1, or less than 0 for a phrase within
    which hits are excluded).
    """
    rows = []
    for frame in lexicon.frames:
        found = _weights(frame, counts)
        if found is None:
            continue
        by_pattern = {}
        for pattern in (*frame.excluded, *frame.patterns):
            for position in counts.find([pattern], frame.kind):
                by_pattern.setdefault(position, pattern)
        places = np.flatnonzero(found)
        rows += [(frame.name, counts.terms[i], by_pattern[i], found[i]) for i in places]
    return pd.DataFrame(rows, columns=["frame", "term", "pattern", "weight"])


def _weights(frame, counts):
    """What an occurrence of each term adds to the frame's hits (int array, one per term): 1 for a
    hit, less than 0 for a phrase within which hits are excluded; None if nothing of the frame was
    counted."""
    terms = counts.terms
    words, phrases = (
        counts.find([p for p in frame.patterns if (" " in p) == many], frame.kind)
        for many in (False, True)
    )
    counted = any(map(counts.sought, frame.patterns))
    if not len(phrases) and not counted:
        return None
    excluded = counts.find(frame.excluded, frame.kind)
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
        warnings.warn("counts cannot tell negated hits: all are counted alike", stacklevel=4)
    if lexicon.case_sensitive:
        warnings.warn("counts are in lower case: capitals do not matter in them", stacklevel=4)
    if len(missing):
        named = "; ".join(f"{row.frame}: {row.pattern}" for row in missing.itertuples())
        warnings.warn(
            f"{len(missing)} phrase(s) were not counted, and neither add nor exclude hits: {named}",
            stacklevel=4,
        )
