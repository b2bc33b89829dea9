"""The two value types of a lexicon."""

from collections import Counter
from dataclasses import dataclass

from helpers.errors import InputError

KINDS = ("glob", "fixed", "regex")


@dataclass(frozen=True)
class Frame:
    """One frame: its name, its meaning, and the patterns that indicate it.

    name : of a nested category, with a dot between the levels ("economy.prices")
    patterns : words, or phrases of words with one blank between them
    excluded : patterns within which nothing is a hit ("jet fuel price*")
    rejected : patterns that were tried and cost more than they brought; they count for nothing,
        but ``cross_validate`` needs them to choose anew
    kind : how patterns are read: "glob" (* any letters, ? one letter), "fixed", or "regex" (found
        anywhere in a word, unless it says ^ or $)
    """

    name: str
    patterns: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    kind: str = "glob"
    label: str = ""
    definition: str = ""
    reasoning: str = ""


@dataclass(frozen=True)
class Lexicon:
    """Frames of one language, in the order of their file.

    negators : patterns; a hit with one among the ``window`` words before it in its sentence
        counts for ``neg_<frame>`` instead
    case_sensitive : whether capital letters matter
    """

    frames: tuple[Frame, ...]
    language: str = ""
    title: str = ""
    version: str = ""
    negators: tuple[str, ...] = ()
    window: int = 3
    case_sensitive: bool = False

    def __post_init__(self):
        twice = [name for name, n in Counter(self.names).items() if n > 1]
        if twice:
            raise InputError(f"frame {twice[0]!r} stands in the lexicon twice: unite the two")

    @property
    def names(self):
        """The frames' names, in order."""
        return [frame.name for frame in self.frames]
