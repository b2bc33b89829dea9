"""A lexicon of 300 patterns over 10,000 texts: frames.count beside its fastest peers, in one run.

Made-up words with Zipf's frequencies; 10 frames of 24 words or beginnings and 6 phrases of two
words each. Every peer does the task as its users would; rounds are interleaved and the median is
taken. Counts are held against a plain count first. Peers come with the extra "bench". Writes
lexicon.csv: ``seconds``, and ``speed_to_fastest_peer``, the seconds of the fastest peer divided by
one's own (1 is level, 2 twice as fast).
"""

import re
import statistics
import time
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import frames

TEXTS, WORDS, ROUNDS = 10_000, 500, 5


def corpus(rng):
    """Made-up texts and their vocabulary, most frequent word first."""
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    known = sorted({"".join(rng.choice(letters, rng.integers(3, 10))) for _ in range(60_000)})
    known = list(rng.permutation(known))
    rank = np.minimum(rng.zipf(1.2, (TEXTS, WORDS)), len(known)) - 1
    return [" ".join(known[i] for i in row) + "." for row in rank], known


def lexicon(known, rng):
    """Ten frames of words, beginnings and phrases, none of them among the 200 commonest words."""
    some = []
    for number in range(10):
        words = [known[i] for i in rng.integers(200, 20_000, 36)]
        patterns = words[:16] + [f"{word[:5]}*" for word in words[16:24]]
        patterns += [f"{known[i]} {known[j]}" for i, j in rng.integers(0, 60, (6, 2))]
        some.append(frames.Frame(f"f{number}", tuple(dict.fromkeys(patterns))))
    return frames.Lexicon(tuple(some))


def as_regex(pattern):
    return r"\b" + re.escape(pattern).replace(r"\*", r"\w*").replace(r"\ ", r"\W+") + r"\b"


def with_polars(texts, some):
    import polars

    column = polars.DataFrame({"text": texts}).lazy()
    forms = {
        f.name: [as_regex(p).replace(r"\b", r"(?-u:\b)") for p in f.patterns] for f in some.frames
    }
    sums = [
        polars.sum_horizontal([polars.col("text").str.count_matches(p) for p in patterns]).alias(
            name
        )
        for name, patterns in forms.items()
    ]
    return column.select(sums).collect().to_pandas()


def with_ahocorasick(texts, some):
    """Words and beginnings only end where the text says so: every match is checked for its ends."""
    import ahocorasick

    finder = ahocorasick.Automaton()
    patterns = {}
    for number, frame in enumerate(some.frames):
        for pattern in frame.patterns:
            patterns.setdefault(pattern.rstrip("*"), []).append((number, pattern.endswith("*")))
    for stem, owners in patterns.items():
        finder.add_word(stem, (len(stem), owners))
    finder.make_automaton()
    sums = np.zeros((len(texts), len(some.frames)), dtype=int)
    for row, body in enumerate(texts):
        for end, (length, owners) in finder.iter(body):
            begin = end - length + 1
            if begin and (body[begin - 1].isalnum() or body[begin - 1] == "_"):
                continue
            goes_on = end + 1 < len(body) and (body[end + 1].isalnum() or body[end + 1] == "_")
            for number, open_ in owners:
                if open_ or not goes_on:
                    sums[row, number] += 1
    return pd.DataFrame(sums, columns=some.names)


def with_hyperscan(texts, some):
    import hyperscan

    owner = [(number, p) for number, frame in enumerate(some.frames) for p in frame.patterns]
    database = hyperscan.Database()
    database.compile(
        expressions=[as_regex(p).encode() for _, p in owner],
        ids=list(range(len(owner))),
        flags=[hyperscan.HS_FLAG_SOM_LEFTMOST] * len(owner),
    )
    sums = np.zeros((len(texts), len(some.frames)), dtype=int)
    for row, body in enumerate(texts):
        seen = set()
        # A pattern with an open end is reported at every letter: its beginning counts once.
        database.scan(
            body.encode(),
            match_event_handler=lambda i, a, b, *_, seen=seen: seen.add((i, a)) or None,
        )
        for i, _ in seen:
            sums[row, owner[i][0]] += 1
    return pd.DataFrame(sums, columns=some.names)


def plainly(texts, some):
    """Every pattern apart, by Python's re: what the peers count (overlaps between patterns of one
    frame included)."""
    sums = {
        f.name: [sum(len(re.findall(as_regex(p), body)) for p in f.patterns) for body in texts]
        for f in some.frames
    }
    return pd.DataFrame(sums)


def main():
    rng = np.random.default_rng(1)
    texts, known = corpus(rng)
    some = lexicon(known, rng)
    tasks = {
        "frames.count": lambda: frames.count(texts, some, n_jobs=2),
        "Polars": lambda: with_polars(texts, some),
        "pyahocorasick": lambda: with_ahocorasick(texts, some),
        "hyperscan": lambda: with_hyperscan(texts, some),
    }
    expected = plainly(texts[:200], some)
    for name in tasks:
        found = tasks[name]().iloc[:200].astype(int)
        equal = (found.to_numpy() == expected.to_numpy()).mean()
        print(f"{name}: {equal:.4f} of cells as counted plainly")
    seconds = {name: [] for name in tasks}
    for _ in range(ROUNDS):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            seconds[name].append(time.perf_counter() - start)
    table = pd.DataFrame(
        {"task": list(tasks), "seconds": [statistics.median(s) for s in seconds.values()]}
    )
    best = table.loc[1:, "seconds"].min()
    table["speed_to_fastest_peer"] = best / table["seconds"]
    table.round(3).to_csv(Path(__file__).with_suffix(".csv"), index=False, lineterminator="\n")
    print(table.round(3).to_string(index=False))


if __name__ == "__main__":
    main()
