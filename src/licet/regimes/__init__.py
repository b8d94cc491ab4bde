"""Data only: the law, the vocabulary, places and the catalogue. A lawyer edits these files and nothing else."""
