"""The tests; their folders mirror the two apps."""
