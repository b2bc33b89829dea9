"""Articles from saved RSS and Atom feeds."""

import html
import io
import re

import feedparser

from helpers.errors import InputError
from helpers.intake import addresses, agencies, boilerplate, careful, dates, languages
from helpers.intake.article import Article
from helpers.intake.markup import clean
from helpers.intake.pages import extract

MOST_BYTES = 20_000_000
FULL = "yandex_full-text"  # where feeds made for that news service give the full text
APPEARED = re.compile(  # what WordPress puts below each item
    r"\n[^\n]+ (?:appeared first on|erschien zuerst auf|est apparu en premier sur|"
    r"se publicó primero en|apareceu primeiro em|proviene da|verscheen eerst op|впервые появилась|"
    r"появились сначала на) [^\n]{1,100}\s*$"
)
ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def read(content, *, name):
    """Yield an Article for each item of a feed (bytes).

    Where the feed gives the full text (``content:encoded``, Atom ``content``), that is the text;
    else the summary is, with a warning.

    Raises InputError where it is no feed; and, after all that can be read, where the feed is
    broken: how many items begin in the file, and how many were read.
    """
    plain = content.replace(b"\0", b"")
    if len(content) > MOST_BYTES:
        raise InputError(f"{name}: {len(content) / 1e6:.0f} MB is too much for a feed: split it")
    if ENTITY.search(plain):
        raise InputError(f"{name}: declares XML entities, which no feed needs: it is refused")
    with careful.reading(name, "RSS or Atom feed"):
        feed = feedparser.parse(io.BytesIO(content))  # never a path or an address
        if not feed.version and not feed.entries:
            raise InputError(f"{name}: is not an RSS or Atom feed")
    for number, entry in enumerate(feed.entries, 1):
        with careful.reading(f"{name}#{number}", "item of a feed"):
            rss = feed.version.startswith("rss")
            article = _article(entry, feed.feed, f"{name}#{number}", rss=rss)
        yield article
    begun = len(ENTRY.findall(plain))
    if begun > len(feed.entries):
        raise InputError(
            f"{name}: {begun} items begin in the feed, and only {len(feed.entries)} could be read "
            f"({str(feed.get('bozo_exception', 'broken markup')).strip()})"
        )


def _article(entry, feed, name, *, rss):
    body, where = _body(entry)
    outlet = clean(entry.get("source", {}).get("title", "") or feed.get("title", ""))
    title, byline = clean(_text(entry.get("title", ""))), clean(entry.get("author", ""))
    url = addresses.canonical(entry.get("link", ""))
    text = boilerplate.tidy(body, title=title, bylines=[byline])
    day = _day(entry, rss=rss)
    stated = languages.code(feed.get("language", ""))
    found = {
        "outlet": (outlet or addresses.host(url), "feed" if outlet else "host of the address"),
        "published": (day.date if day and day.precision == "day" else "", "item"),
        "title": (title, "item"),
        "byline": (byline, "item"),
        "url": (url if addresses.host(url) else "", "item"),
        "language": (languages.guess(text) or stated, "text or feed"),
        "text": (text, where),
        "agency": (agencies.credited(body, byline), "text or byline"),
        "license": (clean(entry.get("license", "") or feed.get("license", "")), "feed"),
    }
    return Article(
        **{field: value for field, (value, _) in found.items()},
        published_from="page" if found["published"][0] else "",
        precision=day.precision if day else "",
        source=name,
        found={field: where for field, (value, where) in found.items() if value},
        warnings=tuple(_doubts(found, day, entry)),
    )


def _body(entry):
    """The full text that an item gives, else its summary; and which of them it is."""
    parts = [part.get("value", "") for part in entry.get("content", ())]
    full = max([*parts, entry.get(FULL, "")], key=len)
    if full.strip():
        return APPEARED.sub("", _text(full)), "full text"
    return _text(entry.get("summary", "")), "summary"


def _text(markup):
    plain = extract.plain(markup)
    return html.unescape(plain) if plain == markup else plain


def _day(entry, *, rss):
    """The day as the feed writes it, in its own time zone.

    What feedparser calls updated is the dc:date of RSS, which is the day of publication there.
    """
    for key in ("published", "created", *["updated"] * rss):
        if day := dates.parse(entry.get(key, "")):
            return day
    return None


def _doubts(found, day, entry):
    if found["text"][1] == "summary":
        yield "only a summary is in the feed: fetch the article from its address"
    if not found["text"][0]:
        yield "no text in the feed"
    if not day:
        changed = entry.get("updated", "")
        yield "no date of publication" + (f", only of a change ({changed})" if changed else "")
