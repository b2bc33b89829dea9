"""Speed and memory against peers, on made-up corpora with a fixed seed.

``python benchmarks/speed.py`` measures every task by every peer that is installed, each in a
process of its own that has the texts in memory as Python strings, in interleaved rounds, after
checking that all give the same result; it writes ``speed.csv`` and ``speed.svg`` beside itself.
The peers are the extra ``bench``; quanteda is measured where R has it.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent
DATA = Path(tempfile.gettempdir()) / "helpers-bench"
SEED = 20220105
N_WORDS = 545  # words of an article, on average
N_FRAMES, N_PATTERNS = 10, 300
SYLLABLES = {
    "english": (
        "the in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le "
        "ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur"
    ),
    "mixed": (
        "ст но то на ен ов ни ра во ко қа ға ың ің әр өз үш ұл іс һа é ção ñu ße ğı çü Ελ ος αι "
        "ли ре та ро the ing er an re 20 19 7_ ÅÅ ей ый ши жы де ті лы мен бір"
    ),
}


# Corpora ----------------------------------------------------------------------


def vocabulary(kind, size, rng):
    """Made-up words, the frequent ones shorter, as in Zipf's law of abbreviation."""
    syllables = np.array(SYLLABLES[kind].split(), dtype=object)
    found = {}
    while len(found) < size:
        n = 1 + min(int(np.log2(2 + len(found) / 20) / 3.5 + rng.random()), 4)
        word = "".join(rng.choice(syllables, n))
        if len(word) > 1:
            found.setdefault(word.lower(), word)
    return np.array(list(found.values()), dtype=object)


def articles(kind, n):
    """Made-up articles: words by Zipf and Mandelbrot, in topics, with fixed companions."""
    rng = np.random.default_rng(SEED)
    words = vocabulary(kind, 250_000, rng)
    size = len(words)
    # each word plain, with a capital, with a comma, with a full stop, quoted
    forms = np.concatenate(
        [words, [w.capitalize() for w in words], words + ",", words + ".", "“" + words + "”"]
    )
    weight = np.cumsum(1 / (np.arange(size) + 2.7) ** 1.12)
    weight /= weight[-1]
    companions = np.searchsorted(weight, rng.random((size, 4)))
    for _ in range(n):
        length = int(rng.integers(N_WORDS // 2, 3 * N_WORDS // 2))
        ids = np.searchsorted(weight, rng.random(length))
        topic = rng.integers(1, 200)
        away = (ids > 300) & (rng.random(length) < 0.4)
        ids = np.minimum(np.where(away, ids // 7 * 7 + topic % 7, ids), size - 1)
        after = companions[np.roll(ids, 1), rng.integers(0, 4, length)]
        ids = np.where(rng.random(length) < 0.35, after, ids)
        form = np.where(rng.random(length) < 0.05, 2, 0)
        form[rng.random(length) < 0.01] = 4
        ends = np.flatnonzero(rng.random(length) < 1 / 18)
        form[ends] = 3
        form[(ends + 1)[ends + 1 < length]] = 1
        yield " ".join(forms[ids + size * form])


def corpus(kind, n):
    """The corpus on disk, made once: a Parquet file in parts of 20,000 articles."""
    path = DATA / f"{kind}-{n}.parquet"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        made = articles(kind, n)
        unfinished = path.with_suffix(".part")
        schema = pa.schema({"article_id": pa.string(), "text": pa.string()})
        with pq.ParquetWriter(unfinished, schema) as writer:
            for start in range(0, n, 20_000):
                rows = range(start, min(n, start + 20_000))
                table = {
                    "article_id": [f"a{i:08}" for i in rows],
                    "text": [next(made) for _ in rows],
                }
                writer.write_table(pa.table(table, schema=schema))
        os.replace(unfinished, path)
    return path


def texts_of(path):
    return [t for batch in pq.ParquetFile(path).iter_batches(5000, columns=["text"])
            for t in batch["text"].to_pylist()]  # fmt: skip


def patterns(texts):
    """Frames of words, beginnings of words and pairs of words that occur; within a frame no two
    share a word, so that every peer counts the same."""
    import re

    rng = np.random.default_rng(SEED)
    sample = [
        re.findall(r"[a-z]{2,}(?: [a-z]{2,})?", t) for t in texts[:: max(1, len(texts) // 300)]
    ]
    pool = sorted({p for found in sample for p in found})
    frames = []
    for _ in range(N_FRAMES):
        used, frame = set(), []
        while len(frame) < N_PATTERNS // N_FRAMES:
            pattern = pool[rng.integers(len(pool))]
            kind = len(frame) % 3
            if kind < 2:
                pattern = pattern.split(" ")[0]
            if kind == 1:
                pattern = pattern[:4] + "*"
            parts = pattern.rstrip("*").split(" ")
            long = min(map(len, parts)) >= (4 if kind == 1 else 3)
            if (kind == 2) != (" " in pattern) or not long:
                continue
            if any(a.startswith(b[:4]) or b.startswith(a[:4]) for a in parts for b in used):
                continue
            if len(parts) == 2 and parts[0][:4] == parts[1][:4]:
                continue
            used.update(parts)
            frame.append(pattern)
        frames.append(frame)
    return frames


# Tasks: each gives a fingerprint of its result -------------------------------------------------


def fingerprint(matrix, names):
    import hashlib

    order = hashlib.sha256("\n".join(names).encode()).hexdigest()[:12]
    return [len(names), int(matrix.nnz), round(float(matrix.sum()), 3), order]


def tfidf_helpers(texts, jobs):
    from helpers import terms

    vectorizer = terms.Vectorizer(ngram_range=(1, 2), min_df=10, n_jobs=jobs)
    return vectorizer.fit_transform(texts), vectorizer.get_feature_names_out()


def tfidf_sklearn(texts, jobs):
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=10)
    return vectorizer.fit_transform(texts), vectorizer.get_feature_names_out()


def tfidf_polars(texts, jobs):
    import polars as pl

    col, n = pl.col, len(texts)
    frame = pl.DataFrame({"text": texts}).with_row_index("d").lazy()
    words = col("text").str.to_lowercase().str.extract_all(r"\w\w+").alias("t")
    words = frame.select("d", words).explode("t").drop_nulls().collect().lazy()
    both = words.select(
        "d", (col("t") + " " + col("t").shift(-1)).alias("t"), col("d").shift(-1).alias("e")
    )
    pairs = both.filter(col("d") == col("e")).select("d", "t")
    counts = pl.concat([words, pairs]).group_by("d", "t").len("n").collect().lazy()
    df = counts.group_by("t").len("df").filter(col("df") >= 10)
    weigh = col("n") * (((1 + n) / (1 + col("df"))).log() + 1)
    table = counts.join(df, on="t").with_columns(w=weigh)
    return table.with_columns(w=col("w") / (col("w") ** 2).sum().sqrt().over("d")).collect()


def tfidf_duckdb(texts, jobs):
    import duckdb

    connection = duckdb.connect(config={"threads": jobs})
    connection.register("source", pa.table({"d": np.arange(len(texts)), "text": texts}))
    return connection.sql(f"""
        WITH words AS (SELECT d, unnest(w) t, generate_subscripts(w, 1) i FROM (
                 SELECT d, regexp_extract_all(lower(text), '[\\p{{L}}\\p{{N}}_]{{2,}}') w
                 FROM source)),
             pairs AS (SELECT d, t || ' ' || lead(t) OVER (PARTITION BY d ORDER BY i) t FROM words),
             n AS (SELECT d, t, count(*) n FROM
                 (SELECT d, t FROM words UNION ALL SELECT d, t FROM pairs WHERE t IS NOT NULL)
                 GROUP BY d, t),
             df AS (SELECT t, count(*) df FROM n GROUP BY t HAVING count(*) >= 10),
             w AS (SELECT d, t, n * (ln((1 + {len(texts)}) / (1 + df)) + 1) w
                 FROM n JOIN df USING (t)),
             l AS (SELECT d, sqrt(sum(w * w)) l FROM w GROUP BY d)
        SELECT d, t, w / l AS w FROM w JOIN l USING (d)""").to_arrow_table()


def unigrams_helpers(texts, jobs):
    from helpers import ngrams, text

    return ngrams.count(text.tokenise(texts, voices=False, n_jobs=jobs), n_jobs=jobs)


def unigrams_sklearn(texts, jobs):
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer()
    return vectorizer.fit_transform(texts), vectorizer.get_feature_names_out()


def hits(found, frames, jobs):
    """Hits per article and frame, of Tokens."""
    from helpers import tokens

    flat = [pattern for frame in frames for pattern in frame]
    slots = [[tokens.fitting(found, word) for word in p.split(" ")] for p in flat]
    matches = tokens.match(found, slots, n_jobs=jobs)
    frame = np.repeat(np.arange(len(frames)), [len(f) for f in frames])[matches["pattern"]]
    cells = matches["article"].to_numpy() * len(frames) + frame
    return np.bincount(cells, minlength=len(found) * len(frames)).reshape(-1, len(frames))


def lexicon_helpers(texts, jobs, frames):
    from helpers import text

    return hits(text.tokenise(texts, n_jobs=jobs), frames, jobs)


def expression(pattern):
    """As Tokens see it: words in one sentence and voice, perhaps a comma between."""
    return pattern.replace(" ", ",? ").replace("*", "[a-z]*")


def lexicon_polars(texts, jobs, frames):
    import polars as pl

    either = [rf"(?i)(?-u:\b)(?:{'|'.join(map(expression, f))})(?-u:\b)" for f in frames]
    frame = pl.DataFrame({"text": texts})
    counts = [pl.col("text").str.count_matches(e).alias(str(k)) for k, e in enumerate(either)]
    return frame.select(counts).to_numpy()


def lexicon_hyperscan(texts, jobs, frames):
    import hyperscan

    flat = [(k, p) for k, frame in enumerate(frames) for p in frame]
    database = hyperscan.Database()
    database.compile(
        expressions=[rf"\b{expression(p)}\b".encode() for _, p in flat],
        ids=[k for k, _ in flat],
        flags=hyperscan.HS_FLAG_CASELESS,
    )
    table = np.zeros((len(texts), len(frames)), dtype=np.int64)
    for row, body in zip(table, texts, strict=True):

        def found(k, *_, row=row):
            row[k] += 1

        database.scan(body.encode(), match_event_handler=found)  # fmt: skip
    return table


def lexicon_ahocorasick(texts, jobs, frames):
    import ahocorasick

    automaton = ahocorasick.Automaton()
    entries = {}
    for k, frame in enumerate(frames):
        for pattern in frame:
            forms = [pattern, pattern.replace(" ", ", ")] if " " in pattern else [pattern]
            for form in forms:
                key = " " + form.removesuffix("*")
                entries.setdefault(key, []).append((k, form.endswith("*")))
    for key, meanings in entries.items():
        automaton.add_word(key, (len(key), meanings))
    automaton.make_automaton()
    table = np.zeros((len(texts), len(frames)), dtype=np.int64)
    for row, body in zip(table, texts, strict=True):
        body = " " + body.lower().replace("“", " ") + " "
        for end, (_, meanings) in automaton.iter(body):
            for k, opened in meanings:
                row[k] += opened or not body[end + 1].isalnum()
    return table


def lexicon_quanteda(texts, jobs, frames):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        pq.write_table(pa.table({"text": texts}), folder / "texts.parquet")
        (folder / "frames.json").write_text(json.dumps(frames))
        return subprocess.run(["Rscript", HERE / "quanteda.R", folder], check=True)


TASKS = {
    "TF-IDF, 1-2 words, min_df 10": {
        "helpers, 2 threads": (tfidf_helpers, 2),
        "helpers, 1 thread": (tfidf_helpers, 1),
        "scikit-learn": (tfidf_sklearn, 1),
        "Polars": (tfidf_polars, 2),
        "DuckDB": (tfidf_duckdb, 2),
    },
    "counts of words": {
        "helpers, 2 threads": (unigrams_helpers, 2),
        "helpers, 1 thread": (unigrams_helpers, 1),
        "scikit-learn": (unigrams_sklearn, 1),
    },
    "lexicon of 300 patterns": {
        "helpers, 2 threads": (lexicon_helpers, 2),
        "helpers, 1 thread": (lexicon_helpers, 1),
        "helpers, stored tokens, 2 threads": (hits, 2),
        "helpers, stored tokens, 1 thread": (hits, 1),
        "Polars": (lexicon_polars, 2),
        "hyperscan": (lexicon_hyperscan, 1),
        "pyahocorasick": (lexicon_ahocorasick, 1),
    },
}


# Measuring ----------------------------------------------------------------------


def one(task, peer, kind, n):
    """Measure one peer in this process; print seconds, peak and fingerprint as JSON."""
    function, jobs = TASKS[task][peer]
    os.environ["POLARS_MAX_THREADS"] = str(jobs)
    texts = texts_of(corpus(kind, n))
    extra = (patterns(texts),) if task.startswith("lexicon") else ()
    if task.startswith("lexicon"):
        work = texts
        if function is hits:
            from helpers import text

            work = text.tokenise(texts, n_jobs=2)
            hits(work, extra[0][:1], jobs)  # compiled code is loaded
            start = time.perf_counter()
            result = hits(work, extra[0], jobs)
            return report(start, [int(v) for v in result.sum(axis=0)], result)
    if peer.startswith("helpers"):
        warm(function, texts, jobs, extra)
    held = peak()
    start = time.perf_counter()
    result = function(texts, jobs, *extra)
    seconds = time.perf_counter() - start
    most = peak()
    print(json.dumps({"seconds": seconds, "peak_gb": most, "texts_gb": held, "is": mark(result)}))


def warm(function, texts, jobs, extra):
    """Load compiled code, as it is after first use on a machine."""
    few = max(50, 9_000_000 // (6 * N_WORDS))
    function(texts[:few], jobs, *extra)


def report(start, sums, result):
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak_gb": peak(), "texts_gb": None, "is": mark(result)}))


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def mark(result):
    """A short form of a result by which peers are compared."""
    if isinstance(result, tuple):
        return fingerprint(*result)[:3]
    if isinstance(result, np.ndarray):
        weights = np.arange(1, len(result) + 1) @ result.astype(np.int64)
        return [*map(int, result.sum(axis=0)), int(weights.sum())]
    if hasattr(result, "column_names"):  # DuckDB
        import pyarrow.compute as pc

        n = pc.count_distinct(result["t"]).as_py()
        return [n, result.num_rows, round(pc.sum(result["w"]).as_py(), 3)]
    return [result["t"].n_unique(), len(result), round(float(result["w"].sum()), 3)]


def measure(task, peer, kind, n):
    command = [sys.executable, __file__, "--one", task, peer, kind, str(n)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"  {peer}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


def floor(kind, n):
    """Seconds to read the bytes, and for wc -w to count words in them."""
    path = DATA / f"{kind}-{n}.txt"
    if not path.exists():
        path.write_text("\n".join(texts_of(corpus(kind, n))), "utf-8")
    start = time.perf_counter()
    path.read_bytes()
    read = time.perf_counter() - start
    start = time.perf_counter()
    subprocess.run(["wc", "-w", path], capture_output=True, check=True)
    return {"read the bytes": read, "wc -w": time.perf_counter() - start}


def run(kind, n, rounds, only):
    rows = []
    for turn in range(rounds):
        for task, peers in TASKS.items():
            if only and only not in task:
                continue
            same = None
            for peer in peers:
                found = measure(task, peer, kind, n)
                if not found:
                    continue
                same = same or found["is"]
                equal = np.allclose(same, found["is"], rtol=1e-6, atol=0.01)
                if not equal:
                    print(f"  {peer}: differs: {found['is']} instead of {same}", file=sys.stderr)
                row = {"corpus": kind, "articles": n, "task": task, "peer": peer, "round": turn + 1}
                row |= {k: found[k] for k in ("seconds", "peak_gb", "texts_gb")} | {"equal": equal}
                print(
                    "{task}: {peer}: {seconds:.2f} s, {peak_gb:.2f} GB, equal {equal}".format(**row)
                )
                rows.append(row)
        for peer, seconds in floor(kind, n).items():
            rows.append({"corpus": kind, "articles": n, "task": "floor", "peer": peer,
                         "round": turn + 1, "seconds": seconds})  # fmt: skip
            print(f"floor: {peer}: {seconds:.2f} s")
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--articles", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--kinds", nargs="*", default=["english", "mixed"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="part of a task's name")
    parser.add_argument("--output", type=Path, default=HERE / "speed.csv")
    options = parser.parse_args()
    if options.one:
        task, peer, kind, n = options.one
        one(task, peer, kind, int(n))
        return
    rows = []
    for kind in options.kinds:
        for n in options.articles:
            print(f"== {kind}, {n:,} articles")
            rows += run(kind, n, options.rounds, options.only)
    pd.DataFrame(rows).to_csv(options.output, index=False)


if __name__ == "__main__":
    main()
