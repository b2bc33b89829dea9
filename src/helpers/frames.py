"""Frames by lexicon: how often the words of a frame occur.

A lexicon is an instrument with an error of its own: ``coding.accuracy`` measures it, and no
estimate that rests on one should be shown without.
"""

import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from helpers.errors import InputError


@dataclass(frozen=True)
class Frame:
    """One frame: its name, its meaning, and the patterns that indicate it.

    rejected : patterns that were tried and cost more than they brought; they count for nothing,
        but ``coding.cross_validate`` needs them to choose anew
    """

    name: str
    patterns: tuple[str, ...]
    rejected: tuple[str, ...] = ()
    label: str = ""
    definition: str = ""
    reasoning: str = ""


@dataclass(frozen=True)
class Lexicon:
    """Frames of one language, in the order of their file."""

    frames: tuple[Frame, ...]
    language: str = ""
    title: str = ""
    version: str = ""

    @property
    def names(self):
        return [frame.name for frame in self.frames]


def read(path):
    """Read a lexicon from a YAML file.

    The file holds ``language`` and ``frames``: each frame with ``patterns`` (a list of words and
    phrases; a trailing ``*`` on a word stands for any ending) and, for readers, ``label``,
    ``definition``, ``reasoning`` and ``rejected`` (patterns tried and dropped).

    Raises InputError with file and line where the file cannot be read as a lexicon.
    """
    path = Path(path)
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is not proper YAML in UTF-8: {error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("frames"), dict):
        raise InputError(f"{path}: must hold 'frames:' with a name and patterns for each frame")
    frames = tuple(_frame(path, name, entry) for name, entry in content["frames"].items())
    about = {key: str(content.get(key) or "") for key in ("language", "title", "version")}
    return Lexicon(frames, **about)


def score(counts, lexicon, *, languages=None):
    """Hits of each frame in each article and voice.

    A hit is a word that matches a pattern, or a phrase that does and holds no word or shorter
    phrase that is a hit of the frame already ("terrorist groups" is one hit of a frame with
    ``terrorist*``). Higher means the frame's words take up more of the text.

    counts : Counts
    lexicon : Lexicon
    languages : Series of str, index article_id; articles in another language than the lexicon's
        get no hits (NaN) instead of zero

    Returns a DataFrame, one row per article, voice and frame: ``article_id``, ``voice``,
    ``frame``, ``hits`` (int; NaN where it cannot be told), ``n_words`` (int, words of the article
    in this voice), ``per_1000`` (hits per 1,000 words; NaN where there are no words).
    Phrases that were not counted are named in a warning (``coverage`` lists them); a frame of
    which nothing was counted gets NaN. Raises InputError where two phrases of a frame can overlap,
    since counts cannot tell one hit from two then.
    """
    _warn_uncounted(counts, lexicon)
    columns = []
    for frame in lexicon.frames:
        terms = _contributing(frame, counts.terms)
        columns.append(counts.matrix[:, terms].sum(axis=1) if terms is not None else None)
    hits = pd.DataFrame(
        {
            name: np.asarray(column).ravel() if column is not None else np.nan
            for name, column in zip(lexicon.names, columns, strict=True)
        },
        index=pd.MultiIndex.from_frame(counts.rows),
    )
    long = hits.rename_axis(columns="frame").stack().rename("hits").reset_index()
    if languages is not None:
        foreign = long["article_id"].map(languages) != lexicon.language
        long["hits"] = long["hits"].mask(foreign)
    words = long["n_words"].where(long["n_words"] > 0)
    long["per_1000"] = 1000 * long["hits"] / words
    return long[["article_id", "voice", "frame", "hits", "n_words", "per_1000"]]


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
        for pattern in frame.patterns:
            terms = matching([pattern], counts.terms)
            phrase, n = " " in pattern, int(totals[terms].sum())
            if phrase and not len(terms):
                status = "not counted"
            elif phrase and "*" in pattern:
                status = "partly counted"
            else:
                status = "counted" if n else "never occurs"
            rows.append((frame.name, pattern, status, len(terms), n))
    table = pd.DataFrame(rows, columns=["frame", "pattern", "status", "terms", "n"])
    return table.assign(n=table["n"].astype("Int64").mask(table["status"] == "not counted"))


def terms(counts, lexicon):
    """The terms behind each frame's hits: DataFrame ``frame``, ``term``, ``n``, most hits first."""
    totals = np.asarray(counts.matrix.sum(axis=0)).ravel()
    parts = []
    for frame in lexicon.frames:
        chosen = _contributing(frame, counts.terms)
        if chosen is not None:
            found = pd.DataFrame({"term": counts.terms[chosen], "n": totals[chosen]})
            parts.append(found.assign(frame=frame.name).sort_values("n", ascending=False))
    return pd.concat(parts, ignore_index=True).query("n > 0")[["frame", "term", "n"]]


def _frame(path, name, entry):
    entry = {"patterns": entry} if isinstance(entry, list) else entry
    patterns = entry.get("patterns") if isinstance(entry, dict) else None
    if not isinstance(patterns, list) or not patterns:
        raise InputError(f"{path}: frame {name!r} has no list of patterns")
    rejected = entry.get("rejected") or []
    for pattern in [*patterns, *rejected]:
        if not isinstance(pattern, str) or not re.fullmatch(r"[\w'’-]+\*?( [\w'’-]+\*?)*", pattern):
            raise InputError(
                f"{path}: frame {name!r}: {pattern!r} is no pattern: write words, with one blank "
                "between them and * only at their ends, in quotation marks where YAML needs them"
            )
    about = {key: str(entry.get(key) or "").strip() for key in ("label", "definition", "reasoning")}
    lower = [tuple(pattern.lower() for pattern in some) for some in (patterns, rejected)]
    return Frame(str(name), *lower, **about)


def matching(patterns, terms):
    """Positions of the terms (Index of str) that match any of the patterns, word by word."""
    if not patterns:
        return np.array([], dtype=int)
    forms = [re.escape(p).replace(r"\*", "[^ ]*").replace(r"\ ", " ") for p in patterns]
    return np.flatnonzero(terms.str.fullmatch("|".join(forms)))


def _contributing(frame, terms):
    """Positions of the terms whose counts add up to the frame's hits; None if nothing of the
    frame was counted."""
    words = matching([p for p in frame.patterns if " " not in p], terms)
    phrases = matching([p for p in frame.patterns if " " in p], terms)
    if not len(phrases) and all(" " in pattern for pattern in frame.patterns):
        return None
    hit = set(terms[words])
    chosen = []
    for position in sorted(phrases, key=lambda i: terms[i].count(" ")):
        parts = _runs(terms[position])
        if not any(part in hit for part in parts):
            chosen.append(position)
            hit.add(terms[position])
    _refuse_overlaps(frame, [terms[i] for i in chosen])
    return np.concatenate([words, np.array(chosen, dtype=int)])


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


def _warn_uncounted(counts, lexicon):
    table = coverage(counts, lexicon)
    missing = table[table["status"] == "not counted"]
    if len(missing):
        named = "; ".join(f"{row.frame}: {row.pattern}" for row in missing.itertuples())
        warnings.warn(
            f"{len(missing)} phrase(s) were not counted and add no hits: {named}", stacklevel=3
        )
