import json
import subprocess
import sys
from pathlib import Path

import pytest

REAL = Path(__file__).parents[2].parent / "shared" / "data"
CORPUS = REAL / "arxiv_cs_stat_2007_2016.parquet"
PAPERS = 120_340

ANALYZE_SECONDS = 90
PEAK_GIBIBYTES = 4

IMPORT = """
import sys
from datetime import date
from pathlib import Path
from explorer.corpus.importing.files import import_file
from explorer.settings import Settings

settings = Settings(data_dir=Path(sys.argv[1]))
import_file(settings.papers, Path(sys.argv[2]), today=date(2026, 11, 22))
"""

ANALYZE = """
import json, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from explorer.analysis import analyze
from explorer.runs import read_table
from explorer.settings import Settings

steps, started = [], time.perf_counter()
run = analyze(
    Settings(data_dir=Path(sys.argv[1])),
    now=datetime(2026, 11, 22, tzinfo=UTC),
    progress=lambda step, *_: steps.append((step, time.perf_counter() - started)),
)
seconds = time.perf_counter() - started
used = resource.getrusage(resource.RUSAGE_SELF)
niches = read_table(run, "niches")
print(json.dumps({
    "seconds": seconds,
    "processor_seconds": used.ru_utime + used.ru_stime,
    "gibibytes": used.ru_maxrss / 2**20,
    "papers": run.manifest["papers"],
    "groups": niches["level"].value_counts().to_dict(),
    "stability": niches["stability"].median(),
    "steps": dict(reversed(steps)),
}))
"""

pytestmark = [pytest.mark.benchmark, pytest.mark.real]


def run_alone(code, *arguments):
    """Run code in a fresh process and return what it prints."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    if not CORPUS.exists():
        pytest.skip(f"needs the real corpus {CORPUS.name} in ../shared/data")
    data_dir = tmp_path_factory.mktemp("real")
    run_alone(IMPORT, data_dir, CORPUS)
    found = json.loads(run_alone(ANALYZE, data_dir))
    print(
        f"\nanalyze: {found['seconds']:.1f} s of {ANALYZE_SECONDS} "
        f"({found['processor_seconds']:.1f} s of processor), peak {found['gibibytes']:.2f} GiB "
        f"of {PEAK_GIBIBYTES}; {found['papers']:,} papers, {found['groups']}, "
        f"median stability {found['stability']:.2f}"
    )
    for step, began in found["steps"].items():
        print(f"  {began:6.1f} s  {step}")
    return found


def test_the_large_corpus_is_analysed_in_a_minute_and_a_half(measured):
    assert measured["papers"] == PAPERS
    assert measured["seconds"] <= ANALYZE_SECONDS


def test_the_analysis_stays_within_four_gibibytes(measured):
    assert measured["gibibytes"] <= PEAK_GIBIBYTES
