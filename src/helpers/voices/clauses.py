"""Indirect speech in English sentences: which clause is said, by which cue, and by whom.

Each rule takes a sentence in which quotations are masked and gives the spans of what is said.
"""

import re
from typing import NamedTuple

from helpers.voices.cues import BEGINS, DEMANDS, ENGLISH, SAID, SUBJECT, VERB, any_of

NAME = re.compile(r"[A-Z][\w'’-]+(?:\s+(?:[A-Z][\w'’-]*\.?|al-\w+|(?:bin|van|von|de)\b))*")
MASK = "Ⰰ"  # a capital that no text holds: a masked quotation can begin a sentence
DAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|today|yesterday|tonight"
ADVERB = "also|later|then|earlier|again|however|meanwhile|repeatedly|publicly|recently|now|still"
AUXILIARY = (
    "has|have|had|is|was|were|are|been|being|would|will|could|may|might|must|can|do|does|did|not|"
    "n't"
)
PLACE = (
    "in|on|at|to|during|from|by|via|after|before|through|with|as|under|late|early|last|this|when|"
    "while"
)
# What may stand between a cue and what is said, or after a cue at the end: when, where, to whom.
ADJUNCT = rf"(?:\s+(?:(?:{PLACE})\b[^,;:.{MASK}]*|{DAY}|{ADVERB}))*"
LEADING = re.compile(
    rf"^(?:(?:but|and|or|yet|so|still|also|however|meanwhile|while|although|though|as|if|when|because|"
    rf"earlier|later|then|{DAY})\b,?\s*)+",
    re.IGNORECASE,
)
HEDGES = re.compile(rf"(?:\s+(?:{AUXILIARY}|{ADVERB}|\w+ly))+$")
ANY_CUE = re.compile(rf"\b(?:{VERB})\b")
QUOTE_CUE = re.compile(rf"\b(?:{VERB}|{any_of(ENGLISH['judge'])})\b")
NOT_A_VERB = re.compile(
    r"\b(?:the|a|an|his|her|its|their|this|that|these|of|no|any|such|member|united)\s+$|\bso-$",
    re.IGNORECASE,
)


# "said lead author Omar Nkemi": nouns without an article, and then the name.
PLAIN = r"[a-z]+(?:\s[a-z]+){0,3}\s(?=[A-Z])"
ADDED = re.compile(r",\s+(?:calling|adding|citing|telling|noting|arguing|urging|blaming|saying)\b")
NEXT_CLAUSE = re.compile(
    rf"[,;]\s+(?:while|whereas|but|and)\s+(?={SUBJECT}(?:\s+[\w'’.-]+){{0,4}}?\s+(?:{VERB})\b)"
)
PRONOUN = re.compile(r"it|this|that|so|them|him|her")
_TELL = r"\b(told|tells|telling|assured|informed|reminded|warned|notified|advised|convinced)\b"
_WHOM = (
    r"(?:\s+(?:[A-Z][\w'’.&-]*(?:\s+[A-Z][\w'’.&-]*)*|the\s+\w+(?:\s+[A-Z]\w+)*|[a-z]+|him|her|"
    r"them|us|me))"
)
TOLD = [
    re.compile(rf"{_TELL}(?:\s+(?:{SUBJECT}|[a-z]+)(?:\s+[\w'’.&-]+){{0,5}}?){ADJUNCT}\s+that\s+"),
    re.compile(rf"{_TELL}{_WHOM}{ADJUNCT}\s+(?=(?:{SUBJECT}|there|some|many|no)\b)"),
]
THAT = [re.compile(rf"\b({VERB})\b(?:[^.;:{MASK}]{{0,60}}?)?\s+that\s+")]
DEMAND = [re.compile(rf"\b({verbs})\b{then}") for verbs, then in DEMANDS]
THAT_NOUN = re.compile(rf"\b({any_of(ENGLISH['noun'])})\s+that\s+(?!(?:was|were|is|are|has|had)\b)")
_NO_CLAUSE = {"told", "tells", "telling", "posted", "find", "found", "show"}
BARE = [
    re.compile(rf"\b({any_of(set(words) - _NO_CLAUSE)})\b{then}(?={begins}|{MASK})")
    for words, begins in ((ENGLISH["say"], r"(?!that\b)[\w]"), (ENGLISH["claim"], BEGINS))
    for then, begins in (
        (rf"(?!\s+(?:{PLACE}|of|for|so|nothing|little|goodbye|by|into)\b)\s+", begins),
        (rf"{ADJUNCT}\s+", BEGINS),
    )
]
ANY_LINK = re.compile(
    rf"\b(?:{VERB}|{'|'.join(verbs for verbs, _ in DEMANDS)}|{any_of(ENGLISH['noun'])}|"
    r"according|According|words)\b"
)


class Said(NamedTuple):
    """A stretch of indirect speech in a sentence: from, to, cue (from, to) and speaker (from, to,
    or None)."""

    start: int
    end: int
    cue: tuple[int, int]
    speaker: tuple[int, int] | None


def reported(sentence):
    """The spans of indirect speech of one sentence (list of Said), quotations masked as \\x01."""
    if not ANY_LINK.search(sentence):
        return []
    for rule in (_according_first, _middle, _trailing, _according_last):
        found = rule(sentence)
        if found:
            return found
    found = []
    for start, end in _parts(sentence):
        for rule in (_told, _that, _demand, _noun, _bare):
            said = rule(sentence, start, end)
            if said:
                found.append(said)
                break
    return found


def cue_verbs(sentence):
    """Cues outside quotations that can go with direct speech (match objects)."""
    return [
        m for m in QUOTE_CUE.finditer(sentence) if not NOT_A_VERB.search(sentence, 0, m.start())
    ]


def subject_before(sentence, verb_start, start=0):
    """The span of who speaks, before the verb; None if nothing fits."""
    clause = sentence[start:verb_start]
    cut = max(
        [
            m.end()
            for m in re.finditer(
                rf"[,;:—–(\"”{MASK}]\s*|\b(?:and|but|that|while|because)\s", clause
            )
        ]
        or [0]
    )
    if re.search(r"\bto\s*$", clause):  # "the president went on television to say"
        names = [name for name in NAME.finditer(clause) if not re.match(DAY, name[0])]
        return (start + names[-1].start(), start + names[-1].end()) if names else None
    if not clause[cut:].strip() and re.search(r"\b(?:and|but)\s+$", clause[:cut]):
        earlier = QUOTE_CUE.search(clause)  # "officials called it a lie and said"
        return subject_before(sentence, start + earlier.start(), start) if earlier else None
    if not clause[cut:].strip():  # "Tom Beale, a farmer, said", "A spokesman, Liz Orr, said"
        names = list(NAME.finditer(clause))
        if names:
            return start + names[-1].start(), start + names[-1].end()
    return _trim(sentence, start + cut, verb_start)


def subject_after(sentence, verb_end):
    """The span of who speaks, after an inverted verb ("said the mayor, …")."""
    match = re.match(
        rf"\s+((?:{SUBJECT}|{PLAIN})(?:[^,;:.{MASK}—–]|(?<=\b[A-Z])\.|(?<=Mr|Ms|Dr)\.|(?<=Mrs|Gen)\.)*)",
        sentence[verb_end:],
    )
    if not match:
        return None
    end = verb_end + match.end(1)
    cut = re.search(rf"\s+(?:{PLACE}|who|whose|which|{DAY})\b", sentence[verb_end:end])
    return _trim(sentence, verb_end, verb_end + cut.start() if cut else end)


def _trim(sentence, start, end):
    span = sentence[start:end]
    lead = LEADING.match(span.lstrip())
    start += len(span) - len(span.lstrip()) + (lead.end() if lead else 0)
    span = sentence[start:end].rstrip(" ,;:—–-")
    hedge = HEDGES.search(span)
    end = start + (hedge.start() if hedge else len(span))
    return (start, end) if re.search(r"\w", sentence[start:end]) else None


def _content(sentence, start, end):
    """Trim blanks and the last full stop, and what the author adds ("…, calling it a lie")."""
    added = ADDED.search(sentence, start, end)
    end = added.start() if added and added.start() > start else end
    while start < end and sentence[start] in " ,:;":
        start += 1
    while end > start and sentence[end - 1] in " .!?…,;":
        end -= 1
    return (start, end) if re.search(rf"[\w{MASK}]", sentence[start:end]) else None


def _parts(sentence):
    """Clauses with a cue of their own: "X said …, while Y denied …"."""
    cuts = [match.start() for match in NEXT_CLAUSE.finditer(sentence)]
    return list(zip([0, *cuts], [*cuts, len(sentence)], strict=True))


def _according_first(sentence):
    match = re.match(
        r"\s*(?:Citing|According to|In the words of)\s+([^,;]+(?:,[^,]{2,50},(?=\s))?),?", sentence
    )
    if not match or ("ccording" not in match[0] and "words of" not in match[0]):
        return []
    content = _content(sentence, match.end(), len(sentence))
    cue = (match.start(), match.start(1))
    return [Said(*content, cue, _trim(sentence, *match.span(1)))] if content else []


def _according_last(sentence):
    match = re.search(rf",?\s+according to\s+([^,;{MASK}]+?)(?=[,.;]|$)", sentence)
    content = match and _content(sentence, 0, match.start())
    if not content:
        return []
    cue = (match.start() + len(match[0]) - len(match[0].lstrip(", ")), match.start(1))
    found = [Said(*content, cue, _trim(sentence, *match.span(1)))]
    rest = _content(sentence, match.end(), len(sentence))
    return found + ([Said(*rest, cue, found[0].speaker)] if rest else [])


# To whom it was said: "told the agency", "told reporters".
HEARER = (
    r"(?:\s+(?:(?:the\s+)?[A-Z][\w.'’-]*(?:\s+[A-Z][\w'’-]*)*|(?:the\s+|a\s+)?(?:reporters?|journalists?|agency|"
    r"press|court|news|newspaper|broadcaster|crowd|audience|parliament|him|her|them|us|me)\b(?:\s+(?:in|at|on|after|from|by)\b[^,.]{0,40})?))?"
)
_CUE_AT_END = re.compile(
    rf"(?:[,!?—–]|{MASK}|”)[”\s]*"
    rf"(?:(?P<subject>{SUBJECT}[^,;:{MASK}]{{0,80}}?|[a-z]+(?:\s+[a-z]+){{0,3}}?)\s+(?P<verb>{VERB}){HEARER}"
    rf"|(?P<inverted>(?!tell|told)(?:{SAID}))\s+(?P<after>(?:{SUBJECT}|{PLAIN})[^;:{MASK}]{{0,100}}?))"
    rf"(?:{ADJUNCT})(?P<stop>[.!?,]|\s*$)"
)


def _cued(sentence, match):
    group = "verb" if match["verb"] else "inverted"
    side = "subject" if match["verb"] else "after"
    return match.span(group), _trim(sentence, *match.span(side))


def _trailing(sentence):
    for match in _CUE_AT_END.finditer(sentence):
        if _content(sentence, match.end(), len(sentence)) or not _content(
            sentence, 0, match.start()
        ):
            continue
        cue, speaker = _cued(sentence, match)
        quoted = re.match(rf"\s*{MASK}+[,.!?…]?”\s+([A-Z][^,]+),", sentence[: match.start() + 1])
        if quoted:  # "“…,” Saule, a worker, told Reuters."
            return [Said(0, quoted.start(1), cue, quoted.span(1))]
        lead = re.match(r"(?:But|And|Still|Yet|So)\s+", sentence)
        return [Said(*_content(sentence, lead.end() if lead else 0, match.start()), cue, speaker)]
    return []


def _middle(sentence):
    for match in _CUE_AT_END.finditer(sentence):
        before = _content(sentence, 0, match.start())
        after = _content(sentence, match.end(), len(sentence))
        if not before or not after or match["stop"] != ",":
            continue
        if ANY_CUE.search(sentence[: match.start()]) or len(sentence[: match.start()].split()) < 2:
            continue
        cue, speaker = _cued(sentence, match)
        return [Said(*before, cue, speaker), Said(*after, cue, speaker)]
    return []


def _verb(sentence, start, end, pattern):
    """The first match of a cue (its first group) that is a verb with a subject."""
    at = start
    while match := pattern.search(sentence, at, end):
        noun = NOT_A_VERB.search(sentence, start, match.start())
        if not noun and match.start() > start and subject_before(sentence, match.start(), start):
            return match
        at = match.start() + 1
    return None


def _first(sentence, start, end, patterns):
    """What follows the first pattern that fits."""
    for pattern in patterns:
        match = _verb(sentence, start, end, pattern)
        said = match and _said(sentence, match, match.end(), end, start)
        if said and not PRONOUN.fullmatch(sentence, said.start, said.end):
            return said
    return None


def _told(sentence, start, end):
    return _first(sentence, start, end, TOLD)


def _that(sentence, start, end):
    return _first(sentence, start, end, THAT)


def _demand(sentence, start, end):
    return _first(sentence, start, end, DEMAND)


def _bare(sentence, start, end):
    return _first(sentence, start, end, BARE)


def _noun(sentence, start, end):
    match = THAT_NOUN.search(sentence, start, end)
    content = match and _content(sentence, match.end(), end)
    return Said(*content, match.span(1), None) if content else None


def _said(sentence, match, content_start, end, start):
    content = _content(sentence, content_start, end)
    if not content:
        return None
    return Said(*content, match.span(1), subject_before(sentence, match.start(1), start))
