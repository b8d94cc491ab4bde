"""The lists: one parser for each publisher, every row counted in and out."""
