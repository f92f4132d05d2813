"""What can be done with purposes and notices; one file each."""

from consent.purposes.lookup import version_at

__all__ = ["version_at"]
