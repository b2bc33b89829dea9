"""How often each term occurs in each article and voice.

Terms are single words and the phrases that were looked for. An article's counts come from
``counts.csv.gz`` where it has rows there, else from its text in ``texts/``; both give the same
table, so an analysis need not know which it was.
"""

import gzip
import io
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from helpers import text
from helpers.text import VOICES


@dataclass(frozen=True, eq=False)
class Counts:
    """Occurrences of terms, one row per article and voice.

    matrix : scipy CSR, int64, rows × terms
    rows : DataFrame, one line per matrix row: ``article_id``, ``voice``, ``n_words`` (int, single
        words in this voice; 0 where the article has none)
    terms : Index of str, one per column, sorted. Every phrase that was looked for is here, so a
        phrase's column of zeros means "counted and 0"; no column means "not counted".
    """

    matrix: sparse.csr_matrix
    rows: pd.DataFrame
    terms: pd.Index

    @property
    def phrases(self):
        """The terms of two words or more (Index of str)."""
        return self.terms[self.terms.str.contains(" ")]

    def select(self, keep):
        """The rows where ``keep`` (bool, one per row) holds, with all terms."""
        keep = np.asarray(keep, dtype=bool)
        return Counts(self.matrix[keep], self.rows[keep].reset_index(drop=True), self.terms)
