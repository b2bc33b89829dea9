"""A study: the tables of one corpus, read once, checked once, and filtered as a whole."""

import dataclasses
import hashlib
import os
import re
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.corpus import folder, manifest, schema
from helpers.errors import InputError
from helpers.files import store
from helpers.likeness import copies
from helpers.likeness.likeness import Likeness
from helpers.words import counts as counts_
from helpers.words import scripts, text, tokens
from helpers.words.counts import Counts

CODES = pd.DataFrame(columns=[*folder.CODES], dtype="str")
EVENTS = pd.DataFrame(columns=[*folder.EVENTS], dtype="str")


@dataclass(frozen=True, eq=False)
class Study:
    """The articles of one corpus, and what is known of them.

    articles : DataFrame, index ``article_id`` (str), one row per article; what its columns are is
        the corpus's business
    texts : Series of str, index article_id: the texts at hand, as far as they are counted
        (normalised; the opening alone where the corpus says so)
    stored : Counts of the articles that stand in the corpus as counts, or None
    codes : DataFrame article_id, coder, variable, value (str)
    events : DataFrame date, event, …
    settings : dict, what study.yml says
    phrases : phrases that counts of texts have to look for
    path : the corpus folder, or None
    origin : what tells this corpus from others: hash of its files or of its table
    by_hand : files of the folder that were changed since its manifest was written (tuple of str)
    """

    articles: pd.DataFrame
    texts: pd.Series
    stored: Counts | None = None
    codes: pd.DataFrame = field(default_factory=CODES.copy)
    events: pd.DataFrame = field(default_factory=EVENTS.copy)
    settings: dict = field(default_factory=dict)
    phrases: tuple = ()
    path: Path | None = None
    origin: str = ""
    by_hand: tuple = ()
    given_families: pd.DataFrame | None = None
    within: "Study | None" = None

    def __post_init__(self):
        _refuse_reserved(self.articles.columns)

    def __len__(self):
        return len(self.articles)

    def __repr__(self):
        n, texts = len(self), len(self.texts)
        return f"Study of {n} articles ({texts} with text, {len(self.measured) - texts} as counts)"

    @cached_property
    def measured(self):
        """The articles that have counts or a text (Index); of the others nothing is known."""
        stored = set() if self.stored is None else {*self.stored.rows["article_id"]}
        return self.articles.index[self.articles.index.isin(stored | {*self.texts.index})]

    @cached_property
    def counted_texts(self):
        """The texts of articles without stored counts: those that are counted here (Series)."""
        if self.stored is None:
            return self.texts
        return self.texts[~self.texts.index.isin(self.stored.rows["article_id"].unique())]

    @cached_property
    def tokens(self):
        """``counted_texts`` as Tokens, voices by quotation marks. Raises InputError for texts in a
        script whose words cannot be told apart."""
        scripts.refuse(self.counted_texts)
        return tokens.tokenise(self.counted_texts, n_jobs=os.cpu_count() or 1)

    @cached_property
    def counts(self):
        """Counts of all measured articles, in their order: the stored, and those of the texts."""
        parts = [] if self.stored is None else [self.stored]
        if len(self.counted_texts) or not parts:
            parts.append(tokens.to_counts(self.tokens, phrases=self.phrases))
        return counts_.align(counts_.join(parts), self.measured)

    @cached_property
    def likeness(self):
        """How alike the measured articles are (``Likeness``): what ``copies`` asks."""
        return Likeness(self)

    @cached_property
    def families(self):
        """The text family of each article (``copies.families``): DataFrame ``family``, ``size``,
        ``weight``, index article_id. Where the articles have no column ``copy_of`` each is its own
        family, until ``study.replace(families=copies.families(study))``."""
        if self.given_families is not None:
            return copies.sized(self.given_families["family"].reindex(self.articles.index))
        if self.within is not None:
            return copies.sized(self.within.families["family"].reindex(self.articles.index))
        if "copy_of" in self.articles:
            return copies.families(self, **self.settings.get("copies") or {})
        warnings.warn(
            "every article counts as a text of its own, since the table has no column 'copy_of': "
            "if some may be copies of one text, find them with "
            "study.replace(families=copies.families(study)); intervals take copies for one",
            stacklevel=3,
        )
        return copies.sized(pd.Series(self.articles.index, self.articles.index))

    @cached_property
    def main(self):
        """The groups that the study compares: those that study.yml names (``groups: main``), else
        the two with the most articles (list of str; fewer where there are fewer)."""
        named = (self.settings.get("groups") or {}).get("main")
        if named:
            return list(named)
        if "group" not in self.articles:
            return []
        unknown = (self.settings.get("groups") or {}).get("unknown", folder.UNKNOWN)
        group = self.articles["group"].astype(object)
        sizes = group[group != unknown].value_counts()
        return sorted(sizes.index[:2], key=list(sizes.index).index)

    @property
    def lexicon(self):
        """The lexicon file that study.yml names (Path): of the study's first language."""
        if self.path is None:
            raise InputError("a study from a table has no lexicon of its own: frames.read(path)")
        named = self.settings.get("lexicon") or {"": "frames.yml"}
        first = next(iter(self.settings.get("languages") or named))
        return self.path / named.get(first, next(iter(named.values())))

    @property
    def facts(self):
        """What rides along with results: the articles' columns but ``text``, and ``family``."""
        _refuse_reserved(self.articles.columns)
        return self.articles.drop(columns="text", errors="ignore").join(self.families[["family"]])

    def where(self, wanted):
        """The study of some articles, with all its tables; families stay those of the whole.

        wanted : condition on the columns of ``articles``, as ``"outlet == 'Reuters'"``, or a mask
            (bool, one per article)

        Raises InputError for a condition that cannot be answered or that no article meets.
        """
        keep = self._mask(wanted)
        if not keep.any():
            raise InputError(f"no article meets {wanted!r}" if isinstance(wanted, str) else (
                "the mask keeps no article"
            ))  # fmt: skip
        articles = self.articles[keep]
        ids = set(articles.index)
        stored = self.stored
        if stored is not None:
            stored = stored.select(stored.rows["article_id"].isin(ids))
        return dataclasses.replace(
            self,
            articles=articles,
            texts=self.texts[self.texts.index.isin(ids)],
            stored=stored,
            codes=self.codes[self.codes["article_id"].isin(ids)],
            given_families=None,
            within=self,
        )

    def _mask(self, wanted):
        if isinstance(wanted, str):
            try:
                met = self.articles.query(wanted).index
            except Exception as error:  # pandas raises anything here, SyntaxError to TypeError
                known = ", ".join(map(str, self.articles.columns))
                raise InputError(
                    f"{wanted!r} cannot be answered ({error}): columns are {known}"
                ) from (None)
            return self.articles.index.isin(met)
        if isinstance(wanted, pd.Series):
            if not wanted.index.equals(self.articles.index):
                missing = self.articles.index.difference(wanted.index)
                if len(missing) or not wanted.index.is_unique:
                    raise InputError("the mask is of other articles: make it from study.articles")
                wanted = wanted.reindex(self.articles.index)
            wanted = wanted.fillna(False).to_numpy()
        keep = np.asarray(wanted)
        if keep.shape != (len(self),) or keep.dtype not in (bool, object):
            raise InputError(
                f"a mask has one True or False for each of the {len(self)} articles; a condition "
                "is written as text, \"outlet == 'Reuters'\""
            )
        return keep.astype(bool)

    def replace(self, *, articles=None, families=None):
        """The study with other columns of its articles, or other families.

        articles : DataFrame, the same index as before; families : DataFrame with ``family``, index
            article_id

        Raises InputError where articles are missing or unknown.
        """
        changes = {}
        if articles is not None:
            if not articles.index.equals(self.articles.index):
                raise InputError(
                    "articles must have the rows of study.articles, in their order: to leave out "
                    "some, use study.where"
                )
            changes["articles"] = articles
        if families is not None:
            missing = self.articles.index.difference(families.index)
            if "family" not in families or len(missing) or families["family"].isna().any():
                named = f" ({', '.join(missing[:3])} …)" if len(missing) else ""
                raise InputError(f"families must name a family for every article{named}")
            changes["given_families"] = families
        elif self.given_families is None and "families" in self.__dict__:
            changes["given_families"] = self.families  # found already: columns do not change them
        return dataclasses.replace(self, **changes)


def load(path, *, source="shared"):
    """The study of a corpus folder.

    path : folder, e.g. "corpus"
    source : "shared" takes ``counts.csv.gz``, and ``texts/`` for articles without rows there;
        "private" takes ``private/`` before either, for articles whose text a reader has fetched.
        What is published rests on "shared", which is the same for everybody.

    Returns Study. Its articles have the columns of articles.csv (``published`` datetime64,
    ``truncated`` bool, ``n_…`` int, the rest str) and ``country``, ``ownership`` of the outlet,
    ``origin_country``, ``origin_ownership`` of whose text it is ("" if not known), and ``group``
    (ordered categorical): the comparison group of the origin's country, "Unknown" where that is not
    known. Raises InputError naming every fault by file, line and column.

    >>> corpus.load("corpus").articles.index.name
    'article_id'
    """
    if not isinstance(path, str | Path):
        raise InputError(
            f"path must name a corpus folder, not {type(path).__name__}: for a table of texts, "
            "corpus.from_frame(df, text=…)"
        )
    path = Path(path)
    with store.reading(path):
        tables = folder.read(path)
        bodies = folder.texts(path, tables["articles"].index, source=source)
        origin = folder.origin(path)
    if tables["by_hand"]:
        warnings.warn(
            f"{path}: changed by hand: {', '.join(tables['by_hand'])}; results and figures say so "
            f"until {manifest.ACCEPT} has shown what changed and taken it up",
            stacklevel=2,
        )
    settings = tables["study"]
    language = tables["articles"]["language"]
    texts = {
        i: text.normalise(folder.opening(body, settings, language[i])) for i, body in bodies.items()
    }
    return Study(
        articles=folder.joined(tables),
        texts=pd.Series(texts, dtype="str").rename_axis("article_id"),
        stored=stored(tables, texts if source == "private" else ()),
        codes=tables["codes"],
        events=tables["events"],
        settings=settings,
        phrases=tuple(every(tables["phrases"])),
        path=path,
        origin=origin,
        by_hand=tuple(tables["by_hand"]),
    )


def stored(tables, without=()):
    """The Counts that stand in the tables of a folder (``folder.read``), but for the articles
    ``without``; None if there are none."""
    table = tables["counts"]
    table = table[~table["article_id"].isin(set(without))]
    return counts_.from_table(table, phrases=every(tables["phrases"])) if len(table) else None


def every(phrases):
    """The phrases of all languages (list), from those by language (dict)."""
    return [phrase for some in phrases.values() for phrase in some]


def counted(tables, texts):
    """Counts of every article of a folder's tables, from those that stand there, else from texts
    (dict); an article with neither has 0 words."""
    there = stored(tables)
    known = set() if there is None else {*there.rows["article_id"]}
    language = tables["articles"]["language"]
    bodies = {
        i: folder.opening(body, tables["study"], language[i])
        for i, body in texts.items()
        if i not in known
    }
    parts = [counts_.from_texts(bodies, phrases=every(tables["phrases"]))]
    return counts_.align(
        counts_.join(parts if there is None else [there, *parts]), tables["articles"].index
    )


def from_frame(df, *, text="text", article_id=None, outlet=None, published=None, language=None):
    """The study of a table of texts.

    df : DataFrame, one row per article; its columns ride along with every result
    text : column of the texts; a row without a text is not measured, and counted as such
    article_id : column that names the articles; the index if not given
    outlet, published, language : columns of who published, on which day, and in which language
        (also one code for all, as "en"); they are then called outlet, published and language too

    Returns Study. Raises InputError for columns that are missing or that bear the name of a result
    (hits, frame, voice …), articles named twice, days that cannot be read, texts that are not str.

    >>> df = pd.DataFrame({"body": ["Fuel prices rose."], "source": ["Made-up Post"]})
    >>> corpus.from_frame(df, text="body", outlet="source").articles["outlet"].tolist()
    ['Made-up Post']
    """
    if not isinstance(df, pd.DataFrame):
        raise InputError(
            f"df must be a DataFrame, not {type(df).__name__}: pd.DataFrame(…) makes one"
        )
    if df.empty:
        raise InputError("the table has no rows")
    _check_columns(df, text=text, article_id=article_id, outlet=outlet, published=published)
    article_id = article_id or ("article_id" if "article_id" in df else None)
    named = df[article_id] if article_id else df.index.to_series()
    ids = pd.Index(_names(named), name="article_id")
    articles = df.drop(columns=[text, "article_id"], errors="ignore").set_axis(ids)
    for name, column in (("outlet", outlet), ("published", published)):
        articles = _called(articles, name, column)
    if "published" in articles:
        articles["published"] = _days(articles["published"], published or "published")
    if language is not None and language not in df:
        if not re.fullmatch("[a-z]{2,3}", str(language)):
            raise InputError(
                f"language {language!r} is neither a column nor a code as 'en'; columns are "
                f"{', '.join(map(str, df.columns))}"
            )
        articles["language"] = language
    elif language:
        articles = _called(articles, "language", language)
    return Study(articles, _bodies(df[text].set_axis(ids), text), origin=_hash(df))


def _check_columns(df, **columns):
    known = ", ".join(map(str, df.columns))
    twice = df.columns[df.columns.duplicated()]
    if len(twice):
        raise InputError(f"the table has two columns {twice[0]!r}: rename one")
    for argument, column in columns.items():
        if column is not None and column not in df:
            raise InputError(f"{argument}={column!r}: the table has no such column; it has {known}")


def _names(column):
    names = column.astype("str").where(column.notna(), "")
    empty = (names.str.strip() == "").to_numpy()
    if empty.any():
        raise InputError(f"row {empty.argmax() + 1}: the article has no article_id")
    twice = names[names.duplicated()]
    if len(twice):
        raise InputError(
            f"article_id {twice.iloc[0]!r} names {int((names == twice.iloc[0]).sum())} rows: "
            "each article needs a name of its own (df.reset_index(drop=True) numbers them)"
        )
    return names.to_numpy()


def _called(articles, name, column):
    """The articles with ``column`` under the name that the helpers know too."""
    if column is None or column == name:
        return articles
    if name in articles:
        raise InputError(f"{name}={column!r}, but the table has a column {name!r} too: rename it")
    return articles.assign(**{name: articles.get(column, articles.index)})


def _days(column, called):
    days = pd.to_datetime(column, errors="coerce", format="mixed", utc=True)
    lost = days.isna() & column.notna() & (column.astype("str").str.strip() != "")
    if lost.any():
        where, value = lost.to_numpy().argmax() + 1, column[lost].iloc[0]
        raise InputError(
            f"row {where}, column {called!r}: {value!r} is not a valid day; write 2022-01-05"
        )
    return days.dt.tz_localize(None).dt.normalize()


def _bodies(column, called):
    """The texts that there are, normalised."""
    there = column[column.notna()]
    odd = there[[not isinstance(body, str) for body in there]] if there.dtype != "str" else ()
    if len(odd):
        raise InputError(
            f"article {odd.index[0]!r}, column {called!r}: the text is "
            f"{type(odd.iloc[0]).__name__}, not str"
        )
    there = there[there.str.strip() != ""]
    return there.map(text.normalise).astype("str").rename("text")


def _hash(df):
    found = hashlib.sha256(repr([*map(str, df.columns)]).encode())
    for column in (df.index, *(df[name] for name in df)):
        for cell in column.tolist():
            found.update(f"{cell}\0".encode("utf-8", "surrogatepass"))
    return found.hexdigest()[:16]


def _refuse_reserved(columns):
    taken = [column for column in columns if column in schema.RESERVED]
    if taken:
        raise InputError(
            f"column {taken[0]!r} bears the name of a result: rename it first, "
            f"df.rename(columns={{{taken[0]!r}: 'my_{taken[0]}'}})"
        )
