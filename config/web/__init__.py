"""The page frame, the paginator and the error shape: one of each, for every part."""
