"""The states of an enrolment, and the kinds of identifiers."""

from collections.abc import Mapping
from enum import StrEnum


class EnrolmentState(StrEnum):
    """Where an enrolment stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def live(self) -> bool:
        """Say whether it may still change."""
        return bool(TRANSITIONS[self])


TRANSITIONS: Mapping[EnrolmentState, frozenset[EnrolmentState]] = {
    EnrolmentState.QUEUED: frozenset({EnrolmentState.RUNNING, EnrolmentState.FAILED}),
    EnrolmentState.RUNNING: frozenset({EnrolmentState.DONE, EnrolmentState.FAILED}),
    EnrolmentState.DONE: frozenset(),
    EnrolmentState.FAILED: frozenset(),
}


class IdentifierKind(StrEnum):
    """What a column identifies people by."""

    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    CUSTOMER_NUMBER = "customer_number"

    @property
    def issued(self) -> bool:
        """Say whether a source issues these numbers, so that they mean something only with it."""
        return self is IdentifierKind.CUSTOMER_NUMBER
