"""Fetch texts, and see what has moved: ``python -m helpers fetch``, ``diff``, ``accept``."""

import textwrap
from pathlib import Path
from typing import Annotated

import typer

from helpers.errors import InputError

app = typer.Typer()
Corpus = Annotated[Path, typer.Option(help="the corpus folder")]
Base = Annotated[str, typer.Argument(help="a git revision, or a folder like this one")]


@app.command()
def fetch(
    article_ids: Annotated[list[str] | None, typer.Argument(help="just these articles")] = None,
    corpus: Corpus = Path("corpus"),
    delay: Annotated[float, typer.Option(help="seconds between requests to one host")] = 5.0,
    archive: Annotated[bool, typer.Option(help="ask a web archive where a page is gone")] = True,
):
    """Fetch the texts of counts-only articles from their addresses, privately and politely."""
    from helpers.corpus import fetch

    found = fetch.texts(corpus, article_ids=article_ids or None, delay=delay, archive=archive)
    for row in found[found["status"] != "kept"].itertuples():
        print(f"{row.article_id}: {row.status}: {row.reason}")
    if found.empty:
        print(f"{corpus}: every article has its text")
        return
    print(f"{(found['status'] == 'kept').sum()} of {len(found)} texts kept in {corpus}/private")


@app.command()
def diff(base: Base = "HEAD"):
    """Say which articles came and went, and which numbers of the figures moved, and how far."""
    from helpers.show import diff

    before, after = diff.files(base), diff.files("")
    print(diff.show(diff.articles(before, after), *diff.figures(before, after)))


@app.command()
def accept():
    """Execute the notebooks anew, keep their outputs and figures, and say what moved.

    Nothing is kept where a notebook fails.
    """
    from helpers.files import store
    from helpers.shell import notebooks
    from helpers.show import diff

    try:
        before = diff.files("HEAD")
    except InputError:  # not under git: as the files lie there now
        before = diff.files("")
    project = Path()
    with store.changing(project):  # finishes what a killed accept had made
        pass
    with store.scratch() as scratch:
        fresh = notebooks.copy(project, scratch)
        notebooks.run(fresh / "notebooks")
        told = notebooks.tell(fresh)
        made = [
            *fresh.glob("notebooks/*.ipynb"),
            *fresh.glob("figures/*"),
            *fresh.glob("README.md"),
        ]
        files = {file.relative_to(fresh).as_posix(): file.read_bytes() for file in made}
        with store.changing(project):
            store.commit(project, files)
    after = diff.files("")
    moved, notes = diff.figures(before, after)
    print(diff.show(diff.articles(before, after), moved, notes))
    print(f"sentences to read again (corpus/findings.md): {len(told) or 'none'}")
    for line in told:
        print("  " + textwrap.shorten(line, 96, placeholder=" …"))
    Path("test-output").mkdir(exist_ok=True)
    store.put("test-output/moved.csv", moved.to_csv(index=False).encode())
    print("every number that moved: test-output/moved.csv")
    print("look at the figures; then commit, or git restore what should not stay")
