"""Articles from Factiva's HTML exports, with field codes or without, in any interface language."""

import re

from helpers.errors import InputError
from helpers.intake import dates, fields, languages, markup
from helpers.intake.documents.blocks import MOST_CHARACTERS

ARTICLE = re.compile(r"(?:^|\s)([a-z]{2})(?:[a-z]{2})?Article(?=\s|$)")  # "article deArticle"
CODE = re.compile(r"[A-Z]{2,4}")
COUNT = re.compile(r"\d[\d.,\s]*[^\W\d][^\d:/]*")  # "1,285 words", "450 字"
TIME = re.compile(r"\d{1,2}[:.h]\d\d.*")
SOURCE = re.compile(r"[A-Z][A-Z0-9]{2,9}")  # code of a source: "RTRS"
NUMBER = re.compile(
    r"\S{1,30}\s{1,9}([A-Z][A-Z0-9]{2,12}\d{8}[A-Za-z0-9]{1,40})"
)  # "Document RTRS000020220105…"
RANK = re.compile(r"\d{1,4}\) ")  # before a headline, where the page counts them
LINK = re.compile(r"\s?\[(?:https?://|www\.)[^\]\s]+\]")
HINTS = (  # an export has all of one row
    (rb"class=[\"'][^\"'<>]{0,80}\b[a-z]{2,4}Article\b", rb"articleParagraph|[a-z]Headline\b"),
    (rb"<b>\s*HD\s*</b>", rb"<b>\s*SN\s*</b>", rb"<b>\s*(?:LP|TD)\s*</b>"),
)


def read(content, *, name):
    """Yield an Article for each of an export (bytes).

    Where fields have codes (HD, BY, PD, SN, LA, LP, TD …), these count; else the markup and the
    order do: headline, author, count of words, date, time, source, its code, language, copyright.

    Raises InputError where it is no such export; and, after all articles, where one is empty or
    the export breaks off within one.
    """
    tree, doubts = markup.tree(content, name=name, most=MOST_CHARACTERS)
    elements = _elements(tree)
    if not elements:
        raise InputError(f"{name}: is not an export of Factiva in a known layout")
    faults = []
    for number, element in enumerate(elements, 1):
        cells = _coded(element) or _placed(element)
        if not cells["text"] and not cells["title"]:
            faults.append(f"article {number} of {len(elements)} is empty")
            continue
        stated = ARTICLE.search(element.get("class", ""))
        if not languages.code(cells["language"]) and stated:
            cells["language"] = stated[1]
        where = dict.fromkeys(cells, "export")
        yield fields.article(cells, source=f"{name}#{number}", where=where, doubts=doubts)
    ended = [bool(NUMBER.search(" ".join(element.itertext()))) for element in elements]
    if any(ended) and not ended[-1]:
        faults.append(f"breaks off within article {len(elements)}: there may have been more")
    if faults:
        raise InputError(f"{name}: {'; '.join(faults)}")


def is_export(content, *, name):
    """Whether a page (bytes) is an export that ``read`` knows."""
    return any(all(re.search(hint, content) for hint in hints) for hints in HINTS)


def _elements(tree):
    """The elements that hold one article each."""
    found = [one for one in tree.iter("div", "article") if ARTICLE.search(one.get("class", ""))]
    return found or [one for one in tree.iter("table") if {"HD", "SN"} <= set(_rows(one))]


def _rows(element):
    """Code -> the cell beside it, of a table of fields."""
    rows = {}
    for row in element.iter("tr"):
        cells = row.findall("td") + row.findall("th")
        code = markup.clean("".join(cells[0].itertext())) if len(cells) > 1 else ""
        if CODE.fullmatch(code):
            rows.setdefault(code, cells[1])
    return rows


def _coded(element):
    """What an article with field codes states, None for one without."""
    rows = _rows(element)
    if "HD" not in rows:
        return None
    said = {code: _line(cell) for code, cell in rows.items()}
    text = [line for code in ("LP", "TD") if code in rows for line in _paragraphs(rows[code])]
    return {
        "title": said["HD"],
        "byline": " | ".join(said[code] for code in ("BY", "CR") if said.get(code)),
        "published": said.get("PD", ""),
        "outlet": said.get("SN", ""),
        "language": said.get("LA", ""),
        "text": "\n".join(text),
    }


def _placed(element):
    """What an article without codes states, by its markup and the order of its lines."""
    headline = next((e for e in element.iter() if _is_headline(e)), None)
    author = next((e for e in element.iter() if e.get("class", "") == "author"), None)
    title = _line(headline) if headline is not None else ""
    lines = [_line(e) for e in element.iter("div") if e.find("div") is None and not _holds(e)]
    lines = [line for line in lines if line]
    lines = lines[lines.index(title) + 1 :] if title in lines else lines
    counted = next((i for i, line in enumerate(lines) if COUNT.fullmatch(line)), 0)
    day = next((i for i, line in enumerate(lines) if i >= counted and _is_day(line)), None)
    below = (
        [line for line in lines[day + 1 :] if not TIME.fullmatch(line)] if day is not None else []
    )
    byline = _line(author) if author is not None else next(iter(lines[:counted]), "")
    return {
        "title": RANK.sub("", title, count=1) if _is_ranked(headline) else title,
        "byline": byline,
        "published": lines[day] if day is not None else "",
        "outlet": below[0] if below else "",
        "language": next((line for line in below[1:] if languages.code(line)), ""),
        "text": "\n".join(_paragraphs(element)),
    }


def _is_headline(element):
    return "Headline" in element.get("class", "") or element.get("id") == "hd"


def _is_ranked(headline):
    """Whether a headline has its number in the list before it: "37) Title"."""
    return headline is not None and any("counted" in e.get("class", "") for e in headline.iter())


def _holds(element):
    """Whether an element holds paragraphs of the text."""
    return any("articleParagraph" in e.get("class", "") for e in element.iter("p"))


def _is_day(line):
    day = dates.parse(line) if len(line) < 60 else None
    return bool(day) and day.precision == "day"


def _paragraphs(element):
    """Lines of the text: paragraphs marked as such and what stands between them, as in a live
    blog, else all, else all there is."""
    every = list(element.iter("p"))
    at = [i for i, one in enumerate(every) if "articleParagraph" in one.get("class", "")]
    marked = every[at[0] : at[-1] + 1] if at else []
    lines = [LINK.sub("", _line(one)) for one in marked or every or [element]]
    return [line for line in lines if line and not NUMBER.fullmatch(line)]


def _line(element):
    return markup.clean("".join(element.itertext()))
