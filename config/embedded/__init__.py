"""The product's own PostgreSQL and Valkey, and what starts and stops them; imports no Django."""
