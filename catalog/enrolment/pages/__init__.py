"""Pages about the people of a source."""
