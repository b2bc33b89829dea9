"""What is said beside a source or clause set aside: "according to …", "…, the mayor said"."""

import re

from helpers.voices.english import subjects
from helpers.voices.english.complements import STOPS, frame, is_passive, lists_of, verb_like
from helpers.voices.english.extents import end_of, new_cue
from helpers.voices.english.subjects import JOINING, has_finite, is_finite, is_hedge
from helpers.voices.sentences import Said, content
from helpers.voices.words import BREAKS, CUES, DAYS, DOING, ENGLISH, PREPOSITIONS, RELATIVES, VIEWS

DATELINE = re.compile(
    r"\([A-Z]\w+\)\s*"
    r"|\W*[A-Z][A-Z.’' ]+[A-Z]\b(?:,? [\w.,/ ]{0,40})?(?:\([^)\n]{2,40}\))?\s*(?:—|–|--?)\s+"
)
OWNERS = set(ENGLISH["owner"])
NO_ASIDE = set(ENGLISH["no_aside"])
ASIDE = frozenset({"say", "think", "tell", "find", "ask"})


def said_by(s, first, end, cue, speaker):
    """A Said of words; None where no word is left."""
    if first >= end:
        return None
    start, stop = s.span(first, end)
    dateline = not first and DATELINE.match(s.text)
    span = content(s.text, dateline.end() if dateline else start, stop)
    return Said(*span, s.span(*cue), speaker and s.span(*speaker)) if span else None


def source(s):
    place = _as_reported(s) or _according(s) or _viewed(s)
    if not place:
        return []
    first, end, cue, speaker = place
    leads = all(word in JOINING or not word[0].isalnum() for word in s.words[:first])
    if leads:
        return _filter(said_by(s, _after_apposition(s, end), len(s.words), cue, speaker))
    parts = [said_by(s, 0, first, cue, speaker)]
    if end < len(s.words) and s.words[end] == "," and not has_finite(s, 0, first):
        parts.append(said_by(s, end, len(s.words), cue, speaker))
    return _filter(*parts)


def _filter(*found):
    return [said for said in found if said]


def _according(s):
    for i, word in enumerate(s.words[:-2]):
        if word == "according" and s.words[i + 1] == "to":
            end = _until(s, i + 2)
            return i, end, (i, i + 2), (i + 2, max(end, i + 3))
    return None


def _as_reported(s):
    """ "As the paper reported on Monday, …"."""
    for i, word in enumerate(s.words):
        if word != "as" or (i and s.words[i - 1] != ","):
            continue
        near = range(i + 2, min(i + 12, len(s.words)))
        cue = next((j for j in near if "say" in lists_of(s, j)), None)
        end = cue and _adjunct_end(s, cue + 1, True)
        speaker = end and subjects.before(s, cue, i + 1)
        if speaker and not has_finite(s, *speaker):
            return i, end, (cue, cue + 1), speaker
    return None


def _viewed(s):
    """ "In his view, …", "in the words of the judge"."""
    words = s.words
    for i in range(2, len(words) - 1) if not VIEWS.isdisjoint(words) else ():
        if words[i] not in VIEWS:
            continue
        first = next((j for j in range(max(0, i - 5), i) if words[j] in ("in", "by")), None)
        if first is None or (first and words[first - 1] != ","):
            continue
        if words[i + 1] == "of":
            end = _until(s, i + 2)
            return first, end, (first, i + 2), (i + 2, max(end, i + 3))
        if words[i + 1] == "," and words[i - 1] in OWNERS:
            owner = i - 1 if words[i - 1] in ("'s", "’s") else i
            return first, i + 1, (first, i + 1), (first + 1, owner)
    return None


def _until(s, i):
    while i < len(s.words) and s.words[i] not in ",.;”" and not s.is_masked(i):
        i += 1
    return i


def _after_apposition(s, end):
    """After "According to Ana Roe, a farmer," where the clause begins."""
    if end + 1 < len(s.words) and s.words[end + 1] in {"a", "an", "the", "who", "which"}:
        comma = next((i for i in range(end + 1, len(s.words)) if s.words[i] == ","), None)
        relative = s.words[end + 1] in ("who", "which")
        apposition = comma and (relative or not has_finite(s, end, comma))
        if apposition and has_finite(s, comma, len(s.words)):
            return comma
    return end


def aside(s):
    for i, word in enumerate(s.words):
        lists = CUES.get(word)
        if not lists or ASIDE.isdisjoint(lists) or word in DOING or word in NO_ASIDE or not i:
            continue
        found = _inverted(s, i, lists) or _set_aside(s, i, lists)
        if found:
            return found
    return []


def _inverted(s, i, lists):
    """ "…, said the mayor"."""
    if s.words[i - 1] not in (",", "”", "?", "!", "—", "–") or "say" not in lists:
        return []
    if any(lists_of(s, j) & {"say", "think"} and frame(s, j) for j in range(i)):
        return []
    speaker = subjects.after(s, i)
    before = has_finite(s, 0, i) or s.words[i - 1] == "”"
    before = before or (s.words[i] in {"said", "says", "say"} and "," not in s.words[: i - 1])
    before = before or (i > 6 and "," not in s.words[: i - 1] and s.words[0] not in PREPOSITIONS)
    if not speaker or not (before or s.words[i - 1] == ","):
        return []
    if i < 2 or (
        speaker[1] < len(s.words) and is_finite(s, speaker[1])
    ):  # "his wife, Pam, said she planned"
        return []
    if s.words[i - 1] == "”" and i > 1 and only_quotation(s, i):
        return []
    parts = [said_by(s, 0, i, (i, i + 1), speaker)]
    end = speaker[1]
    if not before:
        if end >= len(s.words) or s.words[end] != "," or not has_finite(s, end, len(s.words)):
            return []
        parts.append(said_by(s, end, len(s.words), (i, i + 1), speaker))
    return _filter(*parts)


def only_quotation(s, end):
    return all(s.is_masked(i) or not s.words[i][0].isalnum() for i in range(end))


def _set_aside(s, i, lists):
    """ "…, the mayor, Ana Roe, told reporters on Friday"; "A, he said, B"."""
    stop = _adjunct_end(s, i + 1, "tell" in lists)
    if stop is None or not verb_like(s, i) or is_passive(s, i):
        return []
    speaker = subjects.before(s, i)
    if not speaker or not speaker[0] or s.words[speaker[0] - 1] not in ",”?!—–":
        return []
    opened = _wide_aside(s, speaker[0] - 1, i)
    closed = max((j for j in range(i) if s.words[j] == "”"), default=0)
    if closed and not has_finite(s, closed, i):  # "“…,” Dylan Roe, a fellow of the college, said"
        opened = closed
    if not opened or only_quotation(s, opened):
        return []
    if s.words[opened - 1] in RELATIVES | JOINING:  # "a ship where, she says, she learned to cook"
        return _filter(said_by(s, stop, end_of(s, stop, len(s.words), True), (i, i + 1), speaker))
    return _halves(s, opened, stop, (i, i + 1), speaker)


def _wide_aside(s, opened, verb):
    """The comma before "Keel’s spokesman, Ty Barr, said", where the speaker is the apposition."""
    if s.words[verb - 1] != "," or s.words[opened] != ",":
        return opened
    earlier = next((j for j in range(opened - 1, 0, -1) if s.words[j] in ",”"), 0)
    between = earlier and has_finite(s, earlier + 1, opened)
    return earlier if earlier and not between and opened - earlier < 8 else opened


def _halves(s, opened, stop, cue, speaker):
    """What stands before the clause, and after it where it only interrupts."""
    end = len(s.words)
    before = said_by(s, 0, opened, cue, speaker)
    complete = _complete(s, 0, opened)
    goes_on = stop + 1 < end and s.words[stop] in ",—–" and _goes_on(s, stop + 1, complete)
    if goes_on:
        cut = end_of(s, stop + 1, end, True)
        return _filter(before, said_by(s, stop + 1, cut, cue, speaker))
    return _filter(before) if complete else []


def _goes_on(s, i, complete):
    """Whether the clause goes on after "…, he said,"."""
    word = s.words[i]
    if complete and word in PREPOSITIONS and s.words[i - 2] not in CUES:
        return False  # "…, the minister announced on Friday, in a reversal"
    if s.is_masked(i) or word in DOING or word in {"who", "which", "whose"} or new_cue(s, i):
        return False
    return complete or has_finite(s, i, len(s.words))


def _complete(s, start, end):
    """Whether a stretch is a clause by itself, or holds a quotation."""
    first = s.words[start]
    if first in {"when", "after", "asked", "as"} and "," not in s.words[start:end]:
        return False
    if any(s.is_masked(i) for i in range(start, end)):
        return True
    return has_finite(s, start, end) or (end - start > 3 and first not in PREPOSITIONS | BREAKS)


def _adjunct_end(s, i, hearer):
    """Where a clause set aside ends: at a stop, with nothing but when, where, to whom before it."""
    end = len(s.words)
    if i >= end:
        return end
    word = s.words[i]
    if word in STOPS or s.is_masked(i) or word == ":":
        return i if word in STOPS else None
    open_to = hearer or word in PREPOSITIONS or word in DAYS or is_hedge(word)
    if not open_to and word not in {"while", "when", "as", "after"} and not word.endswith("ing"):
        return None
    while i < end and s.words[i] not in STOPS:
        if s.is_masked(i) or s.words[i] in {"that", "whether", "how", "why", ":"}:
            return None
        if is_finite(s, i) and word not in {"while", "when", "as", "after"}:
            return None
        i += 1
    return i
