"""The work on tokens, compiled for large corpora and in plain Python for small ones."""
