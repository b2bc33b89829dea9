"""Coding sheets: a table to fill in by hand, and what was filled in back into codes.csv."""

from pathlib import Path

import pandas as pd

from helpers.corpus import extend
from helpers.corpus import folder as corpus
from helpers.errors import InputError
from helpers.files import store, tables

ABOUT = ["article_id", "outlet", "published", "url"]


def template(path, *, coder, article_ids=None):
    """A sheet for ``coder``: a row for each article, a column for each variable of the codebook.

    article_ids : default: all articles that this coder has not coded
    Returns a DataFrame of str: ``article_id``, ``outlet``, ``published``, ``url``, ``coder``, and
    the variables of study.yml, to be filled in. Raises InputError for an unknown article.
    """
    have = corpus.read(path)
    articles = have["articles"]
    if article_ids is None:
        coded = have["codes"].query("coder == @coder")["article_id"]
        article_ids = [i for i in articles.index if i not in set(coded)]
    unknown = [i for i in article_ids if i not in articles.index]
    if unknown:
        raise InputError(f"articles.csv has no article {unknown[0]}")
    sheet = articles.loc[article_ids].reset_index()[ABOUT].assign(coder=coder)
    return sheet.assign(**dict.fromkeys(variables(have["study"], path), ""))


def draw(sample, path):
    """Keep a sample of articles to be coded (``coding.sample``) in sample.csv, so that their codes
    can be weighed by the probability with which each was drawn.

    Returns the article_ids drawn (list). Raises InputError where a sample was drawn before.
    """
    path = Path(path)
    with store.changing(path):
        have = corpus.read(path, counted=False)
        if len(have["sample"]):
            raise InputError(
                f"{path}/sample.csv: a sample was drawn before, and its codes are weighed by it: "
                "code that one, or move the file away to draw anew"
            )
        written = sample[[*corpus.SAMPLE]].assign(
            drawn=sample["drawn"].map({True: "true", False: "false"})
        )
        extend.change(path, have, {"sample.csv": tables.to_csv(written)}, [])
    return sample.loc[sample["drawn"], "article_id"].tolist()


def read(sheet, path):
    """The codes of a filled-in sheet (CSV), checked.

    Returns a DataFrame article_id, coder, variable, value; cells left empty are left out. Raises
    InputError naming line and column of every value that the codebook does not have.
    """
    have = corpus.read(path)
    rules = variables(have["study"], path)
    columns = {"article_id": tables.safe_id, "coder": tables.filled}
    columns |= {name: _value(rule) for name, rule in rules.items()}
    extra = dict.fromkeys(ABOUT[1:], tables.anything)
    table, faults = tables.read(Path(sheet), columns | extra, optional=[*ABOUT[1:], *rules])
    known = have["articles"].index
    faults += tables.strangers(Path(sheet).name, table, "article_id", known, "articles.csv")
    faults += tables.duplicates(Path(sheet).name, table, ["article_id", "coder"])
    if faults:
        raise InputError("\n".join(map(str, faults)))
    long = table.melt(["article_id", "coder"], [*rules], "variable", "value")
    return long[long["value"] != ""].reset_index(drop=True)


def enter(sheet, path):
    """Put the codes of a filled-in sheet into codes.csv.

    Returns the DataFrame that ``read`` gives. A code that its coder has given before is replaced.
    """
    return put(read(sheet, path), path, source=Path(sheet).name)


def put(new, path, *, source):
    """Put a table of codes (article_id, coder, variable, value) into codes.csv; the table.

    source : where they are from, for CHANGES.csv
    """
    path = Path(path)
    with store.changing(path):
        have = corpus.read(path, counted=False)
        key = ["article_id", "coder", "variable"]
        both = pd.concat([have["codes"], new]).drop_duplicates(key, keep="last")
        extend.change(path, have, {"codes.csv": tables.to_csv(both)}, [
            extend.note("coded", article_id, source, "")
            for article_id in new["article_id"].unique()
        ])  # fmt: skip
    return new


def variables(study, path):
    """The variables of the codebook, as study.yml declares them."""
    rules = (study.get("coding") or {}).get("variables")
    if not rules:
        raise InputError(f"{path}/study.yml: declares no variables to code (coding: variables:)")
    return rules


def _value(rule):
    allowed = tables.one_of(*map(str, rule["values"]))
    return lambda cell: allowed(cell) if cell else None
