"""Files that unpack to gigabytes are refused before they do; memory stays flat while big ones are read."""

import gzip
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'

# In a process of its own, so that what it needed at most can be measured.
READ = """
import resource, sys
from pathlib import Path
from catalog.sources.connectors.base import Limits, SourceError
from catalog.sources.connectors.registry import open_source
from catalog.sources.connectors.guard import Guard
import pyarrow.parquet, fastexcel
folder = Path(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
codes = set()
with open_source(f"file://{folder}", Limits(file_bytes=64_000_000, unpacked_bytes=64_000_000), Guard.from_lists(roots=[folder])) as source:
    for ref in source.collections():
        for step in ("sample", "read"):
            try:
                if step == "sample":
                    source.sample(ref)
                else:
                    (description,) = source.describe([ref])
                    if description.error:
                        codes.add("described")
                        continue
                    for batch in source.read(ref, [column.name for column in description.columns]):
                        pass
            except SourceError as error:
                codes.add(error.code)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, *sorted(codes))
"""


def memory_for(folder: Path) -> tuple[int, set[str]]:
    """Read everything in a folder in a fresh process; return the megabytes it took, and the failures' codes."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(READ), str(folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    megabytes, *codes = done.stdout.split()
    return int(megabytes), set(codes)


def excel(path: Path, sheet: str | bytes) -> None:
    """Write a workbook whose first sheet is this XML."""
    honest = path.with_suffix(".honest.xlsx")
    openpyxl.Workbook().save(honest)
    with zipfile.ZipFile(honest) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(
                part.filename, sheet if part.filename.endswith("sheet1.xml") else source.read(part)
            )
    honest.unlink()


def test_an_excel_file_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    excel(tmp_path / "a.xlsx", SHEET % ("<!--" + " " * 150_000_000 + "-->"))
    megabytes, codes = memory_for(tmp_path)
    assert codes == {"too_large", "described"} and megabytes < 60


def test_an_excel_file_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    excel(tmp_path / "a.xlsx", SHEET % ("<!--" + " " * 150_000_000 + "-->"))
    data = (tmp_path / "a.xlsx").read_bytes()
    real = 150_000_000 + len(SHEET % "") + 7
    assert data.count(real.to_bytes(4, "little")) == 2
    (tmp_path / "a.xlsx").write_bytes(data.replace(real.to_bytes(4, "little"), (1_000).to_bytes(4, "little")))
    megabytes, codes = memory_for(tmp_path)
    assert codes & {"too_large", "broken_file"} and megabytes < 60


def test_an_excel_file_with_cells_at_opposite_ends_is_refused(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    excel(tmp_path / "a.xlsx", SHEET % cells)
    megabytes, codes = memory_for(tmp_path)
    assert codes == {"too_large", "described"} and megabytes < 60


def test_an_excel_file_with_a_document_type_is_refused(tmp_path: Path) -> None:
    excel(tmp_path / "a.xlsx", f'<!DOCTYPE x [<!ENTITY a "b">]>{SHEET % ""}')
    assert memory_for(tmp_path)[1] == {"broken_file", "described"}


def test_a_parquet_page_that_unpacks_to_hundreds_of_megabytes_is_refused(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"a": ["x" * 150_000_000]}), tmp_path / "a.parquet", compression="zstd", use_dictionary=False
    )
    megabytes, codes = memory_for(tmp_path)
    assert codes == {"too_large"} and megabytes < 60


def test_a_parquet_text_that_repeats_a_million_times_is_sampled_and_its_reading_refused(
    tmp_path: Path,
) -> None:
    column = pa.DictionaryArray.from_arrays(
        pa.array([0] * 1_000_000, pa.int32()), pa.array(["x" * 5_000_000])
    )
    pq.write_table(pa.table({"a": column}), tmp_path / "a.parquet", compression="zstd")
    megabytes, codes = memory_for(tmp_path)
    assert codes == {"too_large"} and megabytes < 700


def test_a_packed_text_that_never_ends_is_refused(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.csv.gz", "wb", 1) as packed:
        packed.write(b"a;b\n")
        for _ in range(10):
            packed.write(b"1;%b\n" % (b"x" * 2_000) * 5_000)
    megabytes, codes = memory_for(tmp_path)
    assert codes == {"too_large"} and megabytes < 150


def test_memory_stays_flat_while_a_big_csv_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id;name;ort\n" + b"1234567;Erika Mustermann;Hannover\n" * 1_000_000)
    megabytes, codes = memory_for(tmp_path)
    assert not codes and megabytes < 80


def test_memory_stays_flat_while_a_big_parquet_file_is_read(tmp_path: Path) -> None:
    with pq.ParquetWriter(tmp_path / "a.parquet", pa.schema([("a", pa.string())])) as writer:
        for group in range(12):
            writer.write_table(pa.table({"a": [f"Erika Mustermann {group} {row}" for row in range(100_000)]}))
    megabytes, codes = memory_for(tmp_path)
    assert not codes and megabytes < 150
