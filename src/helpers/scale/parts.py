"""Corpora too large for memory: files of articles, read in batches, and results written whole.

Parquet, JSON lines and CSV; local paths, or s3:// and whatever else fsspec has a driver for.
"""

import json
import os
import zlib
from dataclasses import dataclass
from pathlib import Path

import fsspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.errors import InputError
from helpers.files import store
from helpers.words.text import normalise

BATCH = 10_000  # articles read at a time
PORTION = 50_000  # articles of a Parquet file in one part, if its row groups allow
READERS = (".parquet", ".jsonl", ".ndjson", ".csv")


@dataclass(frozen=True)
class Part:
    """A piece of a corpus that is worked on in one go.

    number : place among all parts
    path : the file
    groups : the row groups of it (Parquet); None for the whole file
    text, article : names of its columns; where ``article`` is missing, articles are named by file
        and row
    """

    number: int
    path: str
    groups: tuple[int, ...] | None
    text: str
    article: str


def find(pattern, *, text="text", article="article_id"):
    """The parts of a corpus, in the order of the files' names.

    pattern : a path or URL, with * for any letters
    Raises InputError where nothing is found, or a file is of no known kind.
    """
    try:
        system, path = fsspec.core.url_to_fs(str(pattern))
    except (ImportError, ValueError) as error:  # a driver that is missing; no such protocol
        raise InputError(f"{pattern}: cannot be read: {error}") from None
    files = sorted(system.glob(path))
    if not files:
        raise InputError(f"{pattern}: no file found")
    pieces = []
    for file in files:
        name = system.unstrip_protocol(file) if "://" in str(pattern) else file
        if not _plain_name(name).endswith(READERS):
            raise InputError(f"{name}: is not one of {', '.join(READERS)}")
        pieces += [(name, groups) for groups in _portions(name)]
    if not pieces:
        raise InputError(f"{pattern}: the files hold no articles")
    return [Part(n, path, groups, text, article) for n, (path, groups) in enumerate(pieces)]


def _plain_name(path):
    return path.removesuffix(".gz").removesuffix(".zst").lower()


def _portions(path):
    """The row groups of a Parquet file in runs of about PORTION articles; one for other files."""
    if not path.lower().endswith(".parquet"):
        return [None]
    try:
        with fsspec.open(path) as stream:
            about = pq.ParquetFile(stream).metadata
            rows = [about.row_group(g).num_rows for g in range(about.num_row_groups)]
    except (ValueError, OSError, pa.ArrowException):
        return [None]  # what reads it will say so, and may leave it out
    portion = (np.cumsum(rows) - np.array(rows)) // PORTION
    return [tuple(np.flatnonzero(portion == p).tolist()) for p in np.unique(portion)]


def read(part):
    """The articles of a part in batches: Series of normalised text, its index their names.

    Raises InputError naming file and row where a text is missing or the file has no such column,
    and naming the file where it is spoilt, cut off or empty.
    """
    done = 0
    for batch in _readable(part):
        if part.text not in batch:
            raise InputError(f"{part.path}: has no column {part.text!r}, but {list(batch)}")
        wrong = [not isinstance(body, str) for body in batch[part.text]]
        if any(wrong):
            raise InputError(
                f"{part.path}: row {done + int(np.argmax(wrong)) + 1}: column {part.text!r} is not "
                "a text: leave such articles out"
            )
        if part.article in batch:
            names = batch[part.article].astype(str)
        else:
            stem = f"{Path(part.path).name}:{part.groups[0]}" if part.groups else part.path
            names = [f"{Path(stem).name}:{done + i + 1}" for i in range(len(batch))]
        done += len(batch)
        yield pd.Series([normalise(body) for body in batch[part.text]], index=pd.Index(names))
    if not done:
        raise InputError(f"{part.path}: holds no articles: leave such files out")


def _readable(part):
    """As ``_batches``, with an InputError for what no reader of such files understands."""
    try:
        yield from _batches(part)
    except InputError:
        raise
    except (ValueError, OSError, EOFError, KeyError, pa.ArrowException, zlib.error) as error:
        said = str(error).partition("\n")[0] or type(error).__name__
        raise InputError(f"{part.path}: cannot be read ({said})") from None


def states(paths):
    """Size and time of change of each file, as far as its system tells them (dict)."""
    found = {}
    for path in sorted(paths):
        system, name = fsspec.core.url_to_fs(path)
        about = system.info(name)
        found[path] = [about.get("size"), str(about.get("mtime") or about.get("ETag") or "")]
    return found


def _batches(part):
    """DataFrames of about BATCH articles."""
    with fsspec.open(part.path, "rb", compression="infer") as stream:
        if _plain_name(part.path).endswith(".parquet"):
            file = pq.ParquetFile(stream, page_checksum_verification=True)
            columns = [c for c in (part.article, part.text) if c in file.schema_arrow.names]
            if part.text not in columns:
                raise InputError(f"{part.path}: has no column {part.text!r}")
            for batch in file.iter_batches(BATCH, list(part.groups or ()), columns):
                yield batch.to_pandas()
        elif _plain_name(part.path).endswith(".csv"):
            yield from pd.read_csv(
                stream, dtype=str, keep_default_na=False, index_col=False, chunksize=BATCH
            )
        else:
            yield from _json_lines(part, stream)


def _json_lines(part, stream):
    rows = []
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append({key: row[key] for key in (part.article, part.text) if key in row})
        except (ValueError, TypeError) as error:
            raise InputError(f"{part.path}: line {number}: is not a JSON object: {error}") from None
        if len(rows) == BATCH:
            yield pd.DataFrame(rows)
            rows = []
    if rows:
        yield pd.DataFrame(rows)


def write(path, tables):
    """Write arrow tables to one Parquet file, whole or not at all."""
    rest = iter(tables)
    first = next(rest)
    unfinished = _unfinished(path)
    # numbers hardly repeat, and a dictionary of them would only cost time
    words = [column.name for column in first.schema if not pa.types.is_primitive(column.type)]
    options = {"compression": "zstd", "use_dictionary": words, "write_page_checksum": True}
    try:
        with pq.ParquetWriter(unfinished, first.schema, **options) as writer:
            writer.write_table(first)
            for table in rest:
                writer.write_table(table)
        os.replace(unfinished, path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def write_arrays(path, **arrays):
    """Write numpy arrays to one .npz file, whole or not at all."""
    unfinished = _unfinished(path)
    try:
        with open(unfinished, "wb") as stream:
            np.savez(stream, **arrays)
        os.replace(unfinished, path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _not_written(path, error):
    return store.NotWritten(f"{path}: cannot be written ({error.strerror or error})")


def _unfinished(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def labelled(codes, labels):
    """An arrow column of strings, given as numbers and what they stand for."""
    return pa.DictionaryArray.from_arrays(
        pa.array(np.asarray(codes, dtype=np.int32)), pa.array(list(labels), pa.string())
    )
