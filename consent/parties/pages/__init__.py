"""The pages of this part, by what they are about."""
