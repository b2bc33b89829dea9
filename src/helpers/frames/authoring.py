"""Help for whoever writes a lexicon."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from helpers.errors import InputError
from helpers.frames.model import check_lexicon
from helpers.frames.on_counts import counts_of, warn_uncounted
from helpers.words.counts import by_group


def suggest(study, lexicon, frame, *, most=20, min_articles=5):
    """Terms close to a frame's articles that are not in the frame.

    Closeness is the log-odds ratio of a term's presence in articles with and without a hit of the
    frame, over its standard error (half an article added to each cell): higher means that the
    term keeps the frame's company. It need not mean the frame: look before adding.

    Returns a DataFrame, closest first: ``term``, ``z``, ``articles`` (with a hit and the term),
    ``elsewhere`` (with the term and no hit).

    >>> list(frames.suggest(study, frames.lexicon({"tax": ["tax"]}), "tax", min_articles=2))
    ['term', 'z', 'articles', 'elsewhere']
    """
    check_lexicon(lexicon)
    known, counts = _frame(lexicon, frame), counts_of(study, lexicon)
    own = counts.find(known.patterns, known.kind)
    _, matrix = by_group(counts, counts.rows["article_id"])
    present = (matrix > 0).astype("int64")
    inside = np.asarray(present[:, own].sum(axis=1)).ravel() > 0
    if not inside.any() or inside.all():
        share = "every" if inside.any() else "no"
        raise InputError(f"{share} article has a hit of frame {frame!r}: nothing to set apart")
    a, c = (np.asarray(present[side].sum(axis=0)).ravel() for side in (inside, ~inside))
    b, d = inside.sum() - a, (~inside).sum() - c
    cells = np.array([a, b, c, d]) + 0.5
    z = np.log(cells[0] * cells[3] / (cells[1] * cells[2])) / np.sqrt((1 / cells).sum(axis=0))
    table = pd.DataFrame({"term": counts.terms, "z": z, "articles": a, "elsewhere": c})
    table = table.drop(index=own)[lambda t: t["articles"] + t["elsewhere"] >= min_articles]
    return table.sort_values(["z", "term"], ascending=[False, True], ignore_index=True).head(most)


def unused(study, lexicon, *, by="group"):
    """Patterns that never hit, or hit in the articles of one group only.

    by : column of the articles that names the groups

    Returns a DataFrame: ``frame``, ``pattern``, ``articles`` (Int64, with a hit; missing for
    phrases that were not counted), ``only`` (the one group it hits; missing for patterns that
    never hit).

    >>> list(frames.unused(study, lexicon, by="group"))
    ['frame', 'pattern', 'articles', 'only']
    """
    check_lexicon(lexicon)
    if by not in study.articles:
        known = ", ".join(map(str, study.articles.columns))
        raise InputError(f"by={by!r}: the articles have no such column, but {known}")
    counts = counts_of(study, lexicon)
    labels, matrix = by_group(counts, counts.rows["article_id"])
    group = study.articles[by].reindex(labels)
    rows = []
    for frame in lexicon.frames:
        for pattern in frame.patterns:
            terms = counts.find([pattern], frame.kind)
            hit = np.asarray(matrix[:, terms].sum(axis=1)).ravel() > 0
            where = group[hit].dropna().unique()
            sought = counts.sought(pattern)
            n = int(hit.sum()) if len(terms) or sought else pd.NA
            if hit.sum() == 0 or len(where) == 1:
                rows.append((frame.name, pattern, n, where[0] if len(where) else None))
    table = pd.DataFrame(rows, columns=["frame", "pattern", "articles", "only"])
    return table.astype({"articles": "Int64"})


def overlap(study, lexicon):
    """How far frames occur in the same articles, and which terms they share.

    Returns a DataFrame, one row per pair of frames, most alike first: ``one``, ``two``,
    ``articles`` (with both), ``jaccard`` (articles with both out of those with either; 1 means
    always together), ``terms`` (that are hits of both, by comma). Phrases that were not counted
    are named in a warning.

    >>> frames.overlap(study, lexicon)[["one", "two"]].values.tolist()[0]
    ['costs', 'threat']
    """
    check_lexicon(lexicon)
    counts = counts_of(study, lexicon)
    warn_uncounted(counts, lexicon)
    _, matrix = by_group(counts, counts.rows["article_id"])
    own = {f.name: counts.find(f.patterns, f.kind) for f in lexicon.frames}
    hit = {name: np.asarray(matrix[:, t].sum(axis=1)).ravel() > 0 for name, t in own.items()}
    rows = []
    for one, two in combinations(lexicon.names, 2):
        both, either = (hit[one] & hit[two]).sum(), (hit[one] | hit[two]).sum()
        shared = counts.terms[np.intersect1d(own[one], own[two])]
        rows.append((one, two, int(both), both / either if either else np.nan, ", ".join(shared)))
    table = pd.DataFrame(rows, columns=["one", "two", "articles", "jaccard", "terms"])
    return table.sort_values("jaccard", ascending=False, kind="stable", ignore_index=True)


def _frame(lexicon, name):
    for frame in lexicon.frames:
        if frame.name == name:
            return frame
    raise InputError(f"no frame {name!r} in the lexicon: {', '.join(lexicon.names)}")


def leave_one_out(lexicon, frame):
    """A lexicon of one frame without each of its patterns in turn, to see whether a finding hangs
    on one word: score it as any other, and a result has a row for each pattern left out.

    lexicon : Lexicon; frame : name of one of its frames

    Returns Lexicon, its frames "<frame>" and "<frame> without <pattern>". Raises InputError for a
    frame that the lexicon does not have, or that has one pattern only.

    >>> frames.leave_one_out(frames.lexicon({"costs": ["price*", "tax"]}), "costs").names
    ['costs', 'costs without price*', 'costs without tax']
    """
    check_lexicon(lexicon)
    known = {one.name: one for one in lexicon.frames}
    if frame not in known:
        raise InputError(f"no frame {frame!r} in the lexicon: {', '.join(known)}")
    whole = known[frame]
    if len(whole.patterns) < 2:
        raise InputError(f"frame {frame!r} has one pattern only: nothing is left without it")
    parts = [
        replace(
            whole,
            name=f"{frame} without {left}",
            patterns=tuple(pattern for pattern in whole.patterns if pattern != left),
        )
        for left in whole.patterns
    ]
    return replace(lexicon, frames=(whole, *parts))
