"""State machines as triggers: a transition that is not allowed fails in PostgreSQL, too."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import pgtrigger
from django.db import models


def only_transitions(field: str, allowed: Mapping[Any, Iterable[Any]]) -> pgtrigger.FSM:
    """Return a trigger that lets `field` change only along `allowed`."""
    pairs = [(str(before), str(after)) for before, afters in allowed.items() for after in sorted(afters)]
    return pgtrigger.FSM(name=f"{field}_transitions", field=field, transitions=pairs)


def choices(states: type[StrEnum]) -> list[tuple[str, str]]:
    """Return a field's choices; words for people stand in catalog/fields/words.py."""
    return [(state.value, state.value) for state in states]


def one_of(field: str, states: type[StrEnum], name: str) -> models.CheckConstraint:
    """Return a constraint that `field` holds one of the states."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [s.value for s in states]}), name=name
    )
