"""How alike the articles of a study are: by their texts where both are at hand, else by counts."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import numpy as np
import pandas as pd
from tqdm import tqdm

from helpers.errors import InputError
from helpers.likeness import vocabulary

# Likeness from which one article is taken for the other's copy.
# By text: the share of the shorter text that stands in the other, swapped words included. Copies
# whose every third word was swapped reach .8; two reports and a brief that both hold stay below.
TEXT = 0.65
# By counts: the lowest threshold at which at least 80 % of the linked pairs whose origins are known
# have the same origin, on the Kazakhstan corpus; ``copies.thresholds`` gives the table.
COUNTS = 0.45
PART = 1000  # pairs that a thread measures at a time
COLUMNS = ["likeness", "contained_one", "contained_two", "swapped", "longest"]


class Likeness:
    """Pairs of a study's measured articles, by their numbers in ``study.measured``."""

    def __init__(self, study):
        self.study = study
        self.articles = study.measured
        self.has_text = self.articles.isin(study.counted_texts.index)

    @cached_property
    def matrix(self):
        """Which long words each article has."""
        return vocabulary.words(self.study.counts, self.articles)

    @cached_property
    def same(self):
        """Of each article the number of the first one with the very same text (int array)."""
        tokens = self.study.tokens if self.has_text.any() else None
        number, first = np.arange(len(self.articles)), {}
        for place, article in enumerate(tokens.articles if tokens is not None else ()):
            words = tokens.ids[tokens.offsets[place] : tokens.offsets[place + 1]]
            here = self.articles.get_loc(article)
            text = (self.language[here], hashlib.md5(words.tobytes()).digest())
            number[here] = first.setdefault(text, here)
        return number

    @cached_property
    def own(self):
        """bool per word of ``study.tokens``: outside quotation marks, so that a statement that two
        articles quote does not make them alike; all words where few stand outside."""
        tokens = self.study.tokens
        own = tokens.voice == tokens.voices.index("unquoted")
        few = _per_article(own, tokens.offsets) < vocabulary.UNQUOTED
        return own | np.repeat(few, np.diff(tokens.offsets))

    def measured(self, least):
        """Pairs that may be alike, of texts by rare runs of words, of others by their long words:
        two int arrays, the smaller number first, and the table of their likeness (``of``).

        least : the least likeness by counts looked for
        """
        parts = []
        if self.has_text.sum() > 1:
            parts.append(self._of_rare_runs)
        if not self.has_text.all() or not parts:
            one, two = vocabulary.candidates(self.matrix, least)
            one, two = self._of_a_language(one, two, ~self.by_text(one, two))
            parts.append((one, two, self.of(one, two)))
        one, two, table = zip(*parts, strict=True)
        return np.concatenate(one), np.concatenate(two), pd.concat(table, ignore_index=True)

    @cached_property
    def _of_rare_runs(self):
        """``measured``, of texts; they are laid beside each other once."""
        from helpers.likeness import shingles  # compiled code, which counts do without

        number = self.articles.get_indexer(self.study.tokens.articles)
        pair = [number[side] for side in shingles.candidates(self.study.tokens, self.own)]
        one, two = np.minimum(*pair), np.maximum(*pair)
        one, two = self._of_a_language(one, two, np.ones(len(one), dtype=bool))
        return one, two, self.of(one, two)

    def _of_a_language(self, one, two, wanted):
        """Those pairs that are wanted (bool) and may be of one language."""
        language = self.language
        wanted &= (language[one] == language[two]) | (language[one] == "") | (language[two] == "")
        return one[wanted], two[wanted]

    @cached_property
    def language(self):
        """Of each article (array of str): a text in another language is no copy by its words."""
        articles = self.study.articles.reindex(self.articles)
        if "language" not in articles:
            return np.full(len(articles), "")
        return articles["language"].fillna("").to_numpy(object)

    def of(self, one, two):
        """The likeness of pairs (two int arrays): DataFrame of float, ``COLUMNS``."""
        found = np.full((len(one), len(COLUMNS)), np.nan)
        by_text = self.by_text(one, two)
        if by_text.any():
            found[by_text] = self._of_texts(one[by_text], two[by_text])
        if not by_text.all():
            by_counts = ~by_text
            found[by_counts, :3] = vocabulary.measure(self.matrix, one[by_counts], two[by_counts])
        return pd.DataFrame(found, columns=COLUMNS)

    def by_text(self, one, two):
        """bool per pair: whether the texts of both are at hand."""
        return self.has_text[one] & self.has_text[two]

    def _of_texts(self, one, two):
        from helpers.likeness import alignment

        tokens, own = self.study.tokens, self.own
        place = tokens.articles.get_indexer(self.articles)
        # Texts that are the same to the word are laid beside another one once.
        pairs = np.column_stack([place[self.same[one]], place[self.same[two]]])
        pairs, again = np.unique(pairs, axis=0, return_inverse=True)
        one, two = np.ascontiguousarray(pairs.T)
        results = np.zeros((len(one), 4))

        def measure(begin):
            part = slice(begin, begin + PART)
            alignment.measure(tokens.ids, tokens.offsets, own, one[part], two[part], results[part])

        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            parts = range(0, len(one), PART)
            done = pool.map(measure, parts)
            list(tqdm(done, total=len(parts), desc="comparing texts", delay=2, disable=None))
        words = _per_article(own, tokens.offsets)
        shorter = words[one] <= words[two]
        likeness = np.where(shorter, results[:, 0], results[:, 1])
        return np.column_stack([likeness, results])[again]


def check_share(value, name):
    """InputError where a likeness that is asked for is not above 0 and at most 1."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1:
        raise InputError(f"{name} must be above 0 and at most 1, not {value!r}")


def _per_article(some, offsets):
    """How many words of each article ``some`` (bool per word) holds for."""
    return np.diff(np.append(0, np.cumsum(some))[offsets])
