"""A table in a workbook is the table, and nothing in it is a formula or a link."""

import re
import zipfile
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from made_up_study import LEXICON, made_up_study

from helpers import compare, frames
from helpers.show import workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read(path, sheet=1):
    """The cells of a sheet, row by row, read from the file's own XML."""
    with zipfile.ZipFile(path) as file:
        shared = ElementTree.fromstring(file.read("xl/sharedStrings.xml"))
        texts = ["".join(t.text or "" for t in item.iter(f"{MAIN}t")) for item in shared]
        root = ElementTree.fromstring(file.read(f"xl/worksheets/sheet{sheet}.xml"))
    rows = []
    for row in root.iter(f"{MAIN}row"):
        cells = {}
        for cell in row:
            value = cell.find(f"{MAIN}v")
            where = re.match("[A-Z]+", cell.get("r"))[0]
            if value is not None:
                kind = cell.get("t")
                cells[where] = texts[int(value.text)] if kind == "s" else float(value.text)
        rows.append(cells)
    return rows


@pytest.fixture(scope="module")
def study():
    return made_up_study(n=30)


def test_the_workbook_holds_the_table_and_says_what_it_is(study, tmp_path):
    table = compare.groups(frames.score(study, LEXICON), by="group")
    workbook.write(tmp_path / "t.xlsx", table, study, said="Made up.", lines="x = 1")
    rows = read(tmp_path / "t.xlsx")
    assert list(rows[0].values()) == list(table)
    for row, (_, expected) in zip(rows[1:], table.iterrows(), strict=True):
        assert row["A"] == expected["group"]
        numbers = [v for v in row.values() if isinstance(v, float)]
        assert set(np.round(numbers, 6)) >= {round(float(expected["hits"]), 6)}
    about = {row["A"]: row.get("B", "") for row in read(tmp_path / "t.xlsx", 2) if "A" in row}
    assert about["what"] == "Made up." and about["lines"] == "x = 1"
    assert about["articles"] == 30 and '"compare.groups"' in about["made by"]


@pytest.mark.parametrize(
    "evil",
    ["=1+1", "+1", "@SUM(A1)", "http://made-up.example", "<b>x</b>", "\x1b[31m", "\u202ex",
     "a" * 40_000, "\ud800", "\x00"],
)  # fmt: skip
def test_whatever_a_cell_holds_stays_text(study, evil, tmp_path):
    cells = np.array([[evil, "x"]], dtype=object)
    table = pd.DataFrame(cells, columns=pd.Index(["title", evil[:20]], dtype=object), dtype=object)
    workbook.write(tmp_path / "t.xlsx", table, study, said=evil, lines=evil)
    with zipfile.ZipFile(tmp_path / "t.xlsx") as file:
        names = file.namelist()
        sheets = b"".join(file.read(n) for n in names if n.startswith("xl/worksheets/"))
    assert b"<f>" not in sheets and b"hyperlink" not in sheets
    assert not [n for n in names if "externalLink" in n or n.endswith(".bin")]
    assert len(read(tmp_path / "t.xlsx")[1]["A"]) <= workbook.LONGEST


def test_what_is_missing_is_an_empty_cell(study, tmp_path):
    table = pd.DataFrame(
        {"a": [np.nan, 1.5], "b": [None, "x"], "c": [pd.NaT, pd.Timestamp("2022-01-05")]}
    )
    workbook.write(tmp_path / "t.xlsx", table, study)
    _header, *rows = read(tmp_path / "t.xlsx")
    assert [row for row in rows if row] == [{"A": 1.5, "B": "x", "C": "2022-01-05"}]
