"""The revision of all that decisions know of purposes; decisions themselves are not stored."""

from django.db import models


class PurposeRevision(models.Model):
    """One row: a random id that each change of purposes, differences or notices replaces (by triggers)."""

    id = models.BooleanField(primary_key=True, default=True)
    revision = models.UUIDField()

    def __str__(self) -> str:
        return str(self.revision)
