"""What a page says of itself beside its text: address, outlet, authors, language, licence.

Each function gives a value and where it was found, ("", "") where the page does not say.
"""

import re
from urllib.parse import urljoin, urlsplit

from helpers.intake import addresses, languages, markup
from helpers.intake.pages import regions, statements

AUTHORS = (
    "author",
    "article:author_name",
    "og:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "article:author",
)
TAG = re.compile(r"<[^<>]*>")
BY = re.compile(r"^(?:by|von|par|por|автор|авторы|текст)\b[:\s]*", re.IGNORECASE)
CREATIVE = re.compile(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)")


def address(tree, stated, url):
    """Canonical address: as the page states it, if that is an article of the same site."""
    links = [
        link.get("href", "") for link in tree.iter("link") if "canonical" in _words(link, "rel")
    ]
    named = [(link, "link canonical") for link in links]
    named += [(link, "og:url") for link in stated.metas.get("og:url", [])]
    for link, where in named:
        link = addresses.canonical(urljoin(url, link.strip()) if link.strip() else "")
        if addresses.host(link) and (not url or _same_site(link, url)) and not _is_front(link, url):
            return link, where
    return (addresses.canonical(url), "given address") if url else ("", "")


def elsewhere(tree, url):
    """The canonical address that a page states on another site than it was had from, or ""."""
    for link in tree.iter("link"):
        href = link.get("href", "")
        if "canonical" in _words(link, "rel") and url and addresses.host(href):
            return "" if _same_site(href, url) else href
    return ""


def outlet(stated, url):
    """Name of the outlet, or else the host of its address."""
    if name := stated.meta("og:site_name")[0]:
        return re.split(r"\s+[|–—-]\s+", name)[0], "og:site_name"
    for node in [*stated.articles, *stated.pages]:
        for name in statements.texts(node.get("publisher")):
            if not name.startswith("http"):
                return name, "JSON-LD publisher"
    name, where = stated.meta("dc.publisher", "citation_publisher", "application-name")
    return (name, f"meta {where}") if name else (addresses.host(url), "host of the address")


def authors(tree, stated):
    """Names of the authors, in order."""
    for node in stated.articles[:1]:
        if names := _names(statements.texts(node.get("author"))):
            return names, "JSON-LD author"
    for name in AUTHORS:
        if names := _names(stated.metas.get(name, [])):
            return names, f"meta {name}"
    path = (
        "//*[@rel='author' or @itemprop='author' or contains(@class,'byline')"
        " or contains(@class,'author')]"
    )
    shown = [
        e
        for e in tree.xpath(path)
        if not any(map(regions.is_away, e.iterancestors("div", "aside")))
    ]
    names = _names([markup.clean(" ".join(element.itertext())) for element in shown[:1]])
    return (names, "byline on the page") if names else ([], "")


def language(tree, stated):
    """Language or locale as stated: "kk", "en-GB"."""
    for element in tree.iter("html"):
        for key in ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
            if languages.code(element.get(key, "")):
                return element.get(key).strip().replace("_", "-"), "html lang"
    for node in stated.articles[:1]:
        for text in statements.texts(node.get("inLanguage")):
            if languages.code(text):
                return text, "JSON-LD inLanguage"
    text, where = stated.meta("content-language", "og:locale", "dc.language", "language")
    return (text.replace("_", "-"), f"meta {where}") if languages.code(text) else ("", "")


def license(tree, stated):
    """Licence of the text, e.g. "CC-BY-4.0" (SPDX), or the address of another licence stated."""
    for node in stated.articles[:1]:
        for text in statements.texts(node.get("license"), key="url"):
            return _spdx(text), "JSON-LD license"
    links = [e for e in tree.iter("a", "link") if not any(True for _ in e.iterancestors("figure"))]
    for element in links:
        if "license" in _words(element, "rel") and element.get("href"):
            return _spdx(element.get("href")), "rel=license"
    found = {_spdx(e.get("href", "")) for e in links if CREATIVE.search(e.get("href", ""))}
    return (found.pop(), "Creative Commons link") if len(found) == 1 else ("", "")


def _words(element, key):
    return element.get(key, "").lower().split()


def _same_site(one, other):
    """Whether two addresses share their host but for subdomains: news.example.org, example.org."""
    a, b = (addresses.host(url).split(".")[::-1] for url in (one, other))
    shared = min(len(a), len(b))
    return shared > 1 and a[:shared] == b[:shared]


def _is_front(link, url):
    """Whether a canonical address is that of the front page, and the page another."""
    return urlsplit(link).path.strip("/") == "" and urlsplit(url).path.strip("/") != ""


def _names(found):
    """Names without "By", addresses, duplicates and what is too long for names."""
    names = [
        BY.sub("", TAG.sub("", name)).strip(" ,|")
        for name in found
        if not name.startswith(("http", "/", "@"))
    ]
    return list(dict.fromkeys(name for name in names if 1 < len(name) < 120))


def _spdx(text):
    """ "CC-BY-4.0" for the address of a Creative Commons licence; others unchanged."""
    match = CREATIVE.search(text)
    if not match:
        return text
    kind = {"zero": "CC0", "mark": "PDM"}.get(match[2], f"CC-{match[2].upper()}")
    return f"{kind}-{match[3]}"
