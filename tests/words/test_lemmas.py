"""Lemmas: held against worked examples, and their sums against the words they join."""

import numpy as np
import pandas as pd
import pytest

from helpers import corpus, evidence, terms
from helpers.errors import InputError
from helpers.words import counts, lemmas

FORMS = {  # made up by hand from a grammar: forms and lemma
    "цены": "цена", "цен": "цена", "ценами": "цена", "города": "город", "городов": "город",
    "сказала": "сказать", "говорят": "говорить", "казахстанские": "казахстанский",
    "протестующих": "протестующий", "погибшими": "погибший", "людям": "человек",
}  # fmt: skip
ENGLISH = {"prices": "price", "said": "say", "cities": "city", "went": "go", "people": "people"}
TEXTS = {
    "a": "Цены растут. Цены на газ выше, чем цена на хлеб.",
    "b": "Жители говорили о ценах. Цены не упали.",
}


@pytest.mark.parametrize(("form", "lemma"), FORMS.items())
def test_russian_forms(form, lemma):
    assert lemmas.of([form], "ru") == [lemma]


@pytest.mark.parametrize(("form", "lemma"), ENGLISH.items())
def test_english_forms(form, lemma):
    assert lemmas.of([form], "en") == [lemma]


def test_a_study_s_own_names_come_first_and_the_longest_beginning_counts():
    assert lemmas.of(["масимова"], "ru", {"масимов*": "масимов"}) == ["масимов"]
    given = {"мас*": "short", "масим*": "long"}
    assert lemmas.of(["масимова"], "ru", given) == ["long"]
    assert lemmas.of(["цены"], "ru", {"цены": "ценник"}) == ["ценник"]


def test_another_language_is_refused_by_name():
    with pytest.raises(InputError, match="no lemmas for language 'kk', but for en, ru"):
        lemmas.of(["баға"], "kk")


def test_merged_counts_keep_their_sums_and_are_named_by_the_commonest_form():
    made = counts.from_texts(TEXTS, phrases=["цены на газ", "ценах цены"])
    merged, forms = lemmas.merge(made, "ru")
    assert merged.matrix.sum() == made.matrix.sum()
    price = merged.terms.get_loc("цены")
    assert np.asarray(merged.matrix.sum(axis=0)).ravel()[price] == 5
    assert set(forms.loc[forms["term"] == "цены", "form"]) == {"цены", "цена", "ценах"}
    assert merged.terms.is_monotonic_increasing and merged.terms.is_unique
    assert (merged.rows["n_words"] == made.rows["n_words"]).all()


def test_terms_by_lemma_and_the_evidence_of_every_form():
    study = corpus.from_frame(pd.DataFrame({"text": TEXTS}), language="ru")
    table = terms.frequencies(study, lemmas=True)
    assert table.set_index("term").loc["цены", ["n", "articles"]].tolist() == [5, 2]
    behind = evidence.behind(table[table["term"] == "цены"], study)
    assert behind.groupby("form")["n"].sum().to_dict() == {"цены": 3, "цена": 1, "ценах": 1}
    assert set(behind["term"]) == {"цены"}


def test_lemmas_of_unknown_language_are_refused():
    study = corpus.from_frame(pd.DataFrame({"text": TEXTS}))
    with pytest.raises(InputError, match="needs a column language"):
        terms.tf_idf(study, lemmas=True)


def test_yo_is_read_as_ye_in_texts_and_patterns():
    made = counts.from_texts({"a": "Пётр идёт. Учёт ещё не учет."}, phrases=["ещё не"])
    assert {"петр", "идет", "учет"} <= set(made.terms)
    assert len(made.find(["учёт"])) == 1 and len(made.find(["пёт*"])) == 1
