"""Running the product: preparing a start, saving and bringing back what it holds."""
