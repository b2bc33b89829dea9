"""Development error of the voices: on the made-up texts that the rules were written with.

It says how far the rules do what they are meant to, not how they do on real news. Writes
voices.csv.
"""

import sys
import time
from pathlib import Path

import pandas as pd

from helpers import voices

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import made_up_voices


def judge(text):
    """One row per voice: characters in it by annotation, by rule, and by both; spans likewise."""
    table = voices.attribute(text.body, text.language)
    rows = []
    for voice in ("quoted", "reported", "scare"):
        wanted = {(a, b) for a, b, v, *_ in text.spans if v == voice}
        part = table[table["voice"] == voice]
        found = set(zip(part["start"], part["end"], strict=True))
        chars = [{i for a, b in some for i in range(a, b)} for some in (wanted, found)]
        speakers = [s for s in text.spans if s[2] == voice and s[3]]
        right = sum(
            not part[(part["start"] < b) & (part["end"] > a) & (part["speaker"] == s)].empty
            for a, b, _, s, _ in speakers
        )
        rows.append(
            {
                "language": text.language,
                "voice": voice,
                "spans": len(wanted),
                "spans_found": len(found),
                "spans_exact": len(wanted & found),
                "characters": len(chars[0]),
                "characters_found": len(chars[1]),
                "characters_both": len(chars[0] & chars[1]),
                "speakers": len(speakers),
                "speakers_right": right,
            }
        )
    return rows


def main():
    texts = made_up_voices.load()
    table = pd.DataFrame([row for text in texts for row in judge(text)])
    table = table.groupby(["language", "voice"], as_index=False).sum()
    table["exact_precision"] = table["spans_exact"] / table["spans_found"]
    table["exact_recall"] = table["spans_exact"] / table["spans"]
    table["overlap_precision"] = table["characters_both"] / table["characters_found"]
    table["overlap_recall"] = table["characters_both"] / table["characters"]
    table["speaker_accuracy"] = table["speakers_right"] / table["speakers"]
    table.round(3).to_csv(Path(__file__).with_suffix(".csv"), index=False, lineterminator="\n")
    print(table.round(3).to_string(index=False))
    words = " ".join(
        text.body.replace("\n", " ") for text in texts if text.language == "en"
    ).split()
    articles = [" ".join((words[i:] + words)[:500]) for i in range(0, 200, 2)]
    for name, task in (("direct quotes", voices.quotes), ("everything", voices.attribute)):
        start = time.perf_counter()
        for article in articles:
            task(article)
        speed = len(articles) / (time.perf_counter() - start)
        print(f"{name}: {speed:,.0f} articles of 500 words a second")


if __name__ == "__main__":
    main()
