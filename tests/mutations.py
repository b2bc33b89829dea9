"""Files spoilt at random, the same way for the same seed: importers must refuse or read them."""

import random

SURROGATES = (b"\xed\xa0\x80", b"\xed\xbf\xbf", b"&#xD800;", b"\\ud83d")
JUNK = (b"\0", b"\xff\xfe", b"\xef\xbb\xbf", "\u202e\u200f".encode(), b"<![CDATA[", b"]]>", b"%00")


def flip(data, rng):
    """Some bytes become any other."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 20)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def cut(data, rng):
    """The end is missing, or a stretch within."""
    start, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:start] if rng.random() < 0.5 else data[:start] + data[end:]


def insert(data, rng):
    """NULs, marks and pieces of markup in between."""
    for _ in range(rng.randint(1, 10)):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(JUNK) * rng.randint(1, 5) + data[at:]
    return data


def duplicate(data, rng):
    """A stretch stands there several times."""
    start = rng.randrange(len(data))
    end = min(len(data), start + rng.randint(1, 2000))
    return data[:end] + data[start:end] * rng.randint(1, 50) + data[end:]


def surrogate(data, rng):
    """Halves of characters, in bytes and as references."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(SURROGATES) * rng.randint(1, 3) + data[at:]


def swap(data, rng):
    """Two stretches change places."""
    a, b, c = sorted(rng.randrange(len(data) + 1) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


MUTATIONS = (flip, cut, insert, duplicate, surrogate, swap)


def mutants(originals, n, *, seed=0):
    """``n`` spoilt copies (bytes) of ``originals`` in turn, each by one to three mutations."""
    rng = random.Random(seed)
    for i in range(n):
        data = originals[i % len(originals)]
        for mutation in rng.choices(MUTATIONS, k=rng.randint(1, 3)):
            data = mutation(data, rng) if data else data
        yield data
