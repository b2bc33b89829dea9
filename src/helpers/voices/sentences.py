"""A sentence as words with their places, its quotations masked."""

import functools
import re
from typing import NamedTuple

from helpers.voices.words import ENGLISH

MASK = "Ⰰ"  # a capital that no text holds: a masked quotation can begin a sentence
TOKEN = re.compile(rf"{MASK}+|[nN]['’]t\b|\$?\w+(?:[-.,:/&]\w+|['’](?!s\b)\w+)*|['’]s\b|[^\w\s]")
# Words that keep their full stop.
SHORT = set(ENGLISH["short"])


class Sentence(NamedTuple):
    """``text``; ``words``, lower case, marks among them; ``places``, (start, end) of each."""

    text: str
    words: list
    places: list

    def span(self, first, end):
        """(start, end) in the text of the words from ``first`` to before ``end``."""
        return self.places[first][0], self.places[end - 1][1]

    def is_name(self, i):
        return self.text[self.places[i][0]].isupper()

    def is_masked(self, i):
        return self.words[i][0] == MASK.lower()


class Said(NamedTuple):
    """A stretch of indirect speech in a sentence: from, to, cue (from, to) and speaker (from, to,
    or None)."""

    start: int
    end: int
    cue: tuple
    speaker: tuple | None


@functools.lru_cache(maxsize=8)  # a sentence is read for what it reports, then for each quotation
def read(text):
    """A Sentence of ``text``."""
    words, places = [], []
    lower = text.lower()
    lower = lower if len(lower) == len(text) else text  # "İ" becomes two characters
    for match in TOKEN.finditer(text):
        place = match.span()
        word = lower[place[0] : place[1]]
        if word == "." and words and _keeps_stop(words[-1]) and places[-1][1] == place[0]:
            words[-1] += "."
            places[-1] = (places[-1][0], place[1])
        else:
            words.append(word)
            places.append(place)
    return Sentence(text, words, places)


def _keeps_stop(word):
    return word in SHORT or (word.isalpha() and len(word) == 1) or word[1:2] == "."


def content(text, start, end):
    """The stretch trimmed of blanks and marks at its ends; None if no word is left."""
    while start < end and text[start] in " \n,:;”":
        start += 1
    while end > start and text[end - 1] in " \n.!?…,;:—–-":
        end -= 1
    return (start, end) if re.search(r"\w", text[start:end]) else None
