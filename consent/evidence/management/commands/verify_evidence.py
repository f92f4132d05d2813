"""Verifies the evidence ledger, or a proof bundle without any database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseError
from django.utils import translation

from consent.evidence import delivery, keys, verification
from consent.evidence.bundle import Proven, UnreadableBundle, WrongBundle, read_bundle, verify_bundle
from consent.evidence.checkpoint import Checkpoint
from consent.evidence.kept import Differing
from consent.evidence.note import NoteError, Verifier

FOUND_WRONG, COULD_NOT = 1, 2


class Command(BaseCommand):
    """Exit 0: all is as it was signed. 1: it is not, and what is wrong first. 2: could not tell."""

    requires_system_checks = ()  # a bundle is verified where nothing else works
    help = "Re-compute the evidence ledger's tree and signatures, or verify a proof bundle offline."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a bundle, outside checkpoints (besides those in EVIDENCE_CHECKPOINT_DIR), a key and --json."""
        parser.add_argument("bundle", nargs="?", type=Path, help="a proof bundle; needs no database")
        parser.add_argument(
            "--since",
            action="append",
            default=[],
            type=Path,
            metavar="CHECKPOINT",
            help="a checkpoint that was kept outside, or a folder of them; may be given several times",
        )
        parser.add_argument("--key", help="the ledger's public key, as received outside (name+id+key)")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify the bundle where one is given, else the ledger."""
        self.as_json = options["json"]
        with translation.override(None):
            try:
                verifier = Verifier.parse(options["key"]) if options["key"] else None
                if options["bundle"]:
                    self._bundle(options["bundle"], verifier, self._outside(options["since"], verifier))
                else:
                    given = [*options["since"], *delivery.outside_files()]
                    self._ledger(self._outside(given, verifier))
            except (NoteError, UnreadableBundle) as error:
                raise CommandError(str(error), returncode=COULD_NOT) from error
            except OSError as error:
                raise CommandError(
                    f"{error.filename} cannot be read: {error.strerror}.", returncode=COULD_NOT
                ) from error
            except DatabaseError as error:
                raise CommandError(
                    f"The ledger cannot be read from the database: {str(error).splitlines()[0]}",
                    returncode=COULD_NOT,
                ) from error

    def _outside(self, given: list[Path], verifier: Verifier | None) -> list[Checkpoint]:
        """Read the checkpoints that were kept outside; one that is not signed is something wrong."""
        verifiers = [verifier] if verifier else keys.installed_verifiers()
        outside = []
        for path in delivery.checkpoint_files(given):
            try:
                outside.append(keys.open_signed(path.read_text(encoding="utf-8"), verifiers))
            except (NoteError, UnicodeDecodeError) as error:
                self._wrong("outside_unsigned", f"{path} proves nothing about this ledger. {error}")
        return outside

    def _ledger(self, outside: list[Checkpoint]) -> None:
        """Verify all, and keep what was found for the page."""
        report = verification.verify_ledger(outside)
        verification.store(report)
        if report.finding:
            self._wrong(
                report.finding.fault.value,
                report.sentence,
                index=report.finding.index,
                entry=str(report.entry_id) if report.entry_id else None,
                size=report.size,
                **_altered(report.differing),
            )
        self._right(
            f"{report.size} entries are as they were signed, and what is kept of them outside the ledger agrees"
            f" ({report.unplaced} more have no place yet; {report.compared} outside checkpoints agree).",
            size=report.size,
            root=report.root.hex(),
            unplaced=report.unplaced,
            compared=report.compared,
            seconds=round(report.seconds, 3),
        )

    def _bundle(self, path: Path, verifier: Verifier | None, outside: list[Checkpoint]) -> None:
        """Verify a bundle against the given key, else this installation's, and outside checkpoints."""
        try:
            bundle = read_bundle(path.read_text(encoding="utf-8"))
            proven = verify_bundle(bundle, verifier or _own_key(bundle.key))
        except UnicodeDecodeError as error:
            raise UnreadableBundle(f"{path} is no proof bundle: it is not text.") from error
        except WrongBundle as error:
            self._wrong("bundle", str(error))
        contradicting = [
            known for known in outside
            if known.size == proven.checkpoint.size and known.root != proven.checkpoint.root
        ]  # fmt: skip
        if contradicting:
            size = proven.checkpoint.size
            self._wrong(
                "outside_differs", f"The checkpoint kept outside has another root for {size} entries."
            )
        self._right(_said(proven), **_particulars(proven))

    def _right(self, sentence: str, **particulars: Any) -> None:
        self.stdout.write(json.dumps({"ok": True, **particulars}) if self.as_json else sentence)

    def _wrong(self, fault: str, sentence: str, **particulars: Any) -> None:
        """End with 1; the sentence goes to standard error, JSON to standard output."""
        if self.as_json:
            self.stdout.write(json.dumps({"ok": False, "found": fault, "sentence": sentence, **particulars}))
        raise CommandError(sentence, returncode=FOUND_WRONG)


def _altered(differing: Differing | None) -> dict[str, Any]:
    """Name the record outside the ledger that is not what its entry proves."""
    if differing is None:
        return {}
    outcome = differing.comparison
    return {"kind": differing.entry.kind, "record": outcome.record or None, "field": outcome.field or None}


def _own_key(key: Verifier) -> Verifier | None:
    """Return the key that this installation expects of a ledger of that name, None for another's ledger."""
    named = [known for known in keys.installed_verifiers() if known.name == key.name]
    return key if key in named else next(iter(named), None)


def _said(proven: Proven) -> str:
    """Say what the bundle proves, and whose key has to be believed for it."""
    entry, checkpoint = proven.entry, proven.checkpoint
    known = proven.key in keys.installed_verifiers()
    trust = (
        "this installation's key"
        if known
        else "a key that is not this installation's: compare its fingerprint"
    )
    return (
        f"Entry {proven.index} ({entry.id}, {entry.kind}, {entry.at:%Y-%m-%d %H:%M:%S} UTC) stands in"
        f" {checkpoint.origin} as signed over {checkpoint.size} entries.\n"
        f"Signed by {trust}, SHA-256 {proven.key.fingerprint}."
    )


def _particulars(proven: Proven) -> dict[str, Any]:
    return {
        "index": proven.index,
        "entry": str(proven.entry.id),
        "kind": proven.entry.kind,
        "at": proven.entry.at.isoformat(),
        "origin": proven.checkpoint.origin,
        "size": proven.checkpoint.size,
        "key": str(proven.key),
        "fingerprint": proven.key.fingerprint,
        "key_known": proven.key in keys.installed_verifiers(),
    }
