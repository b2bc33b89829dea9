"""A result table as a workbook (xlsx), with a sheet that says what it is."""

import io
import json
import re

import pandas as pd
import xlsxwriter

from helpers import __version__, notes
from helpers.files import store

# What a workbook cannot hold: control characters (XML 1.0), and longer texts.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_767


def write(path, table, study, *, said="", lines=""):
    """Write a table to an .xlsx file: the sheet "table", and the sheet "about".

    path : the file; table : DataFrame, its index not written; study : the study it is of
    said : what the table shows, in a sentence; lines : the lines that made it

    Text stays text, whatever it begins with: no cell becomes a formula or a link. Raises InputError
    where the file cannot be written.

    >>> write(folder / "rates.xlsx", study.articles, study, said="Made up.")
    >>> (folder / "rates.xlsx").exists()
    True
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, {**options, "nan_inf_to_errors": True}) as book:
        bold = book.add_format({"bold": True})
        _sheet(book, "table", [list(table), *table.itertuples(index=False, name=None)], bold)
        about = [
            ("what", said), ("study", study.settings.get("title", "")), ("articles", len(study)),
            ("corpus", study.origin), ("helpers", __version__),
            ("changed by hand", ", ".join(study.by_hand)),
            ("made by", json.dumps(_made(table), ensure_ascii=False)), ("lines", lines),
        ]  # fmt: skip
        _sheet(book, "about", [("", ""), *about], bold)
    store.put(path, out.getvalue())


def _made(table):
    about = notes.recall(table)
    return {key: about[key] for key in ("verb", "by", "copies", "level") if key in about}


def _sheet(book, name, rows, bold):
    sheet = book.add_worksheet(name)
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            _put(sheet, i, j, value, bold if i == 0 or (name == "about" and j == 0) else None)
    sheet.freeze_panes(1, 0)
    sheet.autofit()


def _put(sheet, i, j, value, look):
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return
    if isinstance(value, bool):
        sheet.write_boolean(i, j, value, look)
    elif isinstance(value, int | float) or hasattr(value, "dtype"):
        sheet.write_number(i, j, float(value), look)
    else:
        text = f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
        sheet.write_string(i, j, UNFIT.sub("�", text)[:LONGEST], look)
