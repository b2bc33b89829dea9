"""What missed indirect speech does to shares of own voice."""

import pandas as pd
import pytest

from helpers import voices
from helpers.errors import InputError


def scores():
    """Article a: 2 hits in narration, 2 and 4 in two reported stretches; b: 3 in narration."""
    rows = [
        ("a", "narration", 2), ("a", "reported 1", 2), ("a", "reported 2", 4), ("a", "quoted", 2),
        ("b", "narration", 3), ("b", "quoted", 0),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["article_id", "voice", "hits"])
    return table.assign(frame="threat")


GROUPS = pd.Series({"a": "North", "b": "South"})


@pytest.mark.parametrize(("share", "expected"), [(0, 0.2), (1, 0.8)])
def test_none_or_all_missed(share, expected):
    found = voices.if_missed(scores(), GROUPS, share=share).set_index("group")
    assert found.loc["North", "own"] == pytest.approx(0.2)
    assert found.loc["North", "own_if_missed"] == pytest.approx(expected)
    assert list(found.loc["South", ["hits", "own", "own_if_missed"]]) == [3, 1, 1]


def test_half_missed_is_half_way_and_a_stretch_is_missed_as_a_whole():
    found = voices.if_missed(scores(), GROUPS, share=0.5, repeats=4000).set_index("group")
    assert found.loc["North", "own_if_missed"] == pytest.approx(0.5, abs=0.01)
    assert found.loc["North", ["low", "high"]].tolist() == pytest.approx([0.2, 0.8])


def test_two_languages_are_told_apart_by_language_alone():
    both = scores().assign(language=scores()["article_id"].map({"a": "en", "b": "ru"}))
    with pytest.raises(InputError, match="en, ru"):
        voices.if_missed(both, GROUPS)
    found = voices.if_missed(both, pd.Series({"a": "en", "b": "ru"}, name="language"))
    assert found["group"].tolist() == ["en", "ru"]


def test_a_share_beyond_one_is_refused():
    with pytest.raises(InputError, match="between 0 and 1"):
        voices.if_missed(scores(), GROUPS, share=50)


def test_each_reported_stretch_of_an_article_has_its_number():
    spans = pd.DataFrame(
        {"article_id": list("aab"), "voice": ["reported", "narration", "reported"]}
    )
    spans = pd.concat([spans, spans.iloc[[0]]])
    named = voices.numbered(spans)["voice"].tolist()
    assert named == ["reported 1", "narration", "reported 1", "reported 2"]
