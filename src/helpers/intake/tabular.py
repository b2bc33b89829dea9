"""Articles from tables: CSV in any of its forms, JSON, JSON Lines."""

import contextlib
import csv
import functools
import io
import itertools
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from helpers.errors import InputError
from helpers.intake import fields, lists, markup

FIELDS = ("outlet", "published", "title", "byline", "agency", "url", "language", "text", "license")
MOST_NAMED = 20  # rows and columns named in a message
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
    Layout("trafilatura", frozenset({"hostname", "source-hostname", "fingerprint"}), {
        "outlet": "source-hostname", "published": "date", "title": "title", "byline": "author",
        "url": "source", "language": "language", "text": "text", "license": "license",
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
BETWEEN = re.compile(r"[ \t\r\n,]*")  # objects of a list
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?![\d./-])(.*)", re.S)
SERIAL = re.compile(r"([234]\d{4})(?:\.\d+)?")  # days since 1899-12-30, as Excel counts: from 1954
REMOVED = "[Removed]"  # what NewsAPI gives for an article that is no longer there
NO_ITEMS = ("attachment", "note", "annotation")  # what Zotero keeps beside items
MOST_CHARACTERS = 100_000_000  # of a table in HTML
DEEPEST = 8  # objects within objects in which a list of articles may stand
csv.field_size_limit(2**30)  # a cell holds a whole article
GKG = re.compile(r"\d{14}-T?\d+\t\d{14}\t\d\t")  # GDELT's knowledge graph has no header


def read(content, *, name, columns=None, day_first=None):
    """Yield an Article for each row of a table (bytes).

    columns : Article's field -> column; default: columns are known by their usual names
        (``lists/columns.csv``), and the tables of Media Cloud, GDELT, NewsAPI and Zotero by theirs.
        Columns of nested JSON are written "source.name", those in a list deeper down
        "response.results[].webTitle".
    day_first : whether 5/1/2022 is 5 January; if not given the whole column settles it, where one
        of its days is above 12

    Raises InputError where columns are not known, listing them; and, after all rows that can be
    read, naming those that can't. What is doubtful of the whole table, and which columns are not
    used, is said once, with its first article.
    """
    lines, doubts = _decoded(content)
    del content  # a large table should not stand in memory twice
    inside, within = _inside(columns or {}, name)
    first = next((line for line in lines() if line.strip()), "")
    if first.lstrip("\ufeff \t")[:1] in ("{", "["):
        rows = _json(lines, inside, name)
    else:
        rows = functools.partial(_csv, lines)
    yield from of_rows(rows, name=name, columns=within, day_first=day_first, doubts=doubts)


def of_rows(rows, *, name, columns, day_first=None, doubts=()):
    """Yield an Article for each row of a table, as ``read`` does.

    rows : function that yields the rows from the first on (number, dict), and appends to the list
        that it is given what could not be read. It is called twice, so that a large table need not
        stand in memory: what a column says as a whole is known before its first row is used.
    """
    header, n = {}, 0
    for _, row in _articles(rows([])):
        n += 1
        for column, cell in row.items():
            header[column] = _widened(header.get(column, (False, False)), cell)
    layout = _layout([*header], columns, name) if n else None
    once = [*doubts, *_not_used([*header], layout)] if n else doubts
    order = _order(header.get(layout.columns.get("published")), day_first) if n else ""
    used, faults = {*layout.columns.values()} if n else set(), []
    for number, row in _articles(rows(faults)):
        cells = {field: row.get(column, "") for field, column in layout.columns.items()}
        cells["published"], unsure = _day(cells.get("published", "").strip(), order)
        if not any(cells.get(field, "").strip() for field in ("text", "url", "title")):
            faults.append(f"row {number} has neither text nor address nor title")
            continue
        if cells.get("title", "").strip() == REMOVED:
            faults.append(f"row {number} was removed at its source")
            continue
        where = {field: f"column {column}" for field, column in layout.columns.items()}
        article = fields.article(cells, source=f"{name}#{number}", where=where)
        more = {column: cell for column, cell in row.items() if cell and column not in used}
        article = replace(article, more=more)
        if layout.doubt and article.published:
            article = replace(article, published_from="inferred").warn(layout.doubt)
        yield article.warn(*([] if article.published else unsure), *once)
        once = []
    if faults:
        more = [f"and {len(faults) - MOST_NAMED} more"] * (len(faults) > MOST_NAMED)
        raise InputError(f"{name}: {'; '.join([*faults[:MOST_NAMED], *more])}")
    if not n:
        raise InputError(f"{name}: the table has no rows")


def _articles(rows):
    """The rows, without what Zotero keeps beside items."""
    return (row for row in rows if row[1].get("itemType", row[1].get("Item Type")) not in NO_ITEMS)


def _widened(above, cell):
    """Whether the first, and the second, number of a column's days is above 12 somewhere."""
    day = NUMBERS.match(cell.strip()) if cell[:1].isdigit() or cell[:1] == " " else None
    return (above[0] or int(day[1]) > 12, above[1] or int(day[3]) > 12) if day else above


def _order(above, day_first):
    """Whether a column of days puts the day first ("dmy") or the month ("mdy"), as was said or as
    one of them above 12 shows for all; "" where nothing shows it."""
    if day_first is not None:
        return "dmy" if day_first else "mdy"
    first, second = above or (False, False)
    if first == second:
        return ""
    return "dmy" if first else "mdy"


def _day(stated, order):
    """A day of a table as ``dates.parse`` reads it without doubt, and what is unsure of it."""
    if re.fullmatch(r"\d{4}-W\d\d-\d", stated):
        with contextlib.suppress(ValueError):
            return date.fromisoformat(stated).isoformat(), []
    if match := SERIAL.fullmatch(stated):
        day = date(1899, 12, 30) + timedelta(int(match[1]))
        return day.isoformat(), []
    match = NUMBERS.match(stated)
    if not match:
        return stated, []
    day, month = int(match[1]), int(match[3])
    order = order or ("dmy" if match[2] == "." else "")  # no locale that writes points begins
    if not order and day != month and day <= 12 and month <= 12:  # with the month
        return stated, [
            f"{stated[:40]!r} may be day or month first: say it with --day-first or --month-first"
        ]
    if order == "mdy":
        day, month = month, day
    year = match[4] if len(match[4]) == 4 else f"20{match[4]}"
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return stated, []
    return f"{year}-{month:02}-{day:02}", []


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
    own = named(header)
    if not found and (columns or _tells({*own})):
        found = Layout("own", frozenset(), own)
    if not found:
        raise InputError(
            f"{name}: the columns are not known ({_listed(header)}): say which is which, as "
            f"--column title=Headline --column text=Body; fields are {', '.join(FIELDS)}"
        )
    return found._replace(columns=found.columns | columns)


def named(header):
    """Field -> the column that bears one of its usual names, the likeliest first."""
    known = {}
    for column in header:
        known.setdefault(_plain(column), column)
    found = {}
    for row in lists.read("columns"):
        column = known.get(_plain(row["name"]))
        if column is not None and row["field"] not in found and column not in found.values():
            found[row["field"]] = column
    return {field: found[field] for field in FIELDS if field in found}


def _plain(column):
    return " ".join(re.split(r"[\s_-]+", column.casefold().strip()))


def _tells(own):
    """Whether these fields among a table's columns show that it is a table of articles."""
    return len(own) >= 2 and bool(own & {"text", "url"})


def _not_used(header, layout):
    """What to know of the columns that fill no field (list of one sentence, or none)."""
    others = [column for column in header if column not in layout.columns.values()]
    free = [field for field in FIELDS if field not in layout.columns]
    if not others:
        return []
    return [
        f"columns not used for a field: {_listed(others)} (one fills a field with --column "
        f"{(free or FIELDS)[0]}=NAME; it is kept beside them if study.yml declares it, as "
        f"columns: {{articles.csv: [NAME]}})"
    ]


def _listed(header):
    more = [f"and {len(header) - MOST_NAMED} more"] * (len(header) > MOST_NAMED)
    return ", ".join([*(column[:60] for column in header[:MOST_NAMED]), *more])


def _decoded(content):
    """Function that yields the lines of a text (bytes) from the first on, and doubts. UTF-8 is
    decoded line by line each time, so that a large table stands in memory once, as bytes."""
    if markup.is_utf8(content):
        return lambda: map(markup.characters, _wrapped(content)), []
    text, doubts = markup.decode(content)
    return lambda: (line[0] for line in LINE.finditer(text)), doubts


def _wrapped(content):
    return io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="")


def _csv(lines, faults):
    """(number, row as dict) of each row."""
    found = lines()
    first = next((line for line in found if line.strip()), "").lstrip("\ufeff")
    if GKG.match(first):
        return _gkg(lines(), faults)
    match = re.fullmatch(r"sep=(.)\s*", first)
    dialect = match[1] if match else _delimiter(first)
    rest = found if match else itertools.chain([first], found)
    return _records(csv.reader(rest, delimiter=dialect, strict=True), faults)


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


def _gkg(lines, faults):
    """GDELT's knowledge graph: tab-separated, without a header, the title among its extras."""
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != 27:
            faults.append(f"row {number} has {len(cells)} cells, GDELT's knowledge graph has 27")
            continue
        title = re.search(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>", cells[26])
        yield number, {
            "DATE": cells[1][:8], "SourceCommonName": cells[3], "DocumentIdentifier": cells[4],
            "title": fields.paragraphs(f"<p>{title[1]}</p>") if title else "",
        }  # fmt: skip


def _inside(columns, name):
    """The list that columns name, "response.results" of "response.results[].webTitle", and the
    columns within it."""
    lists_ = {column.rpartition("[].")[0] for column in columns.values()}
    if len(lists_) > 1:
        raise InputError(f"{name}: the columns name several lists: {', '.join(sorted(lists_))}")
    within = {field: column.rpartition("[].")[2] for field, column in columns.items()}
    return next(iter(lists_), ""), within


def _json(lines, inside, name):
    """Function that yields (number, row as dict) of each object, for ``of_rows``; ``inside`` is the
    path of their list, "" to find it."""
    read_ = functools.partial(_lines, lines)
    if not _is_lines(lines, enough=1):
        text = "".join(lines()).lstrip("\ufeff")
        try:
            found = json.loads(text)
        except RecursionError:
            raise InputError(f"{name}: the JSON is nested too deep to be a table") from None
        except ValueError:
            if not _is_lines(lines, enough=3):
                read_ = functools.partial(_salvaged, text)
        else:
            read_ = functools.partial(_numbered, _objects(found, inside, name))
    return functools.partial(_rows_of, read_)


def _numbered(objects, faults):
    return enumerate(objects, 1)


def _rows_of(objects, faults):
    """(number, row as dict) of each object that ``objects(faults)`` yields."""
    for number, one in objects(faults):
        if isinstance(one, dict):
            yield number, _flat(one.get("data") if "itemType" in str(one.get("data")) else one)
        else:
            faults.append(f"row {number} is not an object")


def _objects(found, inside, name):
    """The list of objects in a JSON file, whatever stands around it: the longest one."""
    if isinstance(found, list) and not inside:
        return found
    known = dict(_lists(found))
    if inside:
        if inside not in known:
            there = ", ".join(known) or "none"
            raise InputError(f"{name}: has no list {inside!r}; lists of objects are: {there}")
        return known[inside]
    own = named(list(found)) if isinstance(found, dict) else {}
    if not known or _tells({*own}):
        return [found]
    return max(known.values(), key=len)


def _lists(found, path="", depth=0):
    """(path, list) of each list of objects within objects."""
    for key, value in found.items() if isinstance(found, dict) and depth < DEEPEST else ():
        within = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from _lists(value, within, depth + 1)
        elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            yield within, value


def _is_lines(lines, enough):
    """Whether a text is one object a line: of several lines, one of the first ``enough`` is one."""
    first = [*itertools.islice((line for line in lines() if line.strip()), max(enough, 2))]
    return len(first) > 1 and any(map(_parses, first[:enough]))


def _parses(line):
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(lines, faults):
    for number, line in enumerate(filter(str.strip, lines()), 1):
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            faults.append(f"row {number} is not JSON ({str(error)[:80]})")


def _salvaged(text, faults):
    """The whole objects of a list that breaks off, or is broken further on."""
    decoder, at, number = json.JSONDecoder(), text.find("[") + 1, 0
    while at:
        at = BETWEEN.match(text, at).end()
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
        sections = [one for one in value if isinstance(one, dict)]
        if paragraphs := [p for one in sections for p in one.get("paragraphs") or ()]:  # fundus
            return "\n".join(map(_cell, paragraphs))
        numbers = any(isinstance(one, int) for one in value)  # [["2022", 1, 5]]
        return ("-" if numbers else ", ").join(filter(None, map(_cell, value)))
    if isinstance(value, dict):  # a person
        parts = [value.get(key) for key in ("literal", "name", "given", "family")]
        parts += [value.get(key) for key in ("firstName", "lastName")]
        return " ".join(str(part) for part in parts if part)
    return str(value)
