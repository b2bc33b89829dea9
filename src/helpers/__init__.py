"""Measuring instruments for comparing how media cover one event.

The names below are the face: what a notebook needs, called qualified, as in
``from helpers import charts, compare, corpus, evidence, figures, frames, terms``. Each is imported
when it is first used, so that ``import helpers`` costs nothing. Nothing here knows which event is
studied: that stands in the corpus folder's ``study.yml``.
"""

from importlib import import_module

__version__ = "0.2.0"

FACE = {
    "charts": "show.charts",
    "coding": "measure.coding",
    "compare": "measure.compare",
    "copies": "likeness.copies",
    "corpus": "corpus",
    "evidence": "show.evidence",
    "explore": "explore",
    "figures": "show.figures",
    "findings": "show.findings",
    "frames": "frames",
    "intake": "intake",
    "robustness": "measure.robustness",
    "terms": "measure.terms",
    "voices": "voices",
}

__all__ = ["FACE", "__version__", *FACE]


def __getattr__(name):
    if name in FACE:
        return import_module(f"{__name__}.{FACE[name]}")
    raise AttributeError(f"module 'helpers' has no attribute {name!r}")


def load_ipython_extension(shell):
    """``%load_ext helpers`` in a notebook: the cell magic ``%%needs`` (``show.sections``)."""
    import_module(f"{__name__}.show.sections").register(shell)


def __dir__():
    return sorted(__all__)
