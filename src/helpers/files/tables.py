"""Read a corpus table as it stands, and say of every fault in which line and column it is."""

import csv
import gzip
import io
import re
from datetime import date
from typing import NamedTuple

import pandas as pd
from pandas.api.types import is_numeric_dtype

# Where a cell begins as a spreadsheet's formula does, and the apostrophe that guards it.
FORMULA = r"^(?='*[=+\-@\t\r])"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "'")
GUARD = r"^'(?='*[=+\-@\t\r])"


class Fault(NamedTuple):
    """One thing wrong in one place of a corpus folder."""

    file: str
    line: int | None
    column: str | None
    message: str

    def __str__(self):
        line = f", line {self.line}" if self.line else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{line}{column}: {self.message}"


def read(path, columns, *, optional=()):
    """Read a CSV file (``.gz`` too) whose header must be ``columns``, in any order.

    columns : mapping of column name to a checker, which takes a cell (str) and returns what is
        wrong with it, or None
    optional : names of columns that may be missing; they come out empty

    Returns (table, faults): a DataFrame of str, one row per data row, its index the line of the
    file where the row begins; and a list of Fault. Rows of the wrong length are left out of the
    table and named in the faults.
    """
    name = path.name
    try:
        body, faults = _decode(path)
    except FileNotFoundError:
        return _empty(columns), [Fault(name, None, None, "is missing: is this a corpus folder?")]
    except (OSError, EOFError) as error:
        return _empty(columns), [Fault(name, None, None, f"cannot be read: {error}")]
    if faults:
        return _empty(columns), faults
    rows, faults = _rows(name, body)
    header = rows.pop(0)[1] if rows else []
    faults += _header_faults(name, header, columns, optional)
    if faults and any(fault.line == 1 for fault in faults):
        return _empty(columns), faults
    whole = [(line, row) for line, row in rows if len(row) == len(header)]
    faults += [
        Fault(name, line, None, f"has {len(row)} cells, the header has {len(header)}")
        for line, row in rows
        if len(row) != len(header)
    ]
    table = pd.DataFrame(
        [row for _, row in whole],
        columns=header,
        index=pd.Index([line for line, _ in whole], name="line", dtype=int),
        dtype="str",
    )
    table = unguarded(table)
    table = table.reindex(columns=[*columns], fill_value="")
    return table, faults + _cell_faults(name, table, columns)


def to_csv(table, *, float_format=None):
    """A table as the bytes of a CSV file (UTF-8, without its index) that reads back as it was.

    A cell of text that a spreadsheet would take for a formula gets an apostrophe before it, which
    ``read`` and ``unguarded`` take off again. Numbers are left alone.
    """
    safe = table.apply(_guarded).rename(columns=_guard)
    options = {"index": False, "lineterminator": "\n", "float_format": float_format}
    body = safe.to_csv(**options)
    if "\r" in body:  # which ends a row for some readers, and is quoted only where all text is
        body = safe.to_csv(**options, quoting=csv.QUOTE_NONNUMERIC)
    return body.encode()


def unguarded(table):
    """The table of a CSV file without the apostrophes that ``to_csv`` puts before its cells."""
    return table.rename(columns=_unguard).apply(_unguarded)


def duplicates(name, table, key):
    """A Fault for each row whose ``key`` columns stand in an earlier row already."""
    again = table[table.duplicated(key)]
    return [
        Fault(name, line, key[0], f"{' / '.join(row)} stands in an earlier line already")
        for line, row in zip(again.index, again[key].itertuples(index=False), strict=True)
    ]


def strangers(name, table, column, known, where):
    """A Fault for each value of ``column`` (empty ones aside) that is not in ``known``."""
    odd = table[(table[column] != "") & ~table[column].isin(known)]
    first = odd.drop_duplicates(column)
    return [
        Fault(name, line, column, f"{value!r} has no row in {where}")
        for line, value in zip(first.index, first[column], strict=True)
    ]


def doubtful(check, cells):
    """Whether some cell may be wrong. Text is looked through in one go, as there is so much of it;
    where anything is found, ``check`` says of each cell what."""
    if check not in (anything, filled):
        return any(check(cell) for cell in cells)
    return bool(anything("\n".join(cells))) or (check is filled and not all(map(str.strip, cells)))


# Checkers of one cell: what is wrong with it, or None.


def anything(cell):
    """Any text but control characters."""
    return "holds a control character" if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", cell) else None


def filled(cell):
    """Some text."""
    return anything(cell) if cell.strip() else "is empty"


def safe_id(cell):
    """An id that is also a file name on every system."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,119}", cell):
        return f"{cell!r} is not a safe id: use a-z, 0-9 and -, beginning with a letter or digit"
    return None


def iso_date(cell):
    """A day as YYYY-MM-DD that exists and is not in the future."""
    try:
        day = date.fromisoformat(cell) if re.fullmatch(r"\d{4}-\d\d-\d\d", cell) else None
    except ValueError:
        day = None
    if day is None:
        return f"{cell!r} is not a valid date: write it as 2022-01-31"
    return f"{cell} is in the future" if day > date.today() else None


def whole_number(cell):
    """A count: 0, 1, 2, …"""
    return None if re.fullmatch(r"[0-9]{1,15}", cell) else f"{cell!r} is not a whole number"


def positive(cell):
    """A count of at least one."""
    return whole_number(cell) or ("must be 1 or more" if int(cell) == 0 else None)


def share(cell):
    """A number above 0, to 1."""
    try:
        sound = 0 < float(cell) <= 1
    except ValueError:
        sound = False
    return None if sound else f"{cell!r} is not a share above 0, to 1"


def address(cell):
    """A web address, or a urn: for what has none."""
    if re.match(r"(https?://[^\s/]+|urn:)\S*$", cell):
        return None
    return f"{cell!r} is not an address: it must begin with http://, https:// or urn:"


def country(cell):
    """ISO 3166 alpha-2, or empty."""
    sound = re.fullmatch(r"([A-Z]{2})?", cell)
    return None if sound else f"{cell!r} is not a two-letter country code"


def one_of(*values):
    """A checker that lets just these values pass."""

    def check(cell):
        return None if cell in values else f"{cell!r} is not one of {', '.join(map(repr, values))}"

    return check


def _decode(path):
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return "", [Fault(path.name, line, None, "is not UTF-8: save the file as UTF-8")]


def _rows(name, body):
    """(line, cells) of each row that is not blank."""
    reader = csv.reader(io.StringIO(body, newline=""), strict=True)
    rows, line = [], 1
    try:
        for row in reader:
            if row:
                rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        return rows, [Fault(name, line, None, f"is not proper CSV: {error}")]
    return rows, []


def _header_faults(name, header, columns, optional):
    if not header:
        return [Fault(name, 1, None, "is empty: a header row is needed")]
    wrong = [
        (c, "is not a column of this table (study.yml can declare more)")
        for c in header
        if c not in columns
    ]
    wrong += [(c, "is missing") for c in columns if c not in header and c not in optional]
    wrong += [(c, "stands twice") for c in sorted({c for c in header if header.count(c) > 1})]
    return [Fault(name, 1, column, message) for column, message in wrong]


def _cell_faults(name, table, columns):
    faults = []
    for column, check in columns.items():
        cells = table[column].unique().tolist()
        if not doubtful(check, cells):
            continue
        # Each different value is judged once: tables are long, their values few.
        verdicts = {cell: check(cell) for cell in cells}
        verdicts = {cell: verdict for cell, verdict in verdicts.items() if verdict}
        wrong = table[column][table[column].isin(list(verdicts))]
        faults += [Fault(name, line, column, verdicts[cell]) for line, cell in wrong.items()]
    return faults


def _guard(cell):
    return re.sub(FORMULA, "'", cell) if isinstance(cell, str) else cell


def _unguard(cell):
    return re.sub(GUARD, "", cell) if isinstance(cell, str) else cell


def _guarded(cells):
    runs = not is_numeric_dtype(cells) and _begins(cells, FORMULA_SIGNS)
    return cells.astype("object").map(_guard) if runs else cells


def _unguarded(cells):
    """Few columns of a long table have a guarded cell; the rest are passed through."""
    guarded = not is_numeric_dtype(cells) and _begins(cells, ("'",))
    return cells.astype("object").map(_unguard).astype(cells.dtype) if guarded else cells


def _begins(cells, signs):
    """Whether some text of a column begins with one of these signs."""
    if cells.dtype == "str":
        return bool(cells.str.startswith(signs).any())
    return any(isinstance(cell, str) and cell.startswith(signs) for cell in cells.unique())


def _empty(columns):
    return pd.DataFrame(columns=[*columns], dtype="str", index=pd.Index([], name="line", dtype=int))
