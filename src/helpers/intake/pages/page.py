"""Read an article from the page it stands on: where each field was found, and what is doubtful."""

import re

from helpers.intake import agencies, fields, languages, markup
from helpers.intake.article import Article
from helpers.intake.pages import extract, headlines, leads, metadata, published, regions, statements

LITTLE = 250  # letters of a text that is hardly a whole article
LONG = 800  # letters of an article among several on a page
SAVED = re.compile(
    rb"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S+)\s"
)
LOCKED = re.compile(
    r"(?:subscribe|sign in|log in|register) to (?:continue|read|keep)|subscribers only|"
    r"только для подписчиков|полный текст доступен|weiterlesen mit|réservé (?:à nos|aux) abonnés|"
    r"exclusivo para s|sólo para suscriptores|solo per abbonati",
    re.IGNORECASE,
)


def read(page, *, url="", name="", encoding=""):
    """The Article on a page.

    page : its bytes; url : where it was had from, if known; name : what messages call it (its
        file); encoding : as the server stated it, if it did

    A day of publication is given only where the page states one (``published.find``); of a month
    or a year ``precision`` and a warning tell. ``found`` says where each field was found.
    ``warnings`` say what is missing, contradictory, or looks cut off.

    Raises InputError where the bytes are no HTML page, or more than one article can be.
    """
    name = name or url or "page"
    tree, warnings = markup.tree(page, name=name, encoding=encoding)
    stated = statements.read(tree)
    saved = SAVED.search(page[:5000])
    url = url or (saved[1].decode("ascii", "replace") if saved else "")
    found = {"url": metadata.address(tree, stated, url)}
    address = found["url"][0] or url
    found["outlet"] = metadata.outlet(stated, address)
    headline = headlines.find(tree, stated, outlet=found["outlet"][0], url=address)
    found["title"] = (headline.text, headline.where)
    authors, where = metadata.authors(tree, stated)
    found["byline"] = (", ".join(authors), where)
    text = extract.read(_own(tree, headline.element), stated, title=headline.text, bylines=authors)
    if lead := leads.find(tree, stated, headline.element, text.clean):
        text = text._replace(clean=f"{lead}\n{text.clean}", raw=f"{lead}\n{text.raw}")
    found["text"] = (text.clean, text.where)
    credited = agencies.credited(text.raw, "\n".join([*authors, *_near(tree, headline.element)]))
    found["agency"] = (credited, "text or byline")
    locale, where = metadata.language(tree, stated)
    spoken = languages.guess(text.clean)
    found["language"] = _language(languages.code(locale), where, spoken)
    found["license"] = metadata.license(tree, stated)
    day = published.find(
        tree,
        stated,
        headline.element,
        text=text.raw,
        url=address,
        language=locale or found["language"][0],
    )
    whole = day.day is not None and day.day.precision == "day"
    found["published"] = (day.day.date if whole else "", day.where)
    warnings += [*_site(tree, url), *_several(tree), *_text(text.clean, stated, tree)]
    warnings += [*_spoken(languages.code(locale), spoken), *day.doubts, *_day(day)]
    return Article(
        **{field: value for field, (value, _) in found.items()},
        published_from=day.source if whole else "",
        precision=day.day.precision if day.day else "",
        source=name,
        found={field: where for field, (value, where) in found.items() if value},
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _own(tree, headline):
    """The part of a page that holds the article, where the page holds several long ones."""
    long = _long_articles(tree)
    if len(long) < 2:
        return tree
    holders = set() if headline is None else set(headline.iterancestors())
    return markup.alone(next((one for one in long if one in holders), long[0]))


def _long_articles(tree):
    """Elements for an article that hold one of some length, but not as comments or teasers do."""
    long = []
    for element in tree.iter("article"):
        within = any(holder in long for holder in element.iterancestors())
        letters = sum(len(part.text_content()) for part in element.iter("p"))
        if letters > LONG and not within and not regions.is_away(element):
            long.append(element)
    return long


def _near(tree, headline):
    """Short lines beside the headline that may credit an agency."""
    path = (
        ".//*[contains(@class,'source') or contains(@class,'byline') or contains(@class,'author')]"
    )
    holders = [] if headline is None else list(headline.iterancestors())[:3]
    near = [element for holder in holders for element in holder.xpath(path)]
    texts = [markup.clean(" ".join(element.itertext())) for element in near[:10]]
    return [text for text in texts if len(text) < 100]


def _language(stated, where, guessed):
    """(code, where): as guessed from the text where that is sure, else as stated."""
    if guessed and not languages.agree(stated, guessed):
        return guessed, "text"
    return (stated, where) if stated else (guessed, "text")


def _spoken(stated, guessed):
    if stated and guessed and not languages.agree(stated, guessed):
        return [f"the page is marked as {stated}, and its text looks like {guessed}"]
    return []


def _site(tree, url):
    other = metadata.elsewhere(tree, url)
    return [f"the page names an address on another site as its own ({other}): a copy?"] * bool(
        other
    )


def _several(tree):
    several = len(_long_articles(tree))
    return [f"{several} articles stand on the page, one was taken"] * (several > 1)


def _day(day):
    """What a person should know of a date that is missing or not whole."""
    if not day.day:
        return [] if day.doubts else ["no date of publication found"]
    if day.day.precision != "day":
        return [
            f"only the {day.day.precision} of publication is known: {day.day.date} ({day.where})"
        ]
    return []


def _text(text, stated, tree):
    """Signs that a text is not the whole article."""
    if not text:
        return ["no text of an article found: the page may need a browser, or hold none"]
    warnings = []
    if len(text) < LITTLE:
        warnings.append(f"only {len(text)} characters of text: is this the whole article?")
    free = [str(node.get("isAccessibleForFree", "")).lower() for node in stated.articles]
    tier = stated.meta("article:content_tier")[0].lower()
    if "false" in free or tier in ("locked", "metered") or LOCKED.search(tree.text_content()):
        warnings.append("part of the article may be for subscribers only")
    if fields.CUT.search(text[-200:]):
        warnings.append("the text ends as if it were cut off")
    return warnings
