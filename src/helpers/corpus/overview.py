"""What a corpus holds: articles by day, by copy type, in the dense days, between events."""

import dataclasses
import shutil
from pathlib import Path

import pandas as pd

from helpers.corpus.folder import COPY_TYPES
from helpers.errors import InputError

WINDOW = ["window", "start", "end"]


def dense(study):
    """The study of the days with enough articles for a timeline: those that study.yml names
    (``dense``), all days if it names none.

    Raises InputError where the articles have no day.

    >>> len(corpus.dense(corpus.load("corpus"))) < len(corpus.load("corpus"))
    True
    """
    days = _published(study)
    named = study.settings.get("dense") or {}
    start = pd.Timestamp(str(named.get("start", days.min())))
    end = pd.Timestamp(str(named.get("end", days.max())))
    return study.where(days.between(start, end))


def languages(study):
    """The languages of the articles (list of codes): those that study.yml names first, in its
    order.

    >>> corpus.languages(corpus.load("corpus"))
    ['en', 'ru']
    """
    there = study.articles.get("language", pd.Series(dtype="str")).fillna("")
    found = sorted({*there} - {""})
    named = [code for code in study.settings.get("languages") or [] if code in found]
    return [*named, *(code for code in found if code not in named)]


def one_language(study, language=None):
    """The study of the articles in one language: words are compared within one language.

    language : a code, as "ru"; default: the first that study.yml names. Of a study whose articles
        name no other language, that is all

    What study.yml says of that language (``by_language``: opening, groups) then holds for the whole
    study, ``study.lexicon`` is the lexicon of that language, and groups without an article are left
    out. Raises InputError where no article is in that language.

    >>> corpus.one_language(study) is study
    True
    """
    named = study.settings.get("languages") or []
    there = study.articles.get("language", pd.Series("", study.articles.index)).fillna("")
    chosen = language or (named[0] if named else "")
    wanted = there.isin([chosen, ""])
    if not chosen or (wanted.all() and list(named) in ([], [chosen])):
        return study
    if not wanted.any():
        held = ", ".join(sorted({*there} - {""}))
        raise InputError(f"no article is in language {chosen!r}, but in {held}")
    own = (study.settings.get("by_language") or {}).get(chosen) or {}
    settings = {**study.settings, **own, "languages": [chosen]}
    some = dataclasses.replace(study.where(wanted), settings=settings)
    if "group" not in some.articles or not hasattr(some.articles["group"], "cat"):
        return some
    group = some.articles["group"].cat.remove_unused_categories()
    order = [name for name in settings.get("groups", {}).get("order", ()) if name in {*group}]
    rest = [name for name in group.cat.categories if name not in order]
    group = group.cat.reorder_categories([*order, *rest])
    return some.replace(articles=some.articles.assign(group=group))


def per_day(study, by="group"):
    """Articles per day and group in the dense days (``dense``).

    Returns a DataFrame: ``date``, the column ``by``, ``articles``, ``inferred`` (those whose day is
    only inferred; 0 where ``published_from`` is not known).

    >>> list(corpus.per_day(corpus.load("corpus"), "group"))
    ['date', 'group', 'articles', 'inferred']
    """
    articles = dense(study).articles
    inferred = articles.get("published_from", pd.Series("", articles.index)) == "inferred"
    table = articles.assign(date=articles["published"], inferred=inferred)
    grouped = table.groupby(["date", by], observed=False)["inferred"]
    return grouped.agg(articles="size", inferred="sum").reset_index()


def kinds(study, by="group"):
    """Articles of each group by copy type, in the codebook's order.

    Returns a DataFrame: the column ``by``, ``copy_type`` (ordered categorical), ``articles``.
    Raises InputError where the articles have no ``copy_type``.

    >>> list(corpus.kinds(corpus.load("corpus")))
    ['group', 'copy_type', 'articles']
    """
    if "copy_type" not in study.articles:
        raise InputError("the articles have no column 'copy_type'")
    table = study.articles.groupby([by, "copy_type"], observed=True).size()
    table = table.rename("articles").reset_index()
    kind = pd.Categorical(table["copy_type"].astype(str), list(COPY_TYPES), ordered=True)
    return table.assign(copy_type=kind)


def windows(study):
    """The windows between events that study.yml names (``windows``), for ``compare.over_time``.

    Returns a DataFrame: ``window``, ``start``, ``end`` (datetime64). Raises InputError where
    study.yml names none.

    >>> list(corpus.windows(corpus.load("corpus")))
    ['window', 'start', 'end']
    """
    named = study.settings.get("windows")
    if not named:
        raise InputError("study.yml names no windows: windows: [{window: …, start: …, end: …}]")
    table = pd.DataFrame(named, columns=WINDOW)
    return table.assign(**{end: pd.to_datetime(table[end].astype(str)) for end in WINDOW[1:]})


def copy(path, target):
    """A copy of a corpus folder, without its private texts, in the folder ``target``; its Path.

    >>> copied = corpus.copy("corpus", folder / "copies")
    >>> corpus.check(copied)
    []
    """
    made = Path(target) / Path(path).name
    shutil.copytree(path, made, ignore=shutil.ignore_patterns("private"))
    return made


def _published(study):
    if "published" not in study.articles:
        raise InputError("the articles have no column 'published'")
    return study.articles["published"]
