"""Groups compared: hand-worked sums, rules of measurement, invariants."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from made_up_study import made_up_study
from scipy import stats

from helpers.errors import InputError
from helpers.measure import coding, compare

# Made up: two groups, family "a" has two members in one group and one in the other.
ARTICLES = pd.DataFrame(
    {
        "group": ["west", "west", "west", "east", "east"],
        "origin": ["p", "p", "q", "r", ""],
        "copy_type": ["original", "spun", "original", "wire", "original"],
        "published": pd.to_datetime(
            ["2022-01-05", "2022-01-05", "2022-01-06"] + ["2022-01-06"] * 2
        ),
        "published_from": ["page", "inferred", "page", "page", "page"],
    },
    index=pd.Index(list("abcde"), name="article_id"),
)
FAMILIES = pd.DataFrame({"family": list("aacae")}, index=ARTICLES.index)
SCORES = pd.DataFrame(
    [
        ("a", "unquoted", 4, 100), ("a", "quoted", 1, 10),
        ("b", "unquoted", 2, 100), ("b", "quoted", 0, 0),
        ("c", "unquoted", 0, 200), ("c", "quoted", 0, 10),
        ("d", "unquoted", 1, 100), ("d", "quoted", 2, 20),
        ("e", "unquoted", 0, 100), ("e", "quoted", 0, 0),
    ],
    columns=["article_id", "voice", "hits", "n_words"],
).assign(frame="f").join(ARTICLES.join(FAMILIES), on="article_id")  # fmt: skip


def row(table, group, voice):
    return table[(table["group"] == group) & (table["voice"] == voice)].iloc[0]


def test_sums_rates_and_presence_by_hand():
    table = compare.groups(SCORES, resamples=50)
    west = row(table, "west", "unquoted")
    assert (west["hits"], west["words"], west["rate"]) == (6, 400, 15)
    assert (west["articles"], west["families"], west["origins"]) == (3, 2, 2)
    assert west["presence"] == pytest.approx(2 / 3)
    both = row(table, "west", "both")
    assert (both["hits"], both["words"]) == (7, 420)


def test_an_article_without_words_is_counted_apart():
    table = compare.groups(SCORES, resamples=50)
    quoted = row(table, "west", "quoted")
    assert (quoted["articles"], quoted["with_words"]) == (3, 2)
    assert quoted["presence"] == 0.5


def test_small_groups_have_points_and_no_interval():
    table = compare.groups(SCORES, resamples=50)
    assert not table["interval"].any()
    assert table[["rate_low", "rate_high", "presence_low", "presence_high"]].isna().all().all()
    assert table["rate"].notna().all()


def test_one_per_family_weighs_members_within_a_group():
    table = compare.groups(SCORES, copies="one per family", resamples=50)
    west = row(table, "west", "unquoted")
    assert (west["hits"], west["words"]) == (3, 300)  # (4 + 2) / 2 of (100 + 100) / 2 + 200
    assert row(table, "east", "unquoted")["hits"] == 1  # its only member there


def test_originals_only():
    table = compare.groups(SCORES, copies="originals", resamples=50)
    assert row(table, "west", "unquoted")["articles"] == 2
    assert row(table, "east", "unquoted")["hits"] == 0
    with pytest.raises(InputError, match="copies must be one of"):
        compare.groups(SCORES, copies="some")


def test_what_was_not_counted_stays_unknown():
    scores = SCORES.assign(hits=np.nan)
    table = compare.groups(scores, resamples=50)
    assert table[["hits", "rate", "presence"]].isna().all().all()
    assert (table["articles"] == 0).all() and (table["not_measured"] > 0).all()


def simulated(n=60, seed=0, factor=1):
    """Made-up scores of two groups of n articles; the second has ``factor`` times the hits."""
    rng = np.random.default_rng(seed)
    ids = [f"a{i}" for i in range(2 * n)]
    group = np.repeat(["one", "two"], n)
    articles = pd.DataFrame(
        {
            "group": pd.Categorical(group, ["one", "two"], ordered=True),
            "origin": [f"o{i % 20}" for i in range(2 * n)],
            "copy_type": "original",
            "published": pd.Timestamp("2022-01-05"),
            "published_from": "page",
        },
        index=pd.Index(ids, name="article_id"),
    )
    families = pd.DataFrame({"family": ids}, index=articles.index)
    words = rng.integers(100, 300, 2 * n)
    hits = rng.negative_binomial(1, 1 / (1 + 0.01 * words * np.where(group == "two", factor, 1)))
    scores = pd.DataFrame(
        {"article_id": ids, "voice": "unquoted", "frame": "f", "hits": hits, "n_words": words}
    )
    return scores.join(articles.join(families), on="article_id")


def test_doubling_every_article_leaves_the_estimates_and_the_intervals():
    scores = simulated()
    copy = scores.assign(article_id=scores["article_id"] + "-copy")  # of the same family
    once = compare.groups(scores, resamples=200)
    twice = compare.groups(pd.concat([scores, copy]), resamples=200)
    columns = ["rate", "rate_low", "rate_high", "presence", "presence_low", "presence_high"]
    pd.testing.assert_frame_equal(once[columns], twice[columns])


def test_the_order_of_articles_changes_nothing():
    scores = simulated()
    shuffled = scores.sample(frac=1, random_state=1)
    one, two = (compare.groups(some, resamples=200) for some in (scores, shuffled))
    pd.testing.assert_frame_equal(one, two)


def test_a_real_difference_is_found_and_its_ratio_lies_in_the_interval():
    table = compare.differences(simulated(n=100, factor=3, seed=3), resamples=500)
    found = table[table["voice"] == "unquoted"].iloc[0]
    assert found["rate_ratio_low"] < 1 / 3 < found["rate_ratio_high"] < 1
    assert found["p_rate"] < 0.01


def test_differences_by_hand_and_their_sign():
    table = compare.differences(SCORES, pairs=[("west", "east")], resamples=50)
    found = table[table["voice"] == "unquoted"].iloc[0]
    assert found["rate_ratio"] == pytest.approx(15 / 5)
    assert found["presence_difference"] == pytest.approx(2 / 3 - 1 / 2)
    assert np.isnan(found["p_rate"]) and np.isnan(found["rate_ratio_low"])  # too few families
    assert found["rate_is"] == "not tested" and "one: 1.8 effective" in found["why"]
    with pytest.raises(InputError, match="no article of group 'north'"):
        compare.differences(SCORES, pairs=[("west", "north")])


def test_over_time_by_day_and_window():
    days = compare.over_time(SCORES, resamples=20)
    west = days[(days["group"] == "west") & (days["voice"] == "unquoted")].set_index("window")
    assert west["hits"].to_dict() == {"2022-01-05": 6, "2022-01-06": 0}
    assert west["inferred"].to_dict() == {"2022-01-05": 0.5, "2022-01-06": 0}
    windows = pd.DataFrame({"window": ["all"], "start": ["2022-01-01"], "end": ["2022-01-31"]})
    whole = compare.over_time(SCORES, windows=windows, resamples=20)
    assert row(whole, "west", "unquoted")["rate"] == 15


@pytest.mark.parametrize("copies", ["all", "one per family"])
def test_each_window_is_a_sample_of_its_own_though_it_overlaps_with_others(copies):
    scores = two_papers().assign(
        published_from="page",
        published=lambda t: (
            pd.Timestamp("2022-01-03") + pd.to_timedelta(pd.factorize(t["article_id"])[0] % 9, "D")
        ),
    )
    windows = pd.DataFrame(
        {
            "window": ["late", "all", "early"],
            "start": ["2022-01-06", "2022-01-01", "2022-01-03"],
            "end": ["2022-01-11", "2022-01-31", "2022-01-08"],
        }
    )
    options = dict(by="outlet", copies=copies, resamples=50)
    together = compare.over_time(scores, windows=windows, **options)
    assert list(pd.unique(together["window"])) == ["late", "all", "early"]
    for window in windows.itertuples():
        inside = scores[scores["published"].between(window.start, window.end)]
        alone = compare.groups(inside, **options)
        part = together[together["window"] == window.window].reset_index(drop=True)
        assert (part["date"] == pd.Timestamp(window.start)).all()
        pd.testing.assert_frame_equal(part[[*alone]], alone, check_categorical=False)


def test_a_column_that_windows_make_cannot_name_the_groups():
    with pytest.raises(InputError, match="by='window': this column is a result"):
        compare.over_time(SCORES.assign(window="a"), by="window")


def test_shares_by_hand():
    table = compare.shares(SCORES, "quoted").set_index("group")
    assert table["share"].to_dict() == {"west": 1 / 7, "east": 2 / 3}
    assert table["articles"].to_dict() == {"west": 2, "east": 1}
    with pytest.raises(InputError, match="'unquoted' has more hits than 'quoted'"):
        compare.shares(SCORES, "unquoted", of="quoted")


def group_of(families, origins, hits=None):
    """Made-up scores of one group with so many text families and known origins."""
    n = max(families, origins)
    return pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(n)],
            "voice": "unquoted",
            "frame": "f",
            "hits": [i % 3 for i in range(n)] if hits is None else hits,
            "n_words": 100,
            "group": "west",
            "family": [f"f{i % families}" for i in range(n)],
            "origin": [f"o{i % origins}" for i in range(n)],
        }
    )


@pytest.mark.parametrize(("families", "interval"), [(6, True), (5, False)])
def test_six_effective_clusters_have_an_interval_and_fewer_a_reason(families, interval):
    row = compare.groups(group_of(families, 1), resamples=50).iloc[0]
    assert row["clusters"] == families and row["interval"] == interval
    assert row["why"] == ("" if interval else "5.0 effective clusters, 6 are needed")


def test_one_family_of_sixty_among_ten_singles_is_too_few():
    scores = group_of(70, 10)
    scores["family"] = ["f0"] * 60 + [f"f{i}" for i in range(1, 11)]
    row = compare.groups(scores, resamples=50).iloc[0]
    assert row["families"] == 11 and row["clusters"] == pytest.approx(70**2 / 3610)
    assert not row["interval"]


def two_papers(n=30, gap=0.4):
    """Made-up scores of two newspapers with a wire text a day in common."""
    rng = np.random.default_rng(4)
    rows = []
    for paper, share in (("A", 0.3 + gap), ("B", 0.3)):
        for i in range(n):
            wire = i % 3 == 0
            family = f"wire {i}" if wire else f"{paper} {i}"
            hit = int((i % 2 if wire else rng.random()) < share)
            rows.append((f"{paper}{i}", "unquoted", "f", hit, 100, paper, family))
    names = ["article_id", "voice", "frame", "hits", "n_words", "outlet", "family"]
    return pd.DataFrame(rows, columns=names)


def test_two_newspapers_are_compared_over_their_texts():
    row = compare.differences(two_papers(), by="outlet").iloc[0]
    assert row["clusters_one"] == row["clusters_two"] == 30
    assert row["presence_difference_low"] < row["presence_difference"]
    assert row["presence_is"] in ("sure", "not sure") and row["why"] == ""
    by_outlet = compare.differences(two_papers(), by="outlet", cluster="outlet").iloc[0]
    assert by_outlet["presence_is"] == "not tested"
    assert by_outlet["why"].startswith("one: 1.0 effective clusters")


def test_a_row_is_drawn_alike_whatever_stands_around_it_and_with_any_seed():
    scores = simulated(n=60, seed=5, factor=1.6)
    more = pd.concat([scores, scores.assign(frame="g", hits=scores["hits"].to_numpy()[::-1])])
    alone = compare.differences(scores)
    among = compare.differences(more)
    assert among.loc[among["frame"] == "f", "p_rate"].tolist() == alone["p_rate"].tolist()
    said = {tuple(compare.differences(more, seed=seed)["rate_is"]) for seed in range(5)}
    sure = [dict(enumerate(one)) for one in said]
    for row in range(len(among)):
        assert not {"sure", "not sure"} <= {one[row] for one in sure}


def test_an_empty_origin_is_not_an_origin():
    scores = group_of(12, 6)
    scores["origin"] = scores["origin"].where(scores["origin"] != "o5", "")
    table = compare.groups(scores, cluster="origin", resamples=50)
    assert table["origins"][0] == 5
    # two articles of unknown origin are two clusters, the others two each
    assert table["clusters"][0] == pytest.approx(12**2 / (5 * 4 + 2))


def test_the_interval_of_skewed_counts_reaches_further_up_than_down():
    """Bootstrap-t turns its ends round: a long right tail makes the upper end the further one."""
    scores = group_of(30, 10, hits=[0] * 24 + [1, 1, 2, 3, 8, 20])
    row = compare.groups(scores, resamples=500).iloc[0]
    assert row["rate_high"] - row["rate"] > 1.3 * (row["rate"] - row["rate_low"]) > 0


def test_sets_of_outlets_are_compared_by_welch():
    rng = np.random.default_rng(6)
    table = pd.DataFrame(
        rng.normal(5, 1, (11, 3)), index=list("abcdefghijk"), columns=["x", "y", "z"]
    )
    table.loc["a", "y"] = np.nan
    table["flat"] = 1.0
    sets = dict.fromkeys("abcde", "one") | dict.fromkeys("fghij", "two")
    found = compare.outlets(table, sets).set_index("measure")
    theirs = stats.ttest_ind(
        table.loc[list("abcde"), "x"], table.loc[list("fghij"), "x"], equal_var=False
    )
    assert found.loc["x", "t"] == pytest.approx(theirs.statistic)
    assert found.loc["x", "p"] == pytest.approx(theirs.pvalue)
    ends = theirs.confidence_interval()
    assert found.loc["x", ["difference_low", "difference_high"]].tolist() == pytest.approx([*ends])
    assert found.loc["y", "outlets_one"] == 4
    assert np.isnan(found.loc["flat", "p"]) and "do not differ" in found.loc["flat", "why"]
    tested = found["p"].dropna()
    np.testing.assert_allclose(found["q"].dropna(), stats.false_discovery_control(tested))
    few = compare.outlets(table, {"a": "one", "f": "two", "g": "two"}).iloc[0]
    assert np.isnan(few["p"]) and "fewer than two outlets" in few["why"]


@pytest.mark.parametrize(
    ("sets", "said"),
    [
        ({"a": "x", "zz": "y"}, "no outlet 'zz'"),
        ({"a": "x", "b": "x"}, "two sets of outlets are needed, not 1"),
        ({"a": "x", "b": "y", "c": "z"}, "not 3"),
    ],
)
def test_wrong_sets_are_named(sets, said):
    table = pd.DataFrame({"x": [1.0, 2, 3]}, index=list("abc"))
    with pytest.raises(InputError, match=said):
        compare.outlets(table, sets)
    with pytest.raises(InputError, match="column 'name' holds no numbers"):
        compare.outlets(table.assign(name="n"), {"a": "x", "b": "y"})


def test_the_effect_of_copies_is_the_difference_of_differences():
    """By hand: originals 8 of 10 against 2 of 10, copies 5 of 10 against 5 of 10."""
    rows = []
    for group, kind, hits in (
        ("west", "original", 8), ("east", "original", 2), ("west", "wire", 5), ("east", "wire", 5)
    ):  # fmt: skip
        for i in range(10):
            name = f"{group} {kind} {i}"
            rows.append((name, "unquoted", "f", int(i < hits), 100, group, kind, name))
    names = ["article_id", "voice", "frame", "hits", "n_words", "group", "copy_type", "family"]
    scores = pd.DataFrame(rows, columns=names)
    row = compare.copies_effect(scores, pairs=[("west", "east")]).iloc[0]
    assert row["among_originals"] == pytest.approx(0.6) and row["among_copies"] == 0
    assert row["effect"] == pytest.approx(0.6)
    variance = (0.8 * 0.2 + 0.2 * 0.8 + 2 * 0.25) * 10 / 81 * 39 / 40  # delete-one jackknife
    spread = np.sqrt(variance)
    assert row["effect_high"] - row["effect"] == pytest.approx(
        stats.t.ppf(0.975, 34.4) * spread, rel=0.03
    )
    assert row["smallest"] == pytest.approx((2.03 + 0.853) * spread, rel=0.03)
    few = scores[~((scores["copy_type"] == "original") & scores["article_id"].str.endswith("9"))]
    few = few[~((few["copy_type"] == "original") & (few["group"] == "east"))].copy()
    few = pd.concat(
        [few, scores[scores["article_id"].isin([f"east original {i}" for i in range(5)])]]
    )
    row = compare.copies_effect(few, pairs=[("west", "east")]).iloc[0]
    assert np.isnan(row["effect_low"]) and row["why"].startswith("originals of two: 5.0 effective")
    with pytest.raises(InputError, match="copy_type"):
        compare.copies_effect(scores.drop(columns="copy_type"))


def test_both_coders_make_rows_of_their_own_and_an_envelope():
    study = made_up_study(n=40)
    scores = coding.scores(study, ["costs"], coder="both")
    table = compare.groups(scores, resamples=50)
    for _, cell in table.groupby(["group", "voice"], observed=True):
        ends = cell.set_index("coder")
        assert set(ends.index) == {"A", "B", "both"}
        for end, pick in (("presence_low", min), ("presence_high", max)):
            assert ends.loc["both", end] == pick(ends.loc["A", end], ends.loc["B", end])
    alone = compare.groups(coding.scores(study, ["costs"], coder="A"), resamples=50)
    pd.testing.assert_series_equal(
        table[table["coder"] == "A"]["presence"].reset_index(drop=True), alone["presence"]
    )
    found = compare.differences(scores, pairs=[("North", "East")], resamples=99)
    both = found[found["coder"] == "both"]
    assert set(both["presence_is"]) <= {"sure", "not sure", "not tested"}
    one_coder = study.codes[study.codes["coder"] == "A"]
    with pytest.raises(InputError, match="one coder only, 'A'"):
        coding.scores(dataclasses.replace(study, codes=one_coder), coder="both")


def test_what_one_coder_sees_alone_is_not_sure_for_both():
    assert compare._agreed(["sure", "sure"]) == "sure"
    assert compare._agreed(["sure", "not sure"]) == compare._agreed(["sure", "borderline"])
    assert compare._agreed(["sure", "not tested"]) == "not tested"


def test_random_subsets_tell_lost_power_from_copies():
    """A difference that is the same among originals and copies is as often lost by chance."""
    scores = simulated(n=80, factor=4, seed=9)
    kind = np.where(np.arange(len(scores)) % 3 == 0, "original", "wire")
    scores = scores.assign(copy_type=kind)
    table = compare.subsets(scores, draws=20)
    row = table[(table["voice"] == "unquoted") & (table["measure"] == "rate")].iloc[0]
    assert row["all_sure"] and 0 < row["subsets_sure"] <= 1
    none = scores.assign(hits=0)
    assert not compare.subsets(none, draws=10)[["all_sure", "originals_sure"]].any().any()
    with pytest.raises(InputError, match="copy_type"):
        compare.subsets(scores.drop(columns="copy_type"))
