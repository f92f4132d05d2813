"""Tests of consent/evidence."""
