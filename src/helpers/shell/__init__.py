"""The commands of ``python -m helpers``, by what they are for."""
