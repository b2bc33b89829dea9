"""Reading lexicons and scoring frames on counts."""

import numpy as np
import pandas as pd
import pytest
from conftest import counted_study, study_of
from hypothesis import given
from hypothesis import strategies as st

from helpers import corpus, frames
from helpers.errors import InputError
from helpers.frames import on_counts
from helpers.words import counts

PHRASES = ["fuel prices", "fuel price hike", "price hike", "terrorist groups", "tear gas"]


def lexicon(**patterns):
    return frames.Lexicon(
        tuple(frames.Frame(name, tuple(some)) for name, some in patterns.items()), language="en"
    )


def hits(body, **patterns):
    """Hits by frame in an unquoted text."""
    scores = frames.score(counted_study({"a": body}, PHRASES), lexicon(**patterns))
    return scores[scores["voice"] == "unquoted"].set_index("frame")["hits"].to_dict()


@pytest.mark.parametrize(
    ("body", "patterns", "expected"),
    [
        ("strike striker strikers trike", ["strike*"], 3),
        ("strike striker strikers", ["strike"], 1),
        ("terrorist groups", ["terrorist*", "terrorist groups"], 1),  # the phrase adds nothing
        ("terrorist groups", ["terrorist groups"], 1),
        ("terrorist gangs, groups", ["terrorist groups"], 0),
        ("fuel price hike", ["fuel price hike", "price hike"], 1),  # the longer holds the shorter
        ("the the the", ["the", "th*"], 3),  # two patterns, one word, one hit
        ("nothing", ["terror*"], 0),
    ],
)
def test_hits(body, patterns, expected):
    assert hits(body, f=patterns) == {"f": expected}


def test_a_phrase_with_an_ending_finds_the_forms_that_were_counted():
    counted = counted_study({"a": "fuel prices, fuel price"}, ["fuel price", *PHRASES])
    assert frames.score(counted, lexicon(f=["fuel price*"]))["hits"].sum() == 2


def test_score_has_a_row_for_each_article_voice_and_frame(made_up):
    scores = frames.score(corpus.load(made_up), frames.read(made_up / "frames.yml"))
    columns = ["article_id", "voice", "frame", "hits", "n_words", "per_1000"]
    assert list(scores.columns[:6]) == columns
    assert {"outlet", "group", "family"} <= {*scores.columns}  # the articles' columns ride along
    assert len(scores) == 3 * 2 * 2
    row = scores.set_index(["article_id", "voice", "frame"]).loc[("one", "unquoted", "costs")]
    assert (row["hits"], row["n_words"], row["per_1000"]) == (2, 5, 400)


def test_an_article_without_words_has_no_rate_but_a_row(made_up):
    scores = frames.score(corpus.load(made_up), frames.read(made_up / "frames.yml"))
    row = scores.set_index(["article_id", "voice", "frame"]).loc[("two", "quoted", "costs")]
    assert row["n_words"] == 0 and row["hits"] == 0 and np.isnan(row["per_1000"])


def test_what_was_not_counted_is_named_and_never_zero(made_up):
    counted = corpus.load(made_up)
    odd = lexicon(cap=["price cap"], costs=["price*", "price cap"])
    with pytest.warns(UserWarning, match="2 phrase.*cap: price cap; costs: price cap"):
        scores = frames.score(counted, odd)
    assert scores.loc[scores["frame"] == "cap", "hits"].isna().all()
    assert scores.loc[scores["frame"] == "costs", "hits"].sum() == 2


def test_coverage_tells_not_counted_from_counted_and_zero(made_up):
    some = lexicon(f=["price*", "calm", "peace", "fuel pric*", "tear gas", "price cap"])
    table = frames.coverage(corpus.load(made_up), some).set_index("pattern")
    assert table["status"].to_dict() == {
        "price*": "counted",
        "calm": "counted",
        "peace": "never occurs",
        "fuel pric*": "partly counted",
        "tear gas": "never occurs",
        "price cap": "not counted",
    }
    assert table.loc["calm", "n"] == 4
    assert table["n"].isna().tolist() == [False] * 5 + [True]


def test_phrases_that_can_overlap_are_refused():
    with pytest.raises(InputError, match=r"'fuel prices' and 'prices rose' can overlap.*'prices'"):
        frames.score(
            counted_study({"a": "fuel prices rose"}, ["fuel prices", "prices rose"]),
            lexicon(f=["fuel prices", "prices rose"]),
        )


def test_overlap_is_no_matter_between_frames_or_where_a_word_is_a_hit():
    counted = counted_study({"a": "fuel prices rose"}, ["fuel prices", "prices rose"])
    assert frames.score(counted, lexicon(f=["fuel prices"], g=["prices rose"]))["hits"].sum() == 2
    some = frames.score(counted, lexicon(f=["fuel prices", "prices rose", "prices"]))
    assert some["hits"].sum() == 1


def test_articles_in_another_language_get_no_hits():
    texts = {"one": "Fuel prices", "two": "Prices, as the word is in Russian too", "three": "calm"}
    study = study_of(texts, language=["en", "ru", "en"])
    with pytest.warns(UserWarning, match="1 of 3 articles .*1 in another language"):
        scores = frames.score(study, lexicon(costs=["price*"]))
    assert scores.groupby("article_id")["hits"].apply(lambda h: h.isna().all()).to_dict() == {
        "one": False,
        "two": True,
        "three": False,
    }


def test_weights_say_what_a_term_adds_and_by_which_pattern():
    costs = frames.Frame("costs", ("price*", "fuel prices", "cost of living"), ("asking price",))
    terms = ["asking price", "cost of living", "fuel prices", "price", "prices"]
    table = pd.DataFrame({"article_id": "a", "voice": "quoted", "term": terms, "n": 1})
    counted = counts.from_table(table)
    assert on_counts.weights(frames.Lexicon((costs,)), counted).to_numpy().tolist() == [
        ["costs", "asking price", "asking price", -1],
        ["costs", "cost of living", "cost of living", 1],
        ["costs", "price", "price*", 1],
        ["costs", "prices", "price*", 1],
    ]


def test_terms_name_what_the_hits_are_made_of(made_up):
    table = frames.terms(corpus.load(made_up), frames.read(made_up / "frames.yml"))
    assert table.to_records(index=False).tolist() == [
        ("costs", "prices", 2, 1),
        ("threat", "terrorist", 1, 1),
        ("threat", "terrorists", 1, 1),
    ]


WORDS = st.sampled_from(["fuel", "prices", "price", "hike", "terrorist", "groups", "calm"])


@given(st.lists(WORDS, max_size=30), st.permutations(["fuel", "price*", "terror*", "tear gas"]))
def test_the_order_of_patterns_changes_nothing(body, patterns):
    body = " ".join(body)
    assert hits(body, f=patterns) == hits(body, f=sorted(patterns))


@given(st.lists(WORDS, max_size=30))
def test_an_unrelated_pattern_loses_no_hit(body):
    body = " ".join(body)
    assert hits(body, f=["price*", "calm"])["f"] >= hits(body, f=["price*"])["f"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("frames: [a]", "must hold 'frames:'"),
        ("frames: {f: {label: x}}", "line 1: frame 'f' has no list of patterns"),
        ("frames: {f: {patterns: []}}", "no list of patterns"),
        ("frames:\n  f: {patterns: [~]}", "line 2: frame 'f': None is not a pattern"),
        ("frames: {f: {patterns: [[x]]}}", "is not a pattern"),
        ("frames: {f: {patterns: x}}", "has no list of patterns"),
        ("frames: {f: {patterns: [x], kind: odd}}", "kind 'odd' is not one of glob"),
        ("frames: {f: {patterns: [x], exept: [y]}}", "frame 'f' has no 'exept', it may have"),
        ("negator: [no]\nframes: {f: [x]}", "the lexicon has no 'negator'"),
        ("frames:\n  f: [x]\n  f: [y]", "line 3: 'f' stands there twice"),
        ("frames: {a.b: [x], a: {frames: {b: [y]}}}", "frame 'a.b' stands in the lexicon twice"),
        ("frames: {f: &a [x], g: *a}", "aliases"),
        ("frames: {f: [x]}\ncase_sensitive: perhaps", "case_sensitive must be true or false"),
        ("window: 2.5\nframes: {f: [x]}", "window must be a number of words"),
        ("frames: {? [a] : [x]}", "a name must be plain text"),
        ("window: 0\nframes: {f: [x]}", "window must be a number of words"),
        ("frames: {f: {patterns: ['two  blanks']}}", "is not a pattern"),
        ("frames: [", "is not proper YAML"),
        ("frames: !!python/object/apply:os.getcwd []", "must hold 'frames:'"),
        ("[" * 5000, "is not proper YAML"),
    ],
)
def test_a_malformed_lexicon_says_what_is_wrong(tmp_path, body, said):
    file = tmp_path / "l.yml"
    file.write_text(body)
    with pytest.raises(InputError, match=said.replace("*", r"\*").replace("[", r"\[")):
        frames.read(file)


def test_a_missing_lexicon_says_so(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        frames.read(tmp_path / "none.yml")


def test_a_phrase_that_is_pattern_and_exclusion_is_no_hit():
    some = frames.lexicon({"f": {"patterns": ["fuel price*", "tax"], "except": ["fuel price*"]}})
    texts = {"a": "fuel prices and a tax"}
    for study in (counted_study(texts, ["fuel prices"]), study_of(texts)):
        assert frames.score(study, some)["hits"].sum() == 1
