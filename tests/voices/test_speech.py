"""Voices of texts through Tokens, scores and comparisons, on texts that are made up."""

import pandas as pd
import pytest
from conftest import study_of

from helpers import corpus, frames, voices
from helpers.errors import InputError
from helpers.measure import compare
from helpers.voices import speech
from helpers.words import text

# Made up: places and people are invented.
BODIES = pd.Series(
    {
        "one": "Fuel prices rose in Vell. “The terrorists must be stopped,” said Mayor Ana Roe. "
        "Opposition leader Dana Holt said that no terrorist was seen.",
        "two": "“Terrorists,” one sign read. Fuel was dear.",
    }
)
STUDY = study_of(BODIES, language="en", group="North", origin=["a", "b"])
LEXICON = frames.Lexicon(
    (frames.Frame("costs", ("fuel", "price*")), frames.Frame("threat", ("terrorist*",)))
)
# By hand, so that these tests hang on no rule of the voices.
SPANS = pd.DataFrame(
    [
        ("one", 0, 26, "narration", ""),
        ("one", 26, 59, "quoted", "government"),
        ("one", 59, 112, "narration", ""),
        ("one", 112, len(BODIES["one"]), "reported", "opposition"),
        ("two", 0, 13, "quoted", ""),
        ("two", 13, len(BODIES["two"]), "narration", ""),
    ],
    columns=["article_id", "start", "end", "voice", "speaker_kind"],
).assign(cue="", speaker="", entity="")


def hits(scores):
    found = scores[scores["hits"] > 0]
    return found.set_index(["article_id", "voice", "frame"])["hits"].to_dict()


def test_the_spans_by_hand_cut_where_they_should():
    cut = [BODIES[row.article_id][row.start : row.end].strip() for row in SPANS.itertuples()]
    assert cut[1] == "“The terrorists must be stopped,”"
    assert cut[3] == "that no terrorist was seen."
    assert cut[4] == "“Terrorists,”"


def test_frames_by_voice():
    scores = frames.score(STUDY, LEXICON, voices=SPANS)
    assert hits(scores) == {
        ("one", "narration", "costs"): 2,
        ("one", "quoted", "threat"): 1,
        ("one", "reported", "threat"): 1,
        ("two", "quoted", "threat"): 1,
        ("two", "narration", "costs"): 1,
    }
    words = scores.drop_duplicates(["article_id", "voice"]).groupby("article_id")["n_words"].sum()
    assert words.to_dict() == {name: len(text.words(body)) for name, body in BODIES.items()}
    assert set(scores["voice"]) <= set(speech.VOICES)


def test_frames_by_who_speaks():
    scores = frames.score(STUDY, LEXICON, voices=speech.by_kind(SPANS))
    assert hits(scores)[("one", "reported: opposition", "threat")] == 1
    table = speech.suppliers(scores)
    assert table[
        ["frame", "voice", "speaker_kind", "articles", "hits", "words"]
    ].values.tolist() == [
        ["costs", "narration", "", 2, 3, 20],
        ["threat", "quoted", "government", 1, 1, 5],
        ["threat", "reported", "opposition", 1, 1, 5],
        ["threat", "quoted", speech.UNNAMED, 1, 1, 1],
    ]
    assert table["share"].tolist() == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3])


def test_finer_voices_are_compared_as_any_other():
    scores = frames.score(STUDY, LEXICON, voices=SPANS)
    table = compare.groups(scores)
    row = table[(table["frame"] == "threat") & (table["voice"] == "quoted")].iloc[0]
    assert (row["hits"], row["words"], row["presence"]) == (2, 6, 1)
    counted = scores[scores["voice"] == "quoted"].assign(voice="unquoted")
    with pytest.raises(InputError, match="told by counts and texts are different measurements"):
        compare.groups(pd.concat([scores, counted]))


def test_an_article_without_spans_is_not_measured():
    with pytest.warns(UserWarning, match="1 of 2 articles are not measured"):
        scores = frames.score(STUDY, LEXICON, voices=SPANS[SPANS["article_id"] == "one"])
    assert scores.loc[scores["article_id"] == "two", ["hits", "n_words"]].isna().all().all()


def test_words_that_stand_in_no_span_are_no_silent_zero():
    with pytest.raises(InputError, match="'two': words stand in no span"):
        frames.score(STUDY, LEXICON, voices=SPANS.iloc[:-1])


def test_spans_of_the_voices_cover_every_text():
    found = speech.spans(STUDY)
    assert list(found) == speech.SPANS
    lengths = found.assign(n=found["end"] - found["start"]).groupby("article_id")["n"].sum()
    assert lengths.to_dict() == {name: len(body) for name, body in BODIES.items()}


def test_without_texts_that_can_be_read_the_tables_are_empty():
    study = study_of(BODIES, language="fi", group="North")
    with pytest.warns(UserWarning, match="no rules for fi"):
        assert speech.spans(study).empty
    with pytest.raises(InputError, match="language='en'"):
        speech.spans(study_of(BODIES))


def test_a_text_in_colours_is_escaped_and_named():
    body = BODIES["one"] + " <script>alert('&')</script>"
    found = speech.spans(study_of({"x": body}, language="en"))
    html = speech.show(body, found).data
    assert "<script>" not in html and "&lt;script&gt;" in html and "&amp;" in html
    for voice in speech.VOICES:
        assert f">{voice}</span>" in html  # the legend
    assert 'title="quoted: Ana Roe' in html
    looks = [look for voice, look in speech.LOOK.items() if voice != "narration"]
    lines = {look.split("border-bottom: ")[1].split()[1] for look in looks}
    assert len(lines) == 3  # told apart without colour


@pytest.mark.parametrize(("letters", "voice"), [(28, "scare"), (29, "quoted")])
def test_a_short_quotation_without_a_cue_is_a_scare_quote(letters, voice):
    body = f"They walked to the “{'x' * letters}” in the rain."
    found = speech.spans(study_of({"a": body}, language="en"))
    assert found[found["voice"] != "narration"]["voice"].tolist() == [voice]


@pytest.mark.parametrize(
    ("body", "reported"),
    [
        ("The mayor said the town was calm, and shops opened.", "the town was calm"),
        ("The governor on Tuesday said the town was calm.", "the town was calm"),
    ],
)
def test_where_indirect_speech_ends_and_a_day_after_the_subject(body, reported):
    found = speech.spans(study_of({"a": body}, language="en"))
    said = found[found["voice"] == "reported"].iloc[0]
    assert body[said["start"] : said["end"]].strip(" .").startswith(reported)
    assert said["speaker"].lower().startswith("the ")


KINDS = {
    "reported": "The mayor said the made-up bridge was safe.",
    "thought": "Officials fear the clashes will spread to the made-up town.",
    "called": "The president branded the crowd as a gang of made-up bandits.",
}
RUSSIAN_KINDS = {
    "reported": "Мэр сообщил, что выдуманный мост безопасен.",
    "thought": "Жители опасаются, что выдуманный мост рухнет.",
}


@pytest.mark.parametrize(
    ("kind", "language"), [*((k, "en") for k in KINDS), *((k, "ru") for k in RUSSIAN_KINDS)]
)
def test_what_is_said_thought_and_called_is_told_apart(kind, language):
    text = (KINDS if language == "en" else RUSSIAN_KINDS)[kind]
    found = voices.attribute(text, language)
    assert found.loc[found["voice"] == "reported", "kind"].tolist() == [kind]
    assert set(found.loc[found["voice"] == "narration", "kind"]) == {""}


def test_a_study_decides_what_counts_as_another_voice():
    study = corpus.from_frame(
        pd.DataFrame({"text": list(KINDS.values()), "language": "en", "copy_of": ""}),
        language="language",
    )
    whole = voices.spans(study)
    assert whole.loc[whole["voice"] == "reported", "kind"].tolist() == [*KINDS]
    said = voices.spans(study, kinds=["reported"])
    assert said.loc[said["voice"] == "reported", "kind"].tolist() == ["reported"]
    assert len(said) == len(whole) and said["end"].tolist() == whole["end"].tolist()
    assert (said.loc[said["voice"] == "narration", "speaker"] == "").all()
    for wrong in ("reported", ["said"]):
        with pytest.raises(InputError, match="kinds must be a list"):
            voices.spans(study, kinds=wrong)
