"""study.yml: every key is known, and holds what it has to."""

import pytest
import yaml
from conftest import FILES, PROJECT, write_corpus

from helpers import corpus
from helpers.corpus import schema
from helpers.likeness import copies


def test_the_study_s_own_settings_are_sound():
    content = yaml.safe_load((PROJECT / "corpus" / "study.yml").read_text("utf-8"))
    assert schema.faults(content) == []
    assert schema.faults({}) == schema.faults({"columns": None}) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("contrats: [a, b]", "'contrats' is not known: did you mean 'contrast'?"),
        ("wholly: 1", "'wholly' is not known; known are title"),
        ("title: 3", "title: must be text"),
        ("languages: en", "languages: must be a list of names"),
        ("opening: -1", "opening: must be a whole number above 0"),
        ("window: {start: 2022-01-01}", "window: lacks 'end'"),
        ("window: {start: 2022-01-01, end: 31.1.2022}", "is not a valid date"),
        ("groups: {bye: outlet}", "groups: 'bye' is not known: did you mean 'by'?"),
        ("groups: [outlet]", "groups: must hold names and values"),
        ("windows: {a: 1}", "windows: must be a list"),
        ("windows: [{window: a, start: 2022-01-01}]", "windows: entry 1: lacks 'end'"),
        ("copies: {text: 45}", "copies: text: must be above 0 and at most 1"),
        ("coding: {variables: {a: {level: ordinal}}}", "coding: variables: a: lacks 'values'"),
        ("lexicon: {en: 3}", "lexicon: en: must be text"),
    ],
)
def test_what_is_wrong_is_named(content, message):
    (fault,) = schema.faults(yaml.safe_load(content))
    assert fault.file == "study.yml" and message in fault.message


def test_check_names_all_faults_at_once(tmp_path):
    folder = write_corpus(tmp_path / "c", study__yml="contrats: [a]\nopening: x\n")
    (folder / "texts").mkdir()
    (folder / "texts" / "nobody.txt").write_text("A made-up text.")
    said = "\n".join(map(str, corpus.check(folder)))
    assert "contrats" in said and "opening" in said and "nobody.txt" in said


def test_thresholds_of_families_are_the_study_s(made_up):
    import dataclasses

    study = corpus.load(made_up)
    strict = dataclasses.replace(study, settings={"copies": {"counts": 1.0}})
    wanted = copies.families(study, counts=1.0)
    assert strict.families.equals(wanted)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("level: ordinal", "level: orderly", "level: must be one of nominal, ordinal"),
        ("values: [0, 1, 2]", "value7: [0, 1, 2]", "costs: lacks 'values'"),
        ("values: [0, 1, 2]", "values: []", "values: must be a list of values"),
        ("order: [North, East", "order: [North, Esat", "order: 'Esat' is no group of groups.csv"),
        ("by: origin_country", "by: origin_countri", "no column 'origin_countri': is it origin_"),
        ("title: made up", "title: &a made\nquestion: *a", "line 2: aliases"),
        ("title: made up", f"title: {'[' * 30}{']' * 30}", "line 1: is nested more than 20 deep"),
        ("title: made up", f"title: {'x' * 1_000_001}", "bytes are more than settings have"),
        ("title: made up", "title: [made", "is not proper YAML"),
        ("title: made up", "- made\n- up\n-", "is not proper YAML"),
    ],
)
def test_settings_of_a_folder_are_held_against_its_tables(tmp_path, old, new, message):
    settings = FILES["study.yml"].replace(old, new, 1)
    folder = write_corpus(tmp_path / "c", study__yml=settings)
    assert any(message in str(fault) for fault in corpus.check(folder)), corpus.check(folder)
