"""How the demo company's rows get into real systems: PostgreSQL, SQLite, and files."""
