"""The page of a study holds what it shows, and asks the net for nothing."""

import base64
import gzip
import json
import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from conftest import PROJECT
from lxml import etree
from made_up_hostile import HOSTILE
from made_up_study import LEXICON, made_up_study
from typer.testing import CliRunner

import helpers.__main__ as shell
from helpers import charts, compare, figures, frames
from helpers.errors import InputError
from helpers.show import page


def unpacked(body, kind):
    return [gzip.decompress(base64.b64decode(p)) for p in re.findall(f'data-{kind}="(.*?)"', body)]


@pytest.fixture
def project(tmp_path):
    """A project of one made-up figure, whose outlets have hostile names."""
    study = made_up_study(n=120)
    outlet = [HOSTILE[i % len(HOSTILE)] for i in range(len(study))]
    study = study.replace(articles=study.articles.assign(outlet=outlet))
    scores = frames.score(study, LEXICON)
    table = compare.groups(scores, by="outlet")
    table = table[(table["voice"] == "both") & (table["frame"] == "costs")]
    ax = charts.intervals(table, row="outlet")
    figures.save(ax, "made-up", table, study, folder=tmp_path / "figures")
    plt.close("all")
    findings = "\n\n".join([f"**{evil}** said {evil}." for evil in HOSTILE])
    (tmp_path / "README.md").write_text(
        f"# Made up <b>\n\n<!-- findings -->\n{findings}\n<!-- /findings -->\n", "utf-8"
    )
    return tmp_path


def test_the_page_holds_every_figure_with_its_tables(tmp_path):
    shown = page.write(tmp_path / "study.html", PROJECT)
    body = (tmp_path / "study.html").read_text("utf-8")
    assert shown == sorted(file.stem for file in (PROJECT / "figures").glob("*.svg"))
    assert len(body) < page.LARGEST
    found = unpacked(body, "table")
    assert len(found) == 2 * len(shown)
    for place, name in enumerate(shown):
        for number, kind in enumerate(("csv", "evidence.csv")):
            table = json.loads(found[2 * place + number])
            expected = pd.read_csv(PROJECT / f"figures/{name}.{kind}", dtype=str)
            assert table["columns"] == list(expected) and len(table["rows"]) == len(expected)
    assert unpacked(body, "picture")[0] == (PROJECT / f"figures/{shown[0]}.svg").read_bytes()


def test_nothing_in_it_comes_alive(project, tmp_path):
    page.write(tmp_path / "study.html", project)
    body = (tmp_path / "study.html").read_text("utf-8")
    assert body.count("<script") == 1 and body.count("</script") == 1
    plain = body.partition("<script>")[0]
    assert not re.search(r"<(?!meta|a |img alt|section|div)[^>]*\s(on\w+|src|href)=", plain)
    assert not re.search(r'(href|src)="(?!#|https?:)', plain)
    assert "connect-src" not in page.POLICY and page.POLICY.startswith("default-src 'none'")
    table = json.loads(unpacked(body, "table")[0])
    column = [row[table["columns"].index("outlet")] for row in table["rows"]]
    assert set(column) <= {*HOSTILE}
    drawn = list(etree.fromstring(unpacked(body, "picture")[0]).iter(etree.Element))
    assert not [one for one in drawn if etree.QName(one).localname in ("script", "foreignObject")]
    names = {etree.QName(name).localname for one in drawn for name in one.attrib}
    assert not [name for name in names if name.startswith("on")]


def test_passages_of_texts_are_refused(project, tmp_path):
    file = project / "figures" / "made-up.evidence.csv"
    table = pd.read_csv(file)
    table.assign(left="made up").to_csv(file, index=False)
    with pytest.raises(InputError, match="holds passages of texts"):
        page.write(tmp_path / "study.html", project)


def test_a_page_that_is_too_large_is_not_written(project, tmp_path, monkeypatch):
    monkeypatch.setattr(page, "LARGEST", 1000)
    with pytest.raises(InputError, match="more than 5"):
        page.write(tmp_path / "study.html", project)
    assert not (tmp_path / "study.html").exists()


def test_the_command_writes_it(tmp_path, monkeypatch):
    monkeypatch.chdir(PROJECT)
    said = CliRunner().invoke(shell.app, ["page", str(tmp_path / "study.html")])
    assert said.exit_code == 0 and "needs nothing else" in said.output
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(shell.app, ["page", "study2.html"])
    assert isinstance(said.exception, InputError) and "no figure" in str(said.exception)
