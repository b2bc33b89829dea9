"""Articles in lists of references, RIS and BibTeX, which hold no text but where it is."""

import re
from itertools import zip_longest

from helpers.errors import InputError
from helpers.intake import fields, markup

RIS = re.compile(r"([A-Z][A-Z0-9])  ?- ?(.*)")
ENTRY = re.compile(r"@(\w+)\s*\{\s*([^,\s]*)\s*,")
TAGS = {  # Article's field -> tags of RIS, the first found counts
    "title": "TI T1 CT", "outlet": "JO T2 JF JA BT PB", "byline": "AU A1", "published": "DA PY Y1",
    "url": "UR L2", "language": "LA",
}  # fmt: skip
KEYS = {  # Article's field -> keys of BibTeX
    "title": "title", "outlet": "journal journaltitle newspaper booktitle publisher",
    "byline": "author", "published": "date", "url": "url", "language": "langid language",
}  # fmt: skip
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def read(content, *, name):
    """Yield an Article, without text, for each reference (bytes).

    Raises InputError where there is none.
    """
    text, doubts = markup.decode(content)
    records = list(_bibtex(text) if text.lstrip().startswith("@") else _ris(text))
    if not records:
        raise InputError(f"{name}: holds no reference")
    for number, cells in enumerate(records, 1):
        where = dict.fromkeys(cells, "reference")
        article = fields.article(cells, source=f"{name}#{number}", where=where)
        yield article.warn(*doubts)
        doubts = []


def _ris(text):
    said = {}
    for line in text.splitlines():
        match = RIS.fullmatch(line.strip("\ufeff \t"))
        if not match:
            continue
        if match[1] == "ER":
            yield _cells(said, TAGS)
            said = {}
        elif match[2].strip():
            said.setdefault(match[1], []).append(match[2].strip())
    if said:
        yield _cells(said, TAGS)


def _bibtex(text):
    starts = list(ENTRY.finditer(text))
    for start, following in zip_longest(starts, starts[1:]):
        if start[1].lower() in ("comment", "string", "preamble"):
            continue
        body = text[start.end() : following.start() if following else len(text)]
        said = {key.lower(): [value] for key, value in _pairs(body)}
        if "date" not in said and "year" in said:
            said["date"] = [_year_and_month(said)]
        yield _cells(said, KEYS)


def _pairs(body):
    """(key, value) of an entry: in braces, which may stand in one another, or in quotes."""
    for match in re.finditer(r"(\w[\w-]*)\s*=\s*", body):
        rest, depth, value = body[match.end() :], 0, []
        if rest[:1] not in '{"':
            yield match[1], re.match(r"[^,}\n]*", rest)[0].strip()
            continue
        for at, c in enumerate(rest[:100_000]):
            depth += (c == "{") - (c == "}")
            if at and ((rest[0] == "{" and depth == 0) or (rest[0] == '"' and c == '"')):
                break
            value.append(c if c not in "{}" else "")
        yield match[1], "".join(value).strip('" ')


def _year_and_month(said):
    year, month = said["year"][0], said.get("month", [""])[0].lower()[:3]
    day = said.get("day", [""])[0]
    if month in MONTHS:
        month = str(MONTHS.index(month) + 1)
    parts = [year, *([month.zfill(2)] if month.isdigit() else [])]
    return "-".join([*parts, day.zfill(2)] if len(parts) > 1 and day.isdigit() else parts)


def _cells(said, known):
    cells = {}
    for field, keys in known.items():
        values = next((said[key] for key in keys.split() if key in said), None)
        if values:
            cells[field] = "; ".join(values) if field == "byline" else values[0]
    if re.fullmatch(r"\d{4}/\d{1,2}/\d{1,2}/.*", cells.get("published", "")):
        cells["published"] = "-".join(p.zfill(2) for p in cells["published"].split("/")[:3])
    return cells
