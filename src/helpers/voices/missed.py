"""What it does to a comparison of own voice if some of the indirect speech is not found.

What is reported and not found counts as the outlet's own words. If that were so of a further share
of it, by chance, how far would each group's share of own voice move?
"""

import numpy as np
import pandas as pd

from helpers.errors import InputError
from helpers.words import languages

REPORTED = "reported "  # and its number within the article


def numbered(spans):
    """The spans with each reported stretch as a voice of its own, "reported 3", for
    ``frames.score(…, voices=…)`` and then ``if_missed``.

    spans : ``voices.spans``; returns the same table (a copy), ``voice`` alone changed

    >>> spans = voices.numbered(voices.spans(study))
    >>> sorted(spans["voice"].unique())
    ['narration', 'quoted', 'reported 1']
    """
    reported = spans["voice"] == "reported"
    number = reported.groupby(spans["article_id"]).cumsum().astype("str")
    return spans.assign(voice=spans["voice"].where(~reported, REPORTED + number))


def if_missed(scores, groups, *, share=0.5, repeats=200, seed=0):
    """Each group's share of own voice, as found and if part of the indirect speech were missed.

    A simulation: in each repeat every reported stretch is missed by the toss of a coin, its hits in
    all frames with it, and counts as narration. Articles without a group are left out.

    scores : ``frames.score(study, lexicon, voices=voices.numbered(spans))``
    groups : Series article_id -> group, a column of ``study.articles``
    share : of the reported stretches that is missed, each by chance; 0 to 1
    repeats : how often chance is asked

    Returns a DataFrame, one row per frame and group: ``frame``, ``group``, ``hits`` of the frame,
    ``own`` (share of them in narration), ``own_if_missed`` (its mean over the repeats), ``low``,
    ``high`` (the middle 95 % of the repeats). Higher means more of the frame in the outlet's own
    voice. Raises InputError for a share that is not between 0 and 1, and for scores of two
    languages.

    >>> scores = frames.score(study, lexicon, voices=voices.numbered(voices.spans(study)))
    >>> list(voices.if_missed(scores, study.articles["group"]))
    ['frame', 'group', 'hits', 'own', 'own_if_missed', 'low', 'high']
    """
    if not 0 <= share <= 1:
        raise InputError(f"share must be between 0 and 1, not {share}")
    if groups.name != "language":
        languages.together(scores[scores["hits"].notna()])
    rng = np.random.default_rng(seed)
    hits = scores[scores["hits"] > 0].assign(group=lambda t: t["article_id"].map(groups))
    stretch = hits["article_id"].astype("str") + "\0" + hits["voice"].astype("str")
    reported = hits["voice"].astype("str").str.startswith(REPORTED).to_numpy()
    number, names = pd.factorize(stretch)
    missed = rng.random((repeats, len(names))) < share
    own = (hits["voice"] == "narration").to_numpy()
    rows = []
    for (frame, group), at in hits.groupby(["frame", "group"], sort=False).indices.items():
        n = hits["hits"].to_numpy()[at]
        more = (missed[:, number[at]] & reported[at]) @ n / n.sum()
        found = n[own[at]].sum() / n.sum()
        low, high = np.quantile(found + more, [0.025, 0.975])
        rows.append([frame, group, n.sum(), found, found + more.mean(), low, high])
    columns = ["frame", "group", "hits", "own", "own_if_missed", "low", "high"]
    return pd.DataFrame(rows, columns=columns)
