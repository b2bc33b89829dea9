"""Counts from texts and from the stored table are alike."""

import numpy as np
import pandas as pd
import pytest
from conftest import shared, write_corpus
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from helpers.words import counts, text

PHRASES = ["fuel prices", "terrorist groups", "tear gas"]


def cell(counted, article_id, voice, term):
    rows = counted.rows
    row = rows.index[(rows["article_id"] == article_id) & (rows["voice"] == voice)].item()
    return counted.matrix[row, counted.terms.get_loc(term)]


def test_load_has_two_rows_for_every_article_in_order(made_up):
    counted = counts.load(made_up)
    assert counted.rows["article_id"].tolist() == ["one", "one", "two", "two", "three", "three"]
    assert counted.rows["voice"].tolist() == ["unquoted", "quoted"] * 3
    assert counted.rows["n_words"].tolist() == [5, 2, 3, 0, 4, 1]
    assert cell(counted, "one", "unquoted", "fuel prices") == 1


def test_a_phrase_that_was_looked_for_and_not_found_has_a_column_of_zeros(made_up):
    counted = counts.load(made_up)
    assert list(counted.phrases) == ["fuel prices", "tear gas", "terrorist groups"]
    assert counted.matrix[:, counted.terms.get_loc("tear gas")].sum() == 0
    assert "price cap" not in counted.terms


def test_counting_a_text():
    body = "Fuel prices rose. “Terrorist groups,” he said. Terrorist\ngroups. Fuel. Prices."
    found = counts.count(body, phrases=PHRASES)
    assert found["quoted"] == {"terrorist": 1, "groups": 1, "terrorist groups": 1}
    assert found["unquoted"]["fuel prices"] == 1  # not over the end of a sentence
    assert "terrorist groups" not in found["unquoted"]  # nor of a line


def test_a_phrase_does_not_join_what_a_quotation_parts():
    found = counts.count("the fuel “cheap” prices", phrases=PHRASES)
    assert found["unquoted"]["fuel prices"] == 0


def test_texts_and_table_give_the_same_counts():
    texts = {"a": "Fuel prices rose, “fuel prices” fell.", "b": "“All quoted.”", "c": ""}
    from_texts = counts.from_texts(texts, phrases=PHRASES)
    table = counts.to_table(from_texts)
    again = counts.align(counts.from_table(table, phrases=PHRASES), list(texts))
    assert list(again.terms) == list(from_texts.terms)
    assert (again.matrix != from_texts.matrix).nnz == 0
    pd.testing.assert_frame_equal(again.rows, from_texts.rows)
    assert from_texts.rows["n_words"].tolist() == [4, 2, 0, 2, 0, 0]


def test_an_article_with_a_text_and_no_counts_is_counted_from_the_text(tmp_path):
    body = "One two three four “five”"
    table = "article_id,voice,term,n\none,unquoted,aa,5\none,quoted,bb,2\n"
    folder = write_corpus(tmp_path / "c", counts__csv=table)
    (folder / "texts").mkdir()
    (folder / "texts" / "three.txt").write_text(body)
    (folder / "texts" / "one.txt").write_text("counts come first")
    counted = counts.load(folder)
    assert counted.rows["n_words"].tolist() == [5, 2, 0, 0, 4, 1]
    assert cell(counted, "three", "quoted", "five") == 1
    assert "first" not in counted.terms


def test_private_texts_count_only_when_asked_for(made_up):
    (made_up / "private").mkdir()
    (made_up / "private" / "two.txt").write_text("Private words, six in all here")
    assert counts.load(made_up).rows["n_words"].tolist()[2] == 3
    assert counts.load(made_up, source="private").rows["n_words"].tolist()[2] == 6


def test_an_article_in_two_parts_or_none(made_up):
    counted = counts.load(made_up)
    wider = counts.align(counted, ["three", "nobody"])
    assert wider.rows["n_words"].tolist() == [4, 1, 0, 0]


@given(st.lists(st.text(alphabet="ab “”.\n", max_size=40), min_size=1, max_size=5))
def test_words_add_up_to_the_length_of_the_text(bodies):
    texts = {str(i): body for i, body in enumerate(bodies)}
    counted = counts.from_texts(texts, phrases=["aa bb"])
    total = counted.rows.groupby("article_id")["n_words"].sum()
    assert {i: total[i] for i in texts} == {i: len(text.words(t)) for i, t in texts.items()}


def test_written_counts_keep_their_bytes(made_up, tmp_path):
    counted = counts.load(made_up)
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(counts.pack(counts.to_table(counted)))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    mixed = counts.Counts(counted.matrix[::-1], counted.rows[::-1], counted.terms)
    (tmp_path / "c").write_bytes(counts.pack(counts.to_table(mixed)))
    assert (tmp_path / "c").read_bytes() == (tmp_path / "a").read_bytes()


def test_by_group_sums_rows(made_up):
    counted = counts.load(made_up)
    labels, sums = counts.by_group(counted, counted.rows["voice"])
    assert labels == ["quoted", "unquoted"]
    np.testing.assert_array_equal(sums.sum(axis=0), counted.matrix.sum(axis=0))
    labels, sums = counts.by_group(counted, [None, "x", None, None, None, None])
    assert labels == ["x"] and sums.sum() == 3


def test_the_seed_article_s_counts_are_those_of_its_text(study):
    """The stored counts were read by others from the page; the file has lost some spaces."""
    body = next(shared("seed").glob("*.txt")).read_text(encoding="utf-8")
    counted = counts.load(study)
    ids = counted.rows["article_id"]
    stored = counted.select(ids.str.startswith("report-wire"))
    own = counts.from_texts({"seed": body}, phrases=list(counted.phrases))
    for term in ("terrorist groups", "international terrorist"):
        assert stored.matrix[1, stored.terms.get_loc(term)] == 1
        assert cell(own, "seed", "quoted", term) == 1
        assert cell(own, "seed", "unquoted", term) == 0
    assert cell(own, "seed", "unquoted", "regulation") == 2


def test_an_empty_corpus_of_texts():
    assert counts.from_texts({}).matrix.shape == (0, 0)
    with pytest.raises(KeyError):
        counts.from_texts({"a": "b"}).terms.get_loc("price cap")


def test_weights_are_scikit_learn_s(made_up):
    _, matrix = counts.by_group(counts.load(made_up), counts.load(made_up).rows["article_id"])
    matrix = sparse.vstack([matrix, matrix * 3, sparse.csr_matrix((1, matrix.shape[1]))]).tocsr()
    expected = TfidfTransformer(sublinear_tf=True).fit_transform(matrix)
    np.testing.assert_allclose(counts.weighted(matrix).toarray(), expected.toarray(), atol=1e-14)
