"""The demo company's generator and what makes it part of the product."""
