"""Spoilt files for every importer, and what reading one takes: seconds, memory, what is raised."""

import contextlib
import csv
import gzip
import io
import json
import signal
import threading
import time
import zipfile
from typing import NamedTuple

import made_up_archives as archives
import made_up_exports as exports
import made_up_files as made
import made_up_pages
import mutations
from lxml import etree

from helpers.errors import InputError
from helpers.intake import kinds

FEW = exports.ARTICLES[:2]
MOST_SECONDS, MOST_MEGABYTES = 5, 500


class TooSlow(BaseException):
    """No Exception, so that nothing on the way takes it for a fault of the file."""


class Run(NamedTuple):
    """One spoilt file: number, seconds (of the processor: others may share the machine), MB the
    process grew, articles, what went wrong or ""."""

    number: int
    seconds: float
    megabytes: float
    articles: int
    fault: str


def _rows():
    fields = ["title", "url", "published", "outlet", "text"]
    texts = (f"{title}. {' '.join(made.PARAGRAPHS)}" for title in ("=1+1", "One", "Два"))
    url = "https://made-up.example"
    return fields, [[f"Made-up {text[:3]}", url, "2022-01-05", "Paper", text] for text in texts]


def _csv():
    stream = io.StringIO()
    fields, rows = _rows()
    csv.writer(stream).writerows([fields, *rows])
    return stream.getvalue().encode()


def _json(lines=False):
    fields, rows = _rows()
    found = [dict(zip(fields, row, strict=True)) for row in rows]
    return ("\n".join(map(json.dumps, found)) if lines else json.dumps(found)).encode()


def _front_matter():
    head = f"title: {made.TITLE}\ndate: 2022-01-05\noutlet: Made-Up Paper"
    text = "\n\n".join(made.PARAGRAPHS)
    return f"---\n{head}\n---\n{text}\n".encode()


def originals():
    """Sound files (bytes): {importer: {file name: list of them}}."""
    archive = {f"https://made-up.example/{n}": made.page(f"Ferry {n} runs") for n in range(2)}
    full = [made.ITEM + made.FULL, made.ITEM]
    info = "{\\info{\\title T}{\\author A}}"
    pages = [page.content for page in made_up_pages.pages(60, seed=5)]
    factiva = [exports.factiva(FEW), exports.factiva(FEW, codes=False)]
    found = {
        "pages": {"page.html": [*pages[::9], *[made.page()] * 7]},
        "nexis": {
            "nexis.docx": [exports.uni_docx(FEW, listed=FEW)],
            "nexis.txt": [exports.classic_txt(FEW)],
            "nexis.rtf": [exports.uni_rtf(FEW, listed=FEW)],
            "nexis.html": [exports.classic_html(FEW)],
        },
        "factiva": {"factiva.html": factiva},
        "tabular": {
            "table.csv": [_csv()],
            "table.json": [_json()],
            "table.jsonl": [_json(lines=True)],
        },
        "plain": {"note.md": [_front_matter()]},
        "pdf": {"article.pdf": [made.pdf(), made.pdf(pages=(made.LINES, made.LINES))]},
        "docx": {"article.docx": [made.word(table=("a", "b"), box="c")]},
        "rtf": {"article.rtf": [made.rich(), made.rich(page="1251", charset=204, info=info)]},
        "warc": {
            "pages.warc": [made.warc(archive)],
            "pages.warc.gz": [made.warc(archive, gz=True)],
        },
        "feeds": {"feed.xml": [made.rss(full), made.ATOM]},
        "factiva_text": {
            "factiva.txt": [v for k, v in archives.LAYOUTS.items() if k.startswith("factiva")]
        },
        **{kind: {f"{kind}.txt": [archives.LAYOUTS[kind]]} for kind in ("proquest", "genios")},
        "europresse": {"europresse.html": [archives.LAYOUTS["europresse"]]},
        "mail": {"letter.eml": [archives.MAIL], "letters.mbox": [archives.MBOX]},
        "references": {"list.ris": [archives.RIS], "list.bib": [archives.BIBTEX]},
        "newsxml": {"news.xml": list(archives.XML.values())},
        "sheets": {
            "table.xlsx": [archives.xlsx([archives.HEAD, *archives.ROWS])],
            "table.xls": [archives.html_table([archives.HEAD, *archives.ROWS])],
        },
    }
    return {
        importer: {n: list(map(_bytes, some)) for n, some in files.items()}
        for importer, files in found.items()
    }


def _bytes(text):
    return text.encode() if isinstance(text, str) else text


def runs(importer, n, *, seed=0):
    """Yield a Run for each of ``n`` spoilt files, of each kind that an importer reads in turn."""
    kinds_of = [_spoilt(name, sound, n, seed) for name, sound in originals()[importer].items()]
    for number in range(n):
        name, content = next(kinds_of[number % len(kinds_of)])
        if number == 0:
            attempt(content, name)  # loads models and tables, which is no part of reading a file
        yield attempt(content, name, number)


def _spoilt(name, sound, n, seed):
    """Yield (name, spoilt file); every other packed one is packed anew after it was spoilt."""
    unpack, pack = PACKED.get(name, (None, None))
    whole = mutations.mutants(sound, n, seed=f"{name} {seed}")
    within = mutations.mutants(list(map(unpack, sound)), n, seed=seed) if unpack else whole
    for number in range(n):
        yield name, pack(next(within)) if unpack and number % 2 else next(whole)


def _document(content):
    """The XML of a Word document's text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read("word/document.xml")


def _with_document(xml):
    """A Word document with this as its text, mended so far that it is XML, and odd."""
    parser = etree.XMLParser(recover=True, encoding="utf-8")
    try:
        tree = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:  # nothing of it is left
        tree = None
    xml = xml if tree is None else etree.tostring(tree, encoding="utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made.word())) as file, zipfile.ZipFile(stream, "w") as new:
        for part in file.namelist():
            new.writestr(part, xml if part == "word/document.xml" else file.read(part))
    return stream.getvalue()


WORD = (_document, _with_document)
PACKED = {
    "nexis.docx": WORD,
    "article.docx": WORD,
    "pages.warc.gz": (gzip.decompress, made.gzipped),
}


def attempt(content, name, number=0):
    """The Run of reading one file (bytes)."""
    before, start, articles, fault = _memory(reset=True), time.process_time(), 0, ""
    try:
        with _limit(2 * MOST_SECONDS):
            for article in kinds.read(content, name=name):
                articles += 1
                article.as_dict()
    except InputError as error:
        fault = "" if str(error).strip() else "an InputError that says nothing"
    except TooSlow:
        fault = f"longer than {2 * MOST_SECONDS} s"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        fault = f"{type(error).__name__}: {error}"
    seconds = time.process_time() - start
    grown = _memory() - before
    if seconds > MOST_SECONDS or grown > MOST_MEGABYTES:
        fault = fault or f"{seconds:.1f} s, {grown:.0f} MB"
    return Run(number, seconds, grown, articles, fault)


@contextlib.contextmanager
def _limit(seconds):
    """Raise TooSlow after so long, where the system can (in the main thread of a Unix)."""
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_):
        raise TooSlow

    old = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


def _memory(*, reset=False):
    """MB at most in use since the last reset (on Linux; elsewhere 0: not measured)."""
    try:
        if reset:
            with open("/proc/self/clear_refs", "w") as file:
                file.write("5")
        with open("/proc/self/status") as file:
            line = next(line for line in file if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    except (OSError, StopIteration):
        return 0.0
