"""What ``study.yml`` may say: its keys, and what each has to hold."""

import difflib
from datetime import date

from helpers.files.tables import Fault

NAME = "study.yml"
# What columns of results are called; a column of the articles may not bear such a name.
# fmt: off
RESERVED = frozenset([
    "article", "article_id", "voice", "frame", "hits", "n_words", "per_1000", "family",
    "weight", "term", "pattern", "n", "code", "codes", "coders", "found", "held_back", "tf_idf",
    "df", "articles", "families", "origins", "with_words", "not_measured", "words", "rate",
    "rate_low", "rate_high", "presence", "presence_low", "presence_high", "interval", "numer",
    "denom", "share", "share_low", "share_high", "low", "high", "one", "two", "variable",
    "alpha", "window", "copies", "level", "value", "clusters", "why", "cluster",
])
# fmt: on


def _text(value):
    return None if isinstance(value, str) else "must be text"


def _names(value):
    sound = isinstance(value, list) and all(isinstance(name, str) for name in value)
    return None if sound else "must be a list of names, as [first, second]"


def _number(value):
    sound = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return None if sound else "must be a whole number above 0"


def _nothing(value):
    return None if value is None else "can only be left empty here, which takes it away"


def _day(value):
    if isinstance(value, date):
        return None
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return f"{value!r} is not a valid date: write it as 2022-01-31"
    return None


def _share(value):
    sound = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1
    return None if sound else "must be above 0 and at most 1"


def _map(known=None, needed=(), each=None):
    """A checker of names and values: of some known names, or of any, each checked alike."""

    def check(value):
        if not isinstance(value, dict):
            return f"must hold names and values, as {{{', '.join(known or ['name'])}: …}}"
        missing = [name for name in needed if name not in value]
        if missing:
            return f"lacks {missing[0]!r}"
        for name, inner in value.items():
            rule = each if known is None else known.get(name)
            if rule is None and known is not None:
                return f"{name!r} is not known{_near(name, known)}"
            if rule and (wrong := rule(inner)):
                return f"{name}: {wrong}"
        return None

    return check


def _list_of(rule):
    def check(value):
        if not isinstance(value, list):
            return "must be a list"
        wrongs = (f"entry {number}: {wrong}" for number, one in enumerate(value, 1)
                  if (wrong := rule(one)))  # fmt: skip
        return next(wrongs, None)

    return check


DAYS = {"start": _day, "end": _day}
LEVELS = ("nominal", "ordinal", "interval", "ratio")
VARIABLE = {
    "level": lambda v: None if v in LEVELS else f"must be one of {', '.join(LEVELS)}, not {v!r}",
    "values": lambda v: None if isinstance(v, list) and v else "must be a list of values",
}
GROUPS = {"by": _text, "table": _text, "order": _names, "main": _names, "unknown": _text}
# What can differ for the articles of one language.
OF_LANGUAGE = {
    "opening": _number, "groups": _map(GROUPS), "contrast": _names, "word": _nothing,
    "lemmas": _map(each=_text),
}  # fmt: skip
KEYS = {
    "title": _text,
    "question": _text,
    "languages": _names,
    "lexicon": _map(each=_text),
    "window": _map(DAYS, needed=DAYS),
    "dense": _map(DAYS, needed=DAYS),
    "opening": _number,
    "lemmas": _map(each=_text),
    "groups": _map(GROUPS),
    "by_language": _map(each=_map(OF_LANGUAGE)),
    "contrast": _names,
    "word": _map({"article": _text, "word": _text}, needed=("article", "word")),
    "windows": _list_of(_map({"window": _text} | DAYS, needed=("window", *DAYS))),
    "copies": _map({"text": _share, "counts": _share}),
    "coding": _map({
        "preferred": _text, "variables": _map(each=_map(VARIABLE, needed=VARIABLE)),
    }),
    "columns": _map(each=_names),
}  # fmt: skip


def faults(settings):
    """What is wrong with the settings (list of Fault)."""
    found = []
    for name, value in settings.items():
        if name not in KEYS:
            found.append(Fault(NAME, None, None, f"{name!r} is not known{_near(name, KEYS)}"))
        elif value is not None and (wrong := KEYS[name](value)):
            found.append(Fault(NAME, None, None, f"{name}: {wrong}"))
    return found


def _near(name, known):
    near = difflib.get_close_matches(str(name), [*known], 1)
    return f": did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"
