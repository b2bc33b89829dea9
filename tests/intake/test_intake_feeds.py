"""Feeds: full texts and summaries told apart, days as written, broken feeds counted."""

import made_up_files as made
import pytest

from helpers.errors import InputError
from helpers.intake import feeds

WITH_ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<rss version='2.0'><channel><item><title>&x;</title></item></channel></rss>"
)


def read(content):
    return list(feeds.read(content, name="made-up.xml"))


def test_full_text_title_day_and_address():
    (article,) = read(made.rss([made.ITEM + made.FULL]))
    assert article.title == made.TITLE
    assert article.outlet == "Made-Up Paper"
    assert article.byline == "Made-Up Reporter"
    assert article.url == "https://made-up.example/ferry"
    assert (article.published, article.published_from) == ("2022-01-05", "page")
    assert article.language == "en"
    assert article.text.splitlines() == list(made.PARAGRAPHS)
    assert article.warnings == ()


def test_a_summary_is_yielded_with_a_warning():
    (article,) = read(made.rss([made.ITEM]))
    assert article.text == "A ferry runs."
    assert any("only a summary" in warning for warning in article.warnings)


def test_atom_and_its_day_of_publication_not_of_change():
    (article,) = read(made.ATOM)
    assert article.published == "2022-01-05"
    assert article.text.splitlines() == list(made.PARAGRAPHS)
    (article,) = read(made.ATOM.replace(b"published>", b"made-up>"))
    assert article.published == ""
    assert any("only of a change (2022-02-01" in warning for warning in article.warnings)


def test_an_item_without_a_day_has_none():
    (article,) = read(made.rss(["<title>Made up</title><description>Text.</description>"]))
    assert article.published == "" and "no date of publication" in article.warnings


def test_a_broken_feed_gives_what_it_has_and_says_what_is_missing():
    whole = made.rss([made.ITEM.replace("ferry", f"ferry{n}") + made.FULL for n in range(10)])
    found = []
    with pytest.raises(InputError, match=r"10 items begin|\d items begin"):
        for article in feeds.read(whole[: len(whole) * 2 // 3] + b"<item><", name="made-up.xml"):
            found.append(article)
    assert len(found) >= 5


@pytest.mark.parametrize(
    "content",
    [b"", b"plain words", made.page(), b"/etc/passwd", b"file:///etc/passwd", b'{"a": 1}'],
)
def test_what_is_no_feed_is_refused_and_never_opened(content):
    with pytest.raises(InputError, match=r"made-up\.xml"):
        read(content)


def test_entities_are_refused():
    with pytest.raises(InputError, match="entities"):
        read(WITH_ENTITY)
    with pytest.raises(InputError, match="entities"):
        read(WITH_ENTITY.decode().encode("utf-16"))


def test_markup_in_titles_is_text_only():
    item = made.ITEM.replace(made.TITLE, "Ferry &lt;script&gt;alert(1)&lt;/script&gt; runs")
    (article,) = read(made.rss([item]))
    assert "<script" not in article.title and "Ferry" in article.title


def test_rss_1_states_the_day_as_dc_date():
    item = "<item><title>Made up</title><link>https://made-up.example/a</link><description>x"
    content = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Made-Up News</title></channel>{item}</description>"
        "<dc:date>2022-01-05T22:10:00+01:00</dc:date></item></rdf:RDF>"
    )
    (article,) = feeds.read(content.encode(), name="feed.rdf")
    assert article.published == "2022-01-05" and article.outlet == "Made-Up News"


def test_the_full_text_of_feeds_for_yandex_and_what_wordpress_adds():
    content = (
        '<rss version="2.0" xmlns:yandex="http://news.yandex.ru" xmlns:content='
        '"http://purl.org/rss/1.0/modules/content/"><channel><title>Made-Up News</title>'
        "<item><title>Tolls &amp;amp; ferries</title><description>Short.</description>"
        "<yandex:full-text>A made-up text.\nA second paragraph.</yandex:full-text></item><item>"
        "<title>Two</title><content:encoded>&lt;p&gt;A made-up text.&lt;/p&gt;&lt;p&gt;The post "
        "Two appeared first on Made-Up News.&lt;/p&gt;</content:encoded></item></channel></rss>"
    )
    first, second = feeds.read(content.encode(), name="feed.xml")
    assert first.text == "A made-up text.\nA second paragraph." and first.title == "Tolls & ferries"
    assert second.text == "A made-up text."
