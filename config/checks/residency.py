"""May the product run with these hosts: all declared, all where the GDPR is law; pure.

A declaration is what the operator says; nobody here can measure where a machine stands.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.checks.countries import where_the_gdpr_is_law
from config.checks.declaration import DeclaredHost
from config.checks.hosts import NamedHost


class Finding(StrEnum):
    """What the DPO should look into. Two questions about an owner in a third country, never one.

    DSK (the German authorities), decision of 31 January 2023: that a parent company could be ordered
    to hand data over is by itself no transfer, but it bears on the processor's reliability.
    """

    TRANSFER = "transfer"  # does this operation transfer data to a third country (Art. 44)?
    RELIABILITY = "reliability"  # does the processor offer sufficient guarantees (Art. 28(1))?
    OUTSIDE = "outside"  # stands in a country that the operator allowed beyond the EU and EEA
    OLD = "old"  # declared more than a year ago


@dataclass(frozen=True, slots=True)
class Hosted:
    """One host with what it is used for, its declaration, why it blocks the start, and findings."""

    host: str
    purposes: tuple[str, ...]
    settings: tuple[str, ...]
    declared: DeclaredHost | None
    problem: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Residency:
    """The answer for all hosts; `unused` are declared but named by no setting."""

    hosts: tuple[Hosted, ...]
    unused: tuple[DeclaredHost, ...]
    allowed: frozenset[str]

    @property
    def problems(self) -> tuple[str, ...]:
        """Return why the product may not start: one sentence for each host that is wrong."""
        return tuple(host.problem for host in self.hosts if host.problem)


def judge(
    named: Iterable[NamedHost],
    declared: Collection[DeclaredHost],
    *,
    on: date,
    allowed: Collection[str] = (),
) -> Residency:
    """Hold the hosts that settings name against their declarations.

    `allowed` replaces the default, the EU's and the EEA's states on that day.
    """
    law = where_the_gdpr_is_law(on)
    countries = frozenset(allowed) or law
    known = {entry.host: entry for entry in declared}
    uses: dict[str, list[NamedHost]] = {}
    for one in sorted(named):
        uses.setdefault(one.host, []).append(one)
    hosts = tuple(_hosted(host, found, known.get(host), countries, law, on) for host, found in uses.items())
    return Residency(hosts, tuple(entry for entry in declared if entry.host not in uses), countries)


def _hosted(
    host: str,
    uses: list[NamedHost],
    declared: DeclaredHost | None,
    allowed: frozenset[str],
    law: frozenset[str],
    on: date,
) -> Hosted:
    settings = tuple(dict.fromkeys(use.setting for use in uses))
    return Hosted(
        host=host,
        purposes=tuple(dict.fromkeys(use.purpose for use in uses)),
        settings=settings,
        declared=declared,
        problem=_problem(host, settings, declared, allowed, on),
        findings=_findings(declared, law, on) if declared else (),
    )


def _problem(
    host: str, settings: tuple[str, ...], declared: DeclaredHost | None, allowed: frozenset[str], on: date
) -> str | None:
    where = f"{host} (named by {', '.join(settings)})"
    if declared is None:
        return f"{where} is not declared: say in HOSTING_FILE who operates it, in which country, and who owns the operator."
    if declared.country not in allowed:
        return (
            f"{where} stands in {declared.country} according to {declared.declared_by}, "
            f"outside the allowed countries ({', '.join(sorted(allowed))})."
        )
    if declared.declared_on > on:
        return f"{where} is declared on {declared.declared_on}, which is still to come."
    return None


def _findings(declared: DeclaredHost, law: frozenset[str], on: date) -> tuple[Finding, ...]:
    found = []
    if declared.country not in law:
        found.append(Finding.OUTSIDE)
    if declared.parent_country not in law:
        found += [Finding.TRANSFER, Finding.RELIABILITY]
    if (on - declared.declared_on).days > 366:
        found.append(Finding.OLD)
    return tuple(found)
