"""Joins the parties of a shipment with the lists: the only place that knows both. `duties.yaml` says which listing sets which fact."""
