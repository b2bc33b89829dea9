"""Whether a file that no importer knows is one article, or an export of many."""

import re
from collections import Counter
from itertools import pairwise

from helpers.errors import InputError
from helpers.intake import boilerplate, dates

MOST_WORDS = 10_000  # of one article
FAR = 60  # words between two lines that end or date articles
LABEL = re.compile(r"([^\W\d][^:：]{1,30}?)\s*[:：]\s*(\S.{0,150})")
ENDS = re.compile(r"\bdocument\b|\bend\b|\bfin\b|\bende\b|конец", re.I)
MARKS = re.compile(r"[\W_]{12,}")
NAMED = {"EBSCO": "ebsco", "NewsBank": "newsbank", "Integrum": "integrum|интегрум",
         "PressReader": "pressreader", "ProQuest": "proquest", "Factiva": "factiva|dow jones",
         "LexisNexis": "lexisnexis|nexis uni"}  # fmt: skip


def check(lines, name):
    """InputError where lines of a text (list of str) look like an export of several articles:
    lines that end articles or label their days repeat, several lines state nothing but a day, or
    there are more words than an article has."""
    lines = [line for line in lines if line.strip()]
    words = sum(len(line.split()) for line in lines)
    n = max(_ended(lines), _labelled(lines), _dated(lines))
    if n < 2 and words <= MOST_WORDS:
        return
    about = (
        f"an export of about {n} articles" if n > 1 else f"more than one article ({words:,} words)"
    )
    said = " ".join(lines[:3] + lines[-20:]).casefold()
    archive = next((a for a, words_ in NAMED.items() if re.search(words_, said)), "")
    of = f" of {archive}" if archive else ""
    raise InputError(
        f"{name}: looks like {about}{of}, in a layout that is not known: export it in another "
        "(HTML, RTF or a table), split it, or say --one-article if it is one"
    )


def _ended(lines):
    """How many parts lines of marks, or one short line, cut the text into: all of some length."""
    most = 0
    repeated = Counter(line for line in lines if len(line) < 60)
    for line, times in repeated.items():
        is_mark = len(line) >= 20 and MARKS.fullmatch(line)
        if times < 2 or not (
            is_mark or re.search(r"(?i)\bdocument\b|\bend\b|конец|fin\b|ende\b", line)
        ):
            continue
        at = [i for i, one in enumerate(lines) if one == line]
        if all(_words(lines[a:b]) >= FAR for a, b in pairwise(at)):
            most = max(most, times)
    return most


def _labelled(lines):
    """How often a label stands before a day ("Date: 6 January 2022"), far from the one before."""
    places = {}
    for i, line in enumerate(lines):
        match = LABEL.fullmatch(line) if len(line) < 200 else None
        if match and (day := dates.parse(match[2][:60])) and day.precision == "day":
            places.setdefault(match[1].casefold(), []).append(i)
    return max((_far_apart(lines, at) for at in places.values()), default=0)


def _dated(lines):
    """How many lines hold nothing but a day, each far from the one before; two may be the day of
    publication and that of a change."""
    at = [i for i, line in enumerate(lines) if len(line) < 80 and boilerplate.is_date(line)]
    n = _far_apart(lines, at)
    return n if n > 2 else 0


def _far_apart(lines, at):
    kept = at[:1]
    for i in at[1:]:
        if _words(lines[kept[-1] : i]) >= FAR:
            kept.append(i)
    return len(kept)


def _words(lines):
    return sum(len(line.split()) for line in lines)
