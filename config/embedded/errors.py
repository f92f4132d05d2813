"""What goes wrong with the embedded servers, said to a person."""


class EmbeddedError(Exception):
    """An embedded server cannot be used. The message is one sentence and says what to do."""
