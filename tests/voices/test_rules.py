"""Each rule of English indirect speech: its examples, and what they would be without it."""

import pytest
from voice_rules import RULES, example, reported, without

from helpers.voices.words import ENGLISH, VERB_LISTS

CASES = [(rule, marked) for rule in RULES for marked in rule["examples"]]


@pytest.mark.parametrize(("rule", "marked"), CASES, ids=[f"{r['rule']}-{m[:20]}" for r, m in CASES])
def test_the_examples_of_a_rule(rule, marked):
    sentence, expected = example(marked)
    assert reported(sentence) == expected


@pytest.mark.parametrize("rule", RULES, ids=[rule["rule"] for rule in RULES])
def test_a_rule_is_needed_by_its_examples(rule):
    examples = [example(marked) for marked in rule["examples"]]
    with without(rule):
        assert any(reported(sentence) != expected for sentence, expected in examples)


def test_every_list_of_verbs_has_a_rule():
    named = {rule.get("list") for rule in RULES}
    assert set(VERB_LISTS) - {"judge"} | {"noun", "plan", "sure"} <= named
    assert named - {None} <= ENGLISH.keys()
