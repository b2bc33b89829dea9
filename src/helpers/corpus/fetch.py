"""Texts of articles that the corpus knows by their counts only, from their addresses.

Polite: robots.txt is kept to, one host gets one request at a time with a pause between, a server
that asks for patience is given it, and what is there is not asked for again. Where a page is gone,
a web archive is asked. A fetched text is kept, privately, only if it has the words that were
counted: a notice that asks for consent is no article.
"""

import time
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
from tqdm import tqdm

from helpers.corpus import extend, study
from helpers.corpus import folder as corpus
from helpers.errors import InputError
from helpers.files import store
from helpers.intake.pages import page as pages
from helpers.web import client, visits
from helpers.words import counts

CACHE = "private/.cache"
ARCHIVE = "https://web.archive.org/web/{day}id_/{url}"
LIKE = 0.6  # cosine of word counts below which a page is not the article that was counted


def texts(path, *, article_ids=None, delay=5.0, archive=True, get=client.get, sleep=time.sleep):
    """Fetch the texts of articles that have none, into ``private/``.

    article_ids : default: every article without a text
    delay : seconds between two requests to one host
    archive : ask a web archive where the page is gone
    get, sleep : how pages are had and time is passed (for tests)

    Returns a DataFrame, one row per article asked for: ``article_id``, ``url``, ``status`` ("kept",
    "not had", "another text", "no address"), ``reason`` and ``cosine`` (of word counts, page
    against corpus; 0 to 1, higher means the same text).
    """
    path = Path(path)
    have = corpus.read(path)
    known = corpus.texts(path, have["articles"].index, source="private")
    wanted = [i for i in article_ids or have["articles"].index if article_ids or i not in known]
    unknown = [i for i in wanted if i not in have["articles"].index]
    if unknown:
        raise InputError(f"articles.csv has no article {unknown[0]}")
    visit = visits.Visits(path / CACHE, delay, get, sleep)
    counted = study.counted(have, {})
    rows = []
    for article_id in tqdm(_interleaved(wanted, have["articles"]["url"]), disable=None):
        about = have["articles"].loc[article_id]
        rows.append(
            (article_id, about["url"], *_one(article_id, about, counted, visit, path, archive))
        )
    table = pd.DataFrame(rows, columns=["article_id", "url", "status", "reason", "cosine"])
    return table.set_index("article_id").reindex(wanted).reset_index()


def _interleaved(article_ids, urls):
    """The articles in an order that goes round the hosts."""
    turn, seen = {}, {}
    for article_id in article_ids:
        host = urlsplit(urls[article_id]).netloc
        turn[article_id] = seen[host] = seen.get(host, 0) + 1
    return sorted(article_ids, key=turn.get)


def _one(article_id, about, counted, visit, path, archive):
    """Status, reason and cosine of one article, whose text is kept if it is the one counted."""
    url = about["url"]
    if not url.startswith("http"):
        return "no address", f"{url} is not on the web", np.nan
    places = [url]
    if archive:
        places.append(ARCHIVE.format(day=about["published"].replace("-", ""), url=url))
    reasons, best = [], np.nan
    for place in places:
        try:
            article = pages.read(visit.page(place), url=url)
        except store.NotWritten:
            raise
        except InputError as error:
            reasons.append(str(error))
            continue
        body = extend.clean(article.text)
        like = _likeness(article_id, body, counted)
        if like >= LIKE or np.isnan(like):
            with store.changing(path):
                kept = {f"private/{article_id}.txt": f"{body}\n".encode()}
                store.commit(path, kept | extend.unshared(path))
            return "kept", "", like
        reasons.append(f"{place}: other words than those counted")
        best = np.fmax(best, like)
    return ("not had" if np.isnan(best) else "another text"), "; ".join(reasons), best


def _likeness(article_id, body, counted):
    """Cosine of the words of the text's beginning and of those counted; NaN if none were."""
    mine = counted.select(counted.rows["article_id"] == article_id)
    n = int(mine.rows["n_words"].sum())
    if not n:
        return np.nan
    words = body.split()[: int(1.2 * n) + 20]
    both = counts.join([mine, counts.from_texts({"page": " ".join(words)})])
    _, rows = counts.by_group(both, both.rows["article_id"].eq("page"))
    one, two = rows[:, ~both.terms.str.contains(" ")].toarray().astype(float)
    lengths = np.linalg.norm(one) * np.linalg.norm(two)
    return float(one @ two / lengths) if lengths else 0.0
