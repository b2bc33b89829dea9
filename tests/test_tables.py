"""Reading a table: lines, checkers and byte order marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import tables

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
