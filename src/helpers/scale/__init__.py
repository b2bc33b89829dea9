"""The same over many parts and machines."""
