"""Alpha against its author's worked example and against another implementation."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.measure.alpha import LEVELS, alpha

NONE = np.nan
# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section C: four observers,
# twelve units, values 1 to 5.
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
        [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
    ]
).T


@pytest.mark.parametrize(
    ("level", "said"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_the_published_example(level, said):
    assert alpha(PUBLISHED, level) == pytest.approx(said, abs=5e-4)


@given(
    arrays(float, st.tuples(st.integers(2, 12), st.integers(2, 4)),
           elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, np.nan])),
    st.sampled_from(LEVELS),
)  # fmt: skip
def test_another_implementation_says_the_same(codes, level):
    paired = codes[(~np.isnan(codes)).sum(axis=1) >= 2]
    if len(np.unique(paired[~np.isnan(paired)])) < 2:
        assert np.isnan(alpha(codes, level))
        return
    expected = krippendorff.alpha(paired.T, level_of_measurement=level)
    assert alpha(codes, level) == pytest.approx(expected, abs=1e-12)
