"""Changes of the schema of this part, in order."""
