"""What people do by hand in a notebook: code articles."""

from helpers.explore.coder import code

__all__ = ["code"]
