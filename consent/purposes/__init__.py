"""What data are used for, on which legal basis, and what people are told about it."""
