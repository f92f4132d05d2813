"""Settings: base holds what is common, embedded and production where the product runs, test the tests."""
