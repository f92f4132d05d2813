"""Checkpoints leave the machine: as files in a folder elsewhere, by mail to the data protection officer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail

from consent.evidence import keys, tasks
from consent.evidence.checkpoint import open_checkpoint
from consent.evidence.delivery import LATEST, NotDelivered, mail_checkpoint, write_checkpoint_file
from consent.evidence.models import Delivery, Verification
from consent.law import clock
from consent.parties.models import Controller
from tests.consent.evidence.ledger import filled, recorded

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def size_in(path: Path) -> int:
    return open_checkpoint(path.read_text(), keys.verifier()).size


def test_the_newest_checkpoint_is_written_and_the_first_of_each_hour_kept(settings, tmp_path: Path):
    settings.EVIDENCE_CHECKPOINT_DIR = str(tmp_path / "elsewhere")
    for minutes in (0, 20, 70):
        with clock.stopped_at(NOON + timedelta(minutes=minutes)):
            filled(2)
            write_checkpoint_file()
    kept = {path.name: size_in(path) for path in (tmp_path / "elsewhere").iterdir()}
    assert kept == {LATEST: 6, "2026-11-24T12Z.txt": 2, "2026-11-24T13Z.txt": 6}


def test_nothing_new_is_not_written_again(settings, tmp_path: Path):
    settings.EVIDENCE_CHECKPOINT_DIR = str(tmp_path)
    filled(2)
    assert write_checkpoint_file() == tmp_path / LATEST
    assert write_checkpoint_file() is None
    assert Delivery.objects.count() == 1


def test_without_a_folder_nothing_is_written():
    filled(2)
    assert write_checkpoint_file() is None


def test_a_folder_that_cannot_be_written_is_said(settings, tmp_path: Path):
    (tmp_path / "file").touch()
    settings.EVIDENCE_CHECKPOINT_DIR = str(tmp_path / "file")
    filled(2)
    with pytest.raises(NotDelivered, match="cannot be written"):
        write_checkpoint_file()
    assert not Delivery.objects.exists()


def test_the_data_protection_officer_gets_the_checkpoint_and_its_key():
    Controller.objects.update_or_create(id=1, defaults={"legal_name": "X", "dpo_contact": "dsb@example.org"})
    filled(2)
    assert mail_checkpoint() == ["dsb@example.org"]
    sent = mail.outbox[0]
    assert str(keys.verifier()) in sent.body
    assert open_checkpoint(sent.attachments[0][1], keys.verifier()).size == 2
    assert Delivery.objects.get().way == "mail"


def test_a_setting_names_other_receivers(settings):
    settings.EVIDENCE_MAIL_TO = ["notar@example.org"]
    filled(1)
    assert mail_checkpoint() == ["notar@example.org"]


def test_nobody_to_mail_to_is_said_and_the_daily_task_goes_on(caplog):
    filled(1)
    with pytest.raises(NotDelivered, match="No checkpoint was mailed"):
        mail_checkpoint()
    tasks.mail_checkpoint()
    assert "No checkpoint was mailed" in caplog.text


def test_an_empty_ledger_mails_nothing():
    assert mail_checkpoint() == []


def test_every_few_seconds_entries_get_their_places_and_the_file_is_written(settings, tmp_path: Path):
    settings.EVIDENCE_CHECKPOINT_DIR = str(tmp_path)
    recorded(3)
    tasks.sequence()
    assert size_in(tmp_path / LATEST) == 3


def test_the_nightly_verification_is_kept(settings, tmp_path: Path):
    settings.EVIDENCE_CHECKPOINT_DIR = str(tmp_path)
    recorded(3)
    tasks.sequence()
    tasks.verify()
    kept = Verification.objects.get()
    assert (kept.size, kept.found, kept.compared) == (3, "", 2)
