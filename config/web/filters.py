"""Filters of a list: what may be chosen, how often it occurs, and what is chosen now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True)
class Option:
    """One value of a filter, its word, how many rows have it (None: not counted), and if it is chosen."""

    value: str
    label: str | Promise
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True)
class Filter:
    """A filter of the page: its parameter, its word, its values. Several chosen values mean "or"."""

    name: str
    label: str | Promise
    options: tuple[Option, ...]

    @property
    def chosen(self) -> tuple[Option, ...]:
        """Return the values that are chosen now."""
        return tuple(option for option in self.options if option.chosen)

    @property
    def values(self) -> list[str]:
        """Return the chosen values, for the query."""
        return [option.value for option in self.chosen]

    def __iter__(self) -> Iterator[Option]:
        return iter(self.options)


def filter_of(
    request: HttpRequest,
    name: str,
    label: str | Promise,
    options: Iterable[tuple[str, str | Promise] | tuple[str, str | Promise, int]],
) -> Filter:
    """Return a filter with what the address chooses; values that are not offered are ignored."""
    chosen = set(request.GET.getlist(name))
    return Filter(
        name,
        label,
        tuple(
            Option(value, word, counted[0] if counted else None, value in chosen)
            for value, word, *counted in options
        ),
    )
