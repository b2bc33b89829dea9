"""Development error of the voices, on made-up texts, and their speed.

Texts are told apart by whether they were written before or after the rules; what came out when the
later ones were first judged stands in tests/voices_made_up/README.md. Neither says how the rules do
on real news. Writes voices.csv, and voices-rules.csv: what is gained and lost without each rule of
English indirect speech.
"""

import sys
import time
from pathlib import Path

import pandas as pd

from helpers import voices

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))
import made_up_voices  # noqa: E402
import voice_rules  # noqa: E402

WRITTEN = {
    "later": "after the first rules",
    "news": "before the second rules",
    "unseen": "after the second rules",
    "third": "before the third rules",
    "others": "after the tables of their language",
}
BATCH = 10


def judge(text):
    """One row per voice: characters and spans in it by annotation, by rule, and by both."""
    table = voices.attribute(text.body, text.language)
    return [
        _judge_voice(text, table[table["voice"].isin(kinds)], kinds)
        for kinds in (["quoted"], ["reported"], ["scare"], ["quoted", "reported"])
    ]


def _judge_voice(text, found, kinds):
    wanted = [span for span in text.spans if span[2] in kinds]
    exact = {span[:2] for span in wanted} & set(zip(found["start"], found["end"], strict=True))
    chars = [
        {i for start, end in spans for i in range(start, end) if text.body[i].isalnum()}
        for spans in ([s[:2] for s in wanted], zip(found["start"], found["end"], strict=True))
    ]
    named = [span for span in wanted if span[3]]
    return {
        "written": WRITTEN.get(text.file, "before the first rules"),
        "language": text.language,
        "voice": " or ".join(kinds),
        "texts": 1,
        "spans": len(wanted),
        "spans_found": len(found),
        "spans_exact": len(exact),
        "characters": len(chars[0]),
        "characters_found": len(chars[1]),
        "characters_both": len(chars[0] & chars[1]),
        "speakers": len(named),
        "speakers_right": sum(_names_speaker(found, span) for span in named),
        "speakers_near": sum(_names_speaker(found, span, near=True) for span in named),
    }


def _names_speaker(found, span, near=False):
    """Whether a span's speaker is named as annotated, or, if ``near``, with a word in common."""
    start, end, _, speaker, _ = span
    rows = found[(found["start"] < end) & (found["end"] > start)]
    if not near:
        return speaker in set(rows["speaker"])
    words = {*speaker.lower().split()} - {"the", "a", "an"}
    return any(words & {*name.lower().split()} for name in rows["speaker"])


def summary(texts):
    table = pd.DataFrame([row for text in texts for row in judge(text)])
    table = table.groupby(["written", "language", "voice"], as_index=False).sum()
    table["exact_precision"] = table["spans_exact"] / table["spans_found"]
    table["exact_recall"] = table["spans_exact"] / table["spans"]
    table["overlap_precision"] = table["characters_both"] / table["characters_found"]
    table["overlap_recall"] = table["characters_both"] / table["characters"]
    table["character_f1"] = (
        2 * table["characters_both"] / (table["characters"] + table["characters_found"])
    )
    table["speaker_accuracy"] = table["speakers_right"] / table["speakers"]
    table["speaker_overlap"] = table["speakers_near"] / table["speakers"]
    return table[table["spans"] > 0].round(3)


def by_rule(texts):
    """How much each rule of English indirect speech finds, rightly and wrongly: the characters that
    are found with it and not without it, and the character F1 it brings."""
    english = [text for text in texts if text.language == "en"]
    whole = _characters(english)
    rows = []
    for rule in voice_rules.RULES:
        with voice_rules.without(rule):
            less = _characters(english)
        rows.append(
            {
                "rule": rule["rule"],
                "what": rule["what"],
                "examples": len(rule["examples"]),
                "gain": whole["both"] - less["both"],
                "cost": (whole["found"] - whole["both"]) - (less["found"] - less["both"]),
                "f1_gain": _f1(whole) - _f1(less),
            }
        )
    return pd.DataFrame(rows).round(4)


def _characters(texts):
    rows = pd.DataFrame([row for text in texts for row in judge(text)])
    rows = rows[rows["voice"] == "reported"]
    names = {"wanted": "characters", "found": "characters_found", "both": "characters_both"}
    return {short: int(rows[name].sum()) for short, name in names.items()}


def _f1(sums):
    return 2 * sums["both"] / (sums["wanted"] + sums["found"])


def speed(task, articles):
    """Articles a second on one core: the best of the batches, since others share the machine."""
    times = []
    for start in range(0, len(articles) - BATCH + 1, BATCH):
        began = time.process_time()
        for article in articles[start : start + BATCH]:
            task(article)
        times.append((time.process_time() - began) / BATCH)
    return 1 / min(times), 1 / (sum(times) / len(times))


def main():
    texts = made_up_voices.load()
    table = summary(texts)
    table.to_csv(HERE / "voices.csv", index=False, lineterminator="\n")
    print(table.to_string(index=False))
    rules = by_rule(texts)
    rules.to_csv(HERE / "voices-rules.csv", index=False, lineterminator="\n")
    print(rules.to_string(index=False))
    lines = [
        line
        for text in texts
        if text.language == "en" and text.file in ("news", "unseen")
        for line in text.body.split("\n")
        if line
    ]
    articles = [_of_500_words(lines, start) for start in range(0, len(lines), 2)]
    for name, task in (("direct quotes", voices.quotes), ("everything", voices.attribute)):
        best, mean = speed(task, articles)
        print(f"{name}: {best:,.0f} articles of 500 words a second at best, {mean:,.0f} on average")


def _of_500_words(lines, start):
    article, words = [], 0
    for line in lines[start:] + lines[:start]:
        article.append(line)
        words += len(line.split())
        if words >= 500:
            break
    return "\n".join(article)


if __name__ == "__main__":
    main()
