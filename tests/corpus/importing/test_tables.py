from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from paper_files import (
    COLUMNS,
    REQUIRED,
    TODAY,
    Writer,
    csv_bytes,
    expected,
    one_row,
    read,
    row,
    write_csv,
    write_parquet,
)
from pyarrow import parquet

from explorer.corpus.importing.files import read_paper_file
from explorer.errors import (
    BadRecordsError,
    MissingColumnsError,
    PaperFileFormatError,
)


def test_columns_that_a_table_may_lack_are_empty(tmp_path: Path):
    (paper,) = read(write_csv(tmp_path / "papers.csv", [row()], columns=REQUIRED))
    assert paper == replace(expected(row()), updated=None, comments="", doi="")


def test_an_id_in_a_csv_stays_text(tmp_path: Path):
    ids = ["2401.00010", "0704.0100", "hep-th/9901000"]
    papers = read(write_csv(tmp_path / "papers.csv", [row(id=arxiv_id) for arxiv_id in ids]))
    assert [paper.arxiv_id for paper in papers] == ids


def test_versions_and_addresses_are_taken_off_an_id(tmp_path: Path):
    for written in ("2401.00010v3", "http://arxiv.org/abs/2401.00010v1"):
        (paper,) = read(write_csv(tmp_path / "papers.csv", [row(id=written)]))
        assert paper.arxiv_id == "2401.00010"


def test_the_categories_of_other_schemes_are_left_out(tmp_path: Path):
    listed = "68T07, cs.LG I.2.7; cs.RO (Primary)"
    (paper,) = read(write_csv(tmp_path / "papers.csv", [row(categories=listed)]))
    assert paper.categories == ("cs.RO", "cs.LG")


def test_a_byte_order_mark_and_capitals_in_a_header_do_no_harm(tmp_path: Path):
    content = csv_bytes(row()).replace(b"id,title", b"ID, Title", 1)
    (tmp_path / "papers.csv").write_bytes(b"\xef\xbb\xbf" + content)
    assert read(tmp_path / "papers.csv") == [expected(row())]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (pa.date32(), [date(2024, 1, 15)]),
        (pa.timestamp("ns"), [datetime(2024, 1, 15, 23, 59)]),  # noqa: DTZ001
        (pa.timestamp("us", tz="America/New_York"), [datetime.fromisoformat("2024-01-15T02:00Z")]),
        (pa.large_string(), ["2024-01-14T23:30:00-05:00"]),
        (pa.dictionary(pa.int8(), pa.string()), ["2024-01-15 19:18:42"]),
    ],
)
def test_a_parquet_file_may_write_its_days_in_several_ways(
    tmp_path: Path, kind: pa.DataType, values: list[object]
):
    parquet.write_table(one_row(published=pa.array(values, kind)), tmp_path / "papers.parquet")
    (paper,) = read(tmp_path / "papers.parquet")
    assert paper.submitted == date(2024, 1, 15)


def test_a_parquet_file_may_keep_categories_and_authors_as_lists(tmp_path: Path):
    table = one_row(categories=pa.array([["cs.RO", "cs.LG"]]), authors=pa.array([["A B", "C D"]]))
    parquet.write_table(table, tmp_path / "papers.parquet")
    (paper,) = read(tmp_path / "papers.parquet")
    assert paper.categories == ("cs.RO", "cs.LG")
    assert paper.authors == ("A B", "C D")


@pytest.mark.parametrize("lacking", REQUIRED)
@pytest.mark.parametrize("write", [write_parquet, write_csv])
def test_a_table_without_a_column_that_papers_need_is_refused(
    write: Writer, lacking: str, tmp_path: Path
):
    file = write(tmp_path / "papers", [row()])
    if write is write_csv:
        write_csv(file, [row()], columns=[name for name in COLUMNS if name != lacking])
    else:
        parquet.write_table(one_row().drop_columns([lacking]), file)
    with pytest.raises(MissingColumnsError) as caught:
        read(file)
    assert caught.value.missing == (lacking,)
    assert set(caught.value.found) == set(COLUMNS) - {lacking}


def test_a_column_that_comes_twice_is_refused(tmp_path: Path):
    (tmp_path / "papers.csv").write_bytes(csv_bytes(row()).replace(b"license", b"title", 1))
    with pytest.raises(PaperFileFormatError, match="title more than once"):
        read(tmp_path / "papers.csv")


@pytest.mark.parametrize(
    "broken",
    [b"2401.00009,only two\n", b'2401.00009,"a" b,c,d,e,f,g\n', b"2401.00009,G\xf6,c,d,e,f,g\n"],
)
def test_a_broken_line_of_a_csv_can_be_skipped(broken: bytes, tmp_path: Path):
    whole = write_csv(tmp_path / "papers.csv", map(row, (1, 2)), columns=REQUIRED).read_bytes()
    header, first, second = whole.splitlines(keepends=True)
    file = tmp_path / "broken.csv"
    file.write_bytes(header + first + broken + second)
    with pytest.raises(BadRecordsError) as caught:
        read(file)
    assert (caught.value.count, caught.value.first_line) == (1, 3)
    found = read_paper_file(file, today=TODAY, skip_bad=True)
    assert [paper.arxiv_id for paper in found.papers] == ["2401.00001", "2401.00002"]


def test_a_line_number_counts_lines_and_not_records(tmp_path: Path):
    rows = [row(1, abstract="Over\nthree\nlines"), row(2, title="")]
    with pytest.raises(BadRecordsError) as caught:
        read(write_csv(tmp_path / "papers.csv", rows))
    assert caught.value.first_line == 5


def test_bad_text_in_one_cell_of_a_parquet_file_does_not_spoil_the_others(tmp_path: Path):
    titles = pa.array([b"Good", b"G\xf6del"], pa.binary()).cast(pa.string(), safe=False)
    table = pa.concat_tables([one_row(), one_row(id=pa.array(["2401.00002"]))])
    table = table.set_column(table.schema.get_field_index("title"), "title", titles)
    parquet.write_table(table, tmp_path / "papers.parquet")
    with pytest.raises(BadRecordsError, match="title is not UTF-8") as caught:
        read(tmp_path / "papers.parquet")
    assert (caught.value.count, caught.value.first_line) == (1, 2)


def test_a_day_past_all_calendars_does_not_spoil_the_others(tmp_path: Path):
    days = pa.array([19_737, 2**30], pa.int32()).cast(pa.date32())
    table = pa.concat_tables([one_row(), one_row(id=pa.array(["2401.00002"]))])
    table = table.set_column(table.schema.get_field_index("published"), "published", days)
    parquet.write_table(table, tmp_path / "papers.parquet")
    found = read_paper_file(tmp_path / "papers.parquet", today=TODAY, skip_bad=True)
    assert (found.total, found.skipped) == (1, 1)
