"""The shop's silo: a PostgreSQL database with customers, orders, returns and the food range's allergy filter."""
