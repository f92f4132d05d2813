"""What MariaDB's and MySQL's refusals mean, without the server's own words: they may hold values."""

import ssl

from catalog.sources.connectors.base import SourceError

# number -> code and sentence
_NUMBERS = {
    1044: ("permission", "The account may not use this database."),
    1045: ("credentials", "The server refuses this user or password."),
    1698: ("credentials", "The server refuses this user or password."),
    1049: ("database_missing", "The server has no database of this name."),
    1130: ("credentials", "The server does not accept connections from this machine."),
    1040: ("unreachable", "The server takes no more connections."),
    1142: ("permission", "The account may not read this."),
    1143: ("permission", "The account may not read every column of this."),
    1146: ("missing", "The table is no longer there."),
    1054: ("missing", "A column is no longer there."),
    1205: ("timeout", "The table is locked by somebody else."),
    1317: ("timeout", "The server did not finish in the time allowed."),
    1969: ("timeout", "The server did not finish in the time allowed."),
    3024: ("timeout", "The server did not finish in the time allowed."),
    1356: ("failed", "The view refers to tables or rights that are not there."),
    1194: ("failed", "The server reports a damaged table."),
    2003: ("unreachable", "The server cannot be reached; check host and port."),
    2006: ("lost", "The connection to the server broke off."),
    2013: ("lost", "The connection to the server broke off."),
    2026: ("tls", "An encrypted connection to the server could not be made."),
    2055: ("lost", "The connection to the server broke off."),
}


def translate(error: Exception) -> SourceError:
    """Turn a driver's error into ours."""
    number = error.args[0] if error.args and isinstance(error.args[0], int) else 0
    if isinstance(error, ssl.SSLError):
        number = 2026
    elif isinstance(error, TimeoutError):
        return SourceError("The server did not answer in time.", code="timeout")
    elif isinstance(error, ConnectionRefusedError) or (
        isinstance(error, OSError) and number not in (32, 104)
    ):
        number = 2003
    elif isinstance(error, OSError | AttributeError | RuntimeError):
        number = 2013  # the driver's way to notice a connection that is gone
    if number in _NUMBERS:
        code, sentence = _NUMBERS[number]
        return SourceError(sentence, code=code)
    return SourceError(
        f"The server could not answer this (error {number or type(error).__name__}).", code="failed"
    )
