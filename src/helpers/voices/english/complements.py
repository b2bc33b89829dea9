"""What a cue of indirect speech governs: "said that …", "urged him to …", "denied taking …".

``FRAMES`` holds, for each list of verbs in ``words.yml``, how what it governs is recognised. Each
takes a Sentence and the place of the cue, and gives (first word, is it a clause), or None.
"""

import re

from helpers.voices.english import subjects
from helpers.voices.english.subjects import JOINING, has_finite, is_finite, is_hedge
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
)

STOPS = set(",.;!?—–")
NO_VERB = ARTICLES | (PREPOSITIONS - {"to"}) | {"no", "any", "such", "'s", "’s", "united"}
NO_ADJUNCT, QUESTIONS = set(ENGLISH["no_adjunct"]), set(ENGLISH["question"])
NOT_DOING = set(ENGLISH["not_doing"])
GAPPED = set(ENGLISH["gapped"])
SOURCES = set(ENGLISH["sources"])


def frame(s, i):
    """(first word of what cue ``i`` governs, is it a clause, has it a speaker), or None."""
    word = s.words[i]
    if word in SURE and i and (s.words[i - 1] in BE or is_hedge(s.words[i - 1])):
        place = s.words[:1] != ["it"] and (_that(s, i) or _plain_clause(s, i) or _about(s, i))
        return (*place, True) if place else None
    lists = lists_of(s, i)
    if not lists or not verb_like(s, i):
        return noun_frame(s, i)
    if is_passive(s, i):
        place = "as" in lists and _after_word("as", 1)(s, i)
        place = place or ("nobody" in lists and _passive_frame(s, i))
        return (*place, False) if place else None
    for frame, names in FRAMES:
        place = not lists.isdisjoint(names) and frame(s, i)
        if place:
            aside = i == 0 or s.words[i - 1] == ","
            return *place, not (aside and frame is _question and word == "asked")
    return None


def lists_of(s, i):
    two = " ".join(s.words[i : i + 2])
    return CUES.get(two, frozenset()) | CUES.get(s.words[i], frozenset())


def noun_frame(s, i):
    word, following = s.words[i], s.words[i + 1 : i + 2]
    if word in NOUNS and following == ["that"] and i + 2 < len(s.words):
        relative = is_finite(s, i + 2) or s.words[i + 2] in AUXILIARY or _gap(s, i + 2)
        return None if relative else (i + 2, True, False)
    owned = i and (s.words[i - 1] in ARTICLES or s.words[i - 1] in ("'s", "’s"))
    if word in PLANS and owned and following == ["to"] and _infinitive(s, i + 1):
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


def verb_like(s, i):
    """Whether a word that may be a noun or an adjective is a verb here."""
    word, before = s.words[i], s.words[i - 1] if i else ""
    following = s.words[i + 1] if i + 1 < len(s.words) else ""
    if i and s.is_name(i) and word in BASES:  # "the Refugees in Towns Project"
        return False
    if i == 1 and before == "that" and word in PASTS and following == ",":  # "That said, …"
        return False
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


def is_passive(s, i):
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
    return _that(s, i) or ("tell" in lists_of(s, i) and _question(s, i)) or None


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
    hearer = "tell" in lists_of(s, i)
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


def _about(s, i):
    return _after_word("about", 1)(s, i)


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


def _stance(s, i):
    """ "criticized the plan", "…, citing a report"; not "to support it", "tweets supporting it"."""
    before = s.words[i - 1] if i else ""
    if before == "to" or (s.words[i] in DOING and before not in (",", "and") and before not in BE):
        return None
    if s.words[i] in PARTICIPLES and before.endswith("ly"):
        return None
    near = s.words[i + 1 : i + 5]
    if s.words[i] == "citing" or any(noun in NOUNS and "that" in near for noun in near):
        return None  # a source; or "rejected claims that …", where the noun governs the clause
    return _object(s, i)


def _evidence(s, i):
    """ "polls show him ahead", "the study found no link": what a source that is a thing holds."""
    speaker = subjects.before(s, i)
    if not speaker or s.words[speaker[1] - 1] not in SOURCES or i + 1 >= len(s.words):
        return None
    word = s.words[i + 1]
    return None if word in BREAKS or word in STOPS or is_hedge(word) else (i + 1, False)


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
    lists, k = lists_of(s, i), i + 1
    if k >= len(s.words):
        return None
    if is_finite(s, k) and not _opens(s, k):
        # "a move the company says will save"; but "that is not to say", "what few know is"
        return (k, True) if s.words[i] in GAPPED and s.words[i - 1] != "to" else None
    if ("tell" in lists and "say" not in lists) or s.words[i] in {"told", "tells", "telling"}:
        return _after_adjunct(s, k, k + 1)
    word = s.words[k]
    if word in JOINING:
        return None
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
        if s.words[j - 1] in {"and", "but"} and s.words[j] in PASTS:
            return False  # "stressed the cost and urged patience": it goes on with its subject
        if is_finite(s, j) or (s.is_masked(j) and s.words[j - 1] not in ARTICLES):
            return True
        if s.words[j] == ",":
            return s.words[j + 1 : j + 2] in (["who"], ["which"], ["whose"])
        if s.words[j] in BREAKS and s.words[j] not in ",”":
            return False
    return s.is_masked(k) if k < len(s.words) else False


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
    (_about, {"about"}),
    (_after_word("to", 1), {"to_what"}),
    (_after_word("on", 1), {"on"}),
    (_doing, {"doing"}),
    (_name, {"name"}),
    (_bare, {"say", "think", "find", "tell"}),
    (_evidence, {"evidence"}),
    (_object, {"object"}),
    (_stance, {"stance"}),
]
