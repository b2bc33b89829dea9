"""Begin a study of another event: ``python -m helpers new``."""

import re
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from helpers.errors import InputError
from helpers.files import store

app = typer.Typer()
PROJECT = Path(__file__).parents[3]
CODE = re.compile("[a-z]{2,3}")
FEW, SHORT = 8, 60  # values, and characters of each, of a column that could group articles

STUDY = """# What the helpers need to know of this study.
title: {title}
question: {question}
languages: [{languages}]
lexicon: {{{language}: frames.yml}}

# Groups to compare: a column of articles.csv or outlets.csv (outlet, country, ownership …), or
# origin_country for the country of whose text an article is.{proposed}{columns}
groups:
  by: outlet
  # main: [First, Second]    # the two that are compared; the two largest if not named

# contrast: [first, second]   # two frames set against each other; the lexicon's first two if not
# window: {{start: 2022-01-01, end: 2022-12-31}}    # days that belong to the study
# dense: {{start: 2022-01-04, end: 2022-01-16}}     # days with enough articles for a timeline
# opening: 2000               # characters of a text that are counted; all of it if not given
# copies: {{text: 0.65, counts: 0.45}}                # likeness from which articles are one text
# word: {{article: …, word: …}}                     # worked by hand in notebook 02
# windows:                    # between events, for notebook 04
#   - {{window: before, start: 2022-01-01, end: 2022-01-04}}
# coding:                     # what coders note (python -m helpers code --template)
#   preferred: A
#   variables:
#     first: {{level: ordinal, values: [0, 1, 2]}}   # absent, quoted, own voice
"""
LEXICON = """# The frames of this study: fill in words and phrases; a trailing * stands for any end.
# After a change: make figures (which counts new phrases first).
title: {title}
language: {language}
version: "0.1"
frames:
  first:
    label: a first frame
    definition: What counts as this frame, in one sentence.
    patterns:
      - {one}
  second:
    label: a second frame
    definition: What counts as this frame, in one sentence.
    patterns:
      - {two}
"""
MAKEFILE = """# python is the environment of the workbench that made this folder.
PY ?= {python}

figures:   ## count, execute every notebook, draw every figure
    $(PY) -m helpers check corpus
    $(PY) -m helpers recount corpus
    $(PY) -m helpers run notebooks

test:      ## the corpus is sound, and the notebooks give what they hold
    $(PY) -m helpers check corpus
    $(PY) -m pytest --nbval --nbval-current-env --nbval-cell-timeout=120 \
      --nbval-sanitize-with=notebooks/sanitize.cfg -p no:cacheprovider notebooks

accept:    ## after the corpus changed: draw everything anew and say what moved
    $(PY) -m helpers accept

lab:       ## JupyterLab
    $(PY) -m jupyterlab --ip=127.0.0.1 --LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb

.PHONY: figures test accept lab
"""
# Where a warning stands in a notebook, and of which folder: their names differ from run to run.
SANITIZE = """[cell]
regex: ipykernel_\\d+/\\d+\\.py
replace: CELL
[folder]
regex: \\S*/tmp\\w{8}/corpus
replace: FOLDER
"""
README = """# {title}

{question}

1. `corpus/` holds the articles: `python -m helpers add FILES --corpus corpus`, then fill in
   `outlets.csv`. Texts stay in `corpus/private/`; their counts are what the study works with.
2. `corpus/frames.yml`: the words of each frame. `corpus/study.yml`: groups, days, what to contrast.
3. `python -m helpers check corpus --accept` shows what you changed by hand, line by line, and takes
   it up; until then every figure says that it was changed.
4. `make figures` executes the notebooks, `make test` holds them against their outputs.
"""


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="a folder that does not exist yet")],
    title: Annotated[str, typer.Option(help="of the study")] = "A study",
    question: Annotated[str, typer.Option(help="what it asks")] = "",
    languages: Annotated[str, typer.Option(help="codes, the main one first: en,ru")] = "en",
    source: Annotated[list[str], typer.Option("--from", help="table, pages or exports")] = [],  # noqa: B006
    column: Annotated[list[str], typer.Option(help="of a table, as outlet=Paper")] = [],  # noqa: B006
    day_first: Annotated[
        bool | None, typer.Option("--day-first/--month-first", help="how a table writes 5/1/2022")
    ] = None,
    example: Annotated[bool, typer.Option("--example", help="made-up coverage, complete")] = False,
):
    """Begin a study: a corpus folder, a lexicon to fill in, the notebooks, a Makefile."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: is not empty; name a folder that does not exist yet")
    if not (PROJECT / "notebooks").is_dir():
        raise InputError("the notebooks are not at hand: run this from a clone of the workbench")
    if example:
        title, languages = "Made-up coverage of a made-up flood", "en,ru"
        question = "Who wrote of the costs, who of whose fault it was? Every text is made up."
    title, question = _plain(title), _plain(question)
    codes = [code.strip() for code in languages.split(",")]
    if not all(CODE.fullmatch(code) for code in codes):
        raise InputError(f"--languages: {languages!r} is not a list of language codes, as en,ru")
    found, unread = _read(source, column, day_first)
    there = folder.exists()
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    try:
        _begin(folder, title, question, codes, _groupings(found))
        if example:
            from helpers.shell import example as made_up

            made_up.fill(corpus)
        whole = not source or _entered(found, unread, corpus)
    except BaseException:  # a study half begun stands in the way of the next try
        for item in folder.iterdir():
            shutil.rmtree(item) if item.is_dir() else item.unlink()
        if not there:
            folder.rmdir()
        raise
    print(f"{folder}: begun. Next: fill in {corpus}/frames.yml, then")
    print(f"    python -m helpers check {corpus} --accept    # what you changed is taken up")
    print(f"    make -C {folder} figures")
    if not whole:
        print(f"What did not enter: python -m helpers add FILES --corpus {corpus}", file=sys.stderr)
        raise typer.Exit(1)


def _read(sources, column, day_first):
    """The articles of what was given, and what could not be read; an error if there are none."""
    from helpers.shell import extend

    found, unread = extend.read(sources, columns=extend.pairs(column), day_first=day_first)
    if sources and not found:
        raise InputError("\n".join(unread or ["no article was found in what was given"]))
    return found, unread


def _entered(found, unread, corpus):
    """Add the articles; whether all that was given could be read and entered."""
    from helpers.corpus import extend as corpus_
    from helpers.shell import extend

    result = corpus_.add(found, corpus, private=True)
    whole = extend.say(found, result, unread, corpus)
    if not (result["status"] == "added").any():
        raise InputError("no article could enter, so that the study is not begun: see above why")
    return whole


def _begin(folder, title, question, codes, groupings):
    """The files of a study without articles. ``groupings``: column -> its values, that could group
    its articles."""
    corpus = folder / "corpus"
    kept = f"\ncolumns: {{articles.csv: [{', '.join(map(_quoted, groupings))}]}}" * bool(groupings)
    of_each = (f"{name} ({', '.join(values)})" for name, values in groupings.items())
    proposed = f"\n# Of your table: {'; '.join(of_each)}." * bool(groupings)
    filled = {
        "title": _quoted(title), "question": _quoted(question), "languages": ", ".join(codes),
        "language": codes[0], "proposed": proposed, "columns": kept,
    }  # fmt: skip
    _put(corpus / "study.yml", STUDY.format(**filled))
    for name in ("articles.csv", "outlets.csv"):
        _put(corpus / name, _header(name, groupings if name == "articles.csv" else []))
    words = {"one": "price*", "two": "police"}
    lexicon = LEXICON.format(title=_quoted(f"Frames of {title}"), language=codes[0], **words)
    _put(corpus / "frames.yml", lexicon)
    _put(folder / "Makefile", _tabs(MAKEFILE.format(python=sys.executable)))
    _put(folder / "README.md", README.format(title=title, question=question))
    _put(folder / ".gitignore", "corpus/private/\n.ipynb_checkpoints/\n")
    _notebooks(folder)


def _put(file, words):
    store.put(file, words.encode())


def _header(name, more):
    import pandas as pd

    from helpers.corpus import folder
    from helpers.files import tables

    columns = {"articles.csv": folder.ARTICLES, "outlets.csv": folder.OUTLETS}[name]
    return tables.to_csv(pd.DataFrame(columns=[*columns, *more])).decode()


def _tabs(makefile):
    """A recipe's lines begin with a tab."""
    return makefile.replace("\n    ", "\n\t")


def _plain(words):
    """On one line, and of what YAML takes."""
    from helpers.corpus.extend import line

    return "".join(filter(str.isprintable, line(words)))


def _quoted(words):
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _groupings(found):
    """Columns of the tables given that could group their articles: those that fill no field, and
    that have two to eight short values, each of two articles on average (dict of str to list)."""
    from helpers.corpus import folder

    values = {}
    for article in found:
        for column, cell in article.more.items():
            values.setdefault(column, []).append(_plain(cell))
    return {
        column: sorted({*cells})
        for column, cells in values.items()
        if 2 <= len({*cells}) <= min(FEW, len(cells) / 2)
        and max(map(len, cells)) <= SHORT
        and column == _plain(column) != ""
        and folder.declarable(column, [])
        and column not in {*folder.ARTICLES, "title"}
    }


def _notebooks(folder):
    """The workbench's notebooks without outputs, and what they read."""
    import nbformat

    target = folder / "notebooks"
    target.mkdir()
    for file in sorted((PROJECT / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(file, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        _put(target / file.name, nbformat.writes(notebook) + "\n")
    _put(target / "sanitize.cfg", SANITIZE)
    shutil.copytree(PROJECT / "notebooks" / "made-up-pages", target / "made-up-pages")
    (folder / "benchmarks").mkdir()
    shutil.copy(PROJECT / "benchmarks" / "voices.csv", folder / "benchmarks")
