"""Exports of Nexis, in several layouts and languages; all but the sample are made up."""

import re

import pytest
from conftest import shared
from made_up_exports import (
    ARTICLES,
    INTERFACES,
    OLD,
    classic_html,
    classic_txt,
    read,
    uni_docx,
    uni_rtf,
)

from helpers import intake
from helpers.errors import InputError
from helpers.intake import kinds
from helpers.intake.archives import nexis


def check(found, articles=ARTICLES, *, bylines=True):
    assert [a.title for a in found] == [made.title for made in articles]
    assert [a.outlet for a in found] == [made.outlet for made in articles]
    assert [a.published for a in found] == [made.day for made in articles]
    if bylines:
        assert [a.byline for a in found] == [made.byline for made in articles]
    for article, made in zip(found, articles, strict=True):
        assert article.text.split("\n") == list(made.paragraphs)
        assert article.language == "en" and article.published_from == "page"


@pytest.mark.parametrize("make", [uni_docx, uni_rtf])
@pytest.mark.parametrize("cover", [True, False])
@pytest.mark.parametrize("language", INTERFACES)
def test_nexis_uni_in_any_language(make, cover, language):
    content = make(language=language, cover=cover)
    assert kinds.of(content, name="export.doc") == "nexis"
    found, said = read(content)
    assert not said
    check(found, bylines=language != "eo")
    assert [a.source for a in found] == ["export.docx#1", "export.docx#2", "export.docx#3"]


@pytest.mark.parametrize(
    ("make", "language"), [(uni_docx, "en"), (uni_docx, "eo"), (uni_rtf, "en"), (uni_rtf, "ru")]
)
def test_a_single_document(make, language):
    found, said = read(make(ARTICLES[:1], language, cover=False))
    assert not said
    check(found, ARTICLES[:1], bylines=language != "eo")


@pytest.mark.parametrize("make", [uni_docx, uni_rtf])
@pytest.mark.parametrize("language", INTERFACES)
def test_a_document_that_the_cover_lists_and_is_missing_is_named(make, language):
    found, said = read(make((ARTICLES[0], ARTICLES[2]), language, count=3))
    check(found, (ARTICLES[0], ARTICLES[2]), bylines=language != "eo")
    assert "says that it holds 3 documents, and 2 are there" in said
    assert "missing no. 2 (What happened on the bridge" in said


def test_missing_documents_are_counted_where_the_titles_do_not_tell():
    found, said = read(uni_docx(ARTICLES, count=100, listed=()))
    assert len(found) == 3 and "97 documents" in said


@pytest.mark.parametrize("make", [classic_txt, classic_html])
@pytest.mark.parametrize("language", OLD)
def test_older_layouts_in_any_language(make, language):
    content = make(language=language)
    assert kinds.of(content, name="export.txt") == "nexis"
    found, said = read(content, "export.txt")
    assert not said
    check(found)


@pytest.mark.parametrize("make", [classic_txt, classic_html])
@pytest.mark.parametrize("language", OLD)
def test_a_missing_number_is_named(make, language):
    content = make((ARTICLES[0], ARTICLES[2]), language, numbers=(1, 3), count=3)
    found, said = read(content)
    check(found, (ARTICLES[0], ARTICLES[2]))
    assert "says that it holds 3 documents, and 2 are there: missing no. 2" in said
    found, said = read(make(ARTICLES[:2], language, count=3))
    assert len(found) == 2 and "missing no. 3" in said


def test_one_of_several_parts_of_a_download_misses_nothing():
    found, said = read(classic_txt(numbers=(1, 2, 3), count=500, items=3))
    assert len(found) == 3 and not said


ACADEMIC = """
                              1 of 1 DOCUMENT

        Copyright 2022 Made-Up Press Inc.
              All Rights Reserved
                 The Made-Up Press

            January 5, 2022, Wednesday, BC cycle

SECTION: International News

LENGTH: 512 words

HEADLINE: Protest on a made-up bridge: drivers
ask for lower tolls

BYLINE: By JANE INVENTED, Associated Press Writer

DATELINE: NOWHERE, Invented Country

BODY:
   Crowds gathered on the invented bridge on Wednesday and asked for lower
tolls, as everybody had expected who has ever seen the bridge in winter.

   Q: What will you do?

   A: We will not pay.

LANGUAGE: ENGLISH

LOAD-DATE: January 6, 2022
"""


def test_labels_for_headline_and_body():
    (one,), said = read(ACADEMIC.encode(), "export.txt")
    assert not said and one.outlet == "The Made-Up Press" and one.published == "2022-01-05"
    assert one.title == "Protest on a made-up bridge: drivers ask for lower tolls"
    assert one.byline == "JANE INVENTED, Associated Press Writer" and one.agency == "AP"
    lines = one.text.split("\n")
    assert lines[0].startswith("Crowds gathered") and lines[0].endswith("in winter.")
    assert lines[1:] == ["Q: What will you do?", "A: We will not pay."]


@pytest.mark.parametrize("name", ["sample.docx", "sample.txt"])
def test_the_sample_gives_ten_of_ten_from_both_formats(name):
    found = list(intake.read(shared("data/nexis") / name))
    assert [a.source for a in found] == [f"{name}#{n}" for n in range(1, 11)]
    for article in found:
        fields = {key for key, value in article.as_dict().items() if value}
        assert {"outlet", "published", "title", "text", "language"} <= fields
        assert article.precision == "day" and re.match(r"20(10|19)-", article.published)
        assert not re.search(r"LOAD-DATE|Load-Date|End of Document|Copyright 20", article.text)
    assert sum(bool(a.byline) for a in found) == (10 if name == "sample.docx" else 9)


def test_the_sample_has_the_same_texts_in_both_formats():
    ours = [
        list(intake.read(shared("data/nexis") / name)) for name in ("sample.docx", "sample.txt")
    ]
    for number in (0, 8):  # the others differ from format to format in the sample itself
        word, plain = (articles[number] for articles in ours)
        assert word.text.split() == plain.text.split() and word.title == plain.title
    assert ours[0][8].byline == ours[1][8].byline == "Ross Ihaka and Robert Gentleman"


PAGE = "<html><p><b>Made up:</b> 1</p><p>5 January 2022</p><p><b>Reading:</b> 4 minutes</p></html>"


@pytest.mark.parametrize(
    "text",
    [
        "A letter\n\n5 January 2022\n\nLength: 20 words",
        "A made-up title\n\n5 January 2022\n\nREADING TIME: 4 minutes\n\nBY: Made-Up Roe",
        "3 of 4 people said so.",
        PAGE,
    ],
)
def test_other_texts_are_no_export(text):
    assert not nexis.is_export(text.encode(), name="a.txt")
    with pytest.raises(InputError, match="not an export of Nexis"):
        list(nexis.read(text.encode(), name="a.txt"))


def test_a_document_in_focus_is_one_of_the_documents():
    content = classic_txt().replace(b"2 of 3 DOCUMENTS", b"FOCUS - 2 of 3 DOCUMENTS")
    found, said = read(content, "export.txt")
    assert not said
    check(found)


def test_pages_that_are_no_export_are_not_parsed(monkeypatch):
    monkeypatch.setattr(nexis.blocks, "of", None)
    page = b"<html><body><h1>Made up</h1><p>Room 1 of the hotel</p></body></html>"
    assert not nexis.is_export(page, name="page.html")


def test_the_outlet_below_a_copyright_that_is_wrapped():
    top = (
        "Copyright 2022 The Made-Up Company of Nowhere and Elsewhere, LLC d/b/a\r\n"
        "                 Made-Up Digital\r\n            All Rights Reserved\r\n\r\n"
    )
    outlet = ARTICLES[1].outlet.center(78).encode()
    found, said = read(classic_txt().replace(outlet, top.encode() + outlet, 1), "export.txt")
    assert not said
    check(found)


@pytest.mark.parametrize("make", [classic_txt, uni_docx])
def test_an_abstract_before_the_full_text_is_no_text(make):
    made = ARTICLES[0]._replace(
        paragraphs=("ABSTRACT", "The made-up bridge.", "FULL TEXT", *ARTICLES[0].paragraphs)
    )
    found, said = read(make((made, *ARTICLES[1:])))
    assert not said
    check(found)


def test_links_to_pictures_are_no_title_and_no_text():
    made = [one._replace(paragraphs=(*one.paragraphs, "Link zum PDF-Dokument")) for one in ARTICLES]
    found, said = read(uni_docx(made, "de"))
    assert not said
    check(found)


CLASSIC = """                               1 of 1 DOCUMENTS


                          Made-Up Post

{day}

A made-up protest

BYLINE: By MO ROE

LENGTH: {length} words

{body}

LOAD-DATE: January 7, 2022

LANGUAGE: ENGLISH

Copyright 2022 Made-Up Post
"""
DAY = "January 6, 2022 Thursday"
SAID = "The people in the made-up streets ask for lower prices, and who is to blame for it?"


def classic_of(lines, length=None, day=DAY):
    body = "\n\n".join(lines)
    content = CLASSIC.format(day=day, length=length or len(body.split()), body=body).encode()
    (one,) = kinds.read(content, name="a.txt")
    return one


def uni_of(make):
    def made(lines):
        articles = [ARTICLES[0], ARTICLES[1]._replace(paragraphs=tuple(lines))]
        return read(make(articles, listed=articles))[0][1]

    return made


SPEAKERS = [
    ("JANE DOE, HOST", "JOHN ROE"), ("Q", "A"), ("JANE DOE (voice-over)", "MR. ROE"),
    ("NOWHERE", "ELSEWHERE"), ("Interviewer", "Minister"),
]  # fmt: skip


@pytest.mark.parametrize("make", [classic_of, uni_of(uni_docx), uni_of(uni_rtf)])
@pytest.mark.parametrize("speakers", SPEAKERS)
def test_a_transcript_keeps_every_word(make, speakers):
    lines = [f"{speakers[i % 2]}: {SAID if i % 3 else 'No, no.'}" for i in range(7)]
    one = make(lines)
    assert one.text.split("\n") == lines


def test_a_place_before_a_colon_is_no_label():
    one = classic_of([f"NOWHERE: {SAID}", SAID])
    assert one.text.split("\n") == [f"NOWHERE: {SAID}", SAID]


def test_labels_that_are_not_known_are_labels_still():
    one = classic_of(["SERIES: Made up", SAID, SAID])
    assert "SERIES" not in one.text and one.text.split("\n") == [SAID, SAID]


@pytest.mark.parametrize(
    ("stated", "doubt"), [(17, False), (21, False), (22, True), (14, False), (13, True)]
)
def test_a_stated_length_is_held_against_what_was_read(stated, doubt):
    one = classic_of([SAID], length=stated)
    assert len(one.text.split()) == 17
    assert any(f"{stated} words are stated, and 17 were read" in w for w in one.warnings) == doubt


@pytest.mark.parametrize(
    "day",
    [
        f"{DAY}\n\nCorrection Appended",
        f"Correction Appended\n\n{DAY}",
        f"{DAY} Correction Appended",
    ],
)
def test_a_correction_appended_loses_neither_day_nor_outlet_nor_title(day):
    one = classic_of([SAID], day=day)
    assert (one.outlet, one.published, one.title) == (
        "Made-Up Post", "2022-01-06", "A made-up protest",
    )  # fmt: skip
