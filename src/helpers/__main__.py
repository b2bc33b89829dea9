"""The helpers from the shell: ``python -m helpers COMMAND``."""

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from helpers.errors import InputError
from helpers.shell import bundle, extend, fetch, scale, start

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(extend.app)
app.add_typer(fetch.app)
app.add_typer(start.app)
app.add_typer(bundle.app)
app.add_typer(scale.app, name="scale")


@app.callback()
def finish():
    """Measuring instruments for comparing how media cover one event."""
    from helpers.files import store

    if not Path("corpus", "study.yml").exists():
        return
    for place in (Path(), Path("figures")):
        if (place / store.PENDING / store.MADE).exists():  # of an accept or a drawing, killed
            with store.reading(place):
                pass


Corpus = Annotated[Path, typer.Argument(help="the corpus folder")]


@app.command()
def check(
    path: Corpus = Path("corpus"),
    accept: Annotated[
        bool, typer.Option("--accept", help="show what was changed by hand, and take it up")
    ] = False,
):
    """Check a corpus folder: every fault with file, line and column. Exit 1 if there is one."""
    from helpers.corpus import folder as corpus

    if accept:
        from helpers.shell import taking_up

        taken = taking_up.accept(path)
        print(f"{path}: {len(taken)} changed file(s) taken up in MANIFEST.csv")
    faults, doubts, n = corpus.survey(path)
    faults = faults or _lexicon_faults(path, corpus.settings(path))
    for fault in faults:
        print(fault)
    if faults:
        print(f"{path}: {len(faults)} fault(s)", file=sys.stderr)
        raise typer.Exit(1)
    for doubt in doubts:
        print(f"worth a look: {doubt}")
    print(f"{path}: {n} articles, no fault")


@app.command()
def run(
    folder: Annotated[Path, typer.Argument(help="the notebooks")] = Path("notebooks"),
    only: Annotated[str, typer.Option(help="just the notebook that draws this figure")] = "",
):
    """Execute the notebooks in place."""
    from helpers.shell import notebooks

    notebooks.run(folder, only=only or None)
    notebooks.tell(folder.parent)


@app.command()
def figures(
    check: Annotated[
        bool, typer.Option("--check", help="draw them anew elsewhere and compare")
    ] = False,
):
    """List the figures and what they rest on, or say which differ from a fresh run, and why."""
    if not check:
        from helpers.show.provenance import provenance

        files = sorted(Path("figures").glob("*.svg"))
        if not files:
            raise InputError("no picture in figures/: go to the project's folder, or make figures")
        for file in files:
            story = provenance(file)
            print(f"{file.stem}: corpus {story['corpus']}, lexicon {story['lexicon']}")
        return
    from helpers.files import store
    from helpers.shell import notebooks

    with store.scratch() as scratch:
        fresh = notebooks.copy(Path(), scratch)
        notebooks.run(fresh / "notebooks")
        from helpers.show import figures

        found = figures.differences(Path("figures"), fresh / "figures")
    for row in found.itertuples():
        print(
            f"{row.figure}: {row.what} differs ({row.why})"
            if row.why
            else f"{row.figure}: {row.what}"
        )
    if len(found):
        raise typer.Exit(1)
    print("every figure is as committed")


@app.command()
def page(out: Annotated[Path, typer.Argument(help="the file to write, as study.html")]):
    """Write the study on one page, with its findings, figures, tables and evidence."""
    from helpers.show import page

    names = page.write(out)
    print(f"{out}: {len(names)} figures, {out.stat().st_size / 1e6:.1f} MB, needs nothing else")


def _lexicon_faults(path, study):
    """What is wrong with the lexicons that study.yml names."""
    from helpers import frames

    faults = []
    for name in (study.get("lexicon") or {}).values():
        try:
            frames.read(path / name)
        except InputError as error:
            faults.append(error)
    return faults


def main():
    """Run the command line; an InputError is a message, not a traceback."""
    for stream in (sys.stdout, sys.stderr):  # text is UTF-8; half a character is shown as \ud800
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    for name in ("SIGTERM", "SIGHUP"):  # end as Ctrl-C does: what is half done is taken back
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        app(standalone_mode=True)
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
