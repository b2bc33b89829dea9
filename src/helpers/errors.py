"""The one error type that users of the helpers are meant to read."""


class InputError(ValueError):
    """Something handed to the helpers cannot be used as it is.

    The message says what is wrong, where (file, row, column, article_id) and what to do.
    """
