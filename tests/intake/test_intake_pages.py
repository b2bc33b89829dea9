"""Pages: title, day and text of made-up ones in many languages and layouts, and single cases.

The rates are measured over pages put together at random (made_up_pages), whose failures the
message of a failed test names; the single cases are what such pages taught.
"""

from collections import Counter

import made_up_pages as made
import pytest

from helpers.errors import InputError
from helpers.intake.pages import extract
from helpers.intake.pages import page as pages

N, LEAST = 300, 0.95


@pytest.fixture(scope="module")
def read():
    """(made-up Page, the Article read from it), for pages that state their day."""
    return [(page, pages.read(page.content, url=page.url)) for page in made.pages(N)]


def rate(read, is_right):
    """Share of pages that are right, and those that are not, by layout and language."""
    wrong = [page for page, article in read if not is_right(page, article)]
    named = Counter(f"{page.language}, {page.layout}" for page in wrong)
    return 1 - len(wrong) / len(read), named.most_common()


def test_titles(read):
    share, wrong = rate(read, lambda page, article: article.title == page.title)
    assert share >= LEAST, wrong


def test_days(read):
    share, wrong = rate(read, lambda page, article: article.published == page.day)
    assert share >= LEAST, wrong


def test_a_wrong_day_is_rarer_than_none(read):
    share, wrong = rate(read, lambda page, article: article.published in ("", page.day))
    assert share >= 0.99, wrong


def test_texts_are_whole_and_hold_little_else(read):
    def is_whole(page, article):
        text = article.text.replace("\n", " ")
        return all(paragraph in text for paragraph in page.paragraphs)

    def is_clean(page, article):
        return len(article.text) < 1.7 * len(" ".join(page.paragraphs))

    for is_right in (is_whole, is_clean):
        share, wrong = rate(read, is_right)
        assert share >= LEAST, wrong


def test_every_language_and_layout_is_mostly_right(read):
    """A rate over all could hide one that never works."""
    for kind in ("language", "layout"):
        right, n = Counter(), Counter()
        for page, article in read:
            n[getattr(page, kind)] += 1
            right[getattr(page, kind)] += article.published == page.day
        assert not [name for name in n if right[name] < 0.7 * n[name]]


def test_pages_that_state_no_day_have_none_and_say_so():
    read = [(page, pages.read(page.content, url=page.url)) for page in made.undated(80)]
    share, wrong = rate(read, lambda page, article: not article.published and article.warnings)
    assert share >= 0.97, wrong


PARAGRAPH = (
    "The ferry to the invented island runs again, its company said in a notice on Monday. " * 3
)


def one(body="", head="", url="https://made-up.example/a", lang="en", **options):
    html = f'<html lang="{lang}"><head>{head}</head><body>{body}<p>{PARAGRAPH}</p></body></html>'
    return pages.read(html.encode(), url=url, **options)


TITLE = "<h1>The invented ferry runs</h1>"


@pytest.mark.parametrize(
    ("body", "lang", "day"),
    [
        (f"{TITLE}<p>Published: 5 January 2022. Updated: 7 January 2022</p>", "en", "2022-01-05"),
        (f"{TITLE}<p>Updated: 7 January 2022</p>", "en", ""),
        (f"{TITLE}<p>01/05/2022</p>", "en", ""),  # of a host without country
        (f"{TITLE}<p>01/05/2022</p>", "en-US", "2022-01-05"),
        (f"{TITLE}<p>01/05/2022</p>", "fr", "2022-05-01"),
        (f"{TITLE}<p>Edited by Made Up, 5 January 2022</p>", "en", "2022-01-05"),
        (f"{TITLE}<p>3 hours ago</p>", "en", ""),
        (f"{TITLE}<p>5 января, 14:05</p>", "ru", ""),
        (f"{TITLE}<a href='/2022/'>14:05, 5 января 2022</a>", "ru", "2022-01-05"),
        (f"{TITLE}<div>Oluşturulma: Ocak 05, 2022 10:30</div>", "tr", "2022-01-05"),
        (f"{TITLE}<li>15 دي 1400 - 10:30</li>", "fa", "2022-01-05"),
        (f"{TITLE}<div>۱۴۰۰/۱۰/۱۵ - ۱۰:۳۰</div>", "fa", "2022-01-05"),
        (f"{TITLE}<div>2 جمادى الآخرة 1443 هـ - 5 يناير 2022 م</div>", "ar", "2022-01-05"),
        (f"{TITLE}<div>2 جمادى الآخرة 1443 هـ</div>", "ar", ""),
        (f"{TITLE}<div>2022年01月05日08:30 来源：虚构网</div>", "zh", "2022-01-05"),
        (f"{TITLE}<div>令和4年1月5日 18時30分</div>", "ja", "2022-01-05"),
        (f"{TITLE}<div>입력 2022.01.05. 오전 10:30 수정 2022.01.06.</div>", "ko", "2022-01-05"),
        (f"{TITLE}<div>วันพุธที่ 5 มกราคม พ.ศ. 2565</div>", "th", "2022-01-05"),
        (f"{TITLE}<h2>What happened on 3 March 2019 in the harbour</h2>", "en", ""),
        (f"{TITLE}<figure><figcaption>3 March 2019</figcaption></figure>", "en", ""),
        (f"<header>24 November 2026</header>{TITLE}", "en", ""),
        (f"{TITLE}<footer>Published 24 November 2026</footer>", "en", ""),
        ("<table><tr><td><b>The invented ferry runs</b><br>05.01.2022</table>", "de", "2022-01-05"),
        (f"{TITLE}<abbr class='published' title='2022-01-05T10:30'>on Wednesday</abbr>", "en",
         "2022-01-05"),
        (f"{TITLE}<div class='node node-promoted'><i>Submitted on Wed, 2022-01-05</i></div>", "en",
         "2022-01-05"),
        (f"{TITLE}<div class='post tag-ferry'><i>5 January 2022</i></div>", "en", "2022-01-05"),
        (f"<div>{TITLE} 2022-01-05 10:30 Source: the Made-Up News Net of the Made-Up Harbour</div>",
         "en", "2022-01-05"),
    ],
)  # fmt: skip
def test_the_day_that_a_page_shows(body, lang, day):
    article = one(body, "<title>The invented ferry runs</title>", lang=lang)
    assert article.published == day
    assert day or article.warnings


def test_the_page_and_its_address_together_win_over_a_system_stamp():
    head = '<meta property="article:published_time" content="2026-11-24T01:00:00Z">'
    body = f"{TITLE}<div class='date'>5 January 2022</div>"
    article = one(body, head, url="https://made-up.example/2022/01/05/ferry")
    assert article.published == "2022-01-05"
    assert any("dates differ" in warning for warning in article.warnings)
    assert one(body, head).published == "2026-11-24"


@pytest.mark.parametrize(
    ("stamp", "shown", "day"),
    [
        ("2022-01-05T19:30:00Z", "<p>6 January 2022, 01:30</p>", "2022-01-06"),
        ("2022-01-05T19:30:00+00:00", "<time datetime='2022-01-06T01:30+06:00'>x</time>",
         "2022-01-06"),
        ("2022-01-06T02:30:00.000Z", "<p>January 5, 2022</p>", "2022-01-05"),
        ("2022-01-05T08:30:00Z", "<p>6 January 2022</p>", "2022-01-05"),  # nowhere on earth
        ("2022-01-05T19:30:00Z", "<p>5 January 2022</p>", "2022-01-05"),
        ("2022-01-05T19:30:00Z", "<p>Updated: 6 January 2022</p>", "2022-01-05"),
        ("2022-01-05T19:30:00+06:00", "<p>6 January 2022</p>", "2022-01-05"),
        ("2022-01-05T19:30:00Z", "", "2022-01-05"),
    ],
)  # fmt: skip
def test_a_moment_in_utc_gives_way_to_the_day_that_the_page_shows(stamp, shown, day):
    head = f'<meta property="article:published_time" content="{stamp}">'
    assert one(f"{TITLE}{shown}", head).published == day


def test_a_day_that_may_be_that_of_a_change_does_not_count_against_a_moment_in_utc():
    head = (
        '<meta property="article:published_time" content="2022-01-05T19:30:00Z">'
        '<meta property="article:modified_time" content="2022-01-06T09:00:00Z">'
    )
    body = f"{TITLE}<p>6 January 2022</p>"
    assert one(body, head).published == "2022-01-05"
    assert one(body, head, url="https://made-up.example/2022/01/06/a").published == "2022-01-06"


@pytest.mark.parametrize("name", ["og:regDate", "DC.Issued", "article:published_date", "created"])
def test_the_day_that_systems_state_under_many_names(name):
    assert one(TITLE, f'<meta name="{name}" content="20220105103000">').published == "2022-01-05"


@pytest.mark.parametrize("stamp", ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00", "0000-00-00"])
def test_the_zero_of_a_system_is_no_day(stamp):
    head = f'<meta property="article:published_time" content="{stamp}">'
    assert one(TITLE, head).published == ""


def test_a_title_that_is_only_the_outlet_is_no_headline():
    head = "<title>Made-Up Paper</title><meta property='og:site_name' content='Made-Up Paper'>"
    assert one(TITLE, head).title == "The invented ferry runs"


def test_a_headline_is_known_among_sections_and_an_outlet_that_is_not_stated():
    head = "<title>虚构的渡轮又开了 - 虚构网 - 两岸 - 新闻</title>"
    assert one("<h1>虚构的渡轮又开了</h1>", head, url="", lang="zh").title == "虚构的渡轮又开了"


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        ("The <em>ferry</em>, again", "The ferry, again"),
        ("“<i>The Ferry</i>” runs", "“The Ferry” runs"),
        ("L’<em>Invention</em> revient", "L’Invention revient"),
        ("<span>Ferries:</span><span>They run again</span>", "Ferries: They run again"),
        ("The ferry<br>runs again", "The ferry runs again"),
        ("Que fait «&nbsp;<em>le bac</em>&nbsp;» !", "Que fait « le bac » !"),
    ],
)
def test_marks_within_a_headline_make_no_blanks(inside, title):
    assert one(f"<h1>{inside}</h1>").title == title


NEWS = "".join(f"<p>{n}. {PARAGRAPH}</p>" for n in range(5))


@pytest.mark.parametrize(
    "box",
    [
        "<div class='modal-dialog'><p>Yes, send me the invented letter of this site.</p></div>",
        "<div class='sf comment'><p>A made-up reader writes that ferries are too slow.</p></div>",
        "<form><p>We will send you a made-up letter about once a week.</p></form>",
        "<ul><li><a href='/b'>Is the made-up bridge too old?</a></li><li><a href='/c'>More made-up "
        "ferries to come.</a></li><li><a href='/d'>Invented tolls are up!</a></li></ul>",
        "<p>reporter@made-up.example</p>",
        "<p>(END)</p>",
        "<p>(Editor: Made-Up Roe)</p>",
    ],
)
def test_what_stands_around_the_text_is_not_in_it(box):
    article = one(f"<article>{TITLE}{NEWS}{box}</article>")
    assert article.text.split("\n") == one(f"<article>{TITLE}{NEWS}</article>").text.split("\n")


def test_a_form_around_the_whole_page_stays():
    text = one(f"<form><div class='modal'>{NEWS}</div></form>").text
    assert all(f"{n}. The ferry" in text for n in range(5))


@pytest.mark.parametrize("mark", ["&#8;", "&#x1F;", "&#xFFFF;", "\uffff", "&#11;", "\ufffe"])
def test_what_is_no_character_is_left_out(mark):
    article = one(f"<article>{TITLE.replace('ferry', f'fer{mark}ry')}<p>{mark}</p>{NEWS}</article>")
    assert article.title == "The invented ferry runs" and mark not in article.text


def test_joiners_of_persian_words_stay():
    word = "قایق‌های ماهی‌گیران"
    article = one(f"{TITLE}<p>{f'{word} دوباره راه افتادند و شادی کردند. ' * 5}</p>", lang="fa")
    assert word in article.text


def test_what_is_broken_in_json_ld_is_read_as_far_as_it_is_sound():
    broken = '{"headline": "A \\u0442", "datePublished": "2022-01-05", "x": "a"b"}'
    article = one(TITLE, f'<script type="application/ld+json"><!-- {broken} --></script>')
    assert article.published == "2022-01-05"
    twice = broken.replace('"x"', '"datePublished": "2021-03-03", "x"')
    assert one(TITLE, f'<script type="application/ld+json">{twice}</script>').published == ""


def test_the_encoding_of_the_server_counts_where_the_page_is_silent():
    html = "<title>Паром снова ходит</title><h1>Паром снова ходит</h1>".encode("koi8-r")
    assert pages.read(html, encoding="koi8-r").title == "Паром снова ходит"


def test_other_fields_and_where_they_were_found():
    head = (
        '<meta property="og:site_name" content="Made-Up Paper"><meta name="author" '
        'content="By Made-Up Reporter"><link rel="canonical" href="/a?utm_source=x">'
        '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC</a>'
    )
    article = one(f"{TITLE}<p>ALMATY, January 5, 2022 (AP) — {PARAGRAPH}</p>", head)
    assert (article.outlet, article.found["outlet"]) == ("Made-Up Paper", "og:site_name")
    assert (article.byline, article.found["byline"]) == ("Made-Up Reporter", "meta author")
    assert (article.url, article.found["url"]) == ("https://made-up.example/a", "link canonical")
    assert (article.license, article.agency, article.language) == ("CC-BY-4.0", "AP", "en")
    assert (article.published, article.published_from) == ("2022-01-05", "text")


def test_what_is_no_page_is_refused():
    for content in (b"", b"plain words", b"\0" * 100, b"\x89PNG"):
        with pytest.raises(InputError, match=r"made-up\.html"):
            pages.read(content, name="made-up.html")


def test_a_page_without_text_says_so():
    article = pages.read(b"<html><title>Made up</title><div id='app'></div></html>")
    assert article.text == ""
    assert any("no text" in warning for warning in article.warnings)


@pytest.mark.parametrize(("share", "whole"), [(0.75, True), (0.85, False)])
def test_a_stated_text_replaces_what_is_less_than_four_fifths_of_it(share, whole):
    """The page shows the beginning of what its metadata states in full."""
    stated = " ".join(f"made{i} up{i * 7} words{i * 3}." for i in range(60))
    found = stated[: int(share * len(stated))]
    assert (extract._confirmed(found, stated) == stated) == whole


@pytest.mark.parametrize(
    "left_in",
    [
        "This content is provided by X, which may use cookies. To view it, change your choice.",
        "Um diesen Inhalt anzuzeigen, müssen Sie die Cookies eines Dritten zulassen.",
        "Ce contenu n'est pas visible à cause du paramétrage de vos cookies.",
        "Sign up for our made-up newsletter and get the stories of the day in your inbox.",
    ],
)
def test_placeholders_and_boxes_left_in_an_article_go(left_in):
    said = [f"Sentence {i} tells of a made-up bridge, its tolls and its drivers." for i in range(8)]
    body = "".join(f"<p>{line}</p>" for line in [*said[:5], left_in, *said[5:]])
    page = f"<html><body><article><h1>Made-up tolls rise</h1>{body}</article></body></html>"
    article = pages.read(page.encode(), name="made-up.html")
    assert article.text.split("\n") == said
