"""Texts as words: sentences, voices by quotation marks, tokens, counts, patterns."""
