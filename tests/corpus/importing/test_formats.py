import gzip
from pathlib import Path

import pyarrow as pa
import pytest
from paper_files import (
    TODAY,
    Writer,
    bulk_lines,
    csv_bytes,
    every_format,
    one_row,
    parquet_bytes,
    read,
    row,
    zipped,
)

from explorer.corpus.importing.files import import_file
from explorer.errors import (
    PaperFileFormatError,
    PaperFileNotFoundError,
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "data" / "papers.sqlite"


@every_format
def test_the_format_is_told_by_the_content_whatever_the_name(write: Writer, tmp_path: Path):
    for name in ("papers.parquet", "papers.csv", "papers.json.gz", "no ending"):
        assert len(read(write(tmp_path / name, map(row, range(3))))) == 3


WHOLE = bulk_lines(map(row, range(200)))
ZIP = zipped(WHOLE)

NOT_PAPERS = {
    "empty": (b"", "is empty"),
    "only empty lines": (b"\n\n \n", "no papers"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG image"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
    "html": (b"\n<!DOCTYPE html><html></html>", "HTML"),
    "sqlite": (b"SQLite format 3\x00" + bytes(64), "SQLite"),
    "utf-16": ("id,title\n".encode("utf-16"), "UTF-16"),
    "other binary": (bytes(range(256)) * 8, "not text"),
    "prose": (b"Dear reader\n", "plain text"),
    "json array": (b'[{"id": "2401.00001"}]\n', "JSON array"),
    "csv of a broken header": (b'"id"x,title\n', "first line is not CSV"),
    "csv of a header alone": (csv_bytes(), "no papers"),
    "parquet of no rows": (parquet_bytes(one_row().slice(0, 0)), "no papers"),
    "parquet cut": (parquet_bytes(one_row())[:-20], "truncated"),
    "parquet cut in its middle": (parquet_bytes(one_row())[:200], "truncated"),
    "parquet spoilt": (b"PAR1" + bytes(400) + b"PAR1", "truncated"),
    "parquet of numbers for ids": (
        parquet_bytes(one_row(id=pa.array([2401.0001]))),
        "holds numbers",
    ),
    "json cut": (WHOLE[:-30], "line 200 is cut off"),
    "csv cut": (csv_bytes(row(1), row(2))[:-40], "line 3 is cut off"),
    "csv cut within quotes": (csv_bytes(row(1), row(2, license="a, b"))[:-4], "never closed"),
    "csv that never ends": (csv_bytes(row()) + b'"' + b"x\n" * 2**20, "never closed"),
    "gzip cut": (gzip.compress(WHOLE)[:-300], "truncated"),
    "gzip of which little is left": (gzip.compress(WHOLE)[:20], "truncated"),
    "gzip spoilt": (gzip.compress(WHOLE)[:-8] + bytes(8), "CRC"),
    "gzip of a png": (gzip.compress(b"\x89PNG\r\n\x1a\n"), "PNG image"),
    "gzip of nothing": (gzip.compress(b""), "no papers"),
    "zip cut": (ZIP[:-30], "truncated"),
    "zip spoilt": (ZIP.replace(b"arxiv-metadata-0.json", b"arxiv-metadata-0.jsox", 1), "truncated"),
    "zip of no file": (zipped(), "zip of 0 files"),
    "zip of two files": (zipped(WHOLE, WHOLE), "zip of 2 files"),
    "zip of a zip": (zipped(ZIP), "a zip file"),
    "a bomb": (gzip.compress(b'{"id": "' + bytes(20 * 2**20)), "has more than"),
}


@pytest.mark.parametrize("what", NOT_PAPERS)
@pytest.mark.parametrize("skip_bad", [False, True])
def test_what_is_no_file_of_papers_is_named_and_leaves_no_trace(
    what: str, skip_bad: bool, store: Path, tmp_path: Path
):
    content, reason = NOT_PAPERS[what]
    file = tmp_path / "papers.json"
    file.write_bytes(content)
    with pytest.raises(PaperFileFormatError, match=reason) as caught:
        import_file(store, file, today=TODAY, skip_bad=skip_bad)
    assert str(file) in str(caught.value)
    assert not store.parent.exists()


def test_a_damaged_zip_is_noticed_at_its_end(tmp_path: Path):
    spoilt = bytearray(ZIP)
    spoilt[len(ZIP) // 2] ^= 0xFF
    (tmp_path / "papers.zip").write_bytes(spoilt)
    with pytest.raises(PaperFileFormatError, match="truncated or damaged"):
        read(tmp_path / "papers.zip")


def test_a_missing_file_and_a_folder_are_told_apart(store: Path, tmp_path: Path):
    with pytest.raises(PaperFileNotFoundError):
        import_file(store, tmp_path / "nowhere.csv", today=TODAY)
    with pytest.raises(PaperFileFormatError, match="a folder"):
        import_file(store, tmp_path, today=TODAY)
    assert not store.parent.exists()
