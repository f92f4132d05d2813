"""Tests of catalog/classify."""
