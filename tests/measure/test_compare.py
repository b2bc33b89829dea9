"""Groups compared: hand-worked sums, rules of measurement, invariants."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers import frames
from helpers.errors import InputError
from helpers.measure import compare

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
    with pytest.raises(InputError, match="no article of group 'north'"):
        compare.differences(SCORES, pairs=[("west", "north")])


def test_p_values_are_adjusted_over_the_whole_table(loaded):
    scores = frames.score(loaded, frames.read(loaded.path / "frames.yml"))
    table = compare.differences(scores, pairs=[("West", "CSTO")], resamples=200)
    p = table[["p_rate", "p_presence"]].to_numpy().ravel()
    q = table[["q_rate", "q_presence"]].to_numpy().ravel()
    np.testing.assert_allclose(q, stats.false_discovery_control(p))
    assert len(table) == 10 * 3


def test_over_time_by_day_and_window():
    days = compare.over_time(SCORES, resamples=20)
    west = days[(days["group"] == "west") & (days["voice"] == "unquoted")].set_index("window")
    assert west["hits"].to_dict() == {"2022-01-05": 6, "2022-01-06": 0}
    assert west["inferred"].to_dict() == {"2022-01-05": 0.5, "2022-01-06": 0}
    windows = pd.DataFrame({"window": ["all"], "start": ["2022-01-01"], "end": ["2022-01-31"]})
    whole = compare.over_time(SCORES, windows=windows, resamples=20)
    assert row(whole, "west", "unquoted")["rate"] == 15


def test_shares_by_hand():
    table = compare.shares(SCORES, "quoted").set_index("group")
    assert table["share"].to_dict() == {"west": 1 / 7, "east": 2 / 3}
    assert table["articles"].to_dict() == {"west": 2, "east": 1}
    with pytest.raises(InputError, match="'unquoted' has more hits than 'quoted'"):
        compare.shares(SCORES, "unquoted", of="quoted")


def test_shares_found_in_the_study_s_terror_words_are_as_documented(loaded):
    """About 79 % of the West's and 37 % of the CSTO's words in terror* were found in quotation
    marks when the corpus was made."""
    scores = frames.score(loaded, frames.lexicon({"terror": ["terroris*"]}))
    table = compare.shares(scores, "quoted").set_index("group")
    assert table.loc["West", "share"] == pytest.approx(0.79, abs=0.05)
    assert table.loc["CSTO", "share"] == pytest.approx(0.37, abs=0.05)


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


@pytest.mark.parametrize(
    ("families", "origins", "interval"), [(10, 6, True), (9, 6, False), (10, 5, False)]
)
def test_ten_families_and_six_origins_have_an_interval(families, origins, interval):
    assert compare.groups(group_of(families, origins), resamples=50)["interval"][0] == interval


def test_an_empty_origin_is_not_an_origin():
    scores = group_of(12, 6)
    scores["origin"] = scores["origin"].where(scores["origin"] != "o5", "")
    table = compare.groups(scores, resamples=50)
    assert table["origins"][0] == 5 and not table["interval"][0]


def test_the_interval_of_skewed_counts_reaches_further_up_than_down():
    """Bootstrap-t turns its ends round: a long right tail makes the upper end the further one."""
    scores = group_of(30, 10, hits=[0] * 24 + [1, 1, 2, 3, 8, 20])
    row = compare.groups(scores, resamples=500).iloc[0]
    assert row["rate_high"] - row["rate"] > 1.3 * (row["rate"] - row["rate_low"]) > 0
