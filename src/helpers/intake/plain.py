"""Articles in plain text or Markdown, with front matter or without."""

import re
import tomllib
from dataclasses import replace

import yaml

from helpers.intake import boilerplate, fields, guard, markup, paragraphs
from helpers.intake.documents import document as documents

FENCED = re.compile(r"\s*(-{3,}|\+{3,})[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
ANCHOR = re.compile(r"[:,\[{-]\s*&\w")  # YAML that repeats itself can grow without bound
PAIR = re.compile(r"([^\W\d][\w -]{1,25}?)[ \t]*[:=][ \t]*(.*)")
KEYS = {  # Article's field -> keys of front matter, the first found counts
    "title": "title headline",
    "published": "published date publication_date publish_date published_at date_published "
    "published_time publishdate pubdate publication-date datum дата",
    "outlet": "outlet publication publisher newspaper source site site_name sitename website "
    "journal media publication_title",
    "byline": "byline author authors creator by",
    "url": "url link source_url canonical_url canonical permalink original_url address",
    "language": "language lang locale",
    "agency": "agency wire",
    "license": "license licence rights",
}
LONG = 200  # characters of a line that can be no headline
FEWEST = 5  # words of a headline, where lines of a masthead stand above it
MARKDOWN = [  # pattern, what is left of it
    (r"!\[[^\]\n]*\]\([^)\n]*\)", ""),
    (r"\[\[(?:[^\]|\n]*\|)?([^\]\n]*)\]\]", r"\1"),
    (r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1"),
    (r"<(https?://[^>\s]+)>", r"\1"),
    (r"(?m)^[ \t]*(?:#{1,6}|>+|[*+-](?=[ \t])|\d+\.(?=[ \t]))[ \t]+", ""),
    (r"(?m)^[ \t]*(?:[-*_][ \t]*){3,}$", ""),
    (r"(\*{1,3}|_{2,3})(?=\S)([^\n]+?)(?<=\S)\1", r"\2"),
    (r"(?<!\w)_(?=\S)([^_\n]+)(?<=\S)_(?!\w)", r"\1"),
]
ESCAPED = re.compile(r"\\([*_#\[\]()!`>-])")
KEPT = 0xE000  # an escaped mark is put out of the patterns' reach while they are at work


def read(content, *, name, one_article=False):
    """Yield the Article of a plain text or Markdown (bytes).

    Front matter between lines of --- (YAML) or +++ is read; without it, lines above the headline
    are the masthead, whose first is taken for the outlet, and a date or byline is one that stands
    on a line of its own. Nothing else is guessed: what is not stated stays "".

    one_article : do not ask whether it is an export of many; else InputError where it looks so
    """
    text, doubts = markup.decode(content)
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    stated, body, more = _front_matter(text)
    if stated or name.lower().endswith((".md", ".markdown")):
        heading = re.search(r"(?m)^#[ \t]+(\S.*?)[ \t#]*$", body)
        title = stated.get("title") or (_unmarked(heading[1]) if heading else "")
        body = _unmarked(body)
    else:
        title = ""
    lines = [markup.clean(line) for line in paragraphs.of(body)]
    if not one_article:
        guard.check(lines, name)
    if stated:
        yield _stated(stated | {"title": title}, lines, name, [*doubts, *more])
    else:
        yield _found(lines, title, name).warn(*doubts, *more)


def _stated(stated, lines, name, doubts):
    text = boilerplate.tidy(
        "\n".join(lines), title=stated["title"], bylines=[stated.get("byline", "")]
    )
    where = dict.fromkeys(stated, "front matter")
    return fields.article(stated | {"text": text}, source=name, where=where, doubts=doubts)


def _found(lines, title, name):
    """The Article of a text that states nothing apart from itself."""
    at = _headline(lines) if not title else None
    title = title or (lines[at] if at is not None else "")
    article = documents.article(lines, name=name, title=title)
    masthead = [line for line in lines[: at or 0] if len(line) < 60 and not _is_other(line)]
    if masthead and not article.outlet:
        article = replace(
            article, outlet=masthead[0], found=article.found | {"outlet": "masthead"}
        ).warn(f"the outlet is read from the first line: {masthead[0]!r}")
    return article


def _headline(lines):
    """Number of the line that is the headline, or None where text begins at once."""
    head = []
    for number, line in enumerate(lines[: documents.TOP]):
        if len(line) > LONG or (len(line) > 80 and re.search(r"[.;,]\W?$", line)):
            break
        if not _is_other(line):
            head.append(number)
    full = [number for number in head if len(lines[number].split()) >= FEWEST]
    return (full or sorted(head, key=lambda number: -len(lines[number])) or [None])[0]


def _is_other(line):
    """Whether a line above the text is a date, a byline, a notice or an address."""
    return bool(
        boilerplate.is_notice(line) or boilerplate.is_byline(line) or documents.ADDRESS.match(line)
    )


def _front_matter(text):
    """(fields, body, warnings); no fields where there is none."""
    match = FENCED.match(text)
    if match:
        found, doubts = _parsed(match[2], tomllib.loads if match[1][0] == "+" else yaml.safe_load)
        return _fields(found), text[match.end() :], doubts
    head, _, body = text.strip().partition("\n\n")
    pairs = [PAIR.fullmatch(line.strip()) for line in head.split("\n")]
    if len(pairs) > 1 and all(pairs):
        found = _fields({pair[1]: pair[2] for pair in pairs})
        if len(found) > 1:
            return found, body, []
    return {}, text, []


def _parsed(matter, parse):
    """Front matter as a dict, and a warning where it had to be read line by line."""
    try:
        found = parse(matter) if len(matter) < 20_000 and not ANCHOR.search(matter) else None
    except (yaml.YAMLError, ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found, []
    pairs = [PAIR.fullmatch(line.strip()) for line in matter.split("\n")]
    found = {pair[1]: pair[2].strip(" '\"") for pair in pairs if pair}
    return found, ["the front matter is not well formed and was read line by line"]


def _fields(found):
    """Article's fields of what front matter states; a source that is an address is the url."""
    stated = {str(key).strip().lower().replace(" ", "_"): _cell(v) for key, v in found.items()}
    cells = {}
    for field, keys in KEYS.items():
        values = [stated[key] for key in keys.split() if stated.get(key)]
        if field == "outlet":
            addresses = [value for value in values if documents.ADDRESS.match(value)]
            stated.setdefault("url", next(iter(addresses), ""))
            values = [value for value in values if value not in addresses]
        if values:
            cells[field] = values[0]
    return cells


def _cell(value):
    """YAML's values as str; no (Norwegian) is read as false, and a person may be in [[ ]]."""
    if isinstance(value, list):
        return ", ".join(_cell(one) for one in value[:20] if not isinstance(one, list))
    if isinstance(value, dict):
        return _cell(value.get("name", ""))
    if value is None or isinstance(value, bool):
        return "no" if value is False else ""
    return _unmarked(str(value))


def _unmarked(text):
    """A text without the marks of Markdown."""
    text = ESCAPED.sub(lambda match: chr(KEPT + ord(match[1])), text)
    for pattern, left in MARKDOWN:
        text = re.sub(pattern, left, text)
    return re.sub("[\ue000-\ue07f]", lambda match: chr(ord(match[0]) - KEPT), text).strip()
