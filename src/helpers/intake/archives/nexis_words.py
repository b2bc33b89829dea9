"""Labels and headings in exports of Nexis, in the languages of its interfaces."""

import functools
import re
from collections import Counter, namedtuple
from pathlib import Path

import yaml

from helpers.intake import dates, languages, paragraphs

LABEL = re.compile(r"([^\W\d][^:：\d]{0,40}?)[ \u00a0]?[:：](\u00a0|\s|$)\s*(.*)")
SENTENCE = 8  # words of what follows a speaker
ENDED = re.compile(r"[.?!…][\"'”’)]*$")
Stated = namedtuple("Stated", "count which", defaults=(0, {}))
Stated.__doc__ = "How many documents an export says it holds, and number -> what it says of each."


def label(block):
    """(label as written, value) of a block that is a label with its value, else None.

    A label is known, or in bold type, or followed by a hard blank, or written in capitals.
    """
    match = None if block.speech else LABEL.fullmatch(block.text)
    if not match or len(match[1].split()) > 5:
        return None
    known = match[1].casefold() in _known()
    marked = block.bold or match[2] == "\u00a0" or (match[1].isupper() and len(match[1]) > 2)
    return (match[1], match[3].strip("\u00a0 ")) if known or marked else None


def with_speech(blocks):
    """Blocks in which a speaker before a colon ("JANE DOE, HOST: …"), or a place ("ALMATY: …"), is
    no label: one that is not known, and stands in capitals or bold before a sentence, or again and
    again."""
    found = [(i, one) for i, block in enumerate(blocks) if (one := label(block))]
    unknown = [(i, one) for i, one in found if one[0].casefold() not in _known()]
    unknown = [(i, one) for i, one in unknown if not is_heading(blocks[i], "body")]
    unknown = [
        (i, one) for i, one in unknown if one[0].casefold() not in _file()["headings"]["body"]
    ]
    times = Counter(_speaker(name) for _, (name, _) in unknown)
    speech = {
        i
        for i, (name, value) in unknown
        if times[_speaker(name)] > 1 or (len(value.split()) >= SENTENCE and ENDED.search(value))
    }
    return [b._replace(speech=True) if i in speech else b for i, b in enumerate(blocks)]


def _speaker(name):
    """The name of a speaker, without what follows it: "JANE DOE, HOST" is JANE DOE."""
    return re.split(r"[,(]", name)[0].strip().casefold()


def field(name):
    """Field that a label stands for, "" if it is not known."""
    return _known().get(name.casefold(), "")


def is_heading(block, kind):
    """Whether a block is a heading of this kind ("body", "after", "end")."""
    return block.text.strip(" \u00a0:").casefold() in _file()["headings"][kind]


def is_copyright(block):
    return bool(paragraphs.COPYRIGHT.match(block.text))


def is_day(block):
    """Whether a block states a day and is short enough to be the line that does."""
    text = block.text
    return len(text) < 120 and not label(block) and _precision(text) == "day"


def text(blocks):
    """The text of these blocks, without an abstract that stands before the full text."""
    full = next((i for i, block in enumerate(blocks) if is_heading(block, "full")), 0)
    if any(is_heading(block, "abstract") for block in blocks[:full]):
        blocks = blocks[full + 1 :]
    return "\n".join(block.text for block in blocks)


def spoken(labels):
    """Language among labels [(label, value)]: of a known label, else a value that is a language."""
    for name, value in labels:
        if field(name) == "language":
            return re.split("[;,/]", value)[0].strip()
    values = [re.split("[;,/]", value)[0].strip() for _, value in labels]
    return next((value for value in values if len(value) > 3 and languages.code(value)), "")


def _precision(text):
    day = dates.parse(text)
    return day.precision if day else ""


@functools.cache
def _known():
    """Label -> field."""
    return {label: field for field, labels in _file()["labels"].items() for label in labels}


@functools.cache
def _file():
    return yaml.safe_load(Path(__file__).with_name("nexis.yml").read_text(encoding="utf-8"))
