"""Tests of consent/law."""
