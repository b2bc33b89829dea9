"""Words, sentences and quotation."""

import subprocess
import sys

import pytest
from conftest import shared
from hypothesis import given
from hypothesis import strategies as st
from razdel import sentenize
from sklearn.feature_extraction.text import CountVectorizer

from helpers.words import text

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
        ("Ann Roe Jr., 55, left.", ["Ann Roe Jr., 55, left."]),
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


MADE_UP = [
    "President Mayorov spoke. U.S. troops did not come. Mr. Mayorov left at noon.",
    "He asked for help. By Thursday the square was empty! Was it over? Nobody knew…",
    "“We will stay.” She closed the door. “Go,” he said. (It rained.) It rose by 3.5 per cent.",
    "Президент Қ. Тоқаев сөйледі. Бұл 2022 ж. қаңтарда болды. Алматы тыныш.",
    "Бағалар өсті. Халық наразы! Не болды? Ешкім білмейді.",
    "Цена выросла до 120 тенге. В г. Алматы объявили режим ЧП! Кто виноват?",
    "В 2022 г. Токаев обратился к ОДКБ. «Мы останемся». Он уехал.",
    "На ул. Абая собрались люди. Ущерб 3 млрд. тенге. Власти молчат... 5 января ввели войска.",
]


@pytest.mark.parametrize("body", MADE_UP)
def test_sentences_are_those_of_razdel(body):
    assert text.sentences(body) == [sentence.text for sentence in sentenize(body)]


@pytest.mark.parametrize(
    ("body", "n"),
    [
        ("It rose in Jan. 2022. Then it fell.", 2),
        ("Petrol 95. Gen. Roe of St. Ives.", 2),
        ("He said no. Then he left.", 2),
        ("2022 ж. 5 қаңтар күні.", 1),
        ("It came to help.By Thursday it left.", 2),
        ("See example.com or 3.5 or U.S.A. now", 1),
        ("Wait... what? yes. (Mr. Doe.) “Mr. Roe.” It is", 4),
        ("Мы.Они ушли", 2),
    ],
)
def test_where_razdel_and_the_rule_differ_or_are_silent(body, n):
    assert len(text.sentences(body)) == n


@given(st.text(alphabet="aΑαΣσς'.: \u0301İ1"))
def test_settled_sigma_is_that_of_lower(body):
    settled = text.settle_sigma(body)
    assert len(settled) == len(body) and settled.lower() == body.lower()
    assert "".join(letter.lower() for letter in settled) == body.lower()


def test_small_corpora_do_not_wait_for_the_compiler():
    code = (
        "import sys; from helpers import terms; from helpers.words import ngrams, text, tokens;"
        "found = tokens.tokenise(['a small one']); ngrams.count(found);"
        "tokens.match(found, [[[0]]]);"
        "terms.Vectorizer().fit_transform(['a small one']); sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


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
