"""Parties: the lists they stand on, read, kept and dated. Imports nothing of the law, which does not know the lists either."""
