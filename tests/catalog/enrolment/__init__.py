"""Tests of the people of the sources."""
