"""Decisions: for one, for many, in the past, under load."""
