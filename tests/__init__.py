"""The tests; they mirror the two apps."""
