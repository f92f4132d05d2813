"""What the drill runs inside the installation, one word each: enrol, erase, look; the answer is JSON."""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import polars as pl

from consent.law import clock
from consent.subjects import erasure, proofs
from consent.subjects.enrolment import enrol
from consent.subjects.finding import find
from consent.subjects.keystore.kek import KekGone
from consent.subjects.keystore.store import Erased
from consent.subjects.models import IndexEntry, SealedProof, SourceLink, Subject
from consent.subjects.people import open_person, records_behind
from consent.subjects.ports import Batch, Identifier

SHOP, CUSTOMERS = UUID(int=1), UUID(int=2)


class Shop:
    """Two customers."""

    def people(self) -> Iterator[Batch]:
        """Yield them."""
        emails = pl.Series(["gone@example.com", "stays@example.com"])
        yield Batch(SHOP, CUSTOMERS, pl.Series(["1", "2"]), [Identifier("email", emails)])


def enrolled() -> dict[str, object]:
    """Enrol two customers; seal a proof of the one who will go."""
    enrol(Shop(), None)
    gone = find("email", "gone@example.com")[0]
    proofs.seal_proof(gone, clock.now().date() + timedelta(days=1000), None)
    return seen()


def erased() -> dict[str, object]:
    """Erase the one."""
    erasure.erase(find("email", "gone@example.com")[0], None)
    return seen()


def proof() -> dict[str, object]:
    """Open the sealed proof, by two people."""
    opening = proofs.ask_to_open(SealedProof.objects.get(), "claim", uuid4())
    return {"record": (proofs.answer(opening, True, uuid4()) or {})["record"]}


def seen() -> dict[str, object]:
    """Say what can be found and opened: record ids, subject ids, rows of indexes and links."""
    return {
        "gone": [str(who) for who in find("email", "gone@example.com")],
        "stays": [str(who) for who in find("email", "stays@example.com")],
        "subjects": sorted(_opened(row) for row in Subject.objects.all()),
        "indexes": IndexEntry.objects.count(),
        "links": [str(who) for who in records_behind(SourceLink.objects.values_list("handle", "sealed"))],
    }


def _opened(row: Subject) -> str:
    if row.erased_at is not None:
        return "erased"
    try:
        return open_person(row).subject.hex()
    except (Erased, KekGone) as error:
        return type(error).__name__


def main(word: str) -> None:
    """Do what the word names and print what it says."""
    said = {"enrolled": enrolled, "erased": erased, "proof": proof, "seen": seen}[word]()
    sys.stdout.write(json.dumps(said))
