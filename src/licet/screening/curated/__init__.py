"""The curated chip-sector list: data only, so that screening works before anything is fetched."""
