"""Collections and fields: what scans found and what people decided."""
