"""The overview's figures: fields by department and category, what is decided, what is open."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from catalog.fields.models import FieldCount, Finding, Scan
from catalog.fields.searching import SPECIAL, sources_for
from catalog.fields.states import Decision, FindingState
from catalog.sources.models import Source
from consent.law.categories import CATEGORIES
from consent.parties.models import Department
from consent.parties.permissions import Permission
from consent.parties.principals import Principal, visible


@dataclass(frozen=True)
class Cell:
    """One category in one department."""

    department: Department
    number: int


@dataclass(frozen=True)
class Row:
    """One category over all departments."""

    category: str
    special: str | None
    cells: list[Cell]
    total: int


@dataclass
class Figures:
    """What the overview tells; every share has its n beside it."""

    departments: list[Department]
    rows: list[Row] = field(default_factory=list)
    total: int = 0
    personal: int = 0
    special: int = 0
    decided: int = 0
    with_subjects: int = 0
    examined_now: int = 0
    most: int = 0
    personal_by: list[Cell] = field(default_factory=list)
    decided_by: list[Cell] = field(default_factory=list)
    special_undecided: int = 0
    findings: int = 0
    findings_by_kind: list[tuple[str, int]] = field(default_factory=list)

    @property
    def ordinary(self) -> list[Row]:
        """Return the rows of categories under Art. 6 alone."""
        return [row for row in self.rows if row.special is None]

    @property
    def protected(self) -> list[Row]:
        """Return the rows of categories under Art. 9 or Art. 10."""
        return [row for row in self.rows if row.special is not None]


def figures(principal: Principal, rules_version: str) -> Figures:
    """Count what the reader may see."""
    counts = FieldCount.objects.filter(source__in=sources_for(principal))
    departments = list(
        visible(Department.objects.all(), principal, Permission.CATALOG_READ, "pk").order_by("sort_name")
    )
    found = Figures([one for one in departments if one.closed_at is None])
    _fill_totals(found, counts, rules_version)
    _fill_matrix(found, counts)
    _fill_findings(found, principal)
    return found


def sources_with_state(principal: Principal) -> list[Any]:
    """Return the sources that the reader may see, each with its last scan and its number of fields."""
    last = Scan.objects.filter(source=OuterRef("pk")).order_by("-created_at")
    number = (
        FieldCount.objects.filter(source=OuterRef("pk"))
        .order_by()
        .values("source")
        .annotate(n=Sum("number"))
        .values("n")
    )
    rows = visible(Source.objects.active(), principal, Permission.CATALOG_READ, "department")
    sources = list(
        rows.select_related("department")
        .annotate(last_scan=Subquery(last.values("pk")[:1]), fields_now=Subquery(number))
        .order_by("sort_name")
    )
    scans = Scan.objects.in_bulk([one.last_scan for one in sources if one.last_scan])
    for one in sources:
        one.scan = scans.get(one.last_scan)  # type: ignore[attr-defined]
    return sources


def _fill_totals(found: Figures, counts: QuerySet[FieldCount], rules_version: str) -> None:
    personal, special = Q(personal=True), Q(category__in=SPECIAL)
    decided = ~Q(decision=Decision.PROPOSED)
    totals = counts.aggregate(
        n_total=_sum(),
        n_personal=_sum(personal),
        n_special=_sum(special),
        n_decided=_sum(personal & decided),
        n_with_subjects=_sum(personal & ~Q(subjects__in=["", "unknown"])),
        n_examined_now=_sum(personal & Q(rules_version=rules_version)),
        n_special_undecided=_sum(special & ~decided),
    )
    for name, number in totals.items():
        setattr(found, name.removeprefix("n_"), number)


def _sum(of: Q | None = None) -> Sum:
    return Sum("number", filter=of, default=0)


def _fill_matrix(found: Figures, counts: QuerySet[FieldCount]) -> None:
    counted = (
        counts.filter(personal=True)
        .order_by()
        .values("category", "source__department")
        .annotate(n=_sum(), n_decided=_sum(~Q(decision=Decision.PROPOSED)))
        .filter(n__gt=0)
    )
    numbers: dict[str, dict[UUID, int]] = defaultdict(dict)
    personal: dict[UUID, int] = defaultdict(int)
    decided: dict[UUID, int] = defaultdict(int)
    for row in counted:
        department = row["source__department"]
        numbers[row["category"]][department] = row["n"]
        personal[department] += row["n"]
        decided[department] += row["n_decided"]
    rows = [
        Row(
            category,
            CATEGORIES[category].special,
            [Cell(one, by.get(one.pk, 0)) for one in found.departments],
            sum(by.values()),
        )
        for category, by in numbers.items()
    ]
    found.rows = sorted(rows, key=lambda row: (-row.total, row.category))
    found.most = max((cell.number for row in rows for cell in row.cells), default=0)
    found.personal_by = [Cell(one, personal[one.pk]) for one in found.departments]
    found.decided_by = [Cell(one, decided[one.pk]) for one in found.departments]


def _fill_findings(found: Figures, principal: Principal) -> None:
    mine = visible(Finding.objects.all(), principal, Permission.FINDING_READ)
    by_kind = mine.filter(state=FindingState.OPEN).order_by().values("kind").annotate(n=Count("pk"))
    found.findings_by_kind = sorted(((row["kind"], row["n"]) for row in by_kind), key=lambda one: -one[1])
    found.findings = sum(number for _kind, number in found.findings_by_kind)
