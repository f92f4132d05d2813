"""Tests of catalog/fields."""
