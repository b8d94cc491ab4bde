"""Who owns whom, as the user knows it, and how much of a party the listed own: alone or together, directly or through others."""
