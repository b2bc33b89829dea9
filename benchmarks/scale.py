"""Corpora in parts: seconds and memory of ``python -m helpers scale`` by number of articles.

``python benchmarks/scale.py`` counts, scores and weighs made-up English articles in Parquet files
of 10,000, in this process alone and by one and two Dask workers, each run in a process of its
own. More than 100,000 articles are the same 100,000 again under other names, so the vocabulary
grows no further. Memory is that of all processes of the run together. Writes ``scale.csv``.
"""

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

import corpora
import pandas as pd
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

FILE = 10_000  # articles
DISTINCT = 100_000


def parts(n):
    """A folder of Parquet files with n articles, and a lexicon of 300 patterns; made once."""
    folder = corpora.DATA / f"parts-{n}"
    if folder.exists():
        return folder
    unfinished = folder.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    source = pq.ParquetFile(corpora.corpus("english", min(n, DISTINCT)))
    begin = 0
    while begin < n:
        for batch in source.iter_batches(FILE, columns=["text"]):
            names = pa.array([f"a{begin + i:09}" for i in range(len(batch))])
            table = pa.table({"article_id": names, "text": batch["text"]})
            pq.write_table(table, unfinished / f"{begin:09}.parquet")
            begin += len(batch)
    frames = corpora.patterns(corpora.texts_of(corpora.corpus("english", 1_000)))
    named = {f"frame{k}": {"patterns": frame} for k, frame in enumerate(frames)}
    (unfinished / "frames.yml").write_text(yaml.safe_dump({"language": "en", "frames": named}))
    unfinished.rename(folder)
    return folder


def run(task, n, workers):
    """One row of the table."""
    folder, output = parts(n), corpora.DATA / "scale-output"
    shutil.rmtree(output, ignore_errors=True)
    command = [sys.executable, "-m", "helpers", "scale", task, "--input", folder / "*.parquet"]
    command += ["--output", output, "--workers", str(workers)]
    command += ["--scheduler", "local" if workers else "none"]
    command += ["--longest", "2", "--min-df", "10"] if task == "tfidf" else []
    command += ["--lexicon", folder / "frames.yml"] if task in ("count", "score") else []
    start, most = time.perf_counter(), 0
    process = psutil.Popen(command, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        most = max(most, resident(process))
        time.sleep(0.05)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    written = sum(file.stat().st_size for file in output.rglob("*") if file.is_file())
    return {
        "task": task, "articles": n, "workers": workers, "seconds": round(seconds, 1),
        "peak_gb": round(most / 1e9, 2), "read_gb": round(size(folder), 2),
        "written_gb": round(written / 1e9, 2),
    }  # fmt: skip


def size(folder):
    return sum(file.stat().st_size for file in folder.glob("*.parquet")) / 1e9


def resident(process):
    """Bytes that a process and its children hold."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_info().rss
        except psutil.Error:  # it has just ended
            continue
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", nargs="*", default=["count", "score", "tfidf", "copies"])
    parser.add_argument("--sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--workers", nargs="*", type=int, default=[0, 1, 2], help="0: no Dask")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_suffix(".csv"))
    options = parser.parse_args()
    rows = []
    for n in options.sizes:
        for task in options.tasks:
            for workers in options.workers:
                rows.append(run(task, n, workers))
                print(rows[-1], flush=True)
    pd.DataFrame(rows).to_csv(options.output, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
