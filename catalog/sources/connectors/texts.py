"""Text as it really comes: broken encodings repaired, long cells cut."""

import pyarrow as pa
import pyarrow.compute as pc


def decoded(raw: bytes) -> str:
    """Read bytes as UTF-8, else as Windows-1252, else as Latin-1, which takes every byte."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def repaired(array: pa.Array) -> pa.Array:
    """Return a string column in which every cell is valid UTF-8; other columns come back as they are."""
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        return array
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        raw = array.view(pa.binary() if pa.types.is_string(array.type) else pa.large_binary())
        return pa.array(
            [None if cell is None else decoded(cell) for cell in raw.to_pylist()],
            array.type,
        )
    return array


def repaired_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Repair every string column of a batch."""
    return pa.RecordBatch.from_arrays(
        [repaired(column) for column in batch.columns], names=batch.schema.names
    )


def cut(array: pa.Array, characters: int) -> pa.Array:
    """Shorten every text of a column to `characters`, every binary cell to as many bytes."""
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        return pc.utf8_slice_codeunits(array, 0, characters)
    if pa.types.is_binary(array.type) or pa.types.is_large_binary(array.type):
        return pc.binary_slice(array, 0, characters)
    return array


def text_column(cells: list[bytes | None]) -> pa.Array:
    """Build a string column from raw cells, repairing only where one is not UTF-8."""
    return repaired(pa.Array.from_buffers(pa.string(), len(cells), pa.array(cells, pa.binary()).buffers()))
