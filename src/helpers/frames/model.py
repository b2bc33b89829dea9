"""The two value types of a lexicon, and how one is made in a notebook."""

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path

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
        if not isinstance(self.frames, tuple) or not all(isinstance(f, Frame) for f in self.frames):
            raise InputError(
                "a Lexicon holds a tuple of Frames: make it of a dict with "
                "frames.lexicon({name: [patterns]}), or read it with frames.read(path)"
            )
        twice = [name for name, n in Counter(self.names).items() if n > 1]
        if twice:
            raise InputError(f"frame {twice[0]!r} stands in the lexicon twice: unite the two")

    @property
    def names(self):
        """The frames' names, in order."""
        return [frame.name for frame in self.frames]

    @property
    def labels(self):
        """The frames' full names, by name (dict)."""
        return {frame.name: frame.label or frame.name for frame in self.frames}

    @property
    def phrases(self):
        """The patterns of several words, the excluded ones too, as sorted (pattern, kind): what
        counts have to be made with for this lexicon (``counts.from_texts``)."""
        return sorted(
            {
                (pattern, frame.kind)
                for frame in self.frames
                for pattern in (*frame.patterns, *frame.excluded)
                if " " in pattern
            }
        )


def lexicon(
    frames, *, language="", title="", kind="glob", negators=(), window=3, case_sensitive=False
):
    """A lexicon from a dict.

    frames : {name: list of patterns}, or {name: {"patterns": […], "except": […]}}; a pattern is a
        word, or words with one blank between them
    language : of the texts it is for, as "en"; "" where that goes without saying
    kind : how patterns are read: "glob" (* any letters, ? one letter), "fixed" or "regex"
    negators, window, case_sensitive : as in ``Lexicon``

    Returns Lexicon. Raises InputError for what is not a list of patterns.

    >>> from helpers import frames
    >>> frames.lexicon({"costs": ["fuel price*"], "threat": ["terror*"]}).names
    ['costs', 'threat']
    """
    if not isinstance(frames, dict) or not frames:
        raise InputError(
            f"a lexicon is a dict {{name: [patterns]}}, not {type(frames).__name__}: for a file, "
            "frames.read(path)"
        )
    if kind not in KINDS:
        raise InputError(f"kind must be one of {', '.join(map(repr, KINDS))}, not {kind!r}")
    folded = not case_sensitive and kind != "regex"
    made = []
    for name, given in frames.items():
        entry = given if isinstance(given, dict) else {"patterns": given}
        unknown = [key for key in entry if key not in ("patterns", "except")]
        if unknown:
            raise InputError(f"frame {name!r} has no {unknown[0]!r}: it may have patterns, except")
        own, excluded = (
            _patterns(name, entry.get(key, ()), folded) for key in ("patterns", "except")
        )
        if not own:
            raise InputError(f"frame {name!r} has no patterns: write a list of words")
        made.append(Frame(str(name), own, excluded=excluded, kind=kind))
    negators = _patterns("negators", negators, folded)
    return Lexicon(
        tuple(made),
        language,
        title,
        negators=negators,
        window=window,
        case_sensitive=case_sensitive,
    )


def add(lexicon_, frames):
    """The lexicon with further frames, or with others in the place of those of the same name.

    lexicon_ : Lexicon; frames : {name: list of patterns}, as for ``frames.lexicon``

    >>> known = frames.lexicon({"costs": ["fuel price*"]})
    >>> frames.add(known, {"threat": ["terror*"]}).names
    ['costs', 'threat']
    """
    check_lexicon(lexicon_)
    new = lexicon(frames, case_sensitive=lexicon_.case_sensitive)
    kept = [frame for frame in lexicon_.frames if frame.name not in new.names]
    return replace(lexicon_, frames=(*kept, *new.frames))


def _patterns(name, given, folded):
    if isinstance(given, str) or not isinstance(given, list | tuple | set):
        raise InputError(f"{name!r}: patterns must be a list, as [{given!r}]")
    for pattern in given:
        if not isinstance(pattern, str) or not re.fullmatch(r"\S+( \S+)*", pattern):
            raise InputError(
                f"{name!r}: {pattern!r} is not a pattern: write words with one blank between them"
            )
    ordered = sorted(given) if isinstance(given, set) else given
    return tuple(dict.fromkeys(p.lower() if folded else p for p in ordered))


def check_lexicon(given):
    """InputError where something else is given for a lexicon."""
    if isinstance(given, Lexicon):
        return
    remedy = "read it first: frames.read(path)" if isinstance(given, str | Path) else (
        "make one: frames.lexicon({name: [patterns]})"
    )  # fmt: skip
    raise InputError(f"lexicon must be a Lexicon, not {type(given).__name__}: {remedy}")


def to_json(lexicon):
    """A lexicon as one line of JSON; ``from_json`` gives the same lexicon back."""
    return json.dumps(asdict(lexicon), ensure_ascii=False, sort_keys=True)


def from_json(line):
    """The Lexicon that ``to_json`` wrote."""
    about = json.loads(line)
    for frame in about["frames"]:
        frame |= {key: tuple(frame[key]) for key in ("patterns", "excluded", "rejected")}
    frames = tuple(Frame(**frame) for frame in about.pop("frames"))
    return Lexicon(frames, **(about | {"negators": tuple(about["negators"])}))
