"""Who a verb's subject is: the words before it, or after it where the order is turned round."""

from helpers.voices.words import (
    ADVERBS,
    ARTICLES,
    AUXILIARY,
    BREAKS,
    DAYS,
    DOING,
    ENGLISH,
    FINITE,
    PLURAL_VERBS,
    PREPOSITIONS,
    PRONOUNS,
)

JOINING = set(ENGLISH["joining"])
OBJECTS = set(ENGLISH["object_word"])  # what may follow a verb
NOT_ADVERBS = set(ENGLISH["not_adverb"])
NOT_FINITE = set(ENGLISH["not_past"])
NEGATED = ("n't", "n’t")
SHORTENED = (*NEGATED, "'re", "’re", "'ll", "’ll", "'ve", "’ve", "'d", "’d", "'m", "’m")
PLURAL = PRONOUNS | set(ENGLISH["plural"])
AUTHOR = set(ENGLISH["author"])


def is_finite(s, i):
    """Whether word ``i`` looks like a verb with a subject of its own."""
    word, before = s.words[i], s.words[i - 1] if i else ""
    if word in ("'s", "’s"):
        return before in PRONOUNS or before in ("that", "what", "here")
    if word.endswith(SHORTENED):
        return True
    if before in PREPOSITIONS and word not in AUXILIARY:
        return False
    if before in ARTICLES or (i and s.is_name(i)):
        return False
    if word in PLURAL_VERBS:
        return before in PLURAL or (before.endswith("s") and before not in ("'s", "’s"))
    past = word.endswith("ed") and len(word) > 4 and word not in NOT_FINITE
    return past or word in FINITE or _is_third(s, i, before)


def _is_third(s, i, before):
    """ "the praise embarrasses her", "she mends nets": a verb that no list holds."""
    word = s.words[i]
    if not word.endswith("s") or word.endswith(("ss", "us", "'s", "’s")) or len(word) < 5:
        return False
    following = s.words[i + 1] if i + 1 < len(s.words) else ""
    noun = before.isalpha() and not (before in FINITE or before in DOING or before in ADVERBS)
    noun = noun and not before.endswith("ed")
    return before in {"he", "she", "it"} or (noun and following in OBJECTS | {"that"})


def has_finite(s, start, end):
    return any(is_finite(s, i) for i in range(start, end))


def is_hedge(word):
    """Words that stand between a subject and its verb."""
    return (
        word in ADVERBS
        or word in AUXILIARY
        or word.endswith(NEGATED)
        or (word.endswith("ly") and len(word) > 4 and word not in NOT_ADVERBS)
    )


def before(s, verb, start=0):
    """(first, end) of the subject before a verb, in words; None if nothing fits."""
    end = verb
    while end > start and is_hedge(s.words[end - 1]):
        end -= 1
    if end == start:
        return None
    last = s.words[end - 1]
    if last == "to" or last in JOINING:
        return _of_first_verb(s, end, start)
    if last in (",", ")", "—", "–"):
        return _before_aside(s, end - 1, start)
    if last in ("who", "which", "that"):
        end -= 2 if s.words[end - 2 : end - 1] == [","] else 1
    return _phrase(s, _phrase_start(s, end, start), end)


def _of_first_verb(s, end, start):
    """ "Officials called it a lie and said": the subject of the first verb."""
    for i in range(start + 1, end):
        if is_finite(s, i):
            return before(s, i, start)
    return None


def _before_aside(s, comma, start):
    """ "Tom Beale, a farmer, said"; "The US welcomed the swap, saying"."""
    opening = "(" if s.words[comma] == ")" else s.words[comma]
    opens = [i for i in range(start, comma) if s.words[i] == opening]
    if not opens:
        return _of_first_verb(s, comma, start)
    opened = opens[-1]
    first = _phrase_start(s, opened, start)
    names = [i for i in range(opened + 1, comma) if s.is_name(i)]
    named = any(s.is_name(i) for i in range(max(first, 1), opened))
    if names and not named and s.words[opened + 1] not in BREAKS and names[0] == opened + 1:
        return names[0], comma  # "A spokesman, Liz Orr, said"
    found = _phrase(s, first, opened)
    if (
        found and s.words[first:opened][0].isdigit() and len(opens) > 1
    ):  # "Cole, 29, of Leeds, said"
        return _phrase(s, _phrase_start(s, opens[-2], start), opens[-2])
    return found


def _phrase_start(s, end, start):
    """Where the noun phrase begins that ends before ``end``."""
    first = end
    while first > start and not _parts(s, first - 1, start):
        first -= 1
    return first


def _parts(s, i, start):
    """Whether word ``i`` parts a noun phrase from what stands before it."""
    word = s.words[i]
    if word in BREAKS or s.is_masked(i) or (is_finite(s, i) and not _is_shortened(s, i)):
        return True
    if word not in JOINING:
        return False
    while i > start and s.words[i - 1] not in BREAKS:
        i -= 1
        if is_finite(s, i):
            return True
    return i == start and s.words[i] in JOINING


def _is_shortened(s, i):
    """ "two people briefed on the matter": a clause with who, shortened."""
    following = s.words[i + 1] if i + 1 < len(s.words) else ""
    ended = s.words[i].endswith("ed") and (following in PREPOSITIONS or following in DAYS)
    return bool(ended and i and s.words[i - 1] not in PRONOUNS)


def _phrase(s, first, end):
    """The phrase without what leads up to it; None for nobody and for the author."""
    while first < end and (s.words[first] in JOINING or is_hedge(s.words[first])):
        first += 1
    while end > first and s.words[end - 1] in DAYS:  # "the governor on Tuesday said"
        end -= 1
        if s.words[end - 1] == "on":
            end -= 1
    if first < end and (s.words[first] in PREPOSITIONS or s.words[first] in DAYS):
        first = _after_preposition(s, first, end)
    if first >= end or s.words[end - 1] in AUTHOR or not s.words[first][0].isalnum():
        return None
    return first, end


def _after_preposition(s, first, end):
    """ "In Brussels ministers", "In a letter she": the last noun, name or pronoun."""
    last = end - 1
    while last > first + 1 and s.is_name(last) and s.is_name(last - 1):
        last -= 1
    return last if last > first + 1 or s.words[last] in PRONOUNS else end


def after(s, verb):
    """(first, end) of the subject after a verb ("said the mayor, …"); None if nothing fits."""
    first = end = verb + 1
    while end < len(s.words) and not _ends(s, end):
        end += 1
    if first >= end or s.words[first] == "it":
        return None
    if s.words[first] in PRONOUNS:
        return first, first + 1
    named = any(s.is_name(i) for i in range(first, end))
    if named or s.words[first] in ARTICLES or s.words[first] in {"one", "some", "another"}:
        return first, end
    return (first, end) if s.words[end - 1].endswith("s") else None


def _ends(s, i):
    word = s.words[i]
    ends = word in BREAKS or word in DAYS or word in ".!?" or s.is_masked(i) or is_finite(s, i)
    return ends or (word in PREPOSITIONS and word not in ("of", "for")) or word in AUXILIARY
