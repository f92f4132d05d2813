"""Tests of sources and connectors."""
