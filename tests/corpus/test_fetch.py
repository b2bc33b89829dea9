"""Fetching texts politely; the web here is made up."""

import shutil
from dataclasses import replace

import pytest
from test_extend import ARTICLE, BODY

from helpers import corpus
from helpers.corpus import extend, fetch
from helpers.errors import InputError
from helpers.web.client import Page, Unreachable
from helpers.words import counts

PAGE = (
    "<html lang=en><head><title>Made-up toll protest</title></head><body><article><h1>Made-up toll "
    "protest</h1>{}</article></body></html>"
)
WHOLE = PAGE.format("".join(f"<p>{part}.</p>" for part in BODY.split(". ")))
CONSENT = PAGE.format(
    "<p>We value your privacy. Choose which cookies this made-up site may set.</p>" * 4
)
ARCHIVED = "https://web.archive.org/web/20220105id_/"


class MadeUpWeb:
    """Answers by address; remembers what was asked and how long was waited."""

    def __init__(self, answers):
        self.answers, self.asked, self.slept = answers, [], []

    def get(self, url):
        self.asked.append(url)
        answer = self.answers.get(url, 404)
        answer = answer.pop(0) if isinstance(answer, list) else answer
        if isinstance(answer, Exception):
            raise answer
        status, body = (answer, "") if isinstance(answer, int) else (200, answer)
        return Page(url, status, {"retry-after": "7"} if status == 429 else {}, body.encode())


@pytest.fixture
def folder(tmp_path):
    """Three articles of two made-up hosts, whose texts are not there."""
    place = tmp_path / "corpus"
    hosts = ("a.example/1", "a.example/2", "b.example/1")
    extend.add(
        [
            replace(
                ARTICLE, outlet=f"Made-Up {n}", url=f"https://{host}", text=f"{BODY} {n} {host}"
            )
            for n, host in enumerate(hosts)
        ],
        place,
    )
    shutil.rmtree(place / "private")
    return place


def run(folder, answers, **options):
    made_up = MadeUpWeb(answers)
    found = fetch.texts(folder, get=made_up.get, sleep=made_up.slept.append, **options)
    return found, made_up


def test_texts_are_kept_privately_and_not_asked_for_again(folder):
    answers = {f"https://{host}": WHOLE for host in ("a.example/1", "a.example/2", "b.example/1")}
    found, made_up = run(folder, answers)
    assert found["status"].tolist() == ["kept"] * 3
    assert (found["cosine"] > 0.9).all()
    texts = corpus.texts(folder, found["article_id"], source="private")
    assert all("Crowds gathered on the bridge" in body for body in texts.values())
    pages = [url for url in made_up.asked if not url.endswith("robots.txt")]
    assert pages == ["https://a.example/1", "https://b.example/1", "https://a.example/2"]
    assert made_up.asked.count("https://a.example/robots.txt") == 1
    assert len(made_up.slept) >= 3  # between two requests to one host
    assert run(folder, answers)[1].asked == []


def test_a_notice_is_no_article_and_an_archive_is_asked(folder):
    answers = {"https://a.example/1": CONSENT, f"{ARCHIVED}https://a.example/1": WHOLE}
    answers |= {"https://a.example/2": CONSENT}
    found, _ = run(folder, answers)
    assert found["status"].tolist() == ["kept", "another text", "not had"]
    assert "other words than those counted" in found["reason"][1]
    assert "status 404" in found["reason"][2]


def test_robots_patience_and_what_fails(folder):
    answers = {
        "https://a.example/robots.txt": "User-agent: *\nDisallow: /2\n",
        "https://a.example/1": [429, 429, WHOLE],
        "https://a.example/2": WHOLE,
        "https://b.example/1": Unreachable("https://b.example/1: no answer in time"),
    }
    found, made_up = run(folder, answers, archive=False)
    assert found["status"].tolist() == ["kept", "not had", "not had"]
    assert made_up.slept.count(7) == 2
    assert "robots.txt asks not to" in found["reason"][1]
    assert "https://a.example/2" not in made_up.asked
    assert "no answer in time" in found["reason"][2]
    again, later = run(folder, answers, archive=False)
    assert again["status"].tolist() == ["not had", "not had"]
    assert "https://b.example/1" not in later.asked  # it has just been tried


def test_an_article_without_an_address_and_an_unknown_one(folder):
    extend.add([replace(ARTICLE, url="", outlet="Made-Up 9")], folder)
    name = corpus.load(folder).articles.index[-1]
    (folder / "private" / f"{name}.txt").unlink()
    found, _ = run(folder, {}, article_ids=[name])
    assert found["status"].tolist() == ["no address"]
    with pytest.raises(InputError, match="has no article nobody"):
        run(folder, {}, article_ids=["nobody"])


@pytest.mark.parametrize(("same", "kept"), [(7, True), (5, False)])
def test_a_page_with_six_tenths_of_the_words_is_the_article(made_up, same, kept):
    """Cosine of ten words each: the number of words in common over ten."""
    counted = counts.from_texts({"one": " ".join(f"word{i}" for i in range(10))})
    body = " ".join([f"word{i}" for i in range(same)] + [f"other{i}" for i in range(10 - same)])
    like = fetch._likeness("one", body, counted)
    assert like == pytest.approx(same / 10) and (like >= fetch.LIKE) == kept
