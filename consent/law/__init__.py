"""The law as pure functions and versioned data; imports no Django."""
