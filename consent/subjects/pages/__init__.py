"""Pages of the vault: how its keys stand, sealed proofs, and the end of a person."""
