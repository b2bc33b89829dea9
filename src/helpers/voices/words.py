"""Words that attribute speech and thought; the lists stand in ``words.yml``."""

import itertools
import re
from importlib import resources

import yaml

LISTS = yaml.safe_load(resources.files("helpers.voices").joinpath("words.yml").read_text("utf-8"))
ENGLISH, RUSSIAN, ROLES = LISTS["english"], LISTS["russian"], LISTS["roles"]
VERB_LISTS = list(itertools.takewhile(lambda name: name != "noun", ENGLISH))
VOWELS = "aeiou"


def either(pattern):
    """A Russian pattern that takes ё and е alike, as papers write either."""
    return re.sub(r"\[[^]]*\]|ё", lambda found: "[её]" if found[0] == "ё" else found[0], pattern)


def inflected(verb):
    """The forms of an English verb, "call on" included: base, -s, past, participle, -ing."""
    head, _, rest = verb.partition(" ")
    stem = head + head[-1] if head in ENGLISH["doubled"] else head
    consonant_y = head.endswith("y") and head[-2] not in VOWELS
    if consonant_y:
        third, past = head[:-1] + "ies", head[:-1] + "ied"
    else:
        third = head + ("es" if head.endswith(("s", "sh", "ch", "x", "z", "go")) else "s")
        past = head + "d" if head.endswith("e") else stem + "ed"
    doing = (head[:-1] if head.endswith("e") and not head.endswith("ee") else stem) + "ing"
    past, participle = ENGLISH["irregular"].get(head, (past, past))
    forms = dict(base=head, third=third, past=past, participle=participle, doing=doing)
    return {name: f"{form} {rest}".strip() for name, form in forms.items()}


def _by_form():
    """Each form of each verb with the lists that it stands in."""
    found = {}
    for name in VERB_LISTS:
        for verb in ENGLISH[name]:
            for form in inflected(verb).values():
                found.setdefault(form, set()).add(name)
    return {form: frozenset(names) for form, names in found.items()}


def _verbs(form):
    return {
        inflected(verb)[form] for name in VERB_LISTS for verb in ENGLISH[name] if " " not in verb
    }


CUES = _by_form()
PARTICIPLES, PASTS = _verbs("participle"), _verbs("past")
DOING, BASES = _verbs("doing"), _verbs("base")
NAMES_OF_ACTS = {*BASES, *_verbs("third"), *ENGLISH["also_noun"]}  # nouns as well
NOUNS = {noun + ending for noun in ENGLISH["noun"] for ending in ("", "s")} | {"beliefs"}
PLANS = {noun + ending for noun in ENGLISH["plan"] for ending in ("", "s")}
SURE, VIEWS = set(ENGLISH["sure"]), set(ENGLISH["views"])
PLURAL_VERBS = set(ENGLISH["verbs"]) | set(ENGLISH["say"] + ENGLISH["think"] + ENGLISH["vow"])
FINITE = {
    *ENGLISH["finite"],
    *(inflected(v)[form] for v in ENGLISH["verbs"] for form in ("third", "past")),
    *(_verbs("third") - NOUNS - PLANS - set(ENGLISH["noun_first"])),
}
DAYS, ADVERBS = set(ENGLISH["days"]), set(ENGLISH["adverb"])
BE = set(ENGLISH["be"])
AUXILIARY = BE | set(ENGLISH["auxiliary"])
PREPOSITIONS = set(ENGLISH["preposition"])
ARTICLES = set(ENGLISH["article"])
PRONOUNS = set(ENGLISH["pronoun"])
OPENERS = ARTICLES | PRONOUNS | set(ENGLISH["opener"])
RELATIVES = set(ENGLISH["relative"])
BREAKS = RELATIVES | set(ENGLISH["subordinate"]) | set(',;:—–()”"')
