"""What is behind a number: the articles, terms, codes and sentences that it counts.

Each function here lists what one kind of number counts, as a table with one row per thing counted
and ``n``, how often: ``hits`` (words of a frame), ``occurrences`` (of terms), ``codes`` (what
coders saw), ``judgements`` (lexicon against codes), ``pairs`` (two coders' codes of one article)
and ``articles``. ``figures.save`` writes such a table beside the figure it belongs to; ``of``
takes a row of a figure to its evidence, ``find`` a row of any result table. A rate or share has
as its evidence what stands in its numerator; its denominator stands in the row.

Where there are texts, ``kwic`` and ``passages`` give the words in their sentences, with voice and
speaker. Texts may be private: what they show is for the screen, never for a figure.
"""

from pathlib import Path

import itables
import numpy as np
import pandas as pd
from IPython.display import HTML

from helpers import frames
from helpers.errors import InputError
from helpers.files import tables
from helpers.frames.lookup import columns, lookup
from helpers.measure import coding
from helpers.show import figures
from helpers.voices import speech
from helpers.words import text, tokens
from helpers.words.counts import by_group

# Columns by which the row of a result table names its evidence, and values that name all of it.
KEYS = (
    *("reading", "window", "date", "group", "frame", "variable", "voice", "term"),
    "copy_type",
)
ALL = {("group", "all"), ("voice", "both"), ("voice", "any")}
FACTS = ["group", "copy_type", "family", "weight", "published", "url"]
ORDER = [*KEYS, "article_id", "pattern", "code", "coders", "codes", "found", "held_back", "n"]

# How the columns of ``kwic`` look: the match marked, what is left of it beside it.
LOOK = {"keyword": "match", "left": "dt-right"}
STYLE = "<style>td.match {background: #F0E442; color: black; font-weight: bold}</style>"


def of(figure, row=None, *, folder=figures.FOLDER, **where):
    """The evidence of one row of a committed figure.

    figure : its name, e.g. "own-voice"
    row, where : as in ``find``; or the row's number in the figure's CSV file, from 0
    folder : where the figures are

    Returns the rows of ``<figure>.evidence.csv`` that are behind it.
    """
    file = Path(folder) / f"{figure}.evidence.csv"
    if not file.exists():
        raise InputError(f"{file}: there is no evidence of that name: draw the figure anew")
    if isinstance(row, int | np.integer):
        row = _read(Path(folder) / f"{figure}.csv").iloc[row]
    return find(_read(file), row, **where)


def find(evidence, row=None, **where):
    """The evidence behind one row of a result table.

    evidence : table of one of the functions below, of the same articles as the result
    row : the row (Series, or dict). Its group, frame, voice, term … say what is wanted; group
        "all" and the voices "both" and "any" want everything; a row that compares two groups, or
        one with the rest, has the evidence of both; "originals" has that of original articles.
    where : the same by name, ``find(hits, group="West", frame="terror")``

    Returns these rows of ``evidence``. Raises InputError where evidence does not tell apart what
    the row does, rather than answer with too much.
    """
    wanted = {key: [value] for key, value in dict(where if row is None else row).items()}
    if "one" in wanted:  # a difference
        wanted["group"] = wanted["one"] + wanted["two"]
    elif "n_rest" in wanted:  # one group against all others
        wanted.pop("group")
    if wanted.get("copies") == ["originals"]:
        wanted["copy_type"] = ["original"]
    unknown = sorted(set(where) - {*KEYS, "one", "two", "copies"})
    if unknown:
        raise InputError(f"evidence is not found by {', '.join(unknown)}: {', '.join(KEYS)}")
    keep = pd.Series(True, evidence.index)
    for key in [key for key in KEYS if key in wanted and (key, wanted[key][0]) not in ALL]:
        if key not in evidence:
            raise InputError(f"this evidence knows no {key}: it is that of another table")
        keep &= evidence[key].isin([_written(value) for value in wanted[key]])
    return evidence[keep].reset_index(drop=True)


def hits(counts, lexicon, articles, families, *, codes=None, coder="A"):
    """Every hit of a lexicon in counts: what ``frames.score`` counts.

    counts : Counts; lexicon : Lexicon
    articles : DataFrame, index article_id, as from ``corpus.load``: those whose hits are wanted
    families : ``copies.families``
    codes : the coders' codes, to set beside the hits; coder : as in ``coding.preferred``

    Returns a DataFrame, one row per article, voice, frame and term: ``group``, ``frame``,
    ``voice``, ``term``, ``article_id``, ``pattern``, ``code`` (of the frame in this article, where
    codes are given), ``n`` (hits; below 0: within an excluded phrase), and of the article
    ``copy_type``, ``family``, ``weight`` (1 / articles of its family in its group), ``published``
    (day), ``url``.
    """
    used = frames.weights(lexicon, counts.terms)
    cells = counts.matrix[:, counts.terms.get_indexer(used["term"])].tocoo()
    table = pd.concat(
        [
            counts.rows[["article_id", "voice"]].iloc[cells.row].reset_index(drop=True),
            used.iloc[cells.col].reset_index(drop=True),
        ],
        axis=1,
    )
    table["n"] = cells.data * table.pop("weight")
    if codes is not None:
        coded = coding.preferred(codes, coder=coder).stack().rename("code")
        coded.index.names = ["article_id", "frame"]
        table = table.join(coded, on=["article_id", "frame"])
    return _with_facts(table, articles, families)


def occurrences(counts, terms, articles, families, *, voice=None):
    """Every occurrence of terms in counts: what ``terms.distinctive`` and ``terms.tf_idf`` count.

    terms : iterable of str; voice : one voice, or both together

    Returns the columns of ``hits`` but for frame, pattern and code, ``voice`` only if one is given.
    """
    part = counts if voice is None else counts.select(counts.rows["voice"] == voice)
    wanted = pd.Index(terms)
    at = part.terms.get_indexer(wanted)
    if (at < 0).any():
        raise InputError(f"not counted: {', '.join(wanted[at < 0][:5])}")
    labels, matrix = by_group(part, part.rows["article_id"])
    cells = matrix[:, at].tocoo()
    ids = np.asarray(labels, dtype=object)[cells.row]
    table = pd.DataFrame({"article_id": ids, "term": wanted[cells.col], "n": cells.data})
    if voice is not None:
        table["voice"] = voice
    return _with_facts(table, articles, families)


def codes(codes, names, articles, families, *, coder="A"):
    """Every code above 0: what ``coding.scores`` counts.

    Returns a DataFrame, one row per article and frame of ``names``: ``group``, ``frame``,
    ``voice`` ("own": coded 2; "attributed": coded 1), ``article_id``, ``code``, ``n`` (1), and the
    article's facts as in ``hits``.
    """
    table = coding.preferred(codes, coder=coder)[list(names)].astype("int64").reset_index()
    table = table.melt("article_id", var_name="frame", value_name="code").query("code > 0")
    voice = table["code"].map({1: "attributed", 2: "own"})
    return _with_facts(table.assign(voice=voice, n=1), articles, families)


def judgements(judged, articles, families):
    """Every article that coders or lexicon took for one with the frame: what
    ``coding.accuracy``, ``frames.check`` and ``frames.cross_validate`` count.

    judged : ``frames.judgements``

    Returns a DataFrame, one row per frame and article: ``group``, ``frame``, ``article_id``,
    ``code``, ``found``, ``held_back`` (bool), ``n`` (1), and the article's facts.
    """
    seen = judged[(judged["code"] > 0) | judged["found"] | judged["held_back"]]
    return _with_facts(seen.assign(n=1), articles, families)


def pairs(codes, variables, articles, families):
    """Every two codes of one article: what ``coding.agreement`` compares.

    Returns a DataFrame, one row per variable, article and pair of coders: ``group``,
    ``variable``, ``article_id``, ``coders`` and ``codes`` (both, by comma), ``n`` (1 where they
    agree, else 0), and the article's facts.
    """
    some = codes[codes["variable"].isin(list(variables))]
    both = some.merge(some, on=["article_id", "variable"], suffixes=("", "_two"))
    both = both[both["coder"] < both["coder_two"]]
    table = both[["article_id", "variable"]].assign(
        coders=both["coder"] + ", " + both["coder_two"],
        codes=both["value"] + ", " + both["value_two"],
        n=(both["value"] == both["value_two"]).astype("int64"),
    )
    return _with_facts(table, articles, families)


def articles(articles, families):
    """The articles themselves, once each (``n`` is 1), with their facts and ``date`` and
    ``published_from``: what counts of articles count."""
    table = articles[["published_from"]].rename_axis("article_id").reset_index().assign(n=1)
    table["date"] = articles["published"].dt.strftime("%Y-%m-%d").to_numpy()
    return _with_facts(table, articles, families)


def kwic(bodies, pattern, *, spans, width=7):
    """A pattern in its context, wherever it stands in texts.

    bodies : ``speech.texts``; spans : ``speech.spans`` of them
    pattern : a word or words with one blank between, ``*`` for any letters, case ignored; within
        one sentence and voice
    width : words on either side; None for the whole sentence

    Returns a DataFrame, one row per occurrence in the order of the texts: ``article_id``,
    ``sentence`` (its number in the article, from 0), ``voice`` (narration, quoted, scare,
    reported), ``speaker``, ``entity``, ``speaker_kind``, ``left``, ``keyword``, ``right`` (as
    written).
    """
    marked = speech.tokenise(bodies, spans)
    words = pattern.lower().split()
    found = tokens.match(marked, [[tokens.fitting(marked, word) for word in words]])
    return _in_context(marked, found, bodies, spans, width)


def passages(bodies, lexicon, *, spans, width=None):
    """Every hit of a lexicon in texts, in its sentence.

    Arguments as in ``kwic``. Returns its columns, with ``frame``, ``term``, ``pattern`` and ``n``
    (1) before them: by position, as ``frames.score`` counts on Tokens.
    """
    marked = speech.tokenise(bodies, spans)
    found = lookup(marked, lexicon)
    table = _in_context(marked, found, bodies, spans, width)
    names = np.array(columns(lexicon), dtype=object)[found["column"]]
    table.insert(0, "frame", names)
    table.insert(1, "term", table["keyword"].str.lower())
    table.insert(2, "pattern", found["pattern"])
    return table.assign(n=1)


def show(table, name, *, rows=10):
    """A table of evidence in a notebook, to be searched and sorted; the match is marked.

    name : of the table within the notebook (a-z, 0-9 and -), so that every run gives the same
    rows : on one page

    Returns HTML. What stands in the table is shown as text, whatever it holds. The notebook has to
    have run ``itables.init_notebook_mode(all_interactive=False)``, which keeps the script in the
    notebook: nothing is loaded from elsewhere.
    """
    places = {column: place for place, column in enumerate(table)}
    looks = [{"targets": [places[c]], "className": LOOK[c]} for c in LOOK if c in places]
    return HTML(
        STYLE
        + itables.to_html_datatable(
            table,
            table_id=f"evidence-{name}",
            connected=False,
            allow_html=False,
            showIndex=False,
            maxBytes=0,  # all of it: a part would pass for the whole
            columnDefs=looks,
            classes="display compact",
            pageLength=rows,
            layout={
                "topStart": None,
                "topEnd": "search",
                "bottomStart": "info",
                "bottomEnd": "paging",
            },
        )
    )


def _in_context(marked, found, bodies, spans, width):
    """``kwic``'s table of matches, from the words (``tokens.kwic``) back to the text."""
    found = found.sort_values("position", kind="stable", ignore_index=True)
    table = tokens.kwic(marked, found, width=0)[["article", "sentence", "voice"]]
    table = table.rename(columns={"article": "article_id"})
    rows = []
    for article, part in found.groupby("article"):
        body = bodies.iloc[article]
        own = spans[spans["article"] == bodies.index[article]].sort_values("start")
        places, ends = text.spans(body), [0, *text.sentence_ends(body), len(body)]
        for position, length in zip(part["position"], part["length"], strict=True):
            word = position - marked.offsets[article]
            start, end = places[word][0], places[word + length - 1][1]
            span = own.iloc[own["start"].searchsorted(start, side="right") - 1]
            a, b = _around(places, ends, word, length, width)
            around = (body[a:start].lstrip(), body[start:end], body[end:b].rstrip())
            rows.append((*span[["speaker", "entity", "speaker_kind"]], *around))
    names = ["speaker", "entity", "speaker_kind", "left", "keyword", "right"]
    return table.join(pd.DataFrame(rows, columns=names, index=table.index, dtype="str"))


def _around(places, ends, word, length, width):
    """From where to where (characters) the context of some words goes."""
    if width is None:
        place = np.searchsorted(ends, places[word][0], side="right")
        return ends[place - 1], ends[min(place, len(ends) - 1)]
    first, last = max(word - width, 0), min(word + length + width, len(places)) - 1
    return places[first][0], places[last][1]


def _with_facts(table, articles, families):
    """The table's rows of these articles, with facts; columns and rows in a fixed order."""
    facts = articles[["group", "copy_type", "url"]].join(families["family"])
    facts["published"] = articles["published"].dt.strftime("%Y-%m-%d")
    sizes = facts.groupby(["group", "family"], observed=True)["url"].transform("size")
    facts["weight"] = 1 / sizes
    joined = table.join(facts[FACTS], on="article_id", how="inner")
    known = [column for column in (*ORDER, *FACTS) if column in joined]
    joined = joined[list(dict.fromkeys([*known, *joined]))]
    keys = [key for key in (*KEYS, "article_id", "coders") if key in joined]
    return joined.sort_values(keys, kind="stable", ignore_index=True)


def _read(file):
    """A figure's table, as written: keys are names, also where they look like numbers."""
    table = pd.read_csv(
        file, dtype=dict.fromkeys(KEYS, "str"), keep_default_na=False, na_values=[""]
    )
    return tables.unguarded(table)


def _written(value):
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)
