"""Tests of purposes."""
