"""Pages of this part: overview, catalogue, field, collection, scans, findings."""
