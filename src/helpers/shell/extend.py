"""Extend a corpus: ``python -m helpers add``, ``remove``, ``edit``, ``code``."""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from tqdm import tqdm

from helpers.errors import InputError

app = typer.Typer()
Corpus = Annotated[Path, typer.Option(help="the corpus folder")]
Ids = Annotated[list[str], typer.Argument(help="article ids")]
# What --json prints of an article first; the rest of its fields follow.
KEYS = ["outlet", "published", "published_from", "title", "url", "language", "agency", "text"]
KEYS += ["warnings"]


@app.command()
def add(
    sources: Annotated[list[str], typer.Argument(help="addresses, files or folders")],
    corpus: Corpus = Path("corpus"),
    outlet: Annotated[str, typer.Option(help="where the source does not state it")] = "",
    published: Annotated[str, typer.Option(help="day, where the source does not state it")] = "",
    origin: Annotated[str, typer.Option(help="outlet whose text it is")] = "",
    copy_type: Annotated[str, typer.Option(help="original, wire, republished, spun, …")] = "",
    license: Annotated[str, typer.Option(help="that lets the texts be shared")] = "",
    private: Annotated[bool, typer.Option("--private", help="keep the texts out of git")] = False,
    column: Annotated[list[str], typer.Option(help="of a table, as title=Überschrift")] = [],  # noqa: B006
    day_first: Annotated[
        bool | None, typer.Option("--day-first/--month-first", help="how a table writes 5/1/2022")
    ] = None,
    encoding: Annotated[str, typer.Option(help="of a text file, as cp1252")] = "",
    one_article: Annotated[
        bool, typer.Option("--one-article", help="a file that looks like many is one")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="change nothing")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
):
    """Add articles from addresses, saved pages, exports, tables and folders."""
    from helpers.corpus import extend
    from helpers.files import tables

    if published and (wrong := tables.iso_date(published)):
        raise InputError(f"--published: {wrong}")
    how = dict(day_first=day_first, encoding=encoding, one_article=one_article)
    found, unread = read(sources, columns=pairs(column), **how)
    found = [_filled(article, outlet, published) for article in found]
    result = extend.add(
        found, corpus, private=private, license=license, origin=origin, copy_type=copy_type,
        dry_run=dry_run,
    )  # fmt: skip
    if not say(found, result, unread, corpus, dry_run, as_json):
        raise typer.Exit(1)


@app.command()
def remove(
    article_ids: Ids,
    reason: Annotated[str, typer.Option(help="why, for CHANGES.csv", prompt=True)],
    corpus: Corpus = Path("corpus"),
):
    """Take articles out, with their counts, codes and texts."""
    from helpers.corpus import extend

    outlets = extend.remove(article_ids, corpus, reason=reason)
    print(f"{corpus}: {len(set(article_ids))} article(s) removed")
    for row in outlets.itertuples():
        went = "goes with them" if row.gone else "has no article now, and stays in outlets.csv"
        print(f"outlet {row.outlet!r} {went}")


@app.command()
def recount(corpus: Annotated[Path, typer.Argument(help="the corpus folder")] = Path("corpus")):
    """Count the texts anew, with the phrases that entered the lexicon."""
    from helpers.corpus import extend

    articles, phrases = extend.recount(corpus)
    print(f"{corpus}: {articles} article(s) counted anew, {phrases} new phrase(s)")


@app.command()
def edit(
    article_id: str,
    cells: Annotated[list[str], typer.Argument(help="as published=2022-01-06")],
    corpus: Corpus = Path("corpus"),
):
    """Correct cells of an article's row in articles.csv."""
    from helpers.corpus import extend

    extend.edit(article_id, corpus, **pairs(cells))
    print(f"{corpus}: {article_id} edited")


@app.command()
def code(
    sheet: Annotated[Path | None, typer.Argument(help="a filled-in sheet")] = None,
    template: Annotated[bool, typer.Option("--template", help="print a sheet to fill in")] = False,
    coder: Annotated[str, typer.Option(help="who codes")] = "",
    article: Annotated[list[str], typer.Option(help="just these articles")] = [],  # noqa: B006
    sample: Annotated[int, typer.Option(help="draw so many at random, by group")] = 0,
    seed: Annotated[int, typer.Option(help="of the draw")] = 0,
    corpus: Corpus = Path("corpus"),
):
    """Print a coding sheet (--template; with --sample of articles drawn at random, which
    sample.csv keeps), or put a filled-in one into codes.csv."""
    from helpers.corpus import folder as corpus_
    from helpers.corpus import sheets
    from helpers.files import tables

    if template == (sheet is not None):
        raise InputError("give either --template or a filled-in sheet")
    if template:
        if not coder:
            raise InputError("--template needs --coder: who codes?")
        if sample:
            from helpers import coding
            from helpers.corpus import study

            drawn = coding.sample(study.load(corpus), sample, seed=seed)
            article = sheets.draw(drawn, corpus)
        table = sheets.template(corpus, coder=coder, article_ids=article or None)
        sys.stdout.write(tables.to_csv(table).decode())
        return
    entered = sheets.enter(sheet, corpus)
    n = entered["article_id"].nunique()
    asked = len(sheets.variables(corpus_.settings(corpus), corpus))
    print(f"{corpus}: {len(entered)} codes of {n} article(s) entered")
    partly = (entered.groupby(["article_id", "coder"]).size() < asked).sum()
    if partly:
        print(f"{partly} article(s) with some variables left empty")


def say(found, result, unread, corpus, dry_run=False, as_json=False):
    """Print what became of each article; whether all that was given could be read and entered."""
    show = _print_json if as_json else _print
    for article, row in zip(found, result.itertuples(), strict=True):
        show(article, row, dry_run)
    if not as_json:
        _print_sum(corpus, result["status"].value_counts(), dry_run)
    for message in unread:
        print(f"error: {message}", file=sys.stderr)
    return bool(len(result)) and not unread and not (result["status"] == "refused").any()


def read(sources, **how):
    """Every article that can be read, and what could not; hosts are visited with a pause."""
    from helpers import intake
    from helpers.files import store
    from helpers.web import client, visits

    found, unread = [], []
    with store.scratch() as cache:
        polite = visits.Visits(cache, 5.0, client.get, time.sleep)
        for source in sources:
            articles = intake.read(source, **how, get=polite.page)
            try:
                for article in tqdm(articles, desc=source, unit=" articles", disable=None):
                    found.append(article)
            except InputError as error:
                unread.append(str(error))
    return found, unread


def pairs(given):
    """["title=Headline"] as a dict."""
    wrong = [pair for pair in given if "=" not in pair]
    if wrong:
        raise InputError(f"{wrong[0]!r}: write it as name=value")
    return dict(pair.split("=", 1) for pair in given)


def _filled(article, outlet, published):
    """The article with what the source does not state."""
    if outlet and not article.outlet:
        article = replace(article, outlet=outlet)
    if published and not article.published:
        article = replace(article, published=published, published_from="inferred", precision="day")
    return article


def _print_json(article, row, dry_run):
    """The article if it is, or would be, added, or if that takes only a day or an outlet."""
    from helpers.corpus import admission

    if row.status == "added":
        warnings = row.doubts
    elif dry_run and row.status == "refused" and not admission.refusals(article):
        warnings = [f"not added as it is: {row.why}", *article.warnings]
    else:
        print(f"{article.source}: {row.status} ({row.why})", file=sys.stderr)
        return
    about = article.as_dict() | {"outlet": row.outlet, "warnings": warnings}
    rest = [key for key in about if key not in KEYS]
    print(json.dumps({key: about[key] for key in (*KEYS, *rest)}, ensure_ascii=False))


def _print_sum(corpus, n, dry_run):
    """How many articles came in, or would, and how many did not."""
    parts = [f"{n.get('added', 0)} article(s) {'would be ' if dry_run else ''}added"]
    parts += [f"{n[what]} {what}" for what in ("there already", "refused") if what in n]
    print(f"{corpus}: {', '.join(parts)}")


def _print(article, row, dry_run):
    if row.status != "added":
        print(f"{article.source}: {row.status} ({row.why})")
        return
    print(f"{row.article_id}: {'would be ' if dry_run else ''}added")
    if dry_run:
        for field in ("title", "outlet", "published", "language", "agency", "url", "license"):
            value, where = getattr(article, field), article.found.get(field, "")
            print(f"    {field:10} {value or '-'}{f'   [{where}]' if where and value else ''}")
        print(f"    {'text':10} {len(article.text.split())} words: {article.text[:70]!r}…")
    for doubt in row.doubts:
        print(f"    worth a look: {doubt}")
