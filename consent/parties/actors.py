"""The random ids under which the ledger shows who acted, and for how long they can be resolved."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from consent.law import clock
from consent.parties.models import ActorId, Client, User


def actor_id(user: User) -> UUID:
    """Return the person's current actor id; made on first use."""
    found = ActorId.objects.filter(user=user, ended_at=None).values_list("id", flat=True).first()
    if found is None:
        found = ActorId.objects.get_or_create(user=user, ended_at=None)[0].id
    return found


def end_actor_id(user: User) -> None:
    """Let nothing more be recorded under the person's present id; it stays resolvable for a while."""
    ActorId.objects.filter(user=user, ended_at=None).update(ended_at=clock.now())


def names_of(actors: Iterable[UUID]) -> dict[UUID, str]:
    """Return whose ids these are, as far as that can still be told: people and programs."""
    wanted = set(actors)
    people = ActorId.objects.filter(id__in=wanted).select_related("user")
    found = {row.id: str(row.user) for row in people}
    return found | dict(Client.objects.filter(actor__in=wanted).values_list("actor", "name"))


@transaction.atomic
def forget_ended_ids() -> int:
    """Forget whose the ids of people are who left longer ago than ACTOR_ID_DAYS (Art. 5(1)(e) GDPR).

    Name and address go too; the empty row stays, because other records point to it.
    """
    before = clock.now() - timedelta(days=settings.ACTOR_ID_DAYS)
    gone, _per_model = ActorId.objects.filter(ended_at__lt=before).delete()
    forgotten = list(User.objects.filter(left_at__lt=before).exclude(name=""))
    for user in forgotten:
        user.name, user.email = "", f"{user.id}@left.invalid"
        user.set_unusable_password()
    User.objects.bulk_update(forgotten, ["name", "email", "password"], batch_size=1000)
    EmailAddress.objects.filter(user__in=forgotten).delete()
    return gone
