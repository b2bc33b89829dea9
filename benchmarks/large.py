"""Seconds and memory to read a large table: 400 MB of made-up articles as CSV and as JSON Lines.

``python benchmarks/large.py`` (five minutes, 1.3 GB of disk for temporary files) writes
``large.csv``; beside each, in the same run, what pandas takes for the same file, which keeps the
rows and reads neither days nor languages.
"""

import csv
import json
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path

import corpora
import pandas as pd

HERE = Path(__file__).parent
BYTES = 400_000_000
OURS = "from helpers import intake; n = sum(1 for _ in intake.read(path))"
PANDAS = {
    "csv": "import pandas; n = len(pandas.read_csv(path))",
    "jsonl": "import pandas; n = len(pandas.read_json(path, lines=True))",
}
PROGRAM = """
import resource, sys, time
path, began = sys.argv[1], time.perf_counter()
{reading}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
print(n, time.perf_counter() - began, peak)
"""


def rows():
    """Made-up articles, over and over under other names."""
    texts = corpora.texts_of(corpora.corpus("english", 10_000))
    for n in count():
        yield {
            "title": f"Made-up headline {n}", "date": f"2022-01-{n % 20 + 1:02}",
            "outlet": f"Made-Up Paper {n % 50}", "language": "en",
            "url": f"https://made-up.example/{n}", "text": texts[n % len(texts)],
        }  # fmt: skip


def write(folder):
    paths = {kind: folder / f"made-up.{kind}" for kind in PANDAS}
    with paths["csv"].open("w", newline="") as one, paths["jsonl"].open("w") as other:
        table = csv.writer(one)
        for row in rows():
            if one.tell() == 0:
                table.writerow(row)
            table.writerow(row.values())
            other.write(json.dumps(row, ensure_ascii=False) + "\n")
            if one.tell() > BYTES:
                return paths


def main():
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in write(Path(folder)).items():
            for reader, reading in (("intake.read", OURS), ("pandas", PANDAS[kind])):
                program = PROGRAM.format(reading=reading)
                done = subprocess.run(
                    [sys.executable, "-c", program, path],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                n, seconds, peak = done.stdout.split()
                size = path.stat().st_size / 1e6
                found.append([kind, round(size), reader, int(n), float(seconds), float(peak)])
    columns = ["kind", "mb", "reader", "articles", "seconds", "peak_gb"]
    table = pd.DataFrame(found, columns=columns).round(2)
    table.to_csv(HERE / "large.csv", index=False)
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
