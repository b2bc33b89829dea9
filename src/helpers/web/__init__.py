"""Bytes from the net, fetched with care."""
