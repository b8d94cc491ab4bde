"""Matching of names: normal forms, an index of what names share, a comparison word by word, and a score last."""
