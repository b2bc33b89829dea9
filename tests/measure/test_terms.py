"""TF-IDF and distinctive terms, against scikit-learn, scipy and hand-worked answers."""

import numpy as np
import pandas as pd
import pytest
from conftest import counted_study, study_of_counts
from scipy import stats
from sklearn.feature_extraction.text import TfidfVectorizer

from helpers.errors import InputError
from helpers.measure import terms
from helpers.words import counts

TEXTS = {
    "a": "fuel prices rose and fuel prices rose again",
    "b": "terrorists attacked and police fired",
    "c": "fuel prices and police",
    "d": "police police police",
}
STUDY = counted_study(TEXTS, ["fuel prices"], group=["x", "y", "x", "y"])


@pytest.mark.parametrize(
    "options", [{}, {"sublinear_tf": True}, {"norm": None}, {"smooth_idf": False}]
)
def test_tf_idf_is_scikit_learn_s(options):
    vectorizer = TfidfVectorizer(**options)
    theirs = vectorizer.fit_transform(TEXTS.values()).toarray()
    table = terms.tf_idf(STUDY, **options)
    ours = table.pivot(index="article_id", columns="term", values="tf_idf").fillna(0)
    ours = ours[vectorizer.get_feature_names_out()]
    np.testing.assert_allclose(ours.to_numpy(), theirs, atol=1e-12)


def test_tf_idf_by_group_sums_the_articles_first():
    table = terms.tf_idf(STUDY, by="group")
    vectorizer = TfidfVectorizer()
    theirs = vectorizer.fit_transform([f"{TEXTS['a']} {TEXTS['c']}", f"{TEXTS['b']} {TEXTS['d']}"])
    row = table[(table["group"] == "x") & (table["term"] == "fuel")].iloc[0]
    assert row["tf_idf"] == pytest.approx(theirs[0, vectorizer.vocabulary_["fuel"]])
    assert (row["n"], row["df"]) == (3, 1)


def test_phrases_can_be_asked_for_apart():
    assert set(terms.tf_idf(STUDY, terms="phrases")["term"]) == {"fuel prices"}
    assert "fuel prices" in set(terms.tf_idf(STUDY, terms="all")["term"])
    with pytest.raises(InputError, match="terms must be one of"):
        terms.tf_idf(STUDY, terms="letters")


def test_log_odds_by_hand():
    """Monroe et al.: ln((3 + 1) / (10 + 20 - 3 - 1)) = ln(4 / 26); variance 1 / (3 + 1)."""
    value, variance = terms.log_odds(3, 10, 1, 20)
    assert value == pytest.approx(np.log(4 / 26))
    assert variance == 0.25


def keyness(**options):
    given = {"min_articles": 1, "resamples": 200}
    return terms.keyness(STUDY, **given | options)


def test_keyness_by_hand():
    """fuel: 3 of 12 words in x, 0 of 8 in y; the prior is a tenth of 20 words, 0.3 of them fuel."""
    row = keyness().set_index(["group", "term"]).loc[("x", "fuel")]
    assert (row["n"], row["n_rest"], row["words"], row["words_rest"]) == (3, 0, 12, 8)
    expected = np.log((3.3 / (12 + 2 - 3.3)) / (0.3 / (8 + 2 - 0.3)))
    assert row["log_odds"] == pytest.approx(expected)
    assert row["z"] == pytest.approx(expected / np.sqrt(1 / 3.3 + 1 / 0.3))
    assert (row["articles"], row["articles_rest"], row["families"]) == (2, 0, 2)
    assert row["log_ratio"] == pytest.approx(np.log2((3 / 12) / (0.5 / 8)))


def test_g2_is_scipy_s():
    row = keyness().set_index(["group", "term"]).loc[("y", "police")]
    table = [
        [row["n"], row["words"] - row["n"]],
        [row["n_rest"], row["words_rest"] - row["n_rest"]],
    ]
    theirs = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    assert row["g2"] == pytest.approx(theirs.statistic)
    mirror = keyness().set_index(["group", "term"]).loc[("x", "police"), "g2"]
    assert mirror == pytest.approx(-theirs.statistic)  # signed: the rest has more


def test_two_groups_mirror_each_other():
    table = keyness().set_index(["term", "group"]).unstack()
    for column in ("log_odds", "z", "z_family"):
        np.testing.assert_allclose(table[(column, "x")], -table[(column, "y")])


def test_dispersion_by_hand_and_its_ends():
    """Two articles of 10 and 30 words: all in the short one is 1, in proportion is 0."""
    matrix = counts.sparse.csr_matrix([[4, 1, 0], [0, 3, 4]])
    found = terms.dispersion(matrix, np.array([10, 30]))
    np.testing.assert_allclose(found, [1, 0, 0.25 / 0.75])


def test_copies_of_one_text_do_not_make_a_term_surer():
    """A word of ten copies among twenty other articles: sure by z, unsure by families."""
    other = {f"o{i}": f"calm and quiet day{i} in town{i} and no news" for i in range(20)}
    texts = {f"c{i}": TEXTS["a"] for i in range(10)} | other
    texts |= {f"y{i}": f"quiet day{i} in village{i} and no news" for i in range(20)}
    study = counted_study(texts, group=["y" if i[0] == "y" else "x" for i in texts])
    family = pd.DataFrame({"family": ["c" if i[0] == "c" else i for i in texts]}, index=list(texts))
    apart = family.assign(family=list(texts))
    together, single = (
        terms.keyness(study.replace(families=f), min_articles=1).set_index(["group", "term"])
        for f in (family, apart)
    )
    assert together.loc[("x", "rose"), "z"] == single.loc[("x", "rose"), "z"]
    assert together.loc[("x", "rose"), "z_family"] < single.loc[("x", "rose"), "z_family"] - 0.1
    assert (together["z_family"].abs() <= together["z"].abs() + 1e-9).all()


def test_few_clusters_bound_p_from_below():
    """Four texts, two a side: six arrangements, so that no adjusted p can be below 1 / 6; of two
    that mirror each other, each counts."""
    table = keyness()
    assert (table["least"] == 1 / 6).all() and table["q"].min() >= 1 / 6
    share = (table["q"] * 6).round(9)
    assert (share == share.round()).all()


def test_many_clusters_are_adjusted_by_benjamini_and_hochberg():
    rng = np.random.default_rng(3)
    words = [f"w{i}w" for i in range(30)]
    texts = {f"a{i:03}": " ".join(rng.choice(words, 20)) for i in range(320)}
    study = counted_study(texts, group=["x", "y"] * 160)
    table = terms.keyness(study)
    own = table[table["group"] == "x"]
    np.testing.assert_allclose(own["q"], stats.false_discovery_control(own["p"]))
    assert (own["least"] == 0).all()


def test_the_error_over_clusters_is_that_of_a_bootstrap():
    rng = np.random.default_rng(7)
    words = [f"w{i}w" for i in range(12)]
    texts = {f"a{i:02}": " ".join(rng.choice(words, rng.integers(20, 60))) for i in range(60)}
    study = counted_study(texts, group=["x", "y"] * 30)
    row = terms.keyness(study, prior=0.01).query("group == 'x'").set_index("term").loc["w3w"]
    counted = study.counts
    n = counted.matrix[::2, counted.terms.get_loc("w3w")].toarray().ravel()
    length = counted.rows["n_words"].to_numpy()[::2]
    values = []
    for _ in range(4000):
        sides = []
        for side in (np.arange(0, 60, 2), np.arange(1, 60, 2)):
            take = rng.choice(side, 30)
            sides.append(np.log(n[take].sum() / (length[take].sum() - n[take].sum())))
        values.append(sides[0] - sides[1])
    error = row["log_odds"] / row["z_family"]
    assert error == pytest.approx(np.std(values), rel=0.12)


def test_outlets_of_house_style_do_not_mark_their_groups():
    """Twelve outlets, each with its words, groups that do not differ: over texts many terms would
    pass for marks of a group, over outlets none."""
    rng = np.random.default_rng(8)
    words = np.array([f"w{i}w" for i in range(40)])
    texts, outlet = {}, []
    for paper in range(12):
        style = rng.dirichlet(np.full(40, 0.5))
        for i in range(15):
            texts[f"p{paper:02}a{i:02}"] = " ".join(rng.choice(words, 60, p=style))
            outlet.append(f"paper {paper}")
    group = ["xy"[int(name.split()[1]) % 2] for name in outlet]
    study = counted_study(texts, outlet=outlet, group=group)
    assert (terms.keyness(study)["q"] < 0.05).sum() > 5
    by_outlet = terms.keyness(study, cluster="outlet")
    assert by_outlet["q"].min() >= by_outlet["least"].iloc[0] == 1 / 924
    assert not (by_outlet["q"] < 0.05).any()


def test_tf_idf_of_groups_ranks_content():
    texts = {
        "a": "the fuel the",
        "b": "the fuel price",
        "c": "the attack",
        "d": "the attack police",
    }
    study = counted_study(texts, group=["x", "x", "y", "y"])
    plain = terms.tf_idf(study, by="group")
    assert plain.loc[plain["group"] == "x", "term"].iloc[0] == "the"
    ranked = terms.tf_idf(study, by="group", df="articles", plus_one=False)
    first = ranked.groupby("group").first()["term"].to_dict()
    assert first == {"x": "fuel", "y": "attack"}
    row = ranked.query("group == 'x' and term == 'price'").iloc[0]
    other = ranked.query("group == 'x' and term == 'fuel'").iloc[0]
    # one of the price, two of the fuel; ln(5 / 2) and ln(5 / 3) over four articles
    assert row["tf_idf"] / other["tf_idf"] == pytest.approx(np.log(5 / 2) / (2 * np.log(5 / 3)))
    assert "the" not in set(terms.tf_idf(study, stop_words="en")["term"])
    assert set(terms.tf_idf(study, max_df=0.5)["term"]) == {"fuel", "price", "attack", "police"}
    assert set(terms.tf_idf(study, min_df=2)["term"]) == {"the", "fuel", "attack"}
    for options, said in (
        ({"min_df": 99}, "no term is left"), ({"df": "x"}, "df must be"),
        ({"max_df": 1.5}, "a share lies between"),
        ({"stop_words": "english"}, "stop_words must be"),
        ({"min_df": True}, "min_df must be a number"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=said):
            terms.tf_idf(study, **options)


def test_a_voice_by_itself():
    texts = {"a": "he said “fuel fuel” today", "b": "nothing “of” it", "c": "none"}
    study = counted_study(texts, group=["x", "y", None])
    with pytest.warns(UserWarning, match=r"1 article\(s\) have no value in 'group'"):
        table = terms.keyness(study, voice="quoted", min_articles=1, resamples=20)
    assert set(table["term"]) == {"fuel", "of"}
    study = counted_study(texts, group=["x", "x", "y"])
    with pytest.raises(InputError, match=r"words by group: \{'x': 3, 'y': 0\}"):
        terms.keyness(study, voice="quoted")
    with pytest.raises(InputError, match="no voice 'shouted'"):
        terms.keyness(study, voice="shouted")
    with pytest.raises(InputError, match="lower min_articles"):
        terms.keyness(study, min_articles=9)


def test_exact_is_fisher_s():
    for cells in ([3, 9, 1, 19], [1, 19, 3, 9], [0, 50, 4, 30]):
        a, b, c, d = cells
        found = terms.exact(*map(np.array, (a, a + b, c, c + d)))
        side = "greater" if a / (a + b) >= c / (c + d) else "less"
        theirs = stats.fisher_exact([[a, b], [c, d]], alternative=side).pvalue
        assert found == pytest.approx(-np.log10(theirs))


def test_williams_correction_by_hand():
    """q = 1 + (79/34 + 79/45 - 1) (79/43 + 79/36 - 1) / (6 × 79) = 1 + 9.334720 / 474."""
    cells = [[12, 22], [31, 14]]
    theirs = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
    found = terms.g2_williams(12, 34, 31, 45)
    assert found == pytest.approx(theirs.statistic / 1.0196935, rel=1e-6)


def test_chi2_is_scipy_s_with_yates():
    row = keyness().set_index(["group", "term"]).loc[("y", "police")]
    table = [
        [row["n"], row["words"] - row["n"]],
        [row["n_rest"], row["words_rest"] - row["n_rest"]],
    ]
    assert row["chi2"] == pytest.approx(stats.chi2_contingency(table).statistic)


def test_against_a_reference_list():
    reference = pd.DataFrame({"term": ["fuel", "police", "the"], "n": [10, 1000, 9000]})
    table = terms.against(STUDY, reference).set_index("term")
    fuel = table.loc["fuel"]
    assert (fuel["n"], fuel["words"], fuel["n_reference"], fuel["words_reference"]) == (
        3,
        20,
        10,
        10010,
    )
    cells = [[3, 17], [10, 10000]]
    assert fuel["chi2"] == pytest.approx(stats.chi2_contingency(cells).statistic)
    theirs = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
    assert fuel["g2"] == pytest.approx(theirs.statistic)
    assert fuel["log_ratio"] == pytest.approx(np.log2((3 / 20) / (10 / 10010)))
    assert table.loc["rose", "n_reference"] == 0 and table["g2"].is_monotonic_decreasing
    assert set(terms.against(STUDY, reference, by="group")["group"]) == {"x", "y"}
    for wrong in ("the", pd.DataFrame({"word": ["x"]}), pd.DataFrame({"term": ["x"], "n": [0]})):
        with pytest.raises(InputError, match="reference"):
            terms.against(STUDY, wrong)


# Silge & Robinson (2017), Text Mining with R, chapter 3: six novels by Jane Austen; word, novel, n,
# words of the novel, novels with the word, tf-idf as printed.
AUSTEN = [
    ("elinor", "sense", 623, 119957, 1, 0.00931),
    ("marianne", "sense", 492, 119957, 1, 0.00735),
    ("crawford", "mansfield", 493, 160460, 1, 0.00551),
    ("darcy", "pride", 373, 122204, 1, 0.00547),
    ("emma", "emma", 786, 160996, 2, 0.00536),
    ("tilney", "northanger", 196, 77780, 1, 0.00452),
    ("wentworth", "persuasion", 191, 83658, 1, 0.00409),
]


def test_tf_idf_is_tidytext_s_by_n_and_df():
    """tidytext's tf-idf is n / words × ln(novels / novels with the word)."""
    rows = [(novel, "unquoted", word, n) for word, novel, n, *_ in AUSTEN]
    rows.append(("persuasion", "unquoted", "emma", 1))
    novels = {novel: words for _, novel, _, words, *_ in AUSTEN}
    known = pd.DataFrame(rows).groupby(0)[3].sum()
    rows += [(novel, "unquoted", "the", words - known[novel]) for novel, words in novels.items()]
    table = pd.DataFrame(rows, columns=["article_id", "voice", "term", "n"])
    study = study_of_counts(counts.from_table(table))
    found = terms.tf_idf(study, norm=None, smooth_idf=False, plus_one=False)
    found = found.set_index(["term", "article_id"])["tf_idf"]
    for word, novel, _, words, _, printed in AUSTEN:
        assert found[word, novel] / words == pytest.approx(printed, abs=5e-6)
    assert found["the", "emma"] == 0
