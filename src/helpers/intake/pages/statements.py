"""What a page states about its article for machines: meta elements and JSON-LD."""

import contextlib
import json
import re
from collections import defaultdict
from typing import NamedTuple

from helpers.intake import markup

ARTICLES = re.compile(r"(?:Article|Posting|Report)$")
ELSEWHERE = {"itemListElement", "hasPart", "relatedLink", "isBasedOn", "mentions", "citation"}
STRING = re.compile(r'"(headline|datePublished|dateModified|inLanguage)"\s*:\s*("(?:[^"\\]|\\.)*")')
ELSEWHERE |= {"comment", "review", "subjectOf", "video", "image", "breadcrumb"}


class Statements(NamedTuple):
    """metas: name or property in lower case -> contents; articles: JSON-LD nodes of articles,
    the page's own first; pages: nodes of the page itself (WebPage)."""

    metas: dict[str, list[str]]
    articles: list[dict]
    pages: list[dict]

    def meta(self, *names):
        """(content, name) of the first of these meta elements that is filled, or ("", "")."""
        for name in names:
            for content in self.metas.get(name, ()):
                if content:
                    return content, name
        return "", ""


def read(tree):
    """The Statements of a page."""
    metas = defaultdict(list)
    for element in tree.iter("meta"):
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := element.get(key):
                metas[name.strip().lower()].append(markup.clean(element.get("content", "")))
    scripts = [one for one in tree.iter("script") if "ld+json" in one.get("type", "").lower()]
    nodes = [node for script in scripts for node in _nodes(_loaded(script.text or ""))]
    identified = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    nodes = [{k: _resolved(v, identified) for k, v in node.items()} for node in nodes]
    articles = [node for node in nodes if any(map(ARTICLES.search, types(node)))]
    named = metas.get("og:title", []) + [markup.clean(t.text or "") for t in tree.iter("title")]
    articles.sort(key=lambda node: not _is_named(node, named))
    pages = [node for node in nodes if any(kind.endswith("WebPage") for kind in types(node))]
    return Statements(metas, articles, pages)


def types(node):
    """The types of a JSON-LD node, as strings."""
    kinds = node.get("@type", [])
    return [
        kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
    ]


def texts(value, *, key="name"):
    """The strings that a JSON-LD value stands for: itself, the names of nodes, of lists each."""
    if isinstance(value, list):
        return [text for one in value for text in texts(one, key=key)]
    if isinstance(value, dict):
        return texts(value.get(key), key=key) if value.get(key) is not value else []
    return [markup.clean(value)] if isinstance(value, str) and value.strip() else []


def _is_named(node, titles):
    """Whether a node's headline is one of these titles of the page, with or without a suffix."""
    headlines = [headline.lower() for headline in texts(node.get("headline", node.get("name")))]
    return any(h in t.lower() or (t and t.lower() in h) for h in headlines for t in titles)


def _loaded(text):
    """The data of a JSON-LD script, repaired where a comma or a comment spoils it."""
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|//.*\n)", "", text)
    text = re.sub(r"(?:-->|//\s*\]\]>|\]\]>|;)\s*$", "", text)
    for attempt in (text, re.sub(r",(?=\s*[}\]])", "", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _salvaged(text)


def _salvaged(text):
    """Of broken JSON-LD what can be read without doubt: keys of the one article it is about."""
    found = defaultdict(list)
    for key, value in STRING.findall(text):
        with contextlib.suppress(ValueError):
            found[key].append(json.loads(value, strict=False))
    if len(found["datePublished"]) > 1 or len(found["headline"]) != 1:
        return None
    values = {key: markup.clean(some[0]) for key, some in found.items() if some}
    return {"@type": "Article"} | values


def _nodes(data, depth=0):
    """All nodes in JSON-LD data, but not those that stand for other articles."""
    if depth > 20:
        return
    if isinstance(data, list):
        for one in data:
            yield from _nodes(one, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key, value in data.items():
            if key not in ELSEWHERE and isinstance(value, dict | list):
                yield from _nodes(value, depth + 1)


def _resolved(value, identified):
    """A value, references to other nodes replaced by the nodes."""
    if isinstance(value, list):
        return [_resolved(one, identified) for one in value]
    if isinstance(value, dict) and set(value) == {"@id"}:
        return identified.get(value["@id"], value)
    return value
