"""Articles from tables: CSV in any of its forms, JSON, JSON Lines."""

import csv
import io
import json
import re
from dataclasses import replace
from typing import NamedTuple

from helpers.errors import InputError
from helpers.intake import fields, markup

FIELDS = ("outlet", "published", "title", "byline", "agency", "url", "language", "text", "license")
MOST_NAMED = 20  # rows and columns named in a message
LISTS = ("articles", "items", "results", "stories", "data", "docs", "records")
SEEN = "GDELT tells the day on which it saw the page, which may not be that of publication"


class Layout(NamedTuple):
    """A table that is recognised: the columns that tell it, those for each field, a doubt."""

    name: str
    signs: frozenset
    columns: dict
    doubt: str = ""


LAYOUTS = [
    Layout("Media Cloud", frozenset({"media_name", "publish_date", "url"}), {
        "outlet": "media_name", "published": "publish_date", "title": "title", "url": "url",
        "language": "language", "text": "text",
    }),
    Layout("GDELT", frozenset({"seendate", "url", "domain"}), {
        "outlet": "domain", "published": "seendate", "title": "title", "url": "url",
        "language": "language",
    }, SEEN),
    Layout("GDELT", frozenset({"URL", "MobileURL", "Date", "Title"}), {
        "published": "Date", "title": "Title", "url": "URL",
    }, SEEN),
    Layout("GDELT", frozenset({"DocumentIdentifier", "SourceCommonName"}), {
        "outlet": "SourceCommonName", "published": "DATE", "url": "DocumentIdentifier",
        "title": "title",
    }, SEEN),
    Layout("GDELT", frozenset({"V2DOCUMENTIDENTIFIER", "V2SOURCECOMMONNAME"}), {
        "outlet": "V2SOURCECOMMONNAME", "published": "V2.1DATE", "url": "V2DOCUMENTIDENTIFIER",
    }, SEEN),
    Layout("NewsAPI", frozenset({"source.name", "publishedAt", "url"}), {
        "outlet": "source.name", "published": "publishedAt", "title": "title", "byline": "author",
        "url": "url", "text": "content",
    }),
    Layout("Zotero", frozenset({"Item Type", "Publication Title", "Url"}), {
        "outlet": "Publication Title", "published": "Date", "title": "Title", "byline": "Author",
        "url": "Url", "language": "Language", "license": "Rights",
    }),
    Layout("Zotero", frozenset({"container-title", "issued.date-parts"}), {
        "outlet": "container-title", "published": "issued.date-parts", "title": "title",
        "byline": "author", "url": "URL", "language": "language",
    }),
    Layout("Zotero", frozenset({"itemType", "title", "date"}), {
        "outlet": "publicationTitle", "published": "date", "title": "title",
        "byline": "creators", "url": "url", "language": "language", "license": "rights",
    }),
]  # fmt: skip
DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
REMOVED = "[Removed]"  # what NewsAPI gives for an article that is no longer there
NO_ITEMS = ("attachment", "note", "annotation")  # what Zotero keeps beside items
csv.field_size_limit(2**30)  # a cell holds a whole article
GKG = re.compile(r"\d{14}-T?\d+\t\d{14}\t\d\t")  # GDELT's knowledge graph has no header


def read(content, *, name, columns=None):
    """Yield an Article for each row of a table (bytes).

    columns : Article's field -> column; default: tables with columns named as Article's fields,
        and those of Media Cloud, GDELT, NewsAPI and Zotero, are recognised. Columns of nested JSON
        are written "source.name".

    Raises InputError where columns are not known, listing them; and, after all rows that can be
    read, naming those that can't.
    """
    text, doubts = markup.decode(content)
    faults = []
    rows = _json(text, faults) if text.lstrip()[:1] in ("{", "[") else _csv(text, faults)
    rows = [row for row in rows if row[1].get("itemType", row[1].get("Item Type")) not in NO_ITEMS]
    header = list(dict.fromkeys(column for _, row in rows for column in row))
    layout = _layout(header, columns or {}, name) if rows else None
    first = _day_first(rows, layout.columns.get("published")) if rows else False
    for number, row in rows:
        cells = {field: row.get(column, "") for field, column in layout.columns.items()}
        if first and (day := DAY.fullmatch(cells["published"].strip())):
            cells["published"] = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
        if not any(cells.get(field, "").strip() for field in ("text", "url", "title")):
            faults.append(f"row {number} has neither text nor address nor title")
            continue
        if cells.get("title", "").strip() == REMOVED:
            faults.append(f"row {number} was removed at its source")
            continue
        where = {field: f"column {column}" for field, column in layout.columns.items()}
        article = fields.article(cells, source=f"{name}#{number}", where=where, doubts=doubts)
        if layout.doubt and article.published:
            article = replace(article, published_from="inferred").warn(layout.doubt)
        yield article
    if faults:
        more = [f"and {len(faults) - MOST_NAMED} more"] * (len(faults) > MOST_NAMED)
        raise InputError(f"{name}: {'; '.join([*faults[:MOST_NAMED], *more])}")
    if not rows:
        raise InputError(f"{name}: the table has no rows")


def _day_first(rows, column):
    """Whether a column writes its days as 31.01.2022: one day above 12 shows it for all of them."""
    days = [match for _, row in rows if (match := DAY.fullmatch(row.get(column, "").strip()))]
    return any(int(day[1]) > 12 for day in days) and all(int(day[2]) <= 12 for day in days)


def is_table(start, *, name):
    """Whether a text, by its first lines, is a table with a delimiter, or its suffix says so."""
    if name.lower().endswith((".csv", ".tsv", ".tab")) or GKG.match(start):
        return True
    mark = _delimiter(start)
    try:
        rows = [row for row in csv.reader(io.StringIO(start, newline=""), delimiter=mark) if row]
    except csv.Error:
        return False
    if len(rows) < 2 or len(rows[0]) < (2 if mark == "\t" else 3):
        return False
    if any(not cell.strip() or len(cell) > 60 or cell[0] == " " for cell in rows[0]):
        return False  # a sentence has blanks after its commas
    return all(len(row) == len(rows[0]) for row in rows[1:-1][:5] or rows[1:])


def _layout(header, columns, name):
    """The Layout of a table, with the columns that were asked for."""
    unknown = [field for field in columns if field not in FIELDS]
    if unknown:
        raise InputError(f"{name}: {unknown[0]!r} is not a field: they are {', '.join(FIELDS)}")
    absent = [column for column in columns.values() if column not in header]
    if absent:
        raise InputError(f"{name}: has no column {absent[0]!r}, but {_listed(header)}")
    found = next((one for one in LAYOUTS if one.signs <= set(header)), None)
    own = {field: field for field in FIELDS if field in header}
    if not found and (columns or _tells({*own})):
        found = Layout("own", frozenset(), own)
    if not found:
        raise InputError(
            f"{name}: the columns are not known ({_listed(header)}): say which is which, as "
            f"--column title=Headline --column text=Body; fields are {', '.join(FIELDS)}"
        )
    return found._replace(columns=found.columns | columns)


def _tells(own):
    """Whether these fields among a table's columns show that the table was made for us."""
    return len(own) >= 3 and bool(own & {"text", "url"}) and bool(own & {"title", "published"})


def _listed(header):
    more = [f"and {len(header) - MOST_NAMED} more"] * (len(header) > MOST_NAMED)
    return ", ".join([*(column[:60] for column in header[:MOST_NAMED]), *more])


def _csv(text, faults):
    """(number, row as dict) of each row."""
    text = text.replace("\0", "").lstrip("\ufeff")
    if GKG.match(text):
        return _gkg(text, faults)
    if match := re.match(r"sep=(.)\r?\n", text):
        text = text[match.end() :]
    dialect = match[1] if match else _delimiter(text[:20_000])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=dialect, strict=True)
    return _records(reader, faults)


def _records(reader, faults):
    header, number = None, 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(f"line {line} and what follows in its quotes is not proper CSV ({error})")
            continue
        if not any(cell.strip() for cell in row):
            continue
        if header is None:
            header = [cell.strip() for cell in row]
            continue
        number += 1
        if len(row) != len(header):
            faults.append(
                f"row {number} (line {line}) has {len(row)} cells, the header {len(header)}"
            )
            continue
        yield number, dict(zip(header, row, strict=True))


def _delimiter(text):
    """The mark that cuts the first line into most cells."""
    first = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    return max(",;\t|", key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))


def _gkg(text, faults):
    """GDELT's knowledge graph: tab-separated, without a header, the title among its extras."""
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.split("\t")
        if len(cells) != 27:
            faults.append(f"row {number} has {len(cells)} cells, GDELT's knowledge graph has 27")
            continue
        title = re.search(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>", cells[26])
        yield number, {
            "DATE": cells[1][:8], "SourceCommonName": cells[3], "DocumentIdentifier": cells[4],
            "title": fields.paragraphs(f"<p>{title[1]}</p>") if title else "",
        }  # fmt: skip


def _json(text, faults):
    """(number, row as dict) of each object."""
    try:
        found = json.loads(text)
    except RecursionError:
        faults.append("the JSON is nested too deep to be a table")
        return
    except ValueError:
        objects = _lines(text, faults) if _is_lines(text) else _salvaged(text, faults)
    else:
        objects = enumerate(_objects(found), 1)
    for number, one in objects:
        if isinstance(one, dict):
            yield number, _flat(one.get("data") if "itemType" in str(one.get("data")) else one)
        else:
            faults.append(f"row {number} is not an object")


def _objects(found):
    """The list of objects in a JSON file, whatever stands around it."""
    if isinstance(found, list):
        return found
    for key in LISTS:
        if isinstance(found.get(key), list):
            return found[key]
    lists = [value for value in found.values() if isinstance(value, list)]
    lists = [one for one in lists if one and all(isinstance(item, dict) for item in one)]
    return lists[0] if len(lists) == 1 and not set(FIELDS) & set(found) else [found]


def _is_lines(text):
    """Whether a text that is no JSON is one object a line."""
    lines = [line for line in text.splitlines() if line.strip()][:3]
    return len(lines) > 1 and sum(map(_parses, lines)) > 0


def _parses(line):
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(text, faults):
    for number, line in enumerate(filter(str.strip, text.split("\n")), 1):
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            faults.append(f"row {number} is not JSON ({str(error)[:80]})")


def _salvaged(text, faults):
    """The whole objects of a list that breaks off, or is broken further on."""
    decoder, at, number = json.JSONDecoder(), text.find("[") + 1, 0
    while at:
        at += len(text[at:]) - len(text[at:].lstrip(" \t\r\n,"))
        try:
            one, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        number += 1
        yield number, one
    line = text.count("\n", 0, at) + 1
    faults.append(f"the JSON breaks off or is broken on line {line}, after {number} whole objects")


def _flat(one, prefix=""):
    """Nested objects as columns "source.name", lists as text."""
    row = {}
    for key, value in one.items():
        if isinstance(value, dict):
            row |= _flat(value, f"{prefix}{key}.")
        else:
            row[f"{prefix}{key}"] = _cell(value)
    return row


def _cell(value):
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        numbers = any(isinstance(one, int) for one in value)  # [["2022", 1, 5]]
        return ("-" if numbers else ", ").join(filter(None, map(_cell, value)))
    if isinstance(value, dict):  # a person
        parts = [value.get(key) for key in ("literal", "name", "given", "family")]
        parts += [value.get(key) for key in ("firstName", "lastName")]
        return " ".join(str(part) for part in parts if part)
    return str(value)
