"""Web archives: every page recorded, with its address, and what is missing said and counted."""

import io

import made_up_files as made
import pytest
from warcio.warcwriter import WARCWriter

from helpers.errors import InputError
from helpers.intake.pages import warc

URLS = [f"https://made-up.example/2022/{number}" for number in range(5)]
PAGES = {url: made.page(title=f"Made-up ferry number {url[-1]} runs") for url in URLS}


def until_error(content):
    """Articles, and what the InputError at the end says, "" where there is none."""
    articles = []
    try:
        for article in warc.read(content, name="made-up.warc"):
            articles.append(article)
    except InputError as error:
        return articles, str(error)
    return articles, ""


@pytest.mark.parametrize("gz", [False, True])
def test_every_page_with_its_address(gz):
    articles, said = until_error(made.warc(PAGES, gz=gz))
    assert [article.url for article in articles] == URLS
    assert articles[3].title == "Made-up ferry number 3 runs"
    assert articles[3].published == "2022-01-05"
    assert articles[3].source == "made-up.warc#4"
    assert said == ""


def test_other_records_are_passed_over():
    pictures = made.warc({URLS[0]: b"\x89PNG"}, kind="image/png")
    gone = made.warc({URLS[1]: made.page()}, status="404 Not Found")
    empty = made.warc({URLS[0]: b"", URLS[1]: b"\r\n"})  # frames, robots.txt
    articles, said = until_error(pictures + gone + empty + made.warc({URLS[2]: made.page()}))
    assert [article.url for article in articles] == [URLS[2]]
    assert said == ""


def test_the_encoding_that_the_server_states_is_heeded():
    page = made.page("Паром на остров снова ходит", ("Паром на вымышленный остров ходит.",) * 3)
    page = page.decode().encode("koi8-r")
    ((article,), _) = until_error(made.warc({URLS[0]: page}, kind="text/html; charset=koi8-r"))
    assert article.title == "Паром на остров снова ходит"


@pytest.mark.parametrize("gz", [False, True])
def test_an_archive_cut_anywhere_within_a_record_says_so(gz):
    """Cut at the border of two records, nothing tells that more was there."""
    each = [made.warc({url: page}, gz=gz) for url, page in PAGES.items()]
    content, first = b"".join(each), len(each[0])
    second = first + len(each[1])
    ends = [*range(11, first - 4, 23), *range(first + 1, second - 4, 23)]
    said = {end: until_error(content[:end]) for end in ends}
    assert not [end for end, (_, error) in said.items() if not error]
    articles, error = until_error(content[: len(content) - 100])
    assert len(articles) == 5 and "record 5 lacks" in error
    assert any("this page lacks" in warning for warning in articles[-1].warnings)
    assert not any("lacks" in warning for warning in articles[-2].warnings)


def test_a_page_that_cannot_be_read_is_named_and_the_others_are_there():
    content = made.warc({URLS[0]: b"no markup at all", URLS[1]: made.page()})
    articles, said = until_error(content)
    assert [article.url for article in articles] == [URLS[1]]
    assert "made-up.warc#1" in said and "1 articles were read" in said


def test_a_gzip_bomb_in_a_record_is_not_unpacked():
    content = made.warc({URLS[0]: b"<p>" + b" " * 60_000_000, URLS[1]: made.page()}, gz=True)
    articles, said = until_error(content)
    assert [article.url for article in articles] == [URLS[1]]
    assert "MB is more than a news page has" in said


def test_what_is_no_archive_is_refused():
    for content in (b"", b"plain words\n", made.gzipped(b"plain words"), made.page()):
        articles, said = until_error(content)
        assert articles == [] and "made-up.warc" in said


def test_plain_pages_saved_as_resources_are_read():
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=False)
    record = writer.create_warc_record(
        URLS[0], "resource", payload=io.BytesIO(made.page()), warc_content_type="text/html"
    )
    writer.write_record(record)
    ((article,), _) = until_error(stream.getvalue())
    assert article.title == made.TITLE
