"""Made-up news pages in many languages and layouts, with the title and day that each states.

``pages(n)`` puts a page together from parts: where the day of publication is stated (LAYOUTS),
what else stands there (a masthead with today's date, related articles, comments, updates …), how a
site names its classes, and its encoding. ``undated(n)`` are pages that state no day of publication,
though days stand on them. None of it is about real coverage.
"""

# ruff: noqa: E501 - markup reads best on one line

import json
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import yaml
from babel.dates import format_datetime

LANGUAGES = yaml.safe_load(
    Path(__file__).with_suffix("").with_name("made_up_languages.yml").read_text("utf-8")
)
TODAY = date(2026, 11, 24)  # when the pages were saved
ENCODINGS = {
    "ru": ["windows-1251", "koi8-r"], "uk": ["windows-1251"], "bg": ["windows-1251"],
    "zh": ["gb2312", "gbk"], "ja": ["shift_jis", "euc-jp"], "ko": ["euc-kr"],
    "tr": ["iso-8859-9", "windows-1254"], "el": ["windows-1253", "iso-8859-7"],
    "he": ["windows-1255"], "ar": ["windows-1256"], "pl": ["iso-8859-2", "windows-1250"],
    "cs": ["windows-1250"], "hu": ["iso-8859-2"], "de": ["iso-8859-1"], "fr": ["iso-8859-15"],
    "es": ["iso-8859-1"], "pt": ["iso-8859-1"],
}  # fmt: skip
SOLAR = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
]
NOWRUZ = {  # the first day of years of the solar calendar of Iran
    year: date(year + 621, 3, 20 if year in (1395, 1399, 1403) else 21)
    for year in range(1395, 1406)
}


class Page(NamedTuple):
    """bytes, address, language; layout and whatever distracts; title and day it states."""

    content: bytes
    url: str
    language: str
    layout: str
    title: str
    day: str
    paragraphs: tuple[str, ...]


def written(day, pattern, locale, rng):
    """A day as a page of a language writes it."""
    moment = _moment(day, rng)
    if not pattern.startswith("persian"):
        text = format_datetime(moment, pattern, locale=locale)
        return rng.choice([text, text, text, text.upper() if locale != "tr" else text])
    year = next(year for year in sorted(NOWRUZ, reverse=True) if NOWRUZ[year] <= day)
    passed = (day - NOWRUZ[year]).days
    month = passed // 31 if passed < 186 else 6 + (passed - 186) // 30
    number = passed - (31 * month if month < 6 else 186 + 30 * (month - 6)) + 1
    pattern = pattern.removeprefix("persian ")
    text = pattern.replace("MMMM", SOLAR[month]).replace("MM", f"{month + 1:02}")
    text = text.replace("EEEE", format_datetime(moment, "EEEE", locale="fa"))
    text = text.replace("HH:mm", "10:30").replace("dd", f"{number:02}").replace("d", str(number))
    return text.replace("y", str(year)).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def _moment(day, rng):
    return datetime(day.year, day.month, day.day, rng.randint(7, 21), rng.randint(0, 59))


class Maker:
    """One page in the making: its language, its day, and what chance decides."""

    def __init__(self, rng, code):
        self.rng, self.code = rng, code
        self.has = LANGUAGES[code]
        first, last = date(2019, 1, 2), date(2026, 4, 30)
        self.day = first + timedelta(rng.randrange((last - first).days))
        if self.day.strftime("%m-%d") == "01-01":
            self.day += timedelta(1)
        self.pattern = rng.choice(self.has["days"])
        self.locale = self.has["locale"]
        self.title = rng.choice(self.has["titles"])
        self.host = f"www.made-up-{code}.{self.has['country']}"
        self.slug = (
            f"/news/{rng.choice(['politics', 'world', '2', 'a'])}/{rng.randint(10**5, 10**6)}"
        )
        self.slug += rng.choice(["", ".html", "-made-up-ferry/", ".shtml"])

    def write(self, day, pattern=""):
        return written(day, pattern or self.pattern, self.locale, self.rng)

    def other_day(self):
        """A day that is not the day of publication."""
        move = self.rng.choice([-900, -400, -40, -3, 3, 12, 200])
        return self.day + timedelta(move)

    def stamp(self, day, zone=None):
        zone = self.rng.choice(["+06:00", "Z", "+0300", "-03:00", ""]) if zone is None else zone
        return f"{day.isoformat()}T{self.rng.randint(8, 15):02}:30:00{zone}"

    def name(self, kind):
        """A class for a part, as some site would name it."""
        names = {
            "date": ["date", "article__date", "post-date", "entry-date", "news-date", "time", "meta-info",
                     "publish-time", "info", "css-1x9k2", "b-date", "article-info__time", "tarih", "fecha",
                     "datum", "data", "timestamp", "posted-on", "news_time", "byline-date"],
            "related": ["related", "related-posts", "read-more", "sidebar", "similar-news", "more-news",
                        "recommended", "popular", "also-block widget", "lenta-sidebar"],
            "comments": ["comments", "comment-list", "disqus_thread", "comments-area"],
            "masthead": ["header", "masthead", "topbar", "top-line", "site-header", "header__date"],
            "body": ["article-body", "article__text", "entry-content", "post-content", "text",
                     "content", "news-text", "detail", "b-article", "story"],
        }  # fmt: skip
        return self.rng.choice(names[kind])


# Where the day of publication is stated: each gives parts of a page by place.


def json_ld(make, spoilt=False, graph=False, several=False):
    node = {
        "@context": "https://schema.org",
        "@type": make.rng.choice(
            ["NewsArticle", "Article", "BlogPosting", ["NewsArticle", "Article"]]
        ),
        "headline": make.title,
        "datePublished": make.stamp(make.day),
        "dateModified": make.stamp(make.day + timedelta(make.rng.choice([0, 1, 30]))),
        "author": {"@type": "Person", "name": "Made-Up Reporter"},
        "publisher": {"@type": "Organization", "name": make.has["outlet"]},
        "mainEntityOfPage": f"https://{make.host}{make.slug}",
    }
    other = make.has["titles"][make.title == make.has["titles"][0]]
    if graph:
        site = {"@type": "WebSite", "name": make.has["outlet"], "datePublished": "2009-03-03"}
        page = {"@type": "WebPage", "@id": "#page", "datePublished": node["datePublished"]}
        list_ = {"@type": "ItemList", "itemListElement": [
            {"@type": "ListItem", "item": {"@type": "NewsArticle", "headline": other,
             "datePublished": make.stamp(make.other_day())}}]}  # fmt: skip
        node = {"@context": "https://schema.org", "@graph": [site, list_, page, node]}
    if several:
        second = node | {"headline": other, "datePublished": make.stamp(make.other_day())}
        second["mainEntityOfPage"] = f"https://{make.host}/other"
        node = [second, node] if make.rng.random() < 0.5 else [node, second]
    text = json.dumps(node, ensure_ascii=make.rng.random() < 0.3, indent=1)
    if spoilt:
        text = make.rng.choice(
            [
                text[:-1] + ",\n}" if text.endswith("}") else text,
                text.replace('"author"', '"articleBody": "Line\none\ttwo",\n"author"'),
                f"<!--\n{text}\n-->",
                f"//<![CDATA[\n{text}\n//]]>",
                text + ";",
                text[: text.index('"author"')],  # cut off
                text.replace('"Made-Up Reporter"', '"Made-Up "Star" Reporter"'),
            ]
        )
    return {"head": f'<script type="application/ld+json">{text}</script>'}


def open_graph(make):
    name = make.rng.choice(
        [
            "article:published_time",
            "article:published_time",
            "og:article:published_time",
            "article:published",
        ]
    )
    changed = f'<meta property="article:modified_time" content="{make.stamp(make.other_day())}">'
    stated = f'<meta property="{name}" content="{make.stamp(make.day)}" />'
    parts = [
        stated,
        changed,
        f'<meta property="og:updated_time" content="{make.stamp(make.other_day())}">',
    ]
    make.rng.shuffle(parts)
    return {"head": "\n".join(parts)}


def meta(make):
    name = make.rng.choice(
        [
            "pubdate",
            "publishdate",
            "DC.date.issued",
            "dcterms.created",
            "parsely-pub-date",
            "sailthru.date",
            "date",
            "datePublished",
            "publish-date",
            "cXenseParse:recs:publishtime",
            "mediator_published_time",
        ]
    )
    key = "itemprop" if name == "datePublished" else "name"
    form = make.rng.choice(["iso", "stamp", "rfc"])
    text = {
        "iso": make.day.isoformat(),
        "stamp": f"{make.stamp(make.day, '')}".replace("T", " "),
        "rfc": format_datetime(
            _moment(make.day, make.rng), "EEE, dd MMM y HH:mm:ss '+0600'", locale="en"
        ),
    }[form]
    return {"head": f'<meta {key}="{name}" content="{text}">'}


def time_element(make):
    text = make.rng.choice([make.write(make.day), "10:30", make.rng.choice(make.has["undated"])])
    marks = make.rng.choice(
        ["", "", ' pubdate="pubdate"', ' itemprop="datePublished"', f' class="{make.name("date")}"']
    )
    return {"below": f'<div><time{marks} datetime="{make.stamp(make.day)}">{text}</time></div>'}


def time_and_update(make):
    changed = make.day + timedelta(make.rng.choice([1, 30]))
    return {
        "below": f'<p class="{make.name("date")}">{make.has["published"]} '
        f'<time datetime="{make.stamp(make.day)}">{make.write(make.day)}</time>, {make.has["updated"]} '
        f'<time datetime="{make.stamp(changed)}">{make.write(changed)}</time></p>'
    }


def microdata(make):
    return {
        "below": f'<span itemprop="datePublished" content="{make.stamp(make.day)}">{make.write(make.day)}</span>'
        f'<meta itemprop="dateModified" content="{make.stamp(make.other_day())}">'
    }


def visible_below(make):
    text, name = make.write(make.day), make.name("date")
    return {
        "below": make.rng.choice(
            [
                f'<div class="{name}">{text}</div>',
                f'<span class="{name}">{text}</span>',
                f'<div class="{name}"><span>{text}</span> <span>1 234</span> <a href="/c">12</a></div>',
                f"<p><i>{text}</i></p>",
                f"<p>{text} | Made-Up Reporter</p>",
                f'<div class="info">Made-Up Reporter <em>{text}</em></div>',
                f'<ul class="meta"><li>{text}</li><li><a href="/x">Made-Up</a></li></ul>',
                f'<div class="{name}"><svg></svg>{text}</div>',
            ]
        )
    }


def visible_above(make):
    text, name = make.write(make.day), make.name("date")
    return {
        "above": make.rng.choice(
            [
                f'<div class="{name}">{text}</div>',
                f'<div><a href="/c">Made-Up</a> <span class="{name}">{text}</span></div>',
                f'<span class="{name}">{text}</span>',
                f"<p>{text}</p>",
            ]
        )
    }


def visible_label(make):
    changed = make.write(make.day + timedelta(make.rng.choice([1, 2, 30])))
    text, label, other = make.write(make.day), make.has["published"], make.has["updated"]
    name = make.name("date")
    return {
        "below": make.rng.choice(
            [
                f'<div class="{name}">{label}: {text}</div><div class="updated">{other}: {changed}</div>',
                f'<div class="{name}">{other}: {changed}</div><div class="{name}">{label}: {text}</div>',
                f'<p class="{name}">{label} {text} | {other} {changed}</p>',
                f"<div><b>{label}</b> <span>{text}</span></div><div><b>{other}</b> <span>{changed}</span></div>",
                f'<p class="{name}">{label} {text} ({other} {changed})</p>',
                f"<dl><dt>{label}</dt><dd>{text}</dd><dt>{other}</dt><dd>{changed}</dd></dl>",
            ]
        )
    }


def label_at_end(make):
    return {
        "end": f'<div class="{make.name("date")}">{make.has["published"]}: {make.write(make.day)}</div>'
    }


def address(make):
    form = make.rng.choice(["/%Y/%m/%d/", "/%Y-%m-%d/", "/%Y%m%d/", "/%Y/%m%d/", "/news/%Y/%m/%d-"])
    make.slug = make.day.strftime(form) + make.rng.choice(
        ["made-up-ferry", "c12345.html", "123456/"]
    )
    return {}


def dateline(make):
    return {"lead": f"ALMATY, {make.day.strftime('%B')} {make.day.day}, {make.day.year} (AP) — "}


LAYOUTS = {
    "JSON-LD": json_ld,
    "JSON-LD graph": lambda make: json_ld(make, graph=True),
    "JSON-LD list": lambda make: json_ld(make, several=True),
    "JSON-LD broken": lambda make: json_ld(make, spoilt=True),
    "OpenGraph": open_graph,
    "meta": meta,
    "time": time_element,
    "time and update": time_and_update,
    "microdata": microdata,
    "below": visible_below,
    "above": visible_above,
    "label": visible_label,
    "label at the end": label_at_end,
    "address": address,
    "dateline": dateline,
}


# What distracts.


def masthead(make):
    today = make.write(
        TODAY,
        make.rng.choice([p for p in make.has["days"] if "yy" not in p and "persian" not in p]),
    )
    logo = make.rng.choice(
        [
            f'<a href="/" class="logo">{make.has["outlet"]}</a>',
            f'<h1 class="logo"><a href="/">{make.has["outlet"]}</a></h1>',
        ]
        if make.rng.random() < 0.4
        else [f'<img alt="{make.has["outlet"]}" src="/l.png">']
    )
    shown = make.rng.choice(
        [f'<span class="{make.name("date")}">{today}</span>', f"<div>{today}</div>", ""]
    )
    menu = "".join(f'<a href="/{i}">Made {i}</a> ' for i in range(4))
    if make.rng.random() < 0.3:
        return make.rng.choice(
            [
                f"<table><tr><td>{logo}</td><td>{today}</td></tr><tr><td colspan=2>{menu}</td></tr></table>",
                f"<header>{logo}{shown}</header><nav>{menu}</nav>",
                f"<div>{shown}{logo}</div><div>{menu}</div>",
                f'<div class="topline"><span>{today}</span><span>-3°C</span></div><div>{logo}</div>',
            ]
        )
    return f'<div class="{make.name("masthead")}">{logo}{shown}<ul><li><a href="/a">Made</a></li><li><a href="/b">Up</a></li></ul></div>'


def related(make):
    other = make.has["titles"][make.title == make.has["titles"][0]]
    items = "".join(
        make.rng.choice(
            [
                f'<li><a href="/x{i}">{other}</a> <span class="date">{make.write(make.other_day())}</span></li>',
                f'<li><time datetime="{make.stamp(make.other_day())}">{make.write(make.other_day())}</time><h3>{other}</h3></li>',
                f"<li><span>{make.write(make.other_day())}</span> <a href='/x{i}'>{other}</a></li>",
            ]
        )
        for i in range(4)
    )
    tag = make.rng.choice(["div", "aside", "section"])
    return f'<{tag} class="{make.name("related")}"><h3>{make.has["related"]}</h3><ul>{items}</ul></{tag}>'


def comments(make):
    said = make.write(make.day + timedelta(1))
    return (
        f'<div class="{make.name("comments")}"><h3>{make.has["comments"]} (1)</h3><div><b>Made-Up Reader</b> '
        f'<span class="date">{said}</span><p>{make.has["paragraphs"][3]}</p></div></div>'
    )


def footer(make):
    return make.rng.choice(
        [
            f"<footer>© 2009-2026 {make.has['outlet']}</footer>",
            f'<div class="footer">Copyright © 2026 {make.has["outlet"]}. 01.02.2003</div>',
            f"<div>© {make.has['outlet']}, 2001—2026</div>",
        ]
    )


def article(make, parts):
    """The article with its headline, its day where the layout shows it, a caption and its text."""
    rng = make.rng
    event = make.write(
        make.other_day(), make.has["days"][0] if "persian" not in make.has["days"][0] else ""
    )
    paragraphs = list(make.has["paragraphs"])
    paragraphs[0] = parts.get("lead", "") + paragraphs[0]
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    if rng.random() < 0.4:
        inside += f"<p>{make.has['paragraphs'][1]} ({event})</p>"
    if rng.random() < 0.3:
        caption = f"Made-up photo, {make.write(make.other_day())}"
        inside = f'<figure><img src="/a.jpg"><figcaption>{caption}</figcaption></figure>{inside}'
    headline = rng.choice(["<h1>{}</h1>", '<h1 class="title">{}</h1>', "<h1><span>{}</span></h1>"])
    if rng.random() < 0.12:
        headline = '<h2 class="news-title">{}</h2>'
    if rng.random() < 0.25:
        deck = rng.choice(
            ['<h2 class="deck">{}</h2>', '<p class="lead">{}</p>', '<div class="anons">{}</div>']
        )
        said = f"{make.has['paragraphs'][3][:30]}, {event}"
        parts = parts | {"below": deck.format(said) + parts.get("below", "")}
    if rng.random() < 0.1:
        return old_article(make, parts, inside)
    tag = rng.choice(["article", "div", "main", "section"])
    return (
        f'<{tag} class="{make.name("body")}-wrap">{parts.get("above", "")}{headline.format(make.title)}'
        f'{parts.get("below", "")}<div class="{make.name("body")}">{inside}</div>{parts.get("end", "")}</{tag}>'
    )


def old_article(make, parts, inside):
    """As sites of twenty years ago have it: tables and fonts."""
    inside = inside.replace("<p>", "").replace("</p>", "<br><br>\n")
    headline = make.rng.choice(
        ["<b><font size=4>{}</font></b><br>", '<td class="h">{}</td></tr><tr>', "<big>{}</big><p>"]
    )
    return (
        f"<table width=100%><tr><td>{parts.get('above', '')}</td></tr><tr>{headline.format(make.title)}"
        f"<td>{parts.get('below', '')}<br>{inside}{parts.get('end', '')}</td></tr></table>"
    )


def titled(make):
    """The title element, and og:title on many pages."""
    rng, outlet = make.rng, make.has["outlet"]
    mark = rng.choice(
        [" | ", " - ", " — ", " :: ", " » ", "_"]
        if make.code == "zh"
        else [" | ", " - ", " — ", " :: ", " » "]
    )
    full = rng.choice([f"{make.title}{mark}{outlet}", make.title, f"{outlet}{mark}{make.title}"])
    named = (
        f'<meta property="og:site_name" content="{outlet}">'
        if rng.random() < 0.6 or full != make.title
        else ""
    )
    og = (
        f'<meta property="og:title" content="{rng.choice([make.title, full])}">'
        if rng.random() < 0.6
        else ""
    )
    return f"<title>{full}</title>{og}{named}"


def page(rng, code, layout, build):
    make = Maker(rng, code)
    parts = build(make)
    maybe = lambda part, p: part(make) if rng.random() < p else ""  # noqa: E731
    body = f"{maybe(masthead, 0.7)}{article(make, parts)}"
    around = [maybe(related, 0.8), maybe(comments, 0.4)]
    side = maybe(related, 0.3)
    body = f"{side}{body}" if rng.random() < 0.3 else f"{body}{side}"
    body = f'<div id="wrap">{body}</div>' if rng.random() < 0.4 else body
    encoding = rng.choice(["utf-8", "utf-8", *ENCODINGS.get(code, [])])
    declared = rng.choice(
        [
            f'<meta charset="{encoding}">',
            f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">',
        ]
    )
    lang = rng.choice(
        [code, code, f"{code}-{make.has['country'].upper()}".replace("en-UK", "en-GB")]
    )
    lang = (
        f' lang="{"en-GB" if code == "en" else lang}"' if rng.random() < 0.7 or code == "en" else ""
    )
    html = (
        f"<!DOCTYPE html><html{lang}><head>{declared}{titled(make)}{parts.get('head', '')}</head>"
        f"<body>{body}{''.join(around)}{footer(make)}</body></html>"
    )
    content = html.encode(encoding, "xmlcharrefreplace")
    return Page(
        content, f"https://{make.host}{make.slug}", code, layout, make.title,
        make.day.isoformat(), tuple(make.has["paragraphs"]),
    )  # fmt: skip


def pages(n, *, seed=0, languages=None, layouts=None):
    """``n`` Pages, languages and layouts in turn."""
    rng = random.Random(seed)
    codes = languages or list(LANGUAGES)
    kinds = list(((layouts and {k: LAYOUTS[k] for k in layouts}) or LAYOUTS).items())
    for number in range(n):
        code = codes[number % len(codes)]
        yield page(rng, code, *kinds[(number // len(codes) + number) % len(kinds)])


# Pages that state no day of publication.


def only_undated(make):
    return {
        "below": f'<div class="{make.name("date")}">{make.rng.choice(make.has["undated"])}</div>'
    }


def only_update(make):
    changed = make.write(make.other_day())
    return {"below": f'<div class="{make.name("date")}">{make.has["updated"]}: {changed}</div>'}


def only_modified(make):
    return {
        "head": f'<meta property="article:modified_time" content="{make.stamp(make.other_day())}">'
    }


def nothing(make):
    return {}


UNDATED = {
    "relative": only_undated,
    "update": only_update,
    "modified": only_modified,
    "none": nothing,
}


def undated(n, *, seed=1):
    rng = random.Random(seed)
    kinds = list(UNDATED.items())
    for number in range(n):
        code = list(LANGUAGES)[number % len(LANGUAGES)]
        made = page(rng, code, *kinds[(number // len(LANGUAGES) + number) % len(kinds)])
        yield made._replace(day="")
