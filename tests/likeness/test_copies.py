"""Text families: alike by words, or documented as copies."""

import pandas as pd
import pytest

from helpers.corpus import folder as corpus
from helpers.errors import InputError
from helpers.likeness import copies
from helpers.words import counts

TEXTS = {
    "a": "prices rose in the town and people went into the streets to protest",
    "b": "prices rose in the town and people went into the streets to object",
    "c": "the parliament of another country passed its budget for next year",
    "d": "a football match ended without a goal after ninety minutes of play",
}


def made_up_articles(**copy_of):
    return pd.DataFrame(
        {
            "copy_of": [copy_of.get(i, "") for i in TEXTS],
            "url": [f"https://example.org/{i}" for i in TEXTS],
            "origin": ["x", "x", "y", ""],
        },
        index=pd.Index(TEXTS, name="article_id"),
    )


COUNTED = counts.from_texts(TEXTS)


def test_nearly_the_same_words_make_a_family():
    found = copies.families(COUNTED, made_up_articles())
    assert found["family"].to_dict() == {"a": "a", "b": "a", "c": "c", "d": "d"}
    assert found["size"].tolist() == [2, 2, 1, 1]
    assert found["weight"].tolist() == [0.5, 0.5, 1, 1]


def test_the_weights_of_a_family_add_up_to_one():
    found = copies.families(COUNTED, made_up_articles(), threshold=0.01)
    assert found.groupby("family")["weight"].sum().round(9).eq(1).all()


def test_documented_copies_of_one_text_make_a_family():
    title = "Wire, A title of some words"
    found = copies.families(COUNTED, made_up_articles(c=title, d=title.replace("'", "’")))
    assert found["family"].to_dict() == {"a": "a", "b": "a", "c": "c", "d": "c"}


def test_a_link_joins_whole_families():
    found = copies.families(COUNTED, made_up_articles(d="https://example.org/b"))
    assert found["family"].to_dict() == {"a": "a", "b": "a", "c": "c", "d": "a"}


def test_the_bare_name_of_an_agency_joins_nothing():
    found = copies.families(COUNTED, made_up_articles(c="Reuters", d="Reuters"))
    assert found["family"].nunique() == 3


def test_the_order_of_articles_changes_nothing():
    articles = made_up_articles()
    one = copies.families(COUNTED, articles)
    two = copies.families(COUNTED, articles.iloc[::-1])
    assert one["family"].to_dict() == two["family"].to_dict()


def test_thresholds_by_hand():
    table = copies.thresholds(COUNTED, made_up_articles(), at=(0.45, 0.999)).set_index("threshold")
    low = table.loc[0.45]
    assert (low["families"], low["largest"], low["shared"], low["pairs"]) == (3, 2, 2, 1)
    assert (low["judged"], low["precision"], low["found"]) == (1, 1, 1)
    assert table.loc[0.999, "pairs"] == 0 and pd.isna(table.loc[0.999, "precision"])


def test_the_study_s_threshold_is_the_lowest_of_the_table_with_precision_80(study):
    table = copies.thresholds(counts.load(study), corpus.load(study))
    good = table.loc[table["precision"].round(2) >= 0.8, "threshold"]
    assert good.min() == copies.THRESHOLD


def test_the_seed_s_family_holds_the_other_copies_of_its_text(study):
    articles = corpus.load(study)
    found = copies.families(counts.load(study), articles)
    seed = found.index[found.index.str.startswith("report-wire")][0]
    members = articles.loc[found["family"] == found.loc[seed, "family"]]
    assert len(members) >= 3
    assert set(members["origin"]) == {"AP"}


def test_counts_of_other_articles_are_an_error():
    strangers = made_up_articles().rename(index={"a": "z"})
    with pytest.raises(InputError, match="no counts for z"):
        copies.families(COUNTED, strangers)
