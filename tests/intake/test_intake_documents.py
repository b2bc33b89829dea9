"""Word, RTF and PDF documents: the same article from each, and what each may lose."""

import io
import zipfile
from datetime import datetime

import made_up_files as made
import matplotlib
import matplotlib.pyplot as plt
import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from helpers.errors import InputError
from helpers.intake import zips
from helpers.intake.documents import document as documents
from helpers.intake.documents import docx, pdf, rtf

RUSSIAN = ("Паром снова ходит", "5 января 2022", "Паром на вымышленный остров снова ходит — é?")


def one(module, content):
    (article,) = module.read(content, name="made-up")
    return article


@pytest.mark.parametrize(
    ("module", "content"),
    [(docx, made.word()), (rtf, made.rich()), (pdf, made.pdf())],
    ids=["docx", "rtf", "pdf"],
)
def test_the_same_article_from_each(module, content):
    article = one(module, content)
    assert article.title == made.TITLE
    assert article.byline == "Made-Up Reporter"
    assert (article.published, article.published_from, article.precision) == (
        "2022-01-05", "page", "day",
    )  # fmt: skip
    assert article.language == "en"
    assert article.text.split() == " ".join(made.PARAGRAPHS).split()
    assert article.warnings == ()


def test_word_title_style_wins_over_the_first_line():
    lines = (made.TITLE, *made.PARAGRAPHS)
    document = made.word(lines, style="Title")
    assert one(docx, document).title == made.TITLE
    assert one(docx, document).text.splitlines() == list(made.PARAGRAPHS)


def test_word_tables_and_text_boxes_stay_and_are_there_once():
    content = made.word(table=("Fare in winter", "Fare in summer"), box="Said in a made-up box.")
    text = one(docx, content).text
    for part in ("Fare in winter", "Fare in summer", "Said in a made-up box."):
        assert text.count(part) == 1


def test_properties_are_hints_with_doubt_and_never_the_day():
    properties = {"title": "Document1", "author": "office", "created": datetime(2020, 2, 3)}
    article = one(docx, made.word((made.TITLE, *made.PARAGRAPHS), properties=properties))
    assert article.title == made.TITLE
    assert article.byline == "office"
    assert article.published == ""
    assert any("Document1" in warning for warning in article.warnings)
    assert any("byline is from the file's properties" in warning for warning in article.warnings)
    assert any("made on 2020-02-03" in warning for warning in article.warnings)


@pytest.mark.parametrize("charset", [0, 1, 204])
def test_rtf_letters_are_those_of_the_code_page(charset):
    """é stands for no letter of cp1251; \\'e9 is и-kratkoe there: й."""
    lines = (*RUSSIAN[:2], "Новый паром — «вымышленный», сказал капитан.")
    content = made.rich(lines, page="1251", charset=charset)
    assert b"\\'e9" in content
    article = one(rtf, content)
    assert (article.title, article.published) == ("Паром снова ходит", "2022-01-05")
    assert article.text == lines[2]


def test_rtf_fonts_of_two_alphabets_in_one_document():
    content = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}"
        rb"{\f0 caf\'e9} {\f1 \'ed\'ee\'e2\'fb\'e9}\par \u1181?\u-10179?\u-8704? \uc0\u1181 !}"
    )
    assert rtf.text(content, "made-up").split() == ["café", "новый", "ҝ😀", "ҝ!"]


def test_rtf_keeps_text_boxes_and_drops_addresses_of_links():
    content = (
        rb"{\rtf1\ansi Before {\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt In the box}}} and "
        rb'{\field{\*\fldinst{HYPERLINK "http://made-up.example"}}{\fldrslt a link}} after'
        + "\u00e9".encode("cp1252")
        + b"}"
    )
    words = " ".join(rtf.text(content, "made-up").split())
    assert words == "Before In the box and a link afteré"


@pytest.mark.parametrize("font", ["\\f0\\fswiss\\fcharset0", "\\f0\\fswiss"])
def test_rtf_fonts_without_end_do_not_hang(font):
    content = f"{{\\rtf1{{\\fonttbl{font * 20_000}}}Hello}}"
    assert rtf.text(content.encode(), "made-up.rtf") == "Hello"


def test_pdf_mends_hyphens_and_drops_headers_and_footers():
    header = "The Made-Up Paper, Wednesday"
    first = (
        "Words of a made-up paragraph that runs over so many lines and so many pa-",
        "ges that the well-known and often read and much loved, and wholly invented and well-",
        "known paper breaks its words at the ends of all of its lines, and where it ends is in-",
    )
    second = (
        "terrupted, as it were, by a footer, a number and a header, which are no part of it,",
        "and ends there.",
        "A new paragraph begins on a new line.",
    )
    pages = [
        (header, made.TITLE, *first, "Page 1 of 3"),
        (header, *second, "Page 2 of 3"),
        (header, made.PARAGRAPHS[0], "Page 3 of 3"),
    ]
    article = one(pdf, made.pdf(pages))
    assert article.title == made.TITLE
    text = article.text.splitlines()
    assert "so many pages that the well-known" in text[0]
    assert "invented and well-known paper" in text[0] and "is interrupted, as it were" in text[0]
    assert text[0].endswith("and ends there.")
    assert text[1:] == [second[2], made.PARAGRAPHS[0]]


@pytest.mark.parametrize(("gap", "indent"), [(6, 0), (0, 2)])
def test_pdf_paragraphs_stand_apart_or_begin_further_in(gap, indent):
    """Even where the last line of a paragraph is as long as the others."""
    width = "made-up words that fill the line of a paragraph in which nothing happens"
    paragraphs = [[f"{n}. This is {width}", f"and these are {width}s."] for n in range(4)]
    matplotlib.use("agg")
    figure, place = plt.figure(figsize=(8, 8)), 500
    figure.text(0.05, 0.95, "A made-up title", size=20)
    for first, last in paragraphs:
        figure.text(0.05 + indent / 72, place / 576, first, size=8)
        figure.text(0.05, (place - 12) / 576, last, size=8)
        place -= 24 + gap
    article = one(pdf, made.saved(lambda stream: figure.savefig(stream, format="pdf")))
    plt.close(figure)
    assert article.text.split("\n") == [" ".join(lines) for lines in paragraphs]


def test_pdf_title_is_in_the_largest_letters():
    matplotlib.use("agg")
    figure = plt.figure(figsize=(8, 8))
    for place, (line, size) in enumerate(
        [
            ("MADE-UP PAPER", 12),
            (made.TITLE[:20], 24),
            (made.TITLE[20:], 24),
            *((p, 8) for p in made.PARAGRAPHS),
        ]
    ):
        figure.text(0.05, 0.9 - place / 20, line.strip(), size=size)
    article = one(pdf, made.saved(lambda stream: figure.savefig(stream, format="pdf")))
    plt.close(figure)
    assert article.title == made.TITLE
    assert article.text.split() == " ".join(made.PARAGRAPHS).split()


def test_pdf_that_needs_a_password_or_has_no_text():
    with pytest.raises(InputError, match="password"):
        one(pdf, made.pdf(password="secret"))
    with pytest.raises(InputError, match="OCR"):
        one(pdf, made.pdf(pages=((), ())))
    article = one(pdf, made.pdf(pages=(made.LINES, ())))
    assert any("no text on page 2" in warning for warning in article.warnings)


def test_pdf_that_is_an_export_of_several_says_so():
    article = one(pdf, made.pdf(pages=((*made.LINES, "End of Document"),)))
    assert any("several articles" in warning for warning in article.warnings)


@pytest.mark.parametrize("module", [docx, rtf, pdf])
@pytest.mark.parametrize("content", [b"", b"plain words", b"PK\x03\x04", b"{\\rt", b"%PDF-1.7\n"])
def test_what_is_no_such_document_is_refused_by_name(module, content):
    with pytest.raises(InputError, match="made-up"):
        list(module.read(content, name="made-up"))


@pytest.mark.parametrize("module", [docx, rtf])
def test_a_document_without_text_is_refused(module):
    content = made.word(()) if module is docx else made.rich(())
    with pytest.raises(InputError, match="no text"):
        list(module.read(content, name="made-up"))


def test_a_zip_that_unpacks_too_large_is_never_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * (zips.MOST_XML + 1))
    with pytest.raises(InputError, match="more than articles have"):
        zips.check(stream.getvalue(), "made-up")
    with pytest.raises(InputError, match="made-up"):
        list(docx.read(stream.getvalue(), name="made-up"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_zip_are_refused(encoding):
    xml = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><d>&a;&b;</d>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("word/document.xml", xml.encode(encoding))
    with pytest.raises(InputError, match="declares XML entities"):
        zips.check(stream.getvalue(), "made-up")


def test_a_day_in_a_sentence_is_not_the_day_of_publication():
    lines = (made.TITLE, "The storm of 3 March 2019 was the last one, the made-up captain said.")
    article = documents.article(lines, name="made-up")
    assert article.published == ""
    assert article.warnings == ("no date of publication found",)


def test_a_dateline_and_an_address_of_its_own_are_read():
    lines = (
        made.TITLE,
        "https://made-up.example/a?utm_source=x",
        f"ALMATY, Jan 5, 2022 (AP) — {made.PARAGRAPHS[0]}",
    )
    article = documents.article(lines, name="made-up")
    assert (article.published, article.published_from) == ("2022-01-05", "text")
    assert (article.url, article.outlet) == ("https://made-up.example/a", "made-up.example")
    assert article.agency == "AP" and "https" not in article.text


def test_footnotes_of_word_stand_after_the_text():
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = (
        f'<w:footnotes xmlns:w="{space}">'
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="1"><w:p><w:r><w:t>A made-up note.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    document = Document()
    document.add_paragraph("A made-up headline")
    document.add_paragraph("A made-up first sentence. It goes on here, and it ends there.")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    out = io.BytesIO()
    document.save(out)
    article = one(docx, out.getvalue())
    assert article.text.split("\n")[-1] == "A made-up note."
    assert "1 note(s) stand after the text: see whether they belong to it" in article.warnings


def test_footnotes_of_rtf_stand_after_the_text_in_their_own_letters():
    content = (
        rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}}\f0 A made-up headline\par "
        rb"A made-up first sentence.{\super\chftn}{\footnote\pard {\super\chftn} A note: \'ef\'f0.}"
        rb" It goes {\b on} here.{\*\footnote\ftnalt Another \{note\}.} It ends.\par}"
    )
    article = one(rtf, content)
    assert article.text.split("\n") == [
        "A made-up first sentence. It goes on here. It ends.",
        "A note: пр.",
        "Another {note}.",
    ]
    assert "2 note(s) stand after the text: see whether they belong to it" in article.warnings
