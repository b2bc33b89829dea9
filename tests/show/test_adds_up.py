"""The evidence of every row adds up to the row: over made-up studies, for every function that
returns rows and any column to compare by."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_study import LEXICON, VARIABLES, made_up_study

from helpers import charts, coding, compare, corpus, evidence, figures, frames, terms, voices
from helpers.errors import InputError
from helpers.measure import cells

BY = ["group", "outlet", "ownership", "year", "published", ["group", "outlet"], ["year", "group"]]
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
STUDIES = st.builds(
    made_up_study,
    seed=st.integers(0, 10**6),
    stored=st.integers(0, 8),
    silent=st.integers(0, 2),
    foreign=st.integers(0, 2),
)


def present(behind, weight=1.0):
    n = (behind["n"] * weight).groupby(behind["article_id"]).sum()
    return set(n.index[n > 0])


def check_groups(table, study, whole):
    one_each = "one per family" in str(table.attrs)
    for _, row in table.iterrows():
        behind = evidence.find(whole, row)
        weight = behind["weight"] if one_each else 1.0
        if np.isnan(row["hits"]):
            assert behind.empty
            continue
        assert (behind["n"] * weight).sum() == pytest.approx(row["hits"])
        if not one_each:
            assert len(present(behind)) == pytest.approx(row["presence"] * row["with_words"])


@settings(max_examples=9)
@given(STUDIES, st.sampled_from(BY), st.sampled_from(cells.COPIES))
def test_groups(study, by, copies):
    scores = frames.score(study, LEXICON)
    table = compare.groups(scores, by=by, copies=copies, resamples=10)
    if copies != "one per family":
        check_groups(table, study, evidence.hits(study, LEXICON))
    check_groups(table, study, evidence.behind(table, study))


@settings(max_examples=6)
@given(STUDIES, st.sampled_from(BY))
def test_some_rows_of_the_scores_have_the_evidence_of_these_alone(study, by):
    scores = frames.score(study, LEXICON)
    some = scores[(scores["outlet"] != "paper A") & (scores["voice"] == "unquoted")]
    table = compare.groups(some, by=by, resamples=10)
    check_groups(table, study, evidence.behind(table, study))
    assert "paper A" not in set(evidence.behind(table, study)["outlet"])


@settings(max_examples=6)
@given(STUDIES, st.sampled_from(BY))
def test_differences(study, by):
    scores = frames.score(study, LEXICON)
    table = compare.differences(scores, by=by, resamples=10).head(30)
    whole = evidence.hits(study, LEXICON)
    names = [by] if isinstance(by, str) else by
    for _, row in table.iterrows():
        behind = evidence.find(whole, row)
        pairs = zip(*(behind[name] for name in names), strict=True)
        label = np.array([" / ".join(map(_written, pair)) for pair in pairs], dtype=object)
        for side in ("one", "two"):
            part = behind[label == _written(row[side])]
            share = row[f"presence_{side}"] * row[f"articles_{side}"]
            assert len(present(part)) == pytest.approx(0 if np.isnan(share) else share)


def _written(value):
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)


@settings(max_examples=4)
@given(STUDIES, st.sampled_from(["group", "outlet", ["group", "year"]]))
def test_over_time_and_shares(study, by):
    scores = frames.score(study, LEXICON)
    windows = pd.DataFrame(
        {
            "window": ["first", "then"],
            "start": ["2022-01-03", "2022-01-05"],
            "end": ["2022-01-04", "2022-01-09"],
        }
    )
    for given_windows in (None, windows):
        table = compare.over_time(scores, by=by, windows=given_windows, resamples=10)
        check_groups(table, study, evidence.hits(study, LEXICON))
        check_groups(table, study, evidence.behind(table, study))
    table = compare.shares(scores, "quoted", by=by)
    whole = evidence.behind(table, study)
    for _, row in table.iterrows():
        assert evidence.find(whole, row)["n"].sum() == row["numer"]
        assert (
            evidence.find(whole, dict(row[_names(by)], frame=row["frame"]))["n"].sum()
            == row["denom"]
        )


def _names(by):
    return [by] if isinstance(by, str) else by


@settings(max_examples=5)
@given(STUDIES, st.sampled_from(BY))
def test_codes(study, by):
    study = study.where("language == 'en'")
    for scores in (coding.scores(study), coding.scores(study, ["threat"], present=True)):
        table = compare.groups(scores, by=by, resamples=10)
        check_groups(table, study, evidence.behind(table, study))
        check_groups(table, study, evidence.codes(study))
        table = compare.shares(scores, "own", of="any", by=by)
        for _, row in table.iterrows():
            assert evidence.find(evidence.codes(study), row)["n"].sum() == row["numer"]


VOICES, KEPT = st.sampled_from([None, "unquoted"]), st.sampled_from(cells.COPIES)


@settings(max_examples=5)
@given(STUDIES, st.sampled_from(BY), VOICES, KEPT)
def test_terms(study, by, voice, copies):
    study, some = study.where("language == 'en'"), {"copies": copies}
    tables = [terms.frequencies(study, by=by, voice=voice, **some)]
    tables += [terms.frequencies(study, voice=voice, **some)]
    if voice is None:
        tables += [terms.tf_idf(study, by=by, **some), terms.tf_idf(study, **some)]
    for table in tables:
        whole = evidence.behind(table, study)
        for _, row in table.head(40).iterrows():
            behind = evidence.find(whole, row)
            assert behind["n"].sum() == row["n"]
            if "articles" in row:
                assert behind["article_id"].nunique() == row["articles"]
    table = terms.keyness(study, by=by, voice=voice, min_articles=1, resamples=10, **some)
    whole = evidence.behind(table, study)
    for _, row in table.head(40).iterrows():
        behind = evidence.find(whole, row)
        labelled = behind.dropna(subset=_names(by))
        assert labelled["n"].sum() == row["n"] + row["n_rest"]
        assert labelled["article_id"].nunique() == row["articles"] + row["articles_rest"]


@settings(max_examples=5)
@given(STUDIES)
def test_errors_of_lexicon_and_coders(study):
    study = study.where("language == 'en'")
    table = frames.check(study, LEXICON, by="group", resamples=10)
    whole = evidence.behind(table, study)
    for _, row in table.iterrows():
        behind = evidence.find(whole, row)
        assert (behind["code"] > 0).sum() == row["coded"]
    table = coding.agreement(study, resamples=10)
    for _, row in table.iterrows():
        behind = evidence.find(evidence.behind(table, study), row)
        assert behind["article_id"].nunique() == row["articles"]
        assert behind["n"].mean() == pytest.approx(row["agree"])
    assert set(table["variable"]) == set(VARIABLES)


@settings(max_examples=5)
@given(STUDIES, st.sampled_from(["group", ["outlet", "group"]]))
def test_finer_voices_and_other_words(study, by):
    spans = voices.spans(study)
    for scores in (
        frames.score(study, LEXICON, voices=spans),
        frames.score(study, LEXICON, voices=voices.by_kind(spans)),
        frames.score(study, LEXICON, words="quanteda"),
        frames.score(study, LEXICON, words="quanteda", voices=spans),
    ):
        table = compare.groups(scores, by=by, resamples=10)
        check_groups(table, study, evidence.behind(table, study))


def test_a_figure_whose_numbers_were_changed_is_refused(tmp_path):
    study = made_up_study()
    table = compare.groups(frames.score(study, LEXICON), resamples=10)
    ax = charts.intervals(table)
    figures.save(ax, "sound", table, study, folder=tmp_path)
    with pytest.raises(InputError, match="adds up to"):
        figures.save(ax, "odd", table.assign(hits=table["hits"] + 1), study, folder=tmp_path)
    with pytest.raises(InputError, match="does not remember how it was made"):
        figures.save(ax, "odd", pd.DataFrame(table.to_dict("list")), study, folder=tmp_path)


@pytest.mark.parametrize("by", BY, ids=str)
def test_from_a_table_of_texts_to_a_figure_with_its_evidence(tmp_path, by):
    """Without a corpus folder; every value of every column opens onto its evidence."""
    made = made_up_study()
    table = made.articles.assign(body=made.texts).drop(columns=["copy_type", "published_from"])
    table = table.rename(columns={"outlet": "source", "published": "date"}).reset_index(drop=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        study = corpus.from_frame(table, text="body", outlet="source", published="date")
        scores = frames.score(study, LEXICON)
    result = compare.groups(scores, by=by, resamples=20)
    ax = charts.intervals(result, title="made up")
    figures.save(ax, "my-figure", result, study, folder=tmp_path)
    assert (tmp_path / "my-figure.evidence.csv").exists()
    whole = evidence.hits(study, LEXICON)
    for number, (_, row) in enumerate(result.iterrows()):
        counted = 0 if np.isnan(row["hits"]) else row["hits"]
        assert evidence.find(whole, row)["n"].sum() == counted
        if number < 10:
            found = evidence.of("my-figure", number, folder=tmp_path)
            assert found["n"].sum() == counted
