"""The paragraphs of a document in whatever format it was exported: DOCX, RTF, HTML or text."""

import io
import re
from typing import NamedTuple

import docx
from docx.oxml.ns import qn

from helpers.intake import careful, markup, paragraphs, zips
from helpers.intake.documents import rtf

MARKS = {qn("w:tab"): " ", qn("w:noBreakHyphen"): "-", qn("w:br"): "\n", qn("w:cr"): "\n"}
PARTS = {"p", "div", "tr", "td", "th", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table"}
MOST_CHARACTERS = 20_000_000  # of an export in HTML, its markup included


class Block(NamedTuple):
    """A paragraph, or a line of one that has breaks; hard blanks are kept as such."""

    text: str
    bold: bool = False  # whether it begins in bold type, where the format tells
    speech: bool = False  # whether what stands before its colon is a speaker or a place, no label


def of(content, *, name):
    """Blocks (list) of a document (bytes), none of them empty.

    Lines of a text, and of an RTF, that was wrapped are joined between blank lines.
    """
    if content.startswith(b"PK"):
        found = _docx(content, name)
    elif content[:100].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        found = map(Block, paragraphs.of_export(rtf.text(content, name)))
    else:
        text = markup.decode(content)[0]
        if text.lstrip("\ufeff \t\r\n").startswith("<"):
            found = _html(content, name)
        else:
            found = map(Block, paragraphs.of_export(text))
    return [Block(text, one.bold) for one in found if (text := _tidy(one.text)).strip()]


def _tidy(text):
    """On one line; a hard blank within stays one, which tells labels apart."""
    return re.sub(r"[^\S\u00a0]+", " ", markup.INVISIBLE.sub("", text)).lstrip().rstrip(" ")


def _docx(content, name):
    zips.check(content, name)
    with careful.reading(name, "Word document"):
        body = docx.Document(io.BytesIO(content)).element.body
        for paragraph in body.iter(qn("w:p")):
            parts = [part for part in paragraph.iter(qn("w:t"), *MARKS)]
            text = "".join(MARKS.get(part.tag) or part.text or "" for part in parts)
            bold = _is_bold(parts)
            for number, line in enumerate(text.strip().split("\n")):
                yield Block(line, bold and not number)


def _is_bold(parts):
    """Whether the first run of a paragraph that shows anything is bold."""
    texts = (part for part in parts if part.tag == qn("w:t"))
    shown = next((part for part in texts if (part.text or "").strip()), None)
    mark = shown.getparent().find(f"{qn('w:rPr')}/{qn('w:b')}") if shown is not None else None
    return mark is not None and mark.get(qn("w:val"), "true") not in ("0", "false", "off")


def _html(content, name):
    """Paragraphs; a break makes one where two stand together."""
    tree, _ = markup.tree(content, name=name, most=MOST_CHARACTERS)
    lines, bold = [""], [False]
    for event, element in _walk(tree):
        if event == "end" and element.tag == "br":
            lines[-1] += "\n"
        elif element.tag in PARTS:
            lines.append("")
            bold.append(False)
        text = (element.text if event == "start" else element.tail) or ""
        if event == "start" and not lines[-1].strip() and text.strip():
            bold[-1] = element.tag in ("b", "strong")
        lines[-1] += re.sub("[\r\n]+", " ", text)
    for line, strong in zip(lines, bold, strict=True):
        for part in re.split(r"\n\s*\n", line):
            yield Block(part, strong and line.startswith(part))


def _walk(tree):
    """("start", element) and ("end", element) in the order of the document."""
    stack = [(tree, iter(tree))]
    yield "start", tree
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            yield "end", element
            stack.pop()
        elif child.tag in ("style", "script", "title"):
            yield "end", child
        else:
            yield "start", child
            stack.append((child, iter(child)))
