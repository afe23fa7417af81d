import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from bulk_files import entries, missing_corpora, write_bulk_file

from explorer.corpus.merging import Merged, merge_papers
from explorer.corpus.papers import Paper
from explorer.corpus.reading import read_month_counts, read_papers_by_id, search_papers
from explorer.corpus.store import reading, writing

TODAY = date(2026, 11, 22)

PAPERS = 2_800_000
DISK_GIBIBYTES = 14
IMPORT_SECONDS = 8 * 60
PEAK_MEBIBYTES = 1024
STORE_TO_JSON = 1.6
BAR_OFF_BY = 0.2
BY_ID_SECONDS = 0.005
SEARCH_SECONDS = 0.1
MONTHS_SECONDS = 0.01
MERGE_SECONDS = 5

STATUS = Path("/proc/self/status")
"""Where Linux tells the peak of this very process; getrusage starts from that of its parent."""

IMPORT = f"""
import json, re, sys, time
from datetime import date
from pathlib import Path
from explorer.corpus.importing.files import import_file
from explorer.errors import ExplorerError

started, told, added, said = time.perf_counter(), {{}}, 0, ""

def note(step, done, total):
    told.setdefault(done / total, time.perf_counter() - started)

try:
    store, file = map(Path, sys.argv[1:])
    added = import_file(store, file, today=date(2026, 11, 22), progress=note).added
except ExplorerError as error:
    said = str(error)
seconds, status = time.perf_counter() - started, Path("{STATUS}")
peak = re.search(r"VmHWM:\\s*([0-9]+) kB", status.read_text())[1] if status.exists() else 0
print(json.dumps({{
    "added": added,
    "error": said,
    "seconds": seconds,
    "processor_seconds": time.process_time(),
    "mebibytes": int(peak) / 2**10,
    "bar": list(told.items()),
}}))
"""

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

log = logging.getLogger(__name__)
"""Shown by ``--log-cli-level=INFO``."""

Measured = dict[str, Any]


def import_in_a_process_of_its_own(store: Path, file: Path) -> Measured:
    command = [sys.executable, "-c", IMPORT, str(store), str(file)]
    told: Measured = json.loads(subprocess.check_output(command, text=True))
    log.info(
        "%s: %.0f s, of processor %.0f s, %.0f MiB at most",
        told["error"] or f"{told['added']:,} papers added",
        told["seconds"],
        told["processor_seconds"],
        told["mebibytes"],
    )
    return told


@pytest.fixture(scope="module")
def bulk_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if missing := missing_corpora():
        pytest.skip(f"needs the real corpora {', '.join(missing)} in ../shared/data")
    folder = tmp_path_factory.mktemp("bulk")
    if shutil.disk_usage(folder).free < DISK_GIBIBYTES * 2**30:
        pytest.skip(f"needs {DISK_GIBIBYTES} GiB on the disk of temporary folders")
    file = folder / "bulk.json"
    write_bulk_file(file, PAPERS)
    yield file
    file.unlink()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("store") / "papers.sqlite"
    yield path
    path.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def imported(bulk_file: Path, store: Path) -> Measured:
    return import_in_a_process_of_its_own(store, bulk_file)


def test_all_of_arxiv_is_imported_in_eight_minutes(imported: Measured):
    assert imported["added"] == PAPERS
    assert imported["seconds"] <= IMPORT_SECONDS


def test_all_of_arxiv_is_imported_within_a_gibibyte(imported: Measured):
    if not STATUS.exists():
        pytest.skip(f"needs {STATUS}, which only Linux has")
    assert 0 < imported["mebibytes"] <= PEAK_MEBIBYTES


def test_the_bar_is_right_within_a_fifth(imported: Measured):
    guesses = [seconds / share for share, seconds in imported["bar"] if share >= 0.05]
    worst = max(abs(guess / imported["seconds"] - 1) for guess in guesses)
    log.info("the whole time as the bar tells it is at most %.0f %% off", 100 * worst)
    assert len(guesses) > 80
    assert worst <= BAR_OFF_BY


def test_the_store_is_little_larger_than_the_file(imported: Measured, bulk_file: Path, store: Path):
    ratio = store.stat().st_size / bulk_file.stat().st_size
    log.info("store: %.2f times the JSON; limit %.1f", ratio, STORE_TO_JSON)
    assert imported["added"] == PAPERS
    assert ratio <= STORE_TO_JSON


def test_fifty_papers_come_by_their_ids_at_once(imported: Measured, store: Path):
    with reading(store) as connection:
        found = connection.execute(
            "SELECT arxiv_id FROM papers WHERE key % 55987 = 1 LIMIT 50"
        ).fetchall()
    ids = [arxiv_id for (arxiv_id,) in found]
    assert len(read_papers_by_id(store, ids)) == 50
    seconds = timed(lambda: read_papers_by_id(store, ids))
    log.info("50 of %d papers by id: %.1f ms", imported["added"], 1000 * seconds)
    assert seconds <= BY_ID_SECONDS


@pytest.mark.parametrize("query", ["graph attention", "neural networks", "quantum walk"])
def test_two_words_are_searched_in_a_tenth_of_a_second(imported: Measured, store: Path, query: str):
    found = search_papers(store, query, as_of=TODAY, limit=50)
    seconds = timed(lambda: search_papers(store, query, as_of=TODAY, limit=50))
    log.info("%s in %d papers: %.0f ms", query, imported["added"], 1000 * seconds)
    assert len(found) == 50
    assert seconds <= SEARCH_SECONDS


def test_a_category_is_counted_by_month_at_once(imported: Measured, store: Path):
    counts = read_month_counts(store, as_of=TODAY, categories=["cs.LG"])
    seconds = timed(lambda: read_month_counts(store, as_of=TODAY, categories=["cs.LG"]))
    log.info("cs.LG of %d papers by month: %.1f ms", imported["added"], 1000 * seconds)
    assert len(counts) > 300
    assert seconds <= MONTHS_SECONDS


def test_two_thousand_new_papers_are_merged_in_seconds(imported: Measured, store: Path):
    new = [
        Paper(
            arxiv_id=f"2611.{90_000 + number}",
            title=entry["title"],
            abstract=entry["abstract"],
            submitted=date(2026, 11, 1),
            primary_category="cs.LG",
            categories=("cs.LG", "cs.AI"),
            authors=tuple(f"{first} {last}" for last, first, _ in entry["authors_parsed"]),
        )
        for number, entry in enumerate(entries(2_000, seed=1))
    ]
    started = time.perf_counter()
    with writing(store) as connection:
        merged = merge_papers(connection, new)
    seconds = time.perf_counter() - started
    log.info("2,000 papers merged into %d: %.1f s", imported["added"], seconds)
    assert merged == Merged(added=2_000)
    assert seconds <= MERGE_SECONDS


def test_a_file_cut_off_at_its_end_is_told_in_time_and_changes_nothing(
    imported: Measured, bulk_file: Path, store: Path
):
    before = store.stat().st_mtime_ns
    os.truncate(bulk_file, bulk_file.stat().st_size - 100)
    told = import_in_a_process_of_its_own(store, bulk_file)
    assert f"line {imported['added']:,} is cut off" in told["error"]
    assert told["seconds"] <= IMPORT_SECONDS
    assert store.stat().st_mtime_ns == before


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that work takes as a rule."""
    taken = []
    for _ in range(9):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)
