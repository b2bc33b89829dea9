"""Plain text and Markdown, with front matter and without. Every article here is made up."""

import pytest

from helpers.intake import plain

BODY = """\
Crowds gathered on the made-up bridge on Wednesday and asked for lower tolls, which had been doubled
at the beginning of the invented year without any notice to the drivers of the invented town.

“We will not pay,” said a made-up driver. The made-up council meets on Friday to talk about it."""
PARAGRAPHS = [" ".join(block.split()) for block in BODY.split("\n\n")]


def read(text, name="article.txt"):
    (article,) = plain.read(text.encode() if isinstance(text, str) else text, name=name)
    return article


@pytest.mark.parametrize(
    "matter",
    [
        "---\ntitle: Made-up protest\ndate: 2022-01-05\noutlet: Made-Up Post\nauthor: Made-Up Roe\n"
        "url: https://made-up.example/a?utm_source=x\nlang: en\nlicense: CC-BY-4.0\n---\n",
        "+++\ntitle = \"Made-up protest\"\ndate = 2022-01-05T10:00:00Z\nsource = 'Made-Up Post'\n"
        'authors = "Made-Up Roe"\nurl = "https://made-up.example/a"\nlanguage = "en"\n'
        'license = "CC-BY-4.0"\n+++\n\n',
        '---\ntitle: "Made-up protest"\nsource: "https://made-up.example/a"\nsite: Made-Up Post\n'
        'author:\n  - "[[Made-Up Roe]]"\npublished: 2022-01-05\ncreated: 2023-06-07\n'
        "locale: en_GB\nrights: CC-BY-4.0\ntags: [a, b]\n---\n",
        "Title: Made-up protest\nDate: 5 January 2022\nPublication: Made-Up Post\nBy: Made-Up Roe\n"
        "Link: https://made-up.example/a\nLanguage: English\nLicence: CC-BY-4.0\n\n",
        "\ufeff---\r\nheadline: Made-up protest\r\npublished: Jan 5, 2022\r\n"
        "newspaper: Made-Up Post\r\ncreator: {name: Made-Up Roe}\r\n"
        "permalink: https://made-up.example/a\r\nlanguage: en\r\nlicense: CC-BY-4.0\r\n...\r\n",
    ],
)
def test_front_matter_of_several_kinds(matter):
    one = read(matter + BODY)
    assert (one.title, one.outlet, one.byline) == ("Made-up protest", "Made-Up Post", "Made-Up Roe")
    assert (one.published, one.published_from, one.precision) == ("2022-01-05", "page", "day")
    assert (one.url, one.language, one.license) == ("https://made-up.example/a", "en", "CC-BY-4.0")
    assert one.text.split("\n") == PARAGRAPHS and not one.warnings
    assert one.found["title"] == "front matter" and one.source == "article.txt"


def test_front_matter_that_is_no_yaml_is_read_line_by_line():
    one = read(f"---\ntitle: Protest: a made-up one\ndate: 2022-01-05\nbad: [1\n---\n{BODY}")
    assert one.title == "Protest: a made-up one" and one.published == "2022-01-05"
    assert any("not well formed" in w for w in one.warnings)
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\ntitle: Made-up\n"
    assert read(f"---\n{bomb}---\n{BODY}").title == "Made-up"


def test_norwegian_is_not_false():
    assert read(f"---\ntitle: Made-up\nlanguage: no\n---\n{BODY}").language == "no"


def test_markdown_marks_are_off():
    text = (
        "---\ndate: 2022-01-05\n---\n# A made-up *protest*\n\n![a picture](p.png)\n\n## Heading\n\n"
        "Some **bold** and _slanted_ [link](https://made-up.example/b) words, snake_case in.\n\n"
        "> Quoted words of a made-up man\n\n- one\n- two\n\n---\n\n[[Page|Wiki]] link \\*star\\*.\n"
    )
    one = read(text, "article.md")
    assert one.title == "A made-up protest"
    assert one.text.split("\n") == [
        "Heading", "Some bold and slanted link words, snake_case in.",
        "Quoted words of a made-up man", "one", "two", "Wiki link *star*.",
    ]  # fmt: skip


def test_a_heading_is_the_title_of_markdown_without_front_matter():
    one = read(
        f"# Made-up protest over tolls\n\nBy Made-Up Roe\n\n5 January 2022\n\n{BODY}", "a.md"
    )
    assert one.title == "Made-up protest over tolls" and one.published == "2022-01-05"
    assert one.byline == "Made-Up Roe" and one.text.split("\n") == PARAGRAPHS


def test_a_masthead_is_told_from_the_headline():
    head = "Made-Up Post\n\nNews from nowhere\n\nMade-up drivers protest on an invented bridge\n\n"
    one = read(f"{head}5 January 2022\n\nBy Made-Up Roe\n\n4 min read\n\n{BODY}\n\nALSO READ: More")
    assert one.outlet == "Made-Up Post" and one.published == "2022-01-05"
    assert one.title == "Made-up drivers protest on an invented bridge"
    assert one.text.split("\n") == PARAGRAPHS
    assert any("read from the first line: 'Made-Up Post'" in w for w in one.warnings)


def test_a_text_that_states_nothing_is_given_as_it_is():
    one = read(BODY)
    assert one.text.split("\n") == PARAGRAPHS
    assert (one.outlet, one.published, one.title, one.url) == ("", "", "", "")
    assert "no date of publication found" in one.warnings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_encodings(encoding):
    text = "Выдуманный протест на мосту из-за платы\n\nВыдуманные водители собрались на мосту. " * 3
    one = read(text.encode(encoding))
    assert one.language == "ru" and one.title == "Выдуманный протест на мосту из-за платы"
