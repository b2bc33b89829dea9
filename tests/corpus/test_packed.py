"""counts.csv.gz: the same counts give the same bytes, however they came there."""

import gzip

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import corpus
from helpers.corpus import folder, packed
from helpers.words import counts


def table_of(names):
    rows = [
        (name, voice, term, 1 + (len(name) + n) % 3)
        for name in names
        for voice in ("unquoted", "quoted")
        for n, term in enumerate(("fuel", "fuel price", "zebra"))
    ]
    return pd.DataFrame(rows, columns=[*packed.KEY, "n"])


NAMES = [f"outlet-{i}" for i in range(400)]


def test_the_file_is_plain_csv_sorted(tmp_path):
    (tmp_path / "counts.csv.gz").write_bytes(packed.pack(table_of(NAMES)))
    found = pd.read_csv(tmp_path / "counts.csv.gz")
    wanted = table_of(NAMES).sort_values(packed.KEY, ignore_index=True)
    pd.testing.assert_frame_equal(found, wanted)
    read, faults = packed.read(tmp_path / "counts.csv.gz", folder.COUNTS)
    assert faults == [] and read.index.tolist() == list(range(2, len(wanted) + 2))
    assert read.astype({key: "str" for key in packed.KEY}).values.tolist() == wanted.values.tolist()


def test_a_term_with_a_comma_is_quoted(tmp_path):
    table = table_of(NAMES[:3]).replace({"term": {"zebra": 'a, "b"'}})
    (tmp_path / "counts.csv.gz").write_bytes(packed.pack(table))
    found = pd.read_csv(tmp_path / "counts.csv.gz")
    pd.testing.assert_frame_equal(found, table.sort_values(packed.KEY, ignore_index=True))


@pytest.mark.parametrize("together", [1, 2, 1000])
def test_blocks_are_read_in_their_order_however_many_at_a_time(tmp_path, monkeypatch, together):
    monkeypatch.setattr(packed, "TOGETHER", together)
    (tmp_path / "counts.csv.gz").write_bytes(packed.pack(table_of(NAMES)))
    read, faults = packed.read(tmp_path / "counts.csv.gz", folder.COUNTS)
    wanted = table_of(NAMES).sort_values(packed.KEY)
    assert faults == [] and read.index.tolist() == list(range(2, len(wanted) + 2))
    assert read.astype({key: "str" for key in packed.KEY}).values.tolist() == wanted.values.tolist()


def test_what_stands_before_the_blocks_is_not_passed_over(tmp_path):
    whole = packed.pack(table_of(NAMES))
    first = gzip.compress(b"article_id,voice,term,n\na,quoted,fuel,1\n", mtime=1)
    (tmp_path / "counts.csv.gz").write_bytes(first + whole)
    _, faults = packed.read(tmp_path / "counts.csv.gz", folder.COUNTS)
    assert "'article_id' is not a safe id" in faults[0].message  # the second header, as a row


def test_a_cut_file_is_a_fault(tmp_path):
    (tmp_path / "counts.csv.gz").write_bytes(packed.pack(table_of(NAMES))[:-20])
    _, faults = packed.read(tmp_path / "counts.csv.gz", folder.COUNTS)
    assert len(faults) == 1 and "cannot be" in faults[0].message


def test_order_of_rows_changes_no_byte():
    table = table_of(NAMES)
    assert packed.pack(table.sample(frac=1, random_state=0)) == packed.pack(table)
    categories = table.astype({key: "category" for key in packed.KEY})
    assert packed.pack(categories) == packed.pack(table)
    some = categories.iloc[: len(categories) // 2]  # which leaves categories without a row
    assert packed.pack(some) == packed.pack(table.iloc[: len(table) // 2])
    assert [*packed.codes(some)[1][2]] == sorted(some["term"].unique())


@settings(deadline=None, max_examples=30)
@given(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_a_change_gives_the_bytes_of_the_whole(before, after):
    there = table_of(sorted(before))
    gone, come = before - after, after - before
    found = packed.changed(packed.pack(there), sorted(gone), table_of(sorted(come)))
    assert found == packed.pack(table_of(sorted(after)))


def test_a_change_leaves_the_other_blocks_alone():
    whole = packed.pack(table_of(NAMES))
    blocks = {*packed._blocks(whole)}
    assert len(blocks) > 3
    less = {*packed._blocks(packed.changed(whole, [NAMES[7]], table_of([])))}
    assert len(blocks - less) <= 2


@pytest.mark.parametrize("name", filter(packed._begins_block, NAMES))
def test_a_block_that_loses_its_first_article_joins_the_one_before(name):
    whole = packed.pack(table_of(NAMES))
    rest = [other for other in NAMES if other != name]
    less = packed.changed(whole, [name], table_of([]))
    assert less == packed.pack(table_of(rest))
    assert packed.changed(less, [], table_of([name])) == whole


def test_some_articles_are_read_alone():
    whole = packed.pack(table_of(NAMES))
    some = ["outlet-7", "outlet-300", "nobody"]
    found = packed.of_articles(whole, some)
    wanted = table_of(some[:2]).sort_values(packed.KEY, ignore_index=True)
    pd.testing.assert_frame_equal(found, wanted)
    assert packed.of_articles(b"", some).empty


def test_a_file_packed_by_another_hand_is_packed_anew():
    table = table_of(NAMES)
    other = gzip.compress(table.sample(frac=1, random_state=1).to_csv(index=False).encode())
    assert packed.changed(other, ["outlet-3"], table_of([])) == packed.pack(
        table[table["article_id"] != "outlet-3"]
    )


def test_no_counts_and_from_none():
    assert packed.changed(b"", [], table_of(["a"])) == packed.pack(table_of(["a"]))
    assert gzip.decompress(packed.pack(table_of([]))) == packed.HEADER


@pytest.mark.parametrize(
    "row", ["a,unquoted,fuel,0", "a,unquoted,fuel,x", "a,aside,fuel,1", "A b,unquoted,fuel,1",
            "a,unquoted,,1", "a,unquoted,fuel", "", "a,unquoted,fuel,1,2", "a,unquoted,fuel,1.0"],
)  # fmt: skip
def test_every_fault_has_its_line(tmp_path, row):
    body = f"article_id,voice,term,n\na,quoted,fuel,1\n{row}\nb,quoted,fuel,1\n"
    file = tmp_path / "counts.csv.gz"
    file.write_bytes(gzip.compress(body.encode()))
    table, faults = packed.read(file, folder.COUNTS)
    if row:
        assert [fault.line for fault in faults] == [3]
    else:  # a blank line is no fault
        assert faults == [] and len(table) == 2


def test_the_corpus_is_packed_so(study):
    held = (study / packed.NAME).read_bytes()
    table = folder.read(study)["counts"]
    assert held == packed.pack(table)


def test_written_counts_come_from_any_order_of_rows(made_up):
    counted = corpus.load(made_up).counts
    mixed = counts.Counts(counted.matrix[::-1], counted.rows[::-1], counted.terms)
    one, two = (packed.pack(counts.to_table(c)) for c in (counted, mixed))
    assert one == two
    assert np.all(counts.to_table(mixed)["n"] > 0)
