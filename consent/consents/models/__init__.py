"""What consents keep: events and states, objections, looks, the preference centre, webhooks, imports; one file each."""

from consent.consents.models.centre import CodeRequest, PersonSearch, PreferenceLink
from consent.consents.models.events import ConsentEvent, ConsentState, Snapshot, StopTime
from consent.consents.models.hooks import Delivery, Webhook
from consent.consents.models.imports import BrokenLine, ConsentImport
from consent.consents.models.looks import PersonLook
from consent.consents.models.objections import ChannelPermission, Objection, Restriction

__all__ = [
    "BrokenLine",
    "ChannelPermission",
    "CodeRequest",
    "ConsentEvent",
    "ConsentImport",
    "ConsentState",
    "Delivery",
    "Objection",
    "PersonLook",
    "PersonSearch",
    "PreferenceLink",
    "Restriction",
    "Snapshot",
    "StopTime",
    "Webhook",
]
