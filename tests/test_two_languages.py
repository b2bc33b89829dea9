"""Every verb of the face, handed a study in two languages: none pools them."""

import inspect
from importlib import import_module

import pandas as pd
import pytest

import helpers
from helpers import (
    coding,
    compare,
    copies,
    corpus,
    evidence,
    explore,
    frames,
    robustness,
    terms,
    voices,
)  # fmt: skip
from helpers.errors import InputError

# fmt: off
EN = ["Fuel prices rose and people came.", "Terrorists seized the airport of the town.",
      "Prices of fuel fell. “Terrorists fled,” he said.", "Calm returned, order was kept."]
RU = ["Цены на газ выросли, люди вышли.", "Террористы захватили аэропорт города.",
      "Цены упали. «Террористы бежали», — сказал он.", "Порядок восстановлен, цены прежние."]
# fmt: on
LEXICON = frames.lexicon({"costs": ["price*", "цен*"], "threat": ["terror*", "террор*"]})
ENGLISH = frames.lexicon({"costs": ["price*"], "threat": ["terror*"]}, language="en")


def study_():
    n = 6
    texts = [f"{t} Made up {i}." for i in range(n) for t in EN + RU]
    table = pd.DataFrame(
        {
            "text": texts, "language": (["en"] * 4 + ["ru"] * 4) * n, "published": "2022-01-05",
            "outlet": [f"o{i % 12}" for i in range(len(texts))], "group": ["one", "two"] * (4 * n),
            "copy_of": "", "copy_type": ["original", "wire"] * (4 * n), "origin": "",
        },
        index=[f"a{i}" for i in range(len(texts))],
    )  # fmt: skip
    made = corpus.from_frame(table, published="published", outlet="outlet", language="language")
    codes = [(i, c, v, str(k % 3)) for k, i in enumerate(made.articles.index)
             for c in "AB" for v in ("costs", "threat")]  # fmt: skip
    rules = {v: {"level": "ordinal", "values": [0, 1, 2]} for v in ("costs", "threat")}
    object.__setattr__(made, "codes", pd.DataFrame(
        codes, columns=["article_id", "coder", "variable", "value"]))  # fmt: skip
    object.__setattr__(made, "settings", {"coding": {"variables": rules}})
    return made


STUDY = study_()
SCORES = frames.score(STUDY, LEXICON)
PAIR = [("one", "two")]
REFUSED = {
    "compare.groups": lambda: compare.groups(SCORES),
    "compare.differences": lambda: compare.differences(SCORES, pairs=PAIR),
    "compare.over_time": lambda: compare.over_time(SCORES),
    "compare.shares": lambda: compare.shares(SCORES, "quoted"),
    "compare.treatments": lambda: compare.treatments(SCORES, pairs=PAIR),
    "compare.copies_effect": lambda: compare.copies_effect(SCORES, pairs=PAIR),
    "compare.subsets": lambda: compare.subsets(SCORES, pairs=PAIR, draws=10),
    "compare.adjusted": lambda: compare.adjusted(SCORES, pairs=PAIR, at=["length"]),
    "compare.corrected": lambda: compare.corrected(SCORES.assign(p_coded=1.0), STUDY),
    "robustness.multiverse": lambda: robustness.multiverse(SCORES, pairs=PAIR),
    "robustness.survives": lambda: robustness.survives(SCORES, STUDY, pairs=PAIR),
    "robustness.leave_one_out": lambda: robustness.leave_one_out(SCORES, pairs=PAIR),
    "robustness.smallest": lambda: robustness.smallest(SCORES, pairs=PAIR),
    "terms.keyness": lambda: terms.keyness(STUDY),
    "terms.tf_idf": lambda: terms.tf_idf(STUDY),
    "terms.frequencies": lambda: terms.frequencies(STUDY),
    "terms.against": lambda: terms.against(STUDY, pd.DataFrame({"term": ["fuel"], "n": [9]})),
    "coding.agreement": lambda: coding.agreement(STUDY),
    "coding.plan": lambda: coding.plan(STUDY, [8]),
    "coding.accuracy": lambda: coding.accuracy(SCORES, STUDY),
    "frames.check": lambda: frames.check(STUDY, LEXICON),
    "frames.costs": lambda: frames.costs(STUDY, LEXICON),
    "frames.coverage": lambda: frames.coverage(STUDY, LEXICON),
    "frames.cross_validate": lambda: frames.cross_validate(STUDY, LEXICON),
    "frames.judgements": lambda: frames.judgements(STUDY, LEXICON),
    "frames.overlap": lambda: frames.overlap(STUDY, LEXICON),
    "frames.readings": lambda: frames.readings(STUDY, LEXICON, "costs"),
    "frames.suggest": lambda: frames.suggest(STUDY, LEXICON, "costs", min_articles=1),
    "frames.terms": lambda: frames.terms(STUDY, LEXICON),
    "frames.unused": lambda: frames.unused(STUDY, LEXICON),
    "voices.if_missed": lambda: voices.if_missed(SCORES, STUDY.articles["group"]),
    "voices.suppliers": lambda: voices.suppliers(SCORES),
}
# What answers for each article by itself, counts articles, or takes apart by language itself.
BY_ARTICLE = {
    "coding.by_coder", "coding.coded", "coding.codes_of", "coding.nominal", "coding.sample",
    "coding.scores", "copies.families", "copies.only", "copies.own", "copies.pairs",
    "copies.sources", "copies.spun", "copies.thresholds", "corpus.dense", "corpus.kinds",
    "corpus.languages", "corpus.one_language", "corpus.per_day", "corpus.windows",
    "evidence.articles", "evidence.codes", "evidence.hits", "evidence.judgements",
    "evidence.kwic", "evidence.occurrences", "evidence.own", "evidence.pairs",
    "evidence.passages", "evidence.readings", "explore.code", "explore.open", "explore.read",
    "figures.origin",
    "frames.contrast", "frames.labelled", "frames.listed", "frames.score", "frames.spun",
    "robustness.summary", "voices.by_kind", "voices.show", "voices.spans",
}  # fmt: skip


def test_every_verb_of_a_study_or_its_scores_is_listed():
    found = set()
    for name, place in helpers.FACE.items():
        module = import_module(f"helpers.{place}")
        for verb in getattr(module, "__all__", None) or vars(module):
            made = getattr(module, verb)
            if verb.startswith("_") or not inspect.isfunction(made):
                continue
            first = [*inspect.signature(made).parameters, ""][0]
            if first in ("study", "scores") and (
                hasattr(module, "__all__") or made.__module__ == module.__name__
            ):
                found.add(f"{name}.{verb}")
    assert found <= {*REFUSED} | BY_ARTICLE, sorted(found - {*REFUSED} - BY_ARTICLE)


@pytest.mark.parametrize("verb", REFUSED)
def test_a_verb_that_would_pool_two_languages_says_how_to_split_them(verb):
    with pytest.raises(InputError, match=r"in en, ru.*corpus.one_language\(study, 'en'\)"):
        REFUSED[verb]()


def test_by_language_is_an_answer():
    table = compare.groups(SCORES, by=["language", "group"])
    assert set(table["language"]) == {"en", "ru"}


def test_a_lexicon_of_one_language_measures_its_articles_alone():
    table = compare.groups(frames.score(STUDY, ENGLISH), by="language")
    assert set(table.loc[table["articles"] > 0, "language"]) == {"en"}
    assert set(frames.check(STUDY, ENGLISH, resamples=10)["articles"]) == {24}
    assert (
        not frames.suggest(STUDY, ENGLISH, "costs", min_articles=1)["term"]
        .str.contains("[а-я]")
        .any()
    )


def test_no_copy_is_found_across_languages():
    same = " ".join(f"madeup{chr(97 + i)}{chr(97 + k)}" for i in range(9) for k in range(9))
    table = pd.DataFrame({"text": [same, same], "language": ["en", "ru"]}, index=["a", "b"])
    two = corpus.from_frame(table, language="language")
    assert copies.pairs(two).empty
    assert copies.families(two)["family"].nunique() == 2
    one = corpus.from_frame(table.assign(language="en"), language="language")
    assert copies.families(one)["family"].nunique() == 1


def test_the_explorer_shows_one_language_at_a_time(tmp_path):
    explorer = explore.open(STUDY, ENGLISH, folder=tmp_path)
    assert explorer.language.value == "en"
    assert explorer.table is not None
    assert evidence.kwic(STUDY, ["террор*"])["article_id"].nunique() == 12
    assert {*voices.spans(STUDY)["article_id"]} == {*STUDY.articles.index}


def test_settings_of_a_language_hold_within_it(study):
    whole = corpus.load(study)
    russian = corpus.one_language(whole, "ru")
    assert russian.settings["opening"] == 1000 and whole.settings["opening"] == 2000
    assert russian.lexicon.name == "frames.ru.yml" and whole.lexicon.name == "frames.yml"
    assert russian.main == ["Russian commercial", "Kazakhstan"]
    assert russian.articles["group"].cat.categories[0] == "Russian state"
    with pytest.raises(InputError, match="no article is in language 'de', but in en, ru"):
        corpus.one_language(whole, "de")
