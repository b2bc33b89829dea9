"""A sentence as words with their places, its quotations masked."""

import functools
import re
from typing import NamedTuple

MASK = "Ⰰ"  # a capital that no text holds: a masked quotation can begin a sentence
TOKEN = re.compile(
    rf"{MASK}+|(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Maj|Capt|Sen|Rep|Gov|St|Jr|Sr|Inc|Co|Corp|Ltd|Jan|Feb"
    r"|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|No|vs)|\b(?:[A-Za-z]\.)*[A-Za-z])\.(?=\W)|[nN]['’]t\b"
    r"|\$?\w+(?:[-.,:/&]\w+|['’](?!s\b)\w+)*|['’]s\b|[^\w\s]"
)


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
    for match in TOKEN.finditer(text):
        words.append(match[0].lower())
        places.append(match.span())
    return Sentence(text, words, places)


def content(text, start, end):
    """The stretch trimmed of blanks and marks at its ends; None if no word is left."""
    while start < end and text[start] in " \n,:;”":
        start += 1
    while end > start and text[end - 1] in " \n.!?…,;:—–-":
        end -= 1
    return (start, end) if re.search(r"\w", text[start:end]) else None
