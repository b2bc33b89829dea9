"""Texts word by word, pairs without all pairs, families as of all pairs."""

import itertools

import made_up_copies
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster import hierarchy

from helpers import corpus, frames
from helpers.corpus import Study
from helpers.errors import InputError
from helpers.likeness import alignment, copies, shingles, vocabulary
from helpers.words import counts, tokens

SOURCE = """
local police said law enforcement declined to stop the rallies in the main city today and the deputy
minister spoke about the fuel prices in the capital of the country last night
"""
SOURCE = SOURCE.split()
TABLE = made_up_copies.coverage(seed=7, each=6, independent=40)


def study_of(texts):
    study = corpus.from_frame(pd.DataFrame({"text": texts}))
    return study.replace(families=copies.families(study))


def in_counts(study):
    return Study(study.articles, study.texts.iloc[:0], stored=study.counts)


STUDY = study_of(TABLE["text"])


# Alignment ---------------------------------------------------------------------------------------


def aligned(copy, source):
    words = {word: i for i, word in enumerate(dict.fromkeys([*copy, *source]))}
    ids = [np.array([words[word] for word in side], dtype=np.int32) for side in (copy, source)]
    return alignment.align(*ids)


def test_a_text_stands_whole_in_itself():
    assert aligned(SOURCE, SOURCE).tolist() == list(range(len(SOURCE)))


def test_swapped_words_belong_to_the_passage():
    copy = [*SOURCE]
    copy[2], copy[12], copy[13] = "stated", "principal", "metropolis"
    partner = aligned(copy, SOURCE)
    assert partner[[2, 12, 13]].tolist() == [alignment.SWAPPED] * 3
    kept = np.delete(np.arange(len(copy)), [2, 12, 13])
    assert (partner[kept] == kept).all()


def test_words_put_in_move_what_follows():
    partner = aligned([*SOURCE[:9], "really", "just", *SOURCE[9:]], SOURCE)
    assert partner[[9, 10]].tolist() == [alignment.SWAPPED] * 2
    assert partner[11] == 9


def test_a_stock_phrase_makes_no_passage():
    other = [f"w{i}" for i in range(30)]
    stock = SOURCE[: alignment.PASSAGE - 1]
    assert (aligned(other + stock + other, SOURCE) == alignment.NOWHERE).all()
    stock = SOURCE[: alignment.PASSAGE]
    assert (aligned(other + stock + other, SOURCE) != alignment.NOWHERE).sum() == len(stock)


def test_two_runs_far_apart_are_two_passages():
    filler = [f"w{i}" for i in range(alignment.GAP + 1)]
    partner = aligned([*SOURCE[:8], *filler, *SOURCE[8:16]], SOURCE)
    assert (partner[8:-8] == alignment.NOWHERE).all()
    assert (partner[:8] >= 0).all() and (partner[-8:] >= 0).all()


def test_a_passage_is_mostly_the_same_words():
    # three words the same, ten not: under two in five
    other = [f"w{i}" for i in range(10)]
    copy = [*SOURCE[:3], *other, *SOURCE[13:16]]
    assert (aligned(copy, SOURCE) == alignment.NOWHERE).all()
    copy = [*SOURCE[:4], *other[:6], *SOURCE[10:14]]
    assert (aligned(copy, SOURCE) != alignment.NOWHERE).all()


def test_moved_sentences_are_found_where_they_went():
    copy = SOURCE[15:] + SOURCE[:15]
    assert aligned(copy, SOURCE).tolist() == [*range(15, len(SOURCE)), *range(15)]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 30), max_size=60), st.lists(st.integers(0, 30), max_size=60))
def test_partners_are_the_same_word(a, b):
    a, b = np.array(a, dtype=np.int32), np.array(b, dtype=np.int32)
    partner = alignment.align(a, b)
    there = partner >= 0
    assert (a[there] == b[partner[there]]).all()


def test_likeness_is_the_share_of_the_shorter_text():
    body = " ".join([*SOURCE, *[f"further{i}" for i in range(40)]])
    short = " ".join(SOURCE)
    found = copies.pairs(study_of({"a": body, "b": short})).iloc[0]
    assert found["likeness"] == found["contained_two"] == 1
    assert found["contained_one"] == pytest.approx(len(SOURCE) / (len(SOURCE) + 40))
    assert (found["basis"], found["swapped"], found["longest"]) == ("text", 0, len(SOURCE))


def test_statements_quoted_by_both_do_not_join():
    statement = "“" + " ".join(SOURCE) + ".”"
    own = [" ".join(f"{side}{i}" for i in range(60)) for side in "ab"]
    quoting = {side: f"{text}. {statement}" for side, text in zip("ab", own, strict=True)}
    assert copies.pairs(study_of(quoting)).empty
    told = {side: f"{text}. {' '.join(SOURCE)}" for side, text in zip("ab", own, strict=True)}
    assert len(copies.pairs(study_of(told))) == 1
    by_counts = in_counts(study_of(quoting))
    assert copies.pairs(by_counts, least=0.1).empty


def test_a_text_that_is_all_quotation_is_compared_by_it():
    statement = "“" + " ".join(SOURCE) + ".” the president said"
    assert len(copies.pairs(study_of({"a": statement, "b": statement + " on Monday"}))) == 1


# Candidates --------------------------------------------------------------------------------------


def test_candidates_hold_every_pair_that_counts():
    likeness = STUDY.likeness
    every = np.triu_indices(len(STUDY), 1)
    alike = likeness.of(*every)["likeness"] >= 0.6
    wanted = set(zip(*(side[alike] for side in every), strict=True))
    found = set(zip(*likeness.measured(0.6)[:2], strict=True))
    assert wanted <= found
    assert len(found) < 0.1 * len(every[0])


def test_a_shingle_that_many_have_proposes_neighbours_only():
    texts = {f"a{i:03}": " ".join(SOURCE) for i in range(shingles.COMMON + 20)}
    study = study_of(texts)
    one, _, _ = study.likeness.measured(0.6)
    assert len(one) == sum(min(shingles.NEXT, len(texts) - 1 - i) for i in range(len(texts)))
    assert (study.families["size"] == len(texts)).all()


def test_candidates_by_counts_hold_every_pair_that_counts():
    likeness = in_counts(STUDY).likeness
    every = np.triu_indices(len(STUDY), 1)
    alike = likeness.of(*every)["likeness"] >= 0.45
    wanted = set(zip(*(side[alike] for side in every), strict=True))
    assert wanted <= set(zip(*likeness.measured(0.45)[:2], strict=True))


def test_words_that_many_have_still_count(monkeypatch):
    study = in_counts(STUDY)
    whole = copies.pairs(study, least=0.45)
    monkeypatch.setattr(vocabulary, "COMMON", 40)
    pd.testing.assert_frame_equal(copies.pairs(study, least=0.45), whole)


# By counts ---------------------------------------------------------------------------------------


def measured(one, two):
    counted = counts.from_texts({"a": " ".join(one), "b": " ".join(two)})
    matrix = vocabulary.words(counted, pd.Index(["a", "b"]))
    return vocabulary.measure(matrix, np.array([0]), np.array([1]))[0].round(3).tolist()


def test_dice_of_long_words():
    words = [f"word{i:02}" for i in range(30)]
    # 10 shared of 20 and 20; short words and how often a word stands there count for nothing
    found = measured([*words[:20], "the", "and", words[0]], [*words[10:30], "the", "of"])
    assert found == [0.5, 0.5, 0.5]


def test_what_was_cut_is_like_the_whole():
    words = [f"word{i:03}" for i in range(200)]
    assert measured(words[:20], words) == [0.6, 1.0, 0.1]
    assert measured(words[:19], words) == [0.174, 1.0, 0.095]  # too few to tell


def test_few_words_count_in_proportion():
    words = [f"word{i:02}" for i in range(5)]
    assert measured(words, words) == [0.5, 1.0, 1.0]
    assert measured([], words) == [0.0, 0.0, 0.0]


def test_a_number_is_a_long_word():
    words = [f"word{i:02}" for i in range(10)]
    assert measured([*words, "164"], [*words, "164"])[0] == 1
    assert measured([*words, "164"], [*words, "225"])[0] == pytest.approx(20 / 22, abs=1e-3)


# Families ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("study", [STUDY, in_counts(STUDY)], ids=["texts", "counts"])
def test_families_are_those_of_all_pairs(study):
    likeness = study.likeness
    one, two = np.triu_indices(len(study), 1)
    by_text = likeness.by_text(one, two)
    close = likeness.of(one, two)["likeness"].to_numpy() / np.where(by_text, 0.65, 0.45)
    tree = hierarchy.linkage(3 - close, "average")
    labels = hierarchy.fcluster(tree, 2 + 1e-9, "distance")
    first = study.measured.to_series().groupby(labels).transform("min")
    assert copies.families(study)["family"].to_dict() == first.to_dict()


def test_texts_and_counts_stand_side_by_side():
    half = STUDY.articles.index[np.arange(len(STUDY)) // 2 % 2 == 0]
    stored = STUDY.counts.select(STUDY.counts.rows["article_id"].isin(half))
    mixed = Study(STUDY.articles, STUDY.texts[~STUDY.texts.index.isin(half)], stored=stored)
    found, wrong = made_up_copies.judged(TABLE, copies.families(mixed)["family"])
    assert wrong == 0 and found["25 % swapped"] == 1
    basis = copies.pairs(mixed).set_index(["one", "two"])["basis"]
    assert set(basis) == {"text", "counts"}


def test_added_articles_leave_other_families_alone():
    old = STUDY.articles.index[: len(STUDY) * 2 // 3]
    before = copies.families(study_of(TABLE["text"][old]))["family"]
    after = copies.families(STUDY)["family"]
    new = set(after[~after.index.isin(old)])
    untouched = after[old][~after[old].isin(new)]
    assert len(untouched) > 50
    assert untouched.to_dict() == before[untouched.index].to_dict()


def test_a_paragraph_that_three_share_makes_no_family():
    own = ["".join(f"{side}{i} " for i in range(80)) for side in "xyz"]
    texts = {side: f"{text} {' '.join(SOURCE)}" for side, text in zip("xyz", own, strict=True)}
    found = study_of(texts | {"brief": " ".join(SOURCE)}).families
    assert found.loc[["x", "y", "z"], "family"].nunique() == 3


def test_a_part_too_large_is_one_family_and_says_so(monkeypatch):
    monkeypatch.setattr(copies, "MOST", 2)
    texts = [" ".join([*SOURCE, f"further{i}"]) for i in range(3)]
    with pytest.warns(UserWarning, match="3 articles are connected"):
        found = copies.families(corpus.from_frame(pd.DataFrame({"text": texts})))
    assert (found["size"] == 3).all()


# The bar on made-up coverage ---------------------------------------------------------------------

BAR = {
    "texts": {
        "verbatim": 0.97, "cut to half": 0.97, "cut to a fifth": 0.97, "lightly edited": 0.95,
        "10 % swapped": 0.95, "25 % swapped": 0.95, "40 % swapped": 0.8, "reordered": 0.9,
    },
    "counts": {"verbatim": 0.97, "cut to half": 0.9, "10 % swapped": 0.9, "25 % swapped": 0.9},
}  # fmt: skip


@pytest.mark.parametrize("basis", BAR)
def test_copies_are_found_and_reports_of_one_event_are_not(basis):
    table = made_up_copies.coverage(seed=11, each=40, independent=200)
    study = corpus.from_frame(table[["text"]])
    study = in_counts(study) if basis == "counts" else study
    found, wrong = made_up_copies.judged(table, copies.families(study)["family"])
    low = {kind: share for kind, share in BAR[basis].items() if found[kind] < share}
    assert not low, found[list(low)]
    assert wrong <= 0.01


# Swapped words -----------------------------------------------------------------------------------


def test_swaps_by_hand():
    copy = [*SOURCE]
    copy[3], copy[15:17], copy[19:20] = "regulation", ["also", "a"], ["talked", "now"]
    table = copies.swapped(copy, SOURCE)
    assert table[["copy", "source"]].values.tolist() == [
        ["regulation", "law"], ["also", "and"], ["a", "the"], ["talked now", "spoke"],
    ]  # fmt: skip
    first = table.iloc[0]
    assert (first["position"], first["left"], first["right"]) == (
        3, "local police said", "enforcement declined to",
    )  # fmt: skip


def test_words_put_in_and_left_out():
    table = copies.swapped([*SOURCE[:8], "just", *SOURCE[8:20], *SOURCE[21:]], SOURCE)
    assert table[["copy", "source"]].values.tolist() == [["just", ""], ["", SOURCE[20]]]


def test_the_swaps_of_a_made_up_copy_are_those_made():
    writer = made_up_copies.Writer(3)
    body = writer.article(0)
    copy = writer.spun(body, 0.25)
    sides = [tokens.tokenise([text]).words(0) for text in (copy, body)]
    table = copies.swapped(*sides)
    right = [
        all(word in set(itertools.chain(*writer.synonyms.values())) for word in row.copy.split())
        for row in table.itertuples()
    ]
    assert len(table) > 20 and np.mean(right) > 0.95
    # the source comes back where every swap is undone
    undone, done = [], 0
    for row in table.itertuples():
        undone += [*sides[0][done : row.position], *row.source.split()]
        done = row.position + len(row.copy.split())
    undone += sides[0][done:]
    same = np.mean([a == b for a, b in zip(undone, sides[1], strict=False)])
    assert same > 0.95


def test_frames_that_a_swap_destroyed_and_made():
    source = " ".join(SOURCE)
    copy = source.replace("law enforcement", "regulation enforcement").replace("fuel", "gasoline")
    study = study_of({"a": source, "b": copy})
    lexicon = frames.lexicon({"order": ["law enforcement", "police"], "gas": ["gasoline"]})
    table = frames.spun(study, lexicon, "b", "a").set_index("frame")
    assert table.loc["order"].tolist() == [1, 2, 1, 0]
    assert table.loc["gas"].tolist() == [1, 0, 0, 1]


def test_swaps_need_both_texts():
    with pytest.raises(InputError, match="no article 'z'"):
        copies.spun(STUDY, "z", STUDY.articles.index[0])
    first, second = STUDY.articles.index[:2]
    with pytest.raises(InputError, match=f"'{first}' has no text at hand"):
        copies.spun(in_counts(STUDY), first, second)


# Whose text --------------------------------------------------------------------------------------


def sources(texts, **columns):
    table = pd.DataFrame({"text": texts}).assign(**columns)
    study = corpus.from_frame(table)
    study = study.replace(families=copies.families(study))
    return copies.sources(study).set_index("article_id")


BODY = " ".join([*SOURCE, *(f"further{i}" for i in range(30))]) + "."


def test_the_earlier_of_two_like_texts_is_the_source():
    days = ["2022-01-06", "2022-01-05"]
    found = sources({"a": BODY, "b": BODY}, outlet=["x", "y"], published=days)
    assert found.loc["a", ["whose", "source_id", "evidence"]].tolist() == ["y", "b", "date"]
    assert found.loc["b", ["whose", "source_id", "evidence"]].tolist() == ["y", "", "date"]
    assert found["own"].tolist() == [False, True]


def test_the_source_is_an_earlier_text_even_if_a_later_one_is_more_alike():
    half = " ".join([*BODY.split()[:52], *(f"other{i}" for i in range(18))])
    days = pd.to_datetime(["2022-01-05", "2022-01-06", "2022-01-07"])
    found = sources({"a": BODY, "b": half, "c": half}, outlet=["x", "y", "z"], published=days)
    assert found.loc["b", ["whose", "source_id", "evidence"]].tolist() == ["x", "a", "date"]
    assert found.loc["b", "likeness"] == 1  # to the later one


def test_an_earlier_text_that_is_alike_too_little_is_no_source():
    half = " ".join([*BODY.split()[:40], *(f"other{i}" for i in range(30))])
    days = pd.to_datetime(["2022-01-05", "2022-01-06", "2022-01-07"])
    texts = {"a": BODY, "b": half, "c": half}
    study = corpus.from_frame(pd.DataFrame({"text": texts}).assign(published=days, outlet=[*"xyz"]))
    one = pd.DataFrame({"family": "a"}, index=study.articles.index)
    found = copies.sources(study.replace(families=one)).set_index("article_id")
    assert copies.pairs(study).query("one == 'a'")["likeness"].between(0.45, 0.649).all()
    assert found.loc["b", ["source_id", "own"]].tolist() == ["", True]


def test_a_copy_of_a_copy_is_the_first_one_s_text():
    days = pd.to_datetime(["2022-01-07", "2022-01-06", "2022-01-05"])
    once = " ".join([BODY, *(f"more{i}" for i in range(20))])
    twice = once.replace("further3 further4", "swapped swapped")
    found = sources({"c": twice, "b": once, "a": BODY}, outlet=["z", "y", "x"], published=days)
    assert found["source_id"].tolist() == ["b", "a", ""]
    assert found["whose"].tolist() == ["x", "x", "x"]


def test_a_copy_of_a_text_of_unknown_origin_is_nobody_s_whom_we_know():
    days = pd.to_datetime(["2022-01-05", "2022-01-06"])
    found = sources(
        {"a": BODY, "b": BODY}, outlet=["x", "y"], copy_type=["republished", "unclear"],
        published=days,
    )  # fmt: skip
    assert found.loc["b", ["whose", "source_id", "evidence"]].tolist() == ["", "a", "date"]
    assert not found.loc["b", "own"]


@pytest.mark.parametrize(
    ("kind", "evidence"), [("unclear", "no copy found"), ("original", "documented")]
)
def test_an_outlet_s_own_article_is_documented_only_if_somebody_said_so(kind, evidence):
    found = sources({"a": BODY}, outlet="x", origin="x", copy_type=kind)
    assert found["evidence"].tolist() == [evidence]


def test_origins_that_nobody_stated_judge_no_threshold():
    table = pd.DataFrame({"text": {"a": BODY, "b": BODY, "c": BODY}})
    table = table.assign(
        outlet=[*"xyz"], origin=["x", "y", "x"], copy_type=["unclear", "original", "republished"]
    )
    found = copies.thresholds(corpus.from_frame(table), at=[0.6])
    assert found["judged"].tolist() == [1]


def test_of_one_day_the_cut_one_is_the_copy():
    short = " ".join(BODY.split()[:40])
    found = sources({"a": short, "b": BODY}, outlet=["x", "y"], published="2022-01-05")
    assert found["evidence"].tolist() == ["containment", "containment"]
    assert found["own"].tolist() == [False, True]


def test_of_two_same_texts_none_is_the_source():
    found = sources({"a": BODY, "b": BODY}, outlet=["x", "y"])
    assert found["evidence"].tolist() == ["unknown", "unknown"]
    assert found["own"].isna().all() and (found["likeness"] == 1).all()


def test_a_spun_text_is_told_by_words_that_nobody_else_uses():
    writer = made_up_copies.Writer(5)
    body = writer.article(0)
    rare = " ".join(w + "ix" if len(w) > 6 else w for w in body.split())
    others = {f"c{i}": writer.article(0) for i in range(20)}
    found = sources({"a": rare, "b": body, **others}, outlet="x")
    assert found.loc["a", ["source_id", "evidence"]].tolist() == ["b", "swaps"]
    assert found.loc["b", ["source_id", "evidence"]].tolist() == ["", "swaps"]
    assert (found.loc[[*others], "evidence"] == "no copy found").all()


def test_what_is_documented_or_credited_comes_first():
    found = sources(
        {"a": BODY, "b": f"{BODY}\n\n(Reuters)", "c": BODY, "d": BODY},
        outlet=["x", "y", "z", "w"],
        origin=["AP", "", "z", ""],
        copy_type=["wire", "unclear", "original", "translation"],
        published="2022-01-05",
    )
    assert found["whose"].tolist() == ["AP", "Reuters", "z", ""]
    assert found["evidence"].tolist() == ["documented", "credit line", "documented", "unknown"]
    assert found["own"].tolist()[:3] == [False, False, True] and pd.isna(found.loc["d", "own"])
