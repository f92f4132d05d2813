"""The identity vault: who a person is, kept so that an erasure cannot be undone by a backup."""
