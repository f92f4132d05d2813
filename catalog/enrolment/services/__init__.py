"""Declare, run, settle: what can be done with the people of a source."""
