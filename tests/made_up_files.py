"""Made-up articles in the files that people have them in. Nothing is about real coverage."""

import gzip
import io
import zlib

import docx
import pypdf
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

TITLE = "Ferry to the made-up island runs again"
BYLINE = "By Made-Up Reporter"
DAY = "5 January 2022"
PARAGRAPHS = (
    "The ferry to the island that nobody has ever seen runs again since Monday, its company said.",
    "For three weeks the fishermen had taken passengers over in their own boats, for a small sum.",
    "The director of the harbour thanked them all and promised a feast, with music, on Saturday.",
    "Tickets cost what they cost before; children and their teachers travel free until the spring.",
)
LINES = (TITLE, BYLINE, DAY, *PARAGRAPHS)


def page(title=TITLE, paragraphs=PARAGRAPHS, day="2022-01-05"):
    """A plain page (bytes)."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    meta = f'<meta property="article:published_time" content="{day}">'
    head = f"<title>{title}</title>{meta}"
    return (
        f'<html lang="en"><head>{head}</head><body><article><h1>{title}</h1>{body}</article>'
        "</body></html>"
    ).encode()


def word(lines=LINES, *, table=(), box="", properties=None, style=None):
    """A Word document (bytes) of these paragraphs, a row of a table, and a text box."""
    document = docx.Document()
    for number, line in enumerate(lines):
        document.add_paragraph(line, style=style if number == 0 else None)
    if table:
        cells = document.add_table(1, len(table)).rows[0].cells
        for cell, text in zip(cells, table, strict=True):
            cell.text = text
    if box:
        document.element.body.insert(len(lines), docx.oxml.parse_xml(BOX.format(box)))
    for key, value in (properties or {}).items():
        setattr(document.core_properties, key, value)
    return saved(document.save)


BOX = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>'
    "<mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p>"
    "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p>"
    "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


def rich(lines=LINES, *, page="1252", charset=0, info=""):
    """An RTF document (bytes) whose letters outside ASCII are bytes of a code page."""
    body = "".join(f"{_escaped(line, page)}\\par\n" for line in lines)
    fonts = f"{{\\fonttbl{{\\f0\\fswiss\\fcharset{charset} Made Up;}}}}"
    return f"{{\\rtf1\\ansi\\ansicpg{page}\\deff0{fonts}{info}\\f0 {body}}}".encode("ascii")


def _escaped(line, page):
    return "".join(
        letter if letter.isascii() else f"\\'{letter.encode(f'cp{page}')[0]:02x}" for letter in line
    )


def pdf(pages=((*LINES,),), *, password=""):
    """A PDF (bytes) with these lines on its pages; no lines, no text."""
    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for lines in pages:
        sheet = writer.add_blank_page(width=595, height=842)
        fonts = DictionaryObject({NameObject("/F1"): font})
        sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = "".join(f"({line}) Tj T*\n" for line in lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 10 Tf 14 TL 50 800 Td\n{shown}ET".encode("latin-1"))
        sheet[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    return saved(writer.write)


def warc(pages, *, gz=False, kind="text/html; charset=utf-8", status="200 OK"):
    """A web archive (bytes) of {address: page}."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=gz)
    for url, body in pages.items():
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), http_headers=headers
        )
        writer.write_record(record)
    return stream.getvalue()


def rss(items, *, head="<language>en</language>"):
    """An RSS feed (bytes) of items given as XML."""
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Made-Up Paper</title>'
        f"{head}{body}</channel></rss>"
    ).encode()


ITEM = (
    f"<title>{TITLE}</title><link>https://made-up.example/ferry?utm_source=rss</link>"
    "<dc:creator>Made-Up Reporter</dc:creator>"
    "<pubDate>Wed, 05 Jan 2022 23:30:00 -0500</pubDate><description>A ferry runs.</description>"
)
FULL = (
    f"<content:encoded><![CDATA[{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}]]></content:encoded>"
)

ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Made-Up Paper</title>'
    f"<entry><title>{TITLE}</title><link href='https://made-up.example/ferry'/>"
    "<published>2022-01-05T23:30:00+06:00</published><updated>2022-02-01T00:00:00Z</updated>"
    f"<content type='html'>{'&lt;p&gt;'.join(PARAGRAPHS)}</content></entry></feed>"
).encode()


def saved(save):
    """The bytes that a save function writes."""
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def bomb(megabytes):
    """Gzipped blanks that unpack to so much."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    blank = b" " * 1_000_000
    return b"".join(packer.compress(blank) for _ in range(megabytes)) + packer.flush()


def gzipped(content):
    return gzip.compress(content, mtime=0)
