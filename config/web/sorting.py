"""How a list is sorted: the order that the address asks for, among those that the page offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

PARAMETER = "sort"


@dataclass(frozen=True)
class Sort:
    """The chosen order: its key and direction for the header, its fields for the paginator."""

    key: str
    descending: bool
    ordering: tuple[str, ...]

    def turned(self, key: str, *, first_descending: bool = False) -> str:
        """Return the parameter's value that a click on the column `key` asks for."""
        descending = not self.descending if key == self.key else first_descending
        return f"-{key}" if descending else key


def sort_of(request: HttpRequest, orders: Mapping[str, Sequence[str]], default: str) -> Sort:
    """Return the order that `?sort=key` or `?sort=-key` asks for, `default` where it is unknown.

    `orders` maps each key to the fields of the rising order, the last one unique ("name": ("name", "id")).
    """
    asked = request.GET.get(PARAMETER, default)
    if asked.lstrip("-") not in orders:
        asked = default
    key, descending = asked.lstrip("-"), asked.startswith("-")
    fields = orders[key]
    return Sort(key, descending, tuple(_flip(name) for name in fields) if descending else tuple(fields))


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"
