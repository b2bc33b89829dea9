"""How well a lexicon finds what coders coded, and which patterns cost most."""

import numpy as np
import pandas as pd

from helpers import notes
from helpers.errors import InputError
from helpers.frames.model import check_lexicon, to_json
from helpers.frames.on_counts import counts_of, speaks, warn_uncounted
from helpers.frames.scoring import score
from helpers.measure import coding
from helpers.measure.resample import check_level, draws
from helpers.words.counts import by_group


def check(study, lexicon, *, by=None, coder="A", resamples=1000, level=0.95, seed=0):
    """Error of the lexicon: "any hit in either voice" against "coded above 0".

    study : the study, with codes; lexicon : Lexicon
    by : column of the articles to break down by, as "group"
    coder : whose codes are held to be right

    Returns a DataFrame, one row per frame and group (``group`` "all" first), worst F1 over all
    first: ``frame``, ``group``, ``articles``, ``coded``, ``found``, ``both``; ``precision``,
    ``recall``, ``f1``, each with ``…_low`` and ``…_high`` (percentile bootstrap over families);
    ``f1_always`` (calling it present everywhere); ``f1_held_back`` (``cross_validate``, where
    ``group`` is "all"). Phrases that were not counted are named in a warning.

    >>> table = frames.check(study, lexicon, by="group", resamples=50)
    >>> table["group"].unique().tolist()
    ['all', 'East', 'North']
    """
    check_lexicon(lexicon)
    check_level(level)
    coded, found = _judgements(study, lexicon, coder)
    family = pd.factorize(study.families.loc[coded.index, "family"])[0]
    times = draws(family.max() + 1, resamples, seed)
    labels = _labels(study, by).reindex(coded.index)
    parts = ["all", *(pd.unique(labels.dropna()) if by is not None else [])]
    rows = []
    for name in coded:
        for part in parts:
            inside = (labels == part).to_numpy() if part != "all" else np.ones(len(coded), bool)
            rows.append(
                {"frame": name, "group": part}
                | coding.rates(coded.loc[inside, name], found.loc[inside, name])
                | _intervals(
                    coded.loc[inside, name], found.loc[inside, name], family[inside], times, level
                )
            )
    table = pd.DataFrame(rows)
    held_back = cross_validate(study, lexicon, coder=coder).set_index("frame")["f1"]
    table["f1_held_back"] = table["frame"].map(held_back).where(table["group"] == "all")
    worst = table[table["group"] == "all"].sort_values("f1")["frame"].tolist()
    ordered = table.sort_values(
        "frame", key=lambda f: f.map(worst.index), kind="stable", ignore_index=True
    )
    return notes.remember(
        ordered,
        "frames.check",
        by=by,
        coder=coder,
        lexicon=to_json(lexicon),
        keys=["group", "frame"],
    )


def _labels(study, by):
    if by is None:
        return pd.Series("all", study.articles.index)
    if by not in study.articles:
        known = ", ".join(map(str, study.articles.columns))
        raise InputError(f"by={by!r}: the articles have no such column, but {known}")
    return study.articles[by]


def costs(study, lexicon, *, coder="A"):
    """What each pattern brings and costs, in articles.

    Returns a DataFrame, one row per frame and pattern, dearest first in each frame: ``frame``,
    ``pattern``; ``true``, ``false`` (articles with the pattern that are coded, or not);
    ``only_true``, ``only_false`` (those that no other pattern of the frame finds: what dropping
    the pattern would lose and save); ``words`` (the terms that made the false hits, most first).
    Exclusions play no part; phrases that were not counted are named in a warning.

    >>> list(frames.costs(study, lexicon))
    ['frame', 'pattern', 'true', 'false', 'only_true', 'only_false', 'words']
    """
    check_lexicon(lexicon)
    counts = counts_of(study, lexicon)
    warn_uncounted(counts, lexicon)
    wanted, present = _present(study, counts, lexicon, coder)
    rows = []
    for frame in [frame for frame in lexicon.frames if frame.name in wanted]:
        coded = _coded(wanted, frame.name)
        terms = [counts.find([pattern], frame.kind) for pattern in frame.patterns]
        hit = np.column_stack([_any(present, some) for some in terms])
        alone = hit & (hit.sum(axis=1, keepdims=True) == 1)
        for i, pattern in enumerate(frame.patterns):
            false = hit[:, i] & ~coded
            words = pd.Series(
                np.asarray(present[false][:, terms[i]].sum(axis=0)).ravel(), counts.terms[terms[i]]
            )
            rows.append(
                {
                    "frame": frame.name,
                    "pattern": pattern,
                    "true": int((hit[:, i] & coded).sum()),
                    "false": int(false.sum()),
                    "only_true": int((alone[:, i] & coded).sum()),
                    "only_false": int((alone[:, i] & ~coded).sum()),
                    "words": ", ".join(
                        words[words > 0].sort_values(ascending=False, kind="stable").index[:5]
                    ),
                }
            )
    table = pd.DataFrame(rows)
    dear = (table["only_false"] - table["only_true"]).rename("dear")
    order = table.assign(dear=dear, place=table["frame"].map(lexicon.names.index))
    order = order.sort_values(["place", "dear", "false"], ascending=[True, False, False])
    return order.drop(columns=["dear", "place"]).reset_index(drop=True)


def cross_validate(study, lexicon, *, coder="A", folds=10, resamples=1000, level=0.95, seed=0):
    """Accuracy of the lexicon on articles that had no say in choosing its patterns.

    The lexicon's patterns were chosen with an eye on the codes, which flatters
    ``coding.accuracy``. Here the choice is made anew without each tenth of the families: starting
    from all patterns of a frame, the rejected ones included, that pattern is dropped whose loss
    raises F1 on the other articles most, until none does; what is left judges the articles held
    back. Exclusions play no part.

    Returns the columns of ``coding.accuracy`` for the pooled judgements of the articles held back,
    with ``…_low`` and ``…_high`` of precision, recall and f1 (percentile bootstrap over families).

    >>> list(frames.cross_validate(study, lexicon, resamples=50))[:4]
    ['frame', 'articles', 'coded', 'f1_always']
    """
    check_level(level)
    table = judgements(study, lexicon, coder=coder, folds=folds, seed=seed)
    rows = []
    for name, part in table.groupby("frame", sort=False):
        coded, found = part["code"] > 0, part["held_back"]
        family = pd.factorize(study.families.loc[part["article_id"], "family"])[0]
        times = draws(family.max() + 1, resamples, seed)
        rows.append(
            {"frame": name}
            | coding.rates(coded, found)
            | _intervals(coded, found, family, times, level)
        )
    result = pd.DataFrame(rows).sort_values("f1", ignore_index=True)
    return notes.remember(
        result, "frames.cross_validate", coder=coder, lexicon=to_json(lexicon), keys=["frame"]
    )


def judgements(study, lexicon, *, coder="A", folds=10, seed=0):
    """What coders and lexicon said of each article.

    Arguments as in ``cross_validate``. Returns a DataFrame, one row per frame and coded article:
    ``frame``, ``article_id``, ``code`` (int), ``found`` (bool: any hit of the lexicon) and
    ``held_back`` (bool: any hit of the patterns chosen without the article's tenth).

    >>> list(frames.judgements(study, lexicon))
    ['frame', 'article_id', 'code', 'found', 'held_back']
    """
    check_lexicon(lexicon)
    counts = counts_of(study, lexicon)
    wanted, present = _present(study, counts, lexicon, coder)
    fold = _folds(study.families.loc[wanted.index, "family"], folds, seed)
    parts = []
    for frame in [frame for frame in lexicon.frames if frame.name in wanted]:
        coded = _coded(wanted, frame.name)
        kept, tried = frame.patterns, (*frame.patterns, *frame.rejected)
        hit = np.column_stack([_any(present, counts.find([p], frame.kind)) for p in tried])
        part = {
            "frame": frame.name,
            "article_id": wanted.index,
            "code": wanted[frame.name].astype("int64").to_numpy(),
            "found": hit[:, : len(kept)].any(axis=1),
            "held_back": _held_back(hit, coded, fold),
        }
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


def _judgements(study, lexicon, coder):
    """Two tables of bool, articles × frames: coded above 0, and with any hit."""
    scores = score(study, lexicon)
    hits = scores.groupby(["article_id", "frame"])["hits"].sum(min_count=1).unstack()
    wanted = _wanted(study, lexicon, coder)
    measured = hits.reindex(wanted.index).notna().any(axis=1)
    wanted = wanted[measured]
    names = [name for name in lexicon.names if name in wanted]
    coded = {name: _coded(wanted, name) for name in names}
    return pd.DataFrame(coded, wanted.index), hits.loc[wanted.index, names] > 0


def _wanted(study, lexicon, coder):
    """The codes of articles in the lexicon's language, in the order of the articles."""
    readable = speaks(study, lexicon)
    wanted = coding.by_coder(study.where(study.articles.index.isin(readable)), coder)
    wanted = wanted.loc[[i for i in readable if i in wanted.index]]
    if not set(lexicon.names) & set(wanted.columns) or wanted.empty:
        raise InputError(
            f"no frame of the lexicon was coded: frames are {', '.join(lexicon.names)}, coded "
            f"variables {', '.join(wanted.columns)}"
        )
    return wanted


def _present(study, counts, lexicon, coder):
    """The codes by article, and which terms each of these articles holds (CSC, bool)."""
    wanted = _wanted(study, lexicon, coder)
    labels, matrix = by_group(counts, counts.rows["article_id"])
    wanted = wanted.loc[[i for i in labels if i in wanted.index]]
    return wanted, (matrix[pd.Index(labels).get_indexer(wanted.index)] > 0).tocsc()


def _coded(wanted, name):
    return wanted[name].astype("int64").to_numpy() > 0


def _any(present, terms):
    return np.asarray(present[:, terms].sum(axis=1)).ravel() > 0


def _intervals(coded, found, family, times, level):
    sums = [
        np.bincount(family, values.to_numpy(float), times.shape[1])
        for values in (coded & found, found, coded)
    ]
    both, positive, real = (times @ column for column in sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        draws_of = {
            "precision": both / positive,
            "recall": both / real,
            "f1": 2 * both / (positive + real),
        }
    ends = {}
    for name, values in draws_of.items():
        low, high = (np.nan, np.nan)
        if np.isfinite(values).any():
            low, high = np.nanquantile(values, [(1 - level) / 2, (1 + level) / 2])
        ends |= {f"{name}_low": low, f"{name}_high": high}
    return ends


def _folds(family, folds, seed):
    """A number from 0 to folds - 1 for each article, the same within a family."""
    codes, names = pd.factorize(family)
    return np.random.default_rng(seed).permutation(np.arange(len(names)) % folds)[codes]


def _held_back(hit, coded, fold):
    """Whether patterns chosen without an article's fold find it (bool, one per article)."""
    found = np.zeros(len(coded), dtype=bool)
    for number in np.unique(fold):
        train, test = fold != number, fold == number
        found[test] = hit[test][:, _choose(hit[train], coded[train])].any(axis=1)
    return found


def _choose(hit, coded):
    """Backward elimination: positions of the patterns (columns of ``hit``) that are kept."""
    kept = list(range(hit.shape[1]))
    best = _f1(hit[:, kept].any(axis=1), coded)
    while len(kept) > 1:
        without = [_f1(hit[:, [k for k in kept if k != p]].any(axis=1), coded) for p in kept]
        if max(without) <= best:
            break
        best = max(without)
        kept.pop(int(np.argmax(without)))
    return kept


def _f1(found, coded):
    return 2 * (found & coded).sum() / max((found.sum() + coded.sum()), 1)
