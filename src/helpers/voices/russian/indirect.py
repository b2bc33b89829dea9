"""Indirect speech in Russian sentences."""

import functools
import re

from helpers.voices.sentences import MASK, Said, content
from helpers.voices.words import RUSSIAN, either

# The endings of the past (сказал), of the present (сообщает) and of adjectives (уверен).
ENDINGS = [
    ("лся", "л(?:ся|ась|ось|ись)"),
    ("л", "л[аио]?(?:с[яь])?"),
    ("ется", "(?:е|ю)тся"),
    ("ится", "(?:и|я)тся"),
    ("ит", "(?:ит|ят)"),
    ("ет", "(?:[её]т|ют)(?:ся)?"),
    ("ен", "ен[аы]?"),
    ("ён", "ён[аы]?"),
]


def _forms(words):
    """A pattern for verbs in all their ``ENDINGS``."""
    return "|".join(sorted({_form(word) for word in words}, key=lambda form: (-len(form), form)))


def _form(word):
    head, *rest = word.split()
    for ending, forms in ENDINGS:
        if head.endswith(ending):
            head = head[: -len(ending)] + forms
            break
    return either(r"\s+".join([head, *rest]))


SAY = _forms(RUSSIAN["say"])
CUE = re.compile(rf"\b(?:{SAY})\b", re.IGNORECASE)
THAT = re.compile(rf"\b({_forms(RUSSIAN['say'] + RUSSIAN['that'])})\b", re.IGNORECASE)
DEMAND = re.compile(rf"\b({_forms(RUSSIAN['demand'])})\s+(?=\w)", re.IGNORECASE)
SOURCE = re.compile(rf"\b({either('|'.join(RUSSIAN['source']))})\b", re.IGNORECASE)
LINKED = re.compile(
    r",\s+(?:о\s+том,\s+)?(?:что|будто|якобы|чтобы|как|почему|зачем|когда|где|кто|сколько)\s+|\s+ли\s+"
)
SET_OFF = re.compile("[,—–-]")
NAMED = rf"[^,;:()—–.!?{MASK}”]+"
# Who is named after a cue that is set aside, the names of papers in quotation marks included.
AFTER = rf"(?:[^,;:()—–.!?{MASK}]|{MASK}+[.,!?…]?”)*"
ASIDE = re.compile(rf"[,”]\s+(?:[—–-]\s*)?({SAY})\b({AFTER})(?=[,.!?—–]|$)", re.IGNORECASE)
MIDDLE = re.compile(rf",\s+((?:{NAMED}\s)?(?:{SAY}))\b(?:\s{NAMED})?,", re.IGNORECASE)
HEADED = re.compile(rf"\W*([А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+(?:\s+[\w-]+){{0,4}}):\s+(?=[А-ЯЁA-Z{MASK}\d])")
PLACE = r"\s+(?:в|во|на|по|после|при|для|из|с|со|журналистам|агентству|корреспонденту|изданию)\s"


def reported(sentence):
    """The spans of indirect speech of one sentence (list of Said), quotations masked."""
    for rule in (_parenthetic, _source, _that, _colon, _demand):
        found = rule(sentence)
        if found:
            return found
    return []


@functools.lru_cache(maxsize=8)  # a sentence is asked once for each quotation
def _cues(sentence):
    return list(CUE.finditer(sentence))


def quoted_by(sentence, start, end):
    """(cue, speaker) of the quotation from ``start`` to ``end`` in the sentence."""
    near = [c for c in _cues(sentence) if c.end() <= start]
    near += [
        c
        for c in _cues(sentence)
        if c.start() >= end and SET_OFF.search(sentence, end - 2, c.start())
    ]
    if not near:
        headed = HEADED.match(sentence)
        return (
            (headed.span(1), headed.span(1)) if headed and headed.end() == start else (None, None)
        )
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
    name = re.split(PLACE, after[1])[0]
    return cue.end() + after.start(1), cue.end() + after.start(1) + len(name)


def subject_before(sentence, end):
    before = re.search(rf"({NAMED})$", sentence[:end].rstrip())
    if not before or not before[1].strip():
        return None
    start = before.start(1) + len(before[1]) - len(before[1].lstrip())
    return start, start + len(before[1].strip())


def _source(sentence):
    match = SOURCE.search(sentence)
    if not match or (match[0][:3].lower() in ("что", "как") and not _set_apart(sentence, match)):
        return []
    named = re.match(rf"\s*({AFTER})", sentence[match.end() :])
    end = match.end() + named.end()
    speaker = (match.end() + named.start(1), end) if named[1].strip() else None
    pronoun = re.search(r"\b(?:его|её|ее|их)\b", match[0], re.IGNORECASE)
    if pronoun:
        speaker = match.start() + pronoun.start(), match.start() + pronoun.end()
    stretches = [(0, match.start()), (end, len(sentence))]
    if re.match(
        r"об\s+этом", match[0], re.IGNORECASE
    ):  # what "this" is stands in the sentence before
        stretches = [(match.start(), match.start() + 7)]
    spans = [content(sentence, *stretch) for stretch in stretches]
    return [Said(*span, match.span(1), speaker) for span in spans if span]


def _set_apart(sentence, match):
    """Whether "как" or "что" begins the sentence or follows a comma."""
    return (
        not re.search(r"\w", sentence[: match.start()])
        or sentence[: match.start()].rstrip()[-1:] == ","
    )


def _that(sentence):
    for cue in THAT.finditer(sentence):
        link = LINKED.search(sentence, cue.end(), cue.end() + 120)
        if not link or re.search(rf"[.;{MASK}]", sentence[cue.end() : link.start()]):
            continue
        start = link.end() if link[0].startswith(",") else cue.end()
        span = content(sentence, start, _next_cue(sentence, link.end()))
        if span:
            return [Said(*span, cue.span(), subject(sentence, cue)), *_more(sentence, span[1])]
    return []


def _next_cue(sentence, start):
    """Where a cue of its own begins: "…, и попросил", "…, добавив, что"."""
    match = re.compile(
        rf",?\s+(?:и|а|но|при этом)\s+(?={THAT.pattern}|{DEMAND.pattern})", re.I
    ).search(sentence, start)
    return match.start() if match else len(sentence)


def _more(sentence, start):
    rest = " " * start + sentence[start:]
    return (_that(rest) or _demand(rest)) if start < len(sentence) - 3 else []


def _parenthetic(sentence):
    """ ", сообщили в полиции" at the end, or between two commas."""
    match = ASIDE.search(sentence) or MIDDLE.search(sentence)
    span = match and content(sentence, 0, match.start())
    if not span or MASK in sentence[slice(*span)]:
        return []
    speaker = content(sentence, *match.span(2)) if match.re is ASIDE else None
    cue = CUE.search(sentence, match.start()).span()
    if match.re is MIDDLE:
        speaker = subject_before(sentence, cue[0])
    rest = content(sentence, match.end(), len(sentence))
    return [Said(*part, cue, speaker) for part in (span, rest) if part]


def _colon(sentence):
    """ "уверяют: …", and "Песков: …" in headlines."""
    headed = HEADED.match(sentence)
    cue = next(
        (c for c in CUE.finditer(sentence) if re.match(rf"(?:{NAMED})?:", sentence[c.end() :])),
        None,
    )
    if not headed and not cue:
        return []
    colon = sentence.index(":", cue.end() if cue else headed.end(1))
    span = content(sentence, colon + 1, len(sentence))
    speaker = subject(sentence, cue) if cue else headed.span(1)
    return [Said(*span, (cue or headed).span(), speaker)] if span and span[1] - span[0] > 15 else []


def _demand(sentence):
    match = DEMAND.search(sentence)
    before = sentence[: match.start()].strip() if match else ""
    if not match or before.endswith(("—", "–", "-")):
        return []
    of = re.match(r"обвин", match[0], re.I) and re.compile(r"\sво?\s").search(sentence, match.end())
    span = content(sentence, of.end() if of else match.end(), len(sentence))
    return [Said(*span, match.span(1), subject_before(sentence, match.start()))] if span else []
