"""Evidence: every row of every figure adds up to what is behind it, and words stand in context."""

import functools

import krippendorff
import numpy as np
import pandas as pd
import pytest
from conftest import PROJECT, study_of

from helpers import corpus, frames, voices
from helpers.errors import InputError
from helpers.show import evidence

FOLDER = PROJECT / "figures"
FIGURES = sorted(file.stem for file in FOLDER.glob("*.svg"))
DIGITS = 6e-6  # relative, of numbers that are written with six digits


def close(drawn, counted):
    return drawn == pytest.approx(counted, rel=DIGITS)


def present(behind):
    """The articles with a hit, or a code, or a term."""
    n = behind.groupby("article_id")["n"].sum()
    return set(n.index[n > 0])


@pytest.fixture(scope="session")
def members(loaded):
    """The articles with their family and, by voice, their words."""
    articles, families = loaded.articles, loaded.families
    words = {"unquoted": articles["n_words_unquoted"], "quoted": articles["n_words_quoted"]}
    words["both"] = words["unquoted"] + words["quoted"]
    return articles[["group", "copy_type"]].join(families["family"]).assign(**words)


# What the numbers of each figure count; each takes a row and the evidence found for it.


def articles_of_a_day(row, behind, members):
    assert behind["n"].sum() == len(present(behind)) == row["articles"]
    if "inferred" in row:
        assert (behind["published_from"] == "inferred").sum() == row["inferred"]


def hits_and_presence(row, behind, members):
    assert behind["n"].sum() == row["hits"]
    assert close(row["rate"], 1000 * behind["n"].sum() / row["words"])
    assert close(row["presence"], len(present(behind)) / row["with_words"])


def a_difference(row, behind, members):
    for side in ("one", "two"):
        inside = members[members["group"] == row[side]]
        weight = pd.Series(1.0, inside.index)
        if row["copies"] == "originals":
            inside = inside[inside["copy_type"] == "original"]
        if row["copies"] == "one per family":
            weight = 1 / inside.groupby("family")["both"].transform("size")
        part = behind[behind["group"] == row[side]]
        assert set(part["article_id"]) <= set(inside.index)
        words = inside[row["voice"]]
        hits = (part["n"].to_numpy() * weight.loc[part["article_id"]].to_numpy()).sum()
        assert close(row[f"rate_{side}"], 1000 * hits / (words * weight.loc[inside.index]).sum())
        with_words = weight.loc[inside.index][words > 0].sum()
        assert close(row[f"presence_{side}"], weight.loc[list(present(part))].sum() / with_words)
        if row["copies"] == "one per family":
            given = part["weight"].to_numpy(float)
            np.testing.assert_allclose(given, weight.loc[part["article_id"]], rtol=DIGITS)


def a_term(row, behind, members):
    own = behind["group"] == row["group"]
    for part, rest in ((behind[own], ""), (behind[~own], "_rest")):
        assert part["n"].sum() == row[f"n{rest}"]
        assert part["article_id"].nunique() == row[f"articles{rest}"]


def two_coders(row, behind, members):
    assert behind["article_id"].nunique() == row["articles"]
    assert close(row["agree"], behind["n"].mean())
    values = {"protesters": 0, "rioters": 1, "militants": 2, "mixed": 3, "none": 4}
    values |= {"peacekeepers": 5, "troops": 6, "russian_troops": 7, "0": 0, "1": 1, "2": 2}
    given = [[values[code] for code in pair.split(", ")] for pair in behind["codes"]]
    alpha = krippendorff.alpha(np.array(given, float).T, level_of_measurement=row["level"])
    assert close(row["alpha"], alpha)


def held_back(row, behind, members):
    coded = behind["code"] > 0
    assert coded.sum() == row["coded"] and behind["held_back"].sum() == row["found"]
    assert (coded & behind["held_back"]).sum() == row["both"]
    both = (coded & behind["found"]).sum()
    assert close(row["precision_apparent"], both / behind["found"].sum())
    assert close(row["recall_apparent"], both / coded.sum())


def precision_or_recall(row, behind, members):
    coded, found = behind["code"] > 0, behind["found"]
    assert (coded.sum(), found.sum()) == (row["coded"], row["found"])
    of = {"precision": found, "recall": coded}[row["measure"]]
    assert close(row["value"], (coded & found).sum() / of.sum())


def share_of_articles(row, behind, members):
    assert close(row["presence"], len(present(behind)) / row["articles"])


def share_in_voice(row, behind, members):
    """``behind`` is the numerator where the row names its voice, else all that it is a share of."""
    assert behind.loc[behind["voice"] == row["voice"], "n"].sum() == row["numer"]


def an_effect(row, behind, members):
    """Of presences: the articles with a hit, of originals and copies in either group."""
    for side in ("one", "two"):
        part = behind[behind["group"] == row[side]]
        original = part["copy_type"] == "original"
        for kind, rows in (("originals", part[original]), ("copies", part[~original])):
            assert len(present(rows)) <= row[f"{kind}_{side}"]
    shares = [
        len(present(behind[(behind["group"] == row[side]) & (behind["copy_type"] == "original")]))
        / row[f"originals_{side}"]
        for side in ("one", "two")
    ]
    assert close(row["among_originals"], shares[0] - shares[1])


CHOICES = ("copies", "days", "texts", "length", "origins")


def asked_again(row, behind, members):
    """The evidence is the lexicon's hits: it gives the difference that nothing restricts; other
    readings and specifications rest on some of it, or on codes."""
    assert set(behind["frame"]) == {row["frame"]}
    restricted = any(row.get(name, "all") != "all" for name in CHOICES)
    if row.get("told_by", "lexicon") != "lexicon" or restricted or row.get("hits", 1) != 1:
        return
    shares = []
    for side in ("one", "two"):
        inside = members[(members["group"] == row[side]) & (members["both"] > 0)]
        shares.append(len(present(behind[behind["group"] == row[side]])) / len(inside))
    assert close(row["first" if "first" in row else "difference"], shares[0] - shares[1])


COUNTS = {
    "choices-survived": asked_again,
    "every-choice": asked_again,
    "what-survives": asked_again,
    "copies-effect": an_effect,
    "articles-by-day": articles_of_a_day,
    "coder-agreement": two_coders,
    "copies-by-group": articles_of_a_day,
    "copy-treatments": a_difference,
    "distinctive-quoted": a_term,
    "distinctive-unquoted": a_term,
    "frames-by-group": hits_and_presence,
    "frames-by-window": hits_and_presence,
    "frames-over-time": hits_and_presence,
    "lexicon-accuracy": held_back,
    "own-by-frame": share_in_voice,
    "own-text-by-group": share_of_articles,
    "own-voice": share_of_articles,
    "quoted-by-frame": share_in_voice,
    "contrast-plane": share_of_articles,
    "contrast-quoted-share": share_in_voice,
    "three-readings": share_of_articles,
    "unquoted-to-quoted": hits_and_presence,
    "languages-side-by-side": share_of_articles,
    "second-language-labels": share_of_articles,
    "second-language-voice": share_of_articles,
    "second-language-windows": hits_and_presence,
    "second-language-words": a_term,
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_row_of_a_figure_adds_up_to_its_evidence(name, members, monkeypatch):
    for reader in ("_read", "provenance"):  # once for all rows
        monkeypatch.setattr(evidence, reader, functools.cache(getattr(evidence, reader)))
    assert name in COUNTS, f"say in this test what the numbers of {name} count"
    table = pd.read_csv(FOLDER / f"{name}.csv", keep_default_na=False, na_values=[""])
    whole, used = evidence.of(name, folder=FOLDER), 0
    for number, (_, row) in enumerate(table.iterrows()):
        behind = evidence.of(name, number, folder=FOLDER)
        COUNTS[name](row, behind, members)
        used += len(behind)
        if "denom" in row:
            of_all = evidence.of(name, dict(row, voice="both"), folder=FOLDER)
            assert of_all["n"].sum() == row["denom"]
            used += len(of_all)
    assert used >= len(whole) > 0  # nothing is there that no row counts


@pytest.mark.parametrize("name", FIGURES)
def test_evidence_is_sorted_small_and_without_passages(name):
    file = FOLDER / f"{name}.evidence.csv"
    assert file.stat().st_size < 1_500_000
    columns = set(pd.read_csv(file, nrows=1).columns)
    assert {"article_id", "n"} <= columns
    assert columns <= {*evidence.ORDER, "published_from"}


@pytest.fixture
def parts(made_up):
    return corpus.load(made_up), frames.read(made_up / "frames.yml")


def test_hits_name_term_pattern_and_code(parts):
    table = evidence.hits(*parts)
    found = evidence.find(table, {"group": "North", "frame": "threat", "voice": "both", "rate": 1})
    assert found[["article_id", "voice", "term", "pattern", "code", "n"]].to_numpy().tolist() == [
        ["one", "quoted", "terrorist", "terror*", "1", 1],
    ]
    # "fuel prices" holds a word of its frame: the word is the hit
    costs = evidence.find(table, frame="costs")
    assert costs[["article_id", "term", "n"]].to_numpy().tolist() == [["one", "prices", 2]]


def test_hits_are_those_of_the_scores(parts):
    table = evidence.hits(*parts)
    scores = frames.score(*parts).query("hits > 0")
    sums = table.groupby(["article_id", "voice", "frame"])["n"].sum()
    keys = ["article_id", "voice", "frame"]
    assert sums.to_dict() == scores.set_index(keys)["hits"].to_dict()


def test_evidence_that_cannot_tell_apart_says_so(parts):
    table = evidence.hits(*parts)
    with pytest.raises(InputError, match="knows no 'window'"):
        evidence.find(table, {"group": "North", "window": "4-5 January"})
    with pytest.raises(InputError, match="knows no 'grupp'"):
        evidence.find(table, grupp="North")
    with pytest.raises(InputError, match="not counted: bread"):
        evidence.occurrences(parts[0], ["fuel", "bread"])
    with pytest.raises(InputError, match="there is no evidence of that name"):
        evidence.of("no-figure", 0, folder=FOLDER)


def test_a_difference_has_the_evidence_of_both_its_groups(parts):
    table = evidence.hits(*parts)
    row = {"one": "North", "two": "East", "frame": "threat", "voice": "both", "copies": "all"}
    assert set(evidence.find(table, row)["article_id"]) == {"one", "two"}
    assert set(evidence.find(table, row | {"copies": "originals"})["article_id"]) == {"one"}
    assert evidence.find(table, row | {"one": "Nowhere", "two": "China"}).empty


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"group": "Wset"}, "group 'Wset' does not occur: it is one of East, North, Unknown"),
        ({"frame": "terorr"}, "frame 'terorr' does not occur: it is one of costs, threat"),
        ({"outlet": "Nobody"}, "outlet 'Nobody' does not occur"),
        ({}, "say which row"),
    ],
)
def test_a_value_that_does_not_occur_is_named(parts, where, said):
    with pytest.raises(InputError, match=said):
        evidence.find(evidence.hits(*parts), **where)


def test_a_value_without_hits_is_no_misspelling(parts):
    assert evidence.find(evidence.hits(*parts), group="Unknown").empty


def test_a_figure_names_what_it_does_not_have():
    with pytest.raises(InputError, match="frame 'terorr' does not occur"):
        evidence.of("own-voice", frame="terorr", folder=FOLDER)
    with pytest.raises(InputError, match="has the rows 0 to 39, not 120"):
        evidence.of("own-voice", 120, folder=FOLDER)


# Made up: places and people are invented.
TEXTS = study_of(
    {
        "first": "Prices rose in Vell. “The terrorists must be stopped,” said Mayor Ana Roe.\n"
        "Shops closed early.",
        "second": "Officials said that armed terrorists held the bridge. "
        "Terrorists? Nobody saw any.",
    },
    language="en",
)


@pytest.fixture(scope="module")
def spans():
    return voices.spans(TEXTS)


def test_a_pattern_in_its_context(spans):
    table = evidence.kwic(TEXTS, "Terrorist*", spans=spans, width=2)
    columns = ["article_id", "sentence", "voice", "speaker", "left", "keyword", "right"]
    assert table[columns].to_numpy().tolist() == [
        ["first", 1, "quoted", "Mayor Ana Roe", "Vell. “The ", "terrorists", " must be"],
        ["second", 0, "reported", "Officials", "that armed ", "terrorists", " held the"],
        ["second", 1, "narration", "", "the bridge. ", "Terrorists", "? Nobody saw"],
    ]


def test_a_pattern_in_its_sentence(spans):
    table = evidence.kwic(TEXTS, "terrorists must", spans=spans, width=None)
    assert table[["left", "keyword", "right"]].to_numpy().tolist() == [
        ["“The ", "terrorists must", " be stopped,” said Mayor Ana Roe."]
    ]
    assert evidence.kwic(TEXTS, "bridge terrorists", spans=spans).empty  # over a sentence's end


def test_passages_are_the_hits_of_the_scores(spans):
    lexicon = frames.Lexicon(
        (frames.Frame("threat", ("terrorist*", "armed")), frames.Frame("costs", ("price*",)))
    )
    table = evidence.passages(TEXTS, lexicon, spans=spans)
    scores = frames.score(TEXTS, lexicon, voices=spans)
    sums = table.groupby(["article_id", "voice", "frame"])["n"].sum().to_dict()
    keys = ["article_id", "voice", "frame"]
    assert sums == scores[scores["hits"] > 0].set_index(keys)["hits"].to_dict()
    first = table.iloc[0]
    assert (first["frame"], first["pattern"], first["keyword"]) == ("costs", "price*", "Prices")
    assert (first["left"], first["right"]) == ("", " rose in Vell.")


def test_without_texts_there_is_nothing_to_show(parts):
    with pytest.raises(InputError, match="helpers fetch brings texts"):
        evidence.kwic(parts[0], "price*")
    with pytest.raises(InputError, match="helpers fetch brings texts"):
        evidence.passages(*parts)


def test_several_patterns_by_quotation_marks_and_other_words():
    table = evidence.kwic(TEXTS, ["terrorist*", "prices rose"], width=1)
    assert table[["pattern", "voice", "keyword"]].to_numpy().tolist() == [
        ["prices rose", "unquoted", "Prices rose"],
        ["terrorist*", "quoted", "terrorists"],
        ["terrorist*", "unquoted", "terrorists"],
        ["terrorist*", "unquoted", "Terrorists"],
    ]
    study = study_of({"a": "The U.S. and Kazakhstan's anti-terrorist drill, an A-level."})
    table = evidence.kwic(study, ["u.s", "kazakhstan's", "anti-*"], words="quanteda", width=1)
    assert table[["left", "keyword", "right"]].to_numpy().tolist() == [
        ["The ", "U.S", "."],
        ["and ", "Kazakhstan's", " anti-terrorist"],
        ["Kazakhstan's ", "anti-terrorist", " drill"],
    ]
    with pytest.raises(InputError, match="can never match: write 'anti"):
        evidence.kwic(study, "anti-terror*")
    with pytest.raises(InputError, match="width must be a number of words"):
        evidence.kwic(study, "drill", width=-1)


def test_tables_in_notebooks_are_escaped_marked_and_the_same_each_time():
    table = pd.DataFrame({"left": ["<script>alert('x')</script> & <b>"], "keyword": ["</script>"]})
    html = evidence.show(table, "made-up").data
    assert html == evidence.show(table, "made-up").data
    body = html.replace('<script>document.getElementById("evidence-made-up")', "")
    assert "<script>alert" not in html and "<b>" not in body and '"</script>"' not in html
    assert "&lt;script&gt;alert" in html and "&lt;/script&gt;" in html
    assert 'id="evidence-made-up"' in html and '"className": "match", "targets": [1]' in html
    assert "import" not in html and "unpkg" not in html  # nothing is loaded from elsewhere


def test_lines_are_ordered_by_the_words_beside_them_and_by_group():
    texts = {
        "a": "All price now. Low price Apart.\n\nЁж price ёлка.",
        "b": "Zero price zone. Мы price еда.",
    }
    study = study_of(texts, paper=["Z", "A"], language="en")
    right = evidence.kwic(study, "price", sort="right", width=1)
    assert right["right"].str.strip().tolist() == ["Apart", "now", "zone", "еда", "ёлка"]
    left = evidence.kwic(study, "price", sort="left", width=1)
    assert left["left"].str.strip().tolist() == ["All", "Low", "Zero", "Ёж", "Мы"]
    by = evidence.kwic(study, "price", by="paper", sort="right", width=1)
    assert by["paper"].tolist() == ["A", "A", "Z", "Z", "Z"] and next(iter(by)) == "paper"
    assert by["right"].str.strip().tolist()[:2] == ["zone", "еда"]
    with pytest.raises(InputError, match="sort must be"):
        evidence.kwic(study, "price", sort="up")
    with pytest.raises(InputError, match="no such column"):
        evidence.kwic(study, "price", by="nobody")
