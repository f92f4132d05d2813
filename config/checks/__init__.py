"""What must be true before the product may run with real data: where its hosts stand."""
