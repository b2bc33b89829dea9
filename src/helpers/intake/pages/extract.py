"""The text of the article on a page, one paragraph a line.

What trafilatura (Barbaresi 2021) finds, with what is known to leak into it taken out before and
after, and held against the text that the page itself states for machines.
"""

import logging
import re
from copy import deepcopy
from typing import NamedTuple

import trafilatura
from trafilatura.settings import use_config

from helpers.intake import boilerplate, markup
from helpers.intake.pages import regions

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

CAPTION = re.compile(r"(?:^|[-_\s])(?:\w*caption\w*|credits?|copyright)(?=$|[-_\s])", re.IGNORECASE)
BOX = re.compile(  # in the class or id of what asks readers for something, or is written by them
    r"(?:^|[-_\s])(?:comments?|disqus|newsletters?|subscribe|sign-?up|cookies?|consent|gdpr|modal|"
    r"popup|related|recommend\w*|read-?(?:more|also|next)|also-?read|most-?read)(?=$|[-_\s])",
    re.IGNORECASE,
)
BOXES = ("div", "section", "aside", "form", "dialog", "ul", "ol", "table")
JOINERS = {"\u200c": "\U00010f00", "\u200d": "\U00010f01"}  # by letters that no page has
LAYOUT = 600  # letters of a table cell that is no datum
BRIEF = use_config()  # for Chinese, Japanese, Korean, which say in 80 letters what others do in 250
BRIEF.set("DEFAULT", "MIN_EXTRACTED_SIZE", "80")
WINDOW = 12  # letters that two texts must share in a row
LONGEST_CAPTION = (
    400  # letters, and a third of all paragraphs; a longer "caption" holds the article
)
UNLINKED = ("p", "li", "h2", "h3", "h4", "h5", "h6", "strong", "div")


class Text(NamedTuple):
    """clean: the article's text; raw: with bylines and credits; where: "page" or "articleBody"."""

    clean: str
    raw: str
    where: str


def read(tree, stated, *, title="", bylines=()):
    """The Text of a page.

    tree : the page (left as it is); stated : its Statements; title, bylines : what does not belong
    to the text. A JSON-LD articleBody replaces what is found on the page where it holds that and
    more; where both agree, lines it does not know are left out.
    """
    raw = _found(tree)
    around = _around(tree)
    lines = [line for line in raw.splitlines() if boilerplate.letters(line) not in around]
    found = boilerplate.tidy("\n".join(lines), title=title, bylines=bylines)
    body = boilerplate.tidy(_body(stated), title=title, bylines=bylines)
    text = _confirmed(found, body)
    return Text(text, raw, "JSON-LD articleBody" if text == body and body else "page")


def _around(tree):
    """Letters of captions, and of paragraphs that are nothing but a link to another page."""
    most = min(LONGEST_CAPTION, sum(map(_length, tree.iter("p"))) // 3)
    found = set()
    for element in tree.iter():
        caption = element.tag == "figcaption" or CAPTION.search(element.get("class", ""))
        if caption and _length(element) < most:
            found |= {boilerplate.letters("".join(part.itertext())) for part in element.iter()}
        elif _is_link(element):
            found.add(boilerplate.letters("".join(element.itertext())))
    return found - {""}


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
    tree = deepcopy(tree)
    _drop_boxes(tree)
    _swap(tree, JOINERS)
    _unfold(tree)
    text = tree.text_content()
    settings = BRIEF if regions.weight(text) > 1.3 * len(text) else None
    for generous in (False, True):
        found = trafilatura.bare_extraction(
            deepcopy(tree), include_comments=False, favor_recall=generous, config=settings
        )
        if found and found.text:
            return found.text.translate({ord(new): old for old, new in JOINERS.items()})
    return ""


def _drop_boxes(tree):
    """Take out boxes for newsletters, cookies, comments and the like, but none that is long."""
    most = sum(map(_length, tree.iter("p"))) // 3
    for element in list(tree.iter(*BOXES)):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        asks = element.tag in ("form", "dialog") or BOX.search(names)
        if asks and element.getparent() is not None and _length(element) < most:
            element.drop_tree()


def _unfold(tree):
    """Turn cells of tables that lay out a page, and hold its text, into plain parts."""
    for cell in list(tree.iter("td")):
        if regions.weight(cell.text_content()) > LAYOUT:
            for part in (cell, *cell.iterancestors("tr", "tbody", "table", "td")):
                part.tag = "div"


def _swap(tree, letters):
    """Put other letters in their place: trafilatura drops joiners, which Persian spells with."""
    letters = {ord(old): new for old, new in letters.items()}
    for element in tree.iter():
        element.text = element.text and element.text.translate(letters)
        element.tail = element.tail and element.tail.translate(letters)


def _body(stated):
    """The longest articleBody stated, without markup."""
    bodies = [text for node in stated.articles[:1] for text in _strings(node.get("articleBody"))]
    return plain(max(bodies, key=len, default=""))


def plain(fragment):
    """The text of a piece of HTML, one paragraph a line; of what has no markup, itself."""
    if not re.search(r"</?[a-zA-Z]+[\s/>]", fragment):
        return fragment
    tree, _ = markup.tree(f"<div>{fragment}</div>".encode("utf-8", "replace"))
    for element in list(tree.iter("figcaption", "style", "script")):
        element.drop_tree()
    for element in tree.iter("p", "br", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "tr"):
        element.text = f"\n{element.text or ''}" if element.tag != "br" else None
        element.tail = f"\n{element.tail or ''}"
    return tree.text_content()


def _strings(value):
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _confirmed(found, stated):
    """The text found on the page, mended by the text that is stated."""
    if len(stated) < 250:
        return found
    known, seen = _windows(stated), _windows(found)
    covered = len(known & seen) / max(1, len(known))
    agreed = len(known & seen) / max(1, len(seen))
    if covered < 0.8:
        return stated if agreed > 0.7 and len(stated) > 1.2 * len(found) else found
    if agreed < 0.8:
        return found  # the stated text is only a part
    lines = found.splitlines()
    return "\n".join(line for line in lines if len(line) < 20 or _windows(line) & known)


def _windows(text):
    plain = boilerplate.letters(text)
    return {plain[i : i + WINDOW] for i in range(max(1, len(plain) - WINDOW + 1))}
