"""A complete study on made-up coverage: two languages, copies, codes. Nothing in it is real."""

import random

import pandas as pd

from helpers.corpus import extend, folder, manifest, sheets
from helpers.files import store, tables
from helpers.intake.article import Article

OUTLETS = {"Made-up Gazette": "DE", "Made-up Herald": "DE", "Made-up Courier": "PL"}
RUSSIAN = {"Made-up Vestnik": 0.8, "Made-up Kuryer": 0.3}  # share of sentences on costs
COSTS = [
    "Repairs of the made-up bridge will cost {n} million, engineers estimated.",
    "Insurance prices doubled in the quarter since Monday.",
    "Shopkeepers near the market counted losses of {n} thousand.",
    "The council promised money for families whose cellars were flooded.",
]
FAULT = [
    "The opposition blamed the council for a dam that was never raised.",
    "“It was negligence,” said a lawyer of the residents, who wants an inquiry.",
    "An inquiry will ask who was responsible for the sluice number {n}.",
    "“Nobody is to blame for rain,” the mayor told reporters on Tuesday.",
]
NEUTRAL = [
    "The river Vell rose by {n} centimetres within a night.",
    "Volunteers filled {n} sacks of sand at the northern gate.",
    "Schools in the old town stay closed until further notice.",
    "Ferries carried {n} people over the flooded meadow.",
    "Meteorologists expect dry weather from Thursday on.",
    "A choir sang in the gymnasium where {n} people slept.",
    "Trains to the coast ran with delays of {n} minutes.",
]
LEXICON = """# Made up, as the coverage is.
title: Frames of a made-up flood
language: en
version: "1.0"
frames:
  costs:
    label: costs
    definition: What the flood costs, and who pays.
    patterns: [cost*, price*, losses, money, insurance]
  fault:
    label: whose fault
    definition: Who is to blame for the flood.
    patterns: [blam*, negligence, responsible, inquiry]
"""
CODING = """
contrast: [costs, fault]
coding:
  preferred: A
  variables:
    costs: {level: ordinal, values: [0, 1, 2]}
    fault: {level: ordinal, values: [0, 1, 2]}
"""
RUSSIAN_COSTS = [
    "Цены на ремонт подвалов выросли вдвое с понедельника.",
    "Инженеры подсчитали, что ремонт вымышленного моста обойдётся в {n} миллионов.",
    "«Мы потеряли все деньги», — сказала хозяйка лавки у рынка.",
]
RUSSIAN_FAULT = [
    "Оппозиция заявила, что в потопе виновата городская власть.",
    "«Это халатность», — сказал адвокат жителей.",
    "Расследование покажет, кто отвечал за шлюз номер {n}.",
]
RUSSIAN_NEUTRAL = [
    "Река Велл поднялась за ночь на {n} сантиметров.",
    "Жители вымышленного города наполнили {n} мешков песком.",
    "Школы старого города закрыты до четверга.",
    "Поезда к морю опаздывали на {n} минут.",
    "В спортивном зале ночевали {n} человек.",
]
RUSSIAN_LEXICON = """# Made up, as the coverage is.
title: Frames of a made-up flood, in Russian
language: ru
version: "1.0"
frames:
  costs:
    label: costs
    definition: What the flood costs, and who pays.
    patterns: [цен*, ремонт*, деньги, убытк*]
  fault:
    label: whose fault
    definition: Who is to blame for the flood.
    patterns: [виноват*, халатност*, отвечал*, расследован*]
"""


def fill(path):
    """Put the made-up coverage into an empty corpus folder."""
    rng = random.Random(7)
    store.put(path / "frames.yml", LEXICON.encode())
    store.put(path / "frames.ru.yml", RUSSIAN_LEXICON.encode())
    settings = (path / "study.yml").read_text("utf-8")
    settings = settings.replace("{en: frames.yml}", "{en: frames.yml, ru: frames.ru.yml}")
    store.put(path / "study.yml", (settings + CODING).encode())
    articles, leanings = [], {"Made-up Gazette": 0.8, "Made-up Herald": 0.2, "Made-up Courier": 0.5}
    for outlet, costs in leanings.items():
        for number in range(16):
            body = _text(rng, costs, COSTS, FAULT, NEUTRAL, "This report is made up.")
            articles.append(_article(outlet, number, body))
    copied = [_article("Made-up Courier", 20 + i, articles[i].text) for i in range(4)]
    russian = []
    for outlet, costs in RUSSIAN.items():
        for number in range(12):
            sentences = RUSSIAN_COSTS, RUSSIAN_FAULT, RUSSIAN_NEUTRAL, "Эта заметка выдумана."
            russian.append(_article(outlet, number, _text(rng, costs, *sentences), "ru"))
    added = extend.add([*articles, *copied, *russian], path, license="made up, free to share")
    have = folder.read(path)
    outlets = have["outlets"].reset_index()
    outlets["country"] = outlets["outlet"].map(OUTLETS).fillna("")
    table = have["articles"]
    table["copy_type"] = "original"
    table.loc[added["article_id"][48:52], "copy_type"] = "republished"
    files = {
        "outlets.csv": tables.to_csv(outlets),
        "articles.csv": tables.to_csv(table.reset_index()),
    }
    with store.changing(path):
        store.commit(path, files | {manifest.NAME: manifest.after(path, files)})
    _code(path, added["article_id"][:48], articles, rng)


def _article(outlet, number, text, language="en"):
    return Article(
        outlet=outlet, published=f"2022-03-{number % 20 + 1:02}", published_from="page",
        url=f"https://example.org/{outlet.lower().replace(' ', '-')}/{number}", text=text,
        title=f"A made-up report, number {number}", language=language, source="made up",
    )  # fmt: skip


def _text(rng, share, costs, fault, neutral, first):
    """A made-up article: five neutral sentences, and two on costs or fault."""
    said = [rng.choice(costs if rng.random() < share else fault) for _ in range(2)]
    sentences = [*rng.sample(neutral, 5), *dict.fromkeys(said)]
    rng.shuffle(sentences)
    return " ".join(s.format(n=rng.randint(3, 90)) for s in [first, *sentences])


def _code(path, ids, articles, rng):
    """Codes of two made-up coders, who now and then disagree."""
    rows = []
    for article_id, article in zip(ids, articles, strict=True):
        for coder in "AB":
            for name, sentences in (("costs", COSTS), ("fault", FAULT)):
                said = [s for s in sentences if s.split("{")[0] in article.text]
                value = 0 if not said else 1 if all("“" in s for s in said) else 2
                if coder == "B" and value and rng.random() < 0.1:
                    value = 3 - value
                rows.append((article_id, coder, name, str(value)))
    table = pd.DataFrame(rows, columns=["article_id", "coder", "variable", "value"])
    sheets.put(table, path, source="made-up codes")
