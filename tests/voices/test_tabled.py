"""Kazakh, German and French: every example of their tables, and quotations with their speakers."""

import re

import pytest

from helpers import voices
from helpers.voices.tabled import reading

CASES = [
    (code, name, marked)
    for code, table in reading.TABLES.items()
    for name, marked_ in table["examples"].items()
    for marked in marked_
]


@pytest.mark.parametrize(
    ("code", "name", "marked"), CASES, ids=[f"{c[0]}-{c[2][:20]}" for c in CASES]
)
def test_examples(code, name, marked):
    sentence = re.sub(r"[][]", "", marked)
    table = voices.attribute(sentence, code)
    rows = table[table["voice"] == "reported"]
    found = [sentence[row.start : row.end] for row in rows.itertuples()]
    assert found == re.findall(r"\[(.+?)\]", marked)
    assert (rows["speaker"] != "").all() and (rows["cue"] != "").all()


@pytest.mark.parametrize(
    ("code", "text", "quotation", "speaker"),
    [
        ("de", "„Wir bleiben“, sagte der Bürgermeister.", "„Wir bleiben“", "der Bürgermeister"),
        ("fr", "« Nous restons », a déclaré le maire.", "« Nous restons »", "le maire"),
        ("kk", "«Біз көп күттік», — деді қала әкімі.", "«Біз көп күттік»", "қала әкімі"),
    ],
)
def test_quotations_have_their_speakers(code, text, quotation, speaker):
    table = voices.attribute(text, code)
    row = table[table["voice"] == "quoted"].iloc[0]
    assert (text[row["start"] : row["end"]], row["speaker"]) == (quotation, speaker)


def test_what_is_thought_is_told_apart():
    table = voices.attribute("Die Bewohner fürchten, dass die Preise steigen.", "de")
    assert table.loc[table["voice"] == "reported", "kind"].tolist() == ["thought"]
