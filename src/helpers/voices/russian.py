"""Indirect speech in Russian (and direct quotations in Kazakh) sentences."""

import re

from helpers.voices.sentences import MASK, Said, content
from helpers.voices.words import RUSSIAN_SAY, RUSSIAN_SOURCE

CUE = re.compile(rf"\b(?:{RUSSIAN_SAY})\b", re.IGNORECASE)
SOURCE = re.compile(rf"\b({RUSSIAN_SOURCE})\b", re.IGNORECASE)
NAMED = rf"[^,;:()—–.!?{MASK}”]+"


def reported(sentence):
    """The spans of indirect speech of one sentence (list of Said), quotations masked."""
    for rule in (_source, _that, _parenthetic, _demand):
        found = rule(sentence)
        if found:
            return found
    return []


def quoted_by(sentence, start, end):
    """(cue, speaker) of the quotation from ``start`` to ``end`` in the sentence."""
    near = [c for c in CUE.finditer(sentence) if c.end() <= start or c.start() >= end]
    if not near:
        return None, None
    cue = min(near, key=lambda c: min(abs(c.start() - end), abs(start - c.end())))
    return cue.span(), subject(sentence, cue)


def subject(sentence, cue):
    """The span of who speaks: before the cue in its clause, else after it up to a comma."""
    before = subject_before(sentence, cue.start())
    if before:
        return before
    after = re.match(
        rf"\s+({NAMED}?)(?=\s*(?:[,;:()—–.!?{MASK}”]|$)|\s+что\b)", sentence[cue.end() :]
    )
    if not after or re.match(r"(?:что|о|об|журналистам|на|в ходе)\b", after[1]):
        return None
    name = re.split(r"\s+(?:в|во|на|по|после|при|для|из|с|журналистам|агентству)\s", after[1])[0]
    return cue.end() + after.start(1), cue.end() + after.start(1) + len(name)


def _source(sentence):
    match = SOURCE.search(sentence)
    if not match:
        return []
    rest = re.match(rf"\s*({NAMED}?)\s*,", sentence[match.end() :])
    if match.start() < 3 and rest:
        pronoun = re.search(r"\b(?:его|её|ее|их)\b", match[0], re.IGNORECASE)
        speaker = (match.end() + rest.start(1), match.end() + rest.end(1))
        if pronoun:
            speaker = pronoun.span()
        span = content(sentence, match.end() + rest.end(), len(sentence))
    else:
        named = re.match(rf"\s*({NAMED}?)(?=[,.!?]|$)", sentence[match.end() :])
        speaker = (
            (match.end() + named.start(1), match.end() + named.end(1))
            if named and named[1]
            else None
        )
        after = re.match(rf"\s*{NAMED}?,", sentence[match.end() :])
        span = content(sentence, 0, match.start()) or content(
            sentence, match.end() + (after.end() if after else 0), len(sentence)
        )
    if not span:
        return []
    return [Said(*span, match.span(1), speaker if speaker and speaker[0] < speaker[1] else None)]


def _that(sentence):
    for cue in CUE.finditer(sentence):
        match = re.match(
            rf"[^.;{MASK}]{{0,90}}?,\s+(?:что|будто|якобы|чтобы|как)\s+", sentence[cue.end() :]
        )
        if match:
            span = content(sentence, cue.end() + match.end(), len(sentence))
            if span:
                return [Said(*span, cue.span(), subject(sentence, cue))]
    noun = re.search(
        r"\b(заявлени[еия]|сообщени[еия]|мнени[еия]|утверждени[еия]|слух[иа]|уверенность|надежд[ау])"
        r",?\s+(?:о том,\s+)?что\s+",
        sentence,
        re.IGNORECASE,
    )
    span = noun and content(sentence, noun.end(), len(sentence))
    return [Said(*span, noun.span(1), None)] if span else []


def _parenthetic(sentence):
    """ ", сообщили в полиции" at the end, or between two commas."""
    match = re.search(
        rf",\s+(?:—\s*)?({RUSSIAN_SAY})\b({NAMED})?(?=[,.!?—]|$)", sentence, re.IGNORECASE
    )
    span = match and content(sentence, 0, match.start())
    if not span or MASK in sentence[span[0] : span[1]]:
        return []
    speaker = match.span(2) if match[2] and match[2].strip() else None
    if speaker:
        speaker = speaker[0] + 1, speaker[1]
    found = [Said(*span, match.span(1), speaker)]
    rest = content(sentence, match.end(), len(sentence))
    return found + ([Said(*rest, match.span(1), speaker)] if rest else [])


def _demand(sentence):
    match = re.search(
        r"\b(потребовал[аи]?|требу(?:ет|ют)|призвал[аи]?|призыва(?:ет|ют)|обвинил[аи]?|обвиня(?:ет|ют)|пообещал[аи]?|"
        r"попросил[аи]?|поручил[аи]?|предложил[аи]?|осудил[аи]?|опроверг(?:ла|ли)?|"
        r"наста(?:ивает|ивают|ивал[аи]?)\s+на)\s+(?=\w)",
        sentence,
        re.IGNORECASE,
    )
    before = sentence[: match.start()].strip() if match else ""
    if not before or before.endswith(("—", "–", "-", ",")):
        return []
    span = content(sentence, match.end(), len(sentence))
    cue = CUE.match(sentence, match.start()) or match
    return [Said(*span, match.span(1), subject_before(sentence, cue.start()))] if span else []


def subject_before(sentence, end):
    before = re.search(rf"({NAMED})$", sentence[:end].rstrip())
    if not before or not before[1].strip():
        return None
    start = before.start(1) + len(before[1]) - len(before[1].lstrip())
    return start, start + len(before[1].strip())
