"""Articles in XML: NITF, NewsML-G2, JATS and TEI, each by its own fields (``newsxml.csv``)."""

import re

from lxml import etree

from helpers.errors import InputError
from helpers.intake import careful, fields, lists, markup

ROOTS = re.compile(
    r"(?:\s|<\?xml[^>]*>|<!DOCTYPE(?:[^\[>]|\[[^\]]*\])*>|<!--.*?-->)*"
    r"<(?:\w+:)?(?:nitf|newsItem|newsMessage|TEI|teiCorpus|article(?=.*<front[\s>]))[\s>]",
    re.DOTALL,
)
TAGS = {"NITF": "nitf", "NewsML-G2": "newsItem", "JATS": "article", "TEI": "TEI"}
MOST_BYTES = 50_000_000


def read(content, *, name):
    """Yield an Article for each of a file (bytes).

    Raises InputError where it is XML of another kind, is not well formed, or declares entities;
    and, after all articles, where one has no text.
    """
    if b"<!ENTITY" in content or len(content) > MOST_BYTES:
        raise InputError(f"{name}: declares XML entities, or is too large for articles")
    with careful.reading(name, "XML file"):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(content, parser)
    kind, elements = _articles(root)
    if not elements:
        raise InputError(f"{name}: is XML of a kind that is not known here")
    faults = []
    for number, element in enumerate(elements, 1):
        cells = {}
        for row in lists.read("newsxml"):
            if row["kind"] == kind and not cells.get(row["field"]):
                cells[row["field"]] = _found(element, row["path"], row["field"])
        if not cells.get("text"):
            faults.append(f"article {number} of {len(elements)} has no text")
        where = dict.fromkeys(cells, kind)
        source = f"{name}#{number}" if len(elements) > 1 else name
        yield fields.article(cells, source=source, where=where)
    if faults:
        raise InputError(f"{name}: {'; '.join(faults)}")


def is_news(start):
    """Whether a text, by its beginning, is XML of a kind that ``read`` knows."""
    return bool(ROOTS.match(start[:5000]))


def _articles(root):
    """(kind, elements that hold one article each)."""
    for kind, tag in (
        ("NITF", "nitf"),
        ("NewsML-G2", "newsItem"),
        ("JATS", "article"),
        ("TEI", "TEI"),
    ):
        found = root.xpath(f"descendant-or-self::*[local-name()='{tag}']")
        if kind == "JATS":
            found = [one for one in found if one.xpath("*[local-name()='front']")]
        if found:
            return kind, found
    return "", []


def _found(element, path, field):
    """What a path finds: all paragraphs of a text, else the first value."""
    found = element.xpath(path)
    values = [one if isinstance(one, str) else " ".join(one.itertext()) for one in found]
    values = [line for value in values if (line := markup.clean(value))]
    return "\n".join(values) if field == "text" else next(iter(values), "")
