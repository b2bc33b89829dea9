"""Run blocks of lines, each on what the blocks before it left, and keep what was computed."""

import warnings
from collections import OrderedDict

import matplotlib.pyplot as plt

from helpers.show.charts import STYLE

KEPT = 24  # results of blocks


class Bench:
    """Where lines are run. What a block computed is kept, so that a new question runs only the
    blocks that differ.

    given : names that the lines may use, as study and lexicon
    """

    def __init__(self, **given):
        self.given, self.kept = given, OrderedDict()

    def run(self, blocks):
        """The names that the blocks leave (dict), and what they warned of (list of str).

        The last block, which draws, is run each time; what a block raises goes to the caller.
        """
        names, said, key = self.given, [], ""
        for number, block in enumerate(blocks, 1):
            key += f"{block}\n\n"
            if key not in self.kept:
                # The look of charts is set for these lines alone, not for the session.
                with warnings.catch_warnings(record=True) as caught, plt.rc_context(STYLE):
                    warnings.simplefilter("always", UserWarning)
                    names = dict(names)
                    # The lines are those of cells.py; what people type stands in them as repr.
                    exec(compile(block, "<explore>", "exec"), names)
                warned = [str(w.message) for w in caught if issubclass(w.category, UserWarning)]
                self.kept[key] = names, warned
            names, warned = self.kept[key]
            self.kept.move_to_end(key)
            said += warned
            if number == len(blocks):
                del self.kept[key]  # it holds a figure
        while len(self.kept) > KEPT:
            self.kept.popitem(last=False)
        return names, list(dict.fromkeys(said))


def own(ax):
    """Take a figure out of pyplot's hands: a notebook would show it once more, below the cell."""
    if ax is not None:
        plt.close(figure_of(ax))


def figure_of(ax):
    """The figure of an Axes, or of an array of them."""
    return ax.figure if hasattr(ax, "figure") else ax.flat[0].figure
