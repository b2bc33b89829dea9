"""The commonest words of an article, for one that stands in the corpus as counts."""

import html

import pandas as pd

MOST = 60


def commonest(study, article_id):
    """The commonest words of an article by voice, longer than three letters, as HTML."""
    rows, parts = study.counts.rows, []
    for voice in ("unquoted", "quoted"):
        at = rows.index[(rows["article_id"] == article_id) & (rows["voice"] == voice)]
        if not len(at):
            continue
        cells = study.counts.matrix[at[0]].tocoo()
        terms = pd.Series(cells.data, study.counts.terms[cells.col])
        terms = terms[~terms.index.str.contains(" ") & (terms.index.str.len() > 3)]
        most = terms.sort_values(ascending=False, kind="stable").head(MOST)
        listed = ", ".join(f"{html.escape(term)} {n}" for term, n in most.items())
        parts.append(f"<p><b>{voice}</b>: {listed}</p>")
    return "".join(parts) or "<p>nothing was counted</p>"
