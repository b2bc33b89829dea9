"""The file ``counts.csv.gz``: read in one go, rewritten only where it changes.

Its rows are sorted by article, voice and term, and it has no time stamp, so that the same counts
give the same bytes. It is packed in blocks of some 64 articles: one block begins with each article
whose name's checksum says so, whatever other articles there are, so that a change of one article
leaves the bytes of all other blocks as they were.
"""

import bisect
import gzip
import io
import zlib
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv

from helpers.files import tables

NAME = "counts.csv.gz"
KEY = ["article_id", "voice", "term"]
HEADER = b"article_id,voice,term,n\n"
BLOCK = 64  # articles, on average
TOGETHER = 16  # blocks that a thread reads at a time
LEVEL = 6  # of compression


def read(path, columns):
    """(table, faults) of the file, as ``tables.read`` gives them; names of articles, voices and
    terms as categories. What cannot be read at once is read row by row, so that each fault has its
    line."""
    try:
        table = _at_once(path)
    except (OSError, EOFError, zlib.error, pa.ArrowInvalid):
        return tables.read(path, columns)
    odd = any(tables.doubtful(columns[name], table[name].cat.categories.tolist()) for name in KEY)
    if odd or [*table] != [*columns] or (table["n"] < 1).any():
        return tables.read(path, columns)
    return table, []


def of_articles(packed, articles):
    """The rows of some articles, without unpacking the whole (``packed``: bytes of the file)."""
    blocks = _blocks(packed)
    if blocks is None:
        table = _unpacked(gzip.decompress(packed))
    else:
        first = [_first(block) for block in blocks]
        at = {max(bisect.bisect_right(first, name) - 1, 0) for name in articles if blocks}
        table = _unpacked(HEADER + b"".join(gzip.decompress(blocks[i]) for i in sorted(at)))
    return table[table["article_id"].isin(articles)].reset_index(drop=True)


def _at_once(path):
    whole = path.read_bytes()
    blocks = _blocks(whole) or []
    parts = [blocks[at : at + TOGETHER] for at in range(0, len(blocks), TOGETHER)]
    if parts:
        with ThreadPoolExecutor() as pool:  # part by part, so that the text never stands whole
            found = pa.concat_tables(pool.map(_parsed, parts))
    else:  # packed by another hand, or without rows
        found = _parsed([whole], header=b"")
    if found.column_names != [*KEY, "n"] or found["n"].null_count:
        raise pa.ArrowInvalid("other columns")
    columns = {name: _categories(found[name]) for name in KEY}
    lines = pd.RangeIndex(2, len(found) + 2, name="line")
    return pd.DataFrame(columns | {"n": found["n"].to_numpy()}).set_index(lines)


def _parsed(blocks, header=HEADER):
    """The rows of some blocks as an Arrow table."""
    text = pa.dictionary(pa.int32(), pa.string())
    raw = b"".join([header, *map(gzip.decompress, blocks)])
    return pa.csv.read_csv(
        pa.BufferReader(raw),
        read_options=pa.csv.ReadOptions(use_threads=False),
        parse_options=pa.csv.ParseOptions(ignore_empty_lines=False),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(KEY, text) | {"n": pa.int64()}, strings_can_be_null=False
        ),
    )


def _categories(column):
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], column.type)
    return pd.Categorical.from_codes(whole.indices.to_numpy(), whole.dictionary.to_pylist())


def codes(table):
    """For article_id, voice and term: the number of each row's value, and the values, sorted."""
    found = [_sorted_codes(table[name]) for name in KEY]
    return [code for _, code in found], [names for names, _ in found]


def pack(table, level=LEVEL):
    """The bytes of the file, of a table article_id, voice, term, n.

    level : of compression; a lower one is faster, for a file that is read once and not kept
    """
    numbers, names = codes(table)
    order = np.lexsort(numbers[::-1])
    columns = [
        pa.DictionaryArray.from_arrays(code[order].astype(np.int32), pa.array(name, pa.string()))
        for name, code in zip(names, numbers, strict=True)
    ]
    counted = pa.array(table["n"].to_numpy(np.int64)[order])
    rows = pa.table([*columns, counted], [*KEY, "n"])
    begins = np.array([_begins_block(name) for name in names[0]], dtype=bool)
    article = numbers[0][order]
    first = np.append(True, article[1:] != article[:-1]) if len(article) else article
    cuts = np.flatnonzero(first & begins[article]) if len(article) else article
    cuts = sorted({0, *cuts.tolist(), len(rows)})
    parts = [_packed(HEADER)]
    for begin, end in pairwise(cuts):
        parts.append(_packed(_lines(rows.slice(begin, end - begin)), level))
    return b"".join(parts)


def _lines(rows):
    """Rows as CSV, without a header."""
    rows = pa.table([*(rows[name].cast(pa.string()) for name in KEY), rows["n"]], [*KEY, "n"])
    out, options = io.BytesIO(), pa.csv.WriteOptions(include_header=False, quoting_style="none")
    try:
        pa.csv.write_csv(rows, out, options)
    except pa.ArrowInvalid:  # a term with a comma or a quotation mark
        return rows.to_pandas().to_csv(index=False, header=False, lineterminator="\n").encode()
    return out.getvalue()


def changed(packed, gone, new):
    """The bytes of the file after articles went and came: what ``pack`` would give for the whole.

    packed : the bytes before (b"" for none); gone : names of articles that leave
    new : table of the counts of articles that come
    """
    blocks = _blocks(packed)
    if blocks is None:  # by another hand: all anew
        blocks = _blocks(pack(_unpacked(gzip.decompress(packed))))
    first, touched = [_first(block) for block in blocks], set()
    for name in {*gone, *pd.unique(new["article_id"])}:
        at = max(bisect.bisect_right(first, name) - 1, 0)
        touched |= {at, max(at - 1, 0)} if blocks else set()  # it may begin its block
    rows = b"".join(gzip.decompress(blocks[at]) for at in sorted(touched))
    rows = _unpacked(HEADER + rows)
    rows = rows[~rows["article_id"].isin(gone)]
    again = _blocks(pack(pd.concat([rows, new]) if len(rows) else new))
    kept = [block for at, block in enumerate(blocks) if at not in touched]
    return b"".join([_packed(HEADER), *sorted([*kept, *again], key=_first)])


def _unpacked(raw):
    table = pd.read_csv(io.BytesIO(raw), dtype="str", keep_default_na=False)
    return table.astype({"n": "int64"})


def _sorted_codes(column):
    """(names in order, code of each row) of a column of text."""
    codes, names = _factorised(column)
    order = pa.compute.sort_indices(pa.array(names, pa.string())).to_numpy()
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    return names[order], rank[codes] if len(names) else codes


def _factorised(column):
    """(code of each row, names); of categories, the codes that they have, which takes no time."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy()
        whole = len(codes) and codes.min() >= 0  # no cell is missing
        if whole and np.bincount(codes, minlength=len(column.cat.categories)).all():
            return codes, column.cat.categories.to_numpy(object)
    codes, names = pd.factorize(column)
    return codes, np.array([*names], dtype=object)


def _begins_block(article_id):
    return zlib.crc32(article_id.encode()) % BLOCK == 0


def _packed(raw, level=LEVEL):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0, compresslevel=level) as stream:
        stream.write(raw)
    return out.getvalue()


BEGIN = _packed(b"")[:10]  # of every part


def _members(packed):
    """The parts that the file is packed in, the header's first."""
    return [BEGIN + part for part in packed.split(BEGIN)[1:]]


def _blocks(packed):
    """The packed blocks after the header's; None if the file was packed otherwise."""
    if not packed:
        return []
    if not packed.startswith(BEGIN):
        return None
    header, *blocks = _members(packed)
    try:
        if gzip.decompress(header) != HEADER:
            return None
        first = [_first(block) for block in blocks]
    except (EOFError, OSError, ValueError, zlib.error):
        return None
    return blocks if first == sorted(first) and all(map(_begins_block, first[1:])) else None


def _first(block):
    """The name of the first article of a block."""
    begin = zlib.decompressobj(wbits=31).decompress(block, 500)
    return begin[: begin.index(b",")].decode()
