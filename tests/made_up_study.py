"""A made-up study: texts put together from a few words, so that articles share terms. Nothing in
it is about real coverage."""

import numpy as np
import pandas as pd

from helpers import corpus, frames
from helpers.corpus import Study
from helpers.words import counts

# fmt: off
WORDS = [
    "fuel", "price", "prices", "tax", "terrorist", "terrorists", "groups", "attack", "police",
    "people", "town", "calm", "said", "rose", "cheap", "jet", "oil", "order", "rights", "court",
]
# fmt: on
LEXICON = frames.lexicon(
    {
        "costs": ["fuel price*", "price*", "tax"],
        "threat": {"patterns": ["terrorist*", "terrorist groups"], "except": ["cheap terrorist"]},
        "order": ["order", "police"],
    },
    language="en",
)
VARIABLES = {
    "costs": {"level": "ordinal", "values": [0, 1, 2]},
    "threat": {"level": "ordinal", "values": [0, 1, 2]},
    "label": {"level": "nominal", "values": ["people", "crowd"]},
}


def made_up_study(seed=0, n=24, *, stored=0, silent=0, foreign=0, outlets=8):
    """A study of n articles.

    stored : how many of them stand as counts, silent : have neither text nor counts,
    foreign : are in another language
    """
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "text": [_text(rng) for _ in range(n)],
            "outlet": [f"paper {chr(65 + i)}" for i in rng.integers(0, outlets, n)],
            "published": pd.Timestamp("2022-01-03") + pd.to_timedelta(rng.integers(0, 6, n), "D"),
            "published_from": rng.choice(["page", "inferred"], n),
            "language": ["ru"] * foreign + ["en"] * (n - foreign),
            "group": pd.Categorical(rng.choice(["North", "East"], n), ["North", "East", "Rest"]),
            "ownership": rng.choice(["state", "commercial", "public"], n),
            "year": rng.choice([2021, 2022], n),
            "copy_type": rng.choice(["original", "wire"], n),
            "url": [f"https://made-up.example/{i}" for i in range(n)],
        },
        index=[f"a{i:02}" for i in range(n)],
    )
    table.loc[table.index[n - silent :], "text"] = None
    table.loc[table.index[[0, 1]], ["ownership"]] = None
    whole = corpus.from_frame(table)
    ids = whole.articles.index
    family = pd.DataFrame({"family": [f"f{i // 2}" for i in range(n)]}, index=ids)
    kept = ids[foreign : foreign + stored]
    phrases = [("fuel price*", "glob"), ("terrorist groups", "glob"), ("cheap terrorist", "glob")]
    return Study(
        whole.articles,
        whole.texts.drop(kept),
        stored=counts.from_texts(whole.texts.loc[kept], phrases=phrases) if stored else None,
        codes=_codes(rng, ids),
        settings={"coding": {"variables": VARIABLES}},
        given_families=family,
        origin="made up",
    )


def _text(rng):
    sentences = (" ".join(rng.choice(WORDS, rng.integers(4, 12))) for _ in range(4))
    return ". ".join(f"“{s}”, Ann Roe said" if rng.random() < 0.3 else s for s in sentences)


def _codes(rng, ids):
    rows = [
        (article, coder, variable, str(rng.choice(rule["values"])))
        for article in ids
        for coder in "AB"
        for variable, rule in VARIABLES.items()
    ]
    return pd.DataFrame(rows, columns=["article_id", "coder", "variable", "value"])
