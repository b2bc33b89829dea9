"""Lemmas: the dictionary form of a word, so that цены, цен and ценам count as one.

Russian by pymorphy3 (Korobov 2015), English by simplemma (Barbaresi 2021), each form looked up
once. What they read otherwise than news wants it read stands in ``lemmas.yml``, and for the names
of a study in its ``study.yml``.
"""

import functools
from dataclasses import replace
from importlib import resources

import numpy as np
import pandas as pd
import yaml
from scipy import sparse

from helpers.errors import InputError

LANGUAGES = ("en", "ru")


def of(words, language, exceptions=None):
    """The lemma of each word (list of str, in their order).

    words : str in lower case, ё as е
    language : "en" or "ru"
    exceptions : {form: lemma} besides ``lemmas.yml``, and before it; a form may end in ``*``

    Raises InputError for a language without a lemmatiser.

    >>> of(["цены", "цен", "протестующих"], "ru")
    ['цена', 'цена', 'протестующий']
    """
    if language not in LANGUAGES:
        raise InputError(
            f"there are no lemmas for language {language!r}, but for {', '.join(LANGUAGES)}: "
            "lemmas=False counts the words as they stand"
        )
    words = list(words)
    known = _exceptions(language) | {str(form): str(to) for form, to in (exceptions or {}).items()}
    beginnings = {form[:-1]: lemma for form, lemma in known.items() if form.endswith("*")}
    longest = max(map(len, beginnings), default=0)
    look_up = _lemmatiser(language)
    found = {}
    for word in set(words):
        lemma = known.get(word)
        for n in range(min(longest, len(word)), 0, -1) if lemma is None else ():
            lemma = beginnings.get(word[:n])
            if lemma is not None:
                break
        found[word] = look_up(word) if lemma is None else lemma
    return [found[word] for word in words]


def merge(counts, language, exceptions=None):
    """Counts whose terms of one lemma are one term, named by their commonest form.

    counts : Counts; a phrase is merged with those that have the same lemmas, word by word
    language, exceptions : as for ``of``

    Returns (Counts, forms): forms is a DataFrame ``term`` (as it is now named) and ``form``, one
    row per term of the counts given. What a wild pattern looked for is kept as it was.
    """
    words = sorted({word for term in counts.terms for word in term.split(" ")})
    lemma = dict(zip(words, of(words, language, exceptions), strict=True))
    key = [" ".join(lemma[word] for word in term.split(" ")) for term in counts.terms]
    code, keys = pd.factorize(pd.Series(key))
    total = np.asarray(counts.matrix.sum(axis=0)).ravel()
    # the commonest form of each lemma, the first by the alphabet where two are as common
    order = np.lexsort([np.arange(len(code)), -total])
    shown = pd.Series(counts.terms[order]).groupby(code[order]).first().reindex(range(len(keys)))
    joined = sparse.csr_matrix(
        (np.ones(len(code), "int64"), (np.arange(len(code)), code)), (len(code), len(keys))
    )
    place = np.argsort(shown.to_numpy(object))
    merged = replace(
        counts,
        matrix=(counts.matrix @ joined).tocsr()[:, place],
        terms=pd.Index(shown.to_numpy(object)[place], dtype="str"),
    )
    return merged, pd.DataFrame({"term": shown.to_numpy(object)[code], "form": counts.terms})


@functools.cache
def _exceptions(language):
    file = resources.files("helpers.words").joinpath("lemmas.yml")
    return yaml.safe_load(file.read_text("utf-8"))[language]


@functools.cache
def _lemmatiser(language):
    """What gives the lemma of one word."""
    if language == "en":
        import simplemma

        return lambda word: simplemma.lemmatize(word, lang="en").lower()
    import pymorphy3

    parse = pymorphy3.MorphAnalyzer().parse
    return lambda word: parse(word)[0].normal_form.replace("ё", "е")
