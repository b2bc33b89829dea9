"""Lemmas with TF-IDF on made-up Russian articles, beside pymorphy3 called word by word.

``python benchmarks/lemmas.py`` (a few minutes) writes ``lemmas.csv``. The words are forms of the
dictionary that pymorphy3 comes with, drawn by Zipf's law with a fixed seed. Word by word is
measured on the first articles only (``SHARE`` of them) and multiplied up: its time is linear in
the number of words. Both give the same lemmas, which is checked first.
"""

import itertools
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pymorphy3
from sklearn.feature_extraction.text import TfidfVectorizer

from helpers import corpus, terms
from helpers.words import lemmas

HERE = Path(__file__).parent
SEED = 20220105
FORMS = 150_000  # different words, as in the news of a year
LENGTH = 300  # words of an article
SHARE = 0.005


def articles(n):
    """Made-up articles (list of str)."""
    rng = np.random.default_rng(SEED)
    known = pymorphy3.MorphAnalyzer().dictionary.words.iteritems("")
    forms = sorted({form for form, _ in itertools.islice(known, 0, None, 9)})
    forms = rng.permutation(np.array(forms, object))[:FORMS]
    weight = np.cumsum(1 / (np.arange(FORMS) + 2.7) ** 1.05)
    weight /= weight[-1]
    return [
        " ".join(forms[np.searchsorted(weight, rng.random(LENGTH))]) + "." for _ in range(n)
    ]  # fmt: skip


def word_by_word(texts):
    """Seconds of pymorphy3 on every word, and scikit-learn's TF-IDF on what it gives."""
    parse = pymorphy3.MorphAnalyzer().parse
    began = time.perf_counter()
    weigh = TfidfVectorizer(
        tokenizer=lambda body: [parse(word)[0].normal_form for word in body.strip(".").split()],
        token_pattern=None,
    )
    weigh.fit_transform(texts)
    return time.perf_counter() - began


def by_helpers(texts):
    """Seconds from texts to the weight of each lemma in each of two groups."""
    table = pd.DataFrame({"text": texts, "half": ["a", "b"] * (len(texts) // 2)})
    began = time.perf_counter()
    study = corpus.from_frame(table, language="ru")
    terms.tf_idf(study, by="half", lemmas=True)
    return time.perf_counter() - began


def main(n):
    texts = articles(n)
    first = sorted(set(texts[0].strip(".").split()))
    parse = pymorphy3.MorphAnalyzer().parse
    plain = {word: parse(word)[0].normal_form.replace("ё", "е") for word in first}
    same = sum(plain[w] == lemma for w, lemma in zip(first, lemmas.of(first, "ru"), strict=True))
    few = texts[: int(n * SHARE)]
    peer, ours = word_by_word(few) / SHARE, by_helpers(texts)
    rows = pd.DataFrame(
        {
            "articles": n,
            "words": n * LENGTH,
            "how": ["pymorphy3, word by word, and scikit-learn", "terms.tf_idf(lemmas=True)"],
            "measured_on": [len(few), n],
            "seconds": [peer, ours],
            "times_as_fast": [1, peer / ours],
            "same_lemmas": [1, same / len(first)],
        }
    ).round(3)
    rows.to_csv(HERE / "lemmas.csv", index=False)
    print(rows.to_string(index=False))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
