"""Articles from the exports of press archives."""
