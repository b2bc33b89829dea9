"""What people do by hand in a notebook: explore a study, read an article, code articles."""

from helpers.explore.coder import code
from helpers.explore.explorer import open
from helpers.explore.reading import read

__all__ = ["code", "open", "read"]
