"""Seconds and memory of comparing groups and of keyness, from 3,000 to 100,000 articles.

Made-up scores and counts with a fixed seed: two groups, ten frames, two voices, 60 families in 100
articles, 50,000 terms. Each task runs in a process of its own; ``ratio`` is its time over that of
summing the same table by group with pandas, or the same matrix with scipy, in the same process.
Writes inference.csv; memory is the peak of the process, its data included.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from helpers import compare, corpus, terms
from helpers.words.counts import Counts

SIZES, FRAMES, TERMS = (3_000, 100_000), 10, 50_000


def articles(n, rng):
    ids = pd.Index([f"a{i:06}" for i in range(n)], name="article_id")
    family = ids[rng.integers(0, int(0.6 * n), n)]
    group = pd.Categorical(rng.choice(["one", "two"], n), ["one", "two"])
    return pd.DataFrame({"group": group, "family": family, "copy_type": "original"}, ids)


def scores(n, rng):
    about, parts = articles(n, rng), []
    for voice, length in (("unquoted", 300), ("quoted", 40)):
        words = rng.integers(length // 2, length * 2, n)
        for frame in range(FRAMES):
            hits = np.minimum(rng.poisson(words * 0.003), words)
            cells = {"voice": voice, "frame": f"frame {frame}", "hits": hits, "n_words": words}
            parts.append(pd.DataFrame({"article_id": about.index, **cells}))
    return pd.concat(parts, ignore_index=True).join(about, on="article_id")


def study(n, rng):
    about, p = articles(n, rng), 1 / (np.arange(TERMS) + 3)
    lengths = rng.integers(150, 450, n)
    words = rng.choice(TERMS, size=lengths.sum(), p=p / p.sum())
    cells = (np.ones(len(words), np.int64), (2 * np.repeat(np.arange(n), lengths), words))
    matrix = sparse.csr_matrix(cells, shape=(2 * n, TERMS))
    matrix.sum_duplicates()
    rows = pd.DataFrame(
        {"article_id": np.repeat(about.index, 2), "voice": ["unquoted", "quoted"] * n}
    )
    rows["n_words"] = np.asarray(matrix.sum(axis=1)).ravel()
    stored = Counts(matrix, rows, pd.Index([f"t{i:05}" for i in range(TERMS)]))
    made = corpus.Study(
        about.drop(columns="family"),
        pd.Series(dtype="str"),
        stored=stored,
        given_families=about[["family"]],
    )
    assert len(made.counts.rows) == 2 * n  # counted before the clock runs
    return made


def timed(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def one(task, n):
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(2022)
    if task == "keyness":
        made = study(n, rng)
        seconds = timed(lambda: terms.keyness(made))
        floor = timed(lambda: made.counts.matrix.T @ np.ones(2 * n))
    else:
        table = scores(n, rng)
        keys = ["group", "frame", "voice"]
        seconds = timed(lambda: getattr(compare, task)(table))
        floor = timed(lambda: table.groupby(keys, observed=True)[["hits", "n_words"]].sum())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    row = {
        "articles": n,
        "task": task,
        "seconds": seconds,
        "ratio": seconds / floor,
        "peak_gb": peak,
    }
    print(json.dumps(row))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("task", nargs="?")
    parser.add_argument("articles", nargs="?", type=int)
    given = parser.parse_args()
    if given.task:
        return one(given.task, given.articles)
    rows = []
    for n in SIZES:
        for task in ("groups", "differences", "keyness"):
            command = [sys.executable, __file__, task, str(n)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            rows.append(json.loads(done.stdout.splitlines()[-1]))
    table = pd.DataFrame(rows).round(2)
    table.to_csv(Path(__file__).with_suffix(".csv"), index=False, lineterminator="\n")
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
