"""Articles from web archives (WARC, plain or gzipped): the HTML pages recorded there."""

import contextlib
import io
import zlib

from warcio.archiveiterator import ArchiveIterator

from helpers.errors import InputError
from helpers.intake import careful, markup
from helpers.intake.pages import page as pages

GZIP = b"\x1f\x8b"
MOST_NAMED = 20  # records named in a message


def read(content, *, name):
    """Yield an Article for each HTML page in a WARC (bytes), its address that of the record.

    Other records (pictures, requests, redirections, errors) are passed over.

    Raises InputError where it is no web archive; and, after all that can be read, where it breaks
    off or is damaged, or pages in it could not be read: which, and how many articles there were.
    """
    if not _start(content).startswith((b"WARC/", b"filedesc:")):
        raise InputError(f"{name}: is not a web archive: it does not begin with a WARC record")
    n, faults = 0, []
    for number, record in _records(content, faults):
        if not _is_page(record):
            continue
        try:
            article = _article(record, f"{name}#{number}")
        except InputError as error:
            faults.append(str(error))
            continue
        if article:
            n += 1
            yield article
    if content.startswith(GZIP) and not _is_whole(content) and not faults:
        faults.append("it breaks off within a record")
    if faults:
        more = [f"and {len(faults) - MOST_NAMED} more"] * (len(faults) > MOST_NAMED)
        said = "; ".join([*faults[:MOST_NAMED], *more])
        raise InputError(f"{name}: {n} articles were read, and not all there is: {said}")


def _start(content):
    """The first bytes of an archive, unpacked."""
    if not content.startswith(GZIP):
        return content[:10]
    try:
        return zlib.decompressobj(31).decompress(content[:1000], 10)
    except zlib.error:
        return b""


def _records(content, faults):
    """The records with their numbers; what is wrong with the archive is added to ``faults``.

    warcio ends in silence where an archive is cut off: what the last record lacks is seen here.
    """
    number = end = 0
    try:
        archive = ArchiveIterator(io.BytesIO(content))
        while (record := _quietly(next, archive, None)) is not None:
            number += 1
            yield number, record
            _quietly(archive.read_to_end)
            end = sum(archive.member_info)
            if missing := _missing(record):
                faults.append(f"record {number} {missing}")
        if not content.startswith(GZIP) and (rest := content[end:].strip()):
            faults.append(f"{len(rest):,} bytes after record {number} are not a whole record")
    except Exception as error:  # spoilt archives raise nearly everything
        faults.append(f"unreadable after record {number} ({str(error).strip()[:100]})")


def _quietly(function, *arguments):
    """warcio prints its warnings."""
    with contextlib.redirect_stderr(io.StringIO()):
        return function(*arguments)


def _missing(record):
    """What a record that has been read lacks, or ""."""
    if not record.length and record.rec_headers.get_header("Content-Length") is None:
        return "breaks off in its headers"
    missing = getattr(record.raw_stream, "limit", 0)
    return f"lacks {missing:,} bytes" if missing else ""


def _article(record, name):
    """The Article of a record, with a warning where it breaks off; None of an empty frame."""
    url = record.rec_headers.get_header("WARC-Target-URI", "").strip("<> ")
    with careful.reading(name, "record of a page"):
        page = record.content_stream().read(markup.MOST_BYTES + 1)
        while record.raw_stream.read(1_000_000):
            pass
        missing = _missing(record)
        if not page.strip() and not missing:
            return None
        article = pages.read(page, url=url, name=name, encoding=_stated(record))
    return article.warn(f"the record of this page {missing}") if missing else article


def _is_whole(content):
    """Whether the last gzip member is there to its end."""
    stream, member = io.BytesIO(content), None
    while piece := stream.read(64_000):
        while piece:
            member = member or zlib.decompressobj(31)
            try:
                member.decompress(piece, 1_000_000)
            except zlib.error:
                return False
            piece = member.unconsumed_tail
            if member.eof:
                piece, member = member.unused_data.lstrip(b"\0\r\n"), None
    return member is None


def _is_page(record):
    """Whether a record is a page that was answered with success."""
    if record.rec_type == "response":
        answer = record.http_headers
        kind = answer.get_header("Content-Type", "") if answer else ""
        return bool(answer) and answer.get_statuscode() == "200" and _is_html(kind)
    return record.rec_type == "resource" and _is_html(record.content_type or "")


def _is_html(kind):
    return kind.lower().startswith(("text/html", "application/xhtml"))


def _stated(record):
    """The encoding that the server stated, or ""."""
    kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
    _, _, charset = kind.lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'")
