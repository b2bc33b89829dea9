"""How a frame of one's own does: what it hits, what it nearly hit, and how it errs."""

import difflib
import html

import numpy as np
import pandas as pd

from helpers import frames
from helpers.measure import coding
from helpers.words.counts import by_group

MOST = 12  # terms named of each kind


def summary(study, lexicon, name):
    """What can be said of one frame of a lexicon.

    Returns a dict of tables: ``hits`` (term, n, articles: what matched, commonest first), ``near``
    (term, articles: words that are spelt like a pattern's and did not match), ``overlap`` (frame,
    articles, jaccard: with the other frames, as ``frames.overlap``), ``error`` (variable, coded,
    found, both, precision, recall, f1: against each variable of the codes, best F1 first; empty
    where there are no codes).

    >>> summary(study, lexicon, "costs")["hits"]["term"].tolist()
    ['tax', 'price', 'prices', 'fuel price', 'fuel prices']
    """
    frame = lexicon.frames[lexicon.names.index(name)]
    alone = frames.lexicon({name: list(frame.patterns)}, language=lexicon.language)
    hits = frames.listed(study, alone)
    by_term = hits.groupby("term").agg(n=("n", "sum"), articles=("article_id", "nunique"))
    by_term = by_term.sort_values(["n", "articles"], ascending=False, kind="stable").reset_index()
    pairs = frames.overlap(study, lexicon)
    pairs = pairs[(pairs["one"] == name) | (pairs["two"] == name)]
    other = pairs["one"].where(pairs["one"] != name, pairs["two"])
    return {
        "hits": by_term,
        "near": _near(study, frame, {*by_term["term"]}),
        "overlap": pairs.assign(frame=other)[["frame", "articles", "jaccard"]],
        "error": _error(study, {*hits["article_id"]}),
    }


def _near(study, frame, matched):
    """Words that are spelt like those of the patterns, and were not matched."""
    counts = study.counts
    _, matrix = by_group(counts, counts.rows["article_id"])
    single = [t for t in counts.terms if " " not in t and t not in matched]
    wanted = {word.strip("*?") for pattern in frame.patterns for word in pattern.split()}
    found = [t for w in sorted(wanted) if w for t in difflib.get_close_matches(w, single, 6, 0.78)]
    found = list(dict.fromkeys(found))
    place = pd.Index(counts.terms).get_indexer(found)
    n = np.asarray((matrix[:, place] > 0).sum(axis=0)).ravel()
    table = pd.DataFrame({"term": found, "articles": n})
    return table.sort_values("articles", ascending=False, kind="stable", ignore_index=True)


def _error(study, found):
    """The frame against each coded variable: coded above 0 is held to be right."""
    rows = []
    codes = study.codes
    coder = (study.settings.get("coding") or {}).get("preferred")
    codes = codes[codes["coder"] == (coder or codes["coder"].min())] if len(codes) else codes
    for variable, part in codes.groupby("variable"):
        value = pd.to_numeric(part["value"], errors="coerce")
        if value.isna().any():
            continue
        hit = part["article_id"].isin(found).to_numpy()
        rows.append({"variable": variable} | coding.rates((value > 0).to_numpy(), hit))
    columns = ["variable", "coded", "found", "both", "precision", "recall", "f1"]
    table = pd.DataFrame(rows)
    if table.empty:
        return pd.DataFrame(columns=columns)
    return table[columns].sort_values("f1", ascending=False, kind="stable", ignore_index=True)


def told(about):
    """The summary as HTML."""
    hits, near, overlap, error = (about[key] for key in ("hits", "near", "overlap", "error"))
    lines = [
        f"<b>{hits['n'].sum():g} hits</b>: {_listed(hits, 'term', 'n')}",
        f"nearly matched: {_listed(near, 'term', 'articles')}",
        f"in the same articles as: {_listed(overlap, 'frame', 'articles')}",
    ]
    if len(error):
        best = error.iloc[0]
        lines.append(
            f"against the codes it is nearest to {html.escape(str(best['variable']))}: precision "
            f"{best['precision']:.2f}, recall {best['recall']:.2f}, F1 {best['f1']:.2f}"
        )
    return "".join(f"<p style='margin:2px 0;line-height:1.3'>{line}</p>" for line in lines)


def _listed(table, name, number):
    parts = [
        f"{html.escape(str(row[name]))} {row[number]:g}" for _, row in table.head(MOST).iterrows()
    ]
    return ", ".join(parts) + (" …" if len(table) > MOST else "") or "nothing"
