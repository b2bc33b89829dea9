"""Which cue, and which speaker, goes with a quotation in an English sentence."""

import bisect
import functools

from helpers.voices.english import subjects
from helpers.voices.english.asides import only_quotation
from helpers.voices.english.complements import verb_like
from helpers.voices.english.subjects import JOINING, is_finite
from helpers.voices.sentences import read
from helpers.voices.words import CUES, PRONOUNS

QUOTING = {"say", "judge"}


def quoted_by(sentence, start, end):
    """(cue, speaker) of the quotation from ``start`` to ``end`` in the sentence."""
    s = read(sentence)
    first = bisect.bisect_right(s.places, (start, len(sentence)))
    first -= bool(first and s.places[first - 1][1] > start)
    last = bisect.bisect_left(s.places, (end,))
    cues = [i for i in _quoting(sentence) if not first <= i < last and not _is_name_of(s, i, first)]
    if any(i < first for i in cues):  # "called it “an insult” and said": the first goes with it
        cues = [i for i in cues if i < first or s.words[i - 1] not in JOINING]
    if (
        not cues
        and s.words[last - 2 : last - 1] in ([","], ["!"], ["?"])
        and only_quotation(s, first)
    ):
        cues = [i for i in range(last, len(s.words)) if is_finite(s, i)][:1]  # "“…,” he shot back"
    colon = first and s.words[first - 1] == ":"
    if not cues or (
        colon and "," in s.words[max(i for i in [*cues, 0] if i < first or not i) : first]
    ):
        return _introduced(s, first)
    cue = min(cues, key=lambda i: first - i if i < first else i - last + 1)
    speaker = _speaker_of(s, cue, first, last)
    return s.span(cue, cue + 1), speaker and s.span(*speaker)


@functools.lru_cache(maxsize=8)
def _quoting(sentence):
    """The words of a sentence that can be cues of a quotation."""
    s = read(sentence)
    return [
        i
        for i, word in enumerate(s.words)
        if not QUOTING.isdisjoint(CUES.get(word, ())) and verb_like(s, i)
    ]


def _is_name_of(s, i, quotation):
    """ "a film called “Winter Harbour”"; not "what it called “a farce”"."""
    naming = s.words[i][:4] in {"call", "dubb", "bran", "labe"}
    return naming and i + 1 == quotation and s.words[i - 1] not in PRONOUNS


def _speaker_of(s, cue, first, last):
    if cue >= last:
        inverted = not any(word[0].isalnum() for word in s.words[last:cue])
        return (inverted and subjects.after(s, cue)) or subjects.before(s, cue, last)
    return subjects.before(s, cue) or subjects.after(s, cue)


def _introduced(s, first):
    """ "Rosa Lind was brief: “No comment.”"."""
    closes = s.words[first + 1 : first + 2]  # masked quotations keep their full stop
    if not first or s.words[first - 1] != ":" or closes not in (["."], ["!"], ["?"], ["…"]):
        return None, None
    begin = first - 1
    while begin and s.words[begin - 1] not in ",;:" and not s.is_masked(begin - 1):
        begin -= 1
    names = [i for i in range(begin, first - 1) if s.is_name(i)] or [begin]
    end = names[0] + 1
    while end < first - 1 and s.is_name(end):
        end += 1
    return s.span(begin, first - 1), s.span(names[0], end)
