"""Who speaks: one entity for the several names of a speaker, and what kind of speaker it is."""

import bisect
import functools
import re
from pathlib import Path

import pandas as pd

from helpers.errors import InputError
from helpers.files import tables
from helpers.voices.words import ROLES

KINDS = (
    "head of state", "government", "security", "opposition", "resident or witness",
    "foreign government", "international body", "NGO", "expert", "media", "other",
)  # fmt: skip
TITLE = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Sen|Rep|Gov)\.?|President|Prime Minister|Minister|"
    r"Mayor|Governor|General|Foreign|Deputy|Chief|the|an?|Президент|Премьер-министр|Министр|Мэр|Начальник|"
    r"[а-яё-]+)\s+"
)
PRONOUN = re.compile(
    r"(?:he|she|they|it|we|i|who|which|он|она|они|оно|его|её|ее|их)$", re.IGNORECASE
)
NAME = re.compile(
    r"\b[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w'’-]+"
    r"(?:\s+(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w'’-]*\.?|al-\w+|(?:bin|van|von|de)\b)){1,5}"
)
WORDS_OF_KINDS = [
    (kind, re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE))
    for kind, words in ROLES.items()
]
COLUMNS = {"entity": tables.filled, "aliases": tables.anything, "kind": tables.one_of(*KINDS)}


def read_speakers(path):
    """Read a table of known speakers: ``entity``, ``aliases`` (parted by |), ``kind``.

    Returns a DataFrame with these columns, empty where there is no such file: kinds of speakers are
    then told by their titles alone. Raises InputError naming faults by line and column.

    >>> list(voices.read_speakers("corpus/speakers.csv"))
    ['entity', 'aliases', 'kind', 'source']
    """
    if not Path(path).exists():
        return pd.DataFrame(columns=[*COLUMNS], dtype="str")
    table, faults = tables.read(
        Path(path), COLUMNS | {"source": tables.anything}, optional=["source"]
    )
    if faults:
        raise InputError("\n".join(map(str, faults)))
    return table.reset_index(drop=True)


def resolve(mentions, text, known=None):
    """Entity and kind of each speaker of one article.

    mentions : list of (start, end) in the text, in its order; None where nobody is named
    known : ``read_speakers``, or None

    Returns a list of (entity, kind), "" where not known.
    """
    names = _names(text)
    roles = _role_holders(text)
    aliases = _aliases(known)
    people = [(match.start(), match[0]) for match in NAME.finditer(text) if " " in _bare(match[0])]
    last, found = (-1, ""), []
    for span in mentions:
        mention = text[slice(*span)] if span else ""
        if PRONOUN.match(mention):  # whoever was named last, as a speaker or with a full name
            place = bisect.bisect_left(people, span[:1])
            before = people[place - 1] if place else (-1, "")
            named = before[1] if before[0] > last[0] else last[1]
        else:
            named = mention
        entity = _entity(named, names, roles, aliases) if named else mention
        if span and not PRONOUN.match(entity):
            last = (span[0], entity)
        found.append((entity, _kind(named, entity, aliases) if mention else ""))
    # Whoever is called president once is the president where only the name stands, too.
    kinds = {entity: kind for entity, kind in reversed(found) if kind not in ("", "other")}
    return [(entity, kinds.get(entity, kind) if kind else "") for entity, kind in found]


def _names(text):
    """Full names by their last part."""
    found = {}
    for match in NAME.finditer(text):
        name = _bare(match[0])
        if " " in name:  # "Foreign Minister Ana Roe": the last two parts are the name
            found.setdefault(name.split()[-1], " ".join(name.split()[-2:]))
    return found


def _role_holders(text):
    """ "Karim Sadyk, the president," and "President Karim Sadyk": the role by its holder."""
    found = {}
    for match in re.finditer(rf"({NAME.pattern}),\s+(?:the|an?)\s+((?:\w+\s){{0,2}}\w+)", text):
        found.setdefault(match[2].split()[-1].lower(), _bare(match[1]))
    for match in re.finditer(rf"\b([A-Z]\w+)\s+({NAME.pattern})", text):
        found.setdefault(match[1].lower(), _bare(match[2]))
    return found


def _bare(name):
    name = re.split(r",\s|\s+who\b", name.strip())[0]
    while TITLE.match(name):
        name = TITLE.sub("", name, count=1)
    return re.sub(r"[’']s$", "", name)


def _aliases(known):
    if known is None:
        return []
    return [
        (
            re.compile(
                rf"\b(?:{'|'.join(map(_loosely, [row.entity, *row.aliases.split('|')]))})\b", re.I
            ),
            row,
        )
        for row in known.itertuples()
    ]


def _loosely(alias):
    """An alias as a pattern; * stands for any ending."""
    return re.escape(alias.strip()).replace(r"\*", r"\w*") or r"(?!)"


def _entity(mention, names, roles, aliases):
    for pattern, row in aliases:
        if pattern.search(mention):
            return row.entity
    bare = _bare(mention)
    named = NAME.search(bare)
    if named:
        return names.get(named[0].split()[-1].rstrip("."), named[0])
    if bare.split() and bare.split()[-1] in names:
        return names[bare.split()[-1]]
    role = re.sub(r"^(?:the|an?|his|her|its|their)\s+", "", mention, flags=re.I)
    return roles.get(role.split()[-1].lower(), role) if role.split() else mention


def _kind(mention, entity, aliases):
    for pattern, row in aliases:
        if entity == row.entity or pattern.search(mention):
            return row.kind
    return _by_role(f"{mention} {entity}")


@functools.lru_cache(maxsize=4096)
def _by_role(named):
    return next((kind for kind, words in WORDS_OF_KINDS if words.search(named)), "other")
