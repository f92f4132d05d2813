"""The data: where it lies, what it is, who may use it; imports consent, never the reverse."""
