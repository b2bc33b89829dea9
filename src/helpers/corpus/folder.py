"""The corpus folder: read, check and join its tables.

A corpus folder holds ``articles.csv`` and ``outlets.csv``, and as far as there are any
``counts.csv.gz`` with ``phrases.txt``, ``codes.csv``, ``sample.csv`` (which articles were drawn to
be coded, with what probability), ``groups.csv``, ``events.csv``, the lexicon,
``texts/`` and ``private/``. ``study.yml`` says what the helpers need to know of the study.
"""

import difflib
import hashlib
import re
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.corpus import manifest, packed, schema
from helpers.errors import InputError
from helpers.files import store, tables, yamls
from helpers.files.tables import Fault
from helpers.words.patterns import Terms
from helpers.words.text import VOICES

COPY_TYPES = ("original", "wire", "republished", "spun", "translation", "unclear")
PUBLISHED_FROM = ("page", "url", "text", "inferred")
OWNERSHIP = ("state", "government", "public", "commercial", "nonprofit", "aggregator", "unknown")
UNKNOWN = "Unknown"
# What results can rest on, besides the lexicon; private texts and notes of changes are none of it.
TABLES = (
    *("articles.csv", "outlets.csv", "counts.csv.gz", "phrases.txt", "codes.csv"),
    *("sample.csv", "groups.csv", "events.csv", "study.yml"),
)

ARTICLES = {
    "article_id": tables.safe_id,
    "outlet": tables.filled,
    "published": tables.iso_date,
    "published_from": tables.one_of(*PUBLISHED_FROM),
    "url": tables.address,
    "agency": tables.anything,
    "origin": tables.anything,
    "copy_type": tables.one_of(*COPY_TYPES),
    "copy_of": tables.anything,
    "language": tables.filled,
    "truncated": tables.one_of("true", "false"),
    "n_chars": tables.whole_number,
    "n_sentences": tables.whole_number,
    "n_words_unquoted": tables.whole_number,
    "n_words_quoted": tables.whole_number,
}
# Columns that the articles have once the tables are joined.
ADDED = ("group", "p_coded", "drawn", "text")
OUTLETS = {
    "outlet": tables.filled,
    "country": tables.country,
    "ownership": tables.one_of(*OWNERSHIP),
}
COUNTS = {
    "article_id": tables.safe_id,
    "voice": tables.one_of(*VOICES),
    "term": tables.filled,
    "n": tables.positive,
}
CODES = {
    "article_id": tables.safe_id,
    "coder": tables.filled,
    "variable": tables.filled,
    "value": tables.filled,
}
SAMPLE = {
    "article_id": tables.safe_id,
    "stratum": tables.filled,
    "drawn": tables.one_of("true", "false"),
    "p_coded": tables.share,
}
GROUPS = {"country": tables.country, "group": tables.filled, "reason": tables.filled}
OTHER_GROUPS = {"value": tables.filled, "group": tables.filled, "reason": tables.filled}
EVENTS = {
    "event_id": tables.safe_id,
    "date": tables.iso_date,
    "event": tables.filled,
    "detail": tables.filled,
    "source": tables.filled,
    "source_url": tables.address,
    "label": tables.one_of("true", "false"),
}
CHANGES = {
    "when": tables.filled,
    "what": tables.one_of("added", "removed", "edited", "coded"),
    "article_id": tables.safe_id,
    "source": tables.anything,
    "hash": tables.anything,
}


def joined(found):
    """The articles of a folder's tables (``read``), with the facts of their outlets and their
    comparison group; ``corpus.load`` says which columns."""
    articles, outlets = found["articles"], found["outlets"]
    table = (
        articles.join(outlets, on="outlet")
        .join(outlets.add_prefix("origin_"), on="origin")
        .fillna({"origin_country": "", "origin_ownership": ""})
    )
    table["published"] = pd.to_datetime(table["published"])
    table["truncated"] = table["truncated"] == "true"
    numbers = [column for column in articles if column.startswith("n_")]
    table[numbers] = table[numbers].astype("int64")
    if len(found["sample"]):
        sample = found["sample"].set_index("article_id")
        table["p_coded"] = sample["p_coded"].astype(float)
        table["drawn"] = sample["drawn"] == "true"
        table["drawn"] = table["drawn"].eq(True)
    table["group"] = _group(table, found)
    return table


def read(path, *, counted=True):
    """The checked tables of a corpus folder, by name.

    counted : read the counts too, and hold them against the other tables; "alone" reads them
        without, False leaves them out: who changes some articles need not add up all others

    Returns a dict: ``articles`` (index article_id), ``outlets`` (index outlet), ``counts``
    (article_id, voice, term, n), ``phrases`` (dict of language to list of str), ``codes``,
    ``sample``, ``groups`` (index country), ``other_groups`` (dict of language to DataFrame, index
    value),
    ``events`` (with ``date`` as datetime64), ``changes`` (what was added, removed and edited),
    ``study`` (dict), ``by_hand`` (files changed since the manifest, list). Raises InputError on any
    fault.

    >>> corpus.read("corpus")["outlets"].columns.tolist()[:2]
    ['country', 'ownership']
    """
    found, faults = _read(Path(path), counted)
    if faults:
        shown = "\n".join(f"  {fault}" for fault in faults[:25])
        more = f"\n  … and {len(faults) - 25} more" if len(faults) > 25 else ""
        raise InputError(f"{path}: {len(faults)} fault(s) in the corpus\n{shown}{more}")
    return {
        "study": found["study"],
        "phrases": found["phrases"],
        "by_hand": manifest.by_hand(found["changed"]),
        "articles": found["articles.csv"].set_index("article_id"),
        "outlets": found["outlets.csv"].set_index("outlet"),
        "counts": found["counts.csv.gz"].astype({"n": "int64"}).reset_index(drop=True),
        "codes": found["codes.csv"].reset_index(drop=True),
        "sample": found["sample.csv"].reset_index(drop=True),
        "groups": found["groups.csv"].set_index("country"),
        "other_groups": found["other_groups"],
        "changes": found["CHANGES.csv"].reset_index(drop=True),
        "events": found["events.csv"]
        .assign(date=lambda t: pd.to_datetime(t["date"]), label=lambda t: t["label"] == "true")
        .reset_index(drop=True),
    }


def settings(path):
    """What ``study.yml`` of the folder says (dict; empty where there is no such file).

    >>> "window" in corpus.settings("corpus")
    True
    """
    found, faults = _study(Path(path))
    if faults:
        raise InputError(str(faults[0]))
    return found


def check(path):
    """Every fault in a corpus folder (list of Fault, empty if it is sound).

    >>> corpus.check("corpus")
    []
    """
    return _read(Path(path))[1]


def doubts(path):
    """What is not wrong but worth a look (list of Fault): days outside the study's window,
    articles without any words. Expects a folder that ``check`` finds sound.

    >>> corpus.doubts("corpus")[:0]
    []
    """
    return survey(path)[1]


def survey(path):
    """(every fault, what is worth a look, number of articles) of a corpus folder."""
    found, faults = _read(Path(path))
    if faults:
        return faults, [], 0
    articles, window = (
        found["articles.csv"].set_index("article_id"),
        found["study"].get("window", {}),
    )
    day = articles["published"]
    outside = day[(day < str(window.get("start", ""))) | (day > str(window.get("end", "9")))]
    silent = (articles["n_words_unquoted"] == "0") & (articles["n_words_quoted"] == "0")
    return (
        [],
        [
            Fault("articles.csv", None, "published", f"{article_id}: {day} is outside the window")
            for article_id, day in outside.items()
        ]
        + [
            Fault("articles.csv", None, "n_words", f"{article_id} has no words")
            for article_id in articles.index[silent]
        ]
        + manifest.doubts(found["changed"]),
        len(articles),
    )


def texts(path, articles, *, source="shared"):
    """Texts that the folder holds, by article_id (dict, in the order of ``articles``).

    source : "shared" reads ``texts/``; "private" reads ``private/`` too, which comes first

    >>> corpus.texts("corpus", ["no-article"])
    {}
    """
    if source not in ("shared", "private"):
        raise InputError(f"source must be 'shared' or 'private', not {source!r}")
    folders = ["private", "texts"] if source == "private" else ["texts"]
    found = {}
    for article_id in articles:
        for folder in folders:
            file = Path(path) / folder / f"{article_id}.txt"
            if file.is_file():
                found[article_id] = file.read_text(encoding="utf-8")
                break
    return found


def origin(path):
    """What tells the state of a corpus folder from others: sha256 (16 digits) of the tables and
    shared texts that results can rest on."""
    path = Path(path)
    tables_ = [*(path / name for name in TABLES), *sorted(path.glob("phrases.*.txt"))]
    others = [rule["table"] for rule in _group_rules(settings(path)).values() if "table" in rule]
    tables_ += [path / name for name in others]
    return digest([*tables_, *sorted(path.glob("texts/*.txt"))])


def digest(files):
    """sha256 (16 digits) of the names and contents of those files that exist."""
    found = hashlib.sha256()
    for file in filter(Path.exists, files):
        found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]


def opening(body, study, language=""):
    """The part of a text that is counted: all of it, or the first characters, as many as
    ``opening`` in study.yml says (for this language), up to the last whole word."""
    own = (study.get("by_language") or {}).get(language) or {}
    limit = own.get("opening", study.get("opening"))
    if not limit or len(body) <= limit:
        return body
    return re.sub(r"\w+$", "", body[: limit + 1]).rstrip()


def _read(path, counted=True):
    """Every table of the folder, and every fault in it."""
    if not path.is_dir():
        return {}, [Fault(str(path), None, None, "is not a folder: name a corpus folder")]
    with store.reading(path):
        return _read_all(path, counted)


def declarable(name, more):
    """Whether study.yml can declare a column ``name`` of articles.csv, where ``more`` are those
    that it declares of outlets.csv: results and other tables have no column of this name."""
    of_outlets = [*OUTLETS, *more]
    others = {*ADDED, *of_outlets, *(f"origin_{column}" for column in of_outlets)}
    return name not in others and name not in schema.RESERVED


def _taken(more):
    """Columns that study.yml declares, and whose names are taken where the tables are joined."""
    of_articles, of_outlets = (more.get(name) or [] for name in ("articles.csv", "outlets.csv"))
    taken = [name for name in of_articles if not declarable(name, of_outlets)]
    taken += [name for name in of_outlets if name in {*ARTICLES, *ADDED, *schema.RESERVED}]
    say = "another table or a result has a column of this name: rename it here and in its table"
    return [Fault("study.yml", None, None, f"columns: {name!r}: {say}") for name in taken]


def _read_all(path, counted):
    found = {}
    found["changed"], faults = manifest.differences(path)
    faults += manifest.faults(found["changed"])
    found["study"], of_study = _study(path)
    found["study"] = {} if of_study else found["study"]
    more = found["study"].get("columns", {}) or {}
    faults += _taken(more)
    for name, columns, needed in [
        ("articles.csv", ARTICLES, True),
        ("outlets.csv", OUTLETS, True),
        ("counts.csv.gz", COUNTS, False),
        ("codes.csv", CODES, False),
        ("sample.csv", SAMPLE, False),
        ("groups.csv", GROUPS, False),
        ("events.csv", EVENTS, False),
        ("CHANGES.csv", CHANGES, False),
    ]:
        columns = columns | dict.fromkeys(more.get(name) or [], tables.anything)
        if needed or ((path / name).exists() and (counted or name != packed.NAME)):
            read = packed.read if name == packed.NAME else tables.read
            found[name], wrong = read(path / name, columns)
        else:
            found[name], wrong = pd.DataFrame(columns=[*columns], dtype="str"), []
        faults += wrong
    found["phrases"], wrong = _phrases(path, found["study"])
    faults += wrong
    found["other_groups"] = {}
    for language, rule in _group_rules(found["study"]).items():
        if "table" in rule:
            table, wrong = tables.read(path / rule["table"], OTHER_GROUPS)
            faults += wrong + tables.duplicates(rule["table"], table, ["value"])
            found["other_groups"][language] = table.set_index("value")
    if not faults:  # tables that cannot be read cannot be held against each other
        faults = (
            _relation_faults(found)
            + _group_faults(found)
            + (_count_faults(found) if counted is True else [])
            + _code_faults(found)
            + _text_faults(path, found)
        )
    return found, of_study + faults


def _study(path):
    file = path / "study.yml"
    if not file.exists():
        return {}, []
    try:
        content = yamls.load(file)
    except InputError as error:
        said = str(error).removeprefix(str(file)).lstrip(", :")
        return {}, [Fault(file.name, None, None, said)]
    if not isinstance(content, dict):
        return {}, [Fault(file.name, 1, None, "must hold names and values, as in title: …")]
    return content, schema.faults(content)


def phrases_file(study, language):
    """The name of the file of phrases that are looked for in a language."""
    main = next(iter(study.get("languages") or [language]))
    return "phrases.txt" if language == main else f"phrases.{language}.txt"


def _phrases(path, study):
    """The phrases looked for, by language, and faults."""
    found, faults = {}, []
    for language in study.get("languages") or [""]:
        file = path / phrases_file(study, language)
        try:
            found[language] = file.read_text("utf-8").split("\n")[:-1] if file.exists() else []
        except UnicodeDecodeError:
            found[language] = []
            faults.append(Fault(file.name, None, None, "is not UTF-8: save the file as UTF-8"))
    return found, faults


def _group_rules(study):
    """How articles are grouped, by language ("" for all that have no rule of their own)."""
    own = study.get("by_language") or {}
    rules = {language: one["groups"] for language, one in own.items() if one.get("groups")}
    return {"": study.get("groups") or {}} | rules


def _relation_faults(found):
    articles, outlets = found["articles.csv"], found["outlets.csv"]
    faults = tables.duplicates("articles.csv", articles, ["article_id"])
    faults += tables.duplicates("outlets.csv", outlets, ["outlet"])
    faults += tables.duplicates("groups.csv", found["groups.csv"], ["country"])
    faults += tables.duplicates("events.csv", found["events.csv"], ["event_id"])
    faults += tables.duplicates("sample.csv", found["sample.csv"], ["article_id"])
    faults += tables.strangers(
        "sample.csv", found["sample.csv"], "article_id", articles["article_id"], "articles.csv"
    )
    for column in ("outlet", "origin"):
        faults += tables.strangers(
            "articles.csv", articles, column, outlets["outlet"], "outlets.csv"
        )
    if len(found["groups.csv"]):
        known = found["groups.csv"]["country"]
        faults += tables.strangers("outlets.csv", outlets, "country", known, "groups.csv")
    return faults


def _group_faults(found):
    """Groups that study.yml names and no table has, values that have no group, and a column that
    is not there."""
    faults = []
    outlets = [*found["outlets.csv"]]
    known = {*found["articles.csv"], *outlets, *(f"origin_{column}" for column in outlets)}
    for language, rule in _group_rules(found["study"]).items():
        where = f"by_language: {language}: groups" if language else "groups"
        by = rule.get("by", "origin_country")
        if by not in known:
            near = difflib.get_close_matches(by, [*known], 2) or ["a column of articles.csv"]
            said = f"{where}: by: no column {by!r}: is it {', '.join(near)}?"
            faults.append(Fault("study.yml", None, None, said))
            continue
        table = found["other_groups"].get(language)
        name = rule.get("table", "groups.csv")
        if table is None:
            table = found["groups.csv"]
        elif by in found["outlets.csv"]:
            some = found["outlets.csv"].query(f"`{by}` != ''")
            faults += tables.strangers("outlets.csv", some, by, table.index, name)
        there = {*table["group"], rule.get("unknown", UNKNOWN)}
        faults += [
            Fault("study.yml", None, None, f"{where}: order: {group!r} is no group of {name}")
            for group in rule.get("order") or []
            if group not in there and len(table)
        ]
    return faults


def _count_faults(found):
    name, counts, articles = packed.NAME, found[packed.NAME], found["articles.csv"]
    if counts.empty:
        return []
    codes, names = packed.codes(counts)
    faults = _strangers(counts, "article_id", names[0], articles["article_id"], "articles.csv")
    phrases = pd.Index([term for term in names[2] if " " in term])
    sought = [phrase for some in found["phrases"].values() for phrase in some]
    known = phrases[Terms(phrases).find(sought)]
    faults += _strangers(counts, "term", phrases, known, "phrases.txt")
    key = (codes[0] * len(names[1]) + codes[1]) * len(names[2]) + codes[2]
    if not (np.diff(key) > 0).all():  # they are in order, mostly
        again = pd.Series(key).duplicated(keep=False).to_numpy()
        faults += tables.duplicates(name, counts[again], packed.KEY)
    single = np.array([" " not in term for term in names[2]])[codes[2]]
    n = counts["n"].to_numpy(np.int64) * single
    size = len(names[0]), len(names[1])
    sums = np.bincount(codes[0] * size[1] + codes[1], n, size[0] * size[1])
    sums = pd.DataFrame(sums.reshape(size), names[0], names[1])
    sums = sums.reindex(columns=VOICES, fill_value=0).astype("int64")
    counted = articles[articles["article_id"].isin(sums.index)]
    for voice in VOICES:
        stated = counted[f"n_words_{voice}"].astype("int64")
        summed = counted["article_id"].map(sums[voice])
        faults += [
            Fault(
                "articles.csv",
                line,
                f"n_words_{voice}",
                f"{counted['article_id'][line]}: says {stated[line]} words, "
                f"the counts in {name} add up to {summed[line]}",
            )
            for line in counted.index[stated != summed]
        ]
    return faults


def _strangers(counts, column, values, known, where):
    """``tables.strangers`` for a long column of which the different values are known already."""
    odd = {*values}.difference(known)
    if not odd:
        return []
    some = counts.loc[counts[column].isin(odd), [column]].astype("str")
    return tables.strangers(packed.NAME, some, column, known, where)


def _code_faults(found):
    name, codes = "codes.csv", found["codes.csv"]
    if codes.empty:
        return []
    faults = tables.strangers(
        name, codes, "article_id", found["articles.csv"]["article_id"], "articles.csv"
    )
    faults += tables.duplicates(name, codes, ["article_id", "coder", "variable"])
    variables = (found["study"].get("coding") or {}).get("variables")
    if not variables:
        return faults
    faults += tables.strangers(name, codes, "variable", list(variables), "study.yml (coding)")
    for variable, rule in variables.items():
        allowed = [str(value) for value in rule["values"]]
        odd = codes[(codes["variable"] == variable) & ~codes["value"].isin(allowed)]
        faults += [
            Fault(
                name, line, "value", f"{value!r} is not a value of {variable}: {', '.join(allowed)}"
            )
            for line, value in odd["value"].items()
        ]
    return faults


def _text_faults(path, found):
    faults, known = [], set(found["articles.csv"]["article_id"])
    for file in sorted((path / "texts").glob("*.txt")):
        name = f"texts/{file.name}"
        if file.stem not in known:
            faults.append(Fault(name, None, None, "belongs to no article of articles.csv"))
        try:
            file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            faults.append(Fault(name, None, None, "is not UTF-8: save the file as UTF-8"))
    return faults


def _group(articles, found):
    """The comparison group of each article, in the order that study.yml gives; where a language
    has a rule of its own, its articles are grouped by that, and its groups come last."""
    label, order = pd.Series(None, articles.index, dtype=object), []
    rules = _group_rules(found["study"])
    for language, rule in rules.items():
        there = articles["language"] == language
        some = articles[there if language else ~articles["language"].isin([*rules])]
        groups = found["other_groups"].get(language, found["groups"])
        value = some[rule.get("by", "origin_country")].fillna("")
        # Without a table of groups every country stands for itself.
        named = value.map(groups["group"]) if len(groups) else value.replace("", None)
        named = named.fillna(rule.get("unknown", UNKNOWN))
        label[some.index] = named
        first = rule.get("order") or sorted(set(named))
        order += [name for name in [*first, *sorted(set(named) - set(first))] if name not in order]
    return pd.Categorical(label, categories=order, ordered=True)
