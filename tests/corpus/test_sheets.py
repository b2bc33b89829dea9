"""Coding sheets: out, filled in, and back."""

import pandas as pd
import pytest
from conftest import FILES, write_corpus

from helpers import coding, corpus
from helpers.corpus import extend, sheets
from helpers.errors import InputError
from helpers.files import tables


@pytest.fixture
def folder(tmp_path):
    settings = FILES["study.yml"] + "    label: {level: nominal, values: [people, mixed]}\n"
    return write_corpus(tmp_path / "corpus", study__yml=settings)


def filled(folder, tmp_path, rows, **cells):
    some = corpus.read(folder)["articles"].index[:rows]
    sheet = sheets.template(folder, coder="H", article_ids=some).assign(**cells)
    (tmp_path / "sheet.csv").write_bytes(tables.to_csv(sheet))
    return tmp_path / "sheet.csv"


def test_a_sheet_has_every_article_that_the_coder_has_not_coded(folder):
    sheet = sheets.template(folder, coder="H")
    assert sheet["article_id"].tolist() == corpus.load(folder).articles.index.tolist()
    assert {"costs", "threat", "label", "url"} <= set(sheet.columns)
    codes = corpus.read(folder)["codes"]
    coded = set(codes.loc[codes["coder"] == "B", "article_id"])
    assert not coded & set(sheets.template(folder, coder="B")["article_id"])


def test_codes_come_back_and_replace_the_coder_s_own(folder, tmp_path):
    before = corpus.read(folder)["codes"]
    sheets.enter(filled(folder, tmp_path, 3, costs="2", threat="0"), folder)
    sheets.enter(filled(folder, tmp_path, 1, costs="1", label="mixed"), folder)
    after = corpus.read(folder)["codes"]
    mine = after[after["coder"] == "H"]
    assert mine["value"].value_counts().to_dict() == {"0": 3, "2": 2, "1": 1, "mixed": 1}
    pd.testing.assert_frame_equal(after[after["coder"] != "H"].reset_index(drop=True), before)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"costs": "3"}, "sheet.csv, line 2, column costs: '3' is not one of '0', '1', '2'"),
        ({"article_id": "nobody"}, "line 2, column article_id: 'nobody' has no row"),
        ({"colour": "red"}, "line 1, column colour: is not a column"),
        ({"coder": ""}, "line 2, column coder: is empty"),
    ],
)
def test_a_wrong_sheet_changes_nothing(folder, tmp_path, cells, message):
    before = (folder / "codes.csv").read_bytes()
    with pytest.raises(InputError, match=message.replace(".", r"\.")):
        sheets.enter(filled(folder, tmp_path, 1, **cells), folder)
    assert (folder / "codes.csv").read_bytes() == before


def test_a_template_for_an_unknown_article_says_so(folder):
    with pytest.raises(InputError, match="has no article nobody"):
        sheets.template(folder, coder="H", article_ids=["nobody"])


def test_a_sample_is_kept_with_the_probability_of_each_article(folder):
    study = corpus.load(folder)
    assert "p_coded" not in study.articles
    drawn = coding.sample(study, 2, by="language", seed=4)
    ids = sheets.draw(drawn, folder)
    articles = corpus.load(folder).articles
    assert articles.index[articles["drawn"]].tolist() == sorted(ids, key=list(articles.index).index)
    known = drawn.set_index("article_id")["p_coded"]
    assert articles["p_coded"].dropna().to_dict() == pytest.approx(known.to_dict())
    with pytest.raises(InputError, match="a sample was drawn before"):
        sheets.draw(drawn, folder)
    extend.remove([ids[0]], folder, reason="made up")
    assert ids[0] not in (folder / "sample.csv").read_text()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("one,North,true,0", "column p_coded: '0' is not a share above 0, to 1"),
        ("one,North,true,1.2", "column p_coded"),
        ("one,North,maybe,0.5", "column drawn"),
        ("nobody,North,true,0.5", "'nobody' has no row in articles.csv"),
        ("one,North,true,0.5\none,North,true,0.5", "line 3"),
    ],
)
def test_a_wrong_sample_is_named(folder, row, said):
    (folder / "sample.csv").write_text(f"article_id,stratum,drawn,p_coded\n{row}\n")
    assert any(said in str(fault) for fault in corpus.check(folder))
