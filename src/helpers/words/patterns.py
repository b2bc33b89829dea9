"""What a pattern means: the one matcher for tokens, counts, context lines and parts.

A pattern is a word, or words with one blank between them. Its kind says how each word is read:
"glob" (``*`` any letters, ``?`` one letter), "fixed", or "regex" (found anywhere in a word, unless
it says ^ or $). Each word is looked up by itself (``Vocabulary.find``); where the words then have
to stand is the business of ``tokens.match`` and ``Terms``.
"""

import re
import time
import unicodedata
from bisect import bisect_left

import numpy as np
import regex

from helpers.errors import InputError
from helpers.words.text import without_yo

SECONDS = 10  # that one regular expression may take over a whole vocabulary


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
        raise InputError(f"pattern {pattern!r} is not a regular expression: {error}") from None
    except TimeoutError:
        raise InputError(
            f"pattern {pattern!r} takes more than {SECONDS} seconds over the words: write it "
            "without repetitions inside repetitions"
        ) from None


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


class Terms:
    """The terms of counts, words and phrases, to look patterns up in.

    terms : Index of str, phrases with one blank between their words
    """

    def __init__(self, terms):
        self.phrases = {}  # by number of words: (places among the terms, their words)
        parts = [term.split(" ") for term in terms]
        for place, words in enumerate(parts):
            self.phrases.setdefault(len(words), []).append((place, words))
        self.words = np.array(sorted({word for words in parts for word in words}), dtype=object)
        self.vocabulary = Vocabulary(self.words)
        number = {word: place for place, word in enumerate(self.words)}
        for length, found in self.phrases.items():
            ids = [[number[word] for word in words] for _, words in found]
            self.phrases[length] = (
                np.array([place for place, _ in found]),
                np.array(ids).reshape(len(found), length),
            )

    def find(self, patterns, kind="glob"):
        """Places of the terms that match any of the patterns (int array, sorted). A pattern of
        several words matches terms of as many words, word by word."""
        found = [self._one(pattern.split(" "), kind) for pattern in patterns]
        return np.unique(np.concatenate(found)) if found else np.array([], dtype=int)

    def _one(self, words, kind):
        if len(words) not in self.phrases:
            return np.array([], dtype=int)
        places, ids = self.phrases[len(words)]
        fits = np.ones(len(places), dtype=bool)
        for position, word in enumerate(words):
            fits &= np.isin(ids[:, position], self.vocabulary.find(word, kind))
        return places[fits]


def impossible(pattern, kind="glob"):
    """Why a pattern can never match scikit-learn's words, and what to write ("" if it can).

    These words are runs of two or more letters, digits and low lines: "covid-19" is the two words
    covid and 19, "u.s." is none, and of "kazakhstan's" the word kazakhstan is left.

    >>> impossible("covid-19")
    "write 'covid 19', or take words='quanteda'"
    >>> impossible("price*")
    ''
    """
    if kind == "regex":
        sound = all(_can_be_found(part) for part in pattern.split(" "))
        return "" if sound else "take words='quanteda'"
    wild = "*?" if kind == "glob" else ""
    parts = _folded(pattern, True).split(" ")
    if all(_is_word(part, wild) for part in parts):
        return ""
    runs = regex.findall(rf"[\w{re.escape(wild)}]+", " ".join(parts))
    remedy = " ".join(run for run in runs if _is_word(run, wild))
    return f"write {remedy!r}, or take words='quanteda'" if remedy else "take words='quanteda'"


def _is_word(part, wild):
    """Whether some word of two or more word characters fits."""
    letters = part.translate(str.maketrans("", "", wild))
    return not regex.search(r"\W", letters) and (("*" in wild and "*" in part) or len(part) > 1)


def _can_be_found(part):
    """Whether a regular expression asks for nothing that words do not hold; where it has groups,
    choices or repetitions, it is taken to be possible."""
    if regex.search(r"[|()\[\]?*{]", part):
        return True
    marks = regex.search(r"[-'’@#&/,;:!%\"]|\\[^\w\s]", part)
    return not marks and not regex.fullmatch(r"\^\w\$", part)


def _folded(word, case_sensitive):
    """Composed (é is one letter, however it was typed) and, unless case matters, in lower case."""
    if not word.isascii():
        word = without_yo(unicodedata.normalize("NFC", word))
    return word if case_sensitive else word.lower()


def _glob(pattern, group="(?>"):
    """The pattern as a regular expression that never goes back over what it has passed; with the
    plain ``group`` for engines that never do so anyway."""
    first, *rest = [re.escape(part).replace(r"\?", "[^ ]") for part in pattern.split("*")]
    if not rest:
        return first
    return first + "".join(f"{group}[^ ]*?{part})" for part in rest[:-1]) + f"[^ ]*{rest[-1]}"
