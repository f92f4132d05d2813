"""What scans found, what people decided about it, and what departs from it."""

from catalog.fields.models.collections import Collection, Field
from catalog.fields.models.company import CompanyChange, CompanyWords
from catalog.fields.models.counts import FieldCount
from catalog.fields.models.declined import DeclinedProposal
from catalog.fields.models.findings import Finding
from catalog.fields.models.history import FieldDecision, FieldHistory
from catalog.fields.models.scans import Scan, ScanTable, Schedule
from catalog.fields.models.words import FieldWord

__all__ = [
    "Collection",
    "CompanyChange",
    "CompanyWords",
    "DeclinedProposal",
    "Field",
    "FieldCount",
    "FieldDecision",
    "FieldHistory",
    "FieldWord",
    "Finding",
    "Scan",
    "ScanTable",
    "Schedule",
]
