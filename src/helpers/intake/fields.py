"""From what an export or a table states of an article, to the Article."""

import re
from datetime import UTC, datetime

from lxml import html

from helpers.intake import addresses, agencies, dates, languages, markup
from helpers.intake.article import Article
from helpers.intake.pages import metadata

BLOCK = re.compile(r"<(?:br|/p|/div|/li|/h\d|/tr)\b[^<>]*>", re.IGNORECASE)
CUT = re.compile(r"(?:…|\.\.\.|\[\+?\d* ?(?:chars|…|\.\.\.)?\])\W*$")
TAG = re.compile(r"</?(?:p|br|div|span|a|b|i|em|strong|ul|li|h\d|img)\b[^<>]*>", re.IGNORECASE)
EPOCH = re.compile(r"1\d{9}(?:\d{3})?")  # seconds or milliseconds since 1970: 2001 to 2033


def article(cells, *, source, where, doubts=()):
    """The Article of what is stated.

    cells : field of Article -> str as stated; ``published`` in any writing of a date
    source : file and number; where : field -> where it is stated, for ``found``
    doubts : further warnings
    """
    stated = {field: markup.clean(cells.get(field, "")) for field in cells if field != "text"}
    text = paragraphs(cells.get("text", ""))
    language, spoken = _language(stated.get("language", ""), text or stated.get("title", ""))
    day, undated = _day(stated.get("published", ""), language)
    if "byline" in stated:
        stated["byline"] = metadata.BY.sub("", stated["byline"])
    url = addresses.canonical(stated.get("url", ""))
    credited = stated.get("agency") or agencies.credited(text, stated.get("byline", ""))
    if outlet := stated.get("outlet"):  # "Title - Outlet", as search engines give it
        stated["title"] = re.sub(rf"\s+[-–—|]\s+{re.escape(outlet)}$", "", stated.get("title", ""))
    values = stated | {
        "text": text, "language": language, "url": url, "agency": credited,
        "outlet": stated.get("outlet") or addresses.host(url),
        "published": day.date if day and day.precision == "day" else "",
    }  # fmt: skip
    told = {"agency": "text or byline", "language": "text", "outlet": "host of the address"} | where
    missing = ["the text ends as if it were cut off"] * bool(CUT.search(text[-200:]))
    missing += ["the source gives no text: give the page's address to have it read"] * (not text)
    return Article(
        **values,
        published_from="page" if values["published"] else "",
        precision=day.precision if day else "",
        source=source,
        found={field: told[field] for field, value in values.items() if value and field in told},
        warnings=(*doubts, *undated, *spoken, *missing),
    )


def paragraphs(text):
    """A text with one paragraph a line; HTML in it is read, not shown."""
    if TAG.search(text):
        try:
            text = html.document_fromstring(BLOCK.sub("\n", text)).text_content()
        except (ValueError, AssertionError, html.etree.LxmlError):
            text = TAG.sub(" ", text)
    lines = (markup.clean(line) for line in re.split(r"[\n\r\u2028\u2029\x0b\x0c]", text))
    return "\n".join(line for line in lines if line)


def _language(stated, text):
    """(code, warnings): as stated, else as guessed."""
    code, guessed = languages.code(stated.partition(";")[0]), languages.guess(text)
    if code and guessed and not languages.agree(code, guessed):
        return code, [f"stated to be in {code}, and looks like {guessed}"]
    return code or guessed, []


def _day(stated, language):
    """(Day or None, warnings)."""
    if EPOCH.fullmatch(stated):
        moment = datetime.fromtimestamp(int(stated[:10]), UTC)
        return dates.Day(moment.date().isoformat(), "day"), []
    day = dates.parse(stated, language=language)
    if not day:
        why = f"the date {stated[:60]!r} cannot be read" if stated else "none is stated"
        return None, [f"no date of publication: {why}"]
    if day.precision != "day":
        return day, [f"only the {day.precision} of publication is known: {day.date} ({stated})"]
    return day, []
