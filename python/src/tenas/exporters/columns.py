"""The columns of `tenas export --format csv-wide` as Parquet and as HDF5."""

from __future__ import annotations

import io
import json
import os
from typing import IO, TYPE_CHECKING, Any

from ..needs import missing
from ..part import Failure

if TYPE_CHECKING:
    import pandas

TEXTS = {"architecture"}
INTEGERS = {"index", "repeats", "parameters", "flops"}
LONGEST_CELLS = 10_000
"""The longest list of cells, in characters of JSON, that goes into a file's metadata."""

GROUP, TABLE = "scores", "table"
"""One compound dataset of this name in a group: what pandas.read_hdf finds by itself, and h5py reads as one array."""


def write_parquet(source: str, output: str, manifest: str | None = None) -> None:
    """Writes a CSV file's columns as Parquet: int64, string and float64; an empty field is null, `inf` an infinity.

    What `about` gives is in the file's metadata, and pandas puts it into `attrs` of the frame that it reads.
    """
    frame = _frame(source)
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise Failure(missing(error), os.EX_NOINPUT) from error
    origin = about(manifest)
    frame.attrs.update(origin)
    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    metadata = {name: value if isinstance(value, str) else json.dumps(value) for name, value in origin.items()}
    pyarrow.parquet.write_table(table.replace_schema_metadata({**table.schema.metadata, **metadata}), output)


def write_hdf5(source: str, output: str, manifest: str | None = None) -> None:
    """Writes a CSV file's columns as the fields of `/scores/table`.

    An empty field is NaN, texts are UTF-8 of fixed length. What `about` gives are attributes of the table; those
    that are no texts are JSON.
    """
    frame = _frame(source)
    try:
        import h5py
    except ImportError as error:
        raise Failure(missing(error), os.EX_NOINPUT) from error
    texts = {name: frame[name].str.encode("utf-8") for name in frame.columns if name in TEXTS}
    widths = {name: f"S{max(map(len, values))}" for name, values in texts.items()}
    records = frame.assign(**texts).to_records(index=False, column_dtypes=widths)
    # Made in memory first: libhdf5 crashes when it cannot write, as on a full disk.
    image = io.BytesIO()
    with h5py.File(image, "w") as file:
        # In chunks, since PyTables takes only a chunked dataset for a table.
        table = file.create_group(GROUP).create_dataset(
            TABLE, data=records, chunks=(min(len(records), 1024),), compression="gzip", shuffle=True
        )
        for name, value in about(manifest).items():
            table.attrs[name] = value if isinstance(value, str) else json.dumps(value)
    with open(output, "wb") as stream:
        stream.write(image.getbuffer())


def write_text(source: str, stream: IO[str]) -> None:
    """Writes a Parquet file's columns as CSV; an index that has a name, or is no running number, is a column, too."""
    try:
        import pandas
        import pyarrow
    except ImportError as error:
        raise Failure(missing(error), os.EX_NOINPUT) from error
    try:
        frame = pandas.read_parquet(source)
    except (pyarrow.ArrowException, ValueError, TypeError, KeyError, OSError) as error:
        # Of damage Arrow says OSError, too, but then without the system's number.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Failure(f"{source}: is damaged: {_first_line(error)}", os.EX_DATAERR) from error
    running = frame.index.name is None and isinstance(frame.index, pandas.RangeIndex)
    frame.to_csv(stream, index=not running)


def _first_line(error: Exception) -> str:
    """What an error says, without the library's own places in its sources."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def about(manifest: str | None) -> dict[str, Any]:
    """Where a run's scores come from: its `protocol`, `version`, `program` (version and commit), and all `settings`.

    Empty without a `run.json`, as of scores that are a file of their own.
    """
    if manifest is None:
        return {}
    try:
        with open(manifest, encoding="utf-8") as file:
            run = json.load(file)
        settings, record = run["determines"], run["record"]
        told = {"protocol": settings["protocol"], "version": settings["version"], "settings": settings}
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"{manifest}: is not a run's: {error!s:.200}", os.EX_DATAERR) from error
    # A list of all cells is longer than an attribute of HDF5 can be, and the rows have it.
    if len(json.dumps(settings.get("cells"))) > LONGEST_CELLS:
        settings["cells"] = "as listed"
    return told | {name: record[name] for name in ("program",) if name in record}


def _frame(source: str) -> pandas.DataFrame:
    """The columns, each of its own type whatever its values look like."""
    try:
        import pandas
    except ImportError as error:
        raise Failure(missing(error), os.EX_NOINPUT) from error
    try:
        header = pandas.read_csv(source, nrows=0).columns
        types = {name: "str" if name in TEXTS else "float64" for name in header}
        frame = pandas.read_csv(source, dtype=types, keep_default_na=False, na_values=[""])
        # Read as float64 first: the program spells what it averages as such, and these numbers are exact in it.
        return frame.astype({name: "int64" for name in header if name in INTEGERS})
    except FileNotFoundError as error:
        raise Failure(f"{source}: {error.strerror}", os.EX_NOINPUT) from error
    except ValueError as error:
        raise Failure(f"{source}: is not what csv-wide writes: {error!s:.200}", os.EX_DATAERR) from error
