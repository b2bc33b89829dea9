"""Voices: every character in one, hard cases by name, and the made-up texts as a whole."""

import itertools
import re
import time

import made_up_voices
import pandas as pd
import pytest
from conftest import shared
from hypothesis import given
from hypothesis import strategies as st

from helpers import voices
from helpers.errors import InputError

TEXTS = made_up_voices.load()


def spans(body, language="en", **options):
    """(voice, stretch) of what is not narration."""
    table = voices.attribute(body, language, **options)
    rows = table[table["voice"] != "narration"].itertuples()
    return [(row.voice, body[row.start : row.end]) for row in rows]


def letters(found, body):
    return {i: voice for start, end, voice in found for i in range(start, end) if body[i].isalnum()}


CASES = [text for text in TEXTS if text.file not in ("news", "others", "third", "unseen")]


@pytest.mark.parametrize("text", CASES, ids=lambda text: f"{text.language}-{text.name}")
def test_hard_cases(text):
    table = voices.attribute(text.body, text.language)
    found = table.loc[table["voice"] != "narration", ["start", "end", "voice"]]
    expected = letters([span[:3] for span in text.spans], text.body)
    assert letters(found.itertuples(index=False), text.body) == expected
    for start, end, voice, speaker, entity in text.spans:
        if voice == "scare" or not speaker:
            continue
        row = table[
            (table["start"] < end) & (table["end"] > start) & (table["voice"] == voice)
        ].iloc[0]
        assert row["speaker"] == speaker
        if entity:
            assert row["entity"] == entity


@pytest.mark.parametrize(
    ("file", "language"),
    [("third", "en"), *((f, x) for f in ("news", "unseen") for x in ("en", "ru"))],
)
def test_whole_articles(file, language):
    """What is said in made-up articles, character F1: a floor under what was once reached."""
    wanted = found = both = 0
    for text in TEXTS:
        if (text.file, text.language) != (file, language):
            continue
        table = voices.attribute(text.body, text.language)
        table = table.loc[table["voice"].isin(["quoted", "reported"]), ["start", "end", "voice"]]
        said = [span[:3] for span in text.spans if span[2] != "scare"]
        a, b = set(letters(said, text.body)), set(letters(table.itertuples(index=False), text.body))
        wanted, found, both = wanted + len(a), found + len(b), both + len(a & b)
    assert 2 * both / (wanted + found) > (0.94 if file == "third" else 0.95)


def test_there_are_enough_made_up_texts():
    languages = [text.language for text in TEXTS]
    assert languages.count("en") >= 30 and languages.count("ru") >= 10
    hard = " ".join(text.hard for text in TEXTS)
    for case in (
        "odd number",
        "several paragraphs",
        "after",
        "middle",
        "without a quote",
        "headline",
    ):
        assert case in hard
    for case in ("apostrophes", "list", "within a quote", "title", "nickname"):
        assert case in hard


@given(st.text(alphabet="ab A.,“”\"'’«»—:\n said"), st.sampled_from(["en", "ru", "kk", "de", "fr"]))
def test_every_character_is_in_exactly_one_span(body, language):
    table = voices.attribute(body, language)
    assert "".join(body[row.start : row.end] for row in table.itertuples()) == body
    assert (table["start"] < table["end"]).all()
    assert set(table["voice"]) <= {"narration", "quoted", "scare", "reported"}
    known = table.loc[table["voice"].isin(["narration", "scare"]), ["cue", "speaker"]]
    assert (known == "").all().all()


@given(st.text())
def test_any_text_has_quotes_in_order(body):
    found = voices.quotes(body)
    assert all(quote.start < quote.end <= len(body) for quote in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("„Nein“, sagte er.", ["„Nein“"]),
        ("‘Yes,’ she said, ‘it’s mine.’", ["‘Yes,’", "‘it’s mine.’"]),
        ("The ’90s and the dogs’ bowls", []),
        ("He said: “One.\nNext paragraph.", ["“One."]),
        ('She said "one" and "two".', ['"one"', '"two"']),
        ("`` Fine , '' he said", ["`` Fine , ''"]),
        ("“A ‘b’ c”", ["“A ‘b’ c”"]),
    ],
)
def test_quotes(body, expected):
    assert [body[quote.start : quote.end] for quote in voices.quotes(body)] == expected


def test_speakers_are_one_entity_and_have_a_kind():
    body = (
        "President Ana Roe spoke on Friday. She said the plan was dead. “We tried,” Roe said. "
        "Residents said they were glad. Analysts at the bank expect a vote."
    )
    table = voices.attribute(body)
    rows = table[table["voice"] != "narration"]
    assert rows["entity"].tolist()[:2] == ["Ana Roe", "Ana Roe"]
    assert rows["speaker"].tolist()[:2] == ["She", "Roe"]
    assert "resident or witness" in set(rows["speaker_kind"])


def test_a_table_of_speakers_overrides_what_the_text_tells(tmp_path):
    file = tmp_path / "speakers.csv"
    file.write_text("entity,aliases,kind\nAna Roe,Roe|the chief,security\n")
    table = voices.attribute("“No,” Roe said.", speakers=voices.read_speakers(file))
    assert table.iloc[0][["entity", "speaker_kind"]].tolist() == ["Ana Roe", "security"]
    file.write_text("entity,aliases,kind\nAna Roe,Roe,boss\n")
    with pytest.raises(InputError, match="line 2, column kind"):
        voices.read_speakers(file)


def test_an_unknown_language_says_so():
    with pytest.raises(InputError, match="no rules for language 'zz'"):
        voices.attribute("x", "zz")


def test_transcripts_are_nobody_s_narration():
    for file in sorted(shared("data/briefings").glob("*.md")):
        body = file.read_text("utf-8")
        table = voices.attribute(body)
        assert set(table["voice"]) == {"quoted"}, file.name
        if re.search(r"^Q\s", body, flags=re.MULTILINE):
            assert table["speaker"].nunique() >= 2
            assert (table["speaker"] == "Q").sum() > 3


@pytest.mark.parametrize(
    "unit", ["“", '"', "'", "a", "A", "said ", "“a” said ", "и заявил, что ", "— сказал, "]
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_time_grows_with_length_and_no_faster(unit, language):
    """Twice the text, about twice the time; a quadratic step would show as four times and more."""
    voices.attribute(unit * 100, language)
    short, long = (_seconds(unit * (size // len(unit)), language) for size in (8_000, 32_000))
    assert long < 10 * short + 0.5


def _seconds(body, language):
    start = time.process_time()
    voices.attribute(body, language)
    return time.process_time() - start


def test_columns():
    table = voices.attribute("")
    assert list(table.columns) == [
        "start",
        "end",
        "voice",
        "kind",
        "cue",
        "speaker",
        "entity",
        "speaker_kind",
    ]
    assert isinstance(table, pd.DataFrame) and table.empty


def test_a_speaker_keeps_its_kind_where_only_a_pronoun_or_the_name_stands():
    text = (
        "“They are terrorists,” President Aron Brisk said in the made-up town. He told the "
        "cabinet that bandits had seized the airport. Brisk said that calm would return."
    )
    spans = voices.attribute(text)
    said = spans[spans["voice"].isin(["quoted", "reported"])]
    assert set(said["entity"]) == {"Aron Brisk"}
    assert set(said["speaker_kind"]) == {"head of state"}
