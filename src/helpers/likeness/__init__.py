"""Which texts are copies of which."""
