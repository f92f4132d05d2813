"""How large the demo company is, from which seed it comes, and how much dirt its data hold."""

from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Dirt:
    """Shares of the faults that real customer data have, each as a part of the rows it can befall."""

    duplicates: float = 0.025
    """customers registered twice, under a changed spelling"""
    ascii_umlauts: float = 0.05
    """names typed without umlauts: Mueller for Müller"""
    broken_encoding: float = 0.012
    """UTF-8 read as Windows-1252: MÃ¼ller"""
    swapped_names: float = 0.008
    """given name and surname in each other's field"""
    test_rows: float = 0.002
    """rows left over from tests: Max Mustermann"""
    missing_email: float = 0.04
    missing_phone: float = 0.35
    missing_birth_date: float = 0.3
    shared_household: float = 0.3
    """people who live at the address of another customer"""
    untidy_iban: float = 0.05
    """IBANs with spaces or in lower case"""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the generator depends on: the same plan makes the same bytes."""

    customers: int = 20_000
    seed: int = 1
    until: date = date(2026, 10, 31)
    dirt: Dirt = field(default_factory=Dirt)

    def __post_init__(self) -> None:
        if self.customers < 20:
            raise ValueError("A demo company needs at least 20 customers.")

    @property
    def opened(self) -> date:
        """The first day of the online shop."""
        return self.until - timedelta(days=6 * 365)

    @property
    def employees(self) -> int:
        """How many people the company employs."""
        return 30 + self.customers // 150

    @property
    def drivers(self) -> int:
        """How many of them drive parcels."""
        return 6 + self.customers // 800
