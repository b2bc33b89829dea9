"""Words, sentences and quotation."""

import pytest
from conftest import shared
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from helpers import text

TOKENISE = CountVectorizer().build_analyzer()


@given(st.text())
def test_words_are_those_of_scikit_learn(body):
    assert text.words(body) == TOKENISE(body)


@pytest.mark.parametrize(
    ("body", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("He left! Did he? Yes.", ["He left!", "Did he?", "Yes."]),
        ("Mr. Doe met Gen. Roe in St. Ives.", ["Mr. Doe met Gen. Roe in St. Ives."]),
        ("He met J. Doe. They spoke.", ["He met J. Doe.", "They spoke."]),
        ("He said “no.” She left.", ["He said “no.”", "She left."]),
        ("It rose 3.5 per cent.", ["It rose 3.5 per cent."]),
        ("A lost space.By Monday it was back.", ["A lost space.", "By Monday it was back."]),
        ("A line\nA second line", ["A line", "A second line"]),
        ("Сказал Қ. Айбек. Ушел.", ["Сказал Қ. Айбек.", "Ушел."]),
        ("Это было 5 января. В городе тихо.", ["Это было 5 января.", "В городе тихо."]),
        ("", []),
    ],
)
def test_sentences(body, sentences):
    assert text.sentences(body) == sentences


@given(st.text(alphabet="ab.!? \n”"))
def test_sentences_lose_no_word(body):
    assert [w for s in text.sentences(body) for w in text.words(s)] == text.words(body)


@pytest.mark.parametrize(
    ("body", "quoted"),
    [
        ("He said “no way” twice.", ["no way"]),
        ('He said "no way" and "never".', ["no way", "never"]),
        ("Он сказал: «нет».", ["нет"]),
        ("Er sagte „nein“ dazu.", ["nein"]),
        ("An “open mark\nends with its paragraph”", []),
        ('An odd " mark quotes nothing', []),
        ("It's the people's 'single' marks", []),
        ("", []),
    ],
)
def test_quoted_text(body, quoted):
    assert [stretch for voice, stretch in text.by_voice(body) if voice == "quoted"] == quoted


@given(st.text(alphabet='ab “”"«»\n'))
def test_the_voices_lose_nothing_but_marks(body):
    both = "".join(stretch for _, stretch in text.by_voice(body))
    assert [c for c in both if c in "ab \n"] == [c for c in body if c in "ab \n"]


def test_normalise_makes_compatible_letters_plain():
    assert text.normalise("ﬁre １２ \u00a0x") == "fire 12  x"


def test_real_transcripts_pass_through():
    for file in shared("data/briefings").glob("*.md"):
        body = file.read_text(encoding="utf-8")
        sentences = text.sentences(body)
        assert len(sentences) > 20
        assert sum(len(text.words(s)) for s in sentences) == len(text.words(body))
