"""Speed and memory against peers, on made-up corpora with a fixed seed.

``make bench`` measures every task by every peer that is installed, each in a process of its own
that has the texts in memory as Python strings, in interleaved rounds; that all give the same
result is checked first. Writes ``speed.csv`` and ``speed.svg`` beside itself. Imports are not
timed; loading compiled code (from numba's cache, about a second) is. What takes under 20 seconds
is timed a second time in the same process (column ``again``). quanteda is measured where R has it
(``quanteda.R``); where R has only stringi, the splitting into words that quanteda begins with.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from functools import cache
from importlib.metadata import version
from pathlib import Path

import corpora
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pyarrow as pa
from peers import TASKS
from scipy import io, sparse
from tqdm import tqdm

HERE = Path(__file__).parent
PACKAGES = {"scikit-learn": "scikit-learn", "Polars": "polars", "DuckDB": "duckdb"} | {
    name: name for name in ("hyperscan", "pyahocorasick")
}
FLOOR = "floor"
AGAIN = 20  # seconds: what takes less is timed a second time in the same process
SIZES = ["english:1000:3", "english:10000:3", "mixed:10000:3", "english:100000:3"]
KEYS = ["corpus", "articles", "task", "peer"]
QUANTEDA = dict(zip(TASKS, ("tfidf", "counts", "lexicon"), strict=True))  # its names of the tasks
SPLITTING = """
texts <- readLines(commandArgs(TRUE), encoding = "UTF-8", warn = FALSE)
split <- function() stringi::stri_split_boundaries(texts, type = "word")
cat(system.time(split())[["elapsed"]])
"""


# One peer, in a process of its own --------------------------------------------------------------


def inputs(task, peer, kind, n):
    """What the peer works on, and what it is told besides."""
    texts = corpora.texts_of(corpora.corpus(kind, n))
    if not task.startswith("lexicon"):
        return texts, ()
    frames = corpora.patterns(texts)
    if "stored" not in peer:
        return texts, (frames,)
    stored = corpora.DATA / f"{kind}-{n}-tokens"
    for path in stored.iterdir():  # the other peers' texts are in memory, too
        path.read_bytes()
    return stored, (frames,)


def store(kind, n):
    """The corpus as Tokens on disk, made once, and not by a process that is measured."""
    from helpers.words import tokens

    folder = corpora.DATA / f"{kind}-{n}-tokens"
    if not folder.exists():
        texts = corpora.texts_of(corpora.corpus(kind, n))
        tokens.save(tokens.tokenise(texts, n_jobs=2), folder)


def one(task, peer, kind, n):
    """Measure one peer in this process; print what was found as JSON."""
    function, jobs = TASKS[task][peer]
    os.environ["POLARS_MAX_THREADS"] = str(jobs)
    texts, extra = inputs(task, peer, kind, n)
    few = inputs(task, peer, kind, 1_000)[0]
    function(few if isinstance(few, Path) else few[:50], jobs, *extra)  # imports
    if peer.startswith("helpers"):
        import helpers.compiled  # noqa: F401
    held = peak()
    start = time.perf_counter()
    result = function(texts, jobs, *extra)
    seconds = time.perf_counter() - start
    found = {"seconds": seconds, "peak_gb": peak(), "texts_gb": held}
    found |= {"mark": mark(as_matrix(result)), "again": None}
    if seconds < AGAIN:
        start = time.perf_counter()
        function(texts, jobs, *extra)
        found["again"] = time.perf_counter() - start
    print(json.dumps(found))


def peak():
    """The most memory this process has had, in GB (Linux; elsewhere the parent's may count in)."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) * 1024 / 1e9
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def as_matrix(result):
    """Any peer's result as (CSR matrix, names)."""
    if isinstance(result, np.ndarray):
        return sparse.csr_matrix(result), list(range(result.shape[1]))
    if isinstance(result, tuple):
        return result[0], list(result[1])
    table = result if isinstance(result, pa.Table) else result.to_arrow()  # DuckDB, Polars
    terms = table["t"].cast(pa.large_string()).combine_chunks().dictionary_encode()
    names, rank = np.unique(np.array(terms.dictionary.to_pylist(), object), return_inverse=True)
    cells = (table["d"].to_numpy().astype(np.int64), rank[terms.indices.to_numpy()])
    return sparse.csr_matrix((table["w"].to_numpy(), cells)), list(names)


def mark(result):
    """A few numbers by which large results are compared: terms, cells, sums by row and column."""
    matrix, names = result
    by_row, by_column = (np.asarray(matrix.sum(axis=axis)).ravel() for axis in (1, 0))
    weights = [float(sums @ np.cos(np.arange(len(sums)))) for sums in (by_row, by_column)]
    return [len(names), int(matrix.nnz), float(by_row.sum()), *weights]


# All peers --------------------------------------------------------------------------------------


def tasks(kind):
    """The peers' lexicons are expressions for English letters, and so are quanteda's words."""
    if kind != "english":
        return {k: v for k, v in TASKS.items() if not k.startswith("lexicon")}
    in_r = {"quanteda": (quanteda, 2)} if r_has("quanteda") else {}
    return {task: peers | in_r for task, peers in TASKS.items()}


@cache
def r_has(package):
    test = f"quit(status = !requireNamespace('{package}', quietly = TRUE))"
    return bool(shutil.which("Rscript")) and not subprocess.call(["Rscript", "-e", test])


def quanteda(task, kind, n, *result):
    """The command that measures quanteda, and writes its result to a file if one is named."""
    lexicon = corpora.DATA / f"{kind}-{n}-lexicon.tsv"
    if not lexicon.exists():
        frames = corpora.patterns(corpora.texts_of(corpora.corpus(kind, n)))
        lines = (f"{k}\t{pattern}" for k, frame in enumerate(frames) for pattern in frame)
        lexicon.write_text("\n".join(lines) + "\n", "utf-8")
    script = HERE / "quanteda.R"
    return ["Rscript", script, QUANTEDA[task], text_file(kind, n), lexicon, "2", *result]


def quanteda_found(task, kind, n):
    """quanteda's result as (CSR matrix, names), columns in the order of the names."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result.mtx"
        subprocess.run(quanteda(task, kind, n, path), capture_output=True, check=True)
        names = path.with_name("result.mtx.names").read_text("utf-8").splitlines()
        names = [int(name) for name in names] if task.startswith("lexicon") else names
        order = sorted(range(len(names)), key=names.__getitem__)
        return io.mmread(path).tocsc()[:, order].tocsr(), [names[i] for i in order]


def unequal(kind, n=1_000):
    """The (task, peer) whose result differs from helpers' in any cell, on a small corpus."""
    found = set()
    for task, peers in tasks(kind).items():
        expected = None
        for peer, (function, jobs) in peers.items():
            if peer == "quanteda":
                matrix, names = quanteda_found(task, kind, n)
            else:
                texts, extra = inputs(task, peer, kind, n)
                matrix, names = as_matrix(function(texts, jobs, *extra))
            expected = expected or (matrix, names)
            same = names == expected[1] and matrix.shape == expected[0].shape
            if not same or abs(matrix - expected[0]).max() > 1e-9:
                found.add((task, peer))
    return found


def measure(task, peer, kind, n):
    command = [sys.executable, __file__, "--one", task, peer, kind, str(n)]
    command = quanteda(task, kind, n) if peer == "quanteda" else command
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{task}: {peer}: {done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def text_file(kind, n):
    """The corpus with one article a line."""
    path = corpora.DATA / f"{kind}-{n}.txt"
    if not path.exists():
        path.write_text("\n".join(corpora.texts_of(corpora.corpus(kind, n))), "utf-8")
    return path


def floor(kind, n):
    """Seconds to read the bytes, for wc -w to count words in them, and for stringi to split them
    into words, if R has it."""
    path = text_file(kind, n)
    seconds = {}
    for name, work in {
        "reading the bytes": path.read_bytes,
        "wc -w": lambda: subprocess.run(["wc", "-w", path], capture_output=True, check=True),
    }.items():
        start = time.perf_counter()
        work()
        seconds[name] = time.perf_counter() - start
    if r_has("stringi"):
        command = ["Rscript", "-e", SPLITTING, path]
        seconds["stringi, splitting alone"] = float(subprocess.check_output(command, text=True))
    return seconds


def one_round(kind, n):
    """Every peer once, one after another: rows of the table."""
    rows = []
    for task, peers in tasks(kind).items():
        for peer in peers:
            found = measure(task, peer, kind, n)
            rows.append({"task": task, "peer": peer} | found)
            tqdm.write(f"{kind} {n:,}: {task}: {peer}: {found['seconds']:.2f} s", file=sys.stderr)
    rows += [{"task": FLOOR, "peer": p, "seconds": s} for p, s in floor(kind, n).items()]
    return [{"corpus": kind, "articles": n} | row for row in rows]


def summary(rows, different):
    """Medians over the rounds, and the ratios: one row per corpus, size, task and peer.

    different : the (corpus, task, peer) whose results are not equal
    """
    rows = pd.DataFrame(rows).astype({"again": float})
    rows["equal"] = [
        key not in different for key in zip(*map(rows.get, ("corpus", "task", "peer")), strict=True)
    ]
    first = rows.groupby(["corpus", "articles", "task"])["mark"].transform("first")
    for i in rows.index[rows["task"] != FLOOR]:
        rows.loc[i, "equal"] &= np.allclose(rows["mark"][i], first[i], rtol=1e-6)
    grouped = rows.groupby(KEYS, sort=False)
    table = grouped.agg(
        seconds=("seconds", "median"), fastest=("seconds", "min"),
        slowest=("seconds", "max"), again=("again", "median"),
        rounds=("seconds", "size"), peak_gb=("peak_gb", "median"), texts_gb=("texts_gb", "median"),
        equal=("equal", "all"),
    ).reset_index()  # fmt: skip
    ours = table["peer"].str.startswith("helpers")
    rival = table["seconds"].where(~ours & table["equal"])
    best = rival.groupby([table[k] for k in KEYS[:3]]).transform("min")
    table["times_as_fast_as_best_peer"] = best / table["seconds"]
    for name in ("reading the bytes", "wc -w"):
        floors = table[table["peer"] == name].set_index(["corpus", "articles"])["seconds"]
        own = floors.reindex(pd.MultiIndex.from_frame(table[["corpus", "articles"]])).to_numpy()
        table[f"times_{name.replace(' ', '_')}"] = table["seconds"] / own
    table["version"] = [version(PACKAGES[p]) if p in PACKAGES else "" for p in table["peer"]]
    return table.where(table["task"] != FLOOR, table.assign(times_as_fast_as_best_peer=np.nan))


# The figure -------------------------------------------------------------------------------------

FLOORS = {"reading the bytes": ":", "wc -w": "--", "stringi, splitting alone": "-."}
COLOURS = {
    "helpers, 2 threads": "#b2182b", "helpers, 1 thread": "#ef8a62",
    "helpers, stored, 2 threads": "#762a83", "helpers, stored, 1 thread": "#c2a5cf",
    "scikit-learn": "#1b1b1b", "Polars": "#2166ac", "DuckDB": "#bf9000", "hyperscan": "#1b7837",
    "pyahocorasick": "#8c510a", "quanteda": "#01665e", "reading the bytes": "#999999",
    "wc -w": "#999999", "stringi, splitting alone": "#999999",
}  # fmt: skip


def draw(table, path):
    """Seconds and peak memory by number of articles, one column of panels per task."""
    table = table[table["corpus"] == "english"]
    plt.rcParams |= {"svg.hashsalt": "helpers", "font.family": "DejaVu Sans", "font.size": 9}
    figure, axes = plt.subplots(
        2, len(TASKS), figsize=(12, 8), sharex=True, sharey="row", layout="constrained"
    )
    for (above, below), task in zip(axes.T, TASKS, strict=True):
        for peer, rows in table[table["task"].isin([task, FLOOR])].groupby("peer", sort=False):
            line = {"color": COLOURS[peer], "label": peer, "marker": "o", "markersize": 4}
            if rows["task"].iloc[0] == FLOOR:
                line |= {"marker": "", "linestyle": FLOORS[peer]}
            else:
                below.plot(rows["articles"], rows["peak_gb"], **line)
            above.plot(rows["articles"], rows["seconds"], **line)
        above.set(title=task, xscale="log", yscale="log")
        below.set(xlabel="articles of about 545 words", yscale="log")
        for ax in (above, below):
            ax.set_xticks(sorted(table["articles"].unique()))
            for axis in (ax.xaxis, ax.yaxis):
                axis.set_major_formatter("{x:,g}")
                axis.set_minor_formatter("")
            ax.grid(alpha=0.25)
            ax.spines[["top", "right"]].set_visible(False)
    axes[0, 0].set_ylabel("seconds")
    axes[1, 0].set_yticks([0.25, 0.5, 1, 2, 4, 8, 16])
    axes[1, 0].set_ylabel("peak memory of the process, GB, texts included")
    shown = {x: y for ax in axes[0] for y, x in zip(*ax.get_legend_handles_labels(), strict=True)}
    figure.legend(shown.values(), shown, loc="outside lower center", ncols=6, frameon=False)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    plt.close(figure)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--sizes", nargs="*", default=SIZES, help="corpus:articles:rounds")
    parser.add_argument("--output", type=Path, default=HERE / "speed.csv")
    options = parser.parse_args()
    if options.one:
        return one(*options.one[:3], int(options.one[3]))
    if not r_has("quanteda"):
        print("quanteda is not measured: there is no R that has it", file=sys.stderr)
    sizes = [
        (kind, int(n), int(rounds)) for kind, n, rounds in (s.split(":") for s in options.sizes)
    ]
    kinds = dict.fromkeys(kind for kind, _, _ in sizes)
    for kind, n in {(kind, 1_000) for kind in kinds} | {size[:2] for size in sizes}:
        store(kind, n)
    different = {(kind, *pair) for kind in kinds for pair in unequal(kind)}
    for key in sorted(different):
        print("differs: " + ", ".join(key), file=sys.stderr)
    rows = []
    for kind, n, rounds in sizes:
        for _ in tqdm(range(rounds), desc=f"{kind} {n:,}", unit="round", disable=None):
            rows += one_round(kind, n)
    table = summary(rows, different)
    table.round(3).to_csv(options.output, index=False, lineterminator="\n")
    draw(table, options.output.with_suffix(".svg"))
    print(table.round(3).to_string(index=False))


if __name__ == "__main__":
    main()
