"""What PostgreSQL's refusals mean, in one sentence without the server's own words: they may hold values."""

import re

from catalog.sources.connectors.base import SourceError

# SQLSTATE, or its class of two characters -> code and sentence
_STATES = {
    "28": ("credentials", "The server refuses this user or password."),
    "3D": ("database_missing", "The server has no database of this name."),
    "42501": ("permission", "The account may not read this."),
    "42P01": ("missing", "The table is no longer there."),
    "42703": ("missing", "A column is no longer there."),
    "0A": ("unsupported", "The server does not offer this for this kind of table."),
    "57014": ("timeout", "The server did not finish in the time allowed."),
    "55P03": ("timeout", "The table is locked by somebody else."),
    "57P": ("lost", "The server has ended the connection."),
    "08": ("lost", "The connection to the server broke off."),
    "53300": ("unreachable", "The server takes no more connections."),
    "53": ("failed", "The server lacks memory, disk space or connections for this."),
    "22021": ("encoding", "The table holds text that is not valid in its encoding."),
    "22P05": ("encoding", "The table holds text that has no counterpart in Unicode."),
    "XX": ("failed", "The server reports damaged data."),
}

_WORDS = (
    ("requirement", "clear_text"),
    ("authentication", "credentials"), ("no password supplied", "credentials"),
    ("no pg_hba.conf entry", "credentials"), ("certificate", "tls"), ("ssl", "tls"),
    ("timeout expired", "timeout"), ("does not exist", "database_missing"), ("refused", "unreachable"),
    ("no route", "unreachable"), ("unreachable", "unreachable"), ("closed the connection", "lost"),
    ("connection to server", "unreachable"), ("server sent", "unreachable"), ("lost synchronization", "lost"),
)  # fmt: skip

_STATE = re.compile(r"SQLSTATE:? ([0-9A-Z]{5})\b")

_SENTENCES = {
    "clear_text": "The server asks for the password in clear text; choose an encrypted connection.",
    "credentials": "The server refuses this user or password.",
    "tls": "An encrypted connection to the server could not be made.",
    "timeout": "The server did not answer in time.",
    "database_missing": "The server has no such database or role.",
    "unreachable": "The server cannot be reached; check host and port.",
    "lost": "The connection to the server broke off.",
}


def translate(error: Exception) -> SourceError:
    """Turn a driver's error into ours."""
    state = getattr(error, "sqlstate", None) or ""
    if not state and (found := _STATE.search(str(error))):  # a stream's errors carry it in their text only
        state = found.group(1)
    for length in (5, 3, 2):
        if state[:length] in _STATES and state != "00000":
            code, sentence = _STATES[state[:length]]
            return SourceError(sentence, code=code)
    said = str(error).casefold()
    for words, code in _WORDS:
        if words in said:
            return SourceError(_SENTENCES[code], code="tls" if code == "clear_text" else code)
    known = f" (SQLSTATE {state})" if state.isalnum() and len(state) == 5 else f" ({type(error).__name__})"
    return SourceError(f"The server could not answer this{known}.", code="failed")
