import gzip
import tracemalloc
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper_files import (
    REQUIRED,
    TODAY,
    WRITERS,
    Row,
    Writer,
    bulk_lines,
    every_format,
    expected,
    read,
    row,
    write_bulk,
    write_csv,
    write_gzip,
    write_parquet,
)
from stored_papers import papers_in

from explorer.corpus.importing import files, formats
from explorer.corpus.importing.files import CHECKING, Imported, import_file, read_paper_file
from explorer.corpus.importing.repeats import Repeats
from explorer.corpus.store import create_store, open_reader
from explorer.errors import (
    BadRecordsError,
    PaperFileError,
    PaperFileFormatError,
    StoreUnwritableError,
    WrongStoreError,
)


def stored(store: Path) -> list[tuple[object, ...]]:
    """Read all that the store holds of its papers, and how it counts them."""
    with closing(open_reader(store)) as connection:
        counts = connection.execute(
            "SELECT code, month, papers, primary_papers FROM month_category"
            " JOIN categories ON categories.key = category ORDER BY 1, 2"
        )
        return [*papers_in(store.parent), *counts]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "data" / "papers.sqlite"


texts = st.text(max_size=40)
telling_texts = st.tuples(texts, st.characters(categories=("L", "N")), texts).map("".join)
names = st.text(st.characters(codec="utf-8", exclude_characters=";,()&\\"), max_size=12)
days = st.dates(date(1991, 8, 1), TODAY).map(date.isoformat)
categories = st.lists(
    st.sampled_from(["cs.RO", "cs.LG", "hep-th", "cmp-lg", "q-bio.NC", "cond-mat.soft"]),
    min_size=1,
    max_size=4,
    unique=True,
)
arxiv_ids = st.from_regex(
    r"(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.[0-9]{4}|(?:1[5-9]|2[0-5])(?:0[1-9]|1[0-2])\.[0-9]{5}"
    r"|(?:hep-th|cs|math)/[0-9]{7}",
    fullmatch=True,
)


@st.composite
def any_rows(draw: st.DrawFn) -> list[Row]:
    ids = draw(st.lists(arxiv_ids, min_size=1, max_size=4, unique=True))
    rows = []
    for arxiv_id in ids:
        listed = draw(categories)
        changes = {name: draw(texts) for name in ("comments", "journal_ref", "doi", "license")} | {
            name: draw(telling_texts) for name in ("title", "abstract")
        }
        rows.append(
            row(
                id=arxiv_id,
                published=draw(days),
                updated=draw(days),
                primary_category=listed[0],
                categories=" ".join(listed),
                authors="; ".join(draw(st.lists(names, max_size=3))),
                **changes,
            )
        )
    return rows


@every_format
@given(rows=any_rows())
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_comes_through_every_format(write: Writer, tmp_path: Path, rows: list[Row]):
    assert read(write(tmp_path / "papers", rows)) == [expected(row) for row in rows]


def test_all_formats_of_the_same_papers_give_the_same_store(tmp_path: Path):
    rows = [row(n, published=f"20{10 + n % 10}-01-15", title=f"On «{n}»\t—") for n in range(20)]
    stores = []
    for write in WRITERS:
        store = tmp_path / write.__name__ / "papers.sqlite"
        found = import_file(store, write(tmp_path / "papers", rows), today=TODAY)
        assert found == Imported(added=20, updated=0, unchanged=0, skipped=0, first_skipped="")
        stores.append(stored(store))
    assert stores[0]
    assert all(store == stores[0] for store in stores)


@every_format
def test_importing_a_file_twice_changes_nothing(write: Writer, store: Path, tmp_path: Path):
    file = write(tmp_path / "papers", map(row, range(12)))
    import_file(store, file, today=TODAY)
    before = stored(store)
    again = import_file(store, file, today=TODAY)
    assert again == Imported(added=0, updated=0, unchanged=12, skipped=0, first_skipped="")
    assert stored(store) == before


def test_a_newer_version_in_a_later_file_updates_the_paper(store: Path, tmp_path: Path):
    import_file(store, write_csv(tmp_path / "a.csv", map(row, range(3))), today=TODAY)
    newer = [row(1, title="Revised", updated="2024-05-05"), row(2)]
    found = import_file(store, write_parquet(tmp_path / "b.parquet", newer), today=TODAY)
    assert (found.added, found.updated, found.unchanged) == (0, 1, 1)


def test_an_id_that_comes_again_is_merged_and_the_newest_wins(store: Path, tmp_path: Path):
    rows = [row(1), row(2, title="New", updated="2024-09-09"), row(1), row(2)]
    found = import_file(store, write_csv(tmp_path / "papers.csv", rows), today=TODAY)
    assert (found.added, found.skipped) == (2, 0)
    titles = [held[5] for held in stored(store) if str(held[0]).startswith("2401.")]
    assert titles == ["Grasping of object 1", "New"]


@pytest.mark.parametrize("change", [{"title": "Another"}, {"published": "2023-12-31"}])
def test_an_id_that_comes_again_with_other_words_and_no_date_is_bad(
    tmp_path: Path, change: dict[str, str]
):
    rows = [row(1), row(2), row(1), row(1, **change)]
    file = write_csv(tmp_path / "papers.csv", rows, columns=REQUIRED)
    with pytest.raises(BadRecordsError, match=r"2401\.00001 comes twice") as caught:
        read(file)
    assert (caught.value.count, caught.value.first_line) == (1, 5)


BAD_ROWS = {
    "no title": ({"title": " \n"}, "no title"),
    "no abstract": ({"abstract": ""}, "no abstract"),
    "null abstract": ({"abstract": None}, "no abstract"),
    "future": ({"published": "2026-11-23"}, "2026-11-23"),
    "before arXiv": ({"published": "1066-10-14"}, "1066-10-14"),
    "updated in the future": ({"updated": "2099-01-01"}, "2099-01-01"),
    "unreadable day": ({"published": "last Monday"}, "last Monday"),
    "no such day": ({"published": "2024-02-30"}, "2024-02-30"),
    "no day": ({"published": ""}, "published|version"),
    "no id": ({"id": ""}, "not an arXiv id"),
    "not an id": ({"id": "10.1000/182"}, "not an arXiv id"),
    "an id that was a number": ({"id": "2401.0001"}, "zero was lost"),
    "no category": ({"primary_category": "", "categories": ""}, "no primary category"),
    "no category of arXiv": (
        {"primary_category": "68T07", "categories": "68T07 I.2.7"},
        "no primary category",
    ),
}


@every_format
@pytest.mark.parametrize("bad", BAD_ROWS)
def test_a_bad_record_stops_the_import_and_can_be_skipped(
    write: Writer, bad: str, store: Path, tmp_path: Path
):
    change, reason = BAD_ROWS[bad]
    rows = [row(1), row(2), row(3, **change), row(4), row(5, **change | {"title": ""})]
    file = write(tmp_path / "papers", rows)
    first = 4 if write is write_csv else 3
    with pytest.raises(BadRecordsError, match=reason) as caught:
        import_file(store, file, today=TODAY)
    assert (caught.value.count, caught.value.first_line) == (2, first)
    assert not store.parent.exists()

    found = import_file(store, file, today=TODAY, skip_bad=True)
    assert (found.added, found.skipped) == (3, 2)
    assert found.first_skipped == f"line {first}: {caught.value.first_reason}"


def test_a_file_without_one_usable_record_is_refused_even_when_bad_ones_are_skipped(
    store: Path, tmp_path: Path
):
    file = write_csv(tmp_path / "papers.csv", [row(1, title=""), row(2, abstract="")])
    with pytest.raises(PaperFileFormatError, match=r"line 2: 2401\.00001 has no title"):
        import_file(store, file, today=TODAY, skip_bad=True)
    assert not store.parent.exists()


def test_a_failed_import_leaves_the_store_as_it_was(store: Path, tmp_path: Path):
    import_file(store, write_csv(tmp_path / "good.csv", map(row, range(3))), today=TODAY)
    before = stored(store)
    bad = write_csv(
        tmp_path / "bad.csv", [row(7), row(1, title="New", updated="2025-01-01"), row(8, title="")]
    )
    with pytest.raises(PaperFileError):
        import_file(store, bad, today=TODAY)
    (tmp_path / "cut.gz").write_bytes(gzip.compress(bulk_lines([row(9)]))[:-9])
    with pytest.raises(PaperFileError):
        import_file(store, tmp_path / "cut.gz", today=TODAY)
    assert stored(store) == before


def test_a_disk_too_full_to_remember_the_ids_of_a_file_is_said_to_be_full(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    class Full(Repeats):
        def __enter__(self) -> Repeats:
            super().__enter__()
            self._seen.execute("PRAGMA max_page_count = 3")
            return self

    monkeypatch.setattr(files, "Repeats", Full)
    file = write_csv(tmp_path / "papers.csv", map(row, range(2_000)))
    with pytest.raises(StoreUnwritableError, match="full"):
        import_file(store, file, today=TODAY)
    assert not store.parent.exists()


def test_real_papers_are_not_mixed_with_the_demonstration(store: Path, tmp_path: Path):
    create_store(store, kind="demonstration")
    before = stored(store)
    with pytest.raises(WrongStoreError):
        import_file(store, write_csv(tmp_path / "papers.csv", [row()]), today=TODAY)
    assert stored(store) == before


@every_format
def test_progress_is_one_bar_that_only_goes_forward_to_its_end(
    write: Writer, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(formats, "BUFFER", 4096)
    monkeypatch.setattr(formats, "REPORT_EVERY", 100)
    monkeypatch.setattr("gzip.READ_BUFFER_SIZE", 4096, raising=False)  # since Python 3.12
    told: list[tuple[str, int, int | None]] = []
    file = write(tmp_path / "papers", map(row, range(12_000)))
    import_file(store, file, today=TODAY, progress=lambda *report: told.append(report))
    (bar,) = {(step, total) for step, _, total in told}
    assert bar == ("Importing papers (%)", 100)
    hundredths = [done for _, done, _ in told]
    assert hundredths == sorted(hundredths)
    assert hundredths[-1] == 100
    assert len({done for done in hundredths if done <= 100 * CHECKING}) > 5
    assert any(100 * CHECKING < done < 100 for done in hundredths)


def peak_of_reading(file: Path, *, skip_bad: bool) -> int:
    """Return the bytes that Python holds at most while a file is read twice."""
    tracemalloc.start()
    try:
        with suppress(BadRecordsError):
            for _ in read_paper_file(file, today=TODAY, skip_bad=skip_bad).papers:
                pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("write", [write_csv, write_bulk, write_gzip])
@pytest.mark.parametrize("title", ["Grasping", ""], ids=["good", "bad"])
def test_a_longer_file_takes_no_more_memory(
    write: Writer, title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(formats, "BUFFER", 4096)
    peaks = []
    for count in (50, 500, 2_000):
        rows = [row(0), *(row(n, title=title) for n in range(1, count))]
        file = write(tmp_path / f"{count}", rows)
        peaks.append(max(peak_of_reading(file, skip_bad=skip_bad) for skip_bad in (False, True)))
    assert peaks[2] < 1.2 * peaks[1]
