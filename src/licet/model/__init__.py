"""What flows through Licet: sources and doubts, outcomes, shipments and determinations. It knows no law."""
