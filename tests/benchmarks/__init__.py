"""The benchmark harness itself."""
