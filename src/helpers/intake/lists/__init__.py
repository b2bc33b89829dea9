"""Word lists of the importers, as data: a file a list, a word or phrase a line, with its language
where it has one."""

import csv
import functools
import re
from importlib import resources


@functools.cache
def read(name):
    """The rows of the list ``<name>.csv`` (tuple of dicts); its first line says what it is."""
    body = resources.files(__name__).joinpath(f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(body.splitlines()[1:]))


def column(name, field):
    """One column of a list (list of str)."""
    return [row[field] for row in read(name)]


def globs(name, field):
    """A column of words in which ``*`` is any letters, as alternatives of a regular expression."""
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in column(name, field))


def beginnings(name):
    """A list of beginnings of words (``beginning``, ``unless_followed_by``) as alternatives of a
    regular expression."""
    parts = []
    for row in read(name):
        unless = "|".join(map(re.escape, row["unless_followed_by"].split("|")))
        parts.append(re.escape(row["beginning"]) + (f"(?!{unless})" if unless else ""))
    return "|".join(parts)


def held_against(stated, text):
    """What to know where a stated length ("420 words") and a text differ by a fifth and more: list
    of one sentence, or none. Languages that write no blanks between words are not counted so."""
    match = re.search(r"\d[\d.,\u00a0 ]*", stated or "")
    said = int(re.sub(r"\D", "", match[0])) if match else 0
    read = len(text.split())
    if not said or not text or (0.8 <= read / said <= 1.25) or re.search(r"[\u3040-\u9fff]", text):
        return []
    return [f"{said} words are stated, and {read} were read: is something cut, or added?"]
