"""How a service's refusal becomes a problem of the API."""

from collections.abc import Iterator
from contextlib import contextmanager

from rest_framework import exceptions, status

from catalog.fields.services.problems import NotPossible, Overtaken


class Conflict(exceptions.APIException):
    """What was asked does not fit the present state."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


@contextmanager
def told() -> Iterator[None]:
    """Tell a refusal of the block: 409 where somebody was quicker, 400 where the request is at fault."""
    try:
        yield
    except Overtaken as problem:
        raise Conflict(str(problem)) from None
    except NotPossible as problem:
        raise exceptions.ValidationError({"detail": [str(problem)]}) from None
