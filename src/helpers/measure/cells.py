"""The cells of a table of scores, each group, frame and voice one: what every comparison does with
them first.

Scores are checked and given a weight and a cluster; cells are summed by cluster; and a cell says
whether it is large enough for an interval.
"""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from helpers import notes
from helpers.errors import InputError
from helpers.measure import groups as groups_
from helpers.measure import resample
from helpers.words import languages

COPIES = ("all", "one per family", "originals")
NEEDED = ("article_id", "voice", "frame", "hits", "n_words", "family")
# What tells a voice apart is one of three: quotation marks in counts, codes, or texts as read.
SOURCES = {"unquoted": "counts", "own": "codes", "any": "codes", "narration": "texts"}
CLUSTERS = ("family", "outlet", "origin")
SURE = 0.05  # q below which a difference is called one


def prepare(scores, by, copies, cluster):
    """The scores with a weight and, where voices exclude each other, with their sum as "both"; and
    the names of the columns in ``by``."""
    if not isinstance(scores, pd.DataFrame):
        raise InputError(f"scores must be a table of frames.score, not {type(scores).__name__}")
    missing = [name for name in NEEDED if name not in scores]
    if missing:
        raise InputError(
            f"the table has no column {missing[0]!r}: give scores as frames.score or coding.scores "
            "make them"
        )
    if scores.empty:
        raise InputError(
            "the table of scores is empty: was it filtered by a name that does not occur?"
        )
    names = groups_.columns(scores, by)
    taken = [name for name in names if name in (*NEEDED, "per_1000")]
    if taken:
        raise InputError(
            f"by={taken[0]!r}: this column is a result; articles cannot be grouped by it"
        )
    if copies not in COPIES:
        raise InputError(f"copies must be one of {', '.join(map(repr, COPIES))}, not {copies!r}")
    _check_cells(scores)
    if "language" not in names:
        languages.together(scores[scores["hits"].notna()])
    table = scores
    if copies == "originals":
        if "copy_type" not in table:
            raise InputError("copies='originals' needs the column 'copy_type' of the articles")
        table = table[table["copy_type"] == "original"]
        if table.empty:
            raise InputError("no article is an original (copy_type == 'original')")
    table = groups_.with_labels(table, names)
    table = table.assign(cluster=clusters(table, cluster))
    table = pd.concat([table, *_both(table)], ignore_index=True)
    return weighted(table, names, copies), names


def _check_cells(scores):
    keys = ["article_id", "voice", "frame"]
    twice = scores.duplicated(keys)
    if twice.any():
        row = scores[twice].iloc[0]
        raise InputError(
            f"article {row['article_id']!r}, voice {row['voice']!r}, frame {row['frame']!r} stands "
            "in the scores twice: drop what was doubled"
        )
    odd = scores[(scores["hits"] > scores["n_words"]) | (scores["hits"] < 0)]
    if len(odd):
        row = odd.iloc[0]
        raise InputError(
            f"article {row['article_id']!r}, frame {row['frame']!r}: {row['hits']:g} hits in "
            f"{row['n_words']:g} words cannot be"
        )
    if scores["family"].isna().any():
        article = scores.loc[scores["family"].isna(), "article_id"].iloc[0]
        raise InputError(f"article {article!r} has no family: study.families names one for each")
    sources = {SOURCES[voice] for voice in pd.unique(scores["voice"]) if voice in SOURCES}
    if len(sources) > 1:
        raise InputError(
            f"voices told by {' and '.join(sorted(sources))} are different measurements: compare "
            "them in separate tables"
        )


def clusters(table, cluster):
    """The name of each article's cluster (Series of str)."""
    if cluster not in CLUSTERS:
        raise InputError(
            f"cluster must be one of {', '.join(map(repr, CLUSTERS))}, not {cluster!r}"
        )
    family = "text " + table["family"].astype("str")
    if cluster == "family":
        return family
    if cluster not in table:
        raise InputError(f"cluster={cluster!r}: the articles have no column {cluster!r}")
    known = table[cluster].notna() & (table[cluster] != "")
    return family.where(~known, f"{cluster} " + table[cluster].astype("str"))


def _both(table):
    """The sum of the voices, if there are several and they exclude each other (codes do not)."""
    voices = pd.unique(table["voice"])
    if len(voices) < 2 or {"own", "any"} & {*voices}:
        return []
    sums = table.groupby(["article_id", "frame"], sort=False)[["hits", "n_words"]].sum(min_count=1)
    first = table.drop_duplicates(["article_id", "frame"]).drop(columns=["hits", "n_words"])
    return [first.join(sums, on=["article_id", "frame"]).assign(voice="both")]


def weighted(table, names, copies):
    """``weight``: 1, or what an article counts within its family and group."""
    if copies != "one per family":
        return table.assign(weight=1.0)
    known = table["hits"].notna()
    keys = [*names, "family", "frame", "voice"]
    size = known.groupby([table[key] for key in keys], observed=True).transform("sum")
    return table.assign(weight=1 / size.where(size > 0))


def check_pairs(pairs, known, by):
    if len(known) < 2:
        raise InputError(f"by={by!r} names one group only, {known[0]!r}: a difference needs two")
    if pairs is None:
        return list(combinations(known, 2))
    if isinstance(pairs, str) or not isinstance(pairs, list | tuple) or not len(pairs):
        raise InputError(f"pairs must be a list of pairs, as [{tuple(known[:2])!r}], not {pairs!r}")
    for pair in pairs:
        if isinstance(pair, str) or not isinstance(pair, list | tuple) or len(pair) != 2:
            raise InputError(f"{pair!r} is not a pair: write [{tuple(known[:2])!r}]")
        for name in pair:
            if name not in known:
                listed = ", ".join(map(str, known))
                raise InputError(f"no article of group {name!r}: groups are {listed}")
        if pair[0] == pair[1]:
            raise InputError(f"{pair!r} names one group twice")
    return [tuple(pair) for pair in pairs]


def numbered(table, clusters):
    """What sums of cells need, as arrays (dict): ``hits``, ``n_words``, ``weight``, and the numbers
    of ``cluster``, ``family`` and ``origin`` (-1: not known)."""
    source = _source(table)
    origin = pd.Series(None, table.index) if source is None else table[source].replace("", None)
    return {
        **{name: table[name].to_numpy(float) for name in ("hits", "n_words", "weight")},
        "cluster": clusters.get_indexer(table["cluster"]),
        "family": pd.factorize(table["family"])[0],
        "origin": pd.factorize(origin)[0],
    }


def measured(cell):
    """The rows of articles of which something is known, and of those that have words."""
    known = cell[cell["hits"].notna()]
    return known, known[known["n_words"] > 0]


def sums_by_cluster(cell, clusters):
    """Sums per cluster: hits, words, articles with a hit, articles with words."""
    at, weight = clusters.get_indexer(cell["cluster"]), cell["weight"].to_numpy(float)
    columns = (cell["hits"], cell["n_words"], cell["hits"] > 0, pd.Series(1.0, cell.index))
    return np.array(
        [np.bincount(at, column.to_numpy(float) * weight, len(clusters)) for column in columns]
    )


def enough(articles):
    """The effective number of clusters, whether it is enough for an interval, and if not, why."""
    return verdict(articles["weight"].groupby(articles["cluster"]).sum().to_numpy(float))


def verdict(sizes):
    """``enough``, of the clusters' sizes: their sums of weights."""
    effective = resample.effective(sizes)
    if effective >= resample.FEWEST - 1e-9:
        return effective, True, ""
    if not len(sizes):
        return 0.0, False, "no words in this voice"
    return effective, False, f"{effective:.1f} effective clusters, {resample.FEWEST:g} are needed"


def origins(articles):
    """Different known origins; the outlet where nothing says whose text it is."""
    column = _source(articles)
    if column is None:
        return 0
    known = articles[column]
    return known[known.notna() & (known != "")].nunique()


def _source(articles):
    return next((name for name in ("origin", "outlet") if name in articles), None)


def noted(result, scores, verb, names, **options):
    """The result, with what it rests on: the scores' own note, and their rows if they are some."""
    about = notes.recall(scores)
    whole, _ = about.pop("rows", None), about.pop("keys", None)
    if whole is not None and whole != len(scores):
        hit = scores[scores["hits"] != 0]
        about["cells"] = (
            hit.groupby(["voice", "frame"])["article_id"]
            .agg(list)
            .reset_index()
            .to_numpy()
            .tolist()
        )
    if options.get("copies") == "one per family":
        known = scores[scores["hits"].notna()].groupby("frame")["article_id"].unique()
        about["counted"] = [[frame, list(ids)] for frame, ids in known.items()]
    made_by = about.pop("verb", "")
    pairwise = "one" in result
    keys = ["one", "two"] if pairwise else names
    return notes.remember(
        result, verb, **about, scores=made_by, by=[n for n in names if n != "window"],
        keys=[*keys, "frame", "voice"], **options,
    )  # fmt: skip


def has_coders(scores):
    """Whether scores are the codes of several coders."""
    return isinstance(scores, pd.DataFrame) and "coder" in scores and scores["coder"].nunique() > 1


def tested(table, verdict):
    """The table with ``q`` (Benjamini & Hochberg 1995 over its ``p``) and what it says, in the
    column ``verdict``: "sure", "not sure" or "not tested"."""
    known = table["p"].notna()
    q = np.full(len(table), np.nan)
    if known.any():
        q[known] = stats.false_discovery_control(table.loc[known, "p"])
    said = np.where(np.isnan(q), "not tested", np.where(q < SURE, "sure", "not sure"))
    at = table.columns.get_loc("p") + 1
    table.insert(at, "q", q)
    table.insert(at + 1, verdict, said)
    return table
