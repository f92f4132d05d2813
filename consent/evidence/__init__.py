"""The append-only ledger of everything worth proving."""
