"""Commands of consents."""
