"""Text families: alike by words, or documented as copies."""

import dataclasses

import pandas as pd
import pytest
from conftest import study_of_counts

from helpers.errors import InputError
from helpers.likeness import copies
from helpers.words import counts

TEXTS = {
    "a": "prices doubled overnight in the western town and thousands walked into streets to "
    "protest against ministers before police arrived",
    "b": "prices doubled overnight in the western town and thousands walked into streets to "
    "object against ministers before police arrived",
    "c": "parliament of another country passed its yearly budget after debates about hospitals, "
    "schools, railways, bridges and pensions",
    "d": "football match ended without goals after ninety minutes of tired playing between "
    "northern champions and visiting amateurs",
}


COUNTED = counts.from_texts(TEXTS)


def made_up(**copy_of):
    return study_of_counts(
        COUNTED,
        copy_of=[copy_of.get(i, "") for i in TEXTS],
        url=[f"https://example.org/{i}" for i in TEXTS],
        origin=["x", "x", "y", ""],
    )


def test_nearly_the_same_words_make_a_family():
    found = copies.families(made_up())
    assert found["family"].to_dict() == {"a": "a", "b": "a", "c": "c", "d": "d"}
    assert found["size"].tolist() == [2, 2, 1, 1]
    assert found["weight"].tolist() == [0.5, 0.5, 1, 1]


def test_the_weights_of_a_family_add_up_to_one():
    found = copies.families(made_up(), counts=0.01)
    assert found.groupby("family")["weight"].sum().round(9).eq(1).all()


def test_documented_copies_of_one_text_make_a_family():
    title = "Wire, A title of some words"
    found = copies.families(made_up(c=title, d=title.replace("'", "’")))
    assert found["family"].to_dict() == {"a": "a", "b": "a", "c": "c", "d": "c"}


def test_a_link_joins_whole_families():
    found = copies.families(made_up(d="https://example.org/b"))
    assert found["family"].to_dict() == {"a": "a", "b": "a", "c": "c", "d": "a"}


def test_the_bare_name_of_an_agency_joins_nothing():
    found = copies.families(made_up(c="Reuters", d="Reuters"))
    assert found["family"].nunique() == 3


def test_the_order_of_articles_changes_nothing():
    study = made_up()
    one = copies.families(study)
    two = copies.families(dataclasses.replace(study, articles=study.articles.iloc[::-1]))
    assert one["family"].to_dict() == two["family"].to_dict()


def test_thresholds_by_hand():
    table = copies.thresholds(made_up(), at=(0.45, 0.999)).set_index("threshold")
    low = table.loc[0.45]
    assert (low["families"], low["largest"], low["shared"], low["pairs"]) == (3, 2, 2, 1)
    assert (low["judged"], low["precision"], low["found"]) == (1, 1, 1)
    assert table.loc[0.999, "pairs"] == 0 and pd.isna(table.loc[0.999, "precision"])


def test_an_article_of_which_nothing_is_known_is_a_family_of_its_own():
    study = made_up()
    more = pd.concat([study.articles, study.articles.iloc[:1].rename(index={"a": "z"})])
    found = copies.families(dataclasses.replace(study, articles=more))
    assert found["family"].to_dict() == {"a": "a", "b": "a", "c": "c", "d": "d", "z": "z"}


@pytest.mark.parametrize("threshold", [-0.1, 0, 1.1, True, "0.5"])
def test_a_threshold_is_a_share(threshold):
    with pytest.raises(InputError, match="counts must be above 0 and at most 1"):
        copies.families(made_up(), counts=threshold)
    with pytest.raises(InputError, match="text must be above 0 and at most 1"):
        copies.families(made_up(), text=threshold)
    with pytest.raises(InputError, match="least must be above 0 and at most 1"):
        copies.pairs(made_up(), least=threshold)
