"""Tests of consent/parties."""
