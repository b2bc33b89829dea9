"""The numbers of the README are those of the figures' tables."""

import re

import pandas as pd
from conftest import PROJECT

from helpers import findings

README = re.sub(r"\s+", " ", (PROJECT / "README.md").read_text(encoding="utf-8"))


def table(name):
    return pd.read_csv(PROJECT / "figures" / f"{name}.csv")


def test_the_findings_are_those_of_the_figures(tmp_path):
    page = tmp_path / "README.md"
    page.write_bytes((PROJECT / "README.md").read_bytes())
    assert not findings.write(PROJECT / "corpus" / "findings.md", PROJECT / "figures", page)


def test_judgements_in_the_findings_hold():
    rows = table("contrast-plane").query("frame == 'terror' and voice == 'own'")
    ends = rows.set_index(["coder", "group"])
    overlap = all(
        ends.loc[(coder, "West"), "presence_high"] > ends.loc[(coder, "CSTO"), "presence_low"]
        for coder in "AB"
    )
    assert ("these intervals overlap" in README) == overlap
    effects = table("copies-effect")
    changed = effects[(effects["effect_low"] > 0) | (effects["effect_high"] < 0)]
    assert (changed["frame"].tolist(), len(effects)) == (["terror"], 10)


def test_what_goes_with_the_group(loaded):
    articles = loaded.articles
    cut = articles.groupby("group", observed=True)["truncated"].mean()
    told = f"{100 * cut['West']:.0f} % of the Western texts are cut at about 2,000 characters, "
    assert told + f"{100 * cut['CSTO']:.0f} % of the CSTO's" in README
    csto = articles[articles["group"] == "CSTO"]
    assert f"{100 * (csto['origin'] == 'TASS').mean():.0f} % of the CSTO's are TASS's" in README


def test_the_lexicon_s_error():
    f1 = table("lexicon-accuracy").set_index("frame")["f1"]
    assert f"is {f1[['econ', 'terror']].min():.2f} or more".replace("0.", ".") in README
    assert f"{f1.min():.2f} for the worst".replace("0.", ".") in README


def test_every_link_leads_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (PROJECT / target).exists(), target
