"""The face: the calls of its front page run, and each verb answers each wrong argument with an
InputError that says what to do."""

import dataclasses
import warnings

import numpy as np
import pandas as pd
import pytest
from conftest import PROJECT, study_of
from made_up_study import LEXICON, VARIABLES, made_up_study

from helpers import (
    charts,
    coding,
    compare,
    copies,
    corpus,
    evidence,
    figures,
    frames,
    terms,
    voices,
)
from helpers.errors import InputError

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
STUDY = made_up_study()
SCORES = frames.score(STUDY, LEXICON)
GROUPS = compare.groups(SCORES, resamples=20)
HITS = evidence.hits(STUDY, LEXICON)
SPANS = voices.spans(STUDY)
CODES = STUDY.codes
FRAME = pd.DataFrame({"body": ["Fuel prices rose.", "All calm."], "source": ["A", "B"]})


def test_the_five_lines(tmp_path):
    study = corpus.one_language(corpus.load(PROJECT / "corpus"))
    lexicon = frames.read(PROJECT / "corpus" / "frames.yml")
    scores = frames.score(study, lexicon)
    table = compare.groups(scores, by="group")
    ax = charts.intervals(table, title="…")
    figures.save(ax, "my-figure", table, study, folder=tmp_path)
    found = evidence.find(evidence.hits(study, lexicon), table.iloc[0])
    assert found["n"].sum() == table["hits"].iloc[0] > 0


def without(name):
    return dataclasses.replace(STUDY, articles=STUDY.articles.drop(columns=name))


def changed(**columns):
    return SCORES.assign(**columns)


DAYS = {"window": ["a"], "start": ["2022-01-03"], "end": ["2022-01-09"]}

# What is called, and what the message has to say.
CALLS = {
    # corpus
    "load a table": (lambda: corpus.load(FRAME), "corpus.from_frame"),
    "load nothing": (lambda: corpus.load("nowhere"), "nowhere"),
    "load another source": (lambda: corpus.load(PROJECT / "corpus", source="x"), "source must be"),
    "from a list": (lambda: corpus.from_frame(["a text"]), "df must be a DataFrame"),
    "from no rows": (lambda: corpus.from_frame(FRAME.iloc[:0], text="body"), "no rows"),
    "text column": (lambda: corpus.from_frame(FRAME), "text='text': the table has no such column"),
    "outlet column": (
        lambda: corpus.from_frame(FRAME, text="body", outlet="sorce"),
        "outlet='sorce': the table has no such column; it has body, source",
    ),
    "article_id column": (
        lambda: corpus.from_frame(FRAME, text="body", article_id="id"),
        "article_id='id'",
    ),
    "article_id twice": (
        lambda: corpus.from_frame(FRAME.assign(id="x"), text="body", article_id="id"),
        "'x' names 2 rows",
    ),
    "article_id missing": (
        lambda: corpus.from_frame(FRAME.assign(id=["x", None]), text="body", article_id="id"),
        "row 2: the article has no article_id",
    ),
    "published column": (
        lambda: corpus.from_frame(FRAME, text="body", published="source"),
        "row 1, column 'source': 'A' is not a valid day",
    ),
    "language": (
        lambda: corpus.from_frame(FRAME, text="body", language="English"),
        "language 'English' is neither a column nor a code",
    ),
    "text that is a number": (
        lambda: corpus.from_frame(FRAME.assign(body=[1, 2]), text="body"),
        "the text is int",
    ),
    "column twice": (
        lambda: corpus.from_frame(FRAME.set_axis(["body", "body"], axis=1), text="body"),
        "two columns 'body'",
    ),
    "two outlets": (
        lambda: corpus.from_frame(FRAME.assign(outlet="x"), text="body", outlet="source"),
        "has a column 'outlet' too",
    ),
    **{
        f"a column called {name}": (
            lambda name=name: corpus.from_frame(FRAME.assign(**{name: 1}), text="body"),
            f"column '{name}' bears the name of a result: rename it",
        )
        for name in (
            "hits",
            "frame",
            "voice",
            "family",
            "rate",
            "term",
            "n",
            "articles",
            "interval",
        )
    },
    "where": (lambda: STUDY.where("outlett == 'x'"), "outlett.*columns are outlet"),
    "where no syntax": (lambda: STUDY.where("outlet is in"), "cannot be answered"),
    "where nothing": (lambda: STUDY.where("outlet == 'x'"), "no article meets"),
    "where another length": (lambda: STUDY.where([True]), "one True or False for each of the 24"),
    "where others": (
        lambda: STUDY.where(pd.Series([True], index=["zz"])),
        "mask is of other articles",
    ),
    "where numbers": (lambda: STUDY.where(np.arange(24)), "one True or False"),
    "replace fewer articles": (
        lambda: STUDY.replace(articles=STUDY.articles.iloc[:3]),
        "use study.where",
    ),
    "replace fewer families": (
        lambda: STUDY.replace(families=STUDY.families.iloc[:3]),
        "a family for every article",
    ),
    "a script without blanks": (
        lambda: frames.score(study_of({"a": "燃料价格上涨"}), LEXICON),
        "article 'a'.*Chinese",
    ),
    # frames
    "lexicon of a str": (lambda: frames.lexicon({"x": "price*"}), "'x': patterns must be a list"),
    "lexicon of a list": (lambda: frames.lexicon(["price*"]), "a lexicon is a dict"),
    "lexicon of nothing": (lambda: frames.lexicon({"x": []}), "frame 'x' has no patterns"),
    "lexicon of numbers": (lambda: frames.lexicon({"x": [1]}), "1 is not a pattern"),
    "lexicon with two blanks": (lambda: frames.lexicon({"x": ["a  b"]}), "one blank between"),
    "lexicon kind": (lambda: frames.lexicon({"x": ["a"]}, kind="golb"), "kind must be one of"),
    "lexicon key": (
        lambda: frames.lexicon({"x": {"pattern": ["a"]}}),
        "frame 'x' has no 'pattern'",
    ),
    "Lexicon of a dict": (lambda: frames.Lexicon({"costs": ["price*"]}), "frames.lexicon"),
    "read nothing": (lambda: frames.read("none.yml"), "none.yml: cannot be read"),
    "count one text": (lambda: frames.count("one text", LEXICON), r"write \[text\]"),
    "count by other words": (lambda: frames.count(["a"], LEXICON, words="spacy"), "words must be"),
    "score by other words": (lambda: frames.score(STUDY, LEXICON, words="x"), "words must be"),
    "suggest for no frame": (lambda: frames.suggest(STUDY, LEXICON, "ecno"), "no frame 'ecno'"),
    "unused by": (lambda: frames.unused(STUDY, LEXICON, by="grup"), "by='grup'"),
    "check by": (lambda: frames.check(STUDY, LEXICON, by="grup"), "by='grup'"),
    "check coder": (
        lambda: frames.check(STUDY, LEXICON, coder="C"),
        "no coder 'C': coders are A, B",
    ),
    "check level": (
        lambda: frames.check(STUDY, LEXICON, level=95),
        "level must be between 0 and 1",
    ),
    "check without codes": (
        lambda: frames.check(dataclasses.replace(STUDY, codes=CODES.iloc[:0]), LEXICON),
        "there are no codes",
    ),
    "check what nobody coded": (
        lambda: frames.check(STUDY, frames.lexicon({"x": ["price"]})),
        "no frame .* was coded",
    ),
    "phrases that overlap in counts": (
        lambda: frames.score(
            _stored({"a": "fuel prices rose"}, ["fuel prices", "prices rose"]),
            frames.lexicon({"x": ["fuel prices", "prices rose"]}),
        ),
        "can overlap in a text",
    ),
    **{
        f"{name} of a path for a lexicon": (
            lambda verb=verb: verb(STUDY, "corpus/frames.yml"),
            "read it first: frames.read",
        )
        for name, verb in {
            "score": frames.score,
            "check": frames.check,
            "costs": frames.costs,
            "cross_validate": frames.cross_validate,
            "judgements": frames.judgements,
            "unused": frames.unused,
            "overlap": frames.overlap,
            "coverage": frames.coverage,
            "terms": frames.terms,
            "listed": frames.listed,
            "hits": evidence.hits,
            "passages": evidence.passages,
            "evidence of judgements": evidence.judgements,
        }.items()
    },
    "a dict for a lexicon": (lambda: frames.score(STUDY, {"x": ["a"]}), "frames.lexicon"),
    **{
        f"{name} of a table for a study": (
            lambda verb=verb: verb(FRAME, LEXICON),
            "study is needed",
        )
        for name, verb in {
            "score": frames.score,
            "listed": frames.listed,
            "hits": evidence.hits,
        }.items()
    },
    # compare
    **{
        f"compare.{verb.__name__}: {what}": (lambda verb=verb, call=call: call(verb), said)
        for verb in (compare.groups, compare.differences, compare.over_time)
        for what, (call, said) in {
            "by": (lambda verb: verb(SCORES, by="sorce"), "by='sorce': there is no such column"),
            "by a result": (lambda verb: verb(SCORES, by="hits"), "cannot be grouped by it"),
            "by three": (lambda verb: verb(SCORES, by=["group"] * 3), "by must name a column"),
            "by twice": (
                lambda verb: verb(SCORES, by=["group"] * 2),
                "names the column 'group' twice",
            ),
            "by a number": (lambda verb: verb(SCORES, by=1), "by must name a column"),
            "by what nobody has": (
                lambda verb: verb(changed(x=None), by="x"),
                "no article has a value in 'x'",
            ),
            "copies": (lambda verb: verb(SCORES, copies="some"), "copies must be one of"),
            "level": (lambda verb: verb(SCORES, level=95), "level must be between 0 and 1"),
            "resamples": (
                lambda verb: verb(SCORES, resamples=0),
                "resamples must be a whole number",
            ),
            "a study": (lambda verb: verb(STUDY), "scores must be a table"),
            "a table of texts": (lambda verb: verb(FRAME), "no column 'article_id'"),
            "an empty table": (
                lambda verb: verb(SCORES[SCORES["frame"] == "terorr"]),
                "was it filtered by a name",
            ),
            "doubled rows": (
                lambda verb: verb(pd.concat([SCORES, SCORES.head(1)])),
                "stands in the scores twice",
            ),
            "hits above words": (
                lambda verb: verb(changed(hits=SCORES["n_words"] + 1)),
                "hits in .* words cannot be",
            ),
            "negative hits": (lambda verb: verb(changed(hits=-1)), "cannot be"),
            "missing families": (
                lambda verb: verb(changed(family=SCORES["family"].where(SCORES.index > 3))),
                "'a00' has no family",
            ),
            "no originals": (
                lambda verb: verb(changed(copy_type="wire"), copies="originals"),
                "no article is an",
            ),
            "no copy_type": (
                lambda verb: verb(SCORES.drop(columns="copy_type"), copies="originals"),
                "needs the column 'copy_type'",
            ),
        }.items()
    },
    "one group only": (
        lambda: compare.differences(SCORES[SCORES["group"] == "North"]),
        "a difference needs two",
    ),
    "no pairs": (lambda: compare.differences(SCORES, pairs=[]), "pairs must be a list of pairs"),
    "a pair for pairs": (
        lambda: compare.differences(SCORES, pairs=("North", "East")),
        "'North' is not a pair",
    ),
    "a str for pairs": (lambda: compare.differences(SCORES, pairs="North"), "pairs must be a list"),
    "an unknown group": (
        lambda: compare.differences(SCORES, pairs=[("North", "Wset")]),
        "no article of group 'Wset'",
    ),
    "a pair of one": (
        lambda: compare.differences(SCORES, pairs=[("North", "North")]),
        "names one group twice",
    ),
    "days as text": (
        lambda: compare.over_time(changed(published="2022-01-03")),
        "published=.*reads them",
    ),
    "no day at all": (lambda: compare.over_time(changed(published=pd.NaT)), "no article has a day"),
    "no column of days": (
        lambda: compare.over_time(SCORES.drop(columns="published")),
        "the articles have no days",
    ),
    "windows": (lambda: compare.over_time(SCORES, windows=["2022"]), "windows must be a DataFrame"),
    "windows of no day": (
        lambda: compare.over_time(SCORES, windows=pd.DataFrame(DAYS | {"start": ["soon"]})),
        "start and end must be days",
    ),
    "windows that end before they start": (
        lambda: compare.over_time(SCORES, windows=pd.DataFrame(DAYS | {"end": ["2021-01-01"]})),
        "window 'a' must have a start",
    ),
    "windows without articles": (
        lambda: compare.over_time(
            SCORES, windows=pd.DataFrame(DAYS | {"start": ["2030-01-01"], "end": ["2030-01-02"]})
        ),
        "no article was published between 2030-01-01 and 2030-01-02",
    ),
    "windows of one name": (
        lambda: compare.over_time(SCORES, windows=pd.concat([pd.DataFrame(DAYS)] * 2)),
        "windows must have different names",
    ),
    "shares of an unknown voice": (lambda: compare.shares(SCORES, "qouted"), "no voice 'qouted'"),
    "shares of what is no whole": (lambda: compare.shares(coding.scores(STUDY), "own"), "of='any'"),
    "shares the wrong way": (
        lambda: compare.shares(coding.scores(STUDY), "any", of="own"),
        "is not part of it",
    ),
    "voices of two measurements": (
        lambda: compare.groups(pd.concat([SCORES, coding.scores(STUDY)])),
        "different measurements",
    ),
    # terms
    **{
        f"terms.{verb.__name__}: {what}": (lambda verb=verb, call=call: call(verb), said)
        for verb in (terms.keyness, terms.tf_idf, terms.frequencies)
        for what, (call, said) in {
            "by": (lambda verb: verb(STUDY, by="source"), "by='source': there is no such column"),
            "terms": (lambda verb: verb(STUDY, terms="letters"), "terms must be one of"),
            "counts": (lambda verb: verb(STUDY.counts, by="group"), "a study is needed"),
            "languages": (
                lambda verb: verb(made_up_study(foreign=2), by="group"),
                "compare within one",
            ),
        }.items()
    },
    "keyness of one group": (
        lambda: terms.keyness(STUDY.where("group == 'North'")),
        "two groups with words",
    ),
    "keyness voice": (lambda: terms.keyness(STUDY, voice="loud"), "no voice 'loud'"),
    "keyness of rare terms": (lambda: terms.keyness(STUDY, min_articles=99), "lower min_articles"),
    "keyness level": (lambda: terms.keyness(STUDY, level=95), "level must be"),
    "tf_idf options": (lambda: terms.tf_idf(STUDY, norms="l2"), "TfidfTransformer"),
    # coding
    "codes of nobody": (lambda: coding.scores(STUDY, ["terorr"]), "nobody coded 'terorr'"),
    "codes of labels": (lambda: coding.scores(STUDY, ["label"]), "not coded 0, 1 or 2"),
    "codes of a coder": (lambda: coding.scores(STUDY, coder="C"), "no coder 'C': coders are A, B"),
    "agreement of nobody": (
        lambda: coding.agreement(CODES, {"x": VARIABLES["costs"]}),
        "nobody coded 'x'",
    ),
    "agreement without rules": (lambda: coding.agreement(CODES), "variables must say"),
    "agreement with half a rule": (
        lambda: coding.agreement(CODES, {"costs": {"level": "ordinal"}}),
        "'costs': say",
    ),
    "agreement on an odd level": (
        lambda: coding.agreement(CODES, {"costs": {"level": "x", "values": [0, 1, 2]}}),
        "level must be",
    ),
    "agreement on other values": (
        lambda: coding.agreement(CODES, {"costs": {"level": "ordinal", "values": [0, 1]}}),
        "'2' is not a value of 'costs', which are 0, 1",
    ),
    "agreement of words as numbers": (
        lambda: coding.agreement(
            CODES, {"label": {"level": "interval", "values": ["people", "crowd"]}}
        ),
        "needs values that are numbers",
    ),
    "codes given twice": (
        lambda: coding.agreement(pd.concat([CODES, CODES.head(1)]), VARIABLES),
        "twice",
    ),
    "codes without a column": (
        lambda: coding.agreement(CODES.drop(columns="coder"), VARIABLES),
        "no column 'coder'",
    ),
    # copies, voices
    "threshold": (
        lambda: copies.families(STUDY, counts=45),
        "counts must be above 0 and at most 1",
    ),
    "thresholds without origins": (lambda: copies.thresholds(STUDY), "no column 'origin'"),
    "spans without a language": (lambda: voices.spans(without("language")), "language='en'"),
    "spans of a text": (lambda: voices.spans("a text"), "a study is needed"),
    # evidence
    "find with nothing": (lambda: evidence.find(HITS), "say which row"),
    "find a misspelt value": (
        lambda: evidence.find(HITS, group="Wset"),
        "group 'Wset' does not occur",
    ),
    "find a misspelt column": (lambda: evidence.find(HITS, grup="North"), "knows no 'grup'"),
    "find a row of other evidence": (
        lambda: evidence.find(evidence.codes(STUDY), terms.frequencies(STUDY).iloc[0]),
        "knows no 'term'",
    ),
    "find a row by a column of its own": (
        lambda: evidence.find(
            HITS.drop(columns="ownership"),
            compare.groups(SCORES, by="ownership", resamples=20).iloc[0],
        ),
        "knows no 'ownership'",
    ),
    "occurrences of a term": (lambda: evidence.occurrences(STUDY, ["zebra"]), "not counted: zebra"),
    "pairs of nobody": (lambda: evidence.pairs(STUDY, ["x"]), "nobody coded 'x'"),
    "kwic of a number": (lambda: evidence.kwic(STUDY, [1]), "1 is not a pattern"),
    "kwic of a hyphen": (lambda: evidence.kwic(STUDY, "covid-19"), "write 'covid 19'"),
    "kwic width": (lambda: evidence.kwic(STUDY, "fuel", width=-1), "width must be a number"),
    "kwic without texts": (lambda: evidence.kwic(_stored({"a": "fuel"}), "fuel"), "helpers fetch"),
    "behind a table that forgot": (
        lambda: evidence.behind(pd.DataFrame(GROUPS.to_dict("list")), STUDY),
        "does not remember",
    ),
    "of no figure": (lambda: evidence.of("no-figure"), "no evidence of that name"),
    # figures
    "save under a path": (
        lambda: figures.save(None, "../x", GROUPS, STUDY),
        "not a name for a figure",
    ),
    "save no table": (lambda: figures.save(None, "x", [1], STUDY), "table must be the DataFrame"),
    "save no study": (lambda: figures.save(None, "x", GROUPS, "corpus"), "a study is needed"),
    # charts
    **{
        f"charts.intervals: {what}": (lambda given=given: charts.intervals(**given), said)
        for what, (given, said) in {
            "value": ({"table": GROUPS, "value": "raet", "row": "frame"}, "value='raet'"),
            "row": ({"table": GROUPS, "value": "rate", "row": "fraem"}, "row='fraem'"),
            "hue": ({"table": GROUPS, "value": "rate", "row": "frame", "hue": "x"}, "hue='x'"),
            "panel": (
                {"table": GROUPS, "value": "rate", "row": "frame", "panel": "x"},
                "panel='x'",
            ),
            "n": ({"table": GROUPS, "value": "rate", "row": "frame", "n": "x"}, "n='x'"),
            "half an interval": ({"table": GROUPS, "low": "rate_low"}, "name low and high"),
            "an empty table": ({"table": GROUPS.iloc[:0]}, "no rows to draw"),
            "no table": ({"table": "rate"}, "draws a DataFrame"),
            "several in one place": (
                {"table": GROUPS, "value": "rate", "row": "frame", "hue": "group"},
                "several values",
            ),
            "nothing to draw": ({"table": FRAME}, "value='…'"),
            "more hues than looks": (
                {
                    "table": compare.groups(SCORES, by="outlet", resamples=20).query(
                        "voice == 'both'"
                    ),
                    "value": "rate",
                    "row": "frame",
                    "hue": "outlet",
                },
                "looks that can be told apart: draw a panel",
            ),
        }.items()
    },
    "stacked with nine parts": (
        lambda: charts.stacked(
            pd.DataFrame({"a": "x", "b": list("abcdefghi"), "articles": 1}), row="a", hue="b"
        ),
        "'b' has 9 values",
    ),
    "plane of an unknown frame": (
        lambda: charts.plane(GROUPS, x="costs", y="x"),
        "'x' does not occur in 'frame'",
    ),
    "plane of several voices": (
        lambda: charts.plane(GROUPS, x="costs", y="threat"),
        "choose one voice",
    ),
    "slope of an unknown voice": (
        lambda: charts.slope(GROUPS, left="x", right="quoted"),
        "'x' does not occur in 'voice'",
    ),
    "slope of several frames": (
        lambda: charts.slope(GROUPS, left="unquoted", right="quoted"),
        "choose one frame",
    ),
    "keyness of an unknown group": (
        lambda: charts.keyness(terms.keyness(STUDY, resamples=10), left="North", right="x"),
        "no rows of 'x'",
    ),
    "timeline without days": (lambda: charts.timeline(GROUPS), "date='date'"),
    "over_time of all at once": (
        lambda: charts.over_time(compare.over_time(SCORES, resamples=10)),
        "panel='frame'",
    ),
    "own_voice of other scores": (lambda: charts.own_voice(GROUPS), "own='own'"),
}


def _stored(texts, phrases=()):
    from conftest import counted_study

    return counted_study(texts, phrases)


@pytest.mark.parametrize("call", CALLS)
def test_a_wrong_call_is_answered_in_words(call):
    function, said = CALLS[call]
    with pytest.raises(InputError, match=said):
        function()


def test_missing_days_and_labels_are_left_out_and_named():
    scores = SCORES.assign(published=SCORES["published"].where(SCORES["article_id"] != "a03"))
    with pytest.warns(UserWarning, match=r"1 article\(s\) have no day in 'published'"):
        table = compare.over_time(scores, resamples=20)
    counted = table[(table["frame"] == "costs") & (table["voice"] == "both")]["articles"].sum()
    assert counted == 23
    with pytest.warns(UserWarning, match=r"2 article\(s\) have no value in 'ownership'"):
        compare.groups(SCORES, by="ownership", resamples=20)


def test_what_was_not_measured_is_counted_and_in_no_denominator():
    study = made_up_study(stored=4, silent=2, foreign=3)
    with pytest.warns(UserWarning, match="5 of 24 articles are not measured"):
        scores = frames.score(study, LEXICON)
    table = compare.groups(scores, resamples=20)
    both = table[(table["voice"] == "both") & (table["frame"] == "costs")]
    assert both["not_measured"].sum() == 5 and both["articles"].sum() == 19
    measured = scores[scores["hits"].notna() & (scores["frame"] == "costs")]
    assert both["words"].sum() == measured["n_words"].sum()


def test_a_default_that_changes_an_interval_is_said_once():
    study = corpus.from_frame(FRAME, text="body", outlet="source")
    with pytest.warns(UserWarning, match="every article counts as a text of its own"):
        frames.score(study, LEXICON)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frames.score(study, LEXICON)
        frames.score(study.replace(families=copies.families(study)), LEXICON)


def test_a_study_is_filtered_as_a_whole():
    study = made_up_study(stored=6)
    part = study.where("group == 'North'")
    ids = set(part.articles.index)
    assert ids == set(study.articles.query("group == 'North'").index)
    assert set(part.texts.index) <= ids and set(part.codes["article_id"]) == ids
    assert set(part.counts.rows["article_id"]) == ids == set(part.families.index)
    assert set(frames.score(part, LEXICON)["article_id"]) == ids
    mask = study.articles["group"] == "North"
    assert study.where(mask.iloc[::-1]).articles.equals(part.articles)
    assert study.where(mask.to_numpy()).articles.equals(part.articles)
    once = study.families["family"].loc[part.articles.index]
    assert part.families["family"].equals(once)


def test_every_column_of_the_users_rides_along():
    study = corpus.from_frame(FRAME.assign(mine=[1, 2]), text="body", outlet="source")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scores = frames.score(study, LEXICON)
    assert scores.groupby("mine")["article_id"].unique().explode().tolist() == ["0", "1"]
    assert "body" not in scores and {"outlet", "source"} <= {*scores}


def test_agreement_of_numbers_is_computed_on_numbers():
    """Krippendorff's interval alpha of 1, 2, 9 against 2, 1, 9, by hand: 1 - Do / De."""
    codes = pd.DataFrame(
        {"article_id": list("abcabc"), "coder": list("AAABBB"), "variable": "x",
         "value": [1, 2, 9, 2, 1, 9]}
    )  # fmt: skip
    rule = {"x": {"level": "interval", "values": [1, 2, 9]}}
    values = [1, 2, 9, 2, 1, 9]
    expected = sum((i - j) ** 2 for i in values for j in values) / (6 * 5)
    observed = 2 * (1 + 1 + 0) / 6
    found = coding.agreement(codes, rule, resamples=10)["alpha"][0]
    assert found == pytest.approx(1 - observed / expected)


@pytest.mark.parametrize("value", [1, 1.0, "1"])
def test_a_code_is_the_same_as_number_and_as_text(value):
    codes = pd.DataFrame(
        {"article_id": ["a", "a"], "coder": ["A", "B"], "variable": "x", "value": [value, "1"]}
    )
    rule = {"x": {"level": "nominal", "values": [0, 1]}}
    row = coding.agreement(codes, rule).iloc[0]
    assert row["agree"] == 1 and np.isnan(row["alpha"])  # all alike: no variation, no alpha


def test_one_coder_has_no_agreement_and_no_fault():
    codes = CODES[CODES["coder"] == "A"]
    table = coding.agreement(codes, VARIABLES)
    assert (table["articles"] == 0).all() and table["alpha"].isna().all()
