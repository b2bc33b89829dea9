"""Which words of a vocabulary a pattern means."""

import re
import time
import unicodedata
from bisect import bisect_left

import numpy as np
import regex

from helpers.errors import InputError

SECONDS = 10  # that one regular expression may take over a whole vocabulary


def matching(patterns, terms, kind="glob"):
    """Positions of the terms (Index of str) that match any of the patterns, word by word. A
    pattern of several words matches terms of as many words."""
    if not patterns:
        return np.array([], dtype=int)
    if kind == "regex":
        return np.unique(np.concatenate([_searched(pattern, terms) for pattern in patterns]))
    lower = [_folded(pattern, False) for pattern in patterns]  # as terms are
    forms = [re.escape(p) if kind == "fixed" else _glob(p, "(?:") for p in lower]
    return np.flatnonzero(terms.astype("str").str.fullmatch("|".join(forms)))


def search(pattern, words, flags=regex.IGNORECASE):
    """In which of the words a regular expression is found (bool array); InputError names one that
    is malformed or takes too long."""
    end = time.monotonic() + SECONDS
    try:
        compiled = regex.compile(pattern, flags)
        return np.array(
            [bool(compiled.search(w, timeout=max(end - time.monotonic(), 0.001))) for w in words],
            dtype=bool,
        )
    except regex.error as error:
        raise InputError(f"pattern {pattern!r} is no regular expression: {error}") from None
    except TimeoutError:
        raise InputError(
            f"pattern {pattern!r} takes more than {SECONDS} seconds over the words: write it "
            "without repetitions inside repetitions"
        ) from None


def _searched(pattern, terms):
    """Positions of the terms of as many words in which each part of the pattern is found."""
    parts = pattern.split(" ")
    at = np.flatnonzero(terms.str.count(" ") == len(parts) - 1)
    for place, part in enumerate(parts):
        at = at[search(part, [terms[i].split(" ")[place] for i in at])]
    return at


class Vocabulary:
    """A sorted list of words, to look patterns up in.

    words : sequence of str; ``ids`` of words are places in the given order
    """

    def __init__(self, words, *, case_sensitive=False):
        folded = _folded("\n".join(words), case_sensitive).split("\n")  # at once: no word holds one
        # Words that are sorted already, as those of Tokens are, are sorted anew in no time.
        folded = folded if len(words) else []
        self.order = np.array(sorted(range(len(folded)), key=folded.__getitem__), dtype=int)
        self.sorted = [folded[i] for i in self.order]
        self.case_sensitive = case_sensitive

    def find(self, pattern, kind):
        """Ids of the words that one word of a pattern means (int array)."""
        pattern = _folded(pattern, self.case_sensitive or kind == "regex")
        stem = pattern[:-1] if pattern.endswith("*") else pattern
        if kind == "fixed":
            return self._between(pattern, pattern + "\0")
        if kind == "glob" and not re.search(r"[*?]", stem):
            # The usual pattern, a word or a beginning, needs no search through all words.
            after = stem + ("\U0010ffff" if stem != pattern else "\0")
            return self._between(stem, after)
        if kind == "glob":
            whole = re.compile(_glob(pattern))
            return self.order[[whole.fullmatch(word) is not None for word in self.sorted]]
        flags = 0 if self.case_sensitive else regex.IGNORECASE
        return self.order[search(pattern, self.sorted, flags)]

    def _between(self, first, after):
        return self.order[bisect_left(self.sorted, first) : bisect_left(self.sorted, after)]


def _folded(word, case_sensitive):
    """Composed (é is one letter, however it was typed) and, unless case matters, in lower case."""
    word = word if word.isascii() else unicodedata.normalize("NFC", word)
    return word if case_sensitive else word.lower()


def _glob(pattern, group="(?>"):
    """The pattern as a regular expression that never goes back over what it has passed; with the
    plain ``group`` for engines that never do so anyway."""
    first, *rest = [re.escape(part).replace(r"\?", "[^ ]") for part in pattern.split("*")]
    if not rest:
        return first
    return first + "".join(f"{group}[^ ]*?{part})" for part in rest[:-1]) + f"[^ ]*{rest[-1]}"
