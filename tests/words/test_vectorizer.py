"""TF-IDF of texts, against scikit-learn's."""

import json

import numpy as np
import pytest
from conftest import shared
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from helpers.errors import InputError
from helpers.measure import terms
from helpers.words import ngrams, tokens
from helpers.words.engine import compiled, kernels

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


def name(options):
    """The same in every process: a set's words come in an order of their own in each."""
    return str({k: sorted(v) if isinstance(v, set) else v for k, v in options.items()})


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


@pytest.mark.parametrize("options", GRID, ids=name)
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


def test_everything_is_compiled_beforehand(monkeypatch, tmp_path):
    """After ``prepare``, no corpus waits for the compiler."""

    def forms():
        found = {name: getattr(value, "signatures", None) for name, value in vars(kernels).items()}
        return {name: len(signatures) for name, signatures in found.items() if signatures}

    for module, name in [
        (tokens, "LARGE_TEXTS"),
        (tokens, "LARGE_TOKENS"),
        (ngrams, "LARGE_TOKENS"),
    ]:
        monkeypatch.setattr(module, name, 0)
    compiled.prepare()
    before = forms()
    vectorizer = terms.Vectorizer(ngram_range=(1, 2), n_jobs=2).fit(MADE_UP)
    vectorizer.transform(MADE_UP)
    tokens.save(tokens.tokenise(MADE_UP, n_jobs=2), tmp_path / "saved")
    tokens.to_counts(tokens.load(tmp_path / "saved"), phrases=["fuel prices"], n_jobs=2)
    ngrams.count(tokens.load(tmp_path / "saved"), ngram_range=(1, 2), within="sentence")
    assert forms() == before


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
