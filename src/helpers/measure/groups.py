"""Groups of articles by any column, or two: the columns, their labels and their order."""

import warnings

import pandas as pd

from helpers.errors import InputError

JOINT = " / "  # between the labels of two columns


def columns(table, by):
    """The names of the columns in ``by`` (list). Raises InputError for one that is not there."""
    names = [by] if isinstance(by, str) else list(by) if isinstance(by, list | tuple) else None
    if not names or not all(isinstance(name, str) for name in names) or len(names) > 2:
        raise InputError(f"by must name a column, or two in a list, not {by!r}")
    if len(set(names)) < len(names):
        raise InputError(f"by names the column {names[0]!r} twice")
    for name in names:
        if name not in table:
            known = ", ".join(str(column) for column in table.columns)
            raise InputError(f"by={name!r}: there is no such column; there are {known}")
    return names


def with_labels(table, names):
    """The rows that have a label in each of the columns; the others' articles are named in a
    warning. Raises InputError where none has."""
    there = table[names].notna().all(axis=1)
    if not there.any():
        raise InputError(f"no article has a value in {' and '.join(map(repr, names))}")
    if not there.all():
        lost = table.loc[~there, "article_id"].nunique()
        warnings.warn(
            f"{lost} article(s) have no value in {' and '.join(map(repr, names))}: left out",
            stacklevel=4,
        )
    return table[there]


def label(table, names):
    """One label for each row: that of the column, or both joined, as an ordered categorical."""
    if len(names) == 1:
        column = table[names[0]]
        order = levels(column)
        return pd.Series(pd.Categorical(column.astype(object), order, ordered=True), table.index)
    both = table[names[0]].astype("str") + JOINT + table[names[1]].astype("str")
    order = [
        f"{one}{JOINT}{two}" for one in levels(table[names[0]]) for two in levels(table[names[1]])
    ]
    there = set(both)
    return pd.Series(
        pd.Categorical(both, [name for name in order if name in there], ordered=True), table.index
    )


def levels(column):
    """The values that occur: in the order of the categories, else sorted, numbers as numbers."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        there = set(column.dropna())
        return [value for value in column.cat.categories if value in there]
    values = column.dropna().unique().tolist()
    try:
        return sorted(values)
    except TypeError:
        return sorted(values, key=str)


def ordered(result, table, names):
    """A result sorted by its groups, with their columns as categoricals where the table's are."""
    for name in reversed(names):
        order = levels(table[name])
        place = result[name].map({value: at for at, value in enumerate(order)})
        if isinstance(table[name].dtype, pd.CategoricalDtype):
            result[name] = pd.Categorical(result[name], table[name].cat.categories, ordered=True)
        result = result.iloc[place.argsort(kind="stable")].reset_index(drop=True)
    return result
