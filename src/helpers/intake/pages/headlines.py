"""The headline of a page, without the name of its outlet."""

import re
from typing import NamedTuple

from lxml import html

from helpers.intake import addresses, boilerplate, markup
from helpers.intake.pages import regions, statements

METAS = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "title")
SEPARATOR = re.compile(r"\s*(?:[|»«•·_]|::|\s[-–—/:]+\s)\s*")
LONGEST = 300  # characters


class Headline(NamedTuple):
    """text: without the outlet; where: e.g. "h1"; element: what shows it on the page, or None."""

    text: str
    where: str
    element: html.HtmlElement | None


def find(tree, stated, *, outlet="", url=""):
    """The Headline of a page: as it shows it where that agrees with what it states, else as stated.

    Agreement is the share of words that the longer has in common with the shorter.
    """
    names = [outlet, *re.split(r"\W", addresses.host(url))]
    names += stated.metas.get("og:site_name", []) + stated.metas.get("application-name", [])
    titles = [(without_outlet(text, names), where) for text, where in _stated(tree, stated)]
    own = [boilerplate.letters(name) for name in names]
    titles = [
        (text, where) for text, where in titles if boilerplate.letters(text) not in [*own, ""]
    ]
    told = [text for text, _ in titles] + [max(SEPARATOR.split(t), key=len) for t, _ in titles]
    shown = [(one, text) for one, text in _shown(tree) if boilerplate.letters(text) not in own]
    ranked = sorted(
        (
            (max((_alike(text, title) for title in told), default=0), -i, text, element)
            for i, (element, text) in enumerate(shown)
        ),
        key=lambda one: one[:2],
        reverse=True,
    )
    if ranked and ranked[0][0] > 0.5:
        _, _, text, element = ranked[0]
        return Headline(text, element.tag, element)
    element = next((one for one, _ in shown if one.tag == "h1"), None)
    if titles:
        same = _saying(tree, {boilerplate.letters(title) for title, _ in titles})
        return Headline(*titles[0], element if same is None else same)
    if element is not None:
        return Headline(markup.line(element), "h1", element)
    return Headline("", "", None)


def without_outlet(text, names):
    """A title without the names of its outlet before or after it, as separated by marks."""
    known = {letters for name in names if len(letters := boilerplate.letters(name)) > 2}
    cuts = [0, *(at for match in SEPARATOR.finditer(text) for at in match.span()), len(text)]
    parts = list(zip(cuts[::2], cuts[1::2], strict=True))
    while len(parts) > 1 and _is_outlet(text[slice(*parts[-1])], known):
        parts.pop()
    while len(parts) > 1 and _is_outlet(text[slice(*parts[0])], known):
        parts.pop(0)
    barred = len(parts) > 1 and "|" in text[parts[-2][1] : parts[-1][0]]
    if barred and len(text[slice(*parts[-1])].split()) < 4:
        parts.pop()
    return text[parts[0][0] : parts[-1][1]].strip()


def _is_outlet(part, known):
    letters = boilerplate.letters(part)
    return any(
        letters == name or (len(name) > 4 and letters.startswith(name)) for name in known
    ) or (bool(letters) and any(name.startswith(letters) and len(letters) > 4 for name in known))


def _stated(tree, stated):
    for node in stated.articles[:1]:
        for key in ("headline", "name"):
            for text in statements.texts(node.get(key)):
                yield text, f"JSON-LD {key}"
    for name in METAS:
        for text in stated.metas.get(name, ()):
            yield markup.clean(text), f"meta {name}"
    for element in tree.iter("title"):
        yield markup.clean(element.text_content()), "title"
        return


def _shown(tree):
    """Elements that may show the headline, with their text."""
    path = (
        ".//h1|.//*[@itemprop='headline' and not(self::meta)]|.//h2|.//*[contains(@class,'title')]"
    )
    for element in tree.xpath(path):
        text = markup.line(element)
        if not 5 < len(text) < LONGEST or element.tag in ("meta", "title"):
            continue
        if element.tag == "h1" or not any(
            map(regions.is_away, element.iterancestors("div", "aside"))
        ):
            yield element, text


def _saying(tree, wanted):
    """The innermost element that says just one of these titles (as letters), as old pages have."""
    found = None
    for element in tree.iter("b", "strong", "font", "span", "div", "td", "p", "big", "center", "a"):
        text = regions.short(element, LONGEST)
        if text and boilerplate.letters(text) in wanted:
            if found is not None and found not in element.iterancestors():
                break
            found = element
    return found


def _alike(one, other):
    """Share of words in common, 1 where one title has all the words of the other and few more."""
    a, b = (set(re.findall(r"\w+", title.casefold())) for title in (one, other))
    if not a or not b:
        return 0
    if boilerplate.letters(one) == boilerplate.letters(other):
        return 1
    return len(a & b) / max(len(a), len(b))
