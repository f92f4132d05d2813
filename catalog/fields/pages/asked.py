"""What the address of the catalogue asks for: the question in words, and the filters beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from catalog.fields.asking import Question, understand
from catalog.fields.counting import Counts
from catalog.fields.searching import Search
from catalog.fields.words import DECISIONS, category_choices, subjects_choices, subjects_name
from catalog.sources.models import Source
from config.web.filters import Filter, Option
from config.web.templatetags.web import category_name
from consent.law.categories import CATEGORIES, SUBJECTS
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, visible

_YES = "yes"
_FLAGS = ("special", "personal", "gone")


@dataclass(frozen=True)
class Chip:
    """One filter that a question was understood as, and the address of the list without it."""

    label: str
    value: str
    url: str


class Asked:
    """A request to the catalogue, read."""

    def __init__(self, parameters: QueryDict, principal: Principal) -> None:
        self.parameters, self.principal = parameters, principal
        sources = visible(Source.objects.active(), principal, Permission.CATALOG_READ, "department")
        self.sources = {str(s.pk): s for s in sources.select_related("department").order_by("sort_name")}
        self.departments: dict[str, Department] = {
            str(s.department_id): s.department for s in self.sources.values()
        }
        self.question = self._question()
        self.search = self._search()

    def _question(self) -> Question:
        return understand(
            self.parameters.get("q", ""),
            {one.name: key for key, one in self.departments.items()},
            {one.name: key for key, one in self.sources.items()},
        )

    def _search(self) -> Search:
        asked = self.question
        words = [*asked.words, *self.parameters.get("text", "").split()[:10]]
        known = {name: frozenset(self._given(name)) & set(of) for name, of in self._choices().items()}
        return Search(
            words=tuple(dict.fromkeys(words)),
            categories=known["category"] | set(asked.categories),
            subjects=known["subjects"] | {str(s) for s in asked.subjects},
            decisions=known["decision"] | {str(d) for d in asked.decisions},
            departments=known["department"] | set(asked.departments),
            sources=known["source"] | set(asked.sources),
            collection=_uuid(self.parameters.get("collection")),
            special=self.parameters.get("special") == _YES,
            personal=self.parameters.get("personal") == _YES,
            gone=self.parameters.get("gone") == _YES,
        )

    def not_understood(self) -> list[str]:
        """Return the filters with a value that nothing is called; for a reader who is not a person."""
        wrong = [name for name, known in self._choices().items() if set(self._given(name)) - set(known)]
        return wrong + (["collection"] if self._given("collection") and not self.search.collection else [])

    def _choices(self) -> dict[str, Collection[str]]:
        """Return what each filter with a choice may be."""
        return {
            "category": CATEGORIES,
            "subjects": [str(key) for key in SUBJECTS],
            "decision": DECISIONS,
            "department": self.departments,
            "source": self.sources,
        } | dict.fromkeys(_FLAGS, (_YES,))

    def _given(self, name: str) -> list[str]:
        return [value for value in self.parameters.getlist(name) if value]

    def chips(self) -> list[Chip]:
        """Return what the words were understood as; a cross leads to the list without that filter."""
        asked = self.question
        found = [("category", _("Category"), key, category_name(key)) for key in asked.categories]
        found += [("subjects", _("Data subjects"), str(s), subjects_name(s)) for s in asked.subjects]
        found += [("decision", _("Decision"), str(d), str(DECISIONS[d])) for d in asked.decisions]
        found += [("department", _("Department"), d, self.departments[d].name) for d in asked.departments]
        found += [("source", _("Source"), s, self.sources[s].name) for s in asked.sources]
        return [
            Chip(label, value, self._without(number, found))
            for number, (_n, label, _k, value) in enumerate(found)
        ]

    def chosen(self) -> dict[str, frozenset[str]]:
        """Return the filters' chosen values; departments are told by their sources."""
        search = self.search
        here = {key for key, one in self.sources.items() if str(one.department_id) in search.departments}
        sources = search.sources & here if search.sources and here else search.sources or here
        return {
            "source_id": frozenset(sources),
            "category": search.categories,
            "subjects": search.subjects,
            "decision": search.decisions,
        }

    def literal_url(self) -> str:
        """Return the address that searches for the same words as they are written."""
        query = self._plain()
        query["text"] = self.parameters.get("q", "")
        return "?" + query.urlencode()

    def _without(self, number: int, found: Sequence[tuple[str, str, str, str]]) -> str:
        query = self._plain()
        for place, (name, _label, key, _value) in enumerate(found):
            if place != number:
                query.appendlist(name, key)
        if self.question.text:
            query["text"] = self.question.text
        return "?" + query.urlencode()

    def _plain(self) -> QueryDict:
        query = self.parameters.copy()
        for name in ("q", "text", "cursor", "field"):
            query.pop(name, None)
        return query


def filters_of(asked: Asked, counts: Counts) -> list[Filter]:
    """Return the filters with how many of the found fields each value has, where that is counted."""
    counted = counts.by_filter
    by_department: dict[str, int] = {}
    for key, number in counted["source_id"].items():
        department = str(asked.sources[key].department_id)
        by_department[department] = by_department.get(department, 0) + number
    departments = [(key, one.name) for key, one in asked.departments.items()]
    sources = [(key, one.name) for key, one in asked.sources.items()]
    of = _Offer(asked.parameters, counts.exact)
    return [
        of.filter("department", _("Department"), sorted(departments, key=lambda d: d[1]), by_department),
        of.filter("source", _("Source"), sources, counted["source_id"]),
        of.filter("category", _("Category"), category_choices(), counted["category"]),
        of.filter("subjects", _("Data subjects"), subjects_choices(), counted["subjects"]),
        of.filter("decision", _("Decision"), list(DECISIONS.items()), counted["decision"]),
    ]


def read(request: HttpRequest, principal: Principal) -> Asked:
    """Read what the address asks for."""
    return Asked(request.GET, principal)


@dataclass(frozen=True)
class _Offer:
    """What the filters offer: the values that something has, and those that are chosen."""

    parameters: QueryDict
    counted: bool

    def filter(self, name: str, label: str, choices: Any, numbers: dict[str, int]) -> Filter:
        chosen = set(self.parameters.getlist(name))
        options = [
            Option(key, word, numbers.get(key, 0) if self.counted else None, key in chosen)
            for key, word in ((str(key), word) for key, word in choices)
            if numbers.get(key) or key in chosen
        ]
        return Filter(name, label, tuple(options))


def _uuid(value: str | None) -> str | None:
    try:
        return str(UUID(value or ""))
    except ValueError:
        return None
