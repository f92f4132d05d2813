"""The API of consents: record, read, object, receipts, webhooks, imports, links."""
