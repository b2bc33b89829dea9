"""How often short Kazakh and Russian texts are taken for another language.

``python benchmarks/languages.py`` cuts the made-up texts of tests/voices_made_up to their first 20,
40, 80 and 160 characters at sentence starts and guesses the language of each piece
(``intake.languages``, py3langid). Made-up texts of one hand: an order of magnitude, no more. Writes
``languages.csv``.
"""

import sys
from pathlib import Path

import pandas as pd

from helpers.intake import languages
from helpers.words import text

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))
import made_up_voices  # noqa: E402

LENGTHS = (20, 40, 80, 160)


def pieces(body, length):
    """The text from each sentence on, cut to so many characters; shorter rests are left out."""
    starts = [0, *text.sentence_ends(body)]
    return [body[at : at + length] for at in starts if len(body) - at >= length]


def main():
    rows = []
    for made in made_up_voices.load():
        for length in LENGTHS:
            for piece in pieces(made.body, length):
                rows.append((made.language, length, languages.guess(piece)))
    table = pd.DataFrame(rows, columns=["language", "characters", "guess"])
    table["right"] = table["guess"] == table["language"]
    table["none"] = table["guess"] == ""
    table["as_russian"] = (table["guess"] == "ru") & (table["language"] != "ru")
    table["as_kazakh"] = (table["guess"] == "kk") & (table["language"] != "kk")
    by = table.groupby(["language", "characters"])
    found = by[["right", "none", "as_russian", "as_kazakh"]].mean().round(3)
    found.insert(0, "pieces", by.size())
    found.reset_index().to_csv(HERE / "languages.csv", index=False)
    print(found.to_string())


if __name__ == "__main__":
    main()
