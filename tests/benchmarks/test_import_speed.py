import logging
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from explorer.corpus.importing.files import import_file, read_paper_file

REAL = Path(__file__).parents[2].parent / "shared" / "data"
TODAY = date(2026, 11, 22)

PAPERS = 120_340
IMPORT_SECONDS = 30
READ_SECONDS = 6
READ_MEBIBYTES = 300

STATUS = Path("/proc/self/status")
"""Where Linux tells the peak of this very process; getrusage starts from that of its parent."""

READ = f"""
import re, sys
from datetime import date
from pathlib import Path
import pyarrow.parquet
from explorer.corpus.importing.files import read_paper_file

def kibibytes():
    return re.search(r"VmHWM:\\s*([0-9]+) kB", Path("{STATUS}").read_text())[1]

before = kibibytes()
found = read_paper_file(Path(sys.argv[1]), today=date(2026, 11, 22))
print(found.total, before, kibibytes())
"""

pytestmark = pytest.mark.benchmark

log = logging.getLogger(__name__)
"""Shown by ``--log-cli-level=INFO``."""


@pytest.fixture
def corpus() -> Path:
    file = REAL / "arxiv_cs_stat_2007_2016.parquet"
    if not file.exists():
        pytest.skip(f"needs the real corpus {file.name} in ../shared/data")
    return file


@pytest.mark.real
def test_the_large_corpus_is_imported_in_half_a_minute(corpus: Path, tmp_path: Path):
    started, worked = time.perf_counter(), time.process_time()
    found = import_file(tmp_path / "papers.sqlite", corpus, today=TODAY)
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    log.info("import: %.1f s, of processor %.1f s; limit %d s", seconds, worked, IMPORT_SECONDS)
    assert (found.added, found.skipped) == (PAPERS, 0)
    assert seconds <= IMPORT_SECONDS


@pytest.mark.real
def test_the_large_corpus_is_read_and_checked_in_seconds(corpus: Path):
    started, worked = time.perf_counter(), time.process_time()
    found = read_paper_file(corpus, today=TODAY)
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    log.info("reading: %.1f s, of processor %.1f s; limit %d s", seconds, worked, READ_SECONDS)
    assert found.total == PAPERS
    assert seconds <= READ_SECONDS


@pytest.mark.real
def test_reading_the_large_corpus_takes_little_memory(corpus: Path):
    total, before, after = memory_of_reading(corpus)
    log.info("reading: %d MiB beside the libraries; limit %d", after - before, READ_MEBIBYTES)
    assert total == PAPERS
    assert after - before <= READ_MEBIBYTES


def memory_of_reading(file: Path) -> tuple[int, int, int]:
    """Read a file in a process of its own; return its records, and MiB before and at most."""
    if not STATUS.exists():
        pytest.skip(f"needs {STATUS}, which only Linux has")
    told = subprocess.run(
        [sys.executable, "-c", READ, str(file)], capture_output=True, text=True, check=True
    )
    total, before, after = map(int, told.stdout.split())
    return total, before // 1024, after // 1024
