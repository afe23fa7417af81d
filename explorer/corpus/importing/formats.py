"""What a file of papers is, told by its first bytes and not by its name; opened for its reader."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, cast

from explorer.corpus.importing.bulk_metadata import bulk_records
from explorer.corpus.importing.records import Record, TruncatedError
from explorer.corpus.importing.tables import csv_records, parquet_records
from explorer.errors import PaperFileFormatError, PaperFileNotFoundError

BUFFER = 2**20

REPORT_EVERY = 2_000
"""Records between two reports of how far the reading is."""

OTHER_FORMATS = {
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a gzip file",
    b"PK\x03\x04": "a zip file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"<": "HTML or XML",
    b"[": "a JSON array, not one object a line",
    b"SQLite format 3": "an SQLite database",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"7z\xbc\xaf": "a 7z file",
    b"\x28\xb5\x2f\xfd": "a Zstandard file",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}
"""Beginnings of what people give us by mistake."""


def read_records(path: Path, *, report: Callable[[float], None] | None = None) -> Iterator[Record]:
    """Yield every record of a file in its order, good or not.

    Now and then ``report`` is called with the share of the file that was read, from 0 to 1: of its
    bytes as they lie on the disk, compressed or not, or of its rows.

    Raises
    ------
    PaperFileNotFoundError, MissingColumnsError
        If there is no file, or not one of papers.
    PaperFileFormatError
        If it is empty, truncated, damaged or of another format.
    """
    with _reporting(path), _records(path) as (records, share_read):
        for number, record in enumerate(records, 1):
            yield record
            if report and number % REPORT_EVERY == 0:
                report(share_read(number))


@contextmanager
def _records(path: Path) -> Iterator[tuple[Iterator[Record], Callable[[int], float]]]:
    """Open a file; give its records, and what tells the share read after so many of them."""
    beginning = _beginning(path)
    if beginning.startswith(b"PAR1"):
        from pyarrow import parquet

        rows = parquet.read_metadata(path).num_rows
        yield parquet_records(path), lambda number: number / rows
        return
    with _opened(path, beginning) as (stream, packed):
        size = path.stat().st_size
        beginning = stream.peek(BUFFER)
        read = bulk_records if _text_format(path, beginning) == "json" else csv_records
        yield read(path, stream), lambda _number: min(packed.tell() / size, 1.0)


@contextmanager
def _reporting(path: Path) -> Iterator[None]:
    """Turn what the libraries say of a broken file into our errors."""
    from pyarrow import ArrowException

    damages = (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, ArrowException)
    try:
        yield
    except FileNotFoundError as error:
        raise PaperFileNotFoundError(path) from error
    except TruncatedError as error:
        raise PaperFileFormatError(path, f"it is truncated or damaged: {error}") from error
    except damages as error:
        reason = str(error).partition("\n")[0]
        raise PaperFileFormatError(path, f"it is truncated or damaged ({reason})") from error
    except OSError as error:
        # Arrow also says OSError of what is damaged, but with no number of the system's.
        what = "cannot be read" if error.errno else "is truncated or damaged"
        reason = (error.strerror or str(error)).partition("\n")[0]
        raise PaperFileFormatError(path, f"it {what} ({reason})") from error


def _beginning(path: Path) -> bytes:
    if path.is_dir():
        raise PaperFileFormatError(path, "it is a folder")
    with path.open("rb") as file:
        beginning = file.read(4096)
    if not beginning:
        raise PaperFileFormatError(path, "it is empty")
    return beginning


@contextmanager
def _opened(path: Path, beginning: bytes) -> Iterator[tuple[io.BufferedReader, IO[bytes]]]:
    """Open a file, or the one in it if it is compressed, as a stream that is never held whole.

    Beside it the file as it lies on the disk is given, which knows how far it was read.
    """
    with ExitStack() as stack:
        file = stack.enter_context(path.open("rb", buffering=BUFFER))
        packed = cast("IO[bytes]", file)
        if beginning.startswith(b"\x1f\x8b"):
            packed = stack.enter_context(cast("IO[bytes]", gzip.GzipFile(fileobj=packed)))
        elif beginning.startswith(b"PK"):
            archive = stack.enter_context(zipfile.ZipFile(packed))
            packed = stack.enter_context(archive.open(_only_member(path, archive)))
        stream: io.BufferedReader = stack.enter_context(
            io.BufferedReader(cast("io.RawIOBase", packed), BUFFER)
        )
        yield stream, file


def _only_member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != 1:
        raise PaperFileFormatError(path, f"it is a zip of {len(members)} files, not of one")
    if members[0].flag_bits & 1:
        raise PaperFileFormatError(path, "it is a zip with a password")
    if members[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PaperFileFormatError(path, "it is a zip of an unusual method of compression")
    return members[0]


def _text_format(path: Path, beginning: bytes) -> str:
    """Tell JSON lines from CSV, and both from anything else."""
    for mark, name in OTHER_FORMATS.items():
        if beginning.lstrip().startswith(mark):
            raise PaperFileFormatError(path, f"it holds {name}")
    text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        raise PaperFileFormatError(path, "it holds no papers")
    if text.startswith(b"{"):
        return "json"
    header = text.partition(b"\n")[0].decode(errors="replace")
    if "\0" in header or "\ufffd" in header:
        raise PaperFileFormatError(path, "it is not text, nor a format known here")
    return "csv"
