"""Tests of processing activities."""
