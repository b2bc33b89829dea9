"""Whether a difference hangs on a choice: every sensible choice tried, and each outlet left out.

A specification is one way of measuring the difference: which copies count, what is not
independent, which articles, how many hits make a frame present. Voices, and codes against a
lexicon, are different measurements: they are told apart (``basis``, ``voice``), never pooled.
"""

from itertools import product

import numpy as np
import pandas as pd
from scipy import sparse, stats
from tqdm import tqdm

from helpers import notes
from helpers.errors import InputError
from helpers.measure import cells, coding, compare, resample
from helpers.measure import groups as groups_

__all__ = ["leave_one_out", "multiverse", "smallest", "summary", "survives"]

ADJUSTED = {"length": None, "day": "published", "truncated": "truncated"}  # name: needed column
SHORT = 100  # words below which an article may be too short for a frame
KEYS = ["one", "two", "frame", "basis", "voice"]


def multiverse(scores, *, by="group", pairs=None, codes=None, voices=None, level=0.95):
    """The difference in presence between groups under every combination of sensible choices
    (specification curve: Simonsohn, Simmons & Nelson 2020; multiverse: Steegen et al. 2016).

    scores : ``frames.score``
    by, pairs, level : as in ``compare.differences``
    codes : ``coding.scores``, to try the coders too; their coder is then a choice
    voices : the voices to measure in, as ["both", "any"]; all that there are if not given

    The choices, as far as the articles' columns allow them: ``copies`` (all, one per family,
    originals), ``cluster`` (family, outlet, origin), ``days`` (all, none that is inferred),
    ``texts`` (all, whole), ``length`` (all, 100 words and more), ``origins`` (all, without the one
    that most articles come from), ``hits`` (1, 2: how many make a frame present) or, of codes,
    ``coder``.

    Returns a DataFrame, one row per pair, frame, basis ("lexicon", "codes"), voice and
    specification: ``one``, ``two``, ``frame``, ``basis``, ``voice``, the choices;
    ``articles_one``, ``articles_two``, ``difference`` (of presence, one - two) with ``low``,
    ``high`` (Student's t over clusters; missing below six effective clusters in a group), ``p``
    (t), ``q`` (Benjamini & Hochberg 1995 over the frames of that specification, basis and voice)
    and ``is`` ("sure", "not sure", "not tested"). The first specification of each frame is the one
    without any restriction. Raises InputError as ``compare.differences``.

    >>> table = robustness.multiverse(scores, pairs=[("North", "East")])
    >>> table.groupby(["frame", "voice"]).size().min() >= 12
    np.True_
    """
    resample.check_level(level)
    tables = [("lexicon", scores)] + ([("codes", codes)] if codes is not None else [])
    parts = []
    for basis, table in tables:
        table, names = cells.prepare(_one_coder(table), by, "all", "family")
        table = table.assign(label=groups_.label(table, names))
        for one, two in cells.check_pairs(pairs, groups_.levels(table["label"]), by):
            sides = table[table["label"].isin([one, two])]
            for keys, some in sides.groupby(["voice"], sort=False):
                if voices is not None and keys[0] not in voices:
                    continue
                found = _specified(some, one, two, basis, level)
                parts.append(found.assign(one=one, two=two, basis=basis, voice=keys[0]))
    if not parts:
        raise InputError(f"no voice of these scores is one of {voices!r}")
    result = pd.concat(parts, ignore_index=True)
    choices = [name for name in result if name not in (*KEYS, *RESULTS)]
    result[choices] = result[choices].fillna("")
    return notes.remember(
        result[[*KEYS, *choices, *RESULTS]], "robustness.multiverse", by=[by] if isinstance(by, str)
        else list(by), keys=[*KEYS[:3], "voice"], choices=choices,
    )  # fmt: skip


RESULTS = ["articles_one", "articles_two", "difference", "low", "high", "p", "q", "is"]


def summary(table):
    """What each difference survives: a row per difference of a ``multiverse``.

    Returns a DataFrame, one row per pair, frame, basis and voice: ``specifications``; ``first``
    (the difference without restriction), ``first_is``; ``median``, ``lowest``, ``highest``;
    ``same_sign`` (share of the specifications whose difference has the first one's sign),
    ``same_verdict`` (share of those tested that say the same as the first, with its sign),
    ``sure`` (share of those tested that are sure and have its sign), ``tested`` (share that could
    be tested), ``moved_most_by`` (the choice that moves the difference furthest, on average over
    the others) and ``moved`` (by how much).

    >>> table = robustness.multiverse(scores, pairs=[("North", "East")])
    >>> robustness.summary(table)["same_sign"].between(0, 1).all().item()
    True
    """
    choices = notes.needed(table, "Give the table as robustness.multiverse made it")["choices"]
    rows = []
    for keys, some in table.groupby(KEYS, sort=False):
        first = some.iloc[0]
        sign = np.sign(first["difference"])
        alike, tested = np.sign(some["difference"]) == sign, some["p"].notna()
        verdict = (some["is"] == first["is"]) & (alike | (first["is"] != "sure"))
        moved = {name: _moved(some, name) for name in choices if some[name].nunique() > 1}
        most = max(moved, key=moved.get, default="")
        rows.append(
            dict(zip(KEYS, keys, strict=True))
            | {
                "specifications": len(some),
                "first": first["difference"],
                "first_is": first["is"],
                "median": some["difference"].median(),
                "lowest": some["difference"].min(),
                "highest": some["difference"].max(),
                "same_sign": alike[some["difference"].notna()].mean(),
                "same_verdict": verdict[tested].mean() if tested.any() else np.nan,
                "sure": ((some["is"] == "sure") & alike)[tested].mean() if tested.any() else np.nan,
                "tested": tested.mean(),
                "moved_most_by": most,
                "moved": moved.get(most, 0.0),
            }
        )
    return pd.DataFrame(rows)


def survives(scores, study, *, by="group", pairs=None, corrected=None, level=0.95):
    """Each difference as it is, adjusted, corrected, and as each coder saw it: what is left of a
    finding when one asks again.

    scores : ``frames.score``
    study : the study; with codes, the coders' own differences are among the readings
    by, pairs, level : as in ``compare.differences``
    corrected : ``compare.corrected`` with these pairs, to have it among the readings

    Returns a DataFrame, one row per pair, frame and reading: ``one``, ``two``, ``frame``,
    ``told_by`` ("lexicon", "lexicon adjusted", "corrected to coder A", "coder A"),
    ``articles_one``, ``articles_two``, ``difference`` (of presence in any voice, one - two) with
    ``low``, ``high``, and ``is`` ("sure", "not sure", "borderline", "not tested").

    >>> table = robustness.survives(scores, study, pairs=[("North", "East")])
    >>> table["told_by"].unique().tolist()
    ['lexicon', 'lexicon adjusted', 'coder A', 'coder B']
    """
    options = dict(by=by, pairs=pairs, level=level)
    raw = compare.differences(scores, **options)
    at = [name for name, column in ADJUSTED.items() if column is None or column in scores]
    told = compare.adjusted(scores, at=at, **options)
    whole = "both" if "both" in set(raw["voice"]) else raw["voice"].iloc[0]
    parts = [
        _reading(raw[raw["voice"] == whole], "lexicon", "presence_difference", "presence"),
        _reading(told[told["voice"] == whole], "lexicon adjusted", "adjusted", "adjusted"),
    ]
    for coder, found in corrected.groupby("coder") if corrected is not None else ():
        parts.append(_reading(found, f"corrected to coder {coder}", "difference", "difference"))
    for coder in sorted(study.codes["coder"].unique()) if len(study.codes) else ():
        found = compare.differences(coding.scores(study, coder=coder), **options)
        found = found[(found["voice"] == "any") & found["frame"].isin(raw["frame"])]
        parts.append(_reading(found, f"coder {coder}", "presence_difference", "presence"))
    return pd.concat(parts, ignore_index=True)


def _reading(table, told_by, value, verdict):
    low, high = (f"{value}_low", f"{value}_high") if f"{value}_low" in table else ("low", "high")
    names = {value: "difference", low: "low", high: "high", f"{verdict}_is": "is"}
    columns = [
        "one",
        "two",
        "frame",
        "told_by",
        "articles_one",
        "articles_two",
        *RESULTS[2:5],
        "is",
    ]
    return pd.DataFrame(table.rename(columns=names).assign(told_by=told_by)[columns])


def leave_one_out(scores, *, leave="outlet", by="group", pairs=None, level=0.95):
    """The difference in presence without each outlet in turn, or without each value of another
    column: whether a finding is one outlet's.

    scores, by, pairs, level : as in ``compare.differences``
    leave : column whose values are left out one at a time

    Returns a DataFrame, one row per pair, frame, voice and left-out value, and a first row where
    nothing is left out (``without`` is ""): ``one``, ``two``, ``frame``, ``voice``, ``without``,
    ``articles_one``, ``articles_two``, ``difference``, ``low``, ``high``, ``p``, ``q``, ``is`` as
    in ``multiverse``. Raises InputError for a column that is not there.

    >>> table = robustness.leave_one_out(scores, pairs=[("North", "East")])
    >>> table["without"].iloc[0], table["without"].nunique() > 2
    ('', True)
    """
    resample.check_level(level)
    table, names = cells.prepare(_one_coder(scores), by, "all", "family")
    if leave not in table:
        raise InputError(f"leave={leave!r}: the articles have no such column")
    table = table.assign(label=groups_.label(table, names))
    parts = []
    for one, two in cells.check_pairs(pairs, groups_.levels(table["label"]), by):
        sides = table[table["label"].isin([one, two])]
        for (voice,), some in sides.groupby(["voice"], sort=False):
            wide = _Wide(some, one, two)
            values = wide.articles[leave].astype("str")
            for without in ["", *sorted(set(values))]:
                found = wide.measure((values != without).to_numpy(), "family", level)
                found.insert(0, "without", without)
                parts.append(found.assign(one=one, two=two, voice=voice))
    result = pd.concat(parts, ignore_index=True)
    order = ["one", "two", "frame", "voice", "without"]
    return notes.remember(result[[*order, *RESULTS]], "robustness.leave_one_out", keys=order)


def smallest(scores, *, by="group", pairs=None, copies="all", cluster="family", level=0.95):
    """The smallest difference in presence that these data would show four times in five, from how
    many articles and families there are, never from what was found.

    For two shares around one half, which is where differences are hardest to tell; adjusted for no
    other test.

    scores, by, pairs, copies, cluster, level : as in ``compare.differences``

    Returns a DataFrame, one row per pair, frame and voice: ``one``, ``two``, ``frame``, ``voice``,
    ``clusters_one``, ``clusters_two`` (effective), ``smallest``.

    >>> table = robustness.smallest(scores, pairs=[("North", "East")])
    >>> table["smallest"].between(0, 2).all().item()
    True
    """
    resample.check_level(level)
    table, names = cells.prepare(_one_coder(scores), by, copies, cluster)
    table = table.assign(label=groups_.label(table, names))
    rows = []
    for one, two in cells.check_pairs(pairs, groups_.levels(table["label"]), by):
        for (frame, voice), some in table.groupby(["frame", "voice"], sort=False):
            n = [cells.enough(cells.measured(some[some["label"] == s])[1])[0] for s in (one, two)]
            freedom = max(sum(n) - 2, 1)
            reach = stats.t.ppf((1 + level) / 2, freedom) + stats.t.ppf(0.8, freedom)
            least = reach * np.sqrt(0.25 / n[0] + 0.25 / n[1]) if min(n) > 0 else np.nan
            rows.append((one, two, frame, voice, *n, least))
    columns = ["one", "two", "frame", "voice", "clusters_one", "clusters_two", "smallest"]
    return pd.DataFrame(rows, columns=columns)


def _one_coder(scores):
    """Scores in which the codes of several coders are articles of their own, told apart by
    ``coder``: each specification takes one coder's."""
    if not cells.has_coders(scores):
        return scores
    ids = scores["article_id"].astype("str") + " by " + scores["coder"].astype("str")
    return scores.assign(article_id=ids)


class _Wide:
    """Scores of one voice as a table of articles × frames, for measuring differences quickly."""

    def __init__(self, table, one, two):
        hits = table.pivot(index="article_id", columns="frame", values="hits")
        words = table.pivot(index="article_id", columns="frame", values="n_words")
        self.frames = list(pd.unique(table["frame"]))
        self.articles = table.drop_duplicates("article_id").set_index("article_id")
        self.hits = hits.loc[self.articles.index, self.frames].to_numpy(float)
        self.words = words.loc[self.articles.index, self.frames].to_numpy(float)
        self.first = (self.articles["label"] == one).to_numpy()
        self.clusters = {
            name: pd.factorize(cells.clusters(self.articles, name))[0]
            for name in cells.CLUSTERS
            if name == "family" or name in self.articles
        }

    def measure(self, kept, cluster, level, *, copies="all", hits=1):
        """A row per frame: the difference in presence among the articles kept (bool)."""
        known = kept[:, None] & ~np.isnan(self.hits)
        weight = known * _weight(self.articles, known, self.first, copies) * (self.words > 0)
        present = np.nan_to_num(self.hits) >= hits
        at = self.clusters[cluster]
        sums = sparse.csr_matrix((np.ones(len(at)), (at, np.arange(len(at)))))
        sides = [self.first[:, None], ~self.first[:, None]]
        numer = [sums @ (weight * present * side) for side in sides]
        denom = [sums @ (weight * side) for side in sides]
        rows = []
        for j, frame in enumerate(self.frames):
            one, two = ((numer[k][:, j], denom[k][:, j]) for k in (0, 1))
            sizes = [int(((weight[:, j] > 0) & side[:, 0]).sum()) for side in sides]
            rows.append((frame, *sizes, *_t_interval(one, two, level)))
        columns = ["frame", "articles_one", "articles_two", "difference", "low", "high", "p"]
        return cells.tested(pd.DataFrame(rows, columns=columns), "is")


def _weight(articles, known, first, copies):
    """1, or what an article counts within its family and group; 0 for what is no original."""
    if copies == "originals":
        return (articles["copy_type"] == "original").to_numpy(float)[:, None]
    if copies == "all":
        return 1.0
    family = pd.factorize(articles["family"].astype("str") + first.astype(str))[0]
    members = sparse.csr_matrix((np.ones(len(family)), (family, np.arange(len(family)))))
    size = members.T @ (members @ known.astype(float))
    return np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)


def _t_interval(one, two, level):
    """(difference, low, high, p) of two shares by Student's t over clusters."""
    if not (one[1].any() and two[1].any()):
        return (np.nan,) * 4
    value = one[0].sum() / one[1].sum() - two[0].sum() / two[1].sum()
    if min(resample.effective(part[1]) for part in (one, two)) < resample.FEWEST - 1e-9:
        return value, np.nan, np.nan, np.nan
    found = resample.t_test(one, two)
    _, low, high = resample.difference_interval(one, two, level=level)
    return value, low, high, found.p


def _choices(articles, basis):
    """The choices that a table of articles allows: name -> {value: articles kept (bool)}, or
    {value: None} where it is no choice of articles."""
    every = np.ones(len(articles), bool)
    found = {"copies": {"all": every}, "cluster": {"family": every}}
    found["copies"]["one per family"] = every
    if "copy_type" in articles:
        found["copies"]["originals"] = every
    found["cluster"] |= {name: every for name in ("outlet", "origin") if name in articles}
    for name, column, value, kept in (
        ("days", "published_from", "not inferred", lambda c: c != "inferred"),
        ("texts", "truncated", "whole", lambda c: ~c.astype(bool)),
    ):
        if column in articles:
            found[name] = {"all": every, value: kept(articles[column]).to_numpy(bool)}
    if {"n_words_unquoted", "n_words_quoted"} <= {*articles}:
        words = articles["n_words_unquoted"] + articles["n_words_quoted"]
        found["length"] = {"all": every, f"{SHORT} words": (words >= SHORT).to_numpy(bool)}
    if "origin" in articles and (known := articles["origin"].replace("", np.nan).dropna()).size:
        most = known.value_counts().index[0]
        found["origins"] = {
            "all": every,
            f"without {most}": (articles["origin"] != most).to_numpy(),
        }
    if basis == "lexicon":
        found["hits"] = {"1": every, "2": every}
    elif "coder" in articles:
        coders = sorted(articles["coder"].unique())
        found["coder"] = {name: (articles["coder"] == name).to_numpy() for name in coders}
    return {
        name: {value: kept for value, kept in values.items() if kept.any()}
        for name, values in found.items()
    }


def _specified(table, one, two, basis, level):
    """Every specification of one pair and voice."""
    wide = _Wide(table, one, two)
    choices = _choices(wide.articles, basis)
    chosen = list(product(*(values for values in choices.values())))
    parts = []
    for values in tqdm(chosen, desc=f"{one} - {two}, {basis}", disable=None, leave=False):
        spec = dict(zip(choices, values, strict=True))
        kept = np.all([choices[name][value] for name, value in spec.items()], axis=0)
        options = {"copies": spec["copies"], "hits": int(spec.get("hits", 1))}
        found = wide.measure(kept, spec["cluster"], level, **options)
        parts.append(found.assign(**spec))
    return pd.concat(parts, ignore_index=True)


def _moved(some, name):
    """How far a choice moves the difference, on average over the others: the widest gap of the
    means of its values."""
    means = some.groupby(name)["difference"].mean()
    return float(means.max() - means.min())
