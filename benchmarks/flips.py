"""Flip single bits of stored files, and see whether each is noticed.

``python benchmarks/flips.py`` flips 500 bits, each in a fresh copy: of the published corpus, of the
made-up example study with its texts, of saved tokens, and of the results of a job on a large
corpus. A flip is "refused" where reading ends with an InputError that names the file, "named" where
the file is read and called changed, and "silent" otherwise. It writes ``flips.csv`` and ends with
an error if any was silent.
"""

import contextlib
import io
import random
import shutil
import sys
import tempfile
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from helpers import corpus
from helpers.corpus import folder
from helpers.errors import InputError
from helpers.scale import jobs
from helpers.shell import start
from helpers.words import tokens

PROJECT = Path(__file__).parents[1]
N = {"corpus": 200, "example": 150, "tokens": 75, "parts": 75}


def main():
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        made = {what: Path(scratch) / what for what in N}
        texts = make(made)
        source = str(Path(scratch) / "texts.parquet")
        texts.rename("text").rename_axis("article_id").reset_index().to_parquet(source)
        jobs.count(source, made["parts"], scheduler="none")
        read = {
            "corpus": notice, "example": notice, "tokens": load,
            "parts": lambda place: jobs.count(source, place, scheduler="none"),
        }  # fmt: skip
        for what, n in N.items():
            rng = random.Random(what)
            for _ in tqdm(range(n), desc=what, disable=None):
                copy = Path(scratch) / "copy"
                shutil.copytree(made[what], copy)
                name = flip(copy, rng)
                rows.append((what, kind(name), verdict(read[what], copy, name)))
                shutil.rmtree(copy)
    table = pd.DataFrame(rows, columns=["what", "file", "verdict"])
    table = table.value_counts().rename("n").reset_index().sort_values(["what", "file", "verdict"])
    table.to_csv(Path(__file__).with_suffix(".csv"), index=False)
    print(table.to_string(index=False))
    silent = table.loc[table["verdict"] == "silent", "n"].sum()
    print(f"{table['n'].sum()} flips, {silent} silent")
    sys.exit(int(silent > 0))


def make(made):
    """What is stored, in its sound state; returns the texts of the tokens."""
    shutil.copytree(PROJECT / "corpus", made["corpus"])
    with contextlib.redirect_stdout(io.StringIO()):
        start.new(made["example"].with_name("study"), source=[], column=[], example=True)
    shutil.copytree(made["example"].with_name("study") / "corpus", made["example"])
    texts = corpus.load(made["example"]).texts
    tokens.save(tokens.tokenise(texts), made["tokens"])
    return texts


def flip(place, rng):
    """Flip one bit of one of the files, each as likely, ``texts/`` being one."""
    files = [f for f in sorted(place.rglob("*")) if f.is_file() and f.stat().st_size]
    by_kind = {}
    for file in files:
        by_kind.setdefault(kind(file.relative_to(place).as_posix()), []).append(file)
    file = rng.choice(by_kind[rng.choice(sorted(by_kind))])
    content = bytearray(file.read_bytes())
    at = rng.randrange(len(content) * 8)
    content[at // 8] ^= 1 << at % 8
    file.write_bytes(bytes(content))
    return file.relative_to(place).as_posix()


def kind(name):
    return "texts/*.txt" if name.startswith("texts/") else name


def verdict(read, place, name):
    try:
        said = read(place)
    except InputError as error:
        return "refused" if Path(name).name in str(error) else "refused, file not named"
    return "named" if said and any(name in fault for fault in said) else "silent"


def notice(place):
    faults, doubts, _ = folder.survey(place)
    if faults:
        raise InputError("\n".join(map(str, faults)))
    return [str(doubt) for doubt in doubts]


def load(place):
    tokens.load(place)


if __name__ == "__main__":
    main()
