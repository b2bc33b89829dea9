"""Counting, scoring, TF-IDF and copies of corpora too large for memory, on one machine or many.

The corpus is worked on part by part. Each part's result is a file of its own in the output folder,
written whole or not at all: a run that was killed goes on where it stopped, and a part that a lost
worker leaves is done again by another, with the same result. Between machines only file names
travel; what parts have to agree on (words, pairs of words) they exchange through the output folder,
which all must reach, as sorted lists and numbers.
"""

import hashlib
import json
import shutil
import sys
from collections import Counter
from contextlib import contextmanager, nullcontext
from dataclasses import astuple
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sklearn.feature_extraction.text import TfidfTransformer
from tqdm import tqdm

from helpers import frames
from helpers.errors import InputError
from helpers.files import store, tables
from helpers.frames import scoring
from helpers.likeness import copies as likeness
from helpers.likeness.likeness import Likeness, check_share
from helpers.scale import parts
from helpers.words import ngrams, tokens
from helpers.words.text import VOICES
from helpers.words.vectorizer import Vectorizer

SKETCH = 1 << 22  # cells in which pairs of words are counted before they travel
JOB, DONE = "job.json", "done.json"
MIX = np.uint64(0x9E3779B97F4A7C15)


def count(
    pattern, output, *, lexicon=None, scheduler="local", workers=2, text="text",
    article="article_id", skip=False,
):  # fmt: skip
    """Count the words of each article and voice, and the phrases of a lexicon.

    pattern : path or URL of the corpus, with * for any letters (Parquet, JSON lines, CSV)
    output : folder; a second call with the same arguments finishes what an earlier one began
    lexicon : file of frames whose phrases are counted besides the words
    scheduler : "local" for ``workers`` processes on this machine, the address of a Dask
        scheduler, or "none" for this process alone
    text, article : names of the columns; without the latter, articles are named by file and row
    skip : leave out files that cannot be read, and name them in ``skipped.csv``, instead of
        stopping with an InputError

    Writes ``counts/part-*.parquet`` (article_id, voice, term, n: as ``counts.to_table``, articles
    in the order of the input) and ``terms.parquet`` (term, articles, n; sorted by term).
    """
    job = _job(pattern, output, text, article, skip, task="count", lexicon=lexicon and str(lexicon))
    if job.done:
        return
    phrases = frames.read(lexicon).phrases if lexicon else []
    with _runner(scheduler, workers) as job.run:
        job.map("counting", partial(_count, phrases=phrases))
        total = _add_up(map(pq.read_table, job.each("terms.parquet")))
        table = pa.Table.from_pandas(total.reset_index(), preserve_index=False)
        parts.write(job.folder / "terms.parquet", [table])
    job.end()


def score(
    pattern, output, *, lexicon, scheduler="local", workers=2, text="text", article="article_id",
    skip=False,
):  # fmt: skip
    """Hits of each frame in each article and voice; arguments as for ``count``.

    Writes ``scores/part-*.parquet``, with the columns of ``frames.score`` on Tokens, articles in
    the order of the input.
    """
    job = _job(pattern, output, text, article, skip, task="score", lexicon=str(lexicon))
    if job.done:
        return
    lexicon = frames.read(lexicon)
    with _runner(scheduler, workers) as job.run:
        job.map("scoring", partial(_score, lexicon=lexicon))
    job.end()


def tfidf(
    pattern,
    output,
    *,
    ngram_range=(1, 1),
    min_df=1,
    max_df=1.0,
    norm="l2",
    sublinear_tf=False,
    scheduler="local",
    workers=2,
    text="text",
    article="article_id",
    skip=False,
):
    """TF-IDF of words and runs of words, as ``terms.Vectorizer`` gives it for the whole corpus.

    Other arguments as for ``count``. Writes ``tfidf/part-*.parquet`` (article_id, term: its number,
    tf_idf; articles in the order of the input) and ``terms.parquet`` (term, articles, idf; in the
    order of the numbers).
    """
    weights = {"norm": norm, "sublinear_tf": sublinear_tf}
    Vectorizer(ngram_range=ngram_range, min_df=min_df, max_df=max_df).check()
    job = _job(
        pattern, output, text, article, skip, task="tfidf", ngram_range=ngram_range, min_df=min_df,
        max_df=max_df, **weights,
    )  # fmt: skip
    if job.done:
        return
    with _runner(scheduler, workers) as job.run:
        job.map("tokenising", _tokenise)
        n = sum(len(np.load(path / "offsets.npy")) - 1 for path in job.each("tokens"))
        low, high = (x if isinstance(x, int) else x * n for x in (min_df, max_df))
        words = _add_up(map(pq.read_table, job.each("words.parquet")))
        words = words[words["articles"] >= low]
        vocabulary = words.index.to_numpy(object)
        parts.write(job.work / "vocabulary.parquet", [pa.table({"word": pa.array(vocabulary)})])
        every = np.arange(len(words), dtype=np.int32)
        tree = [ngrams.Level(every, every, words["articles"].to_numpy(np.int64))]
        for length in range(2, ngram_range[1] + 1):
            tree.append(_next_level(job, tree, length, low))
        kept = [(lv.df <= high) & (k >= ngram_range[0]) for k, lv in enumerate(tree, 1)]
        numbers, runs = ngrams.arrange(tree, kept, vocabulary)
        if not len(runs):
            raise InputError("no term is left: try a lower min_df or a higher max_df")
        df = np.empty(len(runs), dtype=np.int64)
        for level, column in zip(tree, numbers, strict=True):
            df[column[column >= 0]] = level.df[column >= 0]
        idf = np.log((1 + n) / (1 + df)) + 1
        columns = {f"columns{k}": column for k, column in enumerate(numbers)}
        name = _share(job, tree, "tree.npz", idf=idf, **columns)
        job.map("weighing", partial(_weigh, tree=name, options=weights))
        table = pa.table({"term": pa.array(runs, pa.string()), "articles": df, "idf": idf})
        parts.write(job.folder / "terms.parquet", [table])
    job.end()


def copies(
    pattern, output, *, least=0.3, scheduler="local", workers=2, text="text", article="article_id",
    skip=False,
):  # fmt: skip
    """Pairs of articles that share text, and text families, as ``copies.pairs`` and
    ``copies.families`` give them for the whole corpus.

    Workers find the words of the parts; the pairs are found in this process, which holds the words
    of all articles: 2 GB for 100,000 articles of 500 words, 21 for a million.

    least : likeness from which a pair is listed; other arguments as for ``count``

    Writes ``pairs.parquet`` (the columns of ``copies.pairs``) and ``families.parquet``
    (article_id, family, size, weight). Raises InputError where two articles have one name, and for
    ``least`` outside 0 to 1.
    """
    check_share(least, "least")
    job = _job(pattern, output, text, article, skip, task="copies", least=least)
    if job.done:
        return
    with _runner(scheduler, workers) as job.run:
        job.map("tokenising", _tokenise_marked)
    whole = _Texts(tokens.join(map(tokens.load, job.each("tokens"))))
    found = {
        "pairs": likeness.pairs(whole, least=least),
        "families": likeness.families(whole).reset_index(),
    }
    for name, table in found.items():
        table = pa.Table.from_pandas(table, preserve_index=False)
        parts.write(job.folder / f"{name}.parquet", [table])
    job.end()


class _Texts:
    """What ``likeness.copies`` asks of a study, of words alone."""

    def __init__(self, words):
        twice = words.articles[words.articles.duplicated()]
        if len(twice):
            raise InputError(f"several articles are named {twice[0]!r}: each needs its own name")
        self.tokens, self.measured = words, words.articles
        self.articles = pd.DataFrame(index=words.articles.rename("article_id"))
        self.counted_texts = pd.Series(dtype="str", index=words.articles)
        self.likeness = Likeness(self)


# A job: its parts, and who does them ------------------------------------------------------------


class Job:
    """What is done to which parts, and where the results go. ``run`` does the work of many parts
    and gives what came of it as they are finished."""

    def __init__(self, folder, pieces, skip):
        self.folder, self.work, self.pieces = folder, folder / "work", pieces
        self.skip, self.skipped = skip, []
        self.done = (folder / DONE).exists()
        self.run = map

    def map(self, name, function):
        """``function(part, folder)`` for every part that has not been through it, or whose result
        is not as it was written. A part that cannot be read ends the job, or is left out."""
        marks = self.work / name
        marks.mkdir(parents=True, exist_ok=True)
        pieces = self.pieces
        waiting = [part for part in pieces if not _is_done(marks / str(part.number), self.folder)]
        done = len(pieces) - len(waiting)
        bar = tqdm(total=len(pieces), initial=done, desc=name, unit="part", disable=None)
        with bar:
            for number, written, fault in self.run(partial(_do, function, self.folder), waiting):
                if fault:
                    self._leave_out(number, fault)
                else:
                    store.put(marks / str(number), json.dumps(written).encode())
                bar.update()

    def _leave_out(self, number, fault):
        if not self.skip:
            raise InputError(f"{fault}; --skip leaves such files out and names them")
        print(f"left out: {fault}", file=sys.stderr)
        self.skipped.append((next(p.path for p in self.pieces if p.number == number), fault))
        self.pieces = [part for part in self.pieces if part.number != number]
        if not self.pieces:
            raise InputError("no part could be read")

    def each(self, name):
        """The files that the parts left in the work folder, in the order of the parts."""
        return [self.work / f"{part.number}-{name}" for part in self.pieces]

    def end(self):
        """Mark the job as done, with the checksum of each result, and remove what only the parts
        needed. Parts that were left out stand in skipped.csv."""
        if self.skipped:
            table = pd.DataFrame(self.skipped, columns=["file", "why"])
            store.put(self.folder / "skipped.csv", tables.to_csv(table))
        shutil.rmtree(self.work)
        for left in self.folder.rglob(store.SCRATCH):  # by a run that was killed
            left.unlink()
        store.put(self.folder / DONE, json.dumps(store.hashes(self.folder), indent=1).encode())


def _do(function, folder, part):
    """A part's number, the checksums of what was written for it, and why it could not be read."""
    try:
        written = [Path(file) for file in function(part, folder)]
    except store.NotWritten:
        raise
    except InputError as error:
        return part.number, {}, str(error)
    files = [f for path in written for f in (sorted(path.iterdir()) if path.is_dir() else [path])]
    names = [file.relative_to(folder).as_posix() for file in files]
    return part.number, store.hashes(folder, names), ""


def _is_done(mark, folder):
    """Whether a part has been through a step, and all that it wrote is as it was written."""
    try:
        return next(store.unlike(folder, json.loads(mark.read_bytes())), None) is None
    except (OSError, ValueError, AttributeError):
        return False


def _job(pattern, output, text, article, skip, **options):
    """Begin a job, or go on with it if its output folder has it already.

    Raises InputError where input, lexicon or the helpers themselves changed since it was begun, or
    a result since it was done.
    """
    if ":/" in str(output):
        raise InputError(f"{output}: the output must be a folder on a disk that all workers reach")
    folder = Path(output).absolute()
    pieces = parts.find(pattern, text=text, article=article)
    if lexicon := options.get("lexicon"):
        if not Path(lexicon).is_file():
            raise InputError(f"{lexicon}: there is no such file of frames")
        options["lexicon"] = hashlib.sha256(Path(lexicon).read_bytes()).hexdigest()
    about = {
        **options, "parts": [astuple(part) for part in pieces],
        "input": parts.states({part.path for part in pieces}), "helpers": _code(),
    }  # fmt: skip
    about = json.loads(json.dumps(about))
    file = folder / JOB
    there = folder.glob("*") if folder.exists() else []
    if not file.exists() and any(not f.match(store.SCRATCH) for f in there):
        raise InputError(f"{folder}: is not empty; choose a new or empty folder")
    if file.exists():
        _same(file, about)
    folder.mkdir(parents=True, exist_ok=True)
    store.put(file, json.dumps(about, indent=1).encode())
    job = Job(folder, pieces, skip)
    if job.done:
        _unchanged(folder)
    return job


def _same(file, about):
    """InputError where the job that was begun in a folder is not this one."""
    try:
        begun = json.loads(file.read_text("utf-8"))
        changed = [key for key in about if begun.get(key) != about[key]]
    except (OSError, ValueError, AttributeError):
        raise InputError(f"{file}: was spoilt; choose a new folder") from None
    inputs = begun.get("input") or {}
    files = [name for name, state in about["input"].items() if inputs.get(name, state) != state]
    if files:
        raise InputError(f"{files[0]}: changed since the job in {file.parent} was begun; choose a "
                         "new folder")  # fmt: skip
    if changed == ["helpers"]:
        raise InputError(f"{file.parent}: the helpers changed since this job was begun, and parts "
                         "of one job must come from one version; choose a new folder")  # fmt: skip
    if changed:
        raise InputError(
            f"{file.parent}: holds another job ({', '.join(changed)} differ); choose a new folder"
        )


def _unchanged(folder):
    """InputError where results of a job that is done are not as they were written."""
    try:
        stated = json.loads((folder / DONE).read_text("utf-8"))
        spoilt = next(store.unlike(folder, stated), None)
    except (OSError, ValueError, AttributeError):
        spoilt = DONE
    if spoilt:
        raise InputError(
            f"{folder / spoilt}: is not as the job wrote it; begin anew in a new folder"
        )


def _code():
    """What tells this state of the helpers from others: 16 digits of sha256 over its files."""
    package = Path(__file__).parents[1]
    files = [*package.rglob("*.py"), *package.rglob("*.yml"), *package.rglob("*.csv")]
    names = sorted(file.relative_to(package).as_posix() for file in files)
    told = json.dumps(store.hashes(package, names)).encode()
    return hashlib.sha256(told).hexdigest()[:16]


@contextmanager
def _runner(scheduler, workers):
    """A function that does the work of many parts and gives the results as they come."""
    if scheduler == "none":
        yield map
        return
    try:
        from dask.distributed import Client, LocalCluster, as_completed
    except ImportError:
        raise InputError(
            "several workers need the extra 'scale' (pip install 'helpers[scale]'); "
            "--scheduler none does without"
        ) from None

    def run(function, pieces):
        futures = client.map(function, pieces, pure=False)
        return (future.result() for future in as_completed(futures))

    if scheduler == "local":
        where = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    else:
        where = nullcontext(scheduler)
    with where as address, _client(Client, address) as client:
        yield run


def _client(client, address):
    try:
        return client(address)
    except (OSError, ValueError) as error:
        raise InputError(f"{address}: no Dask scheduler answers there: {error}") from None


# What is done to a part -------------------------------------------------------------------------


def _count(part, folder, *, phrases):
    number, articles, totals = f"part-{part.number:05}.parquet", Counter(), Counter()

    def counted():
        for bodies in parts.read(part):
            found = tokens.to_counts(tokens.tokenise(bodies), phrases=phrases)
            either = found.matrix[0::2] + found.matrix[1::2]
            articles.update(_by_term(found.terms, either.getnnz(axis=0)))
            totals.update(_by_term(found.terms, either.sum(axis=0)))
            yield _long(found)

    parts.write(folder / "counts" / number, counted())
    terms = sorted(articles)
    columns = {"articles": [articles[t] for t in terms], "n": [totals[t] for t in terms]}
    path = folder / "work" / f"{part.number}-terms.parquet"
    parts.write(path, [pa.table({"term": pa.array(terms, pa.string()), **columns})])
    return folder / "counts" / number, path


def _by_term(terms, numbers):
    return dict(zip(terms, np.asarray(numbers).ravel().tolist(), strict=True))


def _long(found):
    """Counts as the long table of ``counts.to_table``, in the order of the rows."""
    matrix = found.matrix
    matrix.sort_indices()
    matrix.eliminate_zeros()
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return pa.table(
        {
            "article_id": parts.labelled(row // 2, found.rows["article_id"][::2]),
            "voice": parts.labelled(row % 2, VOICES),
            "term": parts.labelled(matrix.indices, found.terms),
            "n": matrix.data,
        }
    ).unify_dictionaries()


def _score(part, folder, *, lexicon):
    found = (
        pa.Table.from_pandas(
            scoring.of_tokens(tokens.tokenise(bodies), lexicon), preserve_index=False
        )
        for bodies in parts.read(part)
    )
    path = folder / "scores" / f"part-{part.number:05}.parquet"
    parts.write(path, found)
    return [path]


def _tokenise_marked(part, folder):
    """The words of a part, with what stands in quotation marks."""
    saved = folder / "work" / f"{part.number}-tokens"
    shutil.rmtree(saved, ignore_errors=True)
    tokens.save(tokens.join(map(tokens.tokenise, parts.read(part))), saved)
    return [saved]


def _tokenise(part, folder):
    batches = [tokens.tokenise(bodies, voices=False) for bodies in parts.read(part)]
    found = tokens.join(batches)
    saved = folder / "work" / f"{part.number}-tokens"
    shutil.rmtree(saved, ignore_errors=True)
    tokens.save(found, saved)
    tree, _ = ngrams.grow(found, longest=1)
    table = pa.table({"term": found.vocabulary[tree[0].tails], "articles": tree[0].df})
    words = folder / "work" / f"{part.number}-words.parquet"
    parts.write(words, [table])
    return saved, words


def _pairs(part, folder, *, tree, length):
    """Pairs of a run and the word after it, with their articles; and a sketch of their number."""
    found, levels, _ = _climb(part, folder, tree)
    backend = tokens.backend_for(len(found.ids), tokens.LARGE_TOKENS)
    _, heads, tails, df = backend.pairs(
        levels[-1], levels[0], found.offsets, None, shift=length - 1,
        n_first=int(levels[-1].max(initial=-1)) + 1, min_df=1, n_jobs=1,
    )  # fmt: skip
    keys = heads.astype(np.int64) << 32 | tails
    sketch = np.bincount(_cell(keys), weights=df, minlength=SKETCH).astype(np.int64)
    paths = [folder / "work" / f"{part.number}-{name}.npz" for name in ("pairs", "sketch")]
    parts.write_arrays(paths[0], keys=keys, df=df)
    parts.write_arrays(paths[1], cells=sketch)
    return paths


def _cell(keys):
    return (keys.astype(np.uint64) * MIX >> np.uint64(64 - 22)).astype(np.int64)


def _prune(part, folder, *, low):
    """Keep the pairs that can be in enough articles of the whole corpus."""
    pairs = np.load(folder / "work" / f"{part.number}-pairs.npz")
    cells = np.load(folder / "work" / "sketch.npz")["cells"]
    keep = cells[_cell(pairs["keys"])] >= low
    path = folder / "work" / f"{part.number}-often.npz"
    parts.write_arrays(path, keys=pairs["keys"][keep], df=pairs["df"][keep])
    return [path]


def _weigh(part, folder, *, tree, options):
    found, levels, shared = _climb(part, folder, tree)
    columns = [shared[f"columns{k}"] for k in range(len(levels))]
    weigher = TfidfTransformer(**options)
    weigher.idf_ = shared["idf"]
    counts = ngrams.table(found, levels, columns, len(weigher.idf_), dtype=np.float64)
    backend = tokens.backend_for(counts.nnz, tokens.LARGE_TOKENS)
    weights = backend.weigh(counts, weigher, 1)
    row = np.repeat(np.arange(len(found)), np.diff(weights.indptr))
    table = pa.table(
        {
            "article_id": parts.labelled(row, found.articles),
            "term": weights.indices,
            "tf_idf": weights.data,
        }
    )
    path = folder / "tfidf" / f"part-{part.number:05}.parquet"
    parts.write(path, [table])
    return [path]


def _climb(part, folder, tree):
    """The part's tokens, the runs of the shared tree in them, and what else is shared."""
    found = tokens.load(folder / "work" / f"{part.number}-tokens")
    shared = np.load(folder / "work" / tree)
    words = pq.read_table(folder / "work" / "vocabulary.parquet")["word"].to_pandas()
    levels = [
        ngrams.Level(shared[f"heads{k}"], shared[f"tails{k}"], shared[f"df{k}"])
        for k in range(int(shared["depth"]))
    ]
    return found, ngrams.climb(found, levels, words.to_numpy(object)), shared


# What parts have to agree on --------------------------------------------------------------------


def _next_level(job, tree, length, low):
    """Runs of ``length`` words in enough articles of all parts together."""
    name = _share(job, tree, f"tree{length}.npz")
    job.map(f"pairs{length}", partial(_pairs, tree=name, length=length))
    cells = sum(np.load(path)["cells"] for path in job.each("sketch.npz"))
    parts.write_arrays(job.work / "sketch.npz", cells=cells)
    job.map(f"pruning{length}", partial(_prune, low=low))
    pairs = _add_up(pa.table(dict(np.load(path))) for path in job.each("often.npz"))
    pairs = pairs[pairs["df"] >= low]
    keys = pairs.index.to_numpy(np.int64)
    heads, tails = (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32)
    return ngrams.Level(heads, tails, pairs["df"].to_numpy(np.int64))


def _share(job, tree, name, **arrays):
    """Put a tree, and more, where all workers find it; returns its name."""
    for k, level in enumerate(tree):
        arrays |= {f"heads{k}": level.heads, f"tails{k}": level.tails, f"df{k}": level.df}
    parts.write_arrays(job.work / name, depth=np.array(len(tree)), **arrays)
    return name


def _add_up(tables):
    """Sum arrow tables by their first column: a DataFrame sorted by it, with it as its index."""
    waiting, rows = [], 0
    for table in tables:
        waiting.append(table)
        rows += len(table)
        if rows > 20_000_000:
            waiting = [_sum(waiting)]
            rows = len(waiting[0])
    key = waiting[0].column_names[0]
    return _sum(waiting).sort_by(key).to_pandas().set_index(key)


def _sum(tables):
    key, *rest = tables[0].column_names
    total = pa.concat_tables(tables).group_by(key).aggregate([(name, "sum") for name in rest])
    return total.select([key, *(f"{name}_sum" for name in rest)]).rename_columns([key, *rest])
