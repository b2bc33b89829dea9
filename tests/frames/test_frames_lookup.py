"""Frames looked up by position, by quanteda's rules."""

import json

import pandas as pd
import pytest
from conftest import counted_study, shared, study_of
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import frames
from helpers.errors import InputError
from helpers.words import text


def lexicon(kind="glob", negators=(), excluded=(), **patterns):
    some = (
        frames.Frame(name, tuple(given), excluded=tuple(excluded), kind=kind)
        for name, given in patterns.items()
    )
    return frames.Lexicon(tuple(some), negators=tuple(negators))


def count(body, some, **options):
    return frames.count([body], some, **options).iloc[0].to_dict()


# Worked by hand from the rules in the documentation of tokens_lookup.
@pytest.mark.parametrize(
    ("body", "patterns", "scope", "expected"),
    [
        ("aa bb cc", {"x": ["aa bb", "bb"]}, "key", {"x": 1}),
        ("aa bb cc", {"x": ["aa bb"], "y": ["bb"]}, "key", {"x": 1, "y": 1}),
        ("aa bb cc", {"x": ["aa bb"], "y": ["bb"]}, "dictionary", {"x": 1, "y": 0}),
        ("aa bb cc", {"x": ["aa bb"], "y": ["bb cc"]}, "dictionary", {"x": 1, "y": 1}),
        ("aa bb cc", {"x": ["aa bb", "bb cc"]}, "key", {"x": 1}),
        ("aa bb cc", {"x": ["aa bb cc", "bb"], "y": ["bb cc"]}, "key", {"x": 1, "y": 1}),
        ("aa bb cc", {"x": ["aa bb cc", "bb"], "y": ["bb cc"]}, "dictionary", {"x": 1, "y": 0}),
        ("aa", {"x": ["aa", "a*"], "y": ["aa"]}, "dictionary", {"x": 1, "y": 1}),
        ("aa aa aa", {"x": ["aa aa"]}, "key", {"x": 1}),
        ("bb aa bb", {"x": ["aa bb", "bb"]}, "key", {"x": 2}),
        ("nothing", {"x": ["aa"]}, "key", {"x": 0}),
        ("", {"x": ["aa"]}, "key", {"x": 0}),
    ],
)
def test_nesting(body, patterns, scope, expected):
    assert count(body, lexicon(**patterns), nested_scope=scope) == expected


def test_case_matters_when_told():
    some = frames.Lexicon((frames.Frame("us", ("US",)),), case_sensitive=True)
    assert count("US troops told us", some) == {"us": 1}
    assert count("US troops told us", lexicon(us=["US"])) == {"us": 2}


def test_phrases_stay_within_a_sentence():
    assert count("Fuel. Prices rose.", lexicon(x=["fuel prices"])) == {"x": 0}
    assert count("Fuel, prices rose.", lexicon(x=["fuel prices"])) == {"x": 1}
    assert count("Fuel, prices rose.", lexicon(x=["fuel prices"]), words="quanteda") == {"x": 0}


def test_exclusions():
    some = lexicon(x=["fuel price*"], excluded=["jet fuel price*"])
    assert count("fuel prices and jet fuel prices", some) == {"x": 1}
    texts = {"a": "fuel prices and jet fuel prices"}
    study = counted_study(texts, ["fuel prices", "jet fuel prices"])
    assert frames.score(study, some)["hits"].sum() == 1
    with pytest.warns(UserWarning, match="not counted, and neither add nor exclude.*jet fuel"):
        frames.score(counted_study({"a": "fuel prices"}, ["fuel prices"]), some)


def test_negation_turns_hits_over_within_its_window_and_sentence():
    some = lexicon(x=["danger*"], negators=["not", "no"])
    body = "They are not dangerous. Dangerous? None. Danger, not once or twice or again, danger."
    assert count(body, some) == {"x": 3, "neg_x": 1}
    with pytest.warns(UserWarning, match="cannot tell negated"):
        frames.score(counted_study({"a": body}), some)


def test_hits_name_pattern_place_and_words():
    table = frames.hits(["calm", "rising fuel prices"], lexicon(x=["fuel price*", "ris*"]))
    assert table.to_dict("records") == [
        {"text": 1, "frame": "x", "pattern": "ris*", "match": "rising", "word": 0, "length": 1},
        {
            "text": 1,
            "frame": "x",
            "pattern": "fuel price*",
            "match": "fuel prices",
            "word": 1,
            "length": 2,
        },
    ]


def test_the_unmatched_rest():
    table = frames.count(["fuel prices rose", ""], lexicon(x=["fuel prices"]), unmatched=True)
    assert table["_unmatched"].tolist() == [1, 0]


def test_wrong_options_say_so():
    with pytest.raises(InputError, match="nested_scope must be"):
        frames.count(["x"], lexicon(x=["x"]), nested_scope="all")
    with pytest.raises(InputError, match="words must be"):
        frames.count(["x"], lexicon(x=["x"]), words="all")


WORDS = st.lists(st.sampled_from(["aa", "bb", "cc", "aab"]), max_size=25).map(" ".join)
PATTERNS = st.lists(
    st.sampled_from(["aa", "bb", "a*", "aa bb", "bb cc", "cc aa bb", "aa* bb", "c?"]),
    min_size=1,
    max_size=5,
)


@given(WORDS, PATTERNS, st.randoms())
def test_the_order_of_patterns_and_texts_changes_nothing(body, patterns, random):
    shuffled = random.sample(patterns, len(patterns))
    assert count(body, lexicon(x=patterns)) == count(body, lexicon(x=shuffled))
    two = frames.count([body, "aa"], lexicon(x=patterns))
    assert (
        frames.count(["aa", body], lexicon(x=patterns)).iloc[::-1]["x"].tolist()
        == two["x"].tolist()
    )


@given(WORDS, PATTERNS)
def test_an_unrelated_pattern_or_frame_loses_no_hit(body, patterns):
    before = count(body, lexicon(x=patterns))["x"]
    assert count(body, lexicon(x=[*patterns, "zz"]))["x"] == before
    assert count(body, lexicon(x=patterns, y=["aa", "bb cc"]))["x"] == before


@given(WORDS, PATTERNS, PATTERNS, st.sampled_from(["key", "dictionary"]))
def test_the_order_of_frames_changes_nothing(body, some, others, scope):
    there = count(body, lexicon(x=some, y=others), nested_scope=scope)
    assert there == count(body, lexicon(y=others, x=some), nested_scope=scope)
    unrelated = count(body, lexicon(x=some, y=others, z=["zz", "zz yy"]), nested_scope=scope)
    assert unrelated == there | {"z": 0}


@given(WORDS, PATTERNS, st.sampled_from(["aa bb", "bb", "a*"]))
def test_negators_turn_hits_over_and_exclusions_take_some(body, patterns, other):
    hits = count(body, lexicon(x=patterns))["x"]
    negated = count(body, lexicon(x=patterns, negators=["cc", "b*"]))
    assert negated["x"] + negated["neg_x"] == hits
    assert count(body, lexicon(x=patterns, excluded=["zz"]))["x"] == hits
    assert count(body, lexicon(x=patterns, excluded=["*"]))["x"] == 0
    if not any(" " in pattern for pattern in patterns):  # else words of a phrase come free
        assert count(body, lexicon(x=patterns, excluded=[other]))["x"] <= hits


@given(WORDS, st.sampled_from(["aa", "bb", "aa bb"]))
def test_a_fixed_pattern_finds_no_more_than_the_glob(body, pattern):
    fixed = count(body, lexicon(kind="fixed", x=[pattern]))["x"]
    assert fixed <= count(body, lexicon(x=[f"{pattern}*"]))["x"]
    assert fixed == count(body, lexicon(x=[pattern]))["x"]


@settings(max_examples=30)
@given(WORDS, st.lists(st.sampled_from(["aa", "bb", "a*", "c?"]), min_size=1, max_size=3))
def test_words_are_counted_alike_by_position_and_on_counts(body, patterns):
    some = lexicon(x=patterns)
    scores = frames.score(counted_study({"t": body}), some)
    assert scores["hits"].sum() == count(body, some)["x"]


@settings(max_examples=30)
@given(WORDS)
def test_a_phrase_and_its_word_are_counted_alike_by_position_and_on_counts(body):
    some = lexicon(x=["aa", "aa bb"])
    scores = frames.score(counted_study({"t": body}, ["aa bb"]), some)
    assert scores["hits"].sum() == count(body, some)["x"]


@settings(max_examples=30)
@given(st.lists(WORDS, max_size=4), st.lists(st.sampled_from(["aa", "b*", "aa bb"]), min_size=1))
def test_tokens_score_as_counts_do(bodies, patterns):
    texts = {str(i): f"{body} “{body}”" for i, body in enumerate(bodies)}
    some = lexicon(x=[p for p in patterns if p != "b*" or "aa bb" not in patterns])
    if not some.frames[0].patterns:
        return
    if not texts:
        return
    on_counts = frames.score(counted_study(texts, ["aa bb"]), some)
    by_position = frames.score(study_of(texts), some)
    pd.testing.assert_frame_equal(by_position, on_counts, check_dtype=False)


# What quanteda's own tests and help pages say of such dictionaries, on texts written anew.
PLACES = {
    "ocean": ["Red Sea", "* ocean"],
    "state": ["Red Sea State", "Sudan*", "Unit* Emirates", "oman"],
    "team": ["Port Sudan United", "Oman"],
    "never": ["zebra"],
}


@pytest.mark.parametrize(
    ("body", "patterns", "scope", "expected"),
    [
        # a phrase within a phrase of another key; keys alike; keys that overlap
        ("Daily Oman Post and Daily Oman", {"p": ["daily oman post"], "c": ["daily oman"]}, "key",
         {"p": 1, "c": 2}),
        ("Daily Oman Post and Daily Oman", {"p": ["daily oman post"], "c": ["daily oman"]},
         "dictionary", {"p": 1, "c": 1}),
        ("Port Sudan United Emirates", PLACES, "key",
         {"ocean": 0, "state": 2, "team": 1, "never": 0}),
        ("Port Sudan United Emirates", PLACES, "dictionary",
         {"ocean": 0, "state": 1, "team": 1, "never": 0}),
        ("the Red Sea State by the Indian ocean", PLACES, "key",
         {"ocean": 2, "state": 1, "team": 0, "never": 0}),
        ("the Red Sea State by the Indian ocean", PLACES, "dictionary",
         {"ocean": 1, "state": 1, "team": 0, "never": 0}),
        ("Oman!", PLACES, "dictionary", {"ocean": 0, "state": 1, "team": 1, "never": 0}),
        ("b c d", {"one": ["b c"], "two": ["c d"]}, "dictionary", {"one": 1, "two": 1}),
        ("a b c d", {"one": ["a b", "c d"], "two": ["b c"]}, "dictionary", {"one": 2, "two": 1}),
        # the same key again: one hit for each run of words that is still free
        ("a b a b a", {"x": ["a b a"]}, "key", {"x": 1}),
        ("a b a b a", {"x": ["a b a", "b"]}, "key", {"x": 2}),
        ("a b a b a", {"x": ["a b a", "a"]}, "dictionary", {"x": 2}),
        ("a a a a a", {"x": ["a a"]}, "key", {"x": 2}),
        ("a b c", {"x": ["b c", "a b c"]}, "key", {"x": 1}),
        ("a b c", {"x": ["a b", "c*", "* c"]}, "key", {"x": 2}),
        # nested levels: a parent's own words count for the parent alone
        ("rise risen fall", {"m": ["rise*"], "m.up": ["risen"]}, "key", {"m": 2, "m.up": 1}),
        # case of keys and patterns; any word; a bracket is a letter like others
        ("Us us US", {"US": ["us"], "us": ["Us"]}, "key", {"US": 3, "us": 3}),
        ("a, b", {"x": ["*"]}, "key", {"x": 3}),
        ("a b", {"x": ["* b", "a *"]}, "key", {"x": 1}),
        ("[x] and [y", {"x": ["[*", "x?"]}, "key", {"x": 2}),
        ("new_york new york", {"x": ["new york"], "y": ["new_york"]}, "key", {"x": 2, "y": 1}),
        ("Cafe\u0301 caf\u00e9", {"x": ["caf\u00e9"]}, "key", {"x": 2}),
        ("", {"x": ["*"]}, "key", {"x": 0}),
    ],
)  # fmt: skip
def test_the_rules_of_quanteda(body, patterns, scope, expected):
    found = count(body, lexicon(**patterns), nested_scope=scope, words="quanteda")
    assert found == expected


@pytest.mark.parametrize(
    ("body", "patterns", "scope", "rest"),
    [
        ("a c d d", {"x": ["a", "b"], "y": ["e"]}, "key", 3),
        ("a a b c c c e f", {"x": ["a", "b", "b c"], "y": ["e", "f"]}, "key", 2),
        ("12 rd st", {"x": ["no"]}, "key", 3),
        ("a b c.", {"x": ["a b"], "y": ["b c"]}, "dictionary", 1),
        ("", {"x": ["a"]}, "key", 0),
    ],
)
def test_the_unmatched_rest_of_quanteda(body, patterns, scope, rest):
    """Words outside any hit; a word in hits of two keys is one word, and marks are words."""
    found = count(body, lexicon(**patterns), nested_scope=scope, words="quanteda", unmatched=True)
    assert found["_unmatched"] == rest


def test_case_and_kinds_of_quanteda():
    body = "United states of Oman, UNITED STATES; united statehood"
    some = frames.Frame("x", ("United States", "Oman"))
    aware = frames.Lexicon((some,), case_sensitive=True)
    assert count(body, frames.Lexicon((some,)), words="quanteda") == {"x": 3}
    assert count(body, aware, words="quanteda") == {"x": 1}
    assert count(body, lexicon(kind="regex", x=["^unit stat"]), words="quanteda") == {"x": 3}
    assert count(body, lexicon(kind="fixed", x=["united stat*"]), words="quanteda") == {"x": 0}


def addresses():
    folder = shared("data/quanteda")
    texts = [row["text"] for row in json.loads((folder / "inaugural.json").read_text())]
    return folder, texts


def equal_cells(table, reference):
    reference = reference.drop(columns=reference.columns[0])
    table = table.rename(columns=str.lower)[list(reference.columns)]
    return (table.to_numpy() == reference.to_numpy()).mean()


def test_the_counts_of_quanteda_on_the_addresses():
    folder, texts = addresses()
    for name in ("LSD2015", "laver-garry.cat"):
        tree = json.loads((folder / f"{name}.json").read_text())
        some = lexicon(**tree) if name == "LSD2015" else frames.read(folder / "dict" / name)
        endings = ["_default", "_nomatch"] if name == "LSD2015" else [""]
        for ending in endings:
            reference = pd.read_csv(folder / f"inaugural_{name}{ending}.csv")
            table = frames.count(texts, some, words="quanteda", unmatched=True)
            assert equal_cells(table, reference) == 1


def test_seeds_and_briefings_pass_through():
    bodies = [file.read_text(encoding="utf-8") for file in shared("data/briefings").glob("*.md")]
    table = frames.count(bodies, lexicon(x=["kazakhstan*"]), unmatched=True)
    assert (table["x"] > 0).all()
    assert (table.sum(axis=1) == [len(text.words(body)) for body in bodies]).all()
