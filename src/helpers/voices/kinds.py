"""What kind of attribution a cue makes: something said, something thought, or a name given."""

import re

from helpers.voices.tabled import reading
from helpers.voices.words import ENGLISH, LISTS, inflected

KINDS = ("reported", "thought", "called")
GIVEN = LISTS["kinds"]


def _forms(name):
    verbs = {form for verb in GIVEN["english"][name] for form in inflected(verb).values()}
    nouns = GIVEN["english"].get(f"{name}_noun", [])
    return verbs | {noun + ending for noun in nouns for ending in ("", "s")}


THOUGHT = _forms("thought") | set(ENGLISH["sure"])
CALLED = _forms("called")
OTHERS = re.compile(
    "|".join(pattern for table in reading.TABLES.values() for pattern in table["thought"]), re.I
)
RUSSIAN = {name: re.compile("|".join(GIVEN["russian"][name])) for name in ("thought", "called")}


def kind(cue):
    """The kind of a cue as it is written; "reported" where it is of no other kind, or unknown.

    >>> kind("believes"), kind("branded"), kind("said")
    ('thought', 'called', 'reported')
    """
    word = cue.lower().split(" ")[0]
    if word in THOUGHT or RUSSIAN["thought"].fullmatch(word) or OTHERS.fullmatch(cue):
        return "thought"
    if word in CALLED or RUSSIAN["called"].fullmatch(word):
        return "called"
    return "reported"
