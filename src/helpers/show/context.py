"""Words in their context: keyword lines and passages of texts, for the screen."""

import warnings

import numpy as np
import pandas as pd

from helpers.errors import InputError
from helpers.frames.lookup import columns, lookup
from helpers.frames.model import check_lexicon
from helpers.frames.scoring import check_study, split
from helpers.measure import groups as groups_
from helpers.words import scripts, text, tokens
from helpers.words.patterns import Vocabulary, impossible

# How the columns of ``kwic`` look: the match marked, what is left of it beside it.
LOOK = {"keyword": "match", "left": "dt-right"}
STYLE = "<style>td.match {background: #F0E442; color: black; font-weight: bold}</style>"
SPEAKER = ["speaker", "entity", "speaker_kind"]


def kwic(
    study, patterns, *, kind="glob", words="sklearn", spans=None, width=7, by=None, sort="text"
):
    """Patterns in their context, wherever they stand in the study's texts.

    study : the study; articles without a text are left out and counted in a warning
    patterns : one pattern, or a list: a word or words with one blank between, as in a lexicon,
        case ignored; within one sentence and voice
    kind : how patterns are read: "glob", "fixed" or "regex"
    words : "sklearn" or "quanteda", as in ``frames.score``
    spans : ``voices.spans``, for the finer voices and the speakers; if not given, voices are told
        by quotation marks
    width : words on either side; None for the whole sentence
    by : column of the articles, or a list, that comes first and orders the lines
    sort : the order of the lines (within ``by``): as they stand in the "text", or by the nearest
        words to the "left" or the "right", without regard to case and ё

    Returns a DataFrame, one row per occurrence: the columns ``by``, ``article_id``,
    ``sentence`` (its number in the article, from 0), ``voice``, with spans also ``speaker``,
    ``entity``, ``speaker_kind``; ``pattern``, ``left``, ``keyword``, ``right`` (as written). Raises
    InputError for a pattern that can never match, and where no article has a text.

    >>> from helpers import corpus
    >>> study = corpus.from_frame(pd.DataFrame({"text": ["Fuel prices rose again."]}))
    >>> kwic(study, "fuel price*")[["keyword", "right"]].values.tolist()
    [['Fuel prices', ' rose again']]
    """
    check_study(study)
    patterns = [patterns] if isinstance(patterns, str) else list(patterns)
    for pattern in patterns:
        if not isinstance(pattern, str) or not pattern.strip():
            raise InputError(
                f"{pattern!r} is not a pattern: write words with one blank between them"
            )
        remedy = impossible(pattern, kind) if words == "sklearn" else ""
        if remedy:
            raise InputError(f"pattern {pattern!r} can never match: {remedy}")
    _check_width(width)
    bodies = _texts(study, spans)
    scripts.refuse(bodies)
    marked = tokens.tokenise(bodies, words=words)
    if spans is not None:
        own = spans[spans["article_id"].isin(bodies.index)]
        marked = tokens.mark_voice(marked, bodies, own.rename(columns={"article_id": "article"}))
    vocabulary = Vocabulary(marked.vocabulary)
    slots = [[vocabulary.find(w, kind) for w in pattern.split()] for pattern in patterns]
    found = tokens.match(marked, slots)
    table = _in_context(marked, found, bodies, spans, width, np.array(patterns, dtype=object))
    return _sorted(table, study, by, sort)


def _sorted(table, study, by, sort):
    """Lines in the order asked for, with the columns that group them."""
    if sort not in ("text", "left", "right"):
        raise InputError(f"sort must be 'text', 'left' or 'right', not {sort!r}")
    if sort != "text":
        words = table[sort].str.lower().str.replace("ё", "е").str.findall(r"\w+")
        nearest = words.map(lambda found: found[::-1] if sort == "left" else found)
        table = table.iloc[nearest.argsort(kind="stable")]
    if by is None:
        return table.reset_index(drop=True)
    names = groups_.columns(study.articles, by)
    facts = study.articles[names].reindex(table["article_id"]).set_index(table.index)
    table = pd.concat([facts, table[[c for c in table if c not in names]]], axis=1)
    return table.sort_values(names, kind="stable", ignore_index=True)


def passages(study, lexicon, *, words="sklearn", spans=None, width=None):
    """Every hit of a lexicon in the study's texts, in its sentence.

    Arguments as in ``kwic``. Returns its columns, with ``frame``, ``term``, ``pattern`` and ``n``
    (1) before them: by position, as ``frames.score`` counts.

    >>> list(evidence.passages(study, lexicon))[:4]
    ['frame', 'term', 'pattern', 'article_id']
    """
    check_study(study)
    check_lexicon(lexicon)
    _check_width(width)
    bodies = _texts(study, spans)
    marked = split(bodies, lexicon, words=words, voices=spans)
    found = lookup(marked, lexicon)
    names = np.array(columns(lexicon), dtype=object)[found["column"]]
    given = found["pattern"].to_numpy()
    table = _in_context(
        marked, found.assign(pattern=np.arange(len(found))), bodies, spans, width, given
    )
    table.insert(0, "frame", names)
    table.insert(1, "term", table["keyword"].str.lower())
    table.insert(2, "pattern", table.pop("pattern"))
    return table.assign(n=1)


def show(table, name, *, rows=10):
    """A table of evidence in a notebook, to be searched and sorted; the match is marked.

    name : of the table within the notebook (a-z, 0-9 and -), so that every run gives the same
    rows : on one page

    Returns HTML. What stands in the table is shown as text, whatever it holds. The notebook has to
    have run ``itables.init_notebook_mode(all_interactive=False)``, which keeps the script in the
    notebook: nothing is loaded from elsewhere.

    >>> html = evidence.show(evidence.kwic(study, "fuel"), "fuel-lines")
    """
    import itables  # of use in a notebook alone, and slow to import
    from IPython.display import HTML

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


def _check_width(width):
    if width is not None and (isinstance(width, bool) or not isinstance(width, int) or width < 0):
        raise InputError(
            f"width must be a number of words, or None for the sentence, not {width!r}"
        )


def _texts(study, spans):
    bodies = study.texts
    if spans is not None:
        bodies = bodies[bodies.index.isin(spans["article_id"])]
    if not len(bodies):
        raise InputError(
            "no article of the study has a text to show: the corpus holds counts only; "
            "python -m helpers fetch brings texts, corpus.load(path, source='private') reads them"
        )
    if len(bodies) < len(study.articles):
        warnings.warn(
            f"{len(study.articles) - len(bodies)} of {len(study.articles)} articles have no text "
            "here, and are left out",
            stacklevel=3,
        )
    return bodies


def _in_context(marked, found, bodies, spans, width, patterns):
    """``kwic``'s table of matches, from the words (``tokens.kwic``) back to the text."""
    found = found.sort_values("position", kind="stable", ignore_index=True)
    table = tokens.kwic(marked, found, width=0).reindex(columns=["article", "sentence", "voice"])
    table = table.rename(columns={"article": "article_id"})
    if marked.rule == "quanteda":
        table = table.drop(columns="sentence")
    rows = []
    for article, part in found.groupby("article"):
        body = bodies.iloc[article]
        places = tokens.places(marked, article, body)
        ends = [0, *text.sentence_ends(body), len(body)]
        who = _speakers(spans, bodies.index[article])
        for position, length in zip(part["position"], part["length"], strict=True):
            word = position - marked.offsets[article]
            start, end = places[word][0], places[word + length - 1][1]
            a, b = _around(places, ends, word, length, width)
            around = (body[a:start].lstrip(), body[start:end], body[end:b].rstrip())
            rows.append((*who(start), *around))
    names = [*(SPEAKER if spans is not None else []), "left", "keyword", "right"]
    table = table.join(pd.DataFrame(rows, columns=names, index=table.index, dtype="str"))
    table.insert(table.columns.get_loc("left"), "pattern", patterns[found["pattern"].to_numpy()])
    return table


def _speakers(spans, article):
    """A function from a place in the text to the speaker there (nothing without spans)."""
    if spans is None:
        return lambda _: ()
    own = spans[spans["article_id"] == article].sort_values("start")
    starts = own["start"].to_numpy()
    return lambda place: tuple(own.iloc[np.searchsorted(starts, place, side="right") - 1][SPEAKER])


def _around(places, ends, word, length, width):
    """From where to where (characters) the context of some words goes."""
    if width is None:
        place = np.searchsorted(ends, places[word][0], side="right")
        return ends[place - 1], ends[min(place, len(ends) - 1)]
    first, last = max(word - width, 0), min(word + length + width, len(places)) - 1
    return places[first][0], places[last][1]
