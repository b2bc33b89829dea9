"""Corpora too large for memory: ``python -m helpers scale``."""

from pathlib import Path
from typing import Annotated

import typer

from helpers.errors import InputError

app = typer.Typer(
    help="Corpora too large for memory: part by part, on one machine or many.",
    no_args_is_help=True,
)
Input = Annotated[
    str, typer.Option("--input", help="Parquet, JSON lines or CSV; * for any letters")
]
Output = Annotated[Path, typer.Option(help="folder; a run that was killed goes on in it")]
Scheduler = Annotated[str, typer.Option(help="address of a Dask scheduler, local, or none")]
Workers = Annotated[int, typer.Option(help="processes of --scheduler local")]
Text = Annotated[str, typer.Option(help="column of the texts")]
Article = Annotated[str, typer.Option(help="column of the articles' names")]
Skip = Annotated[bool, typer.Option("--skip", help="leave out files that cannot be read")]


@app.command()
def count(
    input: Input,
    output: Output,
    lexicon: Annotated[Path | None, typer.Option(help="count its phrases besides words")] = None,
    scheduler: Scheduler = "local",
    workers: Workers = 2,
    text: Text = "text",
    article: Article = "article_id",
    skip: Skip = False,
):
    """Count the words of each article and voice, and the phrases of a lexicon."""
    from helpers.scale import jobs as scale

    scale.count(
        input, output, lexicon=lexicon, scheduler=scheduler, workers=workers, text=text,
        article=article, skip=skip,
    )  # fmt: skip


@app.command()
def score(
    input: Input,
    output: Output,
    lexicon: Annotated[Path, typer.Option(help="file of frames and their patterns")],
    scheduler: Scheduler = "local",
    workers: Workers = 2,
    text: Text = "text",
    article: Article = "article_id",
    skip: Skip = False,
):
    """Hits of each frame in each article and voice."""
    from helpers.scale import jobs as scale

    scale.score(
        input, output, lexicon=lexicon, scheduler=scheduler, workers=workers, text=text,
        article=article, skip=skip,
    )  # fmt: skip


@app.command()
def tfidf(
    input: Input,
    output: Output,
    longest: Annotated[int, typer.Option(help="words in the longest run")] = 1,
    min_df: Annotated[str, typer.Option(help="fewest articles, 10, or their share, 0.01")] = "1",
    max_df: Annotated[str, typer.Option(help="most articles, or their share")] = "1.0",
    scheduler: Scheduler = "local",
    workers: Workers = 2,
    text: Text = "text",
    article: Article = "article_id",
    skip: Skip = False,
):
    """TF-IDF of words and runs of words, as for the whole corpus at once."""
    from helpers.scale import jobs as scale

    scale.tfidf(
        input, output, ngram_range=(1, longest), min_df=_limit(min_df), max_df=_limit(max_df),
        scheduler=scheduler, workers=workers, text=text, article=article, skip=skip,
    )  # fmt: skip


@app.command()
def copies(
    input: Input,
    output: Output,
    least: Annotated[float, typer.Option(help="likeness from which a pair is listed")] = 0.3,
    scheduler: Scheduler = "local",
    workers: Workers = 2,
    text: Text = "text",
    article: Article = "article_id",
    skip: Skip = False,
):
    """Pairs of articles that share text, and text families."""
    from helpers.scale import jobs as scale

    scale.copies(
        input, output, least=least, scheduler=scheduler, workers=workers, text=text,
        article=article, skip=skip,
    )  # fmt: skip


def _limit(given):
    try:
        return float(given) if "." in given else int(given)
    except ValueError:
        raise InputError(
            f"{given!r} is neither a number of articles, as 10, nor a share of them, as 0.01"
        ) from None
