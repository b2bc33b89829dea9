"""Seconds and memory to change a large corpus: 20,000 made-up articles.

``python benchmarks/changing.py`` (five minutes, 1 GB of disk for temporary files) writes
``changing.csv``: the commands as people give them, each in a process of its own, so that starting
Python counts. Beside them, in the same run, what pandas takes to read the corpus's counts alone.
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpora
import pandas as pd

HERE = Path(__file__).parent
LARGE = 20_000
PANDAS = "import pandas, sys; pandas.read_csv(sys.argv[1])"


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        texts = corpora.texts_of(corpora.corpus("english", LARGE + 1))
        write(folder / "many.csv", texts[:LARGE], first=0)
        write(folder / "one.csv", texts[LARGE:], first=LARGE)
        corpus = folder / "corpus"
        rows = [helpers(f"add {LARGE:,} articles", "add", folder / "many.csv", corpus)]
        first = pd.read_csv(corpus / "articles.csv", usecols=["article_id"])["article_id"][0]
        rows += [
            measured("pandas reads the counts", ["-c", PANDAS, str(corpus / "counts.csv.gz")]),
            helpers("check", "check", corpus),
            helpers("add one article", "add", folder / "one.csv", corpus),
            helpers("edit one", "edit", first, "published=2022-01-09", corpus),
            helpers("remove one", "remove", first, "--reason=made up", corpus),
        ]
    table = pd.DataFrame(rows).round(2)
    table.to_csv(HERE / "changing.csv", index=False)
    print(table.to_string(index=False))


def write(path, texts, first):
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["title", "date", "outlet", "language", "url", "text"])
        for n, text in enumerate(texts, first):
            url = f"https://made-up.example/{n}"
            day = f"2022-01-{n % 20 + 1:02}"
            table.writerow(
                [f"Made-up headline {n}", day, f"Made-Up Paper {n % 50}", "en", url, text]
            )


def helpers(name, verb, *given):
    """Do ``python -m helpers`` with these words, the last of which is the corpus folder."""
    *words, corpus = map(str, given)
    where = [corpus] if verb == "check" else ["--corpus", corpus]
    return measured(name, ["-m", "helpers", verb, *words, *where])


def measured(name, words):
    """Seconds and memory of ``python`` with these words."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{name}: failed")
    return {
        "command": name, "seconds": seconds, "cpu_seconds": used.ru_utime + used.ru_stime,
        "peak_gb": used.ru_maxrss * 1024 / 1e9,
    }  # fmt: skip


if __name__ == "__main__":
    main()
