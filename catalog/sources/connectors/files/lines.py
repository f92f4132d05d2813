"""Lines of text from bytes in any encoding, with bounds on what is unpacked and held."""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from catalog.sources.connectors.base import SourceError
from catalog.sources.connectors.files.base import OpenedFile
from catalog.sources.connectors.texts import decoded

HEAD = 256 * 1024
_CHUNK = 256 * 1024
_LINE = 4 * 1024 * 1024
# Control characters that no text has.
_NEVER = "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\v\f\r\x1b")
_BROKEN = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
# A file that unpacks to more than this times its size is a bomb, once it is also large.
_RATIO = 100


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not UTF-8 as Windows-1252, which they nearly always are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return decoded(bytes(error.object[error.start : error.end])), error.end


codecs.register_error("catalog.windows", _as_windows)


def opened(file: OpenedFile, *, limit: int) -> BinaryIO:
    """Open a plain or packed file; a packed one may unpack to `limit` bytes, more only at a sane ratio."""
    handle = file.open()
    return _Unpacked(handle, max(limit, file.size * _RATIO)) if file.packed else handle


class _Unpacked(io.BufferedReader):
    """A gzip stream that ends with an error instead of filling disks or hours."""

    def __init__(self, handle: BinaryIO, limit: int) -> None:
        super().__init__(_Counted(gzip.GzipFile(fileobj=handle), limit), _CHUNK)


class _Counted(io.RawIOBase):
    def __init__(self, stream: gzip.GzipFile, limit: int) -> None:
        self._stream = stream
        self._left = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        try:
            data = self._stream.read(min(len(buffer), _CHUNK))
        except (OSError, EOFError, zlib.error):
            raise SourceError("The packed file is damaged.", code="broken_file") from None
        self._left -= len(data)
        if self._left < 0:
            raise SourceError("The packed file unpacks to more than is allowed.", code="too_large")
        buffer[: len(data)] = data
        return len(data)


def encoding_of(head: bytes) -> str:
    """Tell the encoding from a file's first bytes: byte order mark, zero bytes, mostly UTF-8, else Windows-1252."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return encoding
    start = head[:4096]
    if start.count(0) * 4 > len(start) > 1:
        return "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"
    # Bytes that are no UTF-8 come out as lone surrogates; a character cut at the end does not come out
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(head)
    broken = len(_BROKEN.findall(text))
    # Some broken lines do not make another encoding of a file that is UTF-8 everywhere else
    return "utf-8" if broken == 0 or broken < len(_BEYOND_ASCII.findall(text)) else "cp1252"


def broken_lines(data: bytes, encoding: str) -> list[int]:
    """Return the numbers of the lines that hold bytes which are not valid in the encoding."""
    if encoding.startswith("utf-16"):
        text = text_of(data, encoding).split("\n")
        return [number for number, line in enumerate(text, 1) if "\ufffd" in line]
    plain = encoding.removesuffix("-sig")
    if _valid(data, plain):
        return []
    return [number for number, line in enumerate(data.splitlines(), 1) if not _valid(line, plain)]


def _valid(data: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def whole_lines(text: str, *, complete: bool) -> list[str]:
    """Split into lines with their line feeds; the last one only where the file ends with it."""
    found = [f"{line}\n" for line in text.split("\n")]
    if found[-1] == "\n" or (not complete and len(found) > 1):
        found.pop()
    return found


def decoder(encoding: str) -> io.IncrementalNewlineDecoder:
    """Return a decoder that never fails and gives every kind of line end as a line feed."""
    if encoding == "cp1252":  # five bytes of it mean nothing; Latin-1 takes them
        errors = "catalog.windows"
    else:
        errors = "catalog.windows" if encoding.startswith("utf-8") else "replace"
    return io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(errors), translate=True)


def text_of(data: bytes, encoding: str) -> str:
    """Decode the beginning of a file, or a piece of it. Raises SourceError where it is no text at all."""
    text: str = decoder(encoding).decode(data)
    if sum(text.count(one) for one in _NEVER) * 100 > len(text):
        raise SourceError("The file does not hold text.", code="broken_file")
    return text


def lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield lines with their line feed. A line that never ends is an error, not a full memory."""
    reader = decoder(encoding)
    rest = ""
    while chunk := stream.read(_CHUNK):
        parts = (rest + reader.decode(chunk)).split("\n")
        rest = parts.pop()
        yield from (f"{part}\n" for part in parts)
        if len(rest) > _LINE:
            raise SourceError(f"A line is longer than {_LINE // 1024**2} MB.", code="broken_file")
    rest += reader.decode(b"", final=True)
    if rest:
        yield rest
