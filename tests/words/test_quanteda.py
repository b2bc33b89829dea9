"""The words of quanteda's default tokeniser; the expected ones are those of ICU itself."""

import json

import pandas as pd
import pytest
from conftest import shared

from helpers.words import quanteda as words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's a well-known co-op’s end.", "It's a well-known co-op’s end ."),
        ("'tis dogs' rock'n'roll ‘quoted’", "' tis dogs ' rock'n'roll ‘ quoted ’"),
        ("don‘t l'homme o’clock", "don‘t l'homme o’clock"),
        ("word—word a--b a- -a -5 a-5 1-a-2", "word—word a - - b a - - a - 5 a-5 1-a-2"),
        ("1,000.5 3.14. .5 1,,2 1;2 1’5 12:30", "1,000.5 3.14 . . 5 1 , , 2 1;2 1’5 12 : 30"),
        ("£1,000,000 5% 50°C $12.5bn €3-4", "£ 1,000,000 5 % 50 ° C $ 12.5bn € 3-4"),
        ("U.S. e.g. Ph.D. a..b a:b", "U.S . e.g . Ph.D . a . . b a : b"),
        ("x_y _z __ 5_000 a_-b", "x_y _z __ 5_000 a_ - b"),
        ("#tag #weibo# @user x#y 5@", "#tag #weibo# @user x #y 5@"),
        ("me+you@x-y.org user@host", "me+you@x-y.org user @host"),
        ("http://t.co/something. www.bbc.co.uk/news", "http://t.co/something. www.bbc.co.uk/news"),
        ("ftp://a.b/c?d=e#f https://x.io/", "ftp://a.b/c?d=e#f https://x.io/"),
        ("C++ C# R&D and/or (a) [b] a=b", "C + + C # R & D and / or ( a ) [ b ] a = b"),
        ("½ ² № § © ™ × 4×4", "½ ² № § © ™ × 4 × 4"),
        ("Нур-Султан Қазақстан 2022 ж.", "Нур-Султан Қазақстан 2022 ж ."),
        ("u\u0308be\u0308r \u0308ubër", "u\u0308be\u0308r ubër"),
        ("a\u200bb a\u00adb", "a b a\u00adb"),
        ("a\u00a0b\u2028c\td\r\ne", "a b c d e"),
        (
            "😀 👍🏽 👨\u200d👩\u200d👧 ❤\ufe0f 🇰🇿🇷🇺 1\ufe0f\u20e3",
            "😀 👍🏽 👨\u200d👩\u200d👧 ❤\ufe0f 🇰🇿 🇷🇺 1\ufe0f\u20e3",
        ),
        ("", ""),
    ],
)
def test_words(text, expected):
    assert words.quanteda(text) == expected.split()


def test_the_words_of_quanteda_on_the_addresses():
    folder = shared("data/quanteda")
    texts = [row["text"] for row in json.loads((folder / "inaugural.json").read_text())]
    reference = pd.read_csv(folder / "inaugural_ntoken.csv")
    found = [words.quanteda(body) for body in texts]
    assert [len(some) for some in found] == reference["ntoken"].tolist()
    assert [len(set(some)) for some in found] == reference["ntype"].tolist()
