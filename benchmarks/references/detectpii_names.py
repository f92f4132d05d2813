"""detectpii's expressions over column names (they are piicatcher's): timed rounds, or one answer per column."""

import json
import sys

from detectpii.detector import EnglishColumnNameRegexDetector
from detectpii.model import Column


def main() -> None:
    """Read the described columns, then serve rounds, or print what was found."""
    with open(sys.argv[1], encoding="utf-8") as lines:
        columns = [Column(name=json.loads(line)["column"]) for line in lines]
    detector = EnglishColumnNameRegexDetector()
    if "--answers" in sys.argv:
        for column in columns:
            found = detector.detect(column)
            print(json.dumps(found.type if found else None))
        return
    from serve import serve

    serve(lambda: [detector.detect(column) for column in columns])


main()
