"""Articles in spreadsheets (xlsx, ods, xls), and in HTML tables, which some archives call xls."""

import datetime
import io

from python_calamine import CalamineError, CalamineWorkbook

from helpers.errors import InputError
from helpers.intake import careful, markup, tabular

ZIPPED = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")  # parts of xlsx, xlsb and ods
FEWEST = 3  # fields that the head of an HTML table must name: pages lay out with tables


def read(content, *, name, columns=None, day_first=None):
    """Yield an Article for each row of a spreadsheet or HTML table (bytes), as ``tabular.read``
    does: of the sheet with the most rows; its first row names the columns."""
    doubts = []
    if _is_markup(content):
        tree, doubts = markup.tree(content, name=name, most=tabular.MOST_CHARACTERS)
        table = _of_tree(tree)
    else:
        table = _of_workbook(content, name)
    table = [row for row in table if any(cell.strip() for cell in row)]
    if len(table) < 2:
        raise InputError(f"{name}: the table has no rows")
    head = [cell.strip() for cell in table[0]]
    rows = [
        (number, dict(zip(head, [*row, *[""] * len(head)], strict=False)))
        for number, row in enumerate(table[1:], 1)
    ]
    yield from tabular.of_rows(
        lambda faults: rows, name=name, columns=columns or {}, day_first=day_first, doubts=doubts
    )


def is_table(content, *, name):
    """Whether a page (bytes) is nothing but a table whose head names the fields of articles."""
    if b"<table" not in content.lower():
        return False
    tree, _ = markup.tree(content, name=name, most=tabular.MOST_CHARACTERS)
    table = _of_tree(tree)
    return len(table) > 1 and len(tabular.named([cell.strip() for cell in table[0]])) >= FEWEST


def is_workbook(content):
    """Whether an old office file (bytes) is a spreadsheet."""
    try:
        return bool(CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names)
    except (CalamineError, OSError, ValueError):
        return False


def _is_markup(content):
    return content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def _of_tree(tree):
    """The rows of the longest table of a page, as text."""
    found = [
        [[markup.clean(cell.text_content()) for cell in row if cell.tag in ("td", "th")]
         for row in table.iter("tr")]
        for table in tree.iter("table")
    ]  # fmt: skip
    return max(found, key=len, default=[])


def _of_workbook(content, name):
    """The rows of the longest sheet, as text."""
    with careful.reading(name, "spreadsheet"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(one).to_python() for one in book.sheet_names]
    return [[_cell(cell) for cell in row] for row in max(sheets, key=len, default=[])]


def _cell(value):
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
