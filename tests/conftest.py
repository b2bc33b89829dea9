"""Made-up corpora for the tests. Nothing in them is about real coverage."""

import gzip
import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from helpers import corpus
from helpers.corpus import folder as corpus_folder
from helpers.words import counts

# How long an example takes depends on what else the machine does: no reason to fail.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared"

FILES = {
    "articles.csv": """\
article_id,outlet,published,published_from,url,agency,origin,copy_type,copy_of,language,\
truncated,n_chars,n_sentences,n_words_unquoted,n_words_quoted
one,Made-up Post,2022-01-05,page,https://example.org/one,,Made-up Post,original,,en,false,40,2,5,2
two,Made-up Times,2022-01-06,inferred,https://example.org/two,,Made-up Wire,wire,Made-up Wire,en,\
true,40,2,3,0
three,Made-up Times,2022-01-06,text,urn:made-up:three,,,unclear,,en,false,40,2,4,1
""",
    "outlets.csv": """\
outlet,country,ownership
Made-up Post,US,commercial
Made-up Times,GB,commercial
Made-up Wire,RU,state
""",
    "counts.csv": """\
article_id,voice,term,n
one,unquoted,fuel,2
one,unquoted,fuel prices,1
one,unquoted,prices,2
one,unquoted,rose,1
one,quoted,terrorist,1
one,quoted,terrorist groups,1
one,quoted,groups,1
two,unquoted,terrorists,1
two,unquoted,attacked,1
two,unquoted,police,1
three,unquoted,calm,4
three,quoted,order,1
""",
    "phrases.txt": "fuel prices\nterrorist groups\ntear gas\n",
    "codes.csv": """\
article_id,coder,variable,value
one,A,costs,2
one,B,costs,2
one,A,threat,1
one,B,threat,0
two,A,costs,0
two,A,threat,2
three,B,costs,0
three,B,threat,0
""",
    "groups.csv": """\
country,group,reason
US,North,made up
GB,North,made up
RU,East,made up
""",
    "study.yml": """\
title: made up
window: {start: 2022-01-02, end: 2022-03-31}
groups: {by: origin_country, order: [North, East, Unknown], unknown: Unknown}
coding:
  variables:
    costs: {level: ordinal, values: [0, 1, 2]}
    threat: {level: ordinal, values: [0, 1, 2]}
""",
    "frames.yml": """\
language: en
frames:
  costs: {label: prices, patterns: [price*, fuel prices]}
  threat: {label: threat, patterns: [terror*]}
""",
}


def write_corpus(folder, **changes):
    """Write the made-up corpus, with some files changed (None leaves one out)."""
    folder.mkdir(parents=True, exist_ok=True)
    files = FILES | {name.replace("__", "."): body for name, body in changes.items()}
    for name, body in files.items():
        if body is None:
            continue
        if name == "counts.csv":
            raw = body if isinstance(body, bytes) else body.encode()
            (folder / "counts.csv.gz").write_bytes(gzip.compress(raw, mtime=0))
        elif isinstance(body, bytes):
            (folder / name).write_bytes(body)
        else:
            (folder / name).write_text(body, encoding="utf-8")
    return folder


# The published corpus (``folder.origin``): tests/study holds what is true of it alone.
PUBLISHED = "b4c5971a9ac40fd1"


def pytest_collection_modifyitems(items):
    """After articles were added, what is true of the published corpus is not tested; where
    HELPERS_PUBLISHED says that this is the published one, another hash is a failure."""
    found = corpus_folder.origin(PROJECT / "corpus")
    if found == PUBLISHED:
        return
    if os.environ.get("HELPERS_PUBLISHED"):
        pytest.exit(f"the corpus is {found}, not the published {PUBLISHED}", returncode=1)
    reason = "the corpus is not the published one: what is true of that one is not tested"
    for item in items:
        if PROJECT / "tests" / "study" in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def made_up(tmp_path):
    """The folder of the made-up corpus."""
    return write_corpus(tmp_path / "corpus")


@pytest.fixture(scope="session")
def study():
    """The folder of the real corpus."""
    return PROJECT / "corpus"


@pytest.fixture(scope="session")
def loaded(study):
    """The study of the real corpus."""
    return corpus.one_language(corpus.load(study))


def study_of(texts, **columns):
    """A study of made-up texts by article_id; each is a text family of its own."""
    table = pd.DataFrame({"text": pd.Series(texts)}).assign(**columns)
    table["copy_of"] = ""
    study = corpus.from_frame(table)
    return study.replace(
        families=pd.DataFrame({"family": study.articles.index}, study.articles.index)
    )


def study_of_counts(counted, codes=None, **columns):
    """A study that has stored Counts and no text."""
    ids = pd.Index(pd.unique(counted.rows["article_id"]), name="article_id")
    articles = pd.DataFrame({"copy_of": ""}, index=ids).assign(**columns)
    given = {} if codes is None else {"codes": codes}
    families = pd.DataFrame({"family": ids}, index=ids)
    return corpus.Study(
        articles, pd.Series(dtype="str"), stored=counted, given_families=families, **given
    )


def counted_study(texts, phrases=(), codes=None, **columns):
    """As ``study_of_counts``, from texts that are counted and then forgotten."""
    return study_of_counts(counts.from_texts(texts, phrases=phrases), codes, **columns)


def shared(name):
    """A file or folder of outside data, or a skip that says it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"outside data {name} is not beside the project")
    return path
