"""What every file format can do, and the opened file that it is given."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa

from catalog.sources.connectors.base import DescribedColumn, Limits
from catalog.sources.connectors.files.dirt import Dirt


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that the guard has let through. `open` gives a fresh handle at its beginning."""

    name: str
    size: int
    packed: bool
    open: Callable[[], BinaryIO]


class FileFormat(ABC):
    """One file of one format. Every failure is a SourceError.

    `dirt` is what the last sample had to leave out or to guess.
    """

    def __init__(self, file: OpenedFile, limits: Limits, part: str = "") -> None:
        self.file = file
        self.limits = limits
        self.part = part
        self.dirt = Dirt(file.name)

    @abstractmethod
    def columns(self) -> tuple[DescribedColumn, ...]:
        """Describe the columns by the file's head or footer."""

    @abstractmethod
    def sample(self, seed: int) -> pa.Table:
        """Return some rows without reading a whole big file."""

    @abstractmethod
    def read(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Stream the asked columns with flat memory."""

    def rows_estimated(self) -> int | None:
        """Return how many rows the file holds, where that is cheap to know or guess."""
        return None
