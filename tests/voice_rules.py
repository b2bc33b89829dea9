"""The rules of English indirect speech with their examples, and English without one of them."""

import contextlib
import importlib
import re
from importlib import resources
from unittest import mock

import yaml

from helpers import voices
from helpers.voices.english import asides, complements, extents, indirect, subjects

FILE = resources.files("helpers.voices.english").joinpath("rules.yml")
RULES = yaml.safe_load(FILE.read_text("utf-8"))
ROOMS = (asides, complements, extents, indirect, subjects)
WORDS = {"noun": "NOUNS", "plan": "PLANS", "sure": "SURE"}
NOTHING = {"before_main_verb": lambda s, i, first, end, clause: end}
EMPTY = {"_according": None, "_as_reported": None, "_viewed": None}


def example(marked):
    """(the sentence, [what is reported]) of an example with square brackets."""
    return re.sub(r"[][]", "", marked), re.findall(r"\[(.+?)\]", marked)


def reported(sentence):
    table = voices.attribute(sentence)
    rows = table[table["voice"] == "reported"].itertuples()
    return [sentence[row.start : row.end] for row in rows]


@contextlib.contextmanager
def without(rule):
    """English as it would be without this rule."""
    with contextlib.ExitStack() as stack:
        for owner, name, value in _changes(rule):
            stack.enter_context(mock.patch.object(owner, name, value))
        yield


def _changes(rule):
    if "step" in rule:
        room, name = rule["step"].split(".")
        room = importlib.import_module(f"helpers.voices.english.{room}")
        gone = NOTHING.get(name, lambda *given: EMPTY.get(name, []))
        step = getattr(room, name)  # another room may have one of the same name
        return [(owner, name, gone) for owner in ROOMS if getattr(owner, name, None) is step]
    if rule["list"] in WORDS:
        name = WORDS[rule["list"]]
        kept = indirect.SIGNAL - getattr(complements, name)
        gone = [(owner, name, set()) for owner in ROOMS if hasattr(owner, name)]
        return [*gone, (indirect, "SIGNAL", kept | complements.CUES.keys())]
    fewer = {form: names - {rule["list"]} for form, names in complements.CUES.items()}
    fewer = {form: names for form, names in fewer.items() if names}
    return [(owner, "CUES", fewer) for owner in ROOMS if hasattr(owner, "CUES")]
