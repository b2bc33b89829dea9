"""An article is shown whole, with its marks, and nothing in it comes alive."""

import html
import re

import pandas as pd
import pytest
from made_up_hostile import HOSTILE

from helpers import corpus, explore, frames
from helpers.errors import InputError

SOURCE = (
    "Fuel prices rose in the made-up town on Wednesday. “These are terrorist groups,” the made-up "
    "president said. Officials said that law enforcement would hold the square. Crowds gathered "
    "again in the evening, and the shops of the old town stayed closed until the next morning."
)
SPUN = SOURCE.replace("law enforcement", "regulation enforcement").replace("town", "city")
LEXICON = frames.lexicon({"costs": ["fuel price*"], "threat": ["terrorist group*"]}, language="en")
PLAIN = {*"div span mark sup p h3 h4 a table tr th td caption code b".split()}  # noqa: SIM905


@pytest.fixture
def two():
    table = pd.DataFrame(
        {
            "text": [SOURCE, SPUN],
            "outlet": ["Made-Up Wire", "Made-Up Mirror"],
            "published": pd.to_datetime(["2022-01-05", "2022-01-06"]),
            "language": "en",
            "title": ["Prices", "Costs"],
            "url": ["https://made-up.example/a", "javascript:alert(1)"],
        },
        index=["a", "b"],
    )
    study = corpus.from_frame(table)
    return study.replace(families=pd.DataFrame({"family": ["a", "a"]}, study.articles.index))


def words(page):
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def body(page, number=0):
    return re.findall(r'<div class="body"[^>]*>(.*?)</div>', page, re.S)[number]


def test_the_whole_text_stands_there_in_its_order(two):
    page = explore.read(two, "a", LEXICON).html
    plain = re.sub(r"<sup>.*?</sup>", "", body(page))
    assert words(plain) == two.texts["a"]


def test_frames_and_voices_are_marked_where_they_are(two):
    page = body(explore.read(two, "a", LEXICON).html)
    assert re.search(r"<mark[^>]*costs: fuel price\*[^>]*>Fuel prices</mark><sup>costs</sup>", page)
    quoted = re.search(r'<span class="quoted" title="quoted[^"]*">(.*?)</span>', page, re.S)[1]
    assert "These are" in words(quoted)
    assert "threat" in page and 'class="reported"' in page


def test_the_copy_stands_beside_its_source_with_swapped_words_marked(two):
    page = explore.read(two, "b", LEXICON).html
    assert "The text it comes from" in page
    own, other = body(page, 0), body(page, 1)
    assert re.search(r'class="swapped" title="the other text has: law">(<[^>]*>)?regulation<', own)
    assert re.search(
        r'class="swapped" title="the other text has: regulation">(<[^>]*>)?law<', other
    )
    assert "The text it comes from" not in explore.read(two, "a", LEXICON).html


def test_speakers_are_named(two):
    page = explore.read(two, "a", LEXICON).html
    assert "Who is quoted or reported" in page and "president" in words(page)


def test_an_article_as_counts_says_how_to_fetch_its_text(loaded):
    lexicon = frames.read(loaded.lexicon)
    article_id = loaded.articles.index[0]
    page = explore.read(loaded, article_id, lexicon).html
    assert f"python -m helpers fetch {article_id}" in page
    assert "Hits of the lexicon" in page and "unquoted" in page


def test_one_file_that_needs_nothing(two, tmp_path):
    explore.read(two, "a", LEXICON).save(tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text("utf-8")
    assert page.startswith("<!doctype html>") and "default-src 'none'" in page
    assert not re.search(r"<script|<link|src=", page)


@pytest.mark.parametrize("evil", HOSTILE)
def test_nothing_comes_alive(evil):
    table = pd.DataFrame(
        {
            "text": [f"Fuel prices rose. “{evil} terrorist groups,” {evil} said. {evil}"],
            "outlet": evil, "title": evil, "language": "en", "url": evil, "origin": evil,
        },
        index=["a"],
    )  # fmt: skip
    with pytest.warns(UserWarning):
        page = explore.read(corpus.from_frame(table), "a", LEXICON).html
    inner = page.partition("</style>")[2]
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", inner))
    assert tags <= PLAIN
    assert not re.search(r"<[^>]+\son\w+=", inner) and "javascript:" not in " ".join(
        re.findall(r'href="([^"]*)"', inner)
    )


def test_an_article_that_is_not_there(two):
    with pytest.raises(InputError, match="no article 'nobody'"):
        explore.read(two, "nobody", LEXICON)
