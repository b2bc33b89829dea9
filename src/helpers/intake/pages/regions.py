"""Which parts of a page belong to the article, and which stand around it."""

import re
from typing import NamedTuple

from lxml import html

from helpers.intake import lists

# Words in the class or id of an element that stands for something else than the article; "tag" by
# itself, since "tag-politics" says what an article is about.
AWAY = re.compile(
    rf"(?:^|[-_\s])(?:{lists.globs('boilerplate_classes', 'class')}|tag(?!-))(?=$|[-_\s])",
    re.IGNORECASE,
)
TAGS = {
    "nav",
    "footer",
    "aside",
    "form",
    "menu",
    "dialog",
    "template",
    "button",
    "select",
    "iframe",
    "figure",
}
ROLES = {"navigation", "complementary", "contentinfo", "banner", "search", "dialog", "menu"}


INLINE = {"a", "b", "strong", "i", "em", "span", "font"}
MASTHEAD = re.compile(r"(?:^|\s)(?:header|masthead|head|top)(?:__\w+)?(?=\s|$)", re.IGNORECASE)
STAMPED = (
    "self::time or @datetime or @pubdate or @itemprop='datePublished' or "
    "(self::abbr and @title and contains(@class, 'publish'))"
)
LEAD = 100  # letters of a paragraph; a second one so long after the headline is the text itself
ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
DIGITS = re.compile(
    r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}|[〇零一二三四五六七八九]{4}|(?:令和|平成|民[國国])"
)


class Block(NamedTuple):
    """A short stretch of a page with its place: "after" or "before" the headline, or ""."""

    element: html.HtmlElement
    text: str
    place: str


def is_away(element):
    """Whether an element stands around the article: menus, comments, related articles …"""
    if not isinstance(element.tag, str):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return (
        element.tag in TAGS
        or element.get("role", "").lower() in ROLES
        or element.get("aria-hidden") == "true"
        or bool(AWAY.search(names))
    )


def blocks(tree, headline, *, most):
    """The Blocks with a number of four digits or a time stamp, that do not stand away.

    Outermost first, of at most ``most`` characters. After is up to 700 characters after the
    headline and not below the second paragraph, before up to 300 before it, in the same corner of
    the page, and with no menu in between.
    """
    holders = [] if headline is None else list(headline.iterancestors())
    title = "" if headline is None else " ".join(headline.text_content().split())
    corner = set(holders[:3]) - set(tree.iter("html", "body"))
    offsets, skipped, found, long, at, wall = {}, set(), [], [], 0, 0
    for element in tree.iter():
        offsets[element] = at
        at += len((element.text or "").strip()) + len((element.tail or "").strip())
        if headline not in offsets and element not in holders and _is_wall(element):
            wall = at + sum(len(part.strip()) for part in element.itertext())
        if element.getparent() in skipped or (element not in holders and is_away(element)):
            skipped.add(element)
        elif (text := _dated(element, most, title)) is not None:
            skipped.add(element)
            found.append((element, text))
        elif headline in offsets and element is not headline and weight(_own(element)) > LEAD:
            long.append(offsets[element])
    start = offsets.get(headline)
    if start is None:
        return [Block(element, text, "") for element, text in found]
    reach = range(max(start - 300, wall), min([start + 700, *long[1:2]]))
    return [Block(e, text, _place(e, offsets[e], start, reach, corner)) for e, text in found]


def _is_wall(element):
    """Whether an element above the headline is a masthead or a menu: all up to its end is."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if element.tag in ("header", "nav") or MASTHEAD.search(names):
        return True
    links = {"ul": 2, "ol": 2, "div": 3, "table": 3}.get(element.tag)
    return bool(links) and len(element.findall(".//a")) >= links


def weight(text):
    """Length of a text, in letters of an alphabet: a character of Chinese says as much as three."""
    return len(text) + 2 * len(ASIAN.findall(text))


def _own(element):
    """What an element says itself, and its inline parts."""
    if element.tag in ("script", "style", "head", "title"):
        return ""
    inline = [child for child in element if child.tag in INLINE]
    tails = [child.tail or "" for child in element]
    return "".join([element.text or "", *tails, *(child.text_content() for child in inline)])


def _place(element, offset, start, reach, corner):
    if offset not in reach:
        return ""
    if offset >= start:
        return "after"
    return "before" if corner.intersection(element.iterancestors()) else ""


def _dated(element, most, title):
    """The text of an element, but for the headline, that may be a date, with its label, or None."""
    if element.tag in ("html", "body", "head", "script", "style", "meta", "link", "title"):
        return None
    stamped = element.xpath(STAMPED)
    if not stamped and element.xpath(f"boolean(.//*[{STAMPED}])"):
        return None  # the stamp within says more
    text = short(element, most + len(title))
    text = " ".join(text.replace(title, " ").split()) if text and len(title) > 9 else text
    if text is None or not (DIGITS.search(text) or stamped):
        return None
    return f"{_label(element)} {text}".strip() if stamped else text


def _label(element):
    """The last words before an element: "Updated" <time>…</time>."""
    before = element.getprevious()
    words = element.getparent().text if before is None else before.tail
    if not (words or "").strip() and before is not None:
        words = short(before, 40)
    return (words or "").strip()[-40:]


def short(element, most):
    """Its text where that is short, else None; long ones are not read to their end."""
    text = ""
    for part in element.itertext():
        text += f" {part}"
        if len(text) > 1000 or len(text.strip()) > 4 * most:
            return None
    text = " ".join(text.split())
    return text if len(text) <= most else None
