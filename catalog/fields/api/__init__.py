"""The API of this part: scans, collections, fields, decisions, findings, the overview's figures."""
