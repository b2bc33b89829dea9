"""TF-IDF of texts and of counts, against scikit-learn's."""

import json

import numpy as np
import pandas as pd
import pytest
from conftest import shared
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from helpers import counts, ngrams, terms, tokens
from helpers.errors import InputError

MADE_UP = [
    "Fuel prices rose and fuel ran out.",
    "Terrorist groups attacked, terrorist groups fled; prices rose.",
    "Calm returned. ΟΔΟΣ İstanbul Қазақстан цены",
    "",
    "The fuel_tax of 2022 rose: fuel prices rose and rose",
]
GRID = [
    {},
    {"ngram_range": (1, 2)},
    {"ngram_range": (1, 3), "min_df": 2},
    {"ngram_range": (2, 3), "max_df": 0.5, "norm": "l1"},
    {"ngram_range": (1, 2), "min_df": 0.1, "max_df": 40, "sublinear_tf": True},
    {"min_df": 3, "norm": None, "smooth_idf": False},
    {"ngram_range": (1, 2), "max_features": 700, "use_idf": False},
    {"ngram_range": (1, 3), "max_features": 300, "binary": True},
    {"stop_words": "english", "ngram_range": (1, 2), "min_df": 2},
    {"stop_words": ["the", "and", "of"], "ngram_range": (3, 3), "min_df": 2},
    {"lowercase": False, "ngram_range": (1, 2), "max_df": 0.9},
    {"vocabulary": ["people", "the people", "of the people", "never seen", "we", "x"]},
    {"vocabulary": {"people": 1, "of the people": 0, "we": 2}, "ngram_range": (1, 3)},
    {"vocabulary": {"we the people", "the people", "people"}, "ngram_range": (2, 3)},
    {"ngram_range": (1, 2), "dtype": np.float32, "min_df": 5},
]


@pytest.fixture(params=[10**9, 0], ids=["plain", "compiled"])
def either(request, monkeypatch):
    """Both ways of working, whatever the size."""
    monkeypatch.setattr(tokens, "LARGE_TEXTS", request.param)
    monkeypatch.setattr(tokens, "LARGE_TOKENS", request.param)
    monkeypatch.setattr(ngrams, "LARGE_TOKENS", request.param)


def assert_same(options, texts, others):
    expected, mine = TfidfVectorizer(**options), terms.Vectorizer(**options, n_jobs=2)
    one, other = expected.fit_transform(texts), mine.fit_transform(texts)
    exact = options.get("dtype", np.float64) == np.float64
    for a, b in [(one, other), (expected.transform(others), mine.transform(others))]:
        assert a.shape == b.shape and a.dtype == b.dtype
        assert abs(a - b).max() <= (1e-12 if exact else 1e-6)
        assert a.nnz == b.nnz
    assert mine.get_feature_names_out().tolist() == expected.get_feature_names_out().tolist()
    assert mine.vocabulary_ == expected.vocabulary_
    if options.get("use_idf", True):
        assert np.allclose(mine.idf_, expected.idf_, rtol=0, atol=1e-6 if not exact else 1e-12)


@pytest.mark.parametrize("options", GRID, ids=str)
def test_inaugural_addresses_as_scikit_learn(either, options):
    addresses = json.loads(shared("data/quanteda/inaugural.json").read_text("utf-8"))
    texts = [address["text"] for address in addresses]
    assert len(texts) == 60
    assert_same(options, texts, MADE_UP + texts[::-7])


@pytest.mark.parametrize(
    "options", [{}, {"ngram_range": (1, 3)}, {"stop_words": "english"}], ids=str
)
def test_made_up_texts_as_scikit_learn(either, options):
    assert_same(options, MADE_UP, ["prices of fuel", ""])


def test_it_is_an_estimator():
    vectorizer = terms.Vectorizer(min_df=2, n_jobs=2)
    assert clone(vectorizer).get_params() == vectorizer.get_params()
    ours = set(terms.Vectorizer().get_params())
    assert ours == set(TfidfVectorizer().get_params()) | {"n_jobs"}
    assert make_pipeline(vectorizer).fit(MADE_UP).transform(MADE_UP).shape == (5, 4)
    found = vectorizer.inverse_transform(vectorizer.fit_transform(MADE_UP))
    assert set(found[0]) == {"and", "fuel", "prices", "rose"}
    assert (
        terms.Vectorizer().fit(iter(MADE_UP)).vocabulary_
        == TfidfVectorizer().fit(MADE_UP).vocabulary_
    )


@pytest.mark.parametrize(
    "options",
    [
        {"analyzer": "char"},
        {"tokenizer": str.split},
        {"preprocessor": str.upper},
        {"strip_accents": "unicode"},
        {"token_pattern": r"\w+"},
        {"input": "filename"},
        {"dtype": np.int64},
        {"ngram_range": (2, 1)},
        {"min_df": 0},
        {"max_df": 1.5},
        {"stop_words": "klingon"},
        {"vocabulary": ["aa", "aa"]},
        {"vocabulary": {"aa": 1}},
        {"vocabulary": []},
        {"min_df": 4, "max_df": 2},
        {"min_df": 6},
    ],
    ids=str,
)
def test_what_is_not_supported_is_refused(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        terms.Vectorizer(**options).fit(MADE_UP)


def test_unfit_input_is_refused():
    with pytest.raises(InputError, match="not one text"):
        terms.Vectorizer().fit("one text")
    with pytest.raises(InputError, match="bytes"):
        terms.Vectorizer().fit([b"bytes"])
    with pytest.raises(ValueError, match="no words"):
        terms.Vectorizer().fit(["", "a"])
    with pytest.raises(ValueError, match="not fitted"):
        terms.Vectorizer().transform(["aa"])


# From counts


@pytest.fixture
def made_up_counts():
    texts = dict(zip("abcde", MADE_UP, strict=True))
    return counts.from_texts(texts, phrases=["fuel prices", "terrorist groups", "tear gas"])


def wide(table, by="article_id"):
    return table.pivot(index=by, columns="term", values="tf_idf").fillna(0)


def test_tf_idf_of_counts_is_that_of_the_texts(made_up_counts):
    vectorizer = TfidfVectorizer()
    expected = vectorizer.fit_transform(MADE_UP).toarray()
    found = wide(terms.tf_idf(made_up_counts)).reindex(list("abcde")).fillna(0)
    assert found.columns.tolist() == vectorizer.get_feature_names_out().tolist()
    assert np.allclose(found, expected, rtol=0, atol=1e-12)


def test_tf_idf_of_phrases_and_all(made_up_counts):
    phrases = terms.tf_idf(made_up_counts, terms="phrases")
    assert phrases["term"].unique().tolist() == ["fuel prices", "terrorist groups"]
    vectorizer = CountVectorizer(vocabulary=["fuel prices"], ngram_range=(2, 2))
    n = vectorizer.fit_transform(MADE_UP).toarray().ravel()
    found = phrases[phrases["term"] == "fuel prices"]
    assert found["n"].tolist() == n[n > 0].tolist() and found["df"].unique().tolist() == [2]
    assert len(terms.tf_idf(made_up_counts, terms="all")) == len(phrases) + len(
        terms.tf_idf(made_up_counts)
    )


def test_tf_idf_of_groups_takes_each_as_one_text(made_up_counts):
    groups = pd.Series({"a": "x", "b": "y", "c": None, "d": "y", "e": "x"})
    vectorizer = TfidfVectorizer(sublinear_tf=True)
    texts = [MADE_UP[0] + " " + MADE_UP[4], MADE_UP[1]]
    expected = vectorizer.fit_transform(texts).toarray()
    found = terms.tf_idf(made_up_counts, by=groups, sublinear_tf=True)
    assert np.allclose(wide(found, "group"), expected, rtol=0, atol=1e-12)
    assert found["group"].tolist() == sorted(found["group"])
    assert (found.groupby("group")["tf_idf"].diff().dropna() <= 0).all()


def test_tf_idf_by_hand():
    made = counts.from_texts({"a": "oil oil gas", "b": "oil"})
    found = terms.tf_idf(made, norm=None).set_index(["article_id", "term"])
    assert found.loc[("a", "oil"), "tf_idf"] == 2 * (np.log(3 / 3) + 1)
    assert found.loc[("a", "gas"), "tf_idf"] == 1 * (np.log(3 / 2) + 1)


def test_tf_idf_refuses_what_it_does_not_know(made_up_counts):
    with pytest.raises(InputError, match="terms must be"):
        terms.tf_idf(made_up_counts, terms="letters")
    with pytest.raises(InputError, match="by must be"):
        terms.tf_idf(made_up_counts, by="outlet")
