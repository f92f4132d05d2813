"""What goes wrong while saving and bringing back, said to a person."""


class OperationError(Exception):
    """It could not be done. The message is one sentence and says what to do."""
