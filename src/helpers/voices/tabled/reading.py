"""Who is quoted and what is reported, by the table of a language.

The constructions, in the order in which they are tried; a language has those that its file names:

source : a source set aside, "laut …", "selon …"; what is left of the sentence is reported
source_after : the same with its word behind, "… zufolge", "… айтуынша,"
before : what stands before a word and a verb of saying ("… деп мәлімдеді")
that : what follows a verb of saying and "that" or a question word
bare : what follows a verb of saying and a comma alone ("sagte, die Lage sei ruhig")
aside : what stands before a verb of saying that is set aside, with its speaker behind
"""

import functools
import re
from importlib import resources
from types import SimpleNamespace

import yaml

from helpers.voices.sentences import MASK, Said, content

LISTS = ("say", "thought", "source", "source_after", "aside_extra")
REACH = 120  # characters between a verb and what it governs
NAMED = rf"[^,;:()—–.!?{MASK}”]+"
SET_OFF = re.compile("[,—–-]")


def _tables():
    """What the file of each language says (dict), by the language's code."""
    folder = resources.files("helpers.voices.tabled")
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yml"))
    found = (yaml.safe_load(folder.joinpath(name).read_text("utf-8")) for name in files)
    return {
        said["code"]: said | {name: said[name].split(", ") for name in LISTS if name in said}
        for said in found
    }


TABLES = _tables()


@functools.cache
def rules(code):
    """The rules of a language: ``reported(sentence)`` and ``quoted_by(sentence, start, end)``."""
    said = TABLES[code]
    patterns = {name: _pattern(said, name) for name in ("say", "source", "source_after")}
    named = rf"\s*(?P<name>(?-i:{said.get('source_name', NAMED)})),?"
    also = "|".join([*said["say"], *said.get("aside_extra", [])])
    found = {
        "say": patterns["say"],
        "source": re.compile(patterns["source"].pattern + named, re.I)
        if "source" in said
        else None,
        "source_after": patterns["source_after"],
        "that": said.get("that") and re.compile(said["that"], re.I),
        "bare": said.get("bare"),
        "before": said.get("before") and re.compile(rf"\s+{said['before']}\s+"),
        "subject": re.compile(rf"\W*(?P<name>{said.get('subject', '')})"),
        "aside": re.compile(
            rf"[,”]\s+(?:[—–-]\s*)?\b(?P<cue>{also})\b(?P<name>[^,;.!?{MASK}]*)", re.I
        ),
    }
    names = ("source", "source_after", "before", "that", "bare", "aside")
    tried = [CONSTRUCTIONS[name] for name in names if found[name]]

    def reported(sentence):
        return next((spans for one in tried if (spans := one(sentence, found))), [])

    return SimpleNamespace(reported=reported, quoted_by=functools.partial(_quoted_by, found["say"]))


def _pattern(said, name):
    words = said.get(name)
    return words and re.compile(rf"(?<!\w)(?P<cue>{'|'.join(words)})(?!\w)", re.IGNORECASE)


def _source(sentence, found):
    match = found["source"].search(sentence)
    if not match:
        return []
    behind = sentence[: match.start()].rstrip()
    stretches = [(match.end(), len(sentence))] if not behind else [(0, match.start())]
    if behind and match.end() < len(sentence) and match[0].endswith(","):
        stretches.append((match.end(), len(sentence)))
    return _said(sentence, stretches, match.span("cue"), match.span("name"))


def _source_after(sentence, found):
    match = found["source_after"].search(sentence)
    if not match:
        return []
    begin = max(sentence.rfind(mark, 0, match.start()) for mark in ",;") + 1
    stretches = [(0, begin - 1), (match.end(), len(sentence))] if begin else [
        (match.end(), len(sentence))
    ]  # fmt: skip
    return _said(sentence, stretches, match.span("cue"), (begin, match.start()))


def _before(sentence, found):
    """The verb comes last: speaker, what is said, деп, verb; or the speaker behind the verb."""
    cue = found["say"].search(sentence)
    while cue:
        link = [*found["before"].finditer(sentence, max(0, cue.start() - 40), cue.end())]
        if link and link[-1].end() == cue.start():
            break
        cue = found["say"].search(sentence, cue.end())
    if not cue:
        return []
    subject = found["subject"].match(sentence)
    begin = subject.end() if subject else 0
    speaker = subject.span("name") if subject else None
    end = link[-1].start()
    if begin >= end or not re.search(r"\w", sentence[begin:end]):
        begin, speaker = 0, None
    behind = content(sentence, cue.end(), len(sentence))
    return _said(sentence, [(begin, end)], cue.span(), speaker or behind)


def _that(sentence, found):
    for cue in found["say"].finditer(sentence):
        link = found["that"].search(sentence, cue.end(), cue.end() + REACH)
        if link and not re.search(rf"[.;{MASK}]", sentence[cue.end() : link.start()]):
            speaker = _subject(sentence, cue.start())
            return _said(sentence, [(link.end(), len(sentence))], cue.span(), speaker)
    return []


def _bare(sentence, found):
    cue = found["say"].search(sentence)
    comma = cue and re.compile(r"[^,;.!?]{0,60},\s+(?=\w)").match(sentence, cue.end())
    speaker = cue and _subject(sentence, cue.start())
    if not comma or not speaker or MASK in comma[0] or "," in sentence[: cue.start()]:
        return []
    return _said(sentence, [(comma.end(), len(sentence))], cue.span(), speaker)


def _aside(sentence, found):
    match = found["aside"].search(sentence)
    if not match or not re.search(r"\w", sentence[: match.start()]):
        return []
    if MASK in sentence[: match.start()]:
        return []  # a quotation, whose speaker ``quoted_by`` finds
    stretches = [(0, match.start()), (match.end(), len(sentence))]
    return _said(sentence, stretches, match.span("cue"), match.span("name"))


CONSTRUCTIONS = {
    "source": _source,
    "source_after": _source_after,
    "before": _before,
    "that": _that,
    "bare": _bare,
    "aside": _aside,
}


def _said(sentence, stretches, cue, speaker):
    speaker = speaker and content(sentence, *speaker)
    spans = [content(sentence, *stretch) for stretch in stretches]
    return [Said(*span, cue, speaker) for span in spans if span]


def _subject(sentence, end):
    before = re.search(rf"({NAMED})$", sentence[:end].rstrip())
    return before and content(sentence, *before.span(1))


def _quoted_by(say, sentence, start, end):
    """(cue, speaker) of the quotation from ``start`` to ``end`` in the sentence."""
    cues = list(say.finditer(sentence))
    near = [c for c in cues if c.end() <= start]
    near += [c for c in cues if c.start() >= end and SET_OFF.search(sentence, end - 2, c.start())]
    if not near:
        return None, None
    cue = min(near, key=lambda c: min(abs(c.start() - end), abs(start - c.end())))
    behind = re.compile(rf"\s+({NAMED})").match(sentence, cue.end()) if cue.start() >= end else None
    return cue.span(), behind.span(1) if behind else _subject(sentence, cue.start())
