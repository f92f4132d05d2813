"""How checkpoints leave the machine: as files on another, and by mail to the data protection officer.

Whoever owns the machine could rewrite the ledger and sign it anew; what lies elsewhere shows it.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from consent.evidence import keys
from consent.evidence.checkpoint import Checkpoint as Head
from consent.evidence.models import Checkpoint, Delivery
from consent.law import clock
from consent.parties.models import Controller

LATEST = "latest.txt"


class NotDelivered(Exception):
    """A checkpoint could not leave the machine; the message says why and what to do."""


def write_checkpoint_file() -> Path | None:
    """Put the newest checkpoint into EVIDENCE_CHECKPOINT_DIR, and keep the first one of every hour.

    Returns the file, or None where no folder is set or nothing is new. Raises NotDelivered.
    """
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None or not settings.EVIDENCE_CHECKPOINT_DIR:
        return None
    last = _last(Delivery.Way.FILE)
    if last is not None and last.size == newest.size:
        return None
    folder = Path(settings.EVIDENCE_CHECKPOINT_DIR)
    latest = folder / LATEST
    hourly = folder / f"{newest.signed_at:%Y-%m-%dT%HZ}.txt"
    try:
        if not hourly.exists():
            _write(hourly, newest.note)
        _write(latest, newest.note)
    except OSError as error:
        raise NotDelivered(
            f"The checkpoint cannot be written to EVIDENCE_CHECKPOINT_DIR ({folder}): {error.strerror}."
        ) from error
    Delivery.objects.create(way=Delivery.Way.FILE, size=newest.size, at=clock.now())
    return latest


def mail_checkpoint() -> list[str]:
    """Mail the newest checkpoint to the data protection officer and return to whom it went.

    Nothing is sent before there is a checkpoint. Raises NotDelivered where nobody is named.
    """
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None:
        return []
    controller = Controller.current()
    receivers = settings.EVIDENCE_MAIL_TO or [controller.dpo_contact if controller else ""]
    if not all(receivers):
        raise NotDelivered(
            "No checkpoint was mailed: neither the controller's record names the data protection"
            " officer's address nor does EVIDENCE_MAIL_TO name one."
        )
    with override(settings.LANGUAGE_CODE):
        _mail(newest, receivers).send()
    Delivery.objects.create(way=Delivery.Way.MAIL, size=newest.size, at=clock.now())
    return receivers


def read_outside() -> list[Head]:
    """Return the checkpoints in EVIDENCE_CHECKPOINT_DIR, which verification compares with the ledger.

    Raises NoteError for a file there that this ledger did not sign.
    """
    known = keys.known_verifiers()
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in outside_files())
    return [keys.open_signed(text, known) for text in texts]


def outside_files() -> list[Path]:
    """Return the files in EVIDENCE_CHECKPOINT_DIR."""
    folder = settings.EVIDENCE_CHECKPOINT_DIR
    return checkpoint_files([Path(folder)]) if folder and Path(folder).is_dir() else []


def checkpoint_files(given: Sequence[Path]) -> list[Path]:
    """Return the files that are given, and those in the folders that are given."""
    found = ([*sorted(path.glob("*.txt"))] if path.is_dir() else [path] for path in given)
    return [path for paths in found for path in paths]


def _last(way: Delivery.Way) -> Delivery | None:
    return Delivery.objects.filter(way=way).order_by("-at").first()


def _mail(newest: Checkpoint, receivers: list[str]) -> EmailMessage:
    """Write the mail: the checkpoint as a file that can be kept, and its key in the text."""
    text = _(
        "Please keep this message. It shows what the evidence ledger held at this moment; with it anyone"
        " can prove later that nothing before was changed. Whoever runs the machine cannot change it.\n\n"
        "Entries: %(size)s\nPublic key: %(key)s\n\n%(note)s"
    ) % {"size": newest.size, "key": keys.verifier(), "note": newest.note}
    mail = EmailMessage(
        subject=_("Evidence ledger, checkpoint %(size)s") % {"size": newest.size}, body=text, to=receivers
    )
    mail.attach(f"checkpoint-{newest.size}.txt", newest.note, "text/plain")
    return mail


def _write(path: Path, note: str) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(note, encoding="utf-8")
    draft.replace(path)
