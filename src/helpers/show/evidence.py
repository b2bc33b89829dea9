"""What is behind a number: the articles, terms, codes and sentences that it counts.

Each of the listing functions takes a study and names what one kind of number counts, as a table
with one row per thing counted and ``n``, how often: ``hits`` (words of a frame), ``occurrences``
(of terms), ``codes`` (what coders saw), ``judgements`` (lexicon against codes), ``pairs`` (two
coders' codes of one article) and ``articles``. ``find`` takes a row of a result table to its
evidence, ``behind`` a whole table, ``of`` a row of a figure; ``figures.save`` writes it beside the
figure. A rate or share has as its evidence what stands in its numerator; its denominator stands in
the row.

Where there are texts, ``kwic`` and ``passages`` (``show.context``) give the words in their
sentences. Texts may be private: what they show is for the screen, never for a figure.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from helpers import frames as frames_
from helpers import notes, voices
from helpers.corpus.schema import RESERVED
from helpers.errors import InputError
from helpers.files import tables
from helpers.frames import reading
from helpers.frames.lookup import columns
from helpers.frames.model import from_json
from helpers.frames.scoring import check_study
from helpers.likeness import copies
from helpers.measure import coding, groups
from helpers.measure import terms as terms_
from helpers.show.context import kwic, passages, show
from helpers.show.provenance import FOLDER, provenance
from helpers.words.counts import by_group

__all__ = [
    "articles",
    "behind",
    "codes",
    "find",
    "hits",
    "judgements",
    "kwic",
    "occurrences",
    "of",
    "own",
    "pairs",
    "passages",
    "readings",
    "show",
    "weighted",
]

# Columns of results that identify a row; all others of theirs measure something.
# fmt: off
KEYS = frozenset([
    "frame", "voice", "variable", "term", "one", "two", "window", "article_id", "pattern", "date",
    "reading", "coder",
])
# fmt: on
MEASURES = (RESERVED - KEYS) | frozenset(
    [
        *("inferred", "measure", "why", "smallest", "effect", "clusters", "label", "row", "any"),
        *("own", "coded", "both"),
        # of robustness: how a difference was measured, not what it counts
        *("basis", "told_by", "cluster", "days", "texts", "length", "origins", "is", "first_is"),
        *("moved_most_by", "adjusted_for", "not_adjusted_for", "separated", "specifications"),
    ]
)
ENDINGS = (
    "_low",
    "_high",
    "_one",
    "_two",
    "_rest",
    "_ratio",
    "_difference",
    "_rate",
    "_presence",
    "_is",
)
# Values that name everything, of whichever group or voice.
ALL = {("group", "all"), ("voice", "both"), ("voice", "any"), ("coder", "both")}
FACTS = ["copy_type", "family", "weight", "published", "url"]
ORDER = [
    *("reading", "window", "date", "group", "frame", "variable", "voice", "term", "copy_type"),
    *(
        "article_id",
        "coder",
        "pattern",
        "code",
        "coders",
        "codes",
        "found",
        "held_back",
        "told_by",
        "n",
        "family",
    ),
    *("weight", "published", "url", "form", "language"),
]
KNOWN = 200  # different values of a column that evidence remembers, to tell 0 from a misspelling


def of(figure, row=None, *, folder=FOLDER, **where):
    """The evidence of one row of a saved figure.

    figure : its name, e.g. "own-voice"
    row, where : as in ``find``; or the row's number in the figure's CSV file, from 0; all of the
        figure's evidence if neither is given
    folder : where the figures are

    Returns the rows of ``<figure>.evidence.csv`` that are behind it. Raises InputError where there
    is no such figure, row or value.

    >>> figures = corpus.load("corpus").path.parent / "figures"
    >>> "article_id" in evidence.of("own-voice", folder=figures)
    True
    """
    folder = Path(folder)
    file = folder / f"{figure}.evidence.csv"
    if not file.exists():
        raise InputError(f"{file}: there is no evidence of that name: draw the figure anew")
    found, table = _read(file), _read(folder / f"{figure}.csv")
    if isinstance(row, int | np.integer):
        if not -len(table) <= row < len(table):
            raise InputError(f"figure {figure!r} has the rows 0 to {len(table) - 1}, not {row}")
        row = table.iloc[row]
    picture = folder / f"{figure}.svg"
    made = provenance(picture).get("made") or {} if picture.exists() else {}
    if row is None and not where:
        return found
    if row is None:
        for key, value in where.items():
            _check_value(key, value, table, found)
    return found[_mask(found, _wanted(row, where, found, made))].reset_index(drop=True)


def _check_value(key, value, *tables_):
    known = {_written(v) for table in tables_ if key in table for v in table[key].dropna()}
    if known and _written(value) not in known and (key, value) not in ALL:
        some = ", ".join(sorted(known)[:12])
        raise InputError(f"{key} {value!r} does not occur: it is one of {some}")


def find(evidence, row=None, **where):
    """The evidence behind one row of a result table.

    evidence : table of one of the listing functions, of the same study as the result
    row : the row (Series as ``table.iloc[0]``, or dict). All columns that identify it must be met:
        those of ``by``, frame, voice, term, window …; the voices "both" and "any" want every voice;
        a row that compares two groups, or one with the rest, has the evidence of both.
    where : the same by name, ``find(hits, group="North", frame="threat")``

    Returns these rows of ``evidence``; for ``compare.shares`` those in the row's voice, its
    ``numer`` (``voice="both"`` finds what it is a share of). Raises InputError where evidence does
    not tell apart what the row does, rather than answer with too much, and for a value that does
    not occur.

    >>> row = compare.groups(scores, by="group").iloc[0]
    >>> found = evidence.find(evidence.hits(study, lexicon), row)
    >>> found["n"].sum() == row["hits"]
    np.True_
    """
    if row is None:
        known = notes.recall(evidence).get("known", {})
        for key, value in where.items():
            if key in known and _written(value) not in known[key] and (key, value) not in ALL:
                some = ", ".join(known[key][:12])
                raise InputError(f"{key} {value!r} does not occur: it is one of {some}")
            if key not in known:
                _check_value(key, value, evidence)
    wanted = _wanted(row, where, evidence, notes.recall(row))
    return evidence[_mask(evidence, wanted)].reset_index(drop=True)


def _wanted(row, where, evidence, about):
    """What is wanted of the evidence: a dict of conditions, from a row and its table's note."""
    values = dict(where if row is None else row)
    if not values:
        raise InputError(
            "say which row: find(evidence, table.iloc[0]), or find(evidence, frame='…')"
        )
    keys = about.get("keys") if row is not None else None
    if keys is None:
        keys = [key for key, value in values.items() if row is None or _identifies(key, value)]
    else:
        lost = [key for key in keys if key not in values]
        if lost:
            raise InputError(f"the row lacks {', '.join(lost)}, which it is found by")
        more = (key for key in values if key in evidence and _identifies(key, values[key]))
        keys = list(dict.fromkeys([*keys, *more]))
    by = about.get("by") or []
    by = [by] if isinstance(by, str) else by
    wanted = {"about": about, "by": by, "values": {}}
    for key in keys:
        wanted["values"][key] = values[key]
    if row is not None and "n_rest" in values:  # one group against all others: both sides
        for key in by or ["group"]:
            wanted["values"].pop(key, None)
    if about.get("verb") == "frames.check" and by:
        wanted["values"][by[0]] = wanted["values"].pop("group")
        if values["group"] == "all":
            wanted["values"].pop(by[0])
    if "originals" in (values.get("copies"), about.get("copies")):
        wanted["values"]["copy_type"] = "original"
    wanted["values"].pop("copies", None)
    return wanted


def _identifies(key, value):
    measured = isinstance(value, float | np.floating | bool | np.bool_)
    return not (measured or key in MEASURES or key.endswith(ENDINGS) or key.startswith("n_"))


def _mask(evidence, wanted):
    """The rows of evidence (bool array) that meet what is wanted."""
    values, about, by = dict(wanted["values"]), wanted["about"], wanted["by"]
    keep = np.ones(len(evidence), dtype=bool)
    if "one" in values:  # a difference: either of the two groups
        names = by or ["group"]
        _have(evidence, names)
        sides = [values.pop("one"), values.pop("two")]
        flat = [v for side in sides for v in (side if isinstance(side, list) else [side])]
        if len(names) == 1:
            keep &= np.any([_same(evidence[names[0]], side) for side in flat], axis=0)
        else:
            pairs = zip(evidence[names[0]], evidence[names[1]], strict=True)
            labels = (groups.JOINT.join(map(_written, pair)) for pair in pairs)
            keep &= np.array([label in flat for label in labels], dtype=bool)
    if "window" in values and "window" not in evidence and about.get("windows"):
        name = values.pop("window")
        values.pop("date", None)
        _have(evidence, ["published"])
        day = evidence["published"]
        start, end = about["windows"][name]
        keep &= ((day >= start) & (day <= end)).to_numpy()
    for key, value in values.items():
        if (key, value) in ALL:
            continue
        _have(evidence, [key])
        keep &= _same(evidence[key], value)
    if "cells" in about and {"voice", "frame"} <= {*evidence}:
        keep &= _in_cells(evidence, about["cells"])
    return keep


def _have(evidence, names):
    for name in names:
        if name not in evidence:
            known = ", ".join(column for column in evidence if column != "n")
            raise InputError(
                f"this evidence knows no {name!r}, so that it cannot tell the row's part apart; it "
                f"knows {known}"
            )


def _in_cells(evidence, cells):
    """The evidence of those scores that a result was made of, where they were some only."""
    known = pd.MultiIndex.from_tuples(
        [(voice, frame, article) for voice, frame, ids in cells for article in ids],
        names=["voice", "frame", "article_id"],
    )
    places = [evidence["frame"], evidence["article_id"]]
    own = pd.MultiIndex.from_arrays([evidence["voice"], *places]).isin(known)
    if not {"own", "attributed"} & {*evidence["voice"]}:
        return own
    coded = [pd.Series("any", evidence.index), *places]  # a code of any voice is one of "any" too
    return own | pd.MultiIndex.from_arrays(coded).isin(known)


def behind(table, study, *, coder="A"):
    """The evidence of a whole result table, made anew from the study.

    table : result of ``frames.score``, ``coding.scores`` or a verb of ``compare``, ``terms``,
        ``coding`` or ``frames`` that measures; or some rows of it

    Returns what the listing function of that kind gives, for the rows of the table; with
    ``weight`` (what an article counts within its family and group) and, for windows, ``window`` and
    ``date``. Raises InputError for a table that does not remember how it was made.

    >>> table = compare.groups(scores, by="group")
    >>> set(evidence.behind(table, study)["frame"]) <= set(lexicon.names)
    True
    """
    about = notes.needed(table, "Give its evidence yourself: figures.save(…, evidence=…)")
    check_study(study)
    whole = _listed(table, study, about, coder)
    whole = _placed(whole, study, table, about)
    if {"term"} == set(about["keys"]) - set(about.get("by") or ()) - {"article_id"}:
        kept = whole  # terms: listed for these alone
    else:
        keep = np.zeros(len(whole), dtype=bool)
        for _, row in table.iterrows():
            wanted = _wanted(row, {}, whole, about)
            if about["verb"] == "compare.shares":  # what the share is of, too
                wanted["values"]["voice"] = "both"
            keep |= _mask(whole, wanted)
        kept = whole[keep].reset_index(drop=True)
    kept.attrs.clear()
    return kept


def _listed(table, study, about, coder):
    made_by = about.get("scores") or about["verb"]
    if made_by == "frames.score":
        spans = voices.spans(study) if about.get("voices") else None
        spans = voices.by_kind(spans) if about.get("kinds") else spans
        lexicon = from_json(about["lexicon"])
        return hits(study, lexicon, words=about["words"], voices=spans, coder=coder)
    if made_by == "coding.scores":
        return codes(study, about["frames"], coder=about["coder"])
    if made_by == "coding.nominal":
        given = coding.nominal(study, about["variable"], coder=about["coder"])
        some = given.loc[given["hits"] > 0, ["article_id", "voice", "frame"]]
        return _with_facts(some.assign(n=1), study, frame=list(pd.unique(given["frame"])))
    if made_by.startswith("terms."):
        study = copies.only(study, about.get("copies", "all"))
        given = {"voice": about.get("voice"), "lemmas": about.get("lemmas", False)}
        return occurrences(study, pd.unique(table["term"]), **given)
    if made_by == "copies.own":
        return own(study)
    if made_by == "coding.agreement":
        return pairs(study, list(table["variable"]))
    if about.get("lexicon"):
        return judgements(study, from_json(about["lexicon"]), coder=about["coder"])
    raise InputError(f"{made_by} has no evidence that can be made anew: give it, evidence=…")


def _placed(whole, study, table, about):
    """The evidence with the weight within family and group, and its window."""
    by = about.get("by") or []
    by = [by] if isinstance(by, str) else by
    if by:
        whole = weighted(whole, study, by, counted=about.get("counted"))
    if about.get("windows") and "window" in table:
        dates = dict(zip(table["window"], table["date"], strict=True))
        parts = [
            whole[(whole["published"] >= start) & (whole["published"] <= end)].assign(
                window=name, date=f"{dates[name]:%Y-%m-%d}"
            )
            for name, (start, end) in about["windows"].items()
            if name in dates
        ]
        whole = pd.concat(parts, ignore_index=True)
    return whole


def weighted(evidence, study, by, *, counted=None):
    """The evidence with ``weight``: 1 / articles of the family in the group, as "one per family"
    counts them.

    by : column of the articles, or a list of two
    counted : which articles were measured, as [[frame, [article_id, …]], …]; all of the study's
        that have counts or a text if not given

    >>> table = evidence.weighted(evidence.articles(study), study, "group")
    >>> table["weight"].between(0, 1).all().item()
    True
    """
    names = groups.columns(study.articles, by)
    facts = study.articles[names].join(study.families["family"])
    if counted is None:
        return evidence.assign(weight=evidence["article_id"].map(_weights(facts, study.measured)))
    weight = pd.Series(np.nan, evidence.index)
    for frame, articles in counted:
        own = evidence["frame"] == frame
        weight[own] = evidence.loc[own, "article_id"].map(_weights(facts, articles))
    return evidence.assign(weight=weight)


def _weights(facts, articles):
    some = facts.loc[articles]
    return 1 / some.groupby(list(some), observed=True)["family"].transform("size")


def hits(study, lexicon, *, words="sklearn", voices=None, coder=None):
    """Every hit of a lexicon: what ``frames.score`` counts.

    Arguments as in ``frames.score``; coder : whose codes stand beside the hits; if not given those
        of the coder that study.yml prefers, else of the first, where there are any

    Returns a DataFrame, one row per article, voice, frame and term: ``frame``, ``voice``, ``term``,
    ``article_id``, ``pattern``, ``code`` (of the frame in this article, where it was coded), ``n``
    (hits; below 0: within an excluded phrase), and every column of the articles, with ``family``;
    ``published`` as text, 2022-01-05.

    >>> from helpers import corpus, frames
    >>> study = corpus.from_frame(pd.DataFrame({"text": ["Fuel prices rose."], "paper": ["A"]}))
    >>> table = hits(study, frames.lexicon({"costs": ["fuel price*"]}))
    >>> table[["term", "paper", "n"]].values.tolist()
    [['fuel prices', 'A', 1]]
    """
    table = frames_.listed(study, lexicon, words=words, voices=voices)
    coded = [name for name in lexicon.names if name in set(study.codes["variable"])]
    if coded:
        code = coding.by_coder(study, coder or _first_coder(study))
        code = code.reindex(columns=coded).stack().rename("code")
        code.index.names = ["article_id", "frame"]
        table = table.join(code, on=["article_id", "frame"])
    return _with_facts(table, study, frame=columns(lexicon))


def _first_coder(study):
    preferred = (study.settings.get("coding") or {}).get("preferred")
    coders = sorted(study.codes["coder"].unique())
    return preferred if preferred in coders else coders[0]


def occurrences(study, terms, *, voice=None, lemmas=False):
    """Every occurrence of terms: what ``terms.keyness``, ``terms.tf_idf`` and
    ``terms.frequencies`` count.

    terms : list of str; voice : one voice, or both together
    lemmas : the terms stand for all forms of their words, as in ``terms.tf_idf``

    Returns the columns of ``hits`` but for frame, pattern and code, ``voice`` only if one is given;
    with lemmas one row per form, in the column ``form``.
    Raises InputError for a term that does not occur.

    >>> set(evidence.occurrences(study, ["fuel"])["term"])
    {'fuel'}
    """
    check_study(study)
    counts = study.counts
    part = counts if voice is None else counts.select(counts.rows["voice"] == voice)
    wanted = pd.Index([terms] if isinstance(terms, str) else terms)
    shown = wanted
    if lemmas:
        forms = terms_.counts_of(study, True)[1]
        forms = forms[forms["term"].isin(wanted)]
        unknown = wanted[~wanted.isin(forms["term"])]
        if len(unknown):
            raise InputError(f"not counted: {', '.join(unknown[:5])}")
        wanted, shown = pd.Index(forms["form"]), pd.Index(forms["term"])
    at = part.terms.get_indexer(wanted)
    if (at < 0).any():
        raise InputError(f"not counted: {', '.join(wanted[at < 0][:5])}")
    labels, matrix = by_group(part, part.rows["article_id"])
    cells = matrix[:, at].tocoo()
    ids = np.asarray(labels, dtype=object)[cells.row]
    table = pd.DataFrame({"article_id": ids, "term": shown[cells.col], "n": cells.data})
    if lemmas:
        table["form"] = wanted[cells.col]
    if voice is not None:
        table["voice"] = voice
    return _with_facts(table[table["n"] > 0], study, term=list(dict.fromkeys(shown)))


def codes(study, names=None, *, coder="A"):
    """Every code above 0: what ``coding.scores`` counts.

    names : variables; all that are coded 0, 1 or 2 if not given; coder : as in ``coding.scores``

    Returns a DataFrame, one row per article and frame of ``names``: ``frame``, ``voice`` ("own":
    coded 2; "attributed": coded 1), ``article_id``, ``code``, ``n`` (1), and the article's facts as
    in ``hits``.

    >>> set(evidence.codes(study, ["costs"])["voice"]) <= {"own", "attributed"}
    True
    """
    scores = coding.scores(study, names, coder=coder)
    keys = ["article_id", "frame", *(["coder"] if coder == coding.BOTH else [])]
    some = scores[scores["hits"] > 0]
    own = some.groupby(keys, sort=False)["voice"].agg(lambda v: "own" in set(v))
    table = own.rename("own").reset_index()
    table["code"] = np.where(table["own"], 2, 1)
    table["voice"] = np.where(table.pop("own"), "own", "attributed")
    return _with_facts(table.assign(n=1), study, frame=list(pd.unique(scores["frame"])))


def readings(study, lexicon, frame, *, by="group"):
    """What each of ``frames.readings`` counts: hits and codes, told apart by ``reading``.

    >>> "any word of it" in set(evidence.readings(study, lexicon, "threat")["reading"])
    True
    """
    parts = reading.tables(study, lexicon, frame, by=by)
    return pd.concat([behind(part, study).assign(reading=name) for name, part in parts.items()])


def own(study):
    """Every article that is its outlet's own text: what ``copies.own`` counts.

    Returns a DataFrame, one row per article: ``frame`` ("own text"), ``voice`` ("article"),
    ``article_id``, ``told_by`` (the evidence, as in ``copies.sources``), ``n`` (1), and the
    article's facts.

    >>> set(evidence.own(study)["frame"])
    {'own text'}
    """
    found = copies.sources(study)
    found = found[found["own"].fillna(False).astype(bool)]
    table = found[["article_id"]].assign(frame="own text", voice="article", n=1)
    return _with_facts(table.assign(told_by=found["evidence"]), study, frame=["own text"])


def judgements(study, lexicon, *, coder="A", folds=10, seed=0):
    """Every article that coders or lexicon took for one with the frame: what ``coding.accuracy``,
    ``frames.check`` and ``frames.cross_validate`` count.

    Arguments as in ``frames.judgements``. Returns a DataFrame, one row per frame and article:
    ``frame``, ``article_id``, ``code``, ``found``, ``held_back`` (bool), ``n`` (1), and the
    article's facts.

    >>> list(evidence.judgements(study, lexicon))[:4]
    ['group', 'frame', 'copy_type', 'article_id']
    """
    judged = frames_.judgements(study, lexicon, coder=coder, folds=folds, seed=seed)
    seen = judged[(judged["code"] > 0) | judged["found"] | judged["held_back"]]
    return _with_facts(seen.assign(n=1), study, frame=list(pd.unique(judged["frame"])))


def pairs(study, variables=None):
    """Every two codes of one article: what ``coding.agreement`` compares.

    Returns a DataFrame, one row per variable, article and pair of coders: ``variable``,
    ``article_id``, ``coders`` and ``codes`` (both, by comma), ``n`` (1 where they agree, else 0),
    and the article's facts.

    >>> set(evidence.pairs(study)["coders"])
    {'A, B'}
    """
    some = coding.codes_of(study)
    known = sorted(some["variable"].unique())
    variables = known if variables is None else list(variables)
    unknown = [name for name in variables if name not in known]
    if unknown:
        raise InputError(f"nobody coded {unknown[0]!r}: variables are {', '.join(known)}")
    some = some[some["variable"].isin(variables)]
    both = some.merge(some, on=["article_id", "variable"], suffixes=("", "_two"))
    both = both[both["coder"] < both["coder_two"]]
    table = both[["article_id", "variable"]].assign(
        coders=both["coder"] + ", " + both["coder_two"],
        codes=both["value"] + ", " + both["value_two"],
        n=(both["value"] == both["value_two"]).astype("int64"),
    )
    return _with_facts(table, study, variable=variables)


def articles(study):
    """The articles themselves, once each (``n`` is 1), with every column of theirs and ``date``
    (the day, as text): what counts of articles count.

    >>> len(evidence.articles(study)) == len(study)
    True
    """
    check_study(study)
    table = pd.DataFrame({"article_id": study.articles.index, "n": 1})
    if "published" in study.articles and "date" not in study.articles:
        table["date"] = _day(study.articles["published"]).to_numpy()
    return _with_facts(table, study)


def _day(column):
    if not pd.api.types.is_datetime64_any_dtype(column):
        return column
    return column.dt.strftime("%Y-%m-%d")


def _with_facts(table, study, **known):
    """The table's rows with the facts of their articles, columns and rows in a fixed order; a note
    keeps which values there could be, so that 0 can be told from a misspelling."""
    facts = study.facts
    if "published" in facts:
        facts = facts.assign(published=_day(facts["published"]))
    joined = table.join(facts.drop(columns=[c for c in table if c in facts]), on="article_id")
    first = [column for column in ORDER if column in joined]
    joined = joined[list(dict.fromkeys([*first, *joined]))]
    keys = [key for key in (*ORDER[:10], "coders") if key in joined]
    joined = joined.sort_values(keys, kind="stable", ignore_index=True)
    for column in facts:
        values = facts[column].dropna().unique()
        if len(values) <= KNOWN:
            known.setdefault(column, sorted(map(_written, values)))
    return notes.remember(joined, "evidence", known=known)


def _read(file):
    """A figure's table, as written: keys are names, also where they look like numbers."""
    keys = [*ORDER[:10], "one", "two", "outlet", "origin", "country", "ownership"]
    table = pd.read_csv(
        file, dtype=dict.fromkeys(keys, "str"), keep_default_na=False, na_values=[""]
    )
    return tables.unguarded(table)


def _same(column, value):
    """Which cells hold a value (bool array); days and whole numbers also where they are text."""
    plain = isinstance(value, str) and (
        isinstance(column.dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(column)
    )
    if plain:
        return (column == value).fillna(False).to_numpy(bool)
    return (column.map(_written, na_action="ignore") == _written(value)).to_numpy(bool)


def _written(value):
    if hasattr(value, "strftime"):
        return f"{value:%Y-%m-%d}"
    whole = isinstance(value, float | np.floating) and float(value).is_integer()
    return str(int(value) if whole else value)
