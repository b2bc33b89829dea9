"""Bytes on disk: safe reading and writing, and tables as CSV."""
