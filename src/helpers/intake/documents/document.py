"""An article from the plain lines of a document: which is its title, its date, its byline."""

import re

from helpers.intake import addresses, agencies, boilerplate, dates, languages, markup
from helpers.intake.article import Article

TOP, END = 8, 3  # paragraphs among which title, date, byline and address may stand
LONGEST_TITLE = 250  # characters
ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
LABEL = re.compile(r"^\W*(?:[^\W\d_]+\W+){0,4}$")


def article(paragraphs, *, name, title="", hints=None):
    """The Article that paragraphs of a document make.

    paragraphs : list of str, in order; title : where the document marks one; else the first
        paragraph is taken, if it is as short as titles are
    hints : what the file's own properties say (``title``, ``author``, ``created``, ``language``):
        they often tell of the file and not of the article, so each that is used or differs is a
        warning, and a day in them is never taken for the day of publication
    """
    hints = {key: markup.clean(value) for key, value in (hints or {}).items() if value}
    lines = [line for line in map(markup.clean, paragraphs) if line]
    found = {"title": _title(lines, markup.clean(title), hints)}
    language = languages.guess("\n".join(lines)) or languages.code(hints.get("language", ""))
    found["language"] = (language, "text")
    found["byline"] = _byline(lines, hints)
    day, source, where = _day(lines, found["title"][0], language)
    found["published"] = (day.date if day and day.precision == "day" else "", where)
    found["url"] = _address(lines)
    found["outlet"] = (addresses.host(found["url"][0]), "host of the address")
    kept = [line for line in lines if not ADDRESS.fullmatch(line)]
    names = [found["byline"][0]]
    text = boilerplate.tidy("\n".join(kept), title=found["title"][0], bylines=names)
    found["text"] = (text, "document")
    found["agency"] = (agencies.credited("\n".join(kept), names[0]), "text or byline")
    return Article(
        **{field: value for field, (value, _) in found.items()},
        published_from=source if found["published"][0] else "",
        precision=day.precision if day else "",
        source=name,
        found={field: where for field, (value, where) in found.items() if value},
        warnings=(*_hinted(found, hints), *_missing(day, hints, text)),
    )


def noted(n):
    """What to know of a document with notes (list of one sentence, or none)."""
    return [f"{n} note(s) stand after the text: see whether they belong to it"] if n else []


def _title(lines, marked, hints):
    if marked:
        return marked, "title of the document"
    if lines and len(lines[0]) <= LONGEST_TITLE and not re.search(r"[.;,]$", lines[0]):
        return lines[0], "first line"
    return (hints["title"], "file properties") if "title" in hints else ("", "")


def _byline(lines, hints):
    """Names after "By" in a short line at the top or the end, else the file's author."""
    for line in [*lines[1:TOP], *lines[TOP:][-END:]]:
        match = boilerplate.opens_as_byline(line)
        if match and boilerplate.is_byline(line):
            return line[match:].strip(" :"), "byline"
    return (hints["author"], "file properties") if "author" in hints else ("", "")


def _day(lines, title, language):
    """(Day or None, source, where): from a line that is only a date, else from the dateline."""
    outer = [line for line in [*lines[:TOP], *lines[TOP:][-END:]] if line != title]
    stated = [dates.parse(line, language=language) for line in outer if boilerplate.is_date(line)]
    stated = [day for day in stated if day]
    if stated:
        best = next((day for day in stated if day.precision == "day"), stated[0])
        return best, "page", "line of its own"
    for line in lines[:4]:
        if day := dates.parse(agencies.dateline(line), language=language):
            return day, "text", "dateline"
    return None, "", ""


def _address(lines):
    for line in [*lines[:TOP], *lines[TOP:][-END:]]:
        match = ADDRESS.search(line)
        if match and (len(line) < 1.2 * len(match[0]) + 30):
            return addresses.canonical(match[0].rstrip(".,;")), "line of its own"
    return "", ""


def _hinted(found, hints):
    """What was taken from the file's properties, and where they say otherwise."""
    warnings = []
    for field, key in (("title", "title"), ("byline", "author")):
        value, where = found[field]
        if where == "file properties":
            warnings.append(f"the {field} is from the file's properties: is it the article's?")
        elif key in hints and boilerplate.letters(hints[key]) != boilerplate.letters(value):
            warnings.append(f"the file's properties give another {field}: {hints[key]!r}")
    return warnings


def _missing(day, hints, text):
    warnings = []
    if not day:
        made = f" (the file was made on {hints['created'][:10]})" if hints.get("created") else ""
        warnings.append(f"no date of publication found{made}")
    elif day.precision != "day":
        warnings.append(f"only the {day.precision} of publication is known: {day.date}")
    if not text:
        warnings.append("no text of an article found")
    return warnings
