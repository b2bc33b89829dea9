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
from helpers.intake import careful, documents, markup

MOST_PAGES = 200
LARGER = 1.15  # times the usual height of letters: a headline
EDGE = 3  # lines at the top and the bottom of a page that may be header and footer
SHORT = 0.8  # of the usual length of lines: so short is the last line of a paragraph
ENDED = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")
SEVERAL = re.compile(r"^(?:End of Document|Document 1 of \d+|.{0,30}\b1 of \d+ DOCUMENTS)\b")
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class Line(NamedTuple):
    """A line of a page, and the height of its letters in points."""

    text: str
    height: float


def read(content, *, name):
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
    """The Lines of a page; each has the height of its first letter."""
    parts = []

    def see(text, _, matrix, font, size):
        parts.extend((letter, size * math.hypot(*matrix[2:4])) for letter in text)

    page.extract_text(visitor_text=see)
    lines = [[]]
    for letter, height in parts:
        if letter == "\n":
            lines.append([])
        else:
            lines[-1].append((letter, height))
    found = [Line(markup.clean("".join(x for x, _ in line)), _height(line)) for line in lines]
    return [line for line in found if line.text]


def _height(letters):
    return next((height for letter, height in letters if letter.strip()), 0)


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

    One ends where letters change their height, and where a line is short and its sentence has
    ended, or the next begins anew.
    """
    lengths = sorted(len(line.text) for line in lines)
    usual = lengths[len(lengths) * 3 // 4] if lines else 0
    words = (word for line in lines for word in re.findall(r"\w+-\w+", line.text))
    whole = {word.casefold() for word in words}
    paragraphs = [line.text for line in lines[:1]]
    for before, line in pairwise(lines):
        alike = line.height < LARGER * before.height < LARGER**2 * line.height
        short = len(before.text) < SHORT * usual
        ended = ENDED.search(before.text) or _is_heading(before.text, line.text)
        if not alike or (short and ended):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = _joined(paragraphs[-1], line.text, whole)
    return paragraphs


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
