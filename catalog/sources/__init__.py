"""The departments' systems and how they are reached."""
