"""The coder in the notebook, its buttons pressed by the test."""

import pytest
from conftest import FILES, write_corpus

from helpers import corpus, explore, frames
from helpers.errors import InputError
from helpers.explore.coder import NONE, Coder


@pytest.fixture
def folder(tmp_path):
    return write_corpus(tmp_path / "corpus")


def at_work(folder, coder="H", **options):
    given = {"lexicon": None, "article_ids": None, "source": "shared"} | options
    return Coder(folder, coder, **given)


def codes_of(folder, coder):
    codes = corpus.read(folder)["codes"]
    own = codes[codes["coder"] == coder]
    return own[["article_id", "variable", "value"]].to_numpy().tolist()


def test_a_choice_is_saved_at_once_and_replaced_by_the_next(folder):
    coder = at_work(folder)
    coder.questions["costs"].value = "2"
    assert codes_of(folder, "H") == [["one", "costs", "2"]] and coder.said.value == "saved"
    coder.questions["costs"].value = "1"
    coder.go(1)
    assert coder.questions["costs"].value == NONE
    coder.questions["threat"].value = "0"
    assert codes_of(folder, "H") == [["one", "costs", "1"], ["two", "threat", "0"]]
    coder.go(0)
    assert coder.questions["costs"].value == "1"
    assert codes_of(folder, "A") == [
        ["one", "costs", "2"], ["one", "threat", "1"],
        ["two", "costs", "0"], ["two", "threat", "2"],
    ]  # fmt: skip


def test_one_goes_on_where_one_stopped_and_sees_nobody_else_s_codes(folder):
    coder = at_work(folder)
    for question in coder.questions.values():
        question.value = "0"
    again = at_work(folder)
    assert again.at == 1 and again.place.value == "<b>2 of 3</b>, 1 coded"
    other = at_work(folder, "B2")
    assert {question.value for question in other.questions.values()} == {NONE}


def test_the_articles_drawn_are_coded_or_those_asked_for(folder):
    (folder / "sample.csv").write_text(
        "article_id,stratum,drawn,p_coded\none,North,false,0.5\ntwo,East,true,0.5\n"
    )
    assert at_work(folder).ids == ["two"]
    assert at_work(folder, article_ids=["three", "one"]).ids == ["three", "one"]
    for ids in (["nobody"], []):
        with pytest.raises(InputError, match="has no article"):
            at_work(folder, article_ids=ids)


def test_what_is_shown_is_the_text_or_the_words_and_nothing_in_it_is_live(tmp_path):
    folder = write_corpus(
        tmp_path / "corpus",
        outlets__csv=FILES["outlets.csv"].replace("Made-up Post", "<script>x</script>"),
        articles__csv=FILES["articles.csv"].replace("Made-up Post", "<script>x</script>"),
    )
    coder = at_work(folder)
    assert "<b>unquoted</b>: fuel 2" in coder.shown.value
    assert "<script>" not in coder.shown.value and "&lt;script&gt;" in coder.shown.value


def test_the_codebook_stands_beside_the_questions(folder):
    lexicon = frames.read(folder / "frames.yml")
    asked = explore.code(folder, "H", lexicon=lexicon).children[1].children[1].children
    assert asked[0].value == "<b>prices</b> " and asked[1].description == "costs"
    assert asked[1].options == (NONE, "0", "1", "2")


def test_what_cannot_be_saved_is_said(folder):
    coder = at_work(folder)
    (folder / "codes.csv").write_text("spoilt\n")
    coder.questions["costs"].value = "2"
    assert coder.said.value.startswith("not saved:")
    with pytest.raises(InputError, match="say who codes"):
        at_work(folder, " ")
