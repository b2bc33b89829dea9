"""The voice of every character of a text."""

import collections
import itertools
import re

import pandas as pd

from helpers.errors import InputError
from helpers.voices import kinds
from helpers.voices.english import indirect as english
from helpers.voices.marks import Quote, quotes
from helpers.voices.russian import dashes
from helpers.voices.russian import indirect as russian
from helpers.voices.sentences import MASK
from helpers.voices.speakers import NAME, resolve
from helpers.voices.tabled import reading
from helpers.words import text as text_

COLUMNS = pd.Index(["start", "end", "voice", "kind", "cue", "speaker", "entity", "speaker_kind"])
LANGUAGES = {"en": english, "ru": russian} | {code: reading.rules(code) for code in reading.TABLES}
# Where a sentence ends without a blank, in texts that lost some: "…,” he said.“Well", "WHY?To".
LOST = re.compile(r"[.!?](?:”(?=[A-Z])|(?<=\w[?!])(?=[A-Z][a-z])|(?<=[a-z]\.)(?=[A-ZⰀ]{2}))")
LONG = 2000  # characters
GAP = re.compile(r"\W")
LETTERS = 28  # about four words: a longer quotation is speech even where no cue stands near
TURN = re.compile(
    r"^(?:#+\s*|\*\*)?(?:([A-Z][A-Z.'’-]+(?:\s[A-Z][A-Z.'’-]+){0,5}\s?(?:\([^)]{0,80}\))?)(?:\*\*)?:"
    r"|(Q|A)(?:\*\*)?(?::|\s{2,}))\s*"
)
STATEMENT = re.compile(
    r"(?im)^\W*(?:title:\s*)?[\"'“]?(?:statement (?:by|from|of)|readout (?:of|from)|"
    r"remarks (?:by|of))\s+(?:the\s+)?(.+?)(?:\s+on\b|\s+\\?$|[\"”\n])"
)


def attribute(text, language="en", speakers=None):
    """The spans of ``text`` by voice.

    **narration**: the outlet's own; **quoted**: direct speech, the marks included; **scare**: a
    short quoted phrase within a narrated sentence that nobody is said to have said (scare quotes,
    titles, nicknames); **reported**: what is said in indirect speech, without cue and speaker.

    language : "en" or "ru"; "kk", "de" and "fr" by short tables (``voices/tabled``)
    speakers : ``read_speakers``, or None

    Returns a DataFrame, one row per span, every character in exactly one: ``start``, ``end``
    (characters), ``voice``, and for quoted and reported ``kind`` (``voices.kinds``: "reported" is
    said, written or claimed, "thought" believed, wanted or planned, "called" a name given to
    somebody or something) and, as far as the text tells, ``cue`` (the word that attributes),
    ``speaker`` (as named), ``entity`` (one name for all mentions of a speaker) and
    ``speaker_kind``; "" where there is none. The transcript of a briefing (turns
    headed by names in capitals) is quoted throughout, a turn's heading its speaker.

    >>> voices.attribute("Prices rose. “It is over,” Ann Roe said.")["voice"].tolist()
    ['narration', 'quoted', 'narration']
    """
    if language not in LANGUAGES:
        raise InputError(f"no rules for language {language!r}: {', '.join(LANGUAGES)}")
    spans = _turns(text) or _statement(text) or _spans(text, LANGUAGES[language], language)
    known = resolve([span[4] for span in spans], text, speakers)
    rows = []
    for (start, end, voice, cue, speaker), (entity, kind) in zip(spans, known, strict=True):
        said_by, by_whom = (text[slice(*span)].strip() if span else "" for span in (cue, speaker))
        how = kinds.kind(said_by) if voice in ("quoted", "reported") else ""
        rows.append((start, end, voice, how, said_by, by_whom, entity, kind))
    return pd.DataFrame(_filled(rows, len(text)), columns=COLUMNS)


def _filled(rows, length):
    """The rows in order, with narration between them."""
    filled, at = [], 0
    for row in sorted(rows):
        if row[0] > at:
            filled.append((at, row[0], "narration", "", "", "", "", ""))
        filled.append(row)
        at = row[1]
    if at < length:
        filled.append((at, length, "narration", "", "", "", "", ""))
    return filled


def _turns(text):
    """Spans of a transcript: each turn with its heading; [] if the text is none."""
    heads, at = [], 0
    for line in text.split("\n"):
        match = TURN.match(line.strip())
        if match:
            lead, group = at + len(line) - len(line.lstrip()), 1 if match[1] else 2
            heads.append((at, (lead + match.start(group), lead + match.end(group))))
        at += len(line) + 1
    if len(heads) < 4 or len({text[slice(*name)] for _, name in heads}) < 2:
        return []
    starts = [0, *(begin for begin, _ in heads[1:]), len(text)]
    return [
        (start, end, "quoted", None, name)
        for start, end, (_, name) in zip(starts, starts[1:], heads, strict=False)
        if end > start
    ]


def _statement(text):
    """An official statement or readout, so headed, speaks for whoever issues it."""
    match = STATEMENT.search(text, 0, 1500)
    return [(0, len(text), "quoted", None, match.span(1))] if match else []


def _spans(text, rules, language):
    """(start, end, voice, cue span, speaker span) of what is not narrated."""
    found = dashes.spoken(text) if language != "en" else []
    taken = [(start, end) for start, end, *_ in found]
    marked = quotes(text)
    if language != "en":
        marked, broken = dashes.interrupted(text, marked)
        found += broken
    marked = [q for q in marked if not any(a < q.end and q.start < b for a, b in taken)]
    masked = _mask(text, [*marked, *(Quote(start, end, False) for start, end, *_ in found)])
    last = None
    marked = collections.deque(marked)
    for start, end in _sentences(masked):
        sentence = masked[start:end]
        inside = []
        while marked and marked[0].start < end:
            inside.append(marked.popleft())
        said = rules.reported(sentence)
        voiced, last = _quotations(sentence, start, inside, said, rules, last)
        found += voiced
        found += _around(text, said, start, inside)
    return _untangled(found)


def _mask(text, marked):
    """The text with quotations masked, but for their closing mark and punctuation before it."""
    letters = list(text)
    for quote in marked:
        for i in range(quote.start, quote.end):
            letters[i] = MASK
        if quote.whole:
            letters[quote.end - 1] = "”"
        place = quote.end - (2 if quote.whole else 1)
        if place > quote.start and text[place] in ".!?…,":
            letters[place] = text[place]
    return "".join(letters)


def _sentences(masked):
    lost = [match.end() for match in LOST.finditer(masked)]
    cuts = sorted({0, *text_.sentence_ends(masked), *lost, len(masked)})
    for start, end in itertools.pairwise(cuts):
        for a, b in _pieces(masked, start, end) if end - start > LONG else [(start, end)]:
            if masked[a:b].strip():
                yield a, b


def _pieces(masked, start, end):
    """What has no end in sight is cut, so that time grows with length and no faster."""
    gaps = itertools.islice(GAP.finditer(masked, start, end), 300, None, 300)
    return itertools.pairwise([start, *(match.end() for match in gaps), end])


def _quotations(sentence, base, inside, said, rules, last):
    """The voice, cue and speaker of each quotation in a sentence."""
    found = []
    for quote in inside:
        start, end = quote.start - base, quote.end - base
        cue, speaker = _who(sentence, start, end, said, rules)
        alone = not re.search(r"\w", sentence.replace(MASK, ""))
        if not cue and alone and last:
            cue, speaker = None, last
        elif not cue and not alone and _is_short(sentence, start, end):
            found.append((quote.start, quote.end, "scare", None, None))
            continue
        if speaker and not (alone and speaker == last):
            speaker = (speaker[0] + base, speaker[1] + base)
        if speaker:
            last = speaker
        cue = (cue[0] + base, cue[1] + base) if cue else None
        found.append((quote.start, quote.end, "quoted", cue, speaker))
    if not inside:
        # "Ana Roe read a statement." may introduce the quotations that follow by themselves.
        name = NAME.search(sentence)
        last = (base + name.start(), base + name.end()) if name else None
    return found, last


def _is_short(sentence, start, end):
    if sentence[end - 2 : end - 1] == "," and not re.search(r"\w", sentence[:start]):
        return False  # "“I know,” he shot back"
    embedded = re.search(r"\w\s$", sentence[:start])  # "She starred in “Winter Harbour.”"
    return end - start - 2 <= LETTERS and (
        embedded or sentence[end - 2 : end - 1] not in list(".!?")
    )


def _who(sentence, start, end, said, rules):
    """(cue, speaker) spans of a quotation, within its sentence."""
    for span in said:
        if span.start <= start < span.end or span.start < end <= span.end:
            return span.cue, span.speaker
    return rules.quoted_by(sentence, start, end)


def _around(text, said, base, inside):
    """Indirect speech less the quotations within it."""
    for span in said:
        at, end = span.start + base, span.end + base
        cue = (span.cue[0] + base, span.cue[1] + base)
        speaker = (span.speaker[0] + base, span.speaker[1] + base) if span.speaker else None
        for quote in [q for q in inside if q.start < end and q.end > at]:
            if re.search(r"\w", text[at : quote.start]):
                yield at, quote.start, "reported", cue, speaker
            at = max(at, quote.end)
        if re.search(r"\w", text[at:end]):
            yield at, end, "reported", cue, speaker


def _untangled(spans):
    """Spans without overlap: what comes first keeps its place."""
    kept, at = [], 0
    for start, end, *rest in sorted(spans, key=lambda s: (s[0], s[1])):
        start = max(start, at)
        if start < end:
            kept.append((start, end, *rest))
            at = end
    return kept
