"""How much of a text its published counts give away.

Counts of words tell no order; counts of phrases do. Two phrases of one article and voice that share
a word which stands there once must overlap in the text: "security council" and "council meeting"
give "security council meeting". ``longest`` follows such chains as far as they are forced.
"""

from pathlib import Path

import pandas as pd

from helpers.corpus import folder
from helpers.errors import InputError
from helpers.words import text as text_

BEYOND = 4  # words, which a chain may have more than its longest phrase


def longest(path):
    """The longest run of words that the counts determine, for each article and voice.

    path : the corpus folder

    Returns a DataFrame, longest first: ``article_id``, ``voice``, ``words`` (of the run),
    ``phrase`` (words of the longest phrase in it), ``beyond`` (their difference; higher means that
    more of the text can be put together), ``run`` (str), ``stands`` (whether the text holds it,
    where it is at hand; missing elsewhere).

    >>> list(longest("corpus"))[:3]
    ['article_id', 'voice', 'words']
    """
    path = Path(path)
    tables = folder.read(path)
    if tables["counts"].empty:
        raise InputError(f"{path}: holds no counts")
    bodies = folder.texts(path, tables["articles"].index, source="private")
    rows = []
    for (article_id, voice), part in tables["counts"].groupby(
        ["article_id", "voice"], observed=True
    ):
        n = dict(zip(part["term"], part["n"], strict=True))
        run, phrase = _run(n)
        if run:
            stands = pd.NA
            if article_id in bodies:
                words = text_.words(text_.normalise(bodies[article_id]))
                stands = f" {run} " in f" {' '.join(words)} "
            size = run.count(" ") + 1
            rows.append((article_id, voice, size, phrase, size - phrase, run, stands))
    columns = ["article_id", "voice", "words", "phrase", "beyond", "run", "stands"]
    table = pd.DataFrame(rows, columns=columns).astype({"stands": "boolean"})
    order = ["beyond", "words", "article_id"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _run(n):
    """(the longest forced run, words of its longest phrase) of the counts of one article."""
    phrases = [term.split(" ") for term in n if " " in term]
    found, size = [], 0
    for start in phrases:
        run, most = start, len(start)
        while following := _following(run, phrases, n):
            share, other = following
            run, most = run + other[share:], max(most, len(other))
        if len(run) > len(found):
            found, size = run, most
    return " ".join(found), size


def _following(run, phrases, n):
    """(shared words, phrase) of a phrase that must overlap the run's end; None if none must."""
    for other in phrases:
        for share in range(min(len(other), len(run)) - 1, 0, -1):
            # A shared word that stands in the article once has one place.
            forced = run[-share:] == other[:share] and any(n.get(w) == 1 for w in run[-share:])
            if forced and not {*other[share:]} & {*run}:
                return share, other
    return None


def told(table):
    """What ``longest`` found, in a sentence."""
    if table.empty:
        return "the counts hold no phrases: they give no order of words away"
    first = table.iloc[0]
    verdict = "at most" if first["beyond"] <= BEYOND else "MORE THAN"
    checked = table["stands"].dropna()
    stands = f"; {checked.mean():.0%} of {len(checked)} runs stand in the texts" if len(
        checked
    ) else "; no text is at hand to check the runs against"  # fmt: skip
    return (
        f"longest run of words that the counts determine: {first['words']} ({first['run']!r}, "
        f"article {first['article_id']}), {first['beyond']} beyond its longest phrase: {verdict} "
        f"the {BEYOND} that are allowed{stands}"
    )
