"""What an analysis costs as papers become more; hours long, and some 20 GB on the disk.

``-k "not 2_800_000"`` and the like leave the longest out. The exponent is taken of processor time,
which other work on the machine disturbs least.
"""

import json
import logging
import math
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from grown_corpus import missing_corpora, write_grown_corpus

from explorer.corpus.importing.files import import_file
from explorer.settings import Settings

LIMITS = {"50_000": (30, 2), "1_000_000": (8 * 60, 8), "2_800_000": (25 * 60, 16)}
"""Seconds on two cores, and GiB, by papers."""

EXPONENT = 1.1
"""Of the cost from the smallest size to the next."""

ANALYZE = """
from explorer.memory import give_back_memory
give_back_memory()
import json, re, resource, sys, time
from datetime import UTC, datetime
from multiprocessing import active_children
from pathlib import Path
from explorer.analysis import analyze
from explorer.corpus.blocks import worker_processes
from explorer.settings import Settings

def most_held(process):
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search("VmHWM:[^0-9]*([0-9]+) kB", status)[1]) / 2**20

def main():
    settings, started = Settings(data_dir=Path(sys.argv[1])), time.perf_counter()
    with worker_processes() as executor:
        run = analyze(settings, now=datetime(2026, 11, 22, tzinfo=UTC), executor=executor)
        held = most_held("self") + sum(most_held(each.pid) for each in active_children())
    seconds, children = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({
        "seconds": seconds,
        "processor_seconds": time.process_time() + children.ru_utime + children.ru_stime,
        "gibibytes": held,
        "papers": run.manifest["papers"],
    }))

if __name__ == "__main__":
    main()
"""

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

log = logging.getLogger(__name__)
"""Shown by ``--log-cli-level=INFO``."""


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, Any]]:
    """What was measured so far, by size."""
    if missing_corpora() or not Path("/proc/self/status").exists():
        pytest.skip("needs Linux, and the real corpora in ../shared/data")
    return {}


@pytest.mark.parametrize("size", LIMITS)
def test_an_analysis_keeps_its_limits(
    size: str, measured: dict[str, dict[str, Any]], tmp_path: Path
):
    found = measured[size] = analysed(tmp_path, int(size))
    log.info("%s: %s", size, found)
    seconds, gibibytes = LIMITS[size]
    assert found["papers"] > 0.99 * int(size)
    assert found["seconds"] <= seconds
    assert found["gibibytes"] <= gibibytes


def test_the_cost_grows_hardly_faster_than_the_papers(measured: dict[str, dict[str, Any]]):
    if len(measured) < 2:
        pytest.skip("needs two sizes measured")
    (_, less), (_, more) = list(measured.items())[:2]
    cost = more["processor_seconds"] / less["processor_seconds"]
    exponent = math.log(cost) / math.log(more["papers"] / less["papers"])
    log.info("exponent %.2f", exponent)
    assert exponent <= EXPONENT


def analysed(folder: Path, papers: int) -> dict[str, Any]:
    """Make a corpus and analyse it, in a process of its own."""
    write_grown_corpus(folder / "grown.parquet", papers)
    place = Settings(data_dir=folder)
    import_file(place.papers, folder / "grown.parquet", today=date(2026, 11, 22))
    script = folder / "analyze.py"
    script.write_text(ANALYZE, encoding="utf-8")
    command = [sys.executable, script, folder]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, Any] = json.loads(told.stdout)
    return measured
