"""Which words of a vocabulary a pattern means."""

import re
from bisect import bisect_left

import numpy as np
import regex

from helpers.errors import InputError

SECONDS = 2  # that one pattern may take over a whole vocabulary


def matching(patterns, terms, kind="glob"):
    """Positions of the terms (Index of str) that match any of the patterns, word by word. A
    pattern of several words matches terms of as many words."""
    if not patterns:
        return np.array([], dtype=int)
    if kind == "regex":
        return np.flatnonzero([_searched(term.split(" "), patterns) for term in terms])
    lower = [pattern.lower() for pattern in patterns]  # as terms are
    forms = [re.escape(p) if kind == "fixed" else _glob(p, "[^ ]") for p in lower]
    return np.flatnonzero(terms.str.fullmatch("|".join(forms)))


def search(pattern, word, flags=regex.IGNORECASE):
    """Whether a regular expression is found in a word; InputError names one that is malformed or
    takes too long."""
    try:
        return bool(regex.search(pattern, word, flags, timeout=SECONDS))
    except regex.error as error:
        raise InputError(f"pattern {pattern!r} is no regular expression: {error}") from None
    except TimeoutError:
        raise InputError(
            f"pattern {pattern!r} takes more than {SECONDS} seconds on one word: write it "
            "without repetitions inside repetitions"
        ) from None


def _searched(words, patterns):
    parts = [pattern.split(" ") for pattern in patterns]
    return any(
        len(part) == len(words) and all(search(p, w) for p, w in zip(part, words, strict=True))
        for part in parts
    )


class Vocabulary:
    """A sorted list of words, to look patterns up in.

    words : iterable of str; ``ids`` of words are places in the given order
    """

    def __init__(self, words, *, case_sensitive=False):
        folded = [word if case_sensitive else word.lower() for word in words]
        self.order = np.argsort(np.array(folded, dtype=object), kind="stable")
        self.sorted = [folded[i] for i in self.order]
        self.case_sensitive = case_sensitive

    def find(self, pattern, kind):
        """Ids of the words that one word of a pattern means (int array)."""
        pattern = pattern if self.case_sensitive or kind == "regex" else pattern.lower()
        stem = pattern[:-1] if pattern.endswith("*") else pattern
        if kind == "fixed":
            return self._between(pattern, pattern + "\0")
        if kind == "glob" and not re.search(r"[*?]", stem):
            # The usual pattern, a word or a beginning, needs no search through all words.
            after = stem + ("\U0010ffff" if stem != pattern else "\0")
            return self._between(stem, after)
        return self._search(pattern, kind)

    def _between(self, first, after):
        return self.order[bisect_left(self.sorted, first) : bisect_left(self.sorted, after)]

    def _search(self, pattern, kind):
        flags = 0 if self.case_sensitive else regex.IGNORECASE
        whole = rf"^{_glob(pattern, '.')}$" if kind == "glob" else pattern
        return self.order[[search(whole, word, flags) for word in self.sorted]]


def _glob(pattern, letter):
    escaped = re.escape(pattern).replace(r"\ ", " ")
    return escaped.replace(r"\*", f"{letter}*").replace(r"\?", letter)
