"""May this purpose process these data of this person: the question that every read asks.

`may` answers for one person with every step and record, `may_bulk` for many with the rule alone; both for any
past moment as known at any later one. Neither writes; the read that used it is recorded once, by its reader.
"""

from consent.decisions.bulk import decide_batches, may_bulk, stream_all
from consent.decisions.single import may

__all__ = ["decide_batches", "may", "may_bulk", "stream_all"]
