"""Exports of archives that are text, as made-up ones in each layout; mails; and the guard."""

import gzip

import pytest
from made_up_archives import LAYOUTS, MAIL, MBOX, NUMBERS, TITLES, factiva_codes
from made_up_exports import text_of

from helpers.errors import InputError
from helpers.intake import guard, kinds, references


def read(text, name="export.txt", **how):
    content = text if isinstance(text, bytes) else text.encode()
    return list(kinds.read(content, name=name, how=kinds.How(**how)))


def unread(text, name="export.txt", **how):
    """What can be read, and the message about what cannot."""
    found = []
    try:
        content = text if isinstance(text, bytes) else text.encode()
        for article in kinds.read(content, name=name, how=kinds.How(**how)):
            found.append(article)
    except InputError as error:
        return found, str(error)
    return found, ""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_article_with_its_fields_and_its_whole_text(layout):
    found = read(LAYOUTS[layout])
    assert [one.title for one in found] == TITLES
    assert {one.outlet for one in found} == {"Made-Up Post"}
    assert [one.published for one in found] == [f"2022-01-0{5 + i}" for i in NUMBERS]
    for i, one in enumerate(found):
        assert one.text.split("\n") == [text_of(i), "The rest of it, which is made up."]
        assert one.published_from == "page" and one.source == f"export.txt#{i + 1}"


@pytest.mark.parametrize("layout", ["factiva, article, text", "genios"])
def test_an_export_that_breaks_off_says_so(layout):
    whole = LAYOUTS[layout]
    found, said = unread(whole[: int(len(whole) * 0.9)])
    assert len(found) >= 2 and "breaks off" in said


def test_a_stated_length_is_held_against_the_text():
    found = read("".join(factiva_codes(i, 300 if i == 1 else None) for i in NUMBERS))
    said = [any("300 words are stated" in w for w in one.warnings) for one in found]
    assert said == [False, True, False]


def test_a_mail_gives_subject_day_sender_and_decoded_text():
    (one,) = read(MAIL, "a.eml")
    assert one.title == "Erfundene Größe" and one.outlet == "Made-Up Letter"
    assert one.published == "2022-01-05" and one.text.endswith("so long that it is broken.")
    assert any("a mail" in warning for warning in one.warnings)
    assert [a.source for a in read(MBOX, "a.mbox")] == ["a.mbox#1", "a.mbox#2"]
    assert "hold no text" in unread(MAIL.split("--x")[0] + "--x--\n", "a.eml")[1]


FAR = "Words of a made-up text that stands between two lines. " * 8
MANY = {
    "end lines": "".join(f"{t}\n\n{FAR}\n\nEnd of document\n\n" for t in TITLES),
    "lines of marks": "".join(f"{t}\n\n{FAR}\n\n{'=' * 40}\n\n" for t in TITLES),
    "labelled days": "".join(
        f"{t}\nDay: 2022-01-0{i + 1}\n\n{FAR}\n\n" for i, t in enumerate(TITLES)
    ),
    "days": "".join(f"{t}\n\n{i + 1} January 2022\n\n{FAR}\n\n" for i, t in enumerate(TITLES)),
}


@pytest.mark.parametrize("kind", MANY)
def test_what_looks_like_many_articles_is_refused_unless_it_is_said_to_be_one(kind):
    found, said = unread(MANY[kind], "some.txt")
    assert not found and "looks like an export of about 3 articles" in said
    assert len(read(MANY[kind], "some.txt", one_article=True)) == 1


def test_too_many_words_for_one_article_are_refused():
    long = "A made-up title\n\n" + ("Words of one made-up line.\n\n" * 2001)
    assert "more than one article (10,00" in unread(long, "some.txt")[1]
    assert not unread(long.replace("Words of one made-up line.\n\n", "", 10), "some.txt")[1]


def test_an_archive_of_an_unknown_layout_is_named():
    text = MANY["end lines"] + "\nSource: NewsBank\n"
    assert "of NewsBank, in a layout that is not known" in unread(text, "some.txt")[1]


@pytest.mark.parametrize(
    "lines",
    [
        ["A title", "5 January 2022", FAR, "6 January 2022"],
        ["JANE DOE: " + FAR, "JOHN ROE: " + FAR, "JANE DOE: " + FAR],
        ["A title", "10:20", FAR, "10:30", FAR, "10:40", FAR],
        ["Published: 5 January 2022", "Updated: 6 January 2022", FAR],
        ["***", FAR, "***", FAR, "***"],
        ["A title", *["1 January 2022", "A few words of a list.", "2 January 2022"] * 4],
        ["A title", *["The end of a verse", "A few words of a song."] * 4],
    ],
)
def test_one_article_is_let_through(lines):
    guard.check(lines, "some.txt")


def test_a_picture_in_an_rtf_leaves_no_bytes_and_takes_no_text():
    picture = b"}{\\par" + bytes(range(256)) * 4
    head = b"{\\rtf1\\ansi The first made-up paragraph.\\par {\\pict\\jpegblip\\bin%d " % len(
        picture
    )
    (one,) = read(head + picture + b"}\\par The last made-up paragraph.}", "a.rtf")
    assert one.text.endswith("The last made-up paragraph.") and "first" in one.title + one.text
    assert "\x07" not in one.text and len(one.text) < 80


def test_what_only_begins_like_references_is_refused():
    with pytest.raises(InputError, match="holds no reference"):
        list(references.read(b"@nothing", name="a.bib"))


def test_a_gzip_of_an_export_is_read():
    assert len(read(gzip.compress(LAYOUTS["proquest"].encode()), "a.txt.gz")) == 3
