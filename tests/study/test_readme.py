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


def test_the_economic_grievance():
    west, csto = (
        percent(cell("terror-econ-plane", group=g, frame="econ", voice="any"))
        for g in ("West", "CSTO")
    )
    assert f"it stands in {west} of Western articles and in {csto} of those" in README


def test_terror_inside_quotation_marks():
    west, csto = (
        percent(cell("terror-quoted-share", group=g), "share", "low", "high")
        for g in ("West", "CSTO")
    )
    assert f"{west} of the West's terror words" in README
    assert f"{csto} of the CSTO's" in README


def test_terror_in_the_own_voice():
    west, csto = (
        cell("terror-econ-plane", group=g, frame="terror", voice="own") for g in ("West", "CSTO")
    )
    assert f"stands in {percent(west)} of Western and in {percent(csto)} of CSTO articles" in README
    overlap = west["presence_high"] > csto["presence_low"]
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
    sizes = f"{original['articles_one']} and {original['articles_two']} articles are too few"
    assert sizes in README
    assert f"(q = {original['q_presence']:.2f})".replace("0.", ".") in README


def test_what_flips():
    rows = table("copy-treatments")
    found, n = 0, 0
    for size, q, middle in (
        ("rate_ratio", "q_rate", 1),
        ("presence_difference", "q_presence", 0),
    ):
        finding = (rows[size] > middle).astype(str) + (rows[q] < 0.05).astype(str)
        kinds = finding.groupby([rows["frame"], rows["voice"]]).nunique()
        found, n = found + (kinds > 1).sum(), n + len(kinds)
    assert f"Of {n} findings on ten frames, {found} change" in README
    stabil = rows[(rows["frame"] == "stabil") & (rows["voice"] == "both")]
    assert (stabil["q_presence"] < 0.05).all() and (stabil["presence_difference"] < 0).all()


def test_help_in_the_own_voice():
    csto, west = (
        percent(cell("own-by-frame", frame="stabil", group=g), "share", "low", "high")
        for g in ("CSTO", "West")
    )
    assert f"({csto} of the articles that have the frame, {west} of the West's)" in README


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
