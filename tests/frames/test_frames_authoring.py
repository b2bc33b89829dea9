"""Help for authors of a lexicon."""

import pandas as pd
import pytest
from conftest import counted_study

from helpers import frames
from helpers.errors import InputError

TEXTS = {
    "a": "fuel prices rose sharply",
    "b": "fuel rose sharply",
    "c": "prices rose sharply",
    "d": "calm day",
    "e": "quiet day",
}
STUDY = counted_study(TEXTS, side=["x", "y", "x", "y", "y"])
LEXICON = frames.Lexicon(
    (frames.Frame("costs", ("fuel", "price*")), frames.Frame("other", ("fuel", "calm", "zebra")))
)


def test_suggest_finds_the_company_a_frame_keeps():
    table = frames.suggest(STUDY, LEXICON, "costs", min_articles=1)
    assert set(table["term"].head(2)) == {"rose", "sharply"}
    assert not set(table["term"]) & {"fuel", "prices"}
    first = table.iloc[0]
    assert (first["articles"], first["elsewhere"]) == (3, 0)
    assert table["term"].iloc[-1] == "day"
    with pytest.raises(InputError, match="no frame 'none' in the lexicon: costs, other"):
        frames.suggest(STUDY, LEXICON, "none")


def test_unused_names_patterns_that_hit_nothing_or_one_group():
    table = frames.unused(STUDY, LEXICON, by="side")
    only = table["only"].fillna("none")
    found = dict(zip(zip(table["frame"], table["pattern"], strict=True), only, strict=True))
    assert found == {("costs", "price*"): "x", ("other", "calm"): "y", ("other", "zebra"): "none"}


def test_unused_tells_never_hit_from_not_counted():
    lexicon = frames.Lexicon((frames.Frame("f", ("zebra", "zebra crossing")),))
    table = frames.unused(STUDY, lexicon, by="side").set_index("pattern")
    assert table.loc["zebra", "articles"] == 0 and pd.isna(table.loc["zebra crossing", "articles"])


def test_suggest_says_when_there_is_nothing_to_set_apart():
    lexicon = frames.Lexicon((frames.Frame("none", ("zebra",)), frames.Frame("all", ("*",))))
    for name, said in [("none", "no article"), ("all", "every article")]:
        with pytest.raises(InputError, match=f"{said} has a hit of frame '{name}'"):
            frames.suggest(STUDY, lexicon, name)


def test_overlap_tells_shared_articles_and_terms():
    row = frames.overlap(STUDY, LEXICON).iloc[0]
    assert (row["one"], row["two"], row["articles"], row["terms"]) == ("costs", "other", 2, "fuel")
    assert row["jaccard"] == pytest.approx(2 / 4)
