"""Languages whose rules of attribution are tables: Kazakh, German, French.

A file of this folder holds the words of one language as patterns, each construction with made-up
examples; ``reading`` finds by them. A language more is a file more.
"""
