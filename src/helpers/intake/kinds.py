"""What a file is, by its content, and the importer that reads it."""

import gzip
import importlib
import io
import re
import zipfile
from typing import NamedTuple

from helpers.errors import InputError
from helpers.intake import careful, markup, zips
from helpers.intake.pages import page

START = 20_000  # bytes of a text that show what it is
SOMETHING = re.compile(rb"[^\xef\xbb\xbf\xff\xfe\0 \t\r\n]")
CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1f]")
PICTURES = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF|\0\0\0.ftyp|OggS|ID3|\x1aE\xdf\xa3", re.S)
MAIL = re.compile(rb"(?:From|Date|Subject|Mime-Version|Content-Type|Snapshot-[\w-]+): ", re.I)
HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|article|table|meta)\b[^<]*>", re.I)
FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
JSON = re.compile(r"\s*[\[{]\s*[\[{\]}\"]")
REFERENCES = re.compile(r"TY  ?- [A-Z]+\s|@\w+\s*\{[^,\n]*,\s*\n")
BROWSERS = re.compile(rb"snapshot-content-location|content-type:\s*multipart/related", re.I)
HEADERS = re.compile(rb"(?im)^(?:from|subject|date): ")
MBOX = re.compile(rb"From \S+ .*\d{4}\r?\n")
MOST_UNPACKED = 500_000_000  # bytes of a gzip
OFFICE = {
    "ppt/presentation.xml": "slides: save them as text",
    "content.xml": "an OpenDocument text: save it as DOCX",
    "META-INF/container.xml": "a book (EPUB): save the article as HTML",
}


class How(NamedTuple):
    """What a person said of the files to read: see ``intake.read``."""

    columns: dict | None = None
    day_first: bool | None = None
    encoding: str = ""
    one_article: bool = False


ALONE = ("docx", "pdf", "plain", "rtf")  # kinds that hold one article, unless they are exports
NOTHING_SAID = How()


def read(content, *, name, url="", how=NOTHING_SAID):
    """Yield the Articles in the bytes of a file.

    name : the file's, which messages use; its suffix counts where the content leaves a choice
    url : where it was had from, if that is known; how : How
    Raises InputError, after everything that can be read, where something can't.
    """
    content = _recoded(_unpacked(content, name), how.encoding, name)
    kind = of(content, name=name.removesuffix(".gz"))
    if kind == "zip":
        found = _zipped(content, name, how)
    elif kind == "pages":
        found = iter([page.read(content, url=url, name=name)])
    elif kind in ("tabular", "sheets"):
        said = dict(columns=how.columns, day_first=how.day_first)
        found = _importer(kind)(content, name=name, **said)
    elif kind in ALONE:
        found = _importer(kind)(content, name=name, one_article=how.one_article)
    else:
        found = _importer(kind)(content, name=name)
    del content  # which the importer may let go of, once it is decoded
    yield from found


def _unpacked(content, name):
    """What a gzip holds, but for a web archive, which is read as it is packed."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    with careful.reading(name, "gzip"), gzip.open(io.BytesIO(content)) as file:
        if file.read(5) == b"WARC/":
            return content
        file.seek(0)
        inner = file.read(MOST_UNPACKED + 1)
    if len(inner) > MOST_UNPACKED:
        raise InputError(f"{name}: unpacks to more than {MOST_UNPACKED / 1e6:,.0f} MB: split it")
    return inner


def _recoded(content, encoding, name):
    """A text in the encoding that was said, as UTF-8; other files as they are."""
    packed = (
        content.startswith((b"PK\x03\x04", b"{\\rtf", b"\x1f\x8b")) or b"%PDF-" in content[:1024]
    )
    if not encoding or packed:
        return content
    try:
        return b"\xef\xbb\xbf" + content.decode(encoding).encode()
    except LookupError:
        raise InputError(
            f"{encoding!r} is not an encoding that is known: say it as cp1252"
        ) from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: is not in {encoding}: byte {error.start + 1} cannot be read so"
        ) from None


def of(content, *, name):
    """Name of the importer for these bytes, or "zip". InputError where there is none."""
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not SOMETHING.search(content):
        raise InputError(f"{name}: is empty")
    if start.startswith(b"PK\x03\x04"):
        return _of_zip(content, name)
    if start.startswith(b"{\\rtf"):
        exports = [one for one in ("factiva_text", "nexis") if _is_export(one, content, name)]
        return (exports or ["rtf"])[0]
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if start.startswith((b"WARC/", b"\x1f\x8b")):
        return "warc"
    if start.startswith(b"filedesc://"):
        raise InputError(f"{name}: is an ARC archive: make a WARC of it (warcio recompress)")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        if _module("sheets").is_workbook(content):
            return "sheets"
        raise InputError(f"{name}: is a file of an old office program: save it as DOCX")
    if MAIL.match(start) and BROWSERS.search(content[:5000]):
        return "mhtml"
    if MBOX.match(start) or (MAIL.match(start) and len(HEADERS.findall(content[:5000])) > 1):
        return "mail"
    if PICTURES.match(content):
        raise InputError(f"{name}: is a picture, sound or film: no article can be read from it")
    return _of_text(content, name)


def _of_text(content, name):
    raw = content[:START].rpartition(b" ")[0] if len(content) > START else content
    start = markup.decode(raw or content[:START])[0]
    plain = start.lstrip("\ufeff \t\r\n")
    suffix = name.lower().rpartition(".")[2]
    if plain.startswith("<") and FEED.search(plain[:2000]) and not HTML.match(plain):
        return "feeds"
    if plain.startswith("<") and _module("newsxml").is_news(plain):
        return "newsxml"
    if plain.startswith("<") and (HTML.search(plain) or suffix in ("html", "htm", "xhtml")):
        known = ("factiva", "europresse", "nexis")
        found = next((one for one in known if _is_export(one, content, name)), "")
        return found or ("sheets" if _module("sheets").is_table(content, name=name) else "pages")
    if REFERENCES.match(plain):
        return "references"
    if plain.startswith("<?xml"):
        raise InputError(f"{name}: is XML of a kind that is not known here")
    if JSON.match(plain) or (plain[:1] in "[{" and suffix in ("json", "jsonl", "ndjson")):
        return "tabular"
    if (
        not raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        and len(CONTROLS.findall(raw)) > len(raw) / 20
    ):
        raise InputError(f"{name}: is of no kind that is known here")
    for kind in ("factiva_text", "proquest", "genios", "nexis"):
        if _is_export(kind, content, name):
            return kind
    tabular = _module("tabular")
    return "tabular" if tabular.is_table(start, name=name) else "plain"


def _is_export(kind, content, name):
    return _module(kind).is_export(content, name=name)


def _importer(kind):
    return _module(kind).read


def _of_zip(content, name):
    zips.check(content, name)
    with careful.reading(name, "zip"), zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = set(file.namelist())
        kind = file.read("mimetype")[:60] if "mimetype" in parts else b""
    if "xl/workbook.xml" in parts or b"spreadsheet" in kind:
        return "sheets"
    for part, what in OFFICE.items():
        if part in parts:
            raise InputError(f"{name}: is {what}")
    if "word/document.xml" in parts:
        return "nexis" if _is_export("nexis", content, name) else "docx"
    return "zip"


def _zipped(content, name, how):
    """The articles in the files of a zip, which are read where they are, not unpacked to disk."""
    unread = []
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = sorted(file.infolist(), key=lambda part: part.filename)
        if "datapackage.json" in file.namelist():  # WACZ: indexes and lists stand beside the pages
            parts = [part for part in parts if part.filename.startswith("archive/")] or parts
        for part in parts:
            if part.is_dir() or any(map(careful.is_left_behind, part.filename.split("/"))):
                continue
            within = f"{name}/{part.filename}"
            try:
                with careful.reading(within, "file in a zip"):
                    inner = file.read(part)
                if inner.startswith(b"PK\x03\x04") and of(inner, name=within) == "zip":
                    raise InputError(f"{within}: is a zip within a zip: unpack it first")
                yield from read(inner, name=within, how=how)
            except InputError as error:
                unread.append(str(error))
    if unread:
        raise InputError("\n".join(unread))


# Where the reader of each kind stands, if not on this floor.
_ROOMS = {
    **dict.fromkeys(("europresse", "factiva", "factiva_text", "genios", "nexis"), "archives"),
    "proquest": "archives",
    **dict.fromkeys(("docx", "pdf", "rtf"), "documents"),
    **dict.fromkeys(("mhtml", "warc"), "pages"),
}


def _module(kind):
    room = _ROOMS.get(kind, "")
    name = room if "." in room else f"{room}.{kind}".lstrip(".")
    return importlib.import_module(f"helpers.intake.{name}")
