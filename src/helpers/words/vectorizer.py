"""TF-IDF straight from texts: scikit-learn's TfidfVectorizer on ``Tokens``."""

import math
from numbers import Integral

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfTransformer
from sklearn.utils.validation import check_is_fitted

from helpers.errors import InputError
from helpers.words import ngrams, tokens

# What TfidfVectorizer can and this one cannot: each with the one value it takes.
ONLY = {
    "input": "content",
    "encoding": "utf-8",
    "decode_error": "strict",
    "strip_accents": None,
    "preprocessor": None,
    "tokenizer": None,
    "analyzer": "word",
    "token_pattern": r"(?u)\b\w\w+\b",
}


class Vectorizer(BaseEstimator, TransformerMixin):
    """TF-IDF of texts, as scikit-learn's TfidfVectorizer gives it, many times faster.

    Takes TfidfVectorizer's parameters with the same meaning and gives the same matrix (to 1e-12)
    and feature names. Words are always scikit-learn's default ones; ``input``, ``encoding``,
    ``decode_error``, ``strip_accents``, ``preprocessor``, ``tokenizer``, ``analyzer`` and
    ``token_pattern`` can only have their default values, anything else raises InputError.

    n_jobs : number of threads; the result does not depend on it

    Attributes once fitted: ``vocabulary_`` (dict, term to column), ``idf_`` (array).
    """

    def __init__(
        self,
        *,
        input="content",
        encoding="utf-8",
        decode_error="strict",
        strip_accents=None,
        lowercase=True,
        preprocessor=None,
        tokenizer=None,
        analyzer="word",
        stop_words=None,
        token_pattern=r"(?u)\b\w\w+\b",
        ngram_range=(1, 1),
        max_df=1.0,
        min_df=1,
        max_features=None,
        vocabulary=None,
        binary=False,
        dtype=np.float64,
        norm="l2",
        use_idf=True,
        smooth_idf=True,
        sublinear_tf=False,
        n_jobs=1,
    ):
        self.input = input
        self.encoding = encoding
        self.decode_error = decode_error
        self.strip_accents = strip_accents
        self.lowercase = lowercase
        self.preprocessor = preprocessor
        self.tokenizer = tokenizer
        self.analyzer = analyzer
        self.stop_words = stop_words
        self.token_pattern = token_pattern
        self.ngram_range = ngram_range
        self.max_df = max_df
        self.min_df = min_df
        self.max_features = max_features
        self.vocabulary = vocabulary
        self.binary = binary
        self.dtype = dtype
        self.norm = norm
        self.use_idf = use_idf
        self.smooth_idf = smooth_idf
        self.sublinear_tf = sublinear_tf
        self.n_jobs = n_jobs

    def fit(self, texts, y=None):
        """Learn the terms and their idf from texts (iterable of str)."""
        self._learn(texts)
        return self

    def fit_transform(self, texts, y=None):
        """Learn, and return the TF-IDF of the same texts: CSR matrix, texts × terms."""
        return self._weigh(self._learn(texts))

    def transform(self, texts):
        """TF-IDF of texts by the terms and idf learned: CSR matrix, texts × terms."""
        check_is_fitted(self)
        found = self._tokenise(texts)
        levels = ngrams.climb(found, self._tree, self._words, n_jobs=self.n_jobs)
        return self._weigh(self._count(found, levels))

    def get_feature_names_out(self, input_features=None):
        """The term of each column (array of str)."""
        check_is_fitted(self)
        return self._names.copy()

    def inverse_transform(self, X):
        """The terms that each row has: list of arrays of str."""
        return [self._names[row.nonzero()[-1]] for row in X]

    @property
    def vocabulary_(self):
        """Dict from term to column."""
        return dict(zip(self._names.tolist(), range(len(self._names)), strict=True))

    @property
    def idf_(self):
        """Inverse document frequency of each term."""
        check_is_fitted(self)
        return self._weigher.idf_

    def __sklearn_is_fitted__(self):
        return hasattr(self, "_names")

    def _learn(self, texts):
        """Learn from texts; returns their counts."""
        self.check()
        found = self._tokenise(texts)
        if self.vocabulary is None:
            counts = self._choose(found)
        else:
            self._names = _listed(self.vocabulary)
            shortest, longest = self.ngram_range
            fit = [
                name if shortest <= name.count(" ") + 1 <= longest else "" for name in self._names
            ]
            self._tree, self._words, self._columns = ngrams.plant(fit)
            levels = ngrams.climb(found, self._tree, self._words, n_jobs=self.n_jobs)
            counts = self._count(found, levels)
        self._weigher = TfidfTransformer(
            norm=self.norm,
            use_idf=self.use_idf,
            smooth_idf=self.smooth_idf,
            sublinear_tf=self.sublinear_tf,
        ).fit(counts)
        return counts

    def _choose(self, found):
        """Learn which terms to keep; returns their counts."""
        if not len(found.vocabulary):
            raise ValueError("no words: the texts are empty, or hold only stop words")
        low, high = self._limits(len(found))
        shortest, longest = self.ngram_range
        self._tree, levels = ngrams.grow(
            found, longest=longest, min_df=math.ceil(low), n_jobs=self.n_jobs
        )
        kept = [(level.df <= high) & (n >= shortest) for n, level in enumerate(self._tree, 1)]
        self._words = found.vocabulary
        self._columns, self._names = ngrams.arrange(self._tree, kept, self._words)
        if not len(self._names):
            raise ValueError("no term is left: try a lower min_df or a higher max_df")
        counts = self._count(found, levels)
        if self.max_features is not None and self.max_features < len(self._names):
            counts = self._keep_most_frequent(counts)
        return counts

    def _keep_most_frequent(self, counts):
        total = np.asarray(counts.sum(axis=0)).ravel().astype(np.int64)
        # the same sort as scikit-learn's, so that of equally frequent terms the same ones stay
        kept = np.sort((-total).argsort()[: self.max_features])
        column = np.full(len(total) + 1, -1, dtype=np.int32)  # the last: -1 stays -1
        column[kept] = np.arange(len(kept), dtype=np.int32)
        self._columns = [column[old] for old in self._columns]
        self._names = self._names[kept]
        return counts[:, kept]

    def _tokenise(self, texts):
        if isinstance(texts, str):
            raise InputError("a list of texts is needed, not one text")
        texts = texts if isinstance(texts, (list, pd.Series)) else list(texts)
        found = tokens.tokenise(texts, voices=False, lowercase=self.lowercase, n_jobs=self.n_jobs)
        stop = ENGLISH_STOP_WORDS if self.stop_words == "english" else self.stop_words
        return found if stop is None else tokens.without(found, stop)

    def _count(self, found, levels):
        counts = ngrams.table(
            found, levels, self._columns, len(self._names), dtype=self.dtype, n_jobs=self.n_jobs
        )
        if self.binary:
            counts.data[:] = 1
        return counts

    def _weigh(self, counts):
        backend = tokens.backend_for(counts.nnz, tokens.LARGE_TOKENS)
        return backend.weigh(counts, self._weigher, self.n_jobs)

    def _limits(self, n):
        """The fewest and most texts that a term may be in."""
        low, high = (
            limit if isinstance(limit, Integral) else limit * n
            for limit in (self.min_df, self.max_df)
        )
        if high < low:
            raise ValueError("max_df corresponds to < documents than min_df")
        return low, high

    def check(self):
        """Raise InputError for an option that has a value it cannot have."""
        for name, value in ONLY.items():
            if getattr(self, name) != value:
                raise InputError(
                    f"Vectorizer takes only {name}={value!r}, not {getattr(self, name)!r}: use "
                    "scikit-learn's TfidfVectorizer for that"
                )
        if np.dtype(self.dtype) not in (np.float64, np.float32):
            raise InputError(f"dtype must be float64 or float32, not {self.dtype!r}")
        shortest, longest = self.ngram_range
        if not 1 <= shortest <= longest:
            raise InputError(f"ngram_range must be (shortest, longest), not {self.ngram_range!r}")
        for name in ("min_df", "max_df"):
            limit = getattr(self, name)
            if not (limit >= 1 if isinstance(limit, Integral) else 0 <= limit <= 1):
                raise InputError(
                    f"{name} must be a whole number of texts from 1, or a share from 0.0 to 1.0, "
                    f"not {limit!r}"
                )
        if isinstance(self.stop_words, str) and self.stop_words != "english":
            raise InputError(
                f"stop_words must be 'english', a list or None, not {self.stop_words!r}"
            )


def _listed(vocabulary):
    """The terms of a given vocabulary by column, as scikit-learn reads it."""
    if isinstance(vocabulary, dict):
        if sorted(vocabulary.values()) != list(range(len(vocabulary))):
            raise InputError("vocabulary: the columns must be 0, 1, 2 … without gap or repetition")
        names = sorted(vocabulary, key=vocabulary.get)
    else:
        names = sorted(vocabulary) if isinstance(vocabulary, set) else list(vocabulary)
    if not names:
        raise InputError("vocabulary: holds no terms")
    if len(set(names)) < len(names):
        raise InputError("vocabulary: a term stands in it twice")
    return np.array([*names, None], dtype=object)[:-1]
