"""The random ids under which the ledger shows who acted."""

from uuid import UUID

from consent.parties.models import ActorId, User


def actor_id(user: User) -> UUID:
    """Return the person's current actor id; made on first use."""
    found, _made = ActorId.objects.get_or_create(user=user, ended_at=None)
    return found.id
