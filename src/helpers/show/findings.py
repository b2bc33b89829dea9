"""Numbers of a table as sentences, so that no sentence tells other numbers than its table."""

import re
from pathlib import Path

import pandas as pd
from IPython.display import Markdown, display

from helpers.errors import InputError
from helpers.files import store

__all__ = ["fill", "listed", "say", "shares", "write"]

MARK = re.compile(r"\{\{(.+?)\}\}", re.S)
BEGIN, END = "<!-- findings -->", "<!-- /findings -->"


def shares(table, value=None, by=None, *, ends=True):
    """The shares of a table as words, "61 % [50–72] of North, 26 % [15–40] of South".

    table : rows of a result of ``compare``, one for each group
    value : column of the share; "presence" or "share", whichever there is, if not given
    by : column that names the groups; the first column if not given
    ends : give the interval, or "no interval" in words where there is none

    >>> table = compare.groups(scores, by="group").query("frame == 'costs' and voice == 'both'")
    >>> findings.shares(table, ends=False).count(" % of ")
    2
    """
    value = value or ("presence" if "presence" in table else "share")
    by = by or table.columns[0]
    for name in (value, by):
        if name not in table:
            raise InputError(f"the table has no column {name!r}")
    low, high = (value + end if value + end in table else end[1:] for end in ("_low", "_high"))
    parts = []
    for _, row in table.iterrows():
        said = _percent(row[value], row.get(low), row.get(high), ends)
        parts.append(f"{said} of {row[by]}")
    return ", ".join(parts)


def _percent(value, low=None, high=None, ends=True):
    if pd.isna(value):
        return "not known"
    said = f"{100 * value:.0f} %"
    if not ends:
        return said
    if low is None or pd.isna(low):
        return f"{said} (no interval)"
    return f"{said} [{100 * low:.0f}–{100 * high:.0f}]"


def listed(table, wanted, of="label", *, none="none"):
    """The names in a column of the rows where ``wanted`` (bool, one per row) holds, in words.

    >>> findings.listed(pd.DataFrame({"label": ["prices", "order"]}), [True, False])
    'prices'
    """
    return ", ".join(dict.fromkeys(table[of][list(wanted)].astype(str))) or none


def say(*sentences):
    """Show sentences as text of the notebook, one paragraph each.

    >>> findings.say("A sentence.")
    <IPython.core.display.Markdown object>
    """
    display(Markdown("\n\n".join(sentences)))


def write(template, folder, page):
    """Put the findings of a study into a page, between ``<!-- findings -->`` and
    ``<!-- /findings -->``.

    template : file with the text for ``fill``; folder : of the figures; page : file, as README.md

    Returns the lines whose text changed (list of str): what a person judged by other numbers, to
    be read again. Raises InputError where the page has no place for findings.

    >>> page, template = folder / "page.md", folder / "findings.md"
    >>> sizes = page.write_text(BEGIN + END), template.write_text("None.")
    >>> findings.write(template, folder, page)
    ['None.']
    >>> findings.write(template, folder, page)
    []
    """
    page = Path(page)
    before = page.read_text("utf-8")
    if BEGIN not in before or END not in before:
        raise InputError(f"{page}: has no place for findings: write {BEGIN} and {END} into it")
    said = fill(Path(template).read_text("utf-8"), folder).strip()
    head, rest = before.split(BEGIN, 1)
    after = f"{head}{BEGIN}\n{said}\n{END}{rest.split(END, 1)[1]}"
    store.put(page, after.encode())
    known = before.split("\n")
    return [line for line in said.split("\n") if line not in known]


def fill(template, folder):
    """A text with the numbers of figures' tables in it.

    template : text with places as ``{{three-readings: presence; group=North, reading=any}}``: the
        figure, the column, and what tells its row from others. A share with its interval is
        written as 61 % [50–72]; after ``!`` stands another form: ``!points`` (34), ``!percent``
        (without the interval), ``!number``, or ``!word`` (as it stands); ``!sum`` and ``!share``
        take all rows that answer: their sum, and their share of the whole column
    folder : the folder of the figures' tables

    Returns the text. Raises InputError naming a place that no row, or more than one, answers.

    >>> table = compare.groups(scores, by="group").query("frame == 'costs' and voice == 'both'")
    >>> figures.save(charts.intervals(table), "costs", table, study, folder=folder)
    >>> findings.fill("{{costs: articles; group=North !number}} articles", folder)
    '11 articles'
    """
    folder = Path(folder)
    return MARK.sub(lambda match: _placed(match[1], folder), template)


def _placed(place, folder):
    asked, _, form = (part.strip() for part in place.replace("\n", " ").partition("!"))
    match = re.fullmatch(r"([a-z0-9-]+):\s*(\w+)(?:;(.*))?", asked)
    if not match or not (folder / f"{match[1]}.csv").exists():
        raise InputError(f"{{{{{place}}}}}: write it as {{{{figure: column; name=value}}}}")
    whole = table = pd.read_csv(folder / f"{match[1]}.csv")
    for part in filter(None, (match[3] or "").split(",")):
        name, _, wanted = (side.strip() for side in part.partition("="))
        if name not in table:
            raise InputError(f"{{{{{place}}}}}: the table has no column {name!r}")
        table = table[table[name].astype(str) == wanted]
    if form in ("sum", "share") and match[2] in table and len(table):
        total, part = whole[match[2]].sum(), table[match[2]].sum()
        return f"{part:g}" if form == "sum" else _percent(part / total, ends=False)
    if len(table) != 1 or match[2] not in table:
        raise InputError(f"{{{{{place}}}}}: {len(table)} rows of {match[1]}.csv answer it, not one")
    return _written(table.iloc[0], match[2], form)


def _written(row, column, form):
    value = row[column]
    if form == "word":
        return str(value)
    if form == "number":
        return f"{value:g}"
    if form == "points":
        return f"{100 * value:.0f}".replace("-", "−")
    low, high = (column + end if column + end in row else end[1:] for end in ("_low", "_high"))
    return _percent(value, row.get(low), row.get(high), ends=form != "percent")
