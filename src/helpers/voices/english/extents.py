"""Where what a cue governs ends: at the next attribution, or where the author goes on."""

from helpers.voices.english import subjects
from helpers.voices.english.complements import STOPS, frame, is_passive, lists_of, verb_like
from helpers.voices.english.subjects import JOINING, has_finite, is_finite, is_hedge
from helpers.voices.words import (
    ARTICLES,
    AUXILIARY,
    BREAKS,
    DOING,
    ENGLISH,
    NOUNS,
    PARTICIPLES,
    PLANS,
    PREPOSITIONS,
    PRONOUNS,
)

REFUSALS = set(ENGLISH["refusal"])


def end_of(s, first, limit, is_clause):
    """The end of what begins at word ``first``: before the next attribution, or what is added."""
    verb = False
    for i in range(first + 1, limit):
        word = s.words[i]
        if word == ";" and not is_clause:
            return i
        verb = verb or is_finite(s, i - 1) or s.is_masked(i - 1)
        if is_clause and not verb:
            continue
        if word in ",;—–”":
            if i + 1 < limit and (new_cue(s, i + 1) or (not is_clause and _leaves(s, i + 1))):
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
    lists = lists_of(s, i)
    past = word.endswith("ed") or word in {"said", "told", "says", "wrote", "tells"}
    third = word.endswith("s") and word not in NOUNS | PLANS
    return bool((past or third) and lists - {"judge", "nobody", "find"} and frame(s, i))


def new_cue(s, i):
    """Whether another attribution begins at word ``i``, after a comma."""
    word = s.words[i]
    if (word in DOING and lists_of(s, i) - {"nobody"}) or word in {
        "citing",
        "according",
        "accusing",
    }:
        return True
    if word in {"who", "which"} and i + 1 < len(s.words):
        verb = next((j for j in range(i + 1, len(s.words)) if not is_hedge(s.words[j])), i)
        if lists_of(s, verb) - {"judge", "nobody", "find"} and frame(s, verb):
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
        if lists_of(s, j) - {"judge", "nobody", "find", "as"} and verb_like(s, j):
            return not is_passive(s, j) and bool(
                subjects.before(s, j, first) and _frame_or_gap(s, j)
            )
        if s.words[j] == "who":
            return _after_relative(s, first, j)
        if s.words[j] in ",;:" or s.is_masked(j) or (is_finite(s, j) and not is_hedge(s.words[j])):
            return False
    return False


def _after_relative(s, first, who):
    """ "two people who have spoken with her said": the verb after the relative clause."""
    for j in range(who + 3, min(who + 12, len(s.words))):
        if s.words[j] in ",;:" or s.is_masked(j):
            return False
        if s.words[j] in {"said", "say", "says"} and verb_like(s, j):
            return bool(frame(s, j))
    return False


def _frame_or_gap(s, j):
    """A cue that governs something, or whose object is left out ("a move they say")."""
    return frame(s, j) or j + 1 >= len(s.words) or s.words[j + 1] in STOPS | AUXILIARY


def before_main_verb(s, noun, first, end, clause):
    """ "The claim that it is safe has been challenged": the clause ends before the second verb."""
    if has_finite(s, clause, noun):
        return end
    infinitive = s.words[first] == "to"
    verbs = [i for i in range(first + 1, end) if is_finite(s, i)]
    groups = [
        i
        for i in verbs
        if (i - 1 not in verbs or _after_participle(s, i)) and not is_hedge(s.words[i - 1])
    ]
    later = groups if infinitive else groups[1:]
    return later[0] if later else end


def _after_participle(s, i):
    """ "that the dam had cracked was denied": a second verb right behind the first."""
    ended = s.words[i - 1].endswith("ed") or s.words[i - 1] in PARTICIPLES
    return ended and s.words[i] in AUXILIARY
