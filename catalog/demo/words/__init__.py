"""The words of which the demo company's people, places, goods and texts are made."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())
