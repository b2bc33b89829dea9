"""What is asked of a study: which articles, grouped how, and seen in which view."""

from dataclasses import dataclass, field

VIEWS = ("Frames", "Words", "Voices", "Copies", "Articles")
COPIES = {
    "all": "every copy counted",
    "one per family": "each text counted once in a group",
    "originals": "originals only",
}
MEASURES = {
    "rate": "hits per 1,000 words",
    "presence": "share of articles with a hit",
    "quoted share": "share of the hits that stands in quotation marks",
}
BY_HAND = "by_hand"


@dataclass(frozen=True)
class Question:
    """One question, as the controls of the explorer put it.

    view : one of VIEWS; by : column of the groups, or "by_hand" for those of ``hand``
    only : {column: values}: articles that have one of them; days : (first, last), both included
    hand : {outlet: group}, groups built by hand
    copies, voice, measure : as in ``compare.groups``
    over : "group", or "day" for a line over time
    frames : names of the frames shown; patterns : what was typed in the view Words
    words : in the view Words: "counts", "neighbours", "keyness", "tf-idf" or "lines"
    own : {frame: patterns}, frames made by hand; least : fewest articles of a group shown
    """

    view: str = "Frames"
    by: str = "group"
    only: dict = field(default_factory=dict)
    days: tuple = ()
    hand: dict = field(default_factory=dict)
    copies: str = "all"
    voice: str = "both"
    measure: str = "rate"
    over: str = "group"
    frames: tuple = ()
    patterns: tuple = ()
    words: str = "counts"
    own: dict = field(default_factory=dict)
    least: int = 1


def condition(question):
    """Which articles are asked for, as ``study.where`` takes it ("" for all)."""
    parts = []
    for column, values in question.only.items():
        name = column if column.isidentifier() else f"`{column}`"
        listed = ", ".join(map(repr, values))
        parts.append(f"{name} == {listed}" if len(values) == 1 else f"{name} in [{listed}]")
    if question.days:
        first, last = question.days
        parts.append(f"published >= '{first}' and published <= '{last}'")
    return " and ".join(parts)


def sentence(question, chosen):
    """The selection as a sentence.

    chosen : the study of the articles asked for
    """
    n, outlets = len(chosen), chosen.articles.get("outlet")
    said = f"{n} article{'s' * (n != 1)}"
    if outlets is not None:
        said += f" of {outlets.nunique()} outlet{'s' * (outlets.nunique() != 1)}"
    for column, values in question.only.items():
        shown = ", ".join(map(str, values[:4])) + (" …" if len(values) > 4 else "")
        said += f", {column.replace('_', ' ')}: {shown}"
    if question.days:
        first, last = question.days
        said += f", {first}" if first == last else f", {first} to {last}"
    voice = "in and outside quotation marks" if question.voice == "both" else question.voice
    return f"{said}; {COPIES[question.copies]}; words {voice}; grouped by {_by(question)}."


def _by(question):
    return "groups built by hand" if question.by == BY_HAND else question.by.replace("_", " ")
