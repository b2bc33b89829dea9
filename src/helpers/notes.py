"""What a result table remembers of how it was made.

A small JSON text in the table's ``attrs``: verb, options, and what the table rests on. It stays
with the table through filters, sorting and new columns, and is lost where a table is put together
from several unlike ones; what needs it then says so (``recall``).
"""

import json

from helpers.errors import InputError

KEY = "helpers"


def remember(table, verb, **about):
    """Note on the table how it was made (in place); returns the table.

    verb : as it is called, e.g. "compare.groups"
    about : values that JSON can hold
    """
    table.attrs[KEY] = json.dumps({"verb": verb, **about}, ensure_ascii=False, default=str)
    return table


def recall(table):
    """What a table, or a row of one, remembers (dict; empty if nothing)."""
    return json.loads(getattr(table, "attrs", {}).get(KEY, "{}"))


def needed(table, why):
    """What a table remembers. Raises InputError where that is lost; ``why`` says what to do."""
    about = recall(table)
    if not about:
        raise InputError(
            "this table does not remember how it was made: tables that are merged, or put together "
            f"from unlike ones, do not. {why}"
        )
    return about
