"""Words that attribute speech and thought, as patterns; the lists stand in ``words.yml``."""

import re
from importlib import resources

import yaml

WORDS = yaml.safe_load(resources.files("helpers.voices").joinpath("words.yml").read_text("utf-8"))
ENGLISH, RUSSIAN, ROLES = WORDS["english"], WORDS["russian"], WORDS["roles"]


def any_of(words):
    """A pattern for any of the words, longest first."""
    return "|".join(sorted({re.escape(word) for word in words}, key=lambda w: (-len(w), w)))


# Speaking; with thinking.
CUE = any_of([*ENGLISH["say"], *ENGLISH["state"], "told", "tells", "tell"])
VERB = any_of([*ENGLISH["say"], *ENGLISH["state"], *ENGLISH["hold"]])
SAID = any_of([*ENGLISH["say"], *ENGLISH["state"]])
# Signs of a verb with a subject of its own.
FINITE = re.compile(
    rf"\b(?:{any_of(ENGLISH['finite'])}|(?!need|seed|feed|indeed|speed)[a-z]{{3,}}ed)\b|n[’']t\b"
    r"|(?i:\b(?:it|he|she|that|there|what|who|i|we|you|they)[’'](?:s|re|ve|ll|d|m))\b"
)
AUXILIARY = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does|did)"
)
# The head of who speaks: a name, a pronoun, or a noun with its article.
SUBJECT = (
    r"(?:[A-Z][\w'’.-]*|[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I|[Oo]ne|[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|"
    r"[Tt]heir)"
)
# How a clause begins that needs no "that".
BEGINS = (
    rf"(?:{SUBJECT}|there|these|those|this|some|many|most|no|all|at|more|both|our|my|you|your|several|two|"
    r"three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands|people|only|nearly|about|any|"
    r"every|each|such|if|when|while|what|nobody|everyone|everything|nothing|anyone|someone|\w+ing|"
    r"(?:\w+\s)?\w+(?<!s)s(?=\s+(?:are|were|have|had|will|would|can|could|may|might|must|should|do|did|"
    r"need|want))|\d)(?:\b|(?<=\d))"
)
# What was asked, promised, blamed: verbs, and what stands between them and it.
DEMANDS = [
    (any_of(ENGLISH["call_for"]), r"\s+for\s+"),
    (any_of(ENGLISH["blame_for"]), r"\s+(?=(?:[\w'’.”-]+\s+){1,9}for\s)"),
    (any_of(ENGLISH["describe_as"]), r"\s+(?=(?:[\w'’.”-]+\s+){1,9}as\s)"),
    (
        "call(?:ed|s|ing)",
        r"\s+(?=(?:it|him|her|them|(?:the|his|her|their)(?:\s\w+){1,3}|[A-Z]\w+)\s+(?:an?|the)\s)",
    ),
    (any_of(ENGLISH["accuse_of"]), r"(?:\s+[\w'’.-]+){0,6}?\s+of\s+"),
    (
        any_of([*ENGLISH["urge"], "called on", "called upon", "calls on", "appealed to"]),
        r"(?:\s+[\w'’.-]+){1,7}?\s+(?:not\s+)?to\s+",
    ),
    (any_of(ENGLISH["expect"]), rf"\s+(?={BEGINS}[^,;:]*\sto\s)"),
    (any_of(ENGLISH["vow"]), r"\s+(?:not\s+)?(?=to\s)"),
    (any_of(ENGLISH["object"]), rf"\s+(?!(?:{any_of(ENGLISH['noun'])})\s+that\b)(?=\w)"),
]
# ", the witness said" and ", said the witness": what stands before it was said.
TRAILING = re.compile(
    rf",\s+(?:(?:{SUBJECT})(?:\s+[\w'’.-]+){{0,5}}?\s+(?:{CUE})\b"
    rf"|(?:{SAID})\s+{SUBJECT}|according to\b)"
)
RUSSIAN_SAY, RUSSIAN_SOURCE = "|".join(RUSSIAN["say"]), "|".join(RUSSIAN["source"])
