"""Purposes, notices and people as the tests of consents need them."""

from datetime import timedelta
from uuid import UUID, uuid4

from consent.consents.recording import Said, say
from consent.law import clock
from consent.law.standing import Kind
from consent.purposes.models import Notice, NoticeVersion, Purpose, PurposeVersion
from consent.subjects.models import IndexEntry, Subject
from consent.subjects.people import Details, make_people
from tests.consent.purposes.bases import evidence
from tests.factories import department


def purpose(
    art6="6-1-a", where=None, kinds=("DirectMarketing",), categories=("contact.email",), key="", **more
):
    key = key or f"purpose-{uuid4().hex[:8]}"
    made = Purpose.objects.create(
        key=key, department=where or department(), name_de=f"Zweck {key}", name_en=f"Purpose {key}",
        description_de=f"Wir tun etwas für {key}.", description_en=f"We do something for {key}.", kinds=list(kinds),
    )  # fmt: skip
    start = clock.now() - timedelta(days=2000)
    PurposeVersion.objects.create(
        purpose=made, number=1, art6=art6, categories=list(categories), drafted_by=uuid4(), opinion_by=uuid4(),
        opinion_at=start, opinion_favourable=True, decided_by=uuid4(), decided_at=start, accepted=True,
        in_force_from=start, **(evidence(art6) | more),
    )  # fmt: skip
    return made


def noticed(what: Purpose, number: int = 1, language: str = "de", days: int = 1999) -> NoticeVersion:
    notice, _new = Notice.objects.get_or_create(key=f"n-{what.key}", name=what.key, origin="person")
    notice.purposes.add(what)
    return NoticeVersion.objects.create(
        notice=notice, number=number, language=language, points={}, rendered=b"", sha256=b"0" * 32,
        material=number > 1, proposed_by=uuid4(), confirmed_by=uuid4(),
        confirmed_at=clock.now() - timedelta(days=days), effective_from=clock.now() - timedelta(days=days),
    )  # fmt: skip


def consented(**more) -> Purpose:
    made = purpose(**more)
    noticed(made)
    return made


def person() -> UUID:
    return Subject.objects.create().id


def known(address: str) -> UUID:
    """Somebody whom the vault knows by an e-mail address."""
    import polars as pl

    from consent.subjects.blind import blind_indexes, normalise
    from consent.subjects.keys import index_root

    made = make_people([Details()])[0]
    values = pl.Series([address])
    index = blind_indexes(index_root(), "email", None, values)[0].as_py()
    IndexEntry.objects.create(
        kind="email", normaliser=normalise("email", values)[0], index=index, handle=made.link_handle,
        sealed=made.sealed_record(),
    )  # fmt: skip
    return UUID(str(made.record))


def said(who, what, kind, **more):
    return say(Said(uuid4().hex, who, what.id, Kind(kind), "web", **more), None)
