"""What the vault records in the ledger: random ids and numbers, never an identifier."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consent.evidence.commitment import Digest
from consent.evidence.kinds import Code, Moment, register

register("subjects.enrolled", _("People of a source enrolled"), source=UUID, collection=UUID, rows=int)
register("subjects.erased", _("Person erased; final after the next change of keys"))
register(
    "subjects.keys_changed", _("Keys of all people wrapped anew, the old wrapping key destroyed"), epoch=int
)
register("subjects.merged", _("Two records found to be one person"), merged=UUID, reason=Digest)
register("subjects.split", _("A merger of two records undone"), merged=UUID)
register("subjects.proof_sealed", _("Proof sealed until its period ends"), proof=UUID, until=Moment)
register("subjects.proof_asked", _("Opening of a sealed proof asked for"), proof=UUID, reason=Digest)
register("subjects.proof_opened", _("Sealed proof opened by two people"), proof=UUID)
register("subjects.proof_refused", _("Opening of a sealed proof refused"), proof=UUID)
register("subjects.proofs_dropped", _("Sealed proofs dropped, their periods having ended"), count=int)
register("subjects.replayed", _("Erasures replayed after a restore"), people=int)
register("subjects.guardian_named", _("Guardian of a child named"), guardian=UUID)
register("subjects.guardian_ended", _("Guardian of a child no longer named"), guardian=UUID)
register("subjects.looked_up", _("Person looked up by an identifier"), look_up=UUID, kind=Code, reason=Digest)
