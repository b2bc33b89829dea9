"""Frames looked up by position, by quanteda's rules."""

import json
import time

import pandas as pd
import pytest
from conftest import shared
from hypothesis import given
from hypothesis import strategies as st

from helpers import counts, frames, text
from helpers.errors import InputError
from helpers.frames.lookup import QUANTEDA_WORD
from helpers.frames.patterns import Vocabulary


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


@pytest.mark.parametrize(
    ("kind", "pattern", "words"),
    [
        ("glob", "pric*", {"price", "prices", "pricing"}),
        ("glob", "pric?", {"price"}),
        ("glob", "*ing", {"pricing"}),
        ("glob", "p*e", {"price", "petrole"}),
        ("glob", "PRICE", {"price"}),
        ("glob", "*", {"price", "prices", "pricing", "petrole", "a.b", "pr*"}),
        ("fixed", "pr*", {"pr*"}),
        ("fixed", "price", {"price"}),
        ("regex", "^pric(e|es)$", {"price", "prices"}),
        ("regex", "ice", {"price", "prices"}),
        ("glob", "a.b", {"a.b"}),
    ],
)
def test_kinds_of_patterns(kind, pattern, words):
    vocabulary = ["price", "prices", "pricing", "petrole", "a.b", "pr*"]
    found = Vocabulary(vocabulary).find(pattern, kind)
    assert {vocabulary[i] for i in found} == words
    assert {vocabulary[i] for i in frames.matching([pattern], pd.Index(vocabulary), kind)} == words


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
    counted = counts.from_texts(
        {"a": "fuel prices and jet fuel prices"}, phrases=["fuel prices", "jet fuel prices"]
    )
    assert frames.score(counted, some)["hits"].sum() == 1
    with pytest.warns(UserWarning, match="not counted, and neither add nor exclude.*jet fuel"):
        frames.score(counts.from_texts({"a": "fuel prices"}, phrases=["fuel prices"]), some)


def test_negation_turns_hits_over_within_its_window_and_sentence():
    some = lexicon(x=["terror*"], negators=["not", "no"])
    body = "They are not terrorists. Terrorists? None. Terror, not once or twice or again, terror."
    assert count(body, some) == {"x": 3, "neg_x": 1}
    with pytest.warns(UserWarning, match="cannot tell negated"):
        frames.score(counts.from_texts({"a": body}), some)


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


def test_a_regex_that_would_hang_is_named():
    start = time.monotonic()
    with pytest.raises(InputError, match=r"'\(a\|aa\)\+\$' takes more than"):
        frames.count(["a" * 60 + "b"], lexicon(kind="regex", x=["(a|aa)+$"]))
    assert time.monotonic() - start < 30
    with pytest.raises(InputError, match=r"'\(' is no regular expression"):
        frames.count(["aa bb"], lexicon(kind="regex", x=["("]))


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


@given(WORDS, st.sampled_from(["aa", "bb", "aa bb"]))
def test_a_fixed_pattern_finds_no_more_than_the_glob(body, pattern):
    fixed = count(body, lexicon(kind="fixed", x=[pattern]))["x"]
    assert fixed <= count(body, lexicon(x=[f"{pattern}*"]))["x"]
    assert fixed == count(body, lexicon(x=[pattern]))["x"]


@given(WORDS, st.lists(st.sampled_from(["aa", "bb", "a*", "c?"]), min_size=1, max_size=3))
def test_words_are_counted_alike_by_position_and_on_counts(body, patterns):
    some = lexicon(x=patterns)
    scores = frames.score(counts.from_texts({"t": body}), some)
    assert scores["hits"].sum() == count(body, some)["x"]


@given(WORDS)
def test_a_phrase_and_its_word_are_counted_alike_by_position_and_on_counts(body):
    some = lexicon(x=["aa", "aa bb"])
    scores = frames.score(counts.from_texts({"t": body}, phrases=["aa bb"]), some)
    assert scores["hits"].sum() == count(body, some)["x"]


@given(st.lists(WORDS, max_size=4), st.lists(st.sampled_from(["aa", "b*", "aa bb"]), min_size=1))
def test_tokens_score_as_counts_do(bodies, patterns):
    texts = {str(i): f"{body} “{body}”" for i, body in enumerate(bodies)}
    some = lexicon(x=[p for p in patterns if p != "b*" or "aa bb" not in patterns])
    if not some.frames[0].patterns:
        return
    on_counts = frames.score(counts.from_texts(texts, phrases=["aa bb"]), some)
    by_position = frames.score(text.tokenise(pd.Series(texts, dtype="str")), some)
    pd.testing.assert_frame_equal(by_position, on_counts, check_dtype=False)


def test_quanteda_words_keep_apostrophes_hyphens_and_single_letters():
    found = QUANTEDA_WORD.findall("It's a well-known co-op’s 1,000.5 #tag @you U.S. end.")
    expected = "It's|a|well-known|co-op’s|1,000.5|#tag|@you|U.S|.|end|."
    assert found == expected.split("|")


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


def test_the_words_of_quanteda_on_the_addresses():
    folder, texts = addresses()
    reference = pd.read_csv(folder / "inaugural_ntoken.csv")
    found = [QUANTEDA_WORD.findall(body) for body in texts]
    assert [len(words) for words in found] == reference["ntoken"].tolist()


def test_seeds_and_briefings_pass_through():
    bodies = [file.read_text(encoding="utf-8") for file in shared("data/briefings").glob("*.md")]
    table = frames.count(bodies, lexicon(x=["kazakhstan*"]), unmatched=True)
    assert (table["x"] > 0).all()
    assert (table.sum(axis=1) == [len(text.words(body)) for body in bodies]).all()
