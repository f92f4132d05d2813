"""Receipts: what was agreed or withdrawn, as ISO/IEC TS 27560 record, Kantara receipt and signature; pure."""
