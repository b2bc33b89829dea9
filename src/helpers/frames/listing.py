"""Every hit of a lexicon by its term: what the numbers of ``score`` are made of."""

import numpy as np
import pandas as pd

from helpers.frames import on_counts
from helpers.frames.lookup import columns, lookup
from helpers.frames.model import check_lexicon
from helpers.frames.scoring import check_study, split
from helpers.words import languages

COLUMNS = ["article_id", "voice", "frame", "term", "pattern", "n"]


def listed(study, lexicon, *, words="sklearn", voices=None):
    """Hits of a lexicon in a study, one row per article, voice, frame, term and pattern.

    Arguments as in ``score``. Returns a DataFrame: ``article_id``, ``voice``, ``frame``, ``term``
    (the words, in lower case), ``pattern`` (that made the hit) and ``n`` (hits; below 0:
    occurrences of an excluded phrase in counts, which take hits away).

    >>> table = frames.listed(study, lexicon)
    >>> table["n"].sum() == scores["hits"].sum()
    np.True_
    """
    check_lexicon(lexicon)
    check_study(study)
    readable = on_counts.speaks(study, lexicon)
    counts = study.stored if words == "sklearn" and voices is None else None
    parts = [pd.DataFrame(columns=COLUMNS).astype({"n": "int64"})]
    if counts is not None:
        parts.append(_in_counts(counts.select(counts.rows["article_id"].isin(readable)), lexicon))
    texts = study.texts if counts is None else study.counted_texts
    texts = texts[texts.index.isin(readable)]
    if voices is not None:
        texts = texts[texts.index.isin(voices["article_id"])]
    if len(texts):
        parts.append(_in_tokens(split(texts, lexicon, words=words, voices=voices), lexicon))
    return pd.concat(parts, ignore_index=True)


def terms(study, lexicon):
    """The terms behind each frame's hits, most hits first.

    Returns a DataFrame: ``frame``, ``term``, ``n`` (below 0: occurrences of an excluded phrase in
    counts, which are no hits), ``articles`` (with the term).

    >>> frames.terms(study, lexicon)["frame"].unique().tolist()
    ['costs', 'threat', 'order']
    """
    check_lexicon(lexicon)
    languages.together(study.articles.loc[on_counts.speaks(study, lexicon)])
    found = listed(study, lexicon)
    sums = found.groupby(["frame", "term"], as_index=False).agg(
        n=("n", "sum"), articles=("article_id", "nunique")
    )
    place = sums["frame"].map({name: at for at, name in enumerate(columns(lexicon))})
    ordered = sums.assign(place=place).sort_values(
        ["place", "n", "term"], ascending=[True, False, True], ignore_index=True
    )
    return ordered[ordered["n"] != 0].drop(columns="place").reset_index(drop=True)


def _in_counts(counts, lexicon):
    used = on_counts.weights(lexicon, counts)
    cells = counts.matrix[:, counts.terms.get_indexer(used["term"])].tocoo()
    table = pd.concat(
        [
            counts.rows[["article_id", "voice"]].iloc[cells.row].reset_index(drop=True),
            used.iloc[cells.col].reset_index(drop=True),
        ],
        axis=1,
    )
    table["n"] = cells.data * table.pop("weight")
    return table[table["n"] != 0][COLUMNS]


def _in_tokens(corpus, lexicon):
    found = lookup(corpus, lexicon)
    at, length = found["position"].to_numpy(), found["length"].to_numpy()
    words = zip(at, length, strict=True)
    table = pd.DataFrame(
        {
            "article_id": corpus.articles[found["article"]],
            "voice": np.array(corpus.voices, dtype=object)[corpus.voice[at]],
            "frame": np.array(columns(lexicon), dtype=object)[found["column"]],
            "term": [" ".join(corpus.vocabulary[corpus.ids[a : a + n]]).lower() for a, n in words],
            "pattern": found["pattern"].to_numpy(),
        }
    )
    return table.groupby(COLUMNS[:-1], sort=False).size().rename("n").reset_index()
