"""A study on one page: its findings, figures, tables and evidence, for whoever has no Python.

The file holds everything and asks the net for nothing, which its Content-Security-Policy enforces.
Tables and pictures are packed (gzip, base64) and unpacked by the browser when they are looked at.
Evidence of figures names articles, terms and addresses, and never holds a text.
"""

import base64
import gzip
import html
import json
from pathlib import Path

import mistune
import pandas as pd

from helpers.errors import InputError
from helpers.files import store, tables
from helpers.show.findings import BEGIN, END
from helpers.show.provenance import provenance

LARGEST = 5_000_000  # bytes
HERE = Path(__file__).parent
TEXTS = {"left", "keyword", "right", "text"}  # columns that could hold passages
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src blob:"


def write(out, project="."):
    """Write the page of a project's figures.

    out : the file, .html; project : folder with ``figures/`` and ``README.md`` (whose findings are
        shown, where it has any)

    Returns the names of the figures shown (list of str). Raises InputError where there are no
    figures, where evidence holds passages of texts, and where the page would be larger than 5 MB.

    >>> project = corpus.load("corpus").path.parent
    >>> "own-voice" in write(folder / "study.html", project)
    True
    """
    out, project = Path(out), Path(project)
    pictures = sorted((project / "figures").glob("*.svg"))
    if not pictures:
        raise InputError(f"{project}: no figure in figures/: go to the project's folder, or make "
                         "figures")  # fmt: skip
    sections = "".join(_figure(picture) for picture in pictures)
    title = _title(project)
    body = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)}</title>
<style>{(HERE / "page.css").read_text("utf-8")}</style></head>
<body><main><h1>{html.escape(title)}</h1>{_findings(project)}
<nav aria-label="Figures"><h2>Figures</h2><ul>{_contents(pictures)}</ul></nav>{sections}</main>
<noscript><p>Tables and pictures of this page need JavaScript, which it runs from this file
alone.</p></noscript>
<script>{(HERE / "page.js").read_text("utf-8")}</script></body></html>
""".encode()
    if len(body) > LARGEST:
        raise InputError(f"{out}: would have {len(body) / 1e6:.1f} MB, more than 5: it holds "
                         f"{len(pictures)} figures with their evidence")  # fmt: skip
    store.put(out, body)
    return [picture.stem for picture in pictures]


def _figure(picture):
    name = picture.stem
    table = _read(picture.with_suffix(".csv"))
    behind = _read(picture.with_suffix(".evidence.csv"))
    if TEXTS & {*behind}:
        raise InputError(f"{name}.evidence.csv: holds passages of texts, which a page that is "
                         "handed on must not")  # fmt: skip
    told = provenance(picture)
    about = f"{told['articles']} articles; corpus {told['corpus']}; helpers {told['helpers']}"
    if told.get("changed_by_hand"):
        about += f"; changed by hand: {', '.join(told['changed_by_hand'])}"
    alt = f"Figure {name}; its numbers stand in the table below it."
    return (
        f'<section id="{name}"><h2>{html.escape(_spoken(name))}</h2>'
        f'<img alt="{alt}" data-picture="{_packed(picture.read_bytes())}">'
        f'<p class="about">{html.escape(about)}</p>'
        f"{_details('Table', table)}{_details('Evidence', behind)}</section>"
    )


def _details(what, table):
    cells = [[str(cell) for cell in row] for row in table.itertuples(index=False)]
    body = json.dumps({"columns": list(table), "rows": cells}, ensure_ascii=False)
    return (
        f"<details><summary>{what} ({len(table):,} rows)</summary>"
        f'<div class="table" data-table="{_packed(body.encode())}"></div></details>'
    )


def _packed(content):
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def _read(file):
    if not file.exists():
        return pd.DataFrame()
    return tables.unguarded(pd.read_csv(file, dtype="str", keep_default_na=False))


def _contents(pictures):
    return "".join(
        f'<li><a href="#{p.stem}">{html.escape(_spoken(p.stem))}</a></li>' for p in pictures
    )


def _spoken(name):
    return name.replace("-", " ").capitalize()


def _readme(project):
    file = project / "README.md"
    return file.read_text("utf-8") if file.exists() else ""


def _title(project):
    first = _readme(project).partition("\n")[0].removeprefix("#").strip()
    return first or "A study"


def _findings(project):
    """What the README says between its marks, as HTML; no HTML of its own gets through."""
    found = _readme(project).partition(BEGIN)[2].partition(END)[0].strip()
    return f'<div class="findings">{mistune.create_markdown(escape=True)(found)}</div>'
