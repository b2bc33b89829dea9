"""Spoilt files: nothing but InputError, soon, and within bounds of memory.

10,000 of each are read in benchmarks/robustness.
"""

import pytest
import robustness

N = 500


@pytest.mark.parametrize("importer", list(robustness.originals()))
def test_spoilt_files_are_read_or_refused(importer):
    runs = list(robustness.runs(importer, N))
    assert len(runs) == N
    assert not [run for run in runs if run.fault]
    assert sum(run.articles for run in runs) > N / 20  # some are sound enough to be read


@pytest.mark.parametrize("fault", [ValueError("made up"), RecursionError(), MemoryError()])
def test_the_measure_sees_other_errors(fault, monkeypatch):
    def read(content, *, name):
        raise fault
        yield

    monkeypatch.setattr(robustness.kinds, "read", read)
    assert type(fault).__name__ in robustness.attempt(b"", "made-up").fault


def test_the_measure_sees_what_takes_too_long(monkeypatch):
    def read(content, *, name):
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue
        yield

    monkeypatch.setattr(robustness, "MOST_SECONDS", 0.1)
    monkeypatch.setattr(robustness.kinds, "read", read)
    assert "longer than" in robustness.attempt(b"", "made-up").fault
