"""The lead of an article, where a page sets it apart between the headline and the body.

Extractors lose it, and it is where frames and voices are. It is taken where its markup calls it a
lead, or where it is what the page's description says or begins with; never a caption, a byline, a
date or a link.
"""

import functools
import re

from helpers.intake import boilerplate, lists, markup

CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
SHORTEST, LONGEST = 60, 900  # letters
TELLING = 40  # letters of a description that is more than a headline
BLOCKS = ("p", "div", "h2", "h3", "h4", "span", "section", "header", "strong", "em", "blockquote")
INSIDE = ("p", "div", "section", "ul", "ol", "table", "figure", "h1")  # what a lead does not hold
DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")


def find(tree, stated, headline, text):
    """The lead (str), "" where the page has none or the text holds it already.

    tree : of the page; stated : its Statements; headline : the element that shows it, or None
    text : the article's text as it was found, one paragraph a line
    """
    elements = list(tree.iter())
    place = {element: i for i, element in enumerate(elements)}
    first = place.get(headline, -1)
    body = _begin(elements, text, first)
    if body is None:
        return ""
    known, said = boilerplate.letters(text), _descriptions(stated)
    for element in elements[first + 1 : body]:
        if element.tag not in BLOCKS or element.find(".//h1") is not None:
            continue
        line = markup.line(element)
        letters = boilerplate.letters(line)
        if not SHORTEST <= len(letters) <= LONGEST or letters in known:
            continue
        marked = _is_marked(element)
        if not marked and (_holds_blocks(element) or not _is_described(letters, said)):
            continue
        if not _stands_apart(element, line):
            continue
        return line
    return ""


def _begin(elements, text, first):
    """Number of the element that holds the first paragraph of the text, after the headline."""
    for line in text.splitlines()[:3]:
        wanted = boilerplate.letters(line)[:60]
        if len(wanted) < 15:
            continue
        found = None
        for i, element in enumerate(elements[first + 1 :], first + 1):
            if isinstance(element.tag, str) and wanted in boilerplate.letters(markup.line(element)):
                found = i  # the innermost: the last of those that hold one another
            elif found is not None:
                break
        if found is not None:
            return found
    return None


def _is_marked(element):
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')} "
    names += element.get("data-testid", "") + " " + element.get("role", "")
    return bool(_marks().search(CAMEL.sub("-", names)))


@functools.cache
def _marks():
    names = lists.globs("lead_classes", "class")
    return re.compile(rf"(?:^|[-_\s])(?:{names})(?=$|[-_\s])", re.IGNORECASE)


def _holds_blocks(element):
    return any(element.find(f".//{tag}") is not None for tag in INSIDE)


def _descriptions(stated):
    said = [text for key in DESCRIPTIONS for text in stated.metas.get(key, [])]
    said += [v for v in (node.get("description") for node in stated.articles[:1]) if _is_text(v)]
    return [letters for text in said if len(letters := boilerplate.letters(text)) >= TELLING]


def _is_text(value):
    return isinstance(value, str)


def _is_described(letters, said):
    """Whether a block is what the description says, but for an end that one of the two lacks."""
    return any(one[:120] == letters[: len(one[:120])] or letters == one for one in said)


def _stands_apart(element, line):
    """Whether a block is no caption, byline, notice, date, list or link."""
    if boilerplate.is_byline(line) or boilerplate.is_notice(line) or boilerplate.is_date(line):
        return False
    for holder in (element, *element.iterancestors()):
        names = f"{holder.get('class', '')} {holder.get('id', '')}"
        if holder.tag in OTHERS or AWAY.search(names):
            return False
    linked = sum(len(boilerplate.letters(markup.line(a))) for a in element.iter("a"))
    return linked < 0.5 * len(boilerplate.letters(line))


OTHERS = ("figure", "figcaption", "aside", "nav", "footer", "li")
AWAY = re.compile(
    r"(?:^|[-_\s])(?:\w*caption\w*|credits?|related|teasers?|recommend\w*|newsletter|share|social|"
    r"comments?|promo|most-?read|byline|author)(?=$|[-_\s])",
    re.IGNORECASE,
)
