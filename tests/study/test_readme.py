"""The numbers of the README are those of the figures' tables."""

import re

import pandas as pd
from conftest import PROJECT

README = re.sub(r"\s+", " ", (PROJECT / "README.md").read_text(encoding="utf-8"))


def table(name):
    return pd.read_csv(PROJECT / "figures" / f"{name}.csv")


def percent(row, value="presence", low="presence_low", high="presence_high"):
    return f"{100 * row[value]:.0f} % [{100 * row[low]:.0f}–{100 * row[high]:.0f}]"


def cell(name, **where):
    found = table(name)
    for column, value in where.items():
        found = found[found[column] == value]
    assert len(found) == 1
    return found.iloc[0]


def coded(frame, voice):
    """(West, CSTO) by coder A and by coder B, as written."""
    return [
        percent(cell("terror-econ-plane", group=g, frame=frame, voice=voice, coder=coder))
        for coder in "AB"
        for g in ("West", "CSTO")
    ]


def test_the_economic_grievance():
    west, csto, west_b, csto_b = coded("econ", "any")
    assert f"By coder A it stands in {west} of Western articles and in {csto} of those" in README
    assert f"by coder B in {west_b} and in {csto_b}." in README


def test_terror_inside_quotation_marks():
    west, csto = (
        percent(cell("terror-quoted-share", group=g), "share", "low", "high")
        for g in ("West", "CSTO")
    )
    assert f"{west} of the West's terror words" in README
    assert f"{csto} of the CSTO's" in README


def test_terror_in_the_own_voice():
    west, csto, west_b, csto_b = coded("terror", "own")
    assert f"stands in {west} of Western and in {csto} of CSTO articles by coder A" in README
    assert f"in {west_b} and {csto_b} by B" in README
    rows = table("terror-econ-plane").query("frame == 'terror' and voice == 'own'")
    ends = rows.set_index(["coder", "group"])
    overlap = all(
        ends.loc[(coder, "West"), "presence_high"] > ends.loc[(coder, "CSTO"), "presence_low"]
        for coder in "AB"
    )
    assert ("these intervals overlap" in README) == overlap


def test_differences_under_the_treatments_of_copies():
    econ = {
        kind: cell("copy-treatments", frame="econ", voice="both", copies=kind)
        for kind in ("all", "one per family", "originals")
    }
    points = [f"{100 * row['presence_difference']:.0f}" for row in econ.values()]
    told = (
        "difference is {} points over all articles, {} with one vote per text family, and {} among"
    )
    assert told.format(*points) in README
    original = econ["originals"]
    assert [econ[kind]["presence_is"] for kind in econ] == ["sure", "sure", "not sure"]
    sizes = f"with {original['articles_one']} and {original['articles_two']} articles"
    assert f"{sizes}, it is {original['presence_is']}" in README


def test_what_copies_change():
    rows = table("copies-effect")
    changed = rows[(rows["effect_low"] > 0) | (rows["effect_high"] < 0)]
    assert f"differ in {len(changed)} of {len(rows)} frames" in README
    assert changed["frame"].tolist() == ["terror"]
    low, effect, high = (
        f"−{-100 * changed[name].item():.0f}" for name in ("effect_low", "effect", "effect_high")
    )
    assert f"(effect {effect} points [{low}–{high}])" in README


def test_help_in_the_own_voice():
    for coder, told in (
        ("A", "{} do so in CSTO countries and {} in the West by coder A"),
        ("B", "{} and {} by B: how often"),
    ):
        csto, west = (
            percent(
                cell("own-by-frame", frame="stabil", group=g, coder=coder), "share", "low", "high"
            )
            for g in ("CSTO", "West")
        )
        assert told.format(csto, west) in README


def test_what_goes_with_the_group(loaded):
    articles = loaded.articles
    cut = articles.groupby("group", observed=True)["truncated"].mean()
    told = f"{100 * cut['West']:.0f} % of the Western texts are cut at about 2,000 characters, "
    assert told + f"{100 * cut['CSTO']:.0f} % of the CSTO's" in README
    csto = articles[articles["group"] == "CSTO"]
    assert f"{100 * (csto['origin'] == 'TASS').mean():.0f} % of the CSTO's are TASS's" in README


def test_copies_and_sizes():
    kinds = table("copies-by-group")
    total = kinds["articles"].sum()
    original = kinds.loc[kinds["copy_type"] == "original", "articles"].sum()
    assert f"{100 * original / total:.0f} % of the articles are the outlet's own text" in README
    assert f"{total} English articles" in README
    sizes = kinds.groupby("group")["articles"].sum()
    assert f"(West: {sizes['West']}, CSTO without Kazakhstan: {sizes['CSTO']})" in README


def test_the_lexicon_s_error():
    f1 = table("lexicon-accuracy").set_index("frame")["f1"]
    assert f"is {f1[['econ', 'terror']].min():.2f} or more".replace("0.", ".") in README
    assert f"{f1.min():.2f} for the worst".replace("0.", ".") in README


def test_every_link_leads_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (PROJECT / target).exists(), target
