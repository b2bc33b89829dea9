"""Hand a study on: ``python -m helpers bundle OUT.zip``."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def bundle(
    out: Annotated[Path, typer.Argument(help="the file to write, as study.zip")],
    attack: Annotated[
        bool, typer.Option("--attack", help="also say how much text the counts give away")
    ] = False,
):
    """Put code, corpus (without private texts), notebooks and figures into one zip file."""
    from helpers.show import bundle as bundle_

    names = bundle_.write(out, Path())
    print(f"{out}: {len(names)} files, {out.stat().st_size / 1e6:.1f} MB, no private text")
    if attack:
        from helpers.corpus import disclosure

        found = disclosure.longest(Path("corpus"))
        print(disclosure.told(found))
