"""What a person should look at before an article enters the corpus.

Nothing here decides: each function gives doubts as sentences, and near copies as links. Only what
cannot be an article of the corpus at all (no text, a day to come) or lacks its day or its outlet,
which a person can give, is refused.
"""

import re
from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from helpers.likeness import vocabulary
from helpers.likeness.likeness import COUNTS
from helpers.words import text

SHORT = 60  # words; the shortest article of the study's corpus has 64
# Likeness by counts from which two texts are nearly the same, and from which one may be the other
# reworked: where text families begin.
NEAR, REWORKED = 0.8, COUNTS
CUT = re.compile(
    r"(?:\[\+?\d+ (?:chars|more)[^\]]*\]|(?:…|\.\.\.)\s*|(?:read|see) (?:more|on)|"
    r"continue reading.*|(?:subscribe|sign in) to (?:read|continue).*|читать далее.*)\W*$",
    re.IGNORECASE,
)


def refusals(article, *, today=None):
    """Why an article cannot enter at all (list of sentences)."""
    found = []
    if not text.words(text.normalise(article.text)):
        found.append("has no text")
    if article.published and not _is_day(article.published):
        found.append(f"{article.published!r} is not a valid day: give --published 2022-01-31")
    elif article.published > (today or date.today()).isoformat():
        found.append(f"is dated {article.published}, which is in the future")
    return found


def lacking(article):
    """What has to be given before an article can enter (list of sentences)."""
    found = []
    if not article.published:
        found.append(
            "has no day of publication that can be read: name its column, --column published=…"
            if "#" in article.source  # one of many: a day for all of them would be a false one
            else "has no day of publication: give --published 2022-01-31"
        )
    if not article.outlet.strip():
        found.append("names no outlet: give --outlet")
    return found


def doubts(article, study):
    """What to look at in one article (list of sentences).

    study : what study.yml says: ``window`` and ``languages`` are held against the article
    """
    found = list(article.warnings)
    window, languages = study.get("window") or {}, study.get("languages") or []
    if window and not str(window["start"]) <= article.published <= str(window["end"]):
        found.append(
            f"published {article.published}, outside the study's window "
            f"{window['start']} to {window['end']}"
        )
    if article.precision not in ("", "day"):
        found.append(f"the source states the {article.precision} of publication only")
    if article.published.endswith("-01-01") and article.published_from != "page":
        found.append("1 January is often a guess: check the day of publication")
    if article.language not in languages and languages:
        found.append(
            f"language {article.language or 'unknown'!r}, the study has {', '.join(languages)}"
        )
    n = len(text.words(text.normalise(article.text)))
    if n < SHORT:
        found.append(f"only {n} words: a teaser, or a text cut off?")
    if is_cut(article.text):
        found.append("the text breaks off")
    return found


def is_cut(body):
    """Whether a text ends as cut-off texts end ("…", "Read more", "[+1234 chars]")."""
    return bool(CUT.search(body.strip()[-300:]))


def boilerplate(bodies, outlets):
    """Lines that stand in several texts of one outlet: a masthead, a subscription notice.

    bodies : mapping of article_id to text; outlets : mapping of article_id to outlet
    Returns a dict of article_id to such lines (list of str), articles without any left out.
    """
    seen = Counter((outlets[i], line) for i, body in bodies.items() for line in set(_lines(body)))
    found = {
        i: [line for line in _lines(body) if seen[outlets[i], line] > 1]
        for i, body in bodies.items()
    }
    return {i: lines for i, lines in found.items() if lines}


def nearest(new, known):
    """The most similar other article of each new one.

    new, known : counts as long tables (``counts.to_table``); an article of ``new`` is compared with
        all of ``known`` and with those of ``new`` before it
    Returns a DataFrame, index article_id of ``new``: ``other`` (article_id, missing where none is
    nearly alike) and ``likeness`` (by counts, as in ``copies.pairs``; 0 to 1).
    """
    there, entering = (pd.unique(part["article_id"]) for part in (known, new))
    articles = pd.Index([*there, *entering])
    matrix = vocabulary.of_table(_joined(known, new), articles)
    one, two = vocabulary.candidates(matrix, REWORKED, first=len(there))
    likeness = vocabulary.measure(matrix, one, two)[:, 0]
    order = np.argsort(-likeness, kind="stable")
    best = pd.DataFrame({"at": two[order], "other": articles[one[order]]})
    best = best.assign(likeness=likeness[order]).drop_duplicates("at").set_index("at")
    found = best.reindex(np.arange(len(there), len(articles))).fillna({"likeness": 0.0})
    return found.set_index(pd.Index(entering, name="article_id"))


def _joined(known, new):
    """Two long tables as one; names as categories, which a long column of text would be slow as."""
    columns = {
        name: union_categoricals([part[name].astype("category") for part in (known, new)])
        for name in ("article_id", "voice", "term")
    }
    n = np.concatenate([part["n"].to_numpy(np.int64) for part in (known, new)])
    return pd.DataFrame(columns | {"n": n})


def _lines(body):
    """Lines of four words or more, without digits, which change from day to day."""
    lines = (re.sub(r"\d+", "#", line.strip()) for line in body.splitlines())
    return [line for line in lines if len(line.split()) >= 4]


def _is_day(day):
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False
