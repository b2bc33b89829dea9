"""Articles typed or pasted into a Word document (DOCX): one document, one article."""

import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from helpers.errors import InputError
from helpers.intake import careful, guard, zips
from helpers.intake.documents import document as documents

TITLES = ("Title", "Heading 1", "heading 1")
MARKS = {qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:br"): "\n", qn("w:cr"): "\n"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read(content, *, name, one_article=False):
    """Yield the Article of a Word document (bytes), as ``documents.article`` finds it.

    Tables and text boxes are read where they stand, footnotes and endnotes after the text; deleted
    text, headers and footers are not. A title is what has the style Title or Heading 1, else the
    first line.

    Raises InputError where it is no Word document, would not open without harm (``zips.check``),
    or has no text.
    """
    zips.check(content, name)
    with careful.reading(name, "Word document"):
        document = docx.Document(io.BytesIO(content))
        styles = {style.style_id: style.name for style in document.styles}
        found = [(text, style) for text, style in _paragraphs(document.element.body) if text]
        hints = _hints(document.core_properties)
        titles = [text for text, style in found[:8] if styles.get(style, style) in TITLES]
        lines = [line for text, _ in found for line in text.split("\n")]
        if not any(line.strip() for line in lines):
            raise InputError(f"{name}: the document holds no text, only pictures perhaps")
        notes = list(_notes(document.part))
        if not one_article:
            guard.check(list(lines), name)
        title = " ".join(titles[:1])
        article = documents.article([*lines, *notes], name=name, title=title, hints=hints)
    yield article.warn(*documents.noted(len(notes)))


def _paragraphs(body):
    """(text, style id) of each paragraph, those in tables and text boxes in their place."""
    for paragraph in body.iter(qn("w:p")):
        if next(paragraph.iterancestors(FALLBACK), None) is not None:
            continue  # the same text box again, for old programs
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        yield _text(paragraph).strip(), "" if style is None else style.get(qn("w:val"), "")


def _notes(part):
    """The text of each footnote, then of each endnote."""
    for kind in ("footnote", "endnote"):
        for rel in part.rels.values():
            if rel.reltype.endswith(f"/{kind}s") and not rel.is_external:
                for note in parse_xml(rel.target_part.blob).iter(qn(f"w:{kind}")):
                    said = " ".join(filter(None, (text for text, _ in _paragraphs(note))))
                    if said and note.get(qn("w:type")) is None:  # else a line between
                        yield said


def _text(paragraph):
    """What a paragraph says itself, without the paragraphs of text boxes anchored in it."""
    parts = []
    for element in paragraph.iter(qn("w:t"), *MARKS):
        if next(element.iterancestors(qn("w:p"))) is paragraph:
            parts.append(MARKS.get(element.tag) or element.text or "")
    return "".join(parts)


def _hints(properties):
    """What the file says of itself; python-docx's own template names itself, which is no title."""
    hints = {"title": properties.title, "author": properties.author}
    hints |= {"language": properties.language}
    made = properties.created
    if properties.author == "python-docx":
        return {}
    return hints | {"created": made.date().isoformat() if made else ""}
