"""Agreement of coders and accuracy of the lexicon, against answers worked out elsewhere."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import precision_recall_fscore_support

from helpers import corpus, frames
from helpers.errors import InputError
from helpers.measure import coding

# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", example C: four observers,
# twelve units, five values; alpha nominal .743, ordinal .815.
EXAMPLE = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}
CODES = pd.DataFrame(
    [
        (f"u{unit:02}", coder, "x", value)
        for coder, row in EXAMPLE.items()
        for unit, value in enumerate(row.split())
        if value != "."
    ],
    columns=["article_id", "coder", "variable", "value"],
)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815)])
def test_alpha_of_a_published_example(level, alpha):
    rule = {"x": {"level": level, "values": [1, 2, 3, 4, 5]}}
    row = coding.agreement(CODES, rule, resamples=50).iloc[0]
    assert row["alpha"] == pytest.approx(alpha, abs=0.0006)
    assert row["articles"] == 11
    assert row["alpha_low"] < row["alpha"] < row["alpha_high"]


def test_values_have_the_order_they_are_given_in():
    words = CODES.assign(value=CODES["value"].map(dict(zip("12345", "edcba", strict=True))))
    rule = {"x": {"level": "ordinal", "values": list("edcba")}}
    assert coding.agreement(words, rule, resamples=10)["alpha"][0] == pytest.approx(
        0.815, abs=0.0006
    )


def test_a_coder_s_codes_are_his_own(made_up):
    table = coding.by_coder(corpus.read(made_up)["codes"])
    assert table.loc["one", "threat"] == "1" and "three" not in table.index  # coded by B alone
    assert coding.by_coder(corpus.read(made_up)["codes"], "B").loc["one", "threat"] == "0"
    with pytest.raises(InputError, match="no codes"):
        coding.by_coder(CODES.iloc[:0])


def test_scores_of_codes(made_up):
    table = coding.scores(corpus.load(made_up), ["costs", "threat"])
    found = table.set_index(["article_id", "frame", "voice"])["hits"].sort_index()
    assert found[("one", "threat")].to_dict() == {"any": 1, "own": 0}
    assert found[("two", "threat")].to_dict() == {"any": 1, "own": 1}
    assert found[("two", "costs")].to_dict() == {"any": 0, "own": 0}
    assert (table["n_words"] == 1).all()


def test_accuracy_equals_scikit_learn_s(loaded):
    codes, lexicon = loaded.codes, frames.read(loaded.path / "frames.yml")
    scores = frames.score(loaded, lexicon)
    table = coding.accuracy(scores, loaded).set_index("frame")
    found = (
        scores.pivot_table(index="article_id", columns="frame", values="hits", aggfunc="sum") > 0
    )
    coded = coding.by_coder(codes)[lexicon.names].astype(int) > 0
    for name in lexicon.names:
        precision, recall, f1, _ = precision_recall_fscore_support(
            coded[name], found[name].reindex(coded.index), average="binary"
        )
        row = table.loc[name, ["precision", "recall", "f1"]].to_numpy(float)
        np.testing.assert_allclose(row, [precision, recall, f1])
        always = precision_recall_fscore_support(
            coded[name], np.ones(len(coded)), average="binary", zero_division=0
        )
        assert table.loc[name, "f1_always"] == pytest.approx(always[2])
    assert table["f1"].is_monotonic_increasing


def test_a_frame_that_was_not_counted_has_no_accuracy(made_up):
    study = corpus.load(made_up)
    lexicon = frames.Lexicon(
        (frames.Frame("costs", ("price cap",)), frames.Frame("threat", ("terror*",)))
    )
    with pytest.warns(UserWarning):
        scores = frames.score(study, lexicon)
    table = coding.accuracy(scores, study).set_index("frame")
    assert np.isnan(table.loc["costs", "f1"]) and table.loc["costs", "coded"] == 1
    assert table.loc["threat", "f1"] == 1
