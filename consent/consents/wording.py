"""What was shown: which version of a notice, and the snapshot of what somebody saw and clicked."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from consent.consents.models import Snapshot
from consent.law import clock
from consent.purposes.editions import tells_of
from consent.purposes.models import NoticeVersion


def notice_shown(purpose: UUID, name: str, language: str) -> NoticeVersion | None:
    """Return the version named as key/number in a language; None where the purpose has no such version."""
    key, _, number = name.rpartition("/")
    if not number.isdecimal():
        return None
    return NoticeVersion.objects.filter(
        notice__purposes=purpose, notice__key=key, number=int(number), language=language or "de",
        effective_from__isnull=False,
    ).filter(tells_of(purpose)).first()  # fmt: skip


def notice_now(purpose: UUID, language: str, at: datetime | None = None) -> NoticeVersion | None:
    """Return the newest version in effect, in the language where there is one, else in German."""
    rows = NoticeVersion.objects.filter(tells_of(purpose), effective_from__lte=at or clock.now())
    rows = rows.filter(notice__purposes=purpose)
    found = list(rows.filter(language__in={language, "de"}).select_related("notice").order_by("-number")[:4])
    return next((row for row in found if row.language == language), found[0] if found else None)


def keep_snapshot(content: Mapping[str, Any]) -> bytes:
    """Keep what was shown, once for each content, and return its SHA-256 (RFC 8785 order of keys)."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(written.encode()).digest()
    Snapshot.objects.bulk_create([Snapshot(sha256=digest, content=dict(content))], ignore_conflicts=True)
    return digest
