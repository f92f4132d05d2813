"""Run benchmarks by name: script/benchmark NAME... [--json], --list."""

import argparse
import ast
import importlib
import sys
from pathlib import Path

from benchmarks.harness import print_json

FOLDER = Path(__file__).parent
NOT_ONE = {"__init__", "__main__", "harness", "environments"}


def names() -> list[str]:
    """Return the benchmarks that exist: each is a file here with a function `run`."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if _is_benchmark(path))


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line names; 2 where it cannot."""
    parser = argparse.ArgumentParser(
        prog="script/benchmark", description="Ours and the reference, side by side."
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--json", action="store_true", help="one JSON line for each comparison")
    parser.add_argument("--list", action="store_true", help="list the benchmarks")
    options = parser.parse_args(arguments)
    known = names()
    if options.list:
        print("\n".join(f"{name:<20} {_first_line(FOLDER / f'{name}.py')}" for name in known))
        return 0
    unknown = [name for name in options.names if name not in known]
    if unknown or not options.names:
        which = f"There is no benchmark {', '.join(unknown)}" if unknown else "Name a benchmark"
        print(f"{which}; there are: {', '.join(known) or 'none yet'}.", file=sys.stderr)
        return 2
    print_json(options.json)
    for name in options.names:
        importlib.import_module(f"benchmarks.{name}").run()
    return 0


def _is_benchmark(path: Path) -> bool:
    if path.stem in NOT_ONE:
        return False
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return any(isinstance(part, ast.FunctionDef) and part.name == "run" for part in body)


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main())
