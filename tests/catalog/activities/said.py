"""Descriptions of activities for the tests: complete unless a test leaves something out."""

from typing import Any

from catalog.activities.services.describing import Description, Receiver, Retention
from catalog.activities.states import Unit
from catalog.fields.models import Collection
from consent.purposes.models import Purpose
from consent.purposes.states import RecipientRole

CARRIER = Receiver("Paketdienst Nord GmbH", RecipientRole.CONTROLLER, "DE")


def complete(collection: Collection, purpose: Purpose, **other: Any) -> Description:
    """Say everything that must be known of an activity over one collection."""
    told: dict[str, Any] = {
        "name_de": "Bestellungen ausliefern",
        "name_en": "Deliver orders",
        "purposes": [purpose.pk],
        "collections": [collection.pk],
        "subjects": ["customer"],
        "recipients": [CARRIER],
        "retention": rule(collection),
    }
    return Description(**(told | other))


def rule(collection: Collection) -> Retention:
    """Keep for ten years from the first field's date."""
    start = collection.fields.order_by("position").first()
    assert start is not None
    return Retention(start.pk, 10, Unit.YEARS, "§ 147 AO")
