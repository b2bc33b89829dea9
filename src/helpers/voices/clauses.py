"""Indirect speech in English sentences: which clause is said, by which cue, and by whom.

Sentences come with their quotations masked. Two constructions are told apart: a clause set aside
by a comma ("…, the mayor said", "according to …"), and a cue with what it governs ("said that …",
"urged him to …"). Where no "that" shows it, what follows a cue must look like a clause of its own.
"""

import re
from typing import NamedTuple

from helpers.voices.cues import (
    AUXILIARY,
    BEGINS,
    CUE,
    DEMANDS,
    ENGLISH,
    FINITE,
    SAID,
    SUBJECT,
    VERB,
    any_of,
)

MASK = "Ⰰ"  # a capital that no text holds: a masked quotation can begin a sentence
NAME = re.compile(r"[A-Z][\w'’-]+(?:\s+(?:[A-Z][\w'’-]*\.?|al-\w+|(?:bin|van|von|de)\b))*")
MONTH = (
    r"(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b\.?|January|February|March|April|May|June|July|"
    r"August|September|October|November|December"
)
DAY = (
    r"(?:(?:early|late|earlier|later|last|this|next)\s+)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|"
    r"Saturday|Sunday|week|month|year|today|yesterday|tonight)(?:\s+(?:morning|afternoon|evening|night))?"
    rf"|(?:{MONTH})\s+\d+"
)
ADVERB = (
    "also|later|then|earlier|again|however|meanwhile|repeatedly|publicly|recently|now|still|too|"
    "instead|separately|bluntly|simply|further|once|never|always|first|initially|previously|only|even"
)
PLACE = (
    "in|on|at|to|during|from|by|via|after|before|through|with|as|under|over|following|amid|"
    "when|while"
)
WORD = r"(?:[A-Z][\w.'’&-]*(?:\s+[A-Z][\w.'’&-]*)*+|[a-z0-9$][\w.'’-]*)"
ARTICLE = r"(?:the|an?|his|her|its|their|this|that|last)"
PHRASE = rf"(?:{PLACE})\s+(?:{ARTICLE}\s+{WORD}|(?!{ARTICLE}\b){WORD})(?:\s+{WORD}){{0,5}}?"
# What may stand between a cue and what is said, or after a cue at the end: when, where, to whom.
ADJUNCT = rf"(?:\s+(?:{DAY}|(?:{ADVERB})\b|{PHRASE}))*?"
LEADING = re.compile(
    rf"^(?:(?:but|and|or|yet|so|still|also|however|meanwhile|while|although|though|as|if|when|because|"
    rf"since|that|earlier|later|then|{DAY})\b,?\s*)+",
    re.IGNORECASE,
)
HEDGES = re.compile(rf"(?:\s+(?:{AUXILIARY}|not|n't|been|being|{ADVERB}|\w+ly))+$")
BOUNDARY = re.compile(
    rf"[,;:—–(\"”{MASK}]\s*|\b(?:that|while|whereas|because|as|when|if|although|though|where|"
    r"since|after|before|until|whom|which)\s"
)
SUBORDINATE = re.compile(r"\W*(?:While|Although|Though|When|As|If|After|Before|Since|Because)\b")
RELATIVE = re.compile(
    r"\b(?:that|who|which|whose|whom|where|when|as|because|if|while|after|before|since|until|to)\b|[,;:](?!\d)"
)
PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be|get|got)\s+(?:\w+ly\s+)?$")
HAS_AUXILIARY = re.compile(rf"\b{AUXILIARY}\b")
ANY_CUE = re.compile(rf"\b(?:{VERB})\b")
QUOTE_CUE = re.compile(rf"\b(?:{CUE}|{any_of(ENGLISH['judge'])})\b")
NOT_A_VERB = re.compile(
    r"\b(?:the|a|an|his|her|its|their|my|our|your|this|that|these|those|of|no|any|such|some|all|each|"
    r"every|member|united|false|new|recent|earlier|most|more|in|with|on|for|by|from)\s+$|\bso-$|"
    r"['’]s?\s+$",
    re.IGNORECASE,
)
OWN = re.compile(r"(?:I|[Ww]e|[Yy]ou|[Oo]ne|[Tt]here|[Ww]hat)$")  # the author's voice, or nobody's

# "his claims of", "big promises haven't": words that are nouns as well, and here are.
NOUN = re.compile(
    r"(?:claims?|promises?|reports?|hopes?|fears?|estimates?|plans|orders?|demands|calls|offers|doubts?|notes|"
    r"states|forecasts?|shows|finds|warning|telling|quoted)"
    rf"\s+(?:of|about|by|from|made|on|for|against|{AUXILIARY})(?:\b|n[’']t)"
)
NOBODY = re.compile(rf"(?:{PLACE}|[Ii]n|[Aa]t|[Oo]n)\s+(?:an?|the|his|her|its|their)\b[^A-Z]*$")
# "said lead author Omar Nkemi": nouns without an article, and then the name.
PLAIN = r"[a-z]+(?:[\s-][a-z]+){0,4}\s(?=[A-Z])"
ADDED = re.compile(
    r",\s+(?:(?:and|but)\s+)?(?:calling|adding|citing|telling|noting|arguing|urging|blaming|saying|"
    r"describing|referring|according|pointing|suggesting|insisting|warning|claiming|stressing|alleging)\b"
    rf"|\s+(?:and|but)\s+(?:also\s+|\w+ly\s+)?(?:{any_of(ENGLISH['and'])})\b"
    r"|,?\s+(?:but|and|though|without)\s+(?:declined|refused|did not|didn[’']t|gave no|offered no|"
    r"provided no|giving|offering|providing|elaborating)\b"
)
QUOTED_AS = re.compile(
    r"(quot(?:ed|es|ing)|cit(?:ed|es|ing))\s+(.{2,80}?)\s+as\s+saying\s+(?:that\s+)?"
)
NEXT_CLAUSE = re.compile(
    rf"[,;]”?\s+(?:while|whereas|but|and|although|though)\s+"
    rf"(?={BEGINS}(?:\s+[\w'’.-]+){{0,5}}?\s+(?:{VERB})\b)|;\s+"
)
PRONOUN = re.compile(r"(?:That|It)[’']s|it|this|that|so|them|him|her|as much|nothing|no|yes")
_WHOM = (
    r"\s+(?:[A-Z][\w'’.&-]*(?:\s+[A-Z][\w'’.&-]*)*+|(?:the|an?|his|her|its|their)\s+[\w'’-]+"
    r"(?:\s+(?:of\s+)?[\w'’-]+){0,3}?|him|her|them|us|me|you|[a-z]+(?:\s+(?:and\s+)?[a-z]+){0,2}?)"
)
_TELL = rf"({any_of(ENGLISH['tell'])})"
_BETWEEN = (
    rf"(?:\s+(?:{PLACE}|{DAY}|{ADVERB})\b(?:[^,;:.{MASK}]|(?<=[A-Z][a-z]{{2}})\.|(?<=[A-Z])\.){{0,90}}?)?"
    rf"(?:,[^,;:.{MASK}]{{2,50}},)?"
)
_QUESTION = r"\s+(?=(?:whether|how|why|what|where)\b)"
_BEGINS = rf"(?={BEGINS}|{MASK})"


def _anything(stretch):
    return True


def _has_verb(stretch):
    return MASK in stretch or bool(FINITE.search(stretch, 1))


def _is_clause(stretch):
    """Whether a stretch has a verb of its own, before any clause that depends on it."""
    return _has_verb(RELATIVE.split(stretch, maxsplit=1)[0])


# The cue is the first group; what follows is said if it passes the test beside it.
CLAUSES = [
    (re.compile(rf"{_TELL}{_WHOM}(?:\s+who\s[^,;:.]{{2,60}}?)?{_BETWEEN}\s+that\s+"), _anything),
    (re.compile(rf"{_TELL}{_WHOM}{ADJUNCT}\s+{_BEGINS}"), _is_clause),
    (re.compile(rf"{_TELL}{_WHOM}{ADJUNCT}{_QUESTION}"), _has_verb),
    (re.compile(rf"({VERB}|{any_of(ENGLISH['sure'])}){_BETWEEN}\s+that\s+"), _anything),
    (re.compile(rf"({any_of(ENGLISH['ask'])}){_BETWEEN}(?:{_QUESTION}|\s+(?=if\b))"), _has_verb),
    *[(re.compile(rf"({verbs})\b{then}"), _anything) for verbs, then in DEMANDS],
    (
        re.compile(rf"({SAID})\s+(?!(?:{PLACE}|of|about|for|so|that|into)\b)(?=[\w{MASK}])"),
        _has_verb,
    ),
    (
        re.compile(rf"(?!(?:{any_of(ENGLISH['that'])})\b)({VERB}){ADJUNCT}\s+{_BEGINS}"),
        _is_clause,
    ),
]
THAT_NOUN = re.compile(
    rf"({any_of(ENGLISH['noun'])})\s+that\s+(?!(?:was|were|is|are|has|had|\w+ed)\b)"
)
SPEAKING = [word for kind in ("say", "state", "hold", "object", "urge") for word in ENGLISH[kind]]
LINK = re.compile(
    rf"\b(?:{VERB}|{any_of(ENGLISH['tell'])}|{'|'.join(verbs for verbs, _ in DEMANDS)}|"
    rf"quot(?:ed|es|ing)|cit(?:ed|es|ing)|{any_of(ENGLISH['sure'])}|{any_of(ENGLISH['ask'])}|{any_of(ENGLISH['noun'])})\b"
)


SPOKE = re.compile(rf"\b(?:{any_of({*SPEAKING} - {*ENGLISH['noun'], 'report', 'reports'})})\b")


class Said(NamedTuple):
    """A stretch of indirect speech in a sentence: from, to, cue (from, to) and speaker (from, to,
    or None)."""

    start: int
    end: int
    cue: tuple[int, int]
    speaker: tuple[int, int] | None


def reported(sentence):
    """The spans of indirect speech of one sentence (list of Said), quotations masked."""
    if not LINK.search(sentence) and "ccording to" not in sentence:
        return []
    for rule in (_according_first, _according_last, _aside):
        found = rule(sentence)
        if found:
            return found
    return [said for part in _parts(sentence) for said in _governed(sentence, *part)]


def cue_verbs(sentence):
    """Cues outside quotations that can go with direct speech (match objects)."""
    return [
        m for m in QUOTE_CUE.finditer(sentence) if not NOT_A_VERB.search(sentence, 0, m.start())
    ]


def names(sentence, cue, quotation):
    """Whether a cue names what is quoted: "a film called “Winter Harbour”"."""
    return bool(
        re.match(r"call|dub|brand|label", cue[0])
        and re.fullmatch(r"[\s“\"'‘]*", sentence[cue.end() : quotation])
    )


def subject_before(sentence, verb_start, start=0):
    """The span of who speaks, before the verb; None if nothing fits."""
    clause = re.sub(rf"[,\s]+(?:{ADVERB})\s*,\s*$", " ", sentence[start:verb_start])
    hedge = HEDGES.search(clause.rstrip())
    clause = clause[: hedge.start()] if hedge else clause
    if re.search(r"\bto\s*$", clause):  # "the president went on television to say"
        names = [name for name in NAME.finditer(clause) if not re.match(DAY, name[0])]
        return (start + names[-1].start(), start + names[-1].end()) if names else None
    if re.search(rf"[,—–){MASK}”]\s*$", clause):
        return _before_comma(sentence, clause, start)
    cut = _boundary(clause)
    joined = re.search(r"\b(?:and|but|or|then)\s*$", clause)
    if joined:  # "officials called it a lie and said"
        earlier = re.compile(rf"{FINITE.pattern}|,\s|\swho\b").search(clause, 1)
        return _trim(sentence, start, start + earlier.start()) if earlier else None
    return _trim(sentence, start + cut, start + len(clause))


def _boundary(clause):
    """Where the last clause of a stretch begins."""
    cuts = [m.end() for m in BOUNDARY.finditer(clause)]
    # "and" parts clauses only where a verb stands before it: not "the Russian and Syrian army".
    ands = [m for m in re.finditer(r"\b(?:and|but|or)\s+(?=\S)", clause)]
    cuts += [m.end() for m in ands if FINITE.search(clause, max(cuts or [0]), m.start())]
    return max(cuts or [0])


def _before_comma(sentence, clause, start):
    """Who speaks where a comma parts the verb from it: "Tom Beale, a farmer, said"; "The US
    welcomed the swap, saying"."""
    aside = re.search(r"[,(—–][^,—–()]*(?:,[^,—–()]*)?[,)—–]\s*$", clause)
    if not aside:
        verb = FINITE.search(clause, 1)
        return _trim(sentence, start, start + verb.start()) if verb else None
    cut = _boundary(clause[: aside.start()])
    cut += len(clause[cut:]) - len(clause[cut:].lstrip())
    name = NAME.search(aside[0])
    if name and not NAME.search(clause, cut + 1, aside.start()):  # "A spokesman, Liz Orr, said"
        at = start + aside.start()
        return at + name.start(), at + name.end()
    verb = FINITE.search(clause, cut + 1, aside.start())
    return _trim(sentence, start + cut, start + (verb or aside).start())


def subject_after(sentence, verb_end):
    """The span of who speaks, after an inverted verb ("said the mayor, …")."""
    match = re.match(
        rf"\s+((?:{SUBJECT}|{PLAIN})(?:[^,;:.{MASK}—–]|(?<=\b[A-Z])\.|(?<=Mr|Ms|Dr)\.|(?<=Mrs|Gen|Gov|Sen|Rep)\.)*)",
        sentence[verb_end:],
    )
    if not match:
        return None
    end = verb_end + match.end(1)
    cut = re.search(rf"\s+(?:(?!of\b)(?:{PLACE})|who|whose|which|{DAY})\b", sentence[verb_end:end])
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
    while start < end and sentence[start] in " \n,:;”":
        start += 1
    while end > start and sentence[end - 1] in " \n.!?…,;":
        end -= 1
    return (start, end) if re.search(rf"[\w{MASK}]", sentence[start:end]) else None


def _parts(sentence):
    """Clauses with a cue of their own: "X said …, while Y denied …"."""
    cuts = [match.start() for match in NEXT_CLAUSE.finditer(sentence)]
    return list(zip([0, *cuts], [*cuts, len(sentence)], strict=True))


def _according_first(sentence):
    match = re.match(
        r"\W*(According to|In the words of)\s+([^,;]+(?:,[^,]{2,50},(?=\s))?),?", sentence
    )
    content = match and _content(sentence, match.end(), len(sentence))
    if not content:
        return []
    return [Said(*content, match.span(1), _trim(sentence, *match.span(2)))]


def _according_last(sentence):
    match = re.search(rf",?\s+(according to)\s+([^,;{MASK}]+?)(?=[,.;]|$)", sentence)
    content = match and _content(sentence, 0, match.start())
    if not content:
        return []
    found = [Said(*content, match.span(1), _trim(sentence, *match.span(2)))]
    rest = _content(sentence, match.end(), len(sentence))
    if rest and FINITE.search(sentence[slice(*rest)]):
        found.append(Said(*rest, match.span(1), found[0].speaker))
    return found


# To whom it was said: "told the agency", "told reporters".
HEARER = (
    r"(?:\s+(?:(?:the\s+)?[A-Z][\w.'’-]*(?:\s+[A-Z][\w'’-]*)*|(?:the\s+|a\s+)?(?:reporters?|journalists?|agency|"
    r"press|court|news|newspaper|broadcaster|crowd|audience|parliament|him|her|them|us|me)\b(?:\s+(?:in|at|on|after|from|by)\b[^,.]{0,40})?))?"
)
_SET_ASIDE = re.compile(
    r"(?:[,!?—–]|[,.!?…]”)\s*"
    rf"(?:(?P<subject>(?!(?:and|but|who|which|that|when|as|if|while|because|where)\b)(?:{SUBJECT}[^,;:{MASK}]{{0,80}}?(?:,[^,;:{MASK}]{{2,70}},)?"
    rf"|[a-z]+(?:\s+[a-z]+){{0,3}}?))\s+(?P<verb>{VERB}|{any_of(ENGLISH['tell'])}){HEARER}"
    rf"|(?P<inverted>{SAID})\s+(?P<after>(?:{SUBJECT}|{PLAIN})[^;:{MASK}]{{0,140}}?))"
    rf"(?:{ADJUNCT})(?P<stop>[.!?,;—–](?=\W|$)|$)"
)


def _aside(sentence):
    """Clauses around or before a cue set aside by commas: "A, he said, B"; "A, said the mayor"."""
    for match in _SET_ASIDE.finditer(sentence):
        before = _content(sentence, 0, match.start())
        after = _content(sentence, match.end(), len(sentence))
        side, verb = ("subject", "verb") if match["verb"] else ("after", "inverted")
        if not before or LINK.match(sentence.lower(), before[0]) or match[verb].endswith("ing"):
            continue
        if HAS_AUXILIARY.search(match[side]) or PASSIVE.search(match[side] + " "):
            continue
        said = (match.span(verb), _trim(sentence, *match.span(side)))
        quoted = re.match(rf"\s*{MASK}+[,.!?…]?”\s+([A-Z][^,]+),", sentence[: match.start() + 1])
        if quoted and not after:  # "“…,” Saule, a worker, told Reuters."
            return [Said(0, quoted.start(1), match.span(verb), quoted.span(1))]
        whole = _whole(sentence, before)
        if not after and (whole or MASK in sentence):
            return [Said(*before, *said)]
        if after and match["stop"] == "," and match["verb"] and _clause_in(sentence, before, after):
            return [Said(*before, *said), Said(*after, *said)]
        if after and whole and match["inverted"]:  # "A, said Roe, who leads the council."
            return [Said(*before, *said)]
    return []


def _whole(sentence, span):
    return bool(FINITE.search(sentence[slice(*span)], 1))


def _clause_in(sentence, before, after):
    """Whether "A, he said, B" is one clause broken in two, with no other cue in A."""
    first = sentence[slice(*before)]
    second = sentence[slice(*after)]
    return not ANY_CUE.search(first) and bool(FINITE.search(first, 1) or FINITE.search(second))


def _governed(sentence, start, end):
    """What each cue between start and end governs, in order, none within another."""
    found, at = [], start
    while match := LINK.search(sentence, at, end):
        said = _governed_by(sentence, match, start, end)
        if said:
            found.append(said)
        at = said.end if said else match.end()
    return found


def _governed_by(sentence, link, start, end):
    quoted = QUOTED_AS.match(sentence, link.start(), end)
    if quoted:
        content = _content(sentence, quoted.end(), end)
        return Said(*content, quoted.span(1), quoted.span(2)) if content else None
    speaker = _speaker(sentence, link, start)
    if not speaker:
        noun = THAT_NOUN.match(sentence, link.start(), end)
        content = noun and _content(sentence, noun.end(), end)
        return Said(*content, noun.span(1), None) if content else None
    participle = link[0].endswith("ing") and not re.search(r",\s*$", sentence[: link.start()])
    if participle or SUBORDINATE.match(sentence, start):
        main = re.compile(rf",\s+(?={SUBJECT})").search(sentence, link.end(), end)
        end = main.start() if main else end
    for pattern, is_enough in CLAUSES:
        match = pattern.match(sentence, link.start(), end)
        content = match and _content(sentence, match.end(), end)
        if not content or PRONOUN.fullmatch(sentence, *content):
            continue
        if not is_enough(sentence[slice(*content)]):
            continue
        return Said(*content, match.span(1), speaker)
    return None


def _speaker(sentence, link, start):
    """Who the cue's subject is; None where the cue is a noun, passive, or the author's own."""
    if NOT_A_VERB.search(sentence, start, link.start()) or NOUN.match(sentence, link.start()):
        return None
    if link[0] in ENGLISH["passive"] and PASSIVE.search(sentence, start, link.start()):
        return None
    speaker = subject_before(sentence, link.start(), start)
    named = speaker and sentence[slice(*speaker)]
    pronoun = named and re.search(r"\s(?:he|she|they|it)$", named)  # "In a letter she"
    if pronoun:
        return speaker[0] + pronoun.start() + 1, speaker[1]
    if (
        not named
        or NOBODY.match(named)
        or OWN.search(named)
        or HAS_AUXILIARY.search(named)
        or SPOKE.search(named)
    ):
        return None
    return speaker
