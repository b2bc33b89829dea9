"""Articles from exports of Nexis and LexisNexis: DOCX, RTF, HTML and text, of any interface."""

import re

from helpers.errors import InputError
from helpers.intake import fields, lists
from helpers.intake.archives import nexis_classic, nexis_uni
from helpers.intake.archives import nexis_words as words
from helpers.intake.documents import blocks

LAYOUTS = (nexis_classic, nexis_uni)
START = 300_000  # bytes of a text or page that show whether it is an export
COUNTED = re.compile(rb">[^<>]{0,40}\d [^\s<>\d]{1,20} \d[^<>]{0,40}<")  # "1 of 100 DOCUMENTS"
MOST_NAMED = 20  # missing documents named in a message


def read(content, *, name):
    """Yield an Article for each document of an export (bytes).

    Two layouts are known: Nexis UK and the older LexisNexis ("1 of 100 DOCUMENTS" stands before
    each), and Nexis Uni, Nexis+ and Lexis+ (title, outlet and date on top, "End of Document" after
    each). They are told apart, and documents and fields found, by their structure first, by the
    words of nexis.yml second.

    Raises InputError where it is no such export; and, after all documents, where the export says
    that it holds others: how many, and which.
    """
    found = [
        one
        for one in blocks.of(content, name=name)
        if not (words.is_heading(one, "link") or words.is_heading(one, "notice"))
    ]
    layout = _layout(content, found)
    if not layout:
        raise InputError(f"{name}: is not an export of Nexis in a known layout")
    documents, stated = layout.split(found)
    for number, document in documents:
        cells = layout.cells(words.with_speech(document))
        length = cells.pop("length")
        where = dict.fromkeys(cells, "export")
        article = fields.article(cells, source=f"{name}#{number}", where=where)
        yield article.warn(*lists.held_against(length, article.text))
    missing = layout.missing(documents, stated)
    if missing:
        more = [f"and {len(missing) - MOST_NAMED} more"] * (len(missing) > MOST_NAMED)
        raise InputError(
            f"{name}: the export says that it holds {stated.count} documents, and "
            f"{len(documents)} are there: missing {', '.join([*missing[:MOST_NAMED], *more])}"
        )


def is_export(content, *, name):
    """Whether a file (bytes) is an export that ``read`` knows."""
    if not content.startswith(b"PK") and not re.match(rb"\s*\{\\rtf", content[:100]):
        content = content[:START]
    if _is_page(content) and not COUNTED.search(content):
        return False
    return _layout(content, blocks.of(content, name=name)) is not None


def _layout(content, found):
    """The layout of a document, None if it is none of Nexis; pages are only of the older one."""
    layouts = LAYOUTS[:1] if _is_page(content) else LAYOUTS
    return next((one for one in layouts if one.fits(found)), None)


def _is_page(content):
    return content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
