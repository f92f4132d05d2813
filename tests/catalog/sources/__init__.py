"""Tests of catalog/sources."""
