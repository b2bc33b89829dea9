"""Indirect speech in English sentences: what is said, by which cue, and by whom.

Sentences come with their quotations masked. A source or a clause set aside speaks for the whole
sentence (``asides``); else each cue for what it governs (``frames``), up to where that ends
(``extents``).
"""

from helpers.voices.english import subjects
from helpers.voices.english.asides import aside, said_by, source
from helpers.voices.english.complements import frame, lists_of, noun_frame
from helpers.voices.english.extents import before_main_verb, end_of
from helpers.voices.english.quoting import quoted_by
from helpers.voices.english.subjects import JOINING, is_finite, is_hedge
from helpers.voices.sentences import read
from helpers.voices.words import CUES, DOING, NOUNS, OPENERS, PLANS, SURE, VIEWS

__all__ = ["quoted_by", "reported"]

SIGNAL = CUES.keys() | NOUNS | PLANS | SURE | VIEWS | {"according"}


def reported(sentence):
    """The spans of indirect speech of one sentence (list of Said), quotations masked."""
    s = read(sentence)
    if SIGNAL.isdisjoint(s.words):
        return []
    found = source(s) or aside(s)
    if not found:
        return _governed(s, 0)
    last = max(found[-1].end, found[-1].cue[1])
    rest = next((i for i, place in enumerate(s.places) if place[0] >= last), len(s.words))
    return [*found, *_governed(s, rest, _words(s, found[-1].speaker))]


def _words(s, span):
    """(first, end) in words of a stretch; None for None."""
    inside = [i for i, (a, b) in enumerate(s.places) if span and a < span[1] and b > span[0]]
    return (inside[0], inside[-1] + 1) if inside else None


def _governed(s, start, speaker=None):
    """What each cue from word ``start`` on governs, in order, none within another."""
    found, i, clause = [], start, start
    while i < len(s.words):
        if s.words[i] in SIGNAL:
            said, end, speaker = _governed_by(s, i, clause, speaker)
            if said:
                found.append(said)
                i = clause = end
                continue
        i += 1
    return found


def _governed_by(s, i, clause, last):
    """(Said or None, end of it in words, the speaker who is to be remembered)."""
    place = frame(s, i)
    speaker = place and place[2] and _speaker(s, i, clause, last)
    if not place or (place[2] and not speaker):
        place = noun_frame(s, i)
    if not place:
        return None, i + 1, last
    first, is_clause, needs_speaker = place
    end = end_of(s, first, _limit(s, i, clause), is_clause)
    if s.words[i] in NOUNS | PLANS and not needs_speaker:
        end = before_main_verb(s, i, first, end, clause)
    said = said_by(s, first, end, (i, i + 1), speaker)
    if said and s.text[slice(*said[:2])].lower() in {
        "it",
        "so",
        "this",
        "that",
        "them",
        "no",
        "yes",
    }:
        said = None
    return said, end, speaker or last


def _limit(s, i, clause):
    """A subordinate clause ends before its main clause, a relative one before the verb."""
    if s.words[i] == "asked" and (i == 0 or s.words[i - 1] == ","):
        return next((j for j in range(i + 1, len(s.words)) if s.words[j] == ","), len(s.words))
    if _in_relative(s, i, clause):
        for k in range(i + 2, len(s.words) - 1):
            if s.words[k] == "," and (is_finite(s, k + 1) or is_hedge(s.words[k + 1])):
                return k
    if s.words[clause] not in {"while", "although", "though", "when", "as", "if", "after", "asked"}:
        return len(s.words)
    for j in range(i + 2, len(s.words) - 1):
        if s.words[j] == "," and (s.words[j + 1] in OPENERS or s.is_name(j + 1)):
            return j
    return len(s.words)


def _in_relative(s, i, start):
    """Whether cue ``i`` is the verb of ", who …"."""
    while i > start and is_hedge(s.words[i - 1]):
        i -= 1
    return i > 1 and s.words[i - 1] in {"who", "which"} and s.words[i - 2] == ","


def _speaker(s, i, clause, last):
    before = s.words[i - 1] if i > clause else ","
    if _in_relative(s, i, 1):
        return subjects.before(s, i, 0)
    joined = i == clause or before in JOINING or (before == "," and s.words[i] in DOING)
    if joined and last:
        return last
    if _resumes(s, i, clause):
        return subjects.before(s, i, 0) or last
    if found := subjects.before(s, i, clause):
        return found
    return (joined and (subjects.before(s, i, 0) or _turned_round(s, i))) or None


def _resumes(s, i, clause):
    """Whether cue ``i`` is the main verb behind ", who asked not to be named,"."""
    if i != clause + 1 or s.words[clause] != ",":
        return False
    return any(
        s.words[j - 1] == "," and s.words[j] in {"who", "which", "asked"} for j in range(1, clause)
    )


def _turned_round(s, i):
    """The subject of "said Jones, adding that …", where a quotation stands before."""
    for j in range(i - 1, -1, -1):
        if "say" in lists_of(s, j):
            return subjects.after(s, j)
    return None
