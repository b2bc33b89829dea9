"""Measuring instruments for comparing how media cover one event.

One module per instrument, called qualified: ``from helpers import corpus, counts, frames``.
Plain DataFrames travel between them; ``Counts`` and ``Tokens`` are the only value types.
Nothing here knows which event is studied: that stands in the corpus folder's ``study.yml``.
"""

__version__ = "0.1.0"
