"""10,000 spoilt files for every importer: nothing but InputError, each within 5 s and 500 MB.

``python benchmarks/robustness.py [N]`` reads N (10,000) for each importer in two processes and
writes robustness.csv: how many files, articles read from them, worst seconds of the processor and
worst growth of the process in MB. Stops with an error where a limit is passed or anything else is
raised, naming the file's number, from which ``tests/robustness.py`` makes it again.
"""

import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import pandas as pd
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import robustness

COLUMNS = ["importer", "files", "articles", "worst_seconds", "worst_megabytes", "faults"]


def measure(importer, n):
    """The row of an importer, and its faults as sentences."""
    runs = list(robustness.runs(importer, n))
    faults = [f"{importer} {run.number}: {run.fault}" for run in runs if run.fault]
    worst = [max(getattr(run, key) for run in runs) for key in ("seconds", "megabytes")]
    articles = sum(run.articles for run in runs)
    return (importer, len(runs), articles, *(round(x, 1) for x in worst), len(faults)), faults


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rows, faults = [], []
    with ProcessPoolExecutor(2) as pool:
        done = [pool.submit(measure, importer, n) for importer in robustness.originals()]
        for one in tqdm(as_completed(done), total=len(done), desc="importers", disable=None):
            rows.append(one.result()[0])
            faults += one.result()[1]
            table = pd.DataFrame(sorted(rows), columns=COLUMNS)
            table.to_csv(Path(__file__).with_suffix(".csv"), index=False, lineterminator="\n")
    print(table.to_string(index=False))
    if faults:
        sys.exit("\n".join(faults[:50]))


if __name__ == "__main__":
    main()
