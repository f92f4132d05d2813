"""The embedded servers: made, started, stopped, and safe from other users."""
