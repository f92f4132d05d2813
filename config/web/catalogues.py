"""Message catalogues: find every text of a part, merge it into its German file, compile it.

Babel reads Python; Django turns a template into what Babel can read. No gettext tools are needed.
`python -m config.web.catalogues` compiles them all, with no settings.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True)
class Part:
    """A part of the product with texts of its own: its folder and its German catalogue."""

    folder: Path

    @property
    def file(self) -> Path:
        """Return where the German translations lie."""
        return self.folder / "locale" / "de" / "LC_MESSAGES" / "django.po"


def parts(root: Path) -> list[Part]:
    """Return every part (a folder with apps.py) below the product's own packages."""
    found = [
        path.parent for top in ("config", "consent", "catalog") for path in (root / top).rglob("apps.py")
    ]
    return [Part(folder) for folder in sorted(found)]


def merged(part: Part) -> Catalog:
    """Return the part's catalogue with exactly the texts that it uses now."""
    catalog = _read(part)
    fresh = Catalog(locale="de")
    for place, message, context in _texts(part.folder):
        fresh.add(message, locations=[(place, 0)], context=context)
    catalog.update(fresh, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def missing(catalog: Catalog) -> list[str]:
    """Return the texts that have no German yet."""
    return [
        _first(message.id)
        for message in catalog
        if message.id and (message.fuzzy or not _done(message.string))
    ]


def contradictions(catalogs: Iterable[tuple[str, Catalog]]) -> list[str]:
    """Return the texts that two parts translate differently: only one of them would ever be shown."""
    known: dict[tuple[str | None, str], tuple[str, str]] = {}
    found = []
    for name, catalog in catalogs:
        for message in catalog:
            if not message.id or not _done(message.string):
                continue
            key, german = (message.context, _first(message.id)), _first(message.string)
            first, said = known.setdefault(key, (name, german))
            if said != german:
                found.append(f"{key[1]}: {said} ({first}), {german} ({name})")
    return found


def save(part: Part, catalog: Catalog) -> None:
    """Write the catalogue without dates and line numbers, so that it changes only with its texts."""
    part.file.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, catalog, omit_header=False, sort_output=True, no_location=True, width=110)
    lines = out.getvalue().decode().splitlines(keepends=True)
    kept = [
        line
        for line in lines
        if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By'))
    ]
    part.file.write_text("".join(kept), encoding="utf-8")


def compile_all(root: Path) -> int:
    """Compile every catalogue that is newer than its compiled form; return how many were."""
    done = 0
    for part in parts(root):
        target = part.file.with_suffix(".mo")
        if part.file.exists() and (not target.exists() or target.stat().st_mtime < part.file.stat().st_mtime):
            with target.open("wb") as file:
                write_mo(file, _read(part))
            done += 1
    return done


def _read(part: Part) -> Catalog:
    if not part.file.exists():
        return Catalog(locale="de", project="customer-data-catalog", fuzzy=False)
    with part.file.open("rb") as file:
        return read_po(file, locale="de")


def _texts(folder: Path) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    nested = {part.parent for part in folder.rglob("apps.py")} - {folder}
    for path in sorted(folder.rglob("*")):
        if (
            path.suffix not in {".py", ".html", ".txt"}
            or nested & set(path.parents)
            or "migrations" in path.parts
        ):
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = templatize(source)
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), _KEYWORDS):
            if message:
                yield path.relative_to(folder).as_posix(), message, context


def _first(message: object) -> str:
    return message[0] if isinstance(message, tuple | list) else str(message)


def _done(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    compile_all(Path(__file__).resolve().parents[2])
