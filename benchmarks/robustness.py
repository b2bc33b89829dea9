"""10,000 spoilt files for every importer: nothing but InputError, each within 5 s and 500 MB.

``python benchmarks/robustness.py [N] [KIND…]`` reads N (10,000) of each kind in two processes and
writes robustness.csv: how many were read, articles found, worst seconds and worst growth of the
process in MB. Stops with an error where a limit is passed or anything else is raised, naming the
file's number, from which ``tests/robustness.py`` makes it again.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas as pd
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import robustness

COLUMNS = ["kind", "files", "articles", "worst_seconds", "worst_megabytes", "faults"]


def measure(kind, n):
    """The row of a kind, and its faults as sentences."""
    runs = list(robustness.runs(kind, n))
    faults = [f"{kind} {run.number}: {run.fault}" for run in runs if run.fault]
    worst = [max(getattr(run, key) for run in runs) for key in ("seconds", "megabytes")]
    articles = sum(run.articles for run in runs)
    return (kind, len(runs), articles, *(round(x, 1) for x in worst), len(faults)), faults


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    some = sys.argv[2:] or list(robustness.originals())
    with ProcessPoolExecutor(2) as pool:
        done = [pool.submit(measure, kind, n) for kind in some]
        found = [one.result() for one in tqdm(done, desc="kinds", disable=None)]
    table = pd.DataFrame([row for row, _ in found], columns=COLUMNS)
    print(table.to_string(index=False))
    table.to_csv(Path(__file__).with_suffix(".csv"), index=False, lineterminator="\n")
    if faults := [fault for _, some in found for fault in some]:
        sys.exit("\n".join(faults[:50]))


if __name__ == "__main__":
    main()
