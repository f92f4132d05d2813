"""Of whom a call speaks: by record id, or by an identifier that stands in the body and never in an address."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError as Invalid
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound, ValidationError

from consent.consents.collecting import NotRecorded
from consent.consents.recording import KeyUsed
from consent.consents.searching import NoAnswer, people_named
from consent.consents.words import fault_words
from consent.subjects.models import Subject


class Unavailable(APIException):
    """Something that the answer needs does not answer now."""

    status_code = 503


class IdentifierSerializer(serializers.Serializer[Any]):
    """An identifier as a source holds it."""

    kind = serializers.CharField(max_length=30, help_text="email, phone, customer_number, ...")
    value = serializers.CharField(max_length=320)
    source = serializers.UUIDField(  # type: ignore[assignment]  # a field of ours, not where it reads from
        required=False, help_text="who issued the number; not for email and phone"
    )


class WhoSerializer(serializers.Serializer[Any]):
    """A person, by record id or by identifier: one of both."""

    subject = serializers.UUIDField(required=False, help_text="record id")
    identifier = IdentifierSerializer(required=False)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Ask for exactly one way to name the person."""
        if ("subject" in given) == ("identifier" in given):
            raise ValidationError({"subject": "Name the person by subject or by identifier, not by both."})
        return given


def person_of(given: dict[str, Any]) -> UUID:
    """Return the record id of the person named. Raises NotFound, ValidationError, Unavailable."""
    if "subject" in given:
        if not Subject.objects.filter(pk=given["subject"]).exists():
            raise NotFound(fault_words("record_id"))
        return UUID(str(given["subject"]))
    named = given["identifier"]
    try:
        found = people_named(named["kind"], named["value"], named.get("source"))
    except NoAnswer as error:
        raise Unavailable(str(error)) from None
    if not found:
        raise NotFound(fault_words("person_unknown"))
    if len(found) > 1:
        raise ValidationError({"identifier": fault_words("person_several")})
    return found[0]


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what a service refuses into a problem of the request."""
    try:
        yield
    except NotRecorded as error:
        raise ValidationError({error.fault.field: fault_words(error.fault.code)}) from None
    except KeyUsed as error:
        raise ValidationError({"key": str(error)}) from None
    except Invalid as error:
        raise ValidationError({"non_field_errors": error.messages}) from None
