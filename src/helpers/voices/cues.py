"""Words that attribute speech and thought, as patterns; the lists stand in ``words.yml``."""

import re
from importlib import resources

import yaml

WORDS = yaml.safe_load(resources.files("helpers.voices").joinpath("words.yml").read_text("utf-8"))
ENGLISH, RUSSIAN, ROLES = WORDS["english"], WORDS["russian"], WORDS["roles"]


def any_of(words):
    """A pattern for any of the words, longest first."""
    return "|".join(sorted({re.escape(word) for word in words}, key=lambda w: (-len(w), w)))


SAID = any_of(ENGLISH["say"])
VERB = any_of([*ENGLISH["say"], *ENGLISH["claim"]])
# The head of who speaks: a name, a pronoun, or a noun with its article.
SUBJECT = r"(?:[A-Z][\w'’.-]*|[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I|one|the|an?|his|her|its|their)"
# How a clause begins that needs no "that".
BEGINS = (
    rf"(?:{SUBJECT}|there|these|those|this|some|many|most|no|all|at|more|both|our|my|several|two|"
    r"three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands|people|only|nearly|about|\d)"
    r"(?:\b|(?<=\d))"
)
# What was asked, promised, blamed: verbs, and what stands between them and it.
DEMANDS = [
    (any_of(ENGLISH["call_for"]), r"(?:\s+[\w'’.-]+){0,5}?\s+for\s+"),
    (any_of(ENGLISH["accuse_of"]), r"(?:\s+[\w'’.-]+){0,6}?\s+of\s+"),
    (any_of([*ENGLISH["urge"], "called"]), r"(?:\s+(?:on\s+|upon\s+)?[\w'’.-]+){1,6}?\s+to\s+"),
    (any_of(ENGLISH["vow"]), r"\s+(?=to\s)"),
    (any_of(ENGLISH["object"]), r"\s+(?=\w)"),
]
# ", the witness said" and ", said the witness": what stands before it was said.
TRAILING = re.compile(
    rf",\s+(?:(?:{SUBJECT})(?:\s+[\w'’.-]+){{0,5}}?\s+(?:{SAID})\b"
    rf"|(?:{SAID})\s+{SUBJECT}|according to\b)"
)
RUSSIAN_SAY, RUSSIAN_SOURCE = "|".join(RUSSIAN["say"]), "|".join(RUSSIAN["source"])
