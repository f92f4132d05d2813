"""What is wrong with lines of a file that can be read all the same: counted by kind, told without a value."""

from catalog.sources.connectors.base import Tolerated

# By code, the worst first: what such lines do, and what helps.
_SAID = {
    "quote": (
        "open a quote that is never closed and were left out",
        "close or double the quote in the program that writes the file, and export it again",
    ),
    "not_json": (
        "are not a JSON object and were left out",
        "write one whole object on each line, and export the file again",
    ),
    "ragged": (
        "have more or fewer cells than the first line names, so their values may stand in the wrong column",
        "put cells that hold the delimiter or a line break in quotes, and export the file again",
    ),
    "mixed_encoding": (
        "hold bytes that are not valid in the file's encoding and were guessed",
        "export the file again as UTF-8",
    ),
}


class Dirt:
    """The faulty lines among those that a sample looked at."""

    def __init__(self, file: str, lines: int = 0) -> None:
        self.lines = lines
        self._file = file
        self._counted: dict[str, int] = {}
        self._first: dict[str, str] = {}

    def note(self, code: str, count: int, first: str) -> None:
        """Count `count` faulty lines of one kind; `first` is where the first of them stands."""
        if count:
            self._counted[code] = self._counted.get(code, 0) + count
            self._first.setdefault(code, first)

    def note_lines(self, code: str, numbers: list[int]) -> None:
        """Count faulty lines by their numbers in the file."""
        if numbers:
            self.note(code, len(numbers), f"line {numbers[0]}")

    def told(self) -> Tolerated | None:
        """Return one sentence for each kind, under the worst one's code; None where all was clean."""
        codes = [code for code in _SAID if code in self._counted]
        if not codes:
            return None
        return Tolerated(f"{self._file}: " + " ".join(map(self._sentence, codes)), codes[0])

    def _sentence(self, code: str) -> str:
        what, remedy = _SAID[code]
        lines = max(self.lines, self._counted[code])
        return (
            f"{self._counted[code]} of {lines} sampled lines {what} (first: {self._first[code]}); {remedy}."
        )
