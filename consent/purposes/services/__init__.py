"""What can be done with purposes and notices; one file for each act."""

from consent.purposes.lookup import version_at
from consent.purposes.services.purposes_advising import give_opinion
from consent.purposes.services.purposes_common import Invalid, Lacking
from consent.purposes.services.purposes_deciding import decide
from consent.purposes.services.purposes_distinguishing import record_difference
from consent.purposes.services.purposes_ending import end_purpose
from consent.purposes.services.purposes_proposing import propose, propose_change, redraft

__all__ = [
    "Invalid",
    "Lacking",
    "decide",
    "end_purpose",
    "give_opinion",
    "propose",
    "propose_change",
    "record_difference",
    "redraft",
    "version_at",
]
