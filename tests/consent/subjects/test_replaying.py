"""After a restore: whoever was erased since the backup is erased again, and a foreign key store is refused."""

import pytest

from consent.subjects import erasure
from consent.subjects.finding import find
from consent.subjects.models import IndexEntry, SourceLink, Subject
from consent.subjects.replaying import KeysMissing, replay
from tests.consent.subjects.test_vault import ACTOR, enrolled, keys  # noqa: F401 - keeps keys apart

pytestmark = pytest.mark.django_db


MODELS = (Subject, IndexEntry, SourceLink)


def put_back(saved):
    """Let the rows be there again that a restored backup holds."""
    for rows in saved:
        for row in rows:
            row.save()


def test_art_17_whoever_was_erased_after_the_backup_is_erased_again():
    enrolled([("1", "a@example.com", "1001"), ("2", "b@example.com", "1002")])
    (gone,), (stays,) = find("email", "a@example.com"), find("email", "b@example.com")
    saved = [list(model.objects.all()) for model in MODELS]
    erasure.erase(gone, ACTOR)
    put_back(saved)
    assert IndexEntry.objects.count() == 4

    done = replay()

    assert (done.people, done.indexes, done.links) == (1, 2, 1)
    assert Subject.objects.get(pk=gone).erased_at is not None
    assert find("email", "a@example.com") == []
    assert find("email", "b@example.com") == [stays]
    assert replay().people == 0


def test_a_database_whose_keys_are_missing_is_refused(keys, settings):  # noqa: F811 - the fixture's folder
    enrolled([("1", "a@example.com", "1001")])
    settings.KEYS, settings.KEY_STORE_BACKUPS = keys / "other", []
    with pytest.raises(KeysMissing, match="lacks"):
        replay()
