"""The same tasks by helpers and by its peers, each as its users would do them.

Each function takes the texts as Python strings and the number of threads (and frames, for the
lexicon), and returns its result in the form that comes naturally.
"""

import numpy as np
import pyarrow as pa


def tfidf_helpers(texts, jobs):
    from helpers.measure import terms

    vectorizer = terms.Vectorizer(ngram_range=(1, 2), min_df=10, n_jobs=jobs)
    return vectorizer.fit_transform(texts), vectorizer.get_feature_names_out()


def tfidf_sklearn(texts, jobs):
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=10)
    return vectorizer.fit_transform(texts), vectorizer.get_feature_names_out()


def tfidf_polars(texts, jobs):
    import polars as pl

    col, n = pl.col, len(texts)
    frame = pl.DataFrame({"text": texts}).with_row_index("d").lazy()
    words = col("text").str.to_lowercase().str.extract_all(r"\w\w+").alias("t")
    words = frame.select("d", words).explode("t").drop_nulls().collect().lazy()
    both = words.select(
        "d", (col("t") + " " + col("t").shift(-1)).alias("t"), col("d").shift(-1).alias("e")
    )
    pairs = both.filter(col("d") == col("e")).select("d", "t")
    counts = pl.concat([words, pairs]).group_by("d", "t").len("n").collect().lazy()
    df = counts.group_by("t").len("df").filter(col("df") >= 10)
    weigh = col("n") * (((1 + n) / (1 + col("df"))).log() + 1)
    table = counts.join(df, on="t").with_columns(w=weigh)
    return table.with_columns(w=col("w") / (col("w") ** 2).sum().sqrt().over("d")).collect()


def tfidf_duckdb(texts, jobs):
    import duckdb

    connection = duckdb.connect(config={"threads": jobs})
    connection.register("source", pa.table({"d": np.arange(len(texts)), "text": texts}))
    return connection.sql(f"""
        WITH words AS (SELECT d, unnest(w) t, generate_subscripts(w, 1) i FROM (
                 SELECT d, regexp_extract_all(lower(text), '[\\p{{L}}\\p{{N}}_]{{2,}}') w
                 FROM source)),
             pairs AS (SELECT d, t || ' ' || lead(t) OVER (PARTITION BY d ORDER BY i) t FROM words),
             n AS (SELECT d, t, count(*) n FROM
                 (SELECT d, t FROM words UNION ALL SELECT d, t FROM pairs WHERE t IS NOT NULL)
                 GROUP BY d, t),
             df AS (SELECT t, count(*) df FROM n GROUP BY t HAVING count(*) >= 10),
             w AS (SELECT d, t, n * (ln((1 + {len(texts)}) / (1 + df)) + 1) w
                 FROM n JOIN df USING (t)),
             l AS (SELECT d, sqrt(sum(w * w)) l FROM w GROUP BY d)
        SELECT d, t, w / l AS w FROM w JOIN l USING (d)""").to_arrow_table()


def unigrams_helpers(texts, jobs):
    from helpers.words import ngrams, tokens

    return ngrams.count(tokens.tokenise(texts, voices=False, n_jobs=jobs), n_jobs=jobs)


def unigrams_sklearn(texts, jobs):
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer()
    return vectorizer.fit_transform(texts), vectorizer.get_feature_names_out()


def lexicon_of(frames):
    from helpers.frames import Frame, Lexicon

    return Lexicon(tuple(Frame(f"frame{k}", tuple(frame)) for k, frame in enumerate(frames)))


def lexicon_helpers(texts, jobs, frames):
    from helpers.frames import count

    return count(texts, lexicon_of(frames), n_jobs=jobs).to_numpy()


def lexicon_stored(stored, jobs, frames):
    """From Tokens on disk."""
    from helpers.frames import lookup
    from helpers.words import tokens

    corpus = tokens.load(stored)
    found = lookup.lookup(corpus, lexicon_of(frames), n_jobs=jobs)
    cells = found["article"].to_numpy() * len(frames) + found["column"].to_numpy()
    return np.bincount(cells, minlength=len(corpus) * len(frames)).reshape(-1, len(frames))


def expression(pattern):
    """As Tokens see it: words in one sentence and voice, perhaps a comma between."""
    return pattern.replace(" ", ",? ").replace("*", "[a-z]*")


def lexicon_polars(texts, jobs, frames):
    import polars as pl

    either = [rf"(?i)(?-u:\b)(?:{'|'.join(map(expression, f))})(?-u:\b)" for f in frames]
    frame = pl.DataFrame({"text": texts})
    counts = [pl.col("text").str.count_matches(e).alias(str(k)) for k, e in enumerate(either)]
    return frame.select(counts).to_numpy()


def lexicon_hyperscan(texts, jobs, frames):
    import hyperscan

    flat = [(k, p) for k, frame in enumerate(frames) for p in frame]
    database = hyperscan.Database()
    database.compile(
        expressions=[rf"\b{expression(p)}\b".encode() for _, p in flat],
        ids=[k for k, _ in flat],
        flags=hyperscan.HS_FLAG_CASELESS,
    )
    table = np.zeros((len(texts), len(frames)), dtype=np.int64)
    for row, body in zip(table, texts, strict=True):

        def found(k, *_, row=row):
            row[k] += 1

        database.scan(body.encode(), match_event_handler=found)  # fmt: skip
    return table


def lexicon_ahocorasick(texts, jobs, frames):
    import ahocorasick

    automaton = ahocorasick.Automaton()
    entries = {}
    for k, frame in enumerate(frames):
        for pattern in frame:
            forms = [pattern, pattern.replace(" ", ", ")] if " " in pattern else [pattern]
            for form in forms:
                key = " " + form.removesuffix("*")
                entries.setdefault(key, []).append((k, form.endswith("*")))
    for key, meanings in entries.items():
        automaton.add_word(key, (len(key), meanings))
    automaton.make_automaton()
    table = np.zeros((len(texts), len(frames)), dtype=np.int64)
    for row, body in zip(table, texts, strict=True):
        body = " " + body.lower().replace("“", " ") + " "
        for end, (_, meanings) in automaton.iter(body):
            for k, opened in meanings:
                row[k] += opened or not body[end + 1].isalnum()
    return table


TASKS = {
    "TF-IDF, 1-2 words, min_df 10": {
        "helpers, 2 threads": (tfidf_helpers, 2),
        "helpers, 1 thread": (tfidf_helpers, 1),
        "scikit-learn": (tfidf_sklearn, 1),
        "Polars": (tfidf_polars, 2),
        "DuckDB": (tfidf_duckdb, 2),
    },
    "counts of words": {
        "helpers, 2 threads": (unigrams_helpers, 2),
        "helpers, 1 thread": (unigrams_helpers, 1),
        "scikit-learn": (unigrams_sklearn, 1),
    },
    "lexicon of 300 patterns": {
        "helpers, 2 threads": (lexicon_helpers, 2),
        "helpers, 1 thread": (lexicon_helpers, 1),
        "helpers, stored, 2 threads": (lexicon_stored, 2),
        "helpers, stored, 1 thread": (lexicon_stored, 1),
        "Polars": (lexicon_polars, 2),
        "hyperscan": (lexicon_hyperscan, 1),
        "pyahocorasick": (lexicon_ahocorasick, 1),
    },
}
