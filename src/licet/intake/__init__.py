"""Reads shipments as people and systems write them, fills in what the catalogue knows, and refuses what cannot be."""

from licet.intake.shipments import read_shipment, read_shipment_text

__all__ = ["read_shipment", "read_shipment_text"]
