"""Compare groups of articles: how much of a frame, how sure, and whether groups differ.

Every function takes a table of scores (``frames.score``, ``coding.scores``), of which the articles'
columns and text families are part. The article is the unit, the text family the cluster: intervals
and tests resample families over all articles of the table. They describe this sample of articles,
not the world's coverage.
"""

from functools import partial

import numpy as np
import pandas as pd
from scipy import stats
from tqdm import tqdm

from helpers import notes
from helpers.errors import InputError
from helpers.measure import cells, resample
from helpers.measure import groups as groups_
from helpers.measure.adjustment import adjusted
from helpers.measure.correction import corrected

__all__ = [
    "adjusted",
    "copies_effect",
    "corrected",
    "differences",
    "groups",
    "outlets",
    "over_time",
    "shares",
    "subsets",
    "treatments",
]

ESTIMATES = (
    *("hits", "words", "rate", "rate_low", "rate_high"),
    *("presence", "presence_low", "presence_high"),
)
MOST = 100_000  # arrangements drawn for a row that would else hang on the seed


def groups(
    scores, *, by="group", copies="all", cluster="family", level=0.95, resamples=2000, seed=0
):
    """Rate and presence of each frame in each group and voice, with intervals.

    scores : ``frames.score`` or ``coding.scores``, or some rows of it
    by : column that names the groups, or a list of two
    copies : "all" articles; "one per family": the members of a family within a group count as one
        article between them; or "originals": just articles whose copy_type is original
    cluster : what is not independent: "family" (articles of one text), "outlet" or "origin" (all
        articles of one; those of unknown origin by family)
    level : of confidence, 0 to 1

    Returns a DataFrame, one row per group, frame and voice (and a row "both" that adds up the
    voices, where there are several that exclude each other): the columns ``by``, ``frame``,
    ``voice``; ``articles``; ``not_measured`` (further articles of which nothing is known in this
    frame and voice); ``with_words`` (articles that have words in this voice); ``families``,
    ``origins`` (of the articles with words); ``clusters`` (their effective number, Kish 1965: see
    ``resample.effective``); ``hits``, ``words`` (sums; not whole under "one per family"); ``rate``
    = 1,000 × hits / words, with ``rate_low``, ``rate_high`` (bootstrap-t over families);
    ``presence`` = share of the articles with words that have any hit, with ``presence_low``,
    ``presence_high`` (Wilson, for the effective number of articles); ``interval`` (bool: at least
    six effective clusters; else the ends are missing) and ``why`` (what is too few, in words; ""
    where there is an interval). Raises InputError for a table that is empty or not of scores, and
    for wrong options.

    >>> from helpers import corpus, frames
    >>> texts = pd.DataFrame({"text": ["Fuel prices rose.", "All calm."], "paper": ["A", "B"]})
    >>> scores = frames.score(corpus.from_frame(texts), frames.lexicon({"costs": ["fuel price*"]}))
    >>> compare.groups(scores, by="paper").query("voice == 'both'")["hits"].tolist()
    [1.0, 0.0]
    """
    resample.check_level(level)
    if cells.has_coders(scores):
        options = dict(by=by, copies=copies, cluster=cluster, level=level)
        return _per_coder(groups, scores, **options, resamples=resamples, seed=seed)
    table, names = cells.prepare(scores, by, copies, cluster)
    result = _groups(table, names, level, resamples, seed)
    return cells.noted(result, scores, "compare.groups", names, copies=copies, level=level)


def differences(
    scores,
    *,
    by="group",
    pairs=None,
    copies="all",
    cluster="family",
    level=0.95,
    resamples=2000,
    seed=0,
):
    """How groups differ in each frame and voice: size, interval and test.

    scores, by, copies, cluster, level : as in ``groups``
    pairs : list of (one, two) groups, as ``[("North", "South")]``; all pairs if not given.
        With two columns in ``by`` a group is called by both, "North / 2022-01-05".

    Returns a DataFrame, one row per pair, frame and voice: ``one``, ``two``; ``articles_one``,
    ``families_one``, ``origins_one`` and the same of two (articles with words in the voice);
    ``clusters_one``, ``clusters_two`` (effective); ``not_measured`` (articles of either of which
    nothing is known); ``rate_one``, ``rate_two``; ``rate_ratio`` (one / two: above 1 means more in
    one) with ``rate_ratio_low``, ``rate_ratio_high`` (t on the log scale; open on one side where a
    group has no hit); ``presence_one``, ``presence_two``; ``presence_difference`` (one - two,
    shares) with ``…_low``, ``…_high`` (score intervals combined: Newcombe 1998, MOVER); ``p_rate``,
    ``p_presence`` (permutation of clusters, two-sided, mid-p: ``resample.test``); ``q_rate``,
    ``q_presence`` (Benjamini & Hochberg 1995 over every p of this table); ``rate_is``,
    ``presence_is``: "sure" (q below .05), "not sure", "borderline" (within what drawing
    arrangements leaves open) or "not tested"; ``why`` (what is too few for a test, in words).
    Where either group is too small (``groups``) there is no interval and no p. Raises InputError
    for a group that does not occur, and where there is only one.

    >>> table = compare.differences(scores, by="group", pairs=[("North", "East")])
    >>> table[["one", "two", "frame", "voice"]].head(2).values.tolist()
    [['North', 'East', 'costs', 'unquoted'], ['North', 'East', 'costs', 'quoted']]
    """
    resample.check_level(level)
    resample.check_resamples(resamples)
    if cells.has_coders(scores):
        options = dict(by=by, pairs=pairs, copies=copies, cluster=cluster, level=level)
        return _per_coder(differences, scores, **options, resamples=resamples, seed=seed)
    table, names = cells.prepare(scores, by, copies, cluster)
    table = table.assign(label=groups_.label(table, names))
    clusters = pd.Index(sorted(table["cluster"].unique()))
    pairs = cells.check_pairs(pairs, groups_.levels(table["label"]), by)
    parts_of = dict(list(table.groupby(["label", "frame", "voice"], observed=True)))
    wanted = [
        (one, two, frame, voice)
        for one, two in pairs
        for frame in pd.unique(table["frame"])
        for voice in pd.unique(table["voice"])
    ]
    rows, sums = [], []
    for one, two, frame, voice in tqdm(wanted, desc="differences", disable=None, leave=False):
        pair = [parts_of.get((name, frame, voice)) for name in (one, two)]
        if any(cell is None for cell in pair):
            continue
        about = {"one": one, "two": two, "frame": frame, "voice": voice}
        row, parts = _difference(*pair, clusters, level)
        rows.append(about | row)
        sums.append(parts)
    if not rows:
        raise InputError(f"the groups have no frame and voice in common: {pairs[0]}")
    result = _tested(pd.DataFrame(rows), sums, resamples, seed)
    return cells.noted(result, scores, "compare.differences", names, copies=copies, level=level)


def over_time(
    scores,
    *,
    by="group",
    windows=None,
    copies="all",
    cluster="family",
    level=0.95,
    resamples=2000,
    seed=0,
):
    """Rate and presence per day, or per window between events, in each group.

    scores, by, copies, cluster, level : as in ``groups``; the articles need ``published``
    windows : DataFrame with ``window`` (name), ``start``, ``end`` (days, both included); every day
        on which articles were published if not given

    Returns ``groups``' columns for each group, frame and voice, with ``date`` (first day),
    ``window`` and ``inferred``: the share of the articles whose day is only inferred. Articles
    without a day are named in a warning and left out. Raises InputError where no article falls
    into any window.

    >>> table = compare.over_time(scores, by="group")
    >>> table["window"].iloc[0], table["inferred"].between(0, 1).all().item()
    ('2022-01-03', True)
    """
    resample.check_level(level)
    table, names = cells.prepare(scores, by, copies, cluster)
    taken = [name for name in names if name in ("window", "date", "inferred")]
    if taken:
        raise InputError(f"by={taken[0]!r}: this column is a result; rename that of the articles")
    days = _days(table)
    if windows is None:
        dates = sorted(days.dropna().unique())
        named = [f"{day:%Y-%m-%d}" for day in dates]
        windows = pd.DataFrame({"window": named, "start": dates, "end": dates})
    windows = _windows(windows)
    inside = _inside(table, days, windows, names)
    if inside.empty:
        first, last = windows["start"].min(), windows["end"].max()
        raise InputError(
            f"no article was published between {first:%Y-%m-%d} and {last:%Y-%m-%d}: articles are "
            f"of {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"
        )
    inside = cells.weighted(inside, ["window", *names], copies)
    result = _groups(inside, names, level, resamples, seed, apart=["window"])
    inferred, at = _inferred(inside, ["window", *names]), result.pop("window")
    keys = pd.MultiIndex.from_arrays([at, *(result[name].astype("str") for name in names)])
    result["inferred"] = inferred.reindex(keys).to_numpy(float)
    result["date"] = windows["start"].to_numpy()[at]
    result["window"] = windows["window"].to_numpy()[at]
    spans = {w.window: [f"{w.start:%Y-%m-%d}", f"{w.end:%Y-%m-%d}"] for w in windows.itertuples()}
    return cells.noted(
        result, scores, "compare.over_time", ["window", *names], copies=copies, windows=spans
    )


def _days(table):
    if "published" not in table:
        raise InputError(
            "the articles have no days: say which column holds them, "
            "corpus.from_frame(df, published=…)"
        )
    days = table["published"]
    if not pd.api.types.is_datetime64_any_dtype(days):
        raise InputError(
            f"published holds {days.dtype}, not days: corpus.from_frame(df, published=…) reads "
            "them, or pd.to_datetime"
        )
    if days.isna().all():
        raise InputError("no article has a day in 'published'")
    if days.isna().any():
        lost = table.loc[days.isna(), "article_id"].nunique()
        groups_.warnings.warn(
            f"{lost} article(s) have no day in 'published', and are left out", stacklevel=3
        )
    return days.dt.normalize()


def _windows(windows):
    if not isinstance(windows, pd.DataFrame) or not {"window", "start", "end"} <= {*windows}:
        raise InputError("windows must be a DataFrame with the columns window, start and end")
    try:
        read = windows.assign(
            start=pd.to_datetime(windows["start"]), end=pd.to_datetime(windows["end"])
        )
    except (ValueError, TypeError) as error:
        raise InputError(f"windows: start and end must be days, as 2022-01-05 ({error})") from None
    wrong = ~(read["start"] <= read["end"])
    if wrong.any():
        name = read.loc[wrong, "window"].iloc[0]
        raise InputError(f"window {name!r} must have a start and an end that is not before it")
    if read["window"].duplicated().any():
        raise InputError("windows must have different names")
    return read


def _inside(table, days, windows, names):
    """The rows of each window, one after the other, with its number in ``window``; a row stands
    there once for each window that it lies in."""
    needed = [*cells.NEEDED, *names, "cluster", "origin", "outlet", "published_from"]
    table = table[[name for name in dict.fromkeys(needed) if name in table]]
    rows = [
        np.flatnonzero((days >= window.start) & (days <= window.end))
        for window in windows.itertuples()
    ]
    numbers = np.repeat(np.arange(len(rows)), [len(part) for part in rows])
    return table.iloc[np.concatenate(rows)].assign(window=numbers)


def _inferred(inside, keys):
    """Share of the articles of each window and group whose day is inferred (0 where nothing says
    so)."""
    articles = inside.drop_duplicates(["window", "article_id"])
    how = articles.get("published_from", pd.Series("", articles.index))
    named = [articles[key] if key == "window" else articles[key].astype("str") for key in keys]
    return (how == "inferred").groupby(named).mean()


def shares(scores, voice, *, of=None, by="group", copies="all", cluster="family", level=0.95):
    """How much of each frame stands in one voice: for instance threat words inside quotation marks
    out of all threat words, or articles coded as telling a frame in their own voice out of those
    that have it.

    scores, by, copies, cluster, level : as in ``groups``
    voice : the voice whose share is wanted, as "quoted", or "own" in codes
    of : the voice that it is a share of, as "any" in codes; all voices together if not given

    Returns a DataFrame, one row per group and frame: the columns ``by``, ``frame``, ``voice``,
    ``articles`` (with hits in ``of``), ``not_measured``, ``families``, ``origins``, ``clusters``,
    ``numer``, ``denom`` (hits), ``share``, ``low``, ``high`` (Wilson, for the effective number of
    hits), ``interval`` and ``why`` as in ``groups``. Raises InputError for a voice that does not
    occur, or that is no part of ``of``.

    >>> table = compare.shares(scores, "quoted", by="group")
    >>> (table["numer"] <= table["denom"]).all().item()
    True
    """
    resample.check_level(level)
    if cells.has_coders(scores):
        options = dict(of=of, by=by, copies=copies, cluster=cluster, level=level)
        return _per_coder(partial(shares, voice=voice), scores, **options)
    table, names = cells.prepare(scores, by, copies, cluster)
    known = [name for name in pd.unique(table["voice"]) if name != "both"]
    for name in (voice, *([] if of is None else [of])):
        if name not in known:
            raise InputError(f"there is no voice {name!r} in these scores: {', '.join(known)}")
    whole = "both" if of is None else of
    if of is None and "both" not in set(table["voice"]):
        raise InputError(
            "these voices do not add up to a whole: say which one the share is of, as of='any'"
            if len(known) > 1
            else f"the scores hold the voice {voice!r} alone: its share needs the others too"
        )
    keys = ["article_id", "frame"]
    numer = table[table["voice"] == voice].set_index(keys)["hits"].rename("numer")
    long = table[table["voice"] == whole].rename(columns={"hits": "denom"}).join(numer, on=keys)
    if (long["numer"] > long["denom"]).any():
        row = long[long["numer"] > long["denom"]].iloc[0]
        raise InputError(
            f"{row['article_id']!r}, frame {row['frame']!r}: {voice!r} has more hits than "
            f"{whole!r}, and is not part of it"
        )
    rows = []
    for key, cell in long.groupby([*names, "frame"], observed=True, sort=False):
        rows.append(
            {
                **dict(zip([*names, "frame"], key, strict=True)),
                "voice": voice,
                **_share(cell, level),
            }
        )
    result = groups_.ordered(pd.DataFrame(rows), table, names)
    return cells.noted(
        result, scores, "compare.shares", names, copies=copies, level=level, of=of, voice=voice
    )


def _share(cell, level):
    known = cell[cell["denom"].notna()]
    some = known[known["denom"] > 0]
    weighted = some[["numer", "denom"]].mul(some["weight"], axis=0)
    sums = weighted.groupby(some["cluster"]).sum().to_numpy(float).T
    share, low, high = resample.share_interval(*sums, level=level)
    clusters, enough, why = cells.enough(some)
    numer, denom = weighted.sum()
    return {
        "articles": len(some),
        "not_measured": len(cell) - len(known),
        "families": some["family"].nunique(),
        "origins": cells.origins(some),
        "clusters": clusters,
        "numer": numer,
        "denom": denom,
        "share": share,
        "low": low if enough else np.nan,
        "high": high if enough else np.nan,
        "interval": enough,
        "why": why,
    }


def treatments(scores, *, by="group", pairs=None, cluster="family", level=0.95):
    """``differences`` under each treatment of copies: over all articles, with one vote for each
    text family, and among originals (where articles have ``copy_type``).

    scores, by, pairs, cluster, level : as in ``differences``

    Returns the rows of ``differences`` with ``copies`` ("all", "one per family", "originals", in
    that order).

    >>> table = compare.treatments(scores, by="group", pairs=[("North", "East")])
    >>> list(table["copies"].cat.categories)[:2]
    ['all', 'one per family']
    """
    known = [name for name in cells.COPIES if name != "originals" or "copy_type" in scores]
    parts = []
    for name in known:
        options = dict(by=by, pairs=pairs, copies=name, cluster=cluster, level=level)
        parts.append(differences(scores, **options).assign(copies=name))
    result = pd.concat(parts, ignore_index=True)
    result.attrs.clear()
    return result.assign(copies=pd.Categorical(result["copies"], known, ordered=True))


def copies_effect(scores, *, by="group", pairs=None, cluster="family", level=0.95):
    """Whether copies change a difference between groups: the difference among originals less the
    difference among all other articles.

    Fewer articles alone make findings unsure; that is no effect of copies. Here the two differences
    are held against each other, with an interval.

    scores, by, pairs, cluster, level : as in ``differences``; articles need ``copy_type``

    Returns a DataFrame, one row per pair, frame and voice: ``one``, ``two``, ``frame``, ``voice``;
    ``originals_one``, ``originals_two``, ``copies_one``, ``copies_two`` (articles with words);
    ``among_originals``, ``among_copies`` (difference of presence, one - two); ``effect`` (the first
    less the second: above 0 means that the originals lean further to ``one``) with ``effect_low``,
    ``effect_high`` (jackknife over clusters, Student's t by Satterthwaite), ``smallest`` (the
    smallest effect that these data show four times in five, tested at 1 - level) and ``why`` (what
    is too few, in words; then there is no interval). Raises InputError where ``copy_type`` is
    missing.

    >>> table = compare.copies_effect(scores, by="group", pairs=[("North", "East")])
    >>> table[["one", "two"]].drop_duplicates().values.tolist()
    [['North', 'East']]
    """
    resample.check_level(level)
    if isinstance(scores, pd.DataFrame) and "copy_type" not in scores:
        raise InputError("the effect of copies needs the column 'copy_type' of the articles")
    table, names = cells.prepare(scores, by, "all", cluster)
    table = table.assign(
        label=groups_.label(table, names), original=table["copy_type"] == "original"
    )
    clusters = pd.Index(sorted(table["cluster"].unique()))
    pairs = cells.check_pairs(pairs, groups_.levels(table["label"]), by)
    rows = []
    for (frame, voice), part in table.groupby(["frame", "voice"], sort=False):
        for one, two in pairs:
            four = [
                cells.measured(part[(part["label"] == side) & (part["original"] == original)])[1]
                for original in (True, False)
                for side in (one, two)
            ]
            about = {"one": one, "two": two, "frame": frame, "voice": voice}
            rows.append(about | _effect(four, clusters, level))
    return cells.noted(pd.DataFrame(rows), scores, "compare.copies_effect", names, level=level)


def _effect(four, clusters, level):
    names = ("originals_one", "originals_two", "copies_one", "copies_two")
    result = {name: len(cell) for name, cell in zip(names, four, strict=True)}
    sums = [cells.sums_by_cluster(cell, clusters)[2:] for cell in four]
    once = np.ones(len(clusters))
    values, influences = zip(*(resample.ratio(*part, once) for part in sums), strict=True)
    result |= {
        "among_originals": values[0] - values[1],
        "among_copies": values[2] - values[3],
        "effect": values[0] - values[1] - values[2] + values[3],
    }
    few = [
        f"{name.replace('_', ' of ')}: {why}"
        for name, (_, enough, why) in zip(names, map(cells.enough, four), strict=True)
        if not enough
    ]
    low = high = smallest = np.nan
    if not few:
        signs = (1, -1, -1, 1)
        influence = sum(s * np.nan_to_num(i) for s, i in zip(signs, influences, strict=True))
        spread = resample.error(influence, once)
        own = [resample.freedom(part[1]) for part in sums]
        variance = [(np.nan_to_num(i) ** 2).sum() for i in influences]
        freedom = resample.satterthwaite(variance, own)
        reach = stats.t.ppf((1 + level) / 2, freedom)
        low, high = result["effect"] - reach * spread, result["effect"] + reach * spread
        smallest = (reach + stats.t.ppf(0.8, freedom)) * spread
    return result | {
        "effect_low": low,
        "effect_high": high,
        "smallest": smallest,
        "why": "; ".join(few),
    }


def subsets(scores, *, by="group", pairs=None, cluster="family", draws=100, seed=0):
    """Whether originals lose more findings than as many articles drawn at random: what fewer
    articles alone would make unsure.

    Each measure of each row is tested by Student's t over clusters and adjusted over the table
    (Benjamini & Hochberg 1995): among all articles, among originals, and among ``draws`` random
    subsets with as many articles of each group as there are originals.

    scores, by, pairs, cluster : as in ``differences``; articles need ``copy_type``

    Returns a DataFrame, one row per pair, frame, voice and measure: ``one``, ``two``, ``frame``,
    ``voice``, ``measure`` ("rate", "presence"); ``all_sure``, ``originals_sure`` (bool);
    ``subsets_sure`` (share of the subsets in which the difference is sure). Raises InputError where
    ``copy_type`` is missing.

    >>> list(compare.subsets(scores, by="group", pairs=[("North", "East")], draws=10))[-3:]
    ['all_sure', 'originals_sure', 'subsets_sure']
    """
    if isinstance(scores, pd.DataFrame) and "copy_type" not in scores:
        raise InputError("subsets are held against originals: the articles need 'copy_type'")
    resample.check_resamples(draws)
    table, names = cells.prepare(scores, by, "all", cluster)
    table = table.assign(label=groups_.label(table, names))
    pairs = cells.check_pairs(pairs, groups_.levels(table["label"]), by)
    wanted = {name for pair in pairs for name in pair}
    table = table[table["label"].isin(wanted)]
    articles = table.drop_duplicates("article_id").set_index("article_id")
    original = articles["copy_type"] == "original"
    sizes = original.groupby(articles["label"].astype(object)).sum()
    rng = np.random.default_rng(seed)
    chosen = [articles.index, articles.index[original]]
    for _ in range(draws):
        parts = [
            rng.choice(articles.index[articles["label"] == name], sizes[name], replace=False)
            for name in sizes.index
        ]
        chosen.append(np.concatenate(parts))
    found = [
        _sure(table[table["article_id"].isin(ids)], pairs)
        for ids in tqdm(chosen, desc="subsets", disable=None, leave=False)
    ]
    keys = ["one", "two", "frame", "voice", "measure"]
    result = found[0].rename(columns={"sure": "all_sure"})
    result["originals_sure"] = result[keys].merge(found[1], how="left")["sure"].eq(True)
    drawn = pd.concat(found[2:]).groupby(keys, sort=False)["sure"].sum() / draws
    result = result.join(drawn.rename("subsets_sure"), on=keys).fillna({"subsets_sure": 0.0})
    return cells.noted(result, scores, "compare.subsets", names)


def _sure(table, pairs):
    """Which differences are sure by Student's t, adjusted over all of them."""
    clusters = pd.Index(sorted(table["cluster"].unique()))
    parts_of = dict(list(table.groupby(["label", "frame", "voice"], observed=True)))
    rows = []
    for one, two in pairs:
        for frame, voice in table[["frame", "voice"]].drop_duplicates().itertuples(index=False):
            pair = [parts_of.get((name, frame, voice)) for name in (one, two)]
            if any(cell is None for cell in pair):
                continue
            sums = [cells.sums_by_cluster(cells.measured(cell)[1], clusters) for cell in pair]
            for measure, at in (("rate", 0), ("presence", 2)):
                p = resample.t_test(*(part[at : at + 2] for part in sums)).p
                rows.append((one, two, frame, voice, measure, p))
    result = pd.DataFrame(rows, columns=["one", "two", "frame", "voice", "measure", "p"])
    known = result["p"].notna()
    q = stats.false_discovery_control(result.loc[known, "p"]) if known.any() else []
    result["sure"] = False
    result.loc[known, "sure"] = np.asarray(q) < cells.SURE
    return result.drop(columns="p")


def outlets(table, groups, *, level=0.95):
    """Sets of outlets compared with the outlet as unit: Welch's (1947) t-test of each measure.

    table : DataFrame, one row per outlet (its index), one column of numbers per measure, as
        ``groups(scores, by="outlet")`` of one voice, pivoted
    groups : which outlet is of which set: Series (index outlet), or dict; two sets

    Returns a DataFrame, one row per measure: ``measure``, ``one``, ``two`` (the sets);
    ``outlets_one``, ``outlets_two`` (with a value); ``mean_one``, ``mean_two``; ``difference``
    (one - two) with ``difference_low``, ``difference_high``; ``t``, ``df`` (Welch), ``p``, ``q``
    (Benjamini & Hochberg 1995 over the table), ``why`` (what is too few for a test, in words).
    Raises InputError where the sets are not two, or name outlets that the table does not have.

    >>> table = pd.DataFrame({"costs": [1.0, 2.0, 3.0, 5.0, 6.0, 7.0]}, index=list("abcdef"))
    >>> sets = dict.fromkeys("abc", "x") | dict.fromkeys("def", "y")
    >>> compare.outlets(table, sets)["t"].round(3).tolist()
    [-4.899]
    """
    resample.check_level(level)
    if not isinstance(table, pd.DataFrame) or not table.index.is_unique:
        raise InputError("table must be a DataFrame with one row per outlet")
    sets = pd.Series(groups)
    unknown = [name for name in sets.index if name not in table.index]
    if unknown:
        known = ", ".join(map(str, table.index))
        raise InputError(f"the table has no outlet {unknown[0]!r}; it has {known}")
    names = groups_.levels(sets)
    if len(names) != 2:
        raise InputError(
            f"two sets of outlets are needed, not {len(names)}: {', '.join(map(str, names))}"
        )
    text = [column for column in table if not pd.api.types.is_numeric_dtype(table[column])]
    if text:
        raise InputError(f"column {text[0]!r} holds no numbers: give the measures alone")
    rows = [_welch(table[measure], sets, names, measure, level) for measure in table]
    result = pd.DataFrame(rows)
    q, tested = np.full(len(result), np.nan), result["p"].notna()
    if tested.any():
        q[tested] = stats.false_discovery_control(result.loc[tested, "p"])
    result.insert(result.columns.get_loc("why"), "q", q)
    return notes.remember(result, "compare.outlets", keys=["measure"])


def _welch(values, sets, names, measure, level):
    one, two = (values[sets.index[sets == name]].dropna().to_numpy(float) for name in names)
    result = {
        "measure": measure, "one": names[0], "two": names[1],
        "outlets_one": len(one), "outlets_two": len(two),
    }  # fmt: skip
    for name, part in (("one", one), ("two", two)):
        result[f"mean_{name}"] = part.mean() if len(part) else np.nan
    result["difference"] = result["mean_one"] - result["mean_two"]
    empty = dict.fromkeys(["difference_low", "difference_high", "t", "df", "p"], np.nan)
    if min(len(one), len(two)) < 2:
        return result | empty | {"why": "a set has fewer than two outlets with a value"}
    if one.std() == two.std() == 0:
        return result | empty | {"why": "the outlets of either set do not differ among themselves"}
    found = stats.ttest_ind(one, two, equal_var=False)
    low, high = found.confidence_interval(level)
    return result | {
        "difference_low": low, "difference_high": high, "t": found.statistic, "df": found.df,
        "p": found.pvalue, "why": "",
    }  # fmt: skip


def _per_coder(verb, scores, **options):
    """The result for each coder, and for both: the lowest and highest of their intervals' ends.
    What is sure is so for both, and in the same direction."""
    tables = {}
    for coder, part in scores.groupby("coder", sort=True):
        part = part.drop(columns="coder")
        part.attrs.clear()
        tables[coder] = verb(part, **options)
    about = notes.recall(next(iter(tables.values())))
    both = pd.concat([table.assign(coder=coder) for coder, table in tables.items()])
    keys = [*about["keys"]]
    ends = {c: "min" for c in both if c.endswith("_low") or c == "low"}
    ends |= {c: "max" for c in both if c.endswith("_high") or c == "high"}
    envelope = both.groupby(keys, observed=True, sort=False, as_index=False).agg(
        {**ends, **{c: _agreed for c in both if c.endswith("_is")}}
    )
    for column in envelope.columns.intersection([f"{name}_is" for name in ("rate", "presence")]):
        value = {"rate_is": "rate_ratio", "presence_is": "presence_difference"}[column]
        sides = both.groupby(keys, observed=True, sort=False)[value].agg(
            lambda v: np.sign(v - (1 if v.name == "rate_ratio" else 0)).nunique()
        )
        envelope.loc[(sides.to_numpy() > 1) & (envelope[column] == "sure"), column] = "not sure"
    result = pd.concat([both, envelope.assign(coder="both")], ignore_index=True)
    note = notes.recall(scores)
    made_by = note.pop("verb", "")
    for name in ("rows", "keys"):
        note.pop(name, None)
    extra = {k: about[k] for k in ("by", "copies", "level", "of", "voice") if k in about}
    return notes.remember(
        result, about["verb"], **note, **extra, scores=made_by, keys=[*keys, "coder"]
    )


def _agreed(said):
    """What both coders' tests say together."""
    found = set(said)
    if len(found) == 1:
        return found.pop()
    return "not tested" if "not tested" in found else "not sure"


def _groups(table, names, level, resamples, seed, apart=()):
    """A row of estimates per group, frame and voice; ``apart``: column of numbers whose values are
    samples of their own (windows), the rows in their order."""
    clusters = pd.Index(sorted(table["cluster"].unique()))
    keys = [*apart, *names, "frame", "voice"]
    # There may be thousands of cells: they are cut from arrays, which takes a tenth of the time.
    number = table.groupby(keys, observed=True, sort=False).ngroup().to_numpy()
    order = np.argsort(number, kind="stable")
    order = order[number[order] >= 0]  # the others are in no group
    cuts = np.flatnonzero(np.diff(number[order])) + 1
    columns = cells.numbered(table, clusters)
    sample = table[[*apart]].to_numpy().ravel() if apart else np.zeros(len(table), int)
    rows, now = [], None
    for at in tqdm(np.split(order, cuts), desc="groups", disable=None, leave=False):
        if sample[at[0]] != now:
            now = sample[at[0]]
            there = np.unique(columns["cluster"][sample == now])
            few = len(there) <= resample.MANY
            times = resample.draws(len(there), resamples, seed) if few else None
        cell = {name: column[at] for name, column in columns.items()}
        cell["cluster"] = np.searchsorted(there, cell["cluster"])
        rows.append(_estimate(cell, len(there), times, level))
    named = table[keys].iloc[order[[0, *cuts]]].reset_index(drop=True)
    return groups_.ordered(named.join(pd.DataFrame(rows)), table, [*apart, *names])


def _estimate(cell, n_clusters, times, level):
    known = ~np.isnan(cell["hits"])
    has_words = known & (cell["n_words"] > 0)
    words = {name: column[has_words] for name, column in cell.items()}
    sums = [
        np.bincount(words["cluster"], column * words["weight"], n_clusters)
        for column in (words["hits"], words["n_words"], words["hits"] > 0, np.ones(has_words.sum()))
    ]
    hits, n_words, any_hit, n_articles = sums
    effective, enough, why = cells.verdict(n_articles[n_articles > 0])
    result = {
        "articles": int(known.sum()),
        "not_measured": int((~known).sum()),
        "with_words": int(has_words.sum()),
        "families": len(np.unique(words["family"])),
        "origins": int((np.unique(words["origin"]) >= 0).sum()),
        "clusters": effective,
    }
    if not has_words.any():
        return result | dict.fromkeys(ESTIMATES, np.nan) | {"interval": False, "why": why}
    rate, presence = hits.sum() / n_words.sum(), any_hit.sum() / n_articles.sum()
    ends = [np.nan] * 4
    if enough:
        rate, rate_low, rate_high = resample.rate_interval(hits, n_words, times, level=level)
        presence, low, high = resample.share_interval(any_hit, n_articles, level=level)
        ends = [1000 * rate_low, 1000 * rate_high, low, high]
    return result | {
        "hits": hits.sum(),
        "words": n_words.sum(),
        "rate": 1000 * rate,
        "rate_low": ends[0],
        "rate_high": ends[1],
        "presence": presence,
        "presence_low": ends[2],
        "presence_high": ends[3],
        "interval": enough,
        "why": why,
    }


def _difference(cell_one, cell_two, clusters, level):
    """A row of ``differences`` without its tests, and what is tested: (rates, presences)."""
    result, sums, reasons, lost = {}, [], [], 0
    for name, cell in (("one", cell_one), ("two", cell_two)):
        known, words = cells.measured(cell)
        lost += len(cell) - len(known)
        effective, enough, why = cells.enough(words)
        reasons += [] if enough else [f"{name}: {why}"]
        result |= {
            f"articles_{name}": len(words),
            f"families_{name}": words["family"].nunique(),
            f"origins_{name}": cells.origins(words),
            f"clusters_{name}": effective,
        }
        sums.append(cells.sums_by_cluster(words, clusters))
    result["not_measured"] = lost
    with np.errstate(divide="ignore", invalid="ignore"):
        for name, (hits, n_words, any_hit, n_articles) in zip(("one", "two"), sums, strict=True):
            result[f"rate_{name}"] = 1000 * hits.sum() / n_words.sum()
            result[f"presence_{name}"] = any_hit.sum() / n_articles.sum()
        result["rate_ratio"] = result["rate_one"] / result["rate_two"]
    result["presence_difference"] = result["presence_one"] - result["presence_two"]
    rates, presences = [[part[i : i + 2] for part in sums] for i in (0, 2)]
    rate_ends = presence_ends = (np.nan, np.nan)
    if not reasons:
        _, *rate_ends = resample.log_ratio_interval(*rates, level=level)
        _, *presence_ends = resample.difference_interval(*presences, level=level)
    result |= {
        "rate_ratio_low": rate_ends[0],
        "rate_ratio_high": rate_ends[1],
        "presence_difference_low": presence_ends[0],
        "presence_difference_high": presence_ends[1],
        "why": "; ".join(reasons),
    }
    return result, None if reasons else (rates, presences)


def _tested(table, sums, resamples, seed):
    """The table with its p, q and what they say; rows that would hang on the seed are drawn anew
    with more arrangements, as long as that helps."""
    tests = {
        (row, measure): _draw(table.iloc[row], parts, measure, resamples, seed)
        for row, parts in enumerate(tqdm(sums, desc="tests", disable=None, leave=False))
        if parts is not None
        for measure in (0, 1)
    }
    n = resamples
    while n < MOST and (open_ := _open(tests)):
        n = min(10 * n, MOST)
        for row, measure in open_:
            tests[row, measure] = _draw(table.iloc[row], sums[row], measure, n, seed)
    p = np.full((len(table), 2), np.nan)
    for place, test in tests.items():
        p[place] = test.p
    q, tested = np.full(p.shape, np.nan), ~np.isnan(p)
    if tested.any():
        q[tested] = stats.false_discovery_control(p[tested])
    open_, columns = _open(tests), {}
    for measure, name in enumerate(("rate", "presence")):
        said = np.where(q[:, measure] < cells.SURE, "sure", "not sure").astype(object)
        said[np.isnan(q[:, measure])] = "not tested"
        said[[row for row, other in open_ if other == measure]] = "borderline"
        columns |= {f"p_{name}": p[:, measure], f"q_{name}": q[:, measure], f"{name}_is": said}
    order = ["p_rate", "p_presence", "q_rate", "q_presence", "rate_is", "presence_is"]
    return table.drop(columns="why").assign(**{name: columns[name] for name in order}).assign(
        why=table["why"]
    )  # fmt: skip


def _draw(row, parts, measure, resamples, seed):
    key = f"{row['one']}|{row['two']}|{row['frame']}|{row['voice']}|{measure}"
    return resample.test(*parts[measure], resamples=resamples, seed=seed, key=key)


def _open(tests):
    """Which tests could be sure or not as their p lies at either end of what is left open: all p
    at their lower ends against all at their upper (after Gandy & Hahn 2014)."""
    known = [place for place, test in tests.items() if not np.isnan(test.p)]
    if not known:
        return []
    ends = [
        stats.false_discovery_control([getattr(tests[place], end) for place in known]) < cells.SURE
        for end in ("low", "high")
    ]
    return [
        place
        for place, low, high in zip(known, *ends, strict=True)
        if low != high and tests[place].method == "permutation"
    ]
