"""Why a service did not do what it was asked; each message is one sentence for the reader."""


class NotPossible(Exception):
    """What was asked cannot be done now; the message says why and what to do."""


class Overtaken(NotPossible):
    """Somebody else was quicker; the reader should look again before deciding."""
