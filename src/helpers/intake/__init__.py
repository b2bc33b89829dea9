"""Read articles from pages, exports and files."""
