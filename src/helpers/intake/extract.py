"""The text of the article on a page, one paragraph a line.

What trafilatura (Barbaresi 2021) finds, with what is known to leak into it taken out before and
after, and held against the text that the page itself states for machines.
"""

import logging
import re
from copy import deepcopy

import trafilatura
from lxml import html

from helpers.intake import furniture, markup, regions

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

CAPTION = re.compile(r"(?:^|[-_\s])(?:\w*caption\w*|credits?|copyright)(?=$|[-_\s])", re.IGNORECASE)
WINDOW = 12  # letters that two texts must share in a row
UNLINKED = ("p", "li", "h2", "h3", "h4", "h5", "h6", "strong", "div")


def text(tree, *, title="", bylines=(), stated=""):
    """The article's text.

    tree : the page (left as it is); title : its headline; bylines : its authors, as stated
    stated : the text that the page states as articleBody. It replaces what is found on the page
    where it holds that and more; where both agree, lines it does not know are left out.
    """
    tree = deepcopy(tree)
    _prune(tree)
    found = furniture.tidy(_found(tree), title=title, bylines=bylines)
    return _confirmed(found, furniture.tidy(_plain(stated), title=title, bylines=bylines))


def _prune(tree):
    """Take out captions, what stands around the article, and paragraphs that are links only."""
    most = 0.3 * max(1, sum(map(_length, tree.iter("p"))))
    for element in list(tree.iter()):
        if element.getparent() is None or element.tag in ("body", "article", "main"):
            continue
        around = regions.is_away(element) or element.tag in ("figure", "figcaption")
        around = around or bool(CAPTION.search(element.get("class", "")))
        if _is_link(element) or (around and sum(map(_length, element.iter("p"))) < most):
            element.drop_tree()


def _is_link(element):
    """Whether a paragraph is one link of four or more words, and no sentence."""
    if element.tag not in UNLINKED or element.find(".//p") is not None:
        return False
    links = list(element.iter("a"))
    words = " ".join(element.itertext()).split()
    linked = sum(map(_length, links))
    if not links or len("".join(words)) < 15 or linked < 0.9 * _length(element):
        return False
    return not re.search(r"[.!?;:,”\"»。]$", words[-1])


def _length(element):
    """Letters of an element, space aside."""
    return sum(len(part.strip()) for part in element.itertext())


def _found(tree):
    """What trafilatura finds, by its balanced and then by its generous rules."""
    for generous in (False, True):
        found = trafilatura.bare_extraction(
            deepcopy(tree), include_comments=False, favor_recall=generous
        )
        if found and found.text:
            return found.text
    return ""


def _plain(stated):
    """A stated text without markup."""
    if not re.search(r"<(?:p|br|div|a|strong)\b", stated):
        return stated
    tree = html.fromstring(f"<div>{stated}</div>")
    for element in tree.iter("p", "br", "div", "li", "h2", "h3"):
        element.tail = f"\n{element.tail or ''}"
    return tree.text_content()


def _confirmed(found, stated):
    """The text found on the page, mended by the text that is stated."""
    if len(stated) < 250:
        return found
    known, seen = _windows(stated), _windows(found)
    covered = len(known & seen) / max(1, len(known))
    agreed = len(known & seen) / max(1, len(seen))
    if covered < 0.8:
        return stated if agreed > 0.7 and len(stated) > 1.2 * len(found) else found
    lines = found.splitlines()
    return "\n".join(line for line in lines if len(line) < 20 or _windows(line) & known)


def _windows(text):
    plain = furniture.letters(text)
    return {plain[i : i + WINDOW] for i in range(max(1, len(plain) - WINDOW + 1))}
