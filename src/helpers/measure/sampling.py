"""Which articles to code next, with what probability, and what coding them would buy."""

import numpy as np
import pandas as pd
import scipy  # scipy.stats takes a second to import: scipy does so where it is used

from helpers import notes
from helpers.errors import InputError
from helpers.measure import groups as groups_
from helpers.measure import resample
from helpers.words import languages


def sample(study, n, *, by="group", scores=None, frame=None, seed=0):
    """Draw articles to be coded by hand: as many of each group as of the others, where there are so
    many, at random within the group.

    study : the study
    n : articles to draw, in all
    by : column whose groups are the strata, or a list of two
    scores, frame : ``frames.score`` and one of its frames, to draw as many articles in which the
        lexicon finds it as of the others: more of a rare frame are then coded
    seed : of the draw

    Returns a DataFrame, one row per measured article: ``article_id``, ``stratum``, ``drawn`` (bool)
    and ``p_coded``, the probability with which the article could be drawn (above 0, to 1): what
    ``compare.corrected`` needs to weigh codes by. Raises InputError for an n that is not between
    the number of strata and that of the articles.

    >>> table = coding.sample(study, 12, by="group")
    >>> int(table["drawn"].sum()), table["p_coded"].between(0, 1).all().item()
    (12, True)
    """
    articles = study.articles.loc[study.measured].rename_axis("article_id").reset_index()
    names = groups_.columns(articles, by)
    articles = groups_.with_labels(articles, names)
    stratum = groups_.label(articles, names).astype("str")
    if frame is not None:
        stratum = stratum + _found(scores, frame).reindex(articles["article_id"]).to_numpy()
    sizes = stratum.value_counts(sort=False)
    if isinstance(n, bool) or not isinstance(n, int | np.integer):
        raise InputError(f"n must be a number of articles, not {n!r}")
    if not len(sizes) <= n <= len(articles):
        raise InputError(
            f"n={n}: at least one of each stratum is needed ({len(sizes)}), and there are "
            f"{len(articles)} articles"
        )
    taken = _allocated(sizes, n)
    rng, drawn = np.random.default_rng(seed), np.zeros(len(articles), bool)
    for name in sizes.index:
        drawn[rng.choice(np.flatnonzero(stratum == name), taken[name], replace=False)] = True
    p = stratum.map(taken / sizes)
    table = pd.DataFrame(
        {"article_id": articles["article_id"], "stratum": stratum, "drawn": drawn, "p_coded": p}
    )
    return notes.remember(table.reset_index(drop=True), "coding.sample", keys=["article_id"])


def plan(study, sizes=(50, 100, 200), *, by="group", correlation=0.7, level=0.95):
    """What coding so many articles would buy: how wide the interval of a frame's share would be.

    study : the study
    sizes : numbers of articles to code in all, shared between the groups as ``sample`` does
    by : column whose groups are to be told apart, or a list of two
    correlation : of the lexicon's finds and the codes, 0 to 1: with precision and recall of .8
        about .7 (the phi coefficient)
    level : of confidence

    Returns a DataFrame, one row per size and group: ``n`` (in all), the columns ``by``,
    ``articles``, ``coded`` (of the group), ``codes_alone`` and ``corrected`` (half the width of the
    interval of a share of one half, the widest there is: from the codes alone, and with the
    lexicon: Angelopoulos et al. 2023), ``difference`` (the smallest true difference to the group
    that could be told least well which would be found four times in five, corrected). Copies within
    a family are counted as they are in intervals, by the effective number of families.

    >>> table = coding.plan(study, [12, 20], by="group")
    >>> (table["corrected"] <= table["codes_alone"]).all().item()
    True
    """
    resample.check_level(level)
    if not 0 <= correlation < 1:
        raise InputError(f"correlation must be between 0 and 1, not {correlation!r}")
    articles = study.articles.loc[study.measured].rename_axis("article_id").reset_index()
    languages.together(articles)
    names = groups_.columns(articles, by)
    articles = groups_.with_labels(articles, names)
    label = groups_.label(articles, names)
    family = study.families["family"].reindex(articles["article_id"]).to_numpy()
    there = label.value_counts().loc[groups_.levels(label)]
    rows = []
    for n in sizes:
        taken = _allocated(there, min(n, len(articles)))
        for name in there.index:
            inside = pd.Series(family)[(label == name).to_numpy()].value_counts()
            alike = resample.effective(inside.to_numpy(float)) / inside.sum()
            coded, size = taken[name] * alike, there[name] * alike
            left = 1 - correlation**2 * (1 - coded / size)
            spread = np.sqrt(0.25 / coded), np.sqrt(0.25 * left / coded)
            reach = scipy.stats.t.ppf((1 + level) / 2, max(coded - 1, 1))
            rows.append((n, name, there[name], taken[name], *(reach * s for s in spread)))
    columns = ["n", "label", "articles", "coded", "codes_alone", "corrected"]
    table = pd.DataFrame(rows, columns=columns)
    worst = table.groupby("n")["corrected"].transform("max")
    power = 1 + scipy.stats.norm.ppf(0.8) / scipy.stats.norm.ppf((1 + level) / 2)
    table["difference"] = power * np.hypot(table["corrected"], worst)
    table.insert(1, names[0] if len(names) == 1 else "group", table.pop("label"))
    return notes.remember(table, "coding.plan", by=names, keys=["n", *names])


def _allocated(sizes, n):
    """n shared equally between strata; what a small stratum lacks goes to the others."""
    taken = pd.Series(0, sizes.index)
    while n > taken.sum():
        open_ = sizes.index[taken < sizes]
        share = max((n - taken.sum()) // len(open_), 1)
        for name in open_[: n - taken.sum()]:
            taken[name] = min(taken[name] + share, sizes[name])
    return taken


def _found(scores, frame):
    """ ", found" or ", not found" of each article."""
    if not isinstance(scores, pd.DataFrame) or "hits" not in scores:
        raise InputError(f"to draw by the frame {frame!r} give its scores, scores=frames.score(…)")
    part = scores[scores["frame"] == frame]
    if part.empty:
        known = ", ".join(map(str, pd.unique(scores["frame"])))
        raise InputError(f"there is no frame {frame!r} in these scores: {known}")
    found = part.groupby("article_id")["hits"].sum() > 0
    return found.map({True: ", found", False: ", not found"})
