"""Articles from Europresse's exports as a page: an element for each, with classes of its own."""

import re

from helpers.errors import InputError
from helpers.intake import dates, fields, markup
from helpers.intake.documents.blocks import MOST_CHARACTERS

ISSUE = re.compile(r"[\s\d,]*\bn[o°º]\.?\s*\d[\d.]*\s*$")  # "Le Journal, no. 23450"
WITHIN = ".//*[contains(concat(' ', normalize-space(@class), ' '), ' {} ')]"


def read(content, *, name):
    """Yield an Article for each of an export (bytes).

    Raises InputError where it is no such export; and, after all articles, where one is empty.
    """
    tree, doubts = markup.tree(content, name=name, most=MOST_CHARACTERS)
    elements = [one for one in tree.iter("article") if _line(one, "DocPublicationName")]
    if not elements:
        raise InputError(f"{name}: is not an export of Europresse in a known layout")
    faults = []
    for number, element in enumerate(elements, 1):
        header = _line(element, "DocHeader")
        body = next(iter(element.xpath(WITHIN.format("docOcurrContainer"))), None)
        lines = [] if body is None else [markup.line(p) for p in body.iter("p")]
        if body is not None and not any(lines):
            lines = markup.clean(body.text_content()).splitlines()
        cells = {
            "title": _line(element, "titreArticleVisu") or _line(element, "titreArticle"),
            "outlet": ISSUE.sub("", _line(element, "DocPublicationName")).strip(" ,"),
            "published": _day(header),
            "byline": _line(element, "sm-margin-bottomNews"),
            "text": "\n".join(filter(None, lines)),
        }
        if not cells["text"]:
            faults.append(f"article {number} of {len(elements)} is empty")
            continue
        where = dict.fromkeys(cells, "export")
        article = fields.article(cells, source=f"{name}#{number}", where=where)
        yield article.warn(*doubts)
        doubts = []
    if faults:
        raise InputError(f"{name}: {'; '.join(faults)}")


def is_export(content, *, name):
    """Whether a page (bytes) is an export that ``read`` knows."""
    return b"DocPublicationName" in content and b"docOcurrContainer" in content


def _line(element, name):
    found = element.xpath(WITHIN.format(name))
    return markup.line(found[0]) if found else ""


def _day(header):
    """The day in "Politique, jeudi 6 janvier 2022, p. 2"."""
    for part in [header, *header.split(",")]:
        day = dates.parse(part, language="fr")
        if day and day.precision == "day":
            return day.date
    return ""
