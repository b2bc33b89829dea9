"""The lead between headline and body, which extractors lose; pages are made up."""

import pytest

from helpers.intake.pages import page

LEAD = "The head of a made-up country blames armed groups for days of protests over fuel prices."
BODY = "".join(
    f"<p>On day {i} the people of the made-up town met on the square before the town hall, and "
    "the police stood by while the speakers took turns at the microphone.</p>" for i in range(8)
)  # fmt: skip
DESCRIBED = f'<meta name="description" content="{LEAD}">'


def read(between, head="", body=BODY):
    source = (
        f"<html lang=en><head><meta charset=utf-8><title>Protests reach the town</title>{head}"
        f"</head><body><article><h1>Protests reach the town</h1>{between}"
        f'<div class="article-body">{body}</div></article></body></html>'
    )
    return page.read(source.encode(), name="made-up.html")


@pytest.mark.parametrize(
    "markup",
    [
        '<p class="standfirst">{}</p>', '<div class="lead">{}</div>',
        '<h2 class="subtitle">{}</h2>', '<p class="c-Vorspann">{}</p>',
        '<div class="article__sommario"><p>{}</p></div>',
        '<p class="chapo">{}</p>', '<p data-testid="standfirst">{}</p>',
        '<p id="articleLead">{}</p>',
        '<h2 class="dek-1 sub-title">{}</h2>', '<div class="lid"><strong>{}</strong></div>',
    ],
)  # fmt: skip
def test_a_marked_lead_is_the_first_paragraph(markup):
    text = read(markup.format(LEAD)).text.split("\n")
    assert text.count(LEAD) == 1 and text[0] == LEAD and len(text) == 9


@pytest.mark.parametrize("markup", ["<h2>{}</h2>", '<div class="x9"><p>{}</p></div>', "<p>{}</p>"])
@pytest.mark.parametrize("cut", [len(DESCRIBED), 70])
def test_what_the_description_says_is_a_lead(markup, cut):
    head = DESCRIBED if cut > 100 else f'<meta property="og:description" content="{LEAD[:70]}">'
    text = read(markup.format(LEAD), head).text.split("\n")
    assert text.count(LEAD) == 1 and text[0] == LEAD


@pytest.mark.parametrize(
    "between",
    [
        f'<figure><figcaption class="lead">{LEAD}</figcaption></figure>',
        f'<p class="lead"><a href="/other">{LEAD}</a></p>',
        f'<div class="photo-caption"><p class="intro">{LEAD}</p></div>',
        f'<aside><p class="summary">{LEAD}</p></aside>',
        f'<div class="related-teasers"><p class="excerpt">{LEAD}</p></div>',
        "<p class='lead'>By Mo Roe</p>",
    ],
)
def test_no_caption_byline_or_link_is_a_lead(between):
    text = read(between).text.split("\n")
    assert LEAD not in text and len(text) == 8


def test_a_lead_that_the_text_holds_already_stands_once():
    text = read("", DESCRIBED, f"<p>{LEAD}</p>{BODY}").text.split("\n")
    assert text.count(LEAD) == 1 and len(text) == 9


def test_a_page_saved_with_singlefile_tells_its_address():
    source = (
        "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: "
        "https://made-up.example/a/b \n saved date: x\n--><meta charset=utf-8><title>x</title>"
        f"<h1>Protests reach the town</h1>{BODY}"
    )
    assert page.read(source.encode(), name="x.html").url == "https://made-up.example/a/b"
