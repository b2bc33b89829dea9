"""No name of the study stands in the instruments or in their tests: another study needs neither.

Languages, countries and news agencies are no names of a study. Names made of words that any study
may use (a frame called "order", a group called "Rest") are looked for as whole quoted values only
where they could be nothing else, so single common words are left out.
"""

import re

from conftest import PROJECT

from helpers import corpus, frames, voices

COMMON = {"foreign", "market", "order", "rights", "Rest", "Unknown", "Trend", "unnamed"}
READ = {".py", ".yml", ".csv", ".txt", ".md"}


def files():
    for room in ("src/helpers", "tests"):
        for file in sorted((PROJECT / room).rglob("*")):
            inside = file.relative_to(PROJECT).parts
            if file.suffix in READ and inside[:2] != ("tests", "study"):
                yield file


def names():
    """Groups, frames with their labels, outlets and persons of the corpus."""
    study = corpus.one_language(corpus.load(PROJECT / "corpus"))
    lexicon = frames.read(study.lexicon)
    speakers = voices.read_speakers(study.path / "speakers.csv")
    found = set(study.articles["group"]) | set(lexicon.names) | set(lexicon.labels.values())
    found |= set(study.articles["outlet"]) | set(speakers["entity"])
    agencies = (PROJECT / "src/helpers/intake/lists/agencies.csv").read_text("utf-8")
    return sorted(name for name in found - COMMON if name not in agencies)


def test_no_name_of_the_study_stands_in_the_instruments():
    looked_for = names()
    assert len(looked_for) > 100
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, looked_for))})(?![\w*])")
    found = {
        str(file.relative_to(PROJECT)): sorted(set(pattern.findall(file.read_text("utf-8"))))
        for file in files()
    }
    assert not {file: what for file, what in found.items() if what}
