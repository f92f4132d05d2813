"""Looks through an Excel file before it is opened: what it unpacks to, and how far its cells reach.

The reader holds a whole sheet in memory, as a rectangle from the first to the last used cell. A file
of a few kilobytes can unpack to gigabytes, or name two cells at opposite ends of a sheet.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from catalog.sources.connectors.base import SourceError

_CELLS = 5_000_000
_CHUNK = 256 * 1024
_PARTS = 5_000
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SHEET = re.compile(r"(?:^|/)worksheets/.*\.xml$", re.IGNORECASE)


def check(handle: BinaryIO, unpacked_bytes: int) -> None:
    """Raise SourceError for a file that would not fit into memory or is not a plain workbook."""
    try:
        with zipfile.ZipFile(handle) as archive:
            parts = archive.infolist()
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > unpacked_bytes:
                raise SourceError("The Excel file unpacks to more than is allowed.", code="too_large")
            left = unpacked_bytes
            for part in parts:
                left -= _look_through(archive, part, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        reason = "encrypted" if "encrypted" in str(error) else "damaged"
        raise SourceError(f"The Excel file is {reason}.", code="broken_file") from None


def _look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Unpack one part piece by piece; sheets also have their cells measured."""
    reach = _Reach() if _SHEET.search(part.filename) else None
    parser = _parser(reach) if reach is not None else None
    size = 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise SourceError("The Excel file unpacks to more than is allowed.", code="too_large")
            if parser is not None:
                _feed(parser, chunk)
    if reach is not None and reach.cells > _CELLS:
        raise SourceError("A sheet of the Excel file is wider and longer than is allowed.", code="too_large")
    return size


@dataclass(slots=True)
class _Reach:
    """The rectangle that a sheet's cells span."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """How many cells the rectangle holds."""
        if not self.rows or not self.columns:
            return 0
        return (self.rows[-1] - self.rows[0] + 1) * (self.columns[-1] - self.columns[0] + 1)

    def see(self, row: int, column: int) -> None:
        """Widen the rectangle to a cell."""
        self.rows = [min([*self.rows, row]), max([*self.rows, row])]
        self.columns = [min([*self.columns, column]), max([*self.columns, column])]


def _parser(reach: _Reach) -> "expat.XMLParserType":
    """Return a parser that measures cells and refuses a document type, which no workbook has."""
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "c" or name.endswith(":c"):
            found = _CELL.fullmatch(attributes.get("r", ""))
            if found:
                reach.see(int(found.group(2)), _column(found.group(1)))

    def refuse(*_: object) -> None:
        raise SourceError("The Excel file holds a document type, which is not allowed.", code="broken_file")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _feed(parser: "expat.XMLParserType", chunk: bytes) -> None:
    try:
        parser.Parse(chunk, False)
    except expat.ExpatError:
        raise SourceError("A sheet of the Excel file is damaged.", code="broken_file") from None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
