"""People and their rights; imports nothing from catalog."""
