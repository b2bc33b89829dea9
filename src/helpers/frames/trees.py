"""A dictionary as a tree of categories, from which a lexicon is made.

A category is a dict: its sub-categories by name, and under ``None`` its own patterns.
"""

import warnings

from helpers.errors import InputError
from helpers.frames.model import Frame, Lexicon


def merged(tree, other):
    """Add the categories and patterns of ``other`` to ``tree``; those of one name become one."""
    for key, inner in other.items():
        if key is None:
            tree.setdefault(None, []).extend(inner)
        else:
            merged(tree.setdefault(key, {}), inner)
    return tree


def lexicon(path, tree):
    """The Lexicon of a tree: nested names joined by a dot, patterns in lower case and each once.

    Categories without patterns of their own are no frames; those with none below them either are
    named in a warning.
    """
    found, empty = {}, []
    for name, own, below in _flat(tree, ""):
        if own:
            words = (" ".join(pattern.lower().split()) for pattern in own)
            found.setdefault(name, {}).update(dict.fromkeys(words))
        elif not below:
            empty.append(name)
    if not found:
        raise InputError(f"{path}: holds no category with patterns")
    if empty:
        warnings.warn(
            f"{path}: {len(empty)} categories hold no patterns and are left out: "
            f"{', '.join(map(repr, empty[:5]))}",
            stacklevel=5,
        )
    return Lexicon(tuple(Frame(name, tuple(own)) for name, own in found.items()))


def _flat(tree, parent):
    """(dotted name, own patterns, whether there are sub-categories) of each, parents first."""
    for key, inner in tree.items():
        if key is None:
            continue
        name = f"{parent}{key}"
        yield name, inner.get(None, []), any(below is not None for below in inner)
        yield from _flat(inner, f"{name}.")
