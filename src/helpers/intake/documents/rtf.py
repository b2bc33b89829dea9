"""Articles in Rich Text Format: one document, one article; and the plain text of any RTF."""

import re

from striprtf.striprtf import rtf_to_text

from helpers.errors import InputError
from helpers.intake import careful, guard
from helpers.intake.documents import document as documents

MOST_BYTES = 50_000_000
CHARSETS = {  # code page -> \fcharset of fonts that have it
    "932": 128, "949": 129, "936": 134, "950": 136, "1253": 161, "1254": 162, "1258": 163,
    "1255": 177, "1256": 178, "1257": 186, "1251": 204, "874": 222, "1250": 238,
}  # fmt: skip
FONT = re.compile(r"(?=\\f\d)")
UNENDED = re.compile(r"(\\fcharset\d+)(?![^;\\{}]*;)")  # a font whose name has no end
BOXES = re.compile(r"\\(?:\*\\)?(?:shpinst|shptxt|shp|dptxbxtext|do)(?![a-z])")
BINARY = re.compile(rb"\\bin(\d{1,10})(?:\s|(?=[^\d]))")
NOTE = re.compile(rb"\{\s*(?:\\\*\s*)?\\footnote(?:\\ftnalt)?(?![a-z])")
BRACE = re.compile(rb"\\[\\{}]|[{}]")
INFO = re.compile(r"\{\\(title|author|company)\s([^{}]*)\}")
CREATED = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def read(content, *, name, one_article=False):
    """Yield the Article of an RTF document (bytes), as ``documents.article`` finds it.

    Raises InputError where it is no RTF, or has no text.
    """
    body, notes = _notes_apart(content)
    lines = text(body, name).splitlines()
    notes = [line for note in notes for line in [" ".join(text(note, name).split())] if line]
    if not any(line.strip() for line in lines):
        raise InputError(f"{name}: the document holds no text")
    with careful.reading(name, "RTF document"):
        if not one_article:
            guard.check(list(lines), name)
        article = documents.article([*lines, *notes], name=name, hints=_hints(content))
    yield article.warn(*documents.noted(len(notes)))


def text(content, name):
    """The plain text of an RTF document (bytes), one paragraph a line.

    Bytes are read in the code page of their font; a font without one of its own has that of the
    document (\\ansicpg). Text boxes are kept, addresses behind links are not.
    """
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t\0").startswith(b"{\\rtf"):
        raise InputError(f"{name}: is not an RTF document: it does not begin with {{\\rtf")
    if len(content) > MOST_BYTES:
        raise InputError(f"{name}: {len(content) / 1e6:.0f} MB of RTF is too much: split the file")
    with careful.reading(name, "RTF document"):
        found = rtf_to_text(_prepared(content), encoding=_page(content), errors="replace")
    found = found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return found.replace("\xad", "").replace("\u2011", "-")


def _notes_apart(content):
    """An RTF document (bytes) without its foot- and endnotes, and each of these as a document."""
    content = _without_pictures(content)
    head = re.match(rb"[^{}]*\{\\rtf1?[^{}]*(?:\{\\fonttbl(?:[^{}]|\{[^{}]*\})*\})?", content)
    kept, notes, at = [], [], 0
    for begin in NOTE.finditer(content):
        if begin.start() < at:
            continue
        end = _group_end(content, begin.start())
        kept.append(content[at : begin.start()])
        notes.append((head[0] if head else b"{\\rtf1 ") + b" " + content[begin.end() : end] + b"}")
        at = end
    return b"".join([*kept, content[at:]]), notes


def _group_end(content, begin):
    """Where the group that begins at a brace ends."""
    depth = 0
    for mark in BRACE.finditer(content, begin):
        depth += {b"{": 1, b"}": -1}.get(mark[0], 0)
        if not depth:
            return mark.end()
    return len(content)


def _page(content):
    match = re.search(rb"\\ansicpg(\d+)", content[:5000])
    page = match[1].decode() if match else "1252"
    return f"cp{page}" if page in CHARSETS else "cp1252"


def _prepared(content):
    """The document as striprtf reads it rightly.

    It takes \\fcharset0 and 1, "as the system has it", for Western always, drops text boxes, puts
    addresses into the text, and knows ASCII only. It looks for the end of a font's entry in every
    way there is, so each gets an end and a line of its own.
    """
    plain = _without_pictures(content)
    plain = re.sub(rb"[\x80-\xff]", lambda byte: b"\\'%02x" % byte[0][0], plain)
    plain = plain.decode("ascii").replace("\0", "").replace("HYPERLINK", "LINK")
    if charset := CHARSETS.get(_page(content)[2:]):
        plain = re.sub(r"\\fcharset[01](?!\d)", rf"\\fcharset{charset}", plain)
    plain = FONT.sub("\n", UNENDED.sub(r"\1 ;", plain))
    return BOXES.sub(r"\\par\\kept", plain)


def _without_pictures(content):
    """Without the bytes that \\bin says follow it: they are no RTF, whatever they look like."""
    kept, at = [], 0
    for match in BINARY.finditer(content):
        if match.start() >= at:
            kept.append(content[at : match.start()])
            at = min(match.end() + int(match[1]), len(content))
    return b"".join([*kept, content[at:]])


def _hints(content):
    """What the document says of itself."""
    start = content[:20_000]
    hints = {}
    for field, value in INFO.findall(start.decode("latin-1")):
        group = f"{{\\rtf1\\ansicpg{_page(content)[2:]} {value}}}"
        hints[field] = rtf_to_text(group, encoding=_page(content), errors="replace")
    if made := CREATED.search(start.decode("latin-1")):
        hints["created"] = f"{made[1]}-{int(made[2]):02}-{int(made[3]):02}"
    return hints
