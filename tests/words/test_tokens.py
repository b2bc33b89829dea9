"""Tokens: the words of texts as ids, by plain and by compiled code."""

import os
import resource

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from helpers.errors import InputError
from helpers.words import counts, ngrams, text, tokens
from helpers.words.engine import compiled, plain
from helpers.words.patterns import Vocabulary

BACKENDS = pytest.mark.parametrize("backend", [plain, compiled], ids=["plain", "compiled"])
# What makes tokenising hard, besides arbitrary text.
HARD = st.text(alphabet="aAbсСқҚΣσςİıßée\u0301\u0307١2_ ' .…!?\n“”„«»\"\u00a0(Mr中😀Ⱥ\ud800")
TEXTS = st.lists(st.one_of(st.text(), HARD), max_size=5)
MADE_UP = [
    "“Terrorist groups came,” said Mr. Doe. The groups left.",
    "",
    "Groups of terrorists. Terrorist groups! Fuel\nprices rose",
    "fuel prices, fuel prices, fuel; prices",
]


def tokenise(backend, texts, *, lowercase=True, n_jobs=1):
    """Tokens by one of the two, whatever the size."""
    found = backend.tokenise(
        [text.settle_sigma(body) for body in texts] if lowercase else texts,
        voices=True,
        lowercase=lowercase,
        n_jobs=n_jobs,
    )
    vocabulary = np.array([*found[2], None], dtype=object)[:-1]
    return tokens.Tokens(*found[:2], vocabulary, pd.RangeIndex(len(texts)), *found[3:])


@pytest.fixture
def made_up():
    return tokens.tokenise(MADE_UP)


@BACKENDS
@settings(max_examples=300, deadline=None)
@given(texts=TEXTS, lowercase=st.booleans(), n_jobs=st.sampled_from([1, 2, 3]))
@example(texts=["ΑΣ'Α ΟΔΟΣ.Α Σ İSTANBUL KİT"], lowercase=True, n_jobs=1)
def test_words_are_those_of_scikit_learn(backend, texts, lowercase, n_jobs):
    analyse = CountVectorizer(lowercase=lowercase).build_analyzer()
    found = tokenise(backend, texts, lowercase=lowercase, n_jobs=n_jobs)
    assert [found.words(i) for i in range(len(texts))] == [analyse(body) for body in texts]
    assert list(found.vocabulary) == sorted({w for body in texts for w in analyse(body)})


@pytest.mark.parametrize("lowercase", [True, False])
def test_every_character_is_read_as_by_scikit_learn(lowercase):
    texts = ["aa".join(map(chr, range(plane, plane + 4096))) for plane in range(0, 0x110000, 4096)]
    analyse = CountVectorizer(lowercase=lowercase).build_analyzer()
    found = tokenise(compiled, texts, lowercase=lowercase)
    for i, body in enumerate(texts):
        assert found.words(i) == analyse(body), f"from U+{4096 * i:04X}"


@settings(max_examples=500, deadline=None)
@given(texts=TEXTS, lowercase=st.booleans())
@example(["Aa aa.Bb bb. Mr. Cc Dr.", '““„ «aa» "bb" “cc” dd\n“ee', "aa Qa. Bb… “Cc.” dd"], True)
@example(["aİ" * 50, "", "b", "aİaİ"], True)  # as many words as there can be, two characters each
@example(["aaİaaİ aa. Aİ"], False)
def test_compiled_and_plain_tokens_are_the_same(texts, lowercase):
    one, other = (
        tokenise(backend, texts, lowercase=lowercase, n_jobs=2) for backend in (plain, compiled)
    )
    for name in ("ids", "offsets", "vocabulary", "breaks", "voice"):
        mine, theirs = getattr(one, name), getattr(other, name)
        assert mine.dtype == theirs.dtype and mine.tolist() == theirs.tolist(), name


@settings(max_examples=300, deadline=None)
@given(body=st.one_of(st.text(), HARD))
def test_sentences_and_voices_are_those_of_text(body):
    found = tokens.tokenise([body])
    sentences = [text.words(sentence) for sentence in text.sentences(text.settle_sigma(body))]
    begins = np.flatnonzero(found.breaks & 1)
    split = [list(part) for part in np.split(np.array(found.words(0), dtype=object), begins)[1:]]
    assert split == [words for words in sentences if words]
    voices = [
        voice
        for voice, stretch in text.by_voice(text.settle_sigma(body))
        for _ in text.words(stretch)
    ]
    assert [found.voices[v] for v in found.voice] == voices


@settings(max_examples=300, deadline=None)
@given(body=st.one_of(st.text(), HARD))
def test_spans_are_where_the_words_stand(body):
    settled = text.settle_sigma(body)
    found = [settled[a:b].replace("İ", "i").lower() for a, b in text.spans(settled)]
    assert found == text.words(body)


def test_sentence_numbers_begin_anew_with_each_article(made_up):
    expected = [0] * 6 + [1] * 3 + [0] * 3 + [1] * 2 + [2] + [3] * 2 + [0] * 6
    assert made_up.sentence.tolist() == expected
    assert made_up.article.tolist() == [0] * 9 + [2] * 8 + [3] * 6


def test_a_text_that_is_none_is_refused_by_name():
    with pytest.raises(InputError, match="'two'"):
        tokens.tokenise(pd.Series({"one": "aa", "two": None}))


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=50, deadline=None)
def test_joined_parts_are_the_whole(parts):
    whole = tokens.tokenise([body for part in parts for body in part])
    joined = tokens.join([tokens.tokenise(part) for part in parts])
    for name in ("ids", "offsets", "vocabulary", "breaks", "voice"):
        assert getattr(joined, name).tolist() == getattr(whole, name).tolist()


def test_saved_tokens_come_back_from_disk(tmp_path, made_up):
    tokens.save(made_up, tmp_path / "saved")
    found = tokens.load(tmp_path / "saved")
    assert isinstance(found.ids, np.memmap)
    for name in ("ids", "offsets", "vocabulary", "articles", "breaks", "voice"):
        assert getattr(found, name).tolist() == getattr(made_up, name).tolist()
    with pytest.raises(InputError, match="exists"):
        tokens.save(made_up, tmp_path / "saved")
    with pytest.raises(InputError, match="no saved tokens"):
        tokens.load(tmp_path)


@pytest.mark.parametrize(
    "name", ["ids.npy", "voice.npy", "vocabulary.txt", "articles.parquet", "tokens.json"]
)
def test_saved_tokens_that_changed_since_are_refused(tmp_path, made_up, name):
    tokens.save(made_up, tmp_path / "saved")
    file = tmp_path / "saved" / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    with pytest.raises(InputError, match=f"{name}: is not as it was saved"):
        tokens.load(tmp_path / "saved")
    file.unlink()
    with pytest.raises(InputError):
        tokens.load(tmp_path / "saved")


def test_selected_articles_keep_their_words(made_up):
    found = tokens.select(made_up, [False, True, False, True])
    assert found.words(1) == made_up.words(3)
    assert found.articles.tolist() == [1, 3]


def test_finer_voices_by_characters(made_up):
    said = MADE_UP[0].index("said")
    spans = pd.DataFrame({"article": [0], "start": [said], "end": [said + 12], "voice": ["cue"]})
    found = tokens.mark_voice(made_up, MADE_UP, spans)
    voices = [found.voices[v] for v in found.voice[:8]]
    assert voices == ["quoted"] * 3 + ["cue"] * 3 + ["unquoted"] * 2
    assert (found.breaks[:8] & 2).tolist() == [2, 0, 0, 2, 0, 0, 2, 0]
    with pytest.raises(InputError, match="not the one"):
        tokens.mark_voice(made_up, ["other"] * 4, spans)
    with pytest.raises(InputError, match="not in the tokens"):
        tokens.mark_voice(made_up, MADE_UP, spans.assign(article=9))


# Runs of words

OPTIONS = [
    {"ngram_range": (n, m), "min_df": min_df, "max_df": max_df}
    for n, m in [(1, 1), (1, 2), (2, 2), (1, 3), (3, 4)]
    for min_df, max_df in [(1, 100), (2, 100), (1, 2)]
]
WORDS = st.lists(
    st.lists(st.sampled_from(["aa", "ab", "aaa", "b_", "10"]), max_size=12), max_size=6
)


@pytest.mark.parametrize("large", [10**9, 0], ids=["plain", "compiled"])
@pytest.mark.parametrize("options", OPTIONS)
@settings(max_examples=25, deadline=None)
@given(texts=WORDS, n_jobs=st.sampled_from([1, 3]))
def test_ngrams_are_those_of_scikit_learn(large, options, texts, n_jobs):
    texts = [" ".join(words) for words in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ngrams, "LARGE_TOKENS", large)
        matrix, runs = ngrams.count(tokens.tokenise(texts), n_jobs=n_jobs, **options)
    try:
        vectorizer = CountVectorizer(**options)
        expected = vectorizer.fit_transform(texts)
    except ValueError:  # scikit-learn refuses what comes out empty
        assert len(runs) == 0
        return
    assert runs.tolist() == vectorizer.get_feature_names_out().tolist()
    assert matrix.dtype == np.int64 and matrix.has_sorted_indices
    assert (matrix.toarray() == expected.toarray()).all()


def test_runs_within_sentences_end_with_them(made_up):
    _, runs = ngrams.count(made_up, ngram_range=(2, 2), within="sentence")
    assert "fuel prices" in runs and "doe the" not in runs and "came said" not in runs
    assert "doe the" in ngrams.count(made_up, ngram_range=(2, 2))[1]
    with pytest.raises(InputError, match="voices=True"):
        ngrams.count(tokens.tokenise(MADE_UP, voices=False), within="sentence")
    with pytest.raises(InputError, match="within"):
        ngrams.count(made_up, within="paragraph")


def test_groups_add_up(made_up):
    found = ngrams.by_group(made_up, ["x", None, "y", "x"])
    assert found.loc["groups"].tolist() == [2, 2]
    assert found.loc["fuel"].tolist() == [3, 1]


# Patterns and context


def found_patterns(made_up, patterns, **options):
    slots = [
        [Vocabulary(made_up.vocabulary).find(word, "glob") for word in p.split()] for p in patterns
    ]
    found = tokens.match(made_up, slots, **options)
    return list(zip(found["article"], found["position"], found["pattern"], strict=True))


def test_patterns_are_found_within_sentences(made_up):
    patterns = ["terror* groups", "groups", "fuel prices", "nowhere", "prices fuel prices"]
    for n_jobs in (1, 2):
        assert found_patterns(made_up, patterns, n_jobs=n_jobs) == [
            (0, 0, 0), (0, 1, 1), (0, 7, 1),
            (2, 9, 1), (2, 12, 0), (2, 13, 1),
            (3, 17, 2), (3, 18, 4), (3, 19, 2), (3, 20, 4), (3, 21, 2),
        ]  # fmt: skip
    assert (2, 14, 2) in found_patterns(made_up, patterns, across_sentences=True)


def test_a_pattern_without_words_is_refused(made_up):
    with pytest.raises(InputError, match="pattern 1"):
        tokens.match(made_up, [[[0]], []])


@settings(max_examples=100, deadline=None)
@given(
    texts=WORDS,
    patterns=st.lists(
        st.lists(st.lists(st.integers(0, 2), unique=True), min_size=1, max_size=3), max_size=5
    ),
)
def test_patterns_are_found_wherever_their_words_follow_each_other(texts, patterns):
    made = tokens.tokenise([" ".join(words) for words in [*texts, ["aa", "ab", "aaa"]]])
    expected = [
        (article, start, number, len(pattern))
        for article in range(len(made))
        for start in range(made.offsets[article], made.offsets[article + 1])
        for number, pattern in enumerate(patterns)
        if start + len(pattern) <= made.offsets[article + 1]
        and all(made.ids[start + k] in fits for k, fits in enumerate(pattern))
    ]
    for block in (1, 10**6):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tokens, "BLOCK", block)
            found = tokens.match(made, patterns, n_jobs=2)
        assert list(found.itertuples(index=False, name=None)) == expected


def test_keywords_in_context(made_up):
    found = tokens.kwic(
        made_up,
        tokens.match(made_up, [[Vocabulary(made_up.vocabulary).find("groups", "glob")]]),
        width=2,
    )
    assert found.iloc[1].to_dict() == {
        "article": 0, "left": "doe the", "keyword": "groups", "right": "left",
        "sentence": 1, "voice": "unquoted",
    }  # fmt: skip
    assert found.loc[0, ["left", "right", "voice"]].tolist() == ["terrorist", "came said", "quoted"]


@pytest.mark.parametrize("large", [10**9, 0], ids=["plain", "compiled"])
def test_counts_are_those_of_the_texts(monkeypatch, large):
    monkeypatch.setattr(tokens, "LARGE_TOKENS", large)
    texts = pd.Series(dict(zip("dbca", MADE_UP, strict=True)))
    phrases = [
        "terrorist groups",
        "fuel prices",
        "tear gas",
        "mr doe",
        "fuel *",
        ("^mr$ do", "regex"),
    ]
    expected = counts.from_texts(texts.to_dict(), phrases=phrases)
    found = tokens.to_counts(tokens.tokenise(texts), phrases=phrases, n_jobs=2)
    pd.testing.assert_frame_equal(found.rows, expected.rows, check_dtype=False)
    assert found.terms.tolist() == expected.terms.tolist()
    assert found.matrix.dtype == np.int64 and (found.matrix != expected.matrix).nnz == 0


def test_counts_of_phrases_with_open_ends(made_up):
    found = tokens.to_counts(made_up, phrases=["terror* group*", "tear* gas*"])
    assert found.phrases.tolist() == ["terrorist groups"]
    assert found.matrix[:, found.terms.get_loc("terrorist groups")].sum() == 2


def test_a_disk_that_takes_all_but_the_last_bytes_is_noticed(tmp_path):
    """In a process of its own, whose files may have so many bytes."""
    found = tokens.tokenise(pd.Series(["again and " * 20 + f"{k % 9}" for k in range(500)]))
    tokens.save(found, tmp_path / "whole")
    size = (tmp_path / "whole" / "ids.npy").stat().st_size
    assert size == max(file.stat().st_size for file in (tmp_path / "whole").iterdir())
    pid = os.fork()
    if not pid:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size - 8, size - 8))
        try:
            tokens.save(found, tmp_path / "cut")
        except InputError:
            os._exit(3)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3
    assert not (tmp_path / "cut").exists()
