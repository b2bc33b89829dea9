"""Measures of tables: comparison of groups, keyness, coding, resampling."""
