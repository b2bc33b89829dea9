"""The lines on the face that answer a question: what the explorer runs, and what it lets you copy.

The explorer computes nothing by itself. It writes these lines, runs them, and shows their ``table``
and ``ax`` (None where there is no chart); so the copied cell gives the same numbers.
"""

import functools

from helpers import frames
from helpers.corpus import folder
from helpers.explore.question import BY_HAND, condition
from helpers.frames.model import to_json

IMPORTS = """\
from helpers import charts, coding, compare, copies, corpus, evidence, frames, terms, voices

charts.set_style()"""
SAMPLE = 200  # articles whose voices are read at once
SHOWN = 20  # words of a group
TRACED = 2000  # copies whose source is looked for


def blocks(question, study, lexicon):
    """The lines that answer a question, in blocks that rest on those before (list of str).

    >>> from helpers.explore.question import Question
    >>> blocks(Question(), study, lexicon)[-1].splitlines()[-1]
    'ax = charts.intervals(table, value="rate")'
    """
    view = {
        "Frames": _frames, "Words": _words, "Voices": _voices, "Copies": _copies,
        "Articles": _articles,
    }[question.view]  # fmt: skip
    if question.view == "Voices" and not len(study.texts):
        view = _coded
    if question.view == "Voices" and len(study.texts) > SAMPLE:
        view = _sampled
    if question.view == "Copies" and (study.families["size"] > 1).sum() > TRACED:
        view = _families
    return [
        "\n".join(lines) for lines in [_load(study, lexicon), *_chosen(question), *view(question)]
    ]


def _load(study, lexicon):
    if study.path is None:
        return [IMPORTS, "", "# study and lexicon are those that were given to explore.open"]
    given = "frames.read(study.lexicon)"
    if to_json(lexicon) != _of_file(study.lexicon, _changed(study.lexicon)):
        patterns = {frame.name: list(frame.patterns) for frame in lexicon.frames}
        given = f"frames.lexicon({patterns!r}, language={lexicon.language!r})"
    loaded, spoken = f"corpus.load({str(study.path)!r})", study.settings.get("languages") or []
    if len(spoken) == 1 and (folder.settings(study.path).get("languages") or spoken) != spoken:
        loaded = f"corpus.one_language({loaded}, {spoken[0]!r})"
    return [IMPORTS, "", f"study = {loaded}", f"lexicon = {given}"]


def _changed(path):
    return path.stat().st_mtime_ns if path.exists() else 0


@functools.cache
def _of_file(path, changed):
    """The lexicon of a file, as JSON; "" where there is none. It is read again when it changed."""
    return to_json(frames.read(path)) if path.exists() else ""


def _chosen(question):
    if question.by == BY_HAND:
        yield [
            f"named = {question.hand!r}",
            'by_hand = study.articles["outlet"].map(named)',
            "study = study.replace(articles=study.articles.assign(by_hand=by_hand))",
        ]
    wanted = condition(question)
    yield [f"chosen = study.where({wanted!r})" if wanted else "chosen = study"]
    if question.own:
        yield [f"lexicon = frames.add(lexicon, {question.own!r})"]


def _frames(question):
    yield ["scores = frames.score(chosen, lexicon)", *_some(question, "scores")]
    yield from _compared(question, several=len(question.frames) != 1)


def _some(question, name):
    """The line that keeps the frames asked for."""
    if not question.frames:
        return []
    return [f'{name} = {name}[{name}["frame"].isin({list(question.frames)!r})]']


def _compared(question, *, several):
    """The lines from ``scores`` to ``table`` and ``ax``: what takes long first, so that another
    voice or measure of the same table is drawn at once."""
    how = f"scores, by={question.by!r}, copies={question.copies!r}"
    if question.over == "day":
        value = "presence" if question.measure == "presence" else "rate"
        panel = ', panel="frame"' if several else ""
        yield [f"table = compare.over_time({how}, resamples=200)"]
        yield [
            f'table = table[table["voice"] == {question.voice!r}]',
            f'ax = charts.over_time(table, value="{value}"{panel})',
        ]
        return
    if question.measure == "quoted share":
        how = how.replace("scores,", 'scores, "quoted",', 1)
        yield [f"table = compare.shares({how})"]
        yield [*_least(question), _interval("share")]
        return
    yield [f"table = compare.groups({how})"]
    yield [
        f'table = table[table["voice"] == {question.voice!r}]',
        *_least(question),
        _interval(question.measure),
    ]


def _interval(value):
    return f'ax = charts.intervals(table, value="{value}")'


def _least(question):
    """The line that leaves out the smallest groups, which a chart of all would have no room for."""
    return [f'table = table[table["articles"] >= {question.least}]'] * (question.least > 1)


def _words(question):
    patterns = f"patterns = {list(question.patterns)!r}"
    if question.words == "keyness":
        voice = "" if question.voice == "both" else f"voice={question.voice!r}, "
        yield [
            "inside = study.articles.index.isin(chosen.articles.index)",
            'side = ["selection" if found else "rest" for found in inside]',
            "both = study.replace(articles=study.articles.assign(selection=side))",
        ]
        yield [
            f'table = terms.keyness(both, by="selection", {voice}resamples=200)',
            'table = table[table["selection"] == "selection"]',
            'ax = charts.keyness(table, left="rest", right="selection")',
        ]
    elif question.words == "tf-idf":
        how = f"by={question.by!r}, copies={question.copies!r}"
        yield [
            f'table = terms.tf_idf(chosen, {how}, df="articles")',
            f"table = table.groupby({question.by!r}, observed=True).head({SHOWN})",
            "ax = None",
        ]
    elif question.words == "lines":
        yield [
            patterns,
            f'table = evidence.kwic(chosen, patterns, by={question.by!r}, sort="right")',
            "ax = None",
        ]
    elif question.words == "neighbours":
        yield [
            patterns,
            'words = frames.lexicon({"searched": patterns})',
            'table = frames.suggest(chosen, words, "searched")',
            "ax = None",
        ]
    else:
        yield [
            patterns,
            "words = frames.lexicon({pattern: [pattern] for pattern in patterns})",
            "scores = frames.score(chosen, words)",
        ]
        yield from _compared(question, several=len(question.patterns) != 1)


def _voices(question):
    yield [
        "spans = voices.by_kind(voices.spans(chosen))",
        "scores = frames.score(chosen, lexicon, voices=spans)",
    ]
    yield [
        "table = voices.suppliers(scores)",
        *_some(question, "table"),
        'table["who"] = (table["voice"] + ": " + table["speaker_kind"]).str.removesuffix(": ")',
        'ax = charts.intervals(table, value="share", row="who", panel="frame", n="")',
    ]


def _sampled(question):
    """Voices are read at some 150 articles a second: of many, a sample answers in time."""
    drawn = f"min({SAMPLE}, len(chosen)), random_state=0"
    yield [
        f"drawn = chosen.articles.sample({drawn}).index  # of {SAMPLE} articles, for speed",
        "chosen = chosen.where(chosen.articles.index.isin(drawn))",
    ]
    yield from _voices(question)


def _coded(question):
    """Without texts it is the coders' codes that tell whose voice a frame is in."""
    yield ["scores = coding.scores(chosen)", *_some(question, "scores")]
    yield [
        f"table = compare.groups(scores, by={question.by!r}, copies={question.copies!r})",
        *_least(question),
        _interval("presence"),
    ]


def _copies(question):
    yield ["sources = copies.sources(chosen)"]
    yield [
        'table = chosen.facts[["outlet"]].join(chosen.families).reset_index()',
        'table = table.merge(sources, on="article_id").query("size > 1")',
        'table = table.sort_values(["size", "family"], ascending=[False, True])',
        'columns = ["family", "size", "outlet", "whose", "evidence", "likeness", "article_id"]',
        "table = table[columns]",
        *_kinds(question),
    ]


def _kinds(question):
    return [
        f"kinds = corpus.kinds(chosen, by={question.by!r})",
        f'ax = charts.stacked(kinds, row={question.by!r}, hue="copy_type", xlabel="Articles")',
    ]


def _families(question):
    """Of many copies the families alone; whose text each is takes a while (copies.sources)."""
    yield [
        'table = chosen.facts[["outlet"]].join(chosen.families).reset_index().query("size > 1")',
        'table = table.sort_values(["size", "family"], ascending=[False, True])',
        'table = table[["family", "size", "outlet", "article_id"]]',
        *_kinds(question),
    ]


def _articles(question):
    yield [
        'columns = ["outlet", "published", "title", "language", "url"]',
        "columns = [name for name in columns if name in chosen.articles]",
        "table = chosen.articles[columns].reset_index()",
        "ax = None",
    ]
