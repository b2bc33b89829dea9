"""Indirect speech in English sentences: what is said, by which cue, and by whom.

Sentences come with their quotations masked. Three constructions are told apart: a source set aside
("according to …", "in his view"), a clause set aside ("…, the mayor said"), and a cue with what it
governs ("said that …", "urged him to …"). ``FRAMES`` holds, for each list of verbs in
``words.yml``, how what it governs is recognised.
"""

import bisect
import functools
import re

from helpers.voices import subjects
from helpers.voices.sentences import Said, content, read
from helpers.voices.subjects import JOINING, has_finite, is_finite, is_hedge
from helpers.voices.words import (
    ADVERBS,
    ARTICLES,
    AUXILIARY,
    BASES,
    BE,
    BREAKS,
    CUES,
    DAYS,
    DOING,
    ENGLISH,
    NAMES_OF_ACTS,
    NOUNS,
    OPENERS,
    PARTICIPLES,
    PASTS,
    PLANS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SURE,
    VIEWS,
)

# "ALMATOWN, Jan 5 (Wire) - ", "WESTERLY, Ohio — "
DATELINE = re.compile(
    r"\([A-Z]\w+\)\s*|\W*[A-Z][A-Z.’' ]+[A-Z]\b(?:,? [\w.,/ ]{0,40})?(?:\([^)\n]{2,40}\))?\s*(?:—|–|--?)\s+"
)
STOPS = set(",.;!?—–")
NO_VERB = ARTICLES | (PREPOSITIONS - {"to"}) | {"no", "any", "such", "'s", "’s", "united"}
OWNERS = {"his", "her", "their", "its", "'s", "’s"}
NO_ADJUNCT = {"of", "to", "about", "for", "into"}
QUESTIONS = {"whether", "how", "why", "what", "where", "who", "when", "if"}
NOT_DOING = set(ENGLISH["not_doing"])
REFUSALS = set(ENGLISH["refusal"])
GAPPED = set(ENGLISH["gapped"])
NO_ASIDE = set(ENGLISH["no_aside"])
QUOTING = {"say", "judge"}
ASIDE = frozenset({"say", "think", "tell", "find", "ask"})
SIGNAL = CUES.keys() | NOUNS | PLANS | SURE | VIEWS | {"according"}


def reported(sentence):
    """The spans of indirect speech of one sentence (list of Said), quotations masked."""
    s = read(sentence)
    if SIGNAL.isdisjoint(s.words):
        return []
    found = _source(s) or _aside(s)
    if not found:
        return _governed(s, 0)
    last = max(found[-1].end, found[-1].cue[1])
    rest = next((i for i, place in enumerate(s.places) if place[0] >= last), len(s.words))
    return [*found, *_governed(s, rest, _words(s, found[-1].speaker))]


def _words(s, span):
    """(first, end) in words of a stretch; None for None."""
    inside = [i for i, (a, b) in enumerate(s.places) if span and a < span[1] and b > span[0]]
    return (inside[0], inside[-1] + 1) if inside else None


def _said(s, first, end, cue, speaker):
    """A Said of words; None where no word is left."""
    if first >= end:
        return None
    start, stop = s.span(first, end)
    dateline = not first and DATELINE.match(s.text)
    span = content(s.text, dateline.end() if dateline else start, stop)
    return Said(*span, s.span(*cue), speaker and s.span(*speaker)) if span else None


# Sources set aside: "according to the police", "in his view".


def _source(s):
    place = _as_reported(s) or _according(s) or _viewed(s)
    if not place:
        return []
    first, end, cue, speaker = place
    leads = all(word in JOINING or not word[0].isalnum() for word in s.words[:first])
    if leads:
        return _filter(_said(s, _after_apposition(s, end), len(s.words), cue, speaker))
    parts = [_said(s, 0, first, cue, speaker)]
    if end < len(s.words) and s.words[end] == "," and not has_finite(s, 0, first):
        parts.append(_said(s, end, len(s.words), cue, speaker))
    return _filter(*parts)


def _filter(*found):
    return [said for said in found if said]


# (first word of the source, its end, cue, speaker), in words, or None.


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
        cue = next((j for j in near if "say" in _lists(s, j)), None)
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
        if comma and has_finite(s, comma, len(s.words)):
            if s.words[end + 1] in ("who", "which") or not has_finite(s, end, comma):
                return comma
    return end


# Clauses set aside: "A, he said, B", "A, said the mayor".


def _aside(s):
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
    if any(_lists(s, j) & {"say", "think"} and _frame(s, j) for j in range(i)):
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
    if s.words[i - 1] == "”" and i > 1 and _only_quotation(s, i):
        return []
    parts = [_said(s, 0, i, (i, i + 1), speaker)]
    end = speaker[1]
    if not before:
        if end >= len(s.words) or s.words[end] != "," or not has_finite(s, end, len(s.words)):
            return []
        parts.append(_said(s, end, len(s.words), (i, i + 1), speaker))
    return _filter(*parts)


def _only_quotation(s, end):
    return all(s.is_masked(i) or not s.words[i][0].isalnum() for i in range(end))


def _set_aside(s, i, lists):
    """ "…, the mayor, Ana Roe, told reporters on Friday"; "A, he said, B"."""
    stop = _adjunct_end(s, i + 1, "tell" in lists)
    if stop is None or not _verb_like(s, i) or _is_passive(s, i):
        return []
    speaker = subjects.before(s, i)
    if not speaker or not speaker[0] or s.words[speaker[0] - 1] not in ",”?!—–":
        return []
    opened = _wide_aside(s, speaker[0] - 1, i)
    closed = max((j for j in range(i) if s.words[j] == "”"), default=0)
    if closed and not has_finite(s, closed, i):  # "“…,” Dylan Roe, a fellow of the college, said"
        opened = closed
    if not opened or _only_quotation(s, opened):
        return []
    if s.words[opened - 1] in RELATIVES | JOINING:  # "a ship where, she says, she learned to cook"
        return _filter(_said(s, stop, _end(s, stop, len(s.words), True), (i, i + 1), speaker))
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
    before = _said(s, 0, opened, cue, speaker)
    complete = _complete(s, 0, opened)
    goes_on = stop + 1 < end and s.words[stop] in ",—–" and _goes_on(s, stop + 1, complete)
    if goes_on:
        cut = _end(s, stop + 1, end, True)
        return _filter(before, _said(s, stop + 1, cut, cue, speaker))
    return _filter(before) if complete else []


def _goes_on(s, i, complete):
    """Whether the clause goes on after "…, he said,"."""
    word = s.words[i]
    if complete and word in PREPOSITIONS and s.words[i - 2] not in CUES:
        return False  # "…, the minister announced on Friday, in a reversal"
    if s.is_masked(i) or word in DOING or word in {"who", "which", "whose"} or _new_cue(s, i):
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


# Cues and what they govern.


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
    place = _frame(s, i)
    speaker = place and place[2] and _speaker(s, i, clause, last)
    if not place or (place[2] and not speaker):
        place = _noun_frame(s, i)
    if not place:
        return None, i + 1, last
    first, is_clause, needs_speaker = place
    end = _end(s, first, _limit(s, i, clause), is_clause)
    if s.words[i] in NOUNS | PLANS and not needs_speaker:
        end = _before_main_verb(s, i, first, end, clause)
    said = _said(s, first, end, (i, i + 1), speaker)
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
    """A subordinate clause ends at the comma before its main clause, a relative one before the verb."""
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
    return subjects.before(s, i, clause) or (joined and subjects.before(s, i, 0)) or None


def _frame(s, i):
    """(first word of what cue ``i`` governs, is it a clause, has it a speaker), or None."""
    word = s.words[i]
    if word in SURE and i and (s.words[i - 1] in BE or is_hedge(s.words[i - 1])):
        place = s.words[:1] != ["it"] and (_that(s, i) or _plain_clause(s, i))
        return (*place, True) if place else None
    lists = _lists(s, i)
    if not lists or not _verb_like(s, i):
        return _noun_frame(s, i)
    if _is_passive(s, i):
        place = "nobody" in lists and _passive_frame(s, i)
        return (*place, False) if place else None
    for frame, names in FRAMES:
        place = not lists.isdisjoint(names) and frame(s, i)
        if place:
            aside = i == 0 or s.words[i - 1] == ","
            return *place, not (aside and frame is _question and word == "asked")
    return None


def _lists(s, i):
    two = " ".join(s.words[i : i + 2])
    return CUES.get(two, frozenset()) | CUES.get(s.words[i], frozenset())


def _noun_frame(s, i):
    word, following = s.words[i], s.words[i + 1 : i + 2]
    if word in NOUNS and following == ["that"] and i + 2 < len(s.words):
        relative = is_finite(s, i + 2) or s.words[i + 2] in AUXILIARY or _gap(s, i + 2)
        return None if relative else (i + 2, True, False)
    owned = i and (s.words[i - 1] in ARTICLES or s.words[i - 1] in ("'s", "’s"))
    if word in PLANS and owned and following == ["to"]:
        return i + 1, False, False
    return None


def _gap(s, start):
    """ "a claim that the police deny"."""
    for j in range(start, min(start + 8, len(s.words))):
        if s.words[j] in STOPS:
            return s.words[j - 1] in CUES
        if is_finite(s, j) and s.words[j] not in CUES:
            return False
    return s.words[-1] in CUES


def _verb_like(s, i):
    """Whether a word that may be a noun or an adjective is a verb here."""
    word, before = s.words[i], s.words[i - 1] if i else ""
    following = s.words[i + 1] if i + 1 < len(s.words) else ""
    if before in ARTICLES and before not in ("that", "this"):
        return False
    if word not in NAMES_OF_ACTS and word not in DOING:
        return True
    if before in NO_VERB:
        return before in PREPOSITIONS and word in DOING
    if word in BASES and word not in PASTS and word != "say":
        plural = before in subjects.PLURAL or before == "to" or is_hedge(before)
        plural = plural or before == ","
        joined = s.words[i - 2 : i - 1] == ["and"] or s.words[i - 3 : i - 2] == ["and"]
        if not plural and not joined and (not before.endswith("s") or before in ("'s", "’s")):
            return False
    noun = word in NOUNS or word in PLANS
    return not noun or not (
        following in AUXILIARY or following in {"of", "by", "from", "about", "for"}
    )


def _is_passive(s, i):
    if s.words[i] not in PARTICIPLES:
        return False
    j = i - 1
    while j >= 0 and (s.words[j] in ADVERBS or s.words[j].endswith("ly")):
        j -= 1
    return j >= 0 and (s.words[j] in BE or s.words[j] in {"get", "got", "getting"})


def _passive_frame(s, i):
    """ "is believed to", "it was reported that", "was accused of", "was quoted as saying"."""
    following = s.words[i + 1 : i + 3]
    if following[:1] == ["to"]:
        return (i + 1, False) if _infinitive(s, i + 1) else None
    if following == ["as", "saying"]:
        return (i + 4 if s.words[i + 3 : i + 4] == ["that"] else i + 3), True
    if s.words[i] in {"accused", "suspected"} and following[:1] == ["of"]:
        return i + 2, False
    if s.words[i] == "accused" and following[:1] == ["by"]:
        return _after_word("of", 10)(s, i)
    return _that(s, i) or ("tell" in _lists(s, i) and _question(s, i)) or None


def _that(s, i):
    """After "that", which may follow when, where or to whom it was said."""
    for k in range(i + 1, min(i + 20, len(s.words) - 1)):
        word = s.words[k]
        if word == "that":
            pronoun = s.words[k + 1] in AUXILIARY  # "thinks that will be soon"
            return (k if pronoun else k + 1, True) if k == i + 1 or _may_part(s, i) else None
        if (word in BREAKS and word != ",") or s.is_masked(k) or is_finite(s, k):
            return None
    return None


def _may_part(s, i):
    """Whether the word after a cue tells when, where or to whom it was said."""
    word = s.words[i + 1]
    hearer = "tell" in _lists(s, i)
    return hearer or word in PREPOSITIONS or word in DAYS or word == "," or is_hedge(word)


def _question(s, i):
    for k in range(i + 1, min(i + 10, len(s.words) - 1)):
        word = s.words[k]
        if word in QUESTIONS:
            near = k == i + 1 or (
                not s.words[i].endswith("s")
                and _may_part(s, i)
                and word not in {"when", "who", "where", "if"}
            )
            return (k, True) if near and has_finite(s, k, len(s.words)) else None
        if word in BREAKS or s.is_masked(k) or is_finite(s, k):
            return None
    return None


def _to(s, i):
    k = i + 1
    while k < len(s.words) and s.words[k] in ADVERBS:
        k += 1
    return (k, False) if s.words[k : k + 1] == ["to"] and _infinitive(s, k) else None


def _infinitive(s, k):
    """Whether "to" at ``k`` stands before a verb, as far as can be seen."""
    word = s.words[k + 1] if k + 1 < len(s.words) else "the"
    doing = word.endswith("ing") and word not in {"bring", "sing", "ring", "swing", "cling"}
    noun = (
        doing
        or word in ARTICLES
        or word in PRONOUNS
        or word in STOPS
        or word in {"him", "them", "her"}
    )
    plural = word.endswith("s") and not word.endswith(("ss", "us"))
    return not noun and not plural and not s.is_name(k + 1)


def _hearer_to(s, i):
    for k in range(i + 2, min(i + 16, len(s.words))):
        word = s.words[k]
        if word == "to" and _infinitive(s, k):
            return (k - 1 if s.words[k - 1] == "not" else k), False
        if word in BREAKS or s.is_masked(k) or is_finite(s, k):
            return None
    return None


def _somebody_to(s, i):
    if s.words[i + 1 : i + 2] == ["to"] or not _opens(s, i + 1):
        return None
    return (i + 1, True) if _hearer_to(s, i) else None


def _after_word(word, reach):
    def frame(s, i):
        near = s.words[i + 1 : i + 1 + reach]
        if word not in near or any(w in BREAKS and w != word for w in near[: near.index(word)]):
            return None
        return i + 2 + near.index(word), False

    return frame


def _blame(s, i):
    place = _after_word("for", 10)(s, i)
    return place and (i + 1, False)


def _doing(s, i):
    word = s.words[i + 1] if i + 1 < len(s.words) else ""
    return (i + 1, False) if word.endswith("ing") and word not in NOT_DOING else None


def _object(s, i):
    if i + 1 >= len(s.words) or s.is_masked(i + 1):
        return None
    word = s.words[i + 1]
    if (
        word in BREAKS
        or word in PREPOSITIONS
        or word in STOPS
        or word in PRONOUNS
        or is_hedge(word)
    ):
        return None
    return i + 1, False


def _name(s, i):
    """ "called it a farce", "considers the deal dead"."""
    k = i + 1
    if s.words[k : k + 1] and (s.words[k] in {"it", "him", "her", "them"} or s.is_name(k)):
        return (k, False) if s.words[k + 1 : k + 2] and s.words[k + 1] in ARTICLES else None
    near = s.words[k + 1 : k + 6]
    if s.words[k : k + 1] and s.words[k] in ARTICLES and {"a", "an", "the"} & set(near):
        return None if has_finite(s, k, k + 1 + len(near)) or set(near) & BREAKS else (k, False)
    return None


def _opens(s, k):
    """Whether a clause may begin at word ``k``."""
    if k >= len(s.words):
        return False
    word = re.split("['’]", s.words[k])[0]
    return word in OPENERS or s.is_name(k) or s.is_masked(k) or word[:1] in set("$£€0123456789")


def _bare(s, i):
    """A clause without "that"."""
    lists, k = _lists(s, i), i + 1
    if k >= len(s.words):
        return None
    if is_finite(s, k) and not _opens(s, k):
        # "a move the company says will save"; but "that is not to say", "what few know is"
        return (k, True) if s.words[i] in GAPPED and s.words[i - 1] != "to" else None
    if ("tell" in lists and "say" not in lists) or s.words[i] in {"told", "tells", "telling"}:
        return _after_adjunct(s, k, k + 1)
    word = s.words[k]
    if word in BREAKS and word != "that":
        adverbial = word in {
            "if",
            "when",
            "while",
            "because",
            "since",
            "before",
            "after",
            "until",
            "what",
        }
        return (k, True) if adverbial and "say" in lists and _opens_late(s, k) else None
    when = word in DAYS and word not in OPENERS
    if word in PREPOSITIONS or when or word in ADVERBS or word == "that":
        found = word not in NO_ADJUNCT and _after_adjunct(s, k, k + 1)
        loose = s.words[i] in {"said", "says", "say"} and word not in NO_ADJUNCT and word != "that"
        return found or ((k, True) if loose and _is_clause(s, k) and _opens_late(s, k) else None)
    if s.words[i] in {"said", "says", "say", "saying"} and _holds_verb(s, k):
        return k, True
    if "say" in lists and _is_clause(s, k):
        return k, True
    if lists.isdisjoint({"say", "think"}) and (s.words[i] in DOING or not _verb_comes_first(s, k)):
        return None
    return (k, True) if _opens(s, k) and _is_clause(s, k) else _noun_clause(s, k)


def _verb_comes_first(s, k):
    """ "found the car was gone"; not "found the car and called"."""
    for j in range(k + 1, len(s.words)):
        if is_finite(s, j):
            return True
        if s.words[j] in JOINING or (s.words[j] in BREAKS and s.words[j] != ":"):
            return False
    return False


def _plain_clause(s, i):
    return (
        (i + 1, True)
        if _opens(s, i + 1) and s.words[i + 1] not in RELATIVES and _is_clause(s, i + 1)
        else None
    )


def _opens_late(s, k):
    return "," in s.words[k : k + 12]


def _noun_clause(s, k):
    """ "think prices will fall": a plural, and a verb soon after."""
    near = range(k, min(k + 4, len(s.words) - 1))
    plural = next((j for j in near if s.words[j].endswith("s")), None)
    return (k, True) if plural is not None and is_finite(s, plural + 1) else None


def _after_adjunct(s, start, first):
    """Where a clause begins after when, where, to whom."""
    for k in range(first, min(first + 14, len(s.words) - 1)):
        if s.words[k - 1] in STOPS or is_finite(s, k - 1) or s.words[k] in RELATIVES:
            return None
        joins = s.words[k - 1] in PREPOSITIONS or s.words[k - 1] in ARTICLES | JOINING
        name = s.is_name(k) and s.is_name(k - 1) and s.words[k] not in OPENERS
        if not joins and not name and _opens(s, k) and _is_clause(s, k):
            return k, True
    return None


def _holds_verb(s, k):
    return has_finite(s, k + 1, len(s.words)) or any(s.is_masked(j) for j in range(k, len(s.words)))


def _is_clause(s, k):
    """Whether what begins at ``k`` has a verb of its own, before any clause that depends on it."""
    if s.words[k].endswith(subjects.SHORTENED) or (
        s.words[k + 1 : k + 2] in (["'s"], ["’s"]) and s.words[k] in PRONOUNS
    ):
        return True
    for j in range(k + 1, len(s.words)):
        if is_finite(s, j) or (s.is_masked(j) and s.words[j - 1] not in ARTICLES):
            return True
        if s.words[j] == ",":
            return s.words[j + 1 : j + 2] in (["who"], ["which"], ["whose"])
        if s.words[j] in BREAKS and s.words[j] not in ",”":
            return False
    return s.is_masked(k) if k < len(s.words) else False


# How what a cue governs is recognised, in order, and for which lists of verbs.
FRAMES = [
    (_that, {"say", "think", "find", "tell"}),
    (_question, {"ask"}),
    (_to, {"vow"}),
    (_hearer_to, {"urge"}),
    (_somebody_to, {"expect"}),
    (_after_word("of", 1), {"of"}),
    (_after_word("of", 8), {"of_somebody"}),
    (_after_word("against", 1), {"against"}),
    (_after_word("for", 1), {"call_for"}),
    (_blame, {"blame_for"}),
    (_after_word("as", 10), {"as"}),
    (_doing, {"doing"}),
    (_name, {"name"}),
    (_bare, {"say", "think", "find", "tell"}),
    (_object, {"object"}),
]


# Where what is governed ends.


def _end(s, first, limit, is_clause):
    """The end of what begins at word ``first``: before the next attribution, or what is added."""
    verb = False
    for i in range(first + 1, limit):
        word = s.words[i]
        if word == ";" and not is_clause:
            return i
        verb = verb or is_finite(s, i - 1)
        if is_clause and not verb:
            continue
        if word in ",;—–”":
            if i + 1 < limit and (_new_cue(s, i + 1) or (not is_clause and _leaves(s, i + 1))):
                return i
        elif word in {"and", "but"} and i + 1 < limit:
            past = is_finite(s, i + 1) and s.words[i + 1].endswith("ed")
            if _own_verb(s, i + 1) or (past and not is_clause and not has_finite(s, first, i)):
                return i
    return limit


def _leaves(s, i):
    """Whether what follows a comma is no part of a phrase."""
    word = s.words[i]
    return word in BREAKS | JOINING | ARTICLES | PRONOUNS | PREPOSITIONS or word.endswith("ing")


def _own_verb(s, i):
    """ "… and urged him": a cue that goes on with the subject of the one before."""
    while i < len(s.words) - 1 and is_hedge(s.words[i]) and s.words[i] not in AUXILIARY:
        i += 1
    word = s.words[i]
    if word in REFUSALS:
        return True
    lists = _lists(s, i)
    past = word.endswith("ed") or word in {"said", "told", "says", "wrote", "tells"}
    third = word.endswith("s") and word not in NOUNS | PLANS
    return bool((past or third) and lists - {"judge", "nobody", "find"} and _frame(s, i))


def _new_cue(s, i):
    """Whether another attribution begins at word ``i``, after a comma."""
    word = s.words[i]
    if (word in DOING and _lists(s, i) - {"nobody"}) or word in {"citing", "according", "accusing"}:
        return True
    if word in {"who", "which"} and i + 1 < len(s.words):
        verb = next((j for j in range(i + 1, len(s.words)) if not is_hedge(s.words[j])), i)
        if _lists(s, verb) - {"judge", "nobody", "find"} and _frame(s, verb):
            return True
    leads = word in JOINING or word in {
        "while",
        "whereas",
        "though",
        "although",
        "which",
        "who",
        "whom",
    }
    if leads and i + 1 < len(s.words) and _own_verb(s, i + 1):
        return True
    first = i + 1 if leads else i
    for j in range(first + 1, min(first + 10, len(s.words))):
        if _lists(s, j) - {"judge", "nobody", "find", "as"} and _verb_like(s, j):
            return not _is_passive(s, j) and bool(
                subjects.before(s, j, first) and _frame_or_gap(s, j)
            )
        if s.words[j] in ",;:" or s.is_masked(j) or (is_finite(s, j) and not is_hedge(s.words[j])):
            return False
    return False


def _frame_or_gap(s, j):
    """A cue that governs something, or says what a relative clause leaves out ("a move they say")."""
    return _frame(s, j) or j + 1 >= len(s.words) or s.words[j + 1] in STOPS | AUXILIARY


def _before_main_verb(s, noun, first, end, clause):
    """ "The claim that it is safe has been challenged": the clause ends before the second verb."""
    if has_finite(s, clause, noun):
        return end
    infinitive = s.words[first] == "to"
    verbs = [i for i in range(first + 1, end) if is_finite(s, i)]
    groups = [i for i in verbs if i - 1 not in verbs and not is_hedge(s.words[i - 1])]
    later = groups if infinitive else groups[1:]
    return later[0] if later else end


# Who is quoted.


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
        and _only_quotation(s, first)
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
        if not QUOTING.isdisjoint(CUES.get(word, ())) and _verb_like(s, i)
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
