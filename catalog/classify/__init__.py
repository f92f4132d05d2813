"""Tell personal data from described columns; pure, imports no Django."""
