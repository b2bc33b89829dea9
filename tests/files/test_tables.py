"""Reading a table: lines, checkers and byte order marks."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.files import tables

COLUMNS = {"name": tables.filled, "n": tables.whole_number}


def test_lines_are_those_of_the_file(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text('name,n\n"over\ntwo lines",1\n\nnext,x\n')
    table, faults = tables.read(file, COLUMNS)
    assert table.index.tolist() == [2, 5]
    assert [(fault.line, fault.column) for fault in faults] == [(5, "n")]


def test_columns_may_stand_in_any_order_and_after_a_byte_order_mark(tmp_path):
    file = tmp_path / "t.csv"
    file.write_bytes(b"\xef\xbb\xbfn,name\r\n1,NA\r\n")
    table, faults = tables.read(file, COLUMNS)
    assert faults == []
    assert table.to_dict("records") == [{"name": "NA", "n": "1"}]


def test_optional_columns_come_out_empty(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("name\nx\n")
    table, faults = tables.read(file, COLUMNS | {"n": tables.anything}, optional=["n"])
    assert faults == []
    assert table["n"].tolist() == [""]


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (tables.filled, ["a b"], ["", " ", "a\x00b", "a\x1bb"]),
        (
            tables.safe_id,
            ["a-1", "0"],
            ["", "A", "a_b", "../a", "a/b", "-a", "a.txt", "ä", "a" * 121],
        ),
        (
            tables.iso_date,
            ["2022-01-31"],
            ["", "2022-1-31", "2022-02-30", "20220131", "2999-01-01"],
        ),
        (tables.whole_number, ["0", "12"], ["", "-1", "1.0", "١", "1e3"]),
        (tables.positive, ["1"], ["0", "00", "x"]),
        (
            tables.address,
            ["https://a.b/c?d", "urn:x:y"],
            ["", "a.b", "ftp://a", "https://", "http://a b"],
        ),
        (tables.country, ["", "KZ"], ["kz", "KAZ", "K1"]),
        (tables.one_of("a", "b"), ["a"], ["", "A", "c"]),
    ],
)
def test_checkers(check, good, bad):
    assert [cell for cell in good if check(cell)] == []
    assert [cell for cell in bad if not check(cell)] == []


@given(st.binary(max_size=200))
def test_any_bytes_give_a_table_and_faults_and_no_crash(tmp_path_factory, raw):
    file = tmp_path_factory.mktemp("t") / "t.csv"
    file.write_bytes(raw)
    table, faults = tables.read(file, COLUMNS)
    assert list(table.columns) == ["name", "n"]
    assert faults or table["n"].map(str.isdigit).all()


RUNS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs what begins like this


@given(
    st.lists(st.text(alphabet="=+-@'\t\r\n\",a1. ", max_size=6), max_size=6),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_no_written_cell_is_run_and_each_reads_back_as_it_was(tmp_path_factory, cells, number):
    table = pd.DataFrame({"=name": pd.Series(cells, dtype="str"), "n": number})
    body = tables.to_csv(table)
    rows = list(csv.reader(io.StringIO(body.decode(), newline=""), strict=True))
    assert [len(row) for row in rows if row] == [2] * (len(cells) + 1)
    for cell in [rows[0][0], *(row[0] for row in rows[1:])]:
        assert not cell.startswith(RUNS)
    assert all(float(row[1]) == number for row in rows[1:])
    again = pd.read_csv(io.BytesIO(body), dtype={0: "str"}, keep_default_na=False)
    file = tmp_path_factory.mktemp("t") / "t.csv"
    file.write_bytes(tables.to_csv(table.astype("str").rename(columns={"=name": "name"})))
    read, faults = tables.read(file, {"name": lambda cell: None, "n": lambda cell: None})
    assert not faults and read["name"].tolist() == cells
    assert tables.unguarded(again).columns[0] == "=name"


def test_numbers_are_no_formulas():
    table = pd.DataFrame({"n": [-0.5, 2.0], "text": ["-0.5%", "-1"], "any": [-1, "=b"]})
    assert tables.to_csv(table).decode().splitlines()[1:] == ["-0.5,'-0.5%,-1", "2.0,'-1,'=b"]


def test_a_carriage_return_in_a_cell_breaks_no_row():
    table = pd.DataFrame({"name": ["a\rb", "c"], "n": [1, -2]})
    assert tables.to_csv(table) == b'"name","n"\n"a\rb",1\n"c",-2\n'
