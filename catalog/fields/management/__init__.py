"""Commands of the catalogue's fields."""
