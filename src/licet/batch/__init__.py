"""Many shipments at once: the law as expressions over columns, decided once for each distinct situation, joined back row by row."""
