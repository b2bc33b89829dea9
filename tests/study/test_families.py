"""Families by words alone, held against what this corpus documents.

The truth was written down before thresholds were looked at: pairs of articles whose ``copy_of``
names one text (an address, or an outlet and a title). ``copy_of``, ``origin`` and ``url`` are
withheld from the method. The pairs are few, so that the intervals are wide; the made-up coverage of
``tests/likeness`` carries the bar.
"""

import itertools

import pandas as pd
from conftest import PROJECT
from scipy import stats

from helpers import copies, corpus


def blind(study):
    """The study without what documents its copies."""
    facts = study.articles.drop(columns=["copy_of", "origin", "url", "copy_type", "agency"])
    return study.replace(articles=facts)


STUDY = corpus.one_language(corpus.load(PROJECT / "corpus"))
FOUND = copies.families(blind(STUDY))["family"]


def named_pairs():
    """Pairs of articles that are documented to be one text."""
    text = copies.documented(STUDY.articles).dropna()
    for _, ids in text.groupby(text):
        yield from itertools.combinations(ids.index, 2)


def test_documented_pairs_are_found_by_words_alone():
    pairs = list(named_pairs())
    found = sum(FOUND[one] == FOUND[two] for one, two in pairs)
    low, high = stats.binomtest(found, len(pairs)).proportion_ci(method="wilson")
    print(f"{found} of {len(pairs)} documented pairs [{low:.2f}, {high:.2f}]")
    assert (found, len(pairs)) == (9, 9)


def test_spun_copies_stand_beside_a_text_of_their_origin():
    articles = STUDY.articles
    spun = articles[(articles["copy_type"] == "spun") & (articles["origin"] != "")]
    beside = [
        ((FOUND[i] == FOUND) & (articles["origin"] == origin) & (articles.index != i)).any()
        for i, origin in spun["origin"].items()
    ]
    low, high = stats.binomtest(sum(beside), len(spun)).proportion_ci(method="wilson")
    print(f"{sum(beside)} of {len(spun)} spun copies [{low:.2f}, {high:.2f}]")
    assert (sum(beside), len(spun)) == (13, 25)


def test_the_seed_s_family_holds_the_other_copies_of_its_text():
    seed = FOUND.index[FOUND.index.str.startswith("report-wire")][0]
    members = STUDY.articles.loc[FOUND[seed] == FOUND]
    assert len(members) >= 3
    assert set(members["origin"]) == {"AP"}


def test_the_threshold_is_the_lowest_of_the_table_with_precision_80():
    table = copies.thresholds(STUDY)
    good = table.loc[table["precision"] >= 0.8, "threshold"]
    assert good.min() == copies.COUNTS


def test_added_articles_change_no_family_that_they_do_not_join():
    part = STUDY.where(~STUDY.articles.index.isin(STUDY.articles.index[::9]))
    alone = copies.families(
        corpus.Study(
            part.articles.drop(columns="copy_of"), part.texts, stored=part.stored, origin="part"
        )
    )["family"]
    whole = copies.families(STUDY.replace(articles=STUDY.articles.drop(columns="copy_of")))[
        "family"
    ]
    new = set(whole[~whole.index.isin(alone.index)])
    joined = set(alone[whole[alone.index].isin(new)])
    untouched = alone[~alone.isin(joined)]
    assert whole[untouched.index].to_dict() == untouched.to_dict()
    assert isinstance(untouched, pd.Series) and len(untouched) > 180
