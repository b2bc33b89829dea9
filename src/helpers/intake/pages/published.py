"""When a page says it was published, and where it says so."""

import re
from datetime import date
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from helpers.intake import addresses, agencies, dates, lists
from helpers.intake.pages import regions, statements

METAS = lists.column("date_fields", "field")
PUBLISHED = re.compile(lists.beginnings("published_words"), re.IGNORECASE)
CHANGED = re.compile(lists.beginnings("changed_words"), re.IGNORECASE)
DECK = re.compile(
    r"(?:^|[-_\s])(?:lead|lede|deck|dek|subtitle|sub-?head\w*|summary|excerpt|anons|intro|perex|spot|"
    r"standfirst|entradilla|description|bajada|chapo|chapeau|credits?)(?=$|[-_\s])",
    re.IGNORECASE,
)
MOST_BESIDE = 15  # letters beside a date in a heading or a deck that is yet no sentence on an event
IN_URL = (
    r"/(?P<y>(?:19|20)\d\d)[/_-]?(?P<m>0[1-9]|1[0-2])[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?=[^\d]|$)",
    r"/(?P<y>(?:19|20)\d\d)[/_-](?P<m>[1-9])[/_-](?P<d>0?[1-9]|[12]\d|3[01])(?=[^\d]|$)",
    r"/(?P<y>(?:19|20)\d\d)[/_-](?P<m>[a-z]{3,9})[/_-](?P<d>0?[1-9]|[12]\d|3[01])(?=[^\d]|$)",
    r"[/_t-](?P<y>(?:19|20)\d\d)-?(?P<m>0[1-9]|1[0-2])-?(?P<d>0[1-9]|[12]\d|3[01])(?=[^\d]|$)",
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0[1-9]|1[0-2])(?=/)",
)
MODIFIED = "dateModified"
CHANGES = ("article:modified_time", "og:updated_time", "last-modified")
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
ZERO = ("1970-01-01", "1969-12-31")  # what systems write where they have no date
UTC = re.compile(r"T(\d\d):\d\d(?::[\d.,]+)?\s*(?:Z|[+-]00:?00)\s*$")  # and which hour it was there
EAST, WEST = 10, 12  # from 10:00 UTC on it can be the next day elsewhere, before 12:00 the last
PLACES = (
    "",
    "marked as published",
    "labelled beside the headline",
    "below the headline",
    "above the headline",
    "labelled on the page",
)


class Evidence(NamedTuple):
    """day: Day; source and where as of Published; stamp: as written for machines, or ""."""

    day: dates.Day
    source: str
    where: str
    stamp: str = ""


class Published(NamedTuple):
    """day: Day or None; source: "page", "url" or "text"; where: e.g. "JSON-LD datePublished"."""

    day: dates.Day | None
    source: str
    where: str
    doubts: list[str]


def find(tree, stated, headline, *, text="", url="", language=""):
    """The Published of a page.

    tree : the page; stated : its Statements; headline : element of the headline, or None
    text, url, language : of the article, where known

    Evidence in this order: JSON-LD datePublished of the article; meta elements; marked time
    elements; a date beside the headline; a date labelled as of publication; the address; a
    dateline with a year in the text. Dates of change are never taken. Where the first evidence is
    1 January, as systems write for want of a day, and other evidence knows better, that counts.
    A moment in UTC gives way to the day before or after it that the page states for its own place.
    """
    language = locale(language, url)
    evidence = [
        *_json_ld(stated),
        *_metas(stated, language),
        *_on_page(tree, headline, language),
        *_in_url(url),
        *_in_text(text, language),
    ]
    if not evidence:
        return Published(None, "", "", _only_changed(stated))
    best = _local(_best(evidence), evidence, stated)
    return Published(*best[:3], _contradictions(best, evidence))


def locale(language, url):
    """Language with the country its host belongs to, where CLDR knows both: "en-GB"."""
    country = addresses.host(url).rpartition(".")[2].upper().replace("UK", "GB")
    if len(country) != 2:
        return language
    try:
        return (
            f"{language[:2]}-{country}" if Locale.parse(f"{language[:2]}_{country}") else language
        )
    except (UnknownLocaleError, ValueError):
        return language


def _json_ld(stated):
    for node in [*stated.articles[:1], *stated.pages[:1]]:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            for text in statements.texts(node.get(key), key="@value"):
                if (day := dates.parse(text)) and day.date not in ZERO:
                    yield Evidence(day, "page", f"JSON-LD {key}", text)


def _metas(stated, language):
    for name in METAS:
        for content in stated.metas.get(name, ()):
            if (day := dates.parse(content, language=language)) and day.date not in ZERO:
                yield Evidence(day, "page", f"meta {name}", content)


def _on_page(tree, headline, language):
    """Dates that a reader sees: marked ones, then beside the headline, then labelled ones."""
    found = []
    for block in regions.blocks(tree, headline, most=120):
        marks = " ".join(block.element.get(key, "") for key in ("class", "itemprop", "property"))
        published = PUBLISHED.search(marks)
        if CHANGED.search(marks) and not published:
            continue
        text = _unchanged(block.text)
        stamp = block.element.get("datetime") or block.element.get("content") or ""
        stamp = stamp or (block.element.get("title", "") if published else "")
        if not text.strip() and block.text:
            continue
        day = dates.parse(stamp) or dates.parse(text, language=language)
        rank = _rank(
            block, text, "datePublished" in marks or block.element.get("pubdate") is not None
        )
        if day and rank:
            found.append((rank, Evidence(day, "page", PLACES[rank], stamp)))
    return [evidence for _, evidence in sorted(found, key=lambda one: one[0])]


def _rank(block, text, marked):
    """How far a date of a block is to be trusted, 1 the most; 0 is not at all."""
    if marked:
        return 1
    if PUBLISHED.search(text):
        return 2 if block.place else 5
    if block.element.tag != "time" and (
        regions.weight(text) > 70 or re.search(r"[^\W\d_]{3,}[.!?]$", text)
    ):
        return 0  # a sentence
    names = f"{block.element.get('class', '')} {block.element.get('id', '')}"
    if (DECK.search(names) or block.element.tag in HEADINGS) and _beside(text) > MOST_BESIDE:
        return 0
    return {"after": 3, "before": 4, "": 0}[block.place]


def _beside(text):
    """Letters of a text that are no month."""
    words = re.findall(r"[^\W\d_]+", text)
    return sum(regions.weight(word) for word in words if not dates.is_month(word))


def _unchanged(text):
    """The text without what follows a word for change: "Published 5 May, updated 6 May"."""
    parts = re.split(f"({CHANGED.pattern}|{PUBLISHED.pattern})", text, flags=re.IGNORECASE)
    kept = parts[0]
    for label, rest in zip(parts[1::2], parts[2::2], strict=True):
        kept += "" if CHANGED.match(label) else label + rest
    return kept


def _in_url(url):
    path = re.sub(r"^\w+://[^/]*", "", url).lower()
    for pattern in IN_URL:
        for match in re.finditer(pattern, path):
            if day := dates.parse(" ".join(match.groups()).replace(" ", "-")):
                yield Evidence(day, "url", "address")
                return


def _in_text(text, language):
    for line in text.splitlines()[:3]:
        if day := dates.parse(agencies.dateline(line), language=language):
            yield Evidence(day, "text", "dateline")


def _best(evidence):
    """The first evidence that is precise to the day and no 1 January that others contradict.

    What is stated for machines gives way where the page itself and its address agree on another
    day: some systems state there when a page was last made anew.
    """
    whole = [one for one in evidence if one.day.precision == "day"] or evidence
    shown = [one for one in whole if one.where in PLACES]
    told = [one for one in whole if one.source == "url"]
    if shown and told and _agree(shown[0].day, told[0].day):
        whole = [shown[0], *whole] if not _agree(whole[0].day, shown[0].day) else whole
    for one in whole:
        new_year = one.day.date.endswith("-01-01")
        if not new_year or all(_agree(one.day, other.day) for other in whole):
            return one
    return next((one for one in whole if not one.day.date.endswith("-01-01")), whole[0])


def _local(best, evidence, stated):
    """The evidence for the day in the outlet's own place, where the best is a moment in UTC.

    Not where the page was changed on that other day: a bare date on it may tell of the change.
    """
    moment = UTC.search(best.stamp)
    if not moment:
        return best
    hour, changed = int(moment[1]), _changed(stated)
    for one in evidence:
        apart = one.source == "text" or one.where == PLACES[5]
        if apart or one.day.precision != "day" or UTC.search(one.stamp):
            continue
        if one.day == best.day:
            return best
        latest = one.where in PLACES[3:5] and one.day in changed
        near = {1: hour >= EAST, -1: hour < WEST}.get(_days(one.day, best.day), False)
        if near and not latest:
            return one
    return best


def _changed(stated):
    """Days on which the page says that it was changed."""
    said = [text for node in stated.articles[:1] for text in statements.texts(node.get(MODIFIED))]
    said += [content for name in CHANGES for content in stated.metas.get(name, ())]
    return {dates.parse(text) for text in said}


def _days(one, other):
    """Days from the other to the one."""
    return (date.fromisoformat(one.date) - date.fromisoformat(other.date)).days


def _agree(one, other):
    """Whether two days may be the same day in two time zones, as far as both are stated."""
    length = min(len(one.date), len(other.date))
    if length < 10:
        return one.date[:length] == other.date[:length]
    return abs(_days(one, other)) <= 1


def _contradictions(best, evidence):
    others = [one for one in evidence if not _agree(best.day, one.day)]
    said = sorted({f"{one.day.date} ({one.where})" for one in others})
    return [f"dates differ: {best.day.date} ({best.where}), {', '.join(said)}"] if said else []


def _only_changed(stated):
    for node in stated.articles[:1]:
        for text in statements.texts(node.get(MODIFIED)):
            return [f"no date of publication is stated, only one of a change ({text})"]
    content, name = stated.meta(*CHANGES)
    return [f"no date of publication is stated, only one of a change ({name} {content})"] * bool(
        content
    )
