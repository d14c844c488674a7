"""The columns of `tenas export --format csv-wide` as Parquet and as HDF5."""

import io
import os

from .failure import Failure

TEXTS = {"architecture"}
INTEGERS = {"index", "repeats"}
GROUP, TABLE = "scores", "table"
"""One compound dataset of this name in a group: what pandas.read_hdf finds by itself, and h5py reads as one array."""


def write_parquet(source, output) -> None:
    """Writes a CSV file's columns as Parquet: int64, string and float64; an empty field is null, `inf` an infinity."""
    frame = _frame(source)
    try:
        frame.to_parquet(output, engine="pyarrow", index=False)
    except ImportError as error:
        raise _missing("pyarrow") from error


def write_hdf5(source, output) -> None:
    """Writes a CSV file's columns as the fields of `/scores/table`; an empty field is NaN, texts are UTF-8 of fixed length."""
    frame = _frame(source)
    try:
        import h5py
    except ImportError as error:
        raise _missing("h5py") from error
    texts = {name: frame[name].str.encode("utf-8") for name in frame.columns if name in TEXTS}
    widths = {name: f"S{max(map(len, values))}" for name, values in texts.items()}
    records = frame.assign(**texts).to_records(index=False, column_dtypes=widths)
    # Made in memory first: libhdf5 crashes when it cannot write, as on a full disk.
    image = io.BytesIO()
    with h5py.File(image, "w") as file:
        # In chunks, since PyTables takes only a chunked dataset for a table.
        file.create_group(GROUP).create_dataset(
            TABLE, data=records, chunks=(min(len(records), 1024),), compression="gzip", shuffle=True
        )
    with open(output, "wb") as stream:
        stream.write(image.getbuffer())


def write_text(source, stream) -> None:
    """Writes the columns of a Parquet file as CSV; an index that has a name, or is no running number, is a column, too."""
    try:
        import pandas
    except ImportError as error:
        raise _missing("pandas") from error
    try:
        frame = pandas.read_parquet(source)
    except ImportError as error:
        raise _missing("pyarrow") from error
    except ValueError as error:
        raise Failure(f"{source}: is damaged: {error!s:.200}", os.EX_DATAERR) from error
    running = frame.index.name is None and isinstance(frame.index, pandas.RangeIndex)
    frame.to_csv(stream, index=not running)


def _frame(source):
    """The columns, each of its own type whatever its values look like."""
    try:
        import pandas
    except ImportError as error:
        raise _missing("pandas") from error
    try:
        header = pandas.read_csv(source, nrows=0).columns
        types = {name: "str" if name in TEXTS else "int64" if name in INTEGERS else "float64" for name in header}
        return pandas.read_csv(source, dtype=types, keep_default_na=False, na_values=[""])
    except FileNotFoundError as error:
        raise Failure(f"{source}: {error.strerror}", os.EX_NOINPUT) from error
    except ValueError as error:
        raise Failure(f"{source}: is not what csv-wide writes: {error!s:.200}", os.EX_DATAERR) from error


def _missing(module: str) -> Failure:
    return Failure(f"{module} is not installed; `make python` installs it", os.EX_NOINPUT)
