"""Articles in PDF files: one file, one article."""

import io
import logging
import math
import re
from collections import Counter
from itertools import groupby, pairwise
from typing import NamedTuple

import pypdf

from helpers.errors import InputError
from helpers.intake import careful, guard, markup
from helpers.intake.documents import document as documents

MOST_PAGES = 200
LARGER = 1.15  # times the usual height of letters: a headline
EDGE = 3  # lines at the top and the bottom of a page that may be header and footer
APART = 1.25  # of the usual distance between lines: so far is one from the paragraph above
INDENT = 0.8  # of the height of letters: so far in is the first line of a paragraph
SHORT = 0.8  # of the usual length of lines: so short is the last line of a paragraph
ENDED = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")
SEVERAL = re.compile(r"^(?:End of Document|Document 1 of \d+|.{0,30}\b1 of \d+ DOCUMENTS)\b")
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class Line(NamedTuple):
    """A line of a page, the height of its letters, and where it begins, in points."""

    text: str
    height: float
    left: float = 0
    bottom: float = 0


def read(content, *, name, one_article=False):
    """Yield the Article of a PDF (bytes), as ``documents.article`` finds it.

    What stands in the largest letters is the title. Lines are joined to paragraphs, words broken
    at a line's end mended, and lines that stand at the edge of most pages left out.

    Raises InputError where it is no PDF, needs a password, or holds pictures of text only; and,
    after the article, where some pages could not be read.
    """
    with careful.reading(name, "PDF"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        _open(reader, name)
        pages, lost = _pages(reader)
        lines = [line for page in _without_edges(pages) for line in page]
        paragraphs = _paragraphs(lines)
        if not paragraphs:
            raise InputError(
                f"{name}: no page holds text, only pictures of it perhaps: "
                "let a text recognition (OCR) program read it first"
            )
        title = _title(lines)
        if not one_article:
            guard.check(list(paragraphs), name)
        article = documents.article(paragraphs, name=name, title=title, hints=_hints(reader))
    empty = [number for number, lines in enumerate(pages, 1) if not lines and number not in lost]
    if empty:
        article = article.warn(f"no text on page {', '.join(map(str, empty))}: pictures?")
    if any(SEVERAL.match(line.text) for line in lines):
        article = article.warn("this looks like an export of several articles: export it as DOCX")
    yield article
    if lost:
        raise InputError(f"{name}: page {', '.join(map(str, lost))} of {len(pages)} is unreadable")


def _open(reader, name):
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError(f"{name}: needs a password: open it and print it to a new PDF")
    if len(reader.pages) > MOST_PAGES:
        raise InputError(
            f"{name}: {len(reader.pages)} pages are too many for one article (at most "
            f"{MOST_PAGES}): cut out its pages"
        )


def _pages(reader):
    """Lines of each page, and the numbers of pages that could not be read."""
    pages, lost = [], []
    for number, page in enumerate(reader.pages, 1):
        try:
            lines = _lines(page)
        except Exception:  # spoilt pages raise nearly everything
            lines = []
            lost.append(number)
        pages.append(lines)
    if lost and not any(pages):
        raise ValueError("no page can be read")
    return pages, lost


def _lines(page):
    """The Lines of a page; each has the height and the place of its first letter."""
    lines = [[]]

    def see(text, page_matrix, text_matrix, font, size):
        height = size * math.hypot(*text_matrix[2:4]) * math.hypot(*page_matrix[2:4])
        first, *others = text.split("\n")
        lines[-1].append((first, height, *_place(text_matrix, page_matrix)))
        lines.extend([(part, height, *_place(text_matrix, page_matrix))] for part in others)

    page.extract_text(visitor_text=see)
    found = []
    for parts in lines:
        shown = next((part[1:] for part in parts if part[0].strip()), None)
        if shown:
            found.append(Line(markup.clean("".join(part[0] for part in parts)), *shown))
    return [line for line in found if line.text]


def _place(inner, outer):
    """Where a text begins on the page: left and bottom, by its matrix and that around it."""
    x, y = inner[4:]
    return x * outer[0] + y * outer[2] + outer[4], x * outer[1] + y * outer[3] + outer[5]


def _title(lines):
    """The first lines in the largest letters, if those are larger than usual; else ""."""
    heights = sorted(line.height for line in lines for _ in line.text)
    if not heights or heights[-1] < LARGER * heights[len(heights) // 2]:
        return ""
    runs = groupby(lines, key=lambda line: line.height > heights[-1] / LARGER)
    title = " ".join(line.text for line in next(list(run) for large, run in runs if large))
    return title if len(title) <= documents.LONGEST_TITLE else ""


def _without_edges(pages):
    """The pages without lines that, numbers aside, stand at the edge of more than half of them."""
    edges = [{_same(line) for line in [*lines[:EDGE], *lines[-EDGE:]]} for lines in pages]
    seen = Counter(line for edge in edges for line in edge)
    filled = sum(map(bool, pages))
    repeated = {line for line, n in seen.items() if n > 1 and n > filled / 2}
    kept = []
    for lines in pages:
        last = len(lines) - EDGE
        kept.append(
            [x for i, x in enumerate(lines) if EDGE <= i < last or _same(x) not in repeated]
        )
    return kept


def _same(line):
    return re.sub(r"\d+", "#", line.text.casefold())


def _paragraphs(lines):
    """Lines joined to paragraphs.

    One ends where letters change their height, where the next line stands apart or is indented,
    and where a line is short and its sentence has ended, or the next begins anew.
    """
    falls = sorted(fall for before, line in pairwise(lines) if (fall := _fall(before, line)) > 0.8)
    usual_fall = falls[len(falls) // 3] if falls else math.inf  # within paragraphs, most are
    lengths = sorted(len(line.text) for line in lines)
    usual = lengths[len(lengths) * 3 // 4] if lines else 0
    words = (word for line in lines for word in re.findall(r"\w+-\w+", line.text))
    whole = {word.casefold() for word in words}
    paragraphs = [line.text for line in lines[:1]]
    for before, line in pairwise(lines):
        alike = line.height < LARGER * before.height < LARGER**2 * line.height
        short = len(before.text) < SHORT * usual
        ended = ENDED.search(before.text) or _is_heading(before.text, line.text)
        apart = _fall(before, line) > APART * usual_fall or _is_indented(before, line)
        if not alike or apart or (short and ended):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = _joined(paragraphs[-1], line.text, whole)
    return paragraphs


def _fall(before, line):
    """How far below the one line the other stands, in heights of its letters; below 0 elsewhere."""
    return (before.bottom - line.bottom) / line.height if line.height else 0


def _is_indented(before, line):
    """Whether a line begins further in than the one above, as paragraphs do: after a sentence."""
    inward = line.left - before.left
    return INDENT * line.height < inward < 6 * line.height and bool(ENDED.search(before.text))


def _is_heading(before, line):
    """Whether a short line without an end stands apart: the next begins anew."""
    return not before.endswith(("-", ",")) and not line[0].islower()


def _joined(before, line, whole):
    """Two lines as one; the hyphen at a line's end goes, unless the text has the word with it."""
    broken = re.search(r"(\w+)-$", before)
    first = re.match(r"\w+", line)
    if broken and first and first[0][0].islower():
        kept = f"{broken[1]}-{first[0]}".casefold() in whole
        return f"{before if kept else before[:-1]}{line}"
    if re.search(r"[\u3040-\u30ff\u4e00-\u9fff，、。]$", before):
        return before + line
    return f"{before} {line}"


def _hints(reader):
    """What the file says of itself."""
    about = reader.metadata or {}
    made = re.match(r"D:(\d{4})(\d\d)(\d\d)", str(about.get("/CreationDate", "")))
    return {
        "title": str(about.get("/Title") or ""),
        "author": str(about.get("/Author") or ""),
        "created": "-".join(made.groups()) if made else "",
    }
