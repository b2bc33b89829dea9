"""Counts from texts and from the stored table are alike."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import corpus
from helpers.errors import InputError
from helpers.words import counts, scripts, text

PHRASES = ["fuel prices", "terrorist groups", "tear gas"]


def cell(counted, article_id, voice, term):
    rows = counted.rows
    row = rows.index[(rows["article_id"] == article_id) & (rows["voice"] == voice)].item()
    return counted.matrix[row, counted.terms.get_loc(term)]


def test_counting_a_text():
    body = "Fuel prices rose. “Terrorist groups,” he said. Terrorist\ngroups. Fuel. Prices."
    found = counts.from_texts({"a": body}, phrases=PHRASES)
    quoted = counts.to_table(found).query("voice == 'quoted'").set_index("term")["n"]
    assert quoted.to_dict() == {"terrorist": 1, "groups": 1, "terrorist groups": 1}
    assert cell(found, "a", "unquoted", "fuel prices") == 1  # not over the end of a sentence
    assert cell(found, "a", "unquoted", "terrorist groups") == 0  # nor of a line


def test_a_phrase_does_not_join_what_a_quotation_parts():
    found = counts.from_texts({"a": "the fuel “cheap” prices"}, phrases=PHRASES)
    assert cell(found, "a", "unquoted", "fuel prices") == 0


def test_texts_and_table_give_the_same_counts():
    texts = {"a": "Fuel prices rose, “fuel prices” fell.", "b": "“All quoted.”", "c": ""}
    from_texts = counts.from_texts(texts, phrases=PHRASES)
    table = counts.to_table(from_texts)
    again = counts.align(counts.from_table(table, phrases=PHRASES), list(texts))
    assert list(again.terms) == list(from_texts.terms)
    assert (again.matrix != from_texts.matrix).nnz == 0
    pd.testing.assert_frame_equal(again.rows, from_texts.rows)
    assert from_texts.rows["n_words"].tolist() == [4, 2, 0, 2, 0, 0]


def test_an_article_in_two_parts_or_none(made_up):
    counted = corpus.load(made_up).counts
    wider = counts.align(counted, ["three", "nobody"])
    assert wider.rows["n_words"].tolist() == [4, 1, 0, 0]


@given(st.lists(st.text(alphabet="ab “”.\n", max_size=40), min_size=1, max_size=5))
def test_words_add_up_to_the_length_of_the_text(bodies):
    texts = {str(i): body for i, body in enumerate(bodies)}
    counted = counts.from_texts(texts, phrases=["aa bb"])
    total = counted.rows.groupby("article_id")["n_words"].sum()
    assert {i: total[i] for i in texts} == {i: len(text.words(t)) for i, t in texts.items()}


def test_by_group_sums_rows(made_up):
    counted = corpus.load(made_up).counts
    labels, sums = counts.by_group(counted, counted.rows["voice"])
    assert labels == ["quoted", "unquoted"]
    np.testing.assert_array_equal(sums.sum(axis=0), counted.matrix.sum(axis=0))
    labels, sums = counts.by_group(counted, [None, "x", None, None, None, None])
    assert labels == ["x"] and sums.sum() == 3


def test_an_empty_corpus_of_texts():
    assert counts.from_texts({}).matrix.shape == (0, 0)
    with pytest.raises(KeyError):
        counts.from_texts({"a": "b"}).terms.get_loc("price cap")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("one text", "a str does not"),
        (["one text"], "a list does not"),
        (pd.DataFrame({"body": ["x"]}), "no column 'text'"),
        ({"a": None}, "article 'a': the text is NoneType"),
        (pd.Series(["x", "y"], index=["a", "a"]), "article 'a' stands there twice"),
        ({"a": "燃料价格上涨"}, "Chinese or Japanese"),
        ({"a": "Fuel. ราคาน้ำมันขึ้น"}, "Thai"),
        ({"a": "ईंधन की कीमतें"}, "Indic"),
    ],
)
def test_what_cannot_be_counted_is_refused_by_name(given, said):
    with pytest.raises(InputError, match=said):
        counts.from_texts(given)


def test_a_series_a_dict_and_a_table_give_the_same_counts():
    series = pd.Series({"a": "Fuel prices rose."})
    frame = pd.DataFrame({"article_id": ["a"], "text": ["Fuel prices rose."]})
    found = [
        counts.to_table(counts.from_texts(given))
        for given in (series, series.to_dict(), frame, frame.set_index("article_id"))
    ]
    assert all(table.equals(found[0]) for table in found) and len(found[0]) == 3


@pytest.mark.parametrize(("share", "refused"), [(0.05, False), (0.06, True)])
def test_a_foreign_name_within_a_text_does_no_harm(share, refused):
    body = "京" * int(100 * share) + "a" * int(100 - 100 * share)
    assert bool(scripts.unsplit(body)) == refused


@pytest.mark.parametrize(
    ("pattern", "looked_for"),
    [
        ("fuel", True),  # every word is counted
        ("fuel prices", True),  # in the list
        ("fuel price*", True),
        ("fuel pricelist", True),  # narrower than fuel price*
        ("fuel pri*", False),  # wider than it
        ("fuel cost*", False),
        ("dear fuel price*", False),  # longer
    ],
)
def test_what_was_looked_for(pattern, looked_for):
    found = counts.from_texts({"a": "Fuel prices rose."}, phrases=["fuel prices", "fuel price*"])
    assert found.sought(pattern) == looked_for
