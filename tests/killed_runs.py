"""Ways in, run by processes that are killed, and a reader beside them that must not notice.

A process of its own keeps everything loaded, also what is not used here by name, and forks for
each run: a run costs no start, and a hundred kills take a minute. It is given one JSON object a
line and answers with one.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self

import filelock  # noqa: F401
import pandas as pd  # noqa: F401
import pyarrow.parquet  # noqa: F401
from arxiv_feed import sample_papers
from arxiv_server import ArxivServer
from oai_server import OaiServer
from paper_files import Row, row, write_bulk, write_csv, write_gzip, write_parquet

from explorer.corpus import merging
from explorer.corpus.exporting import export_papers
from explorer.corpus.fetching import arxiv_api, harvest  # noqa: F401
from explorer.corpus.fetching.harvest import fetch_category
from explorer.corpus.fetching.oai_harvest import harvest_category
from explorer.corpus.importing.files import import_file
from explorer.corpus.reading import (
    describe_store,
    read_month_counts,
    read_papers_by_id,
    search_papers,
)
from explorer.corpus.store import reading, writing
from explorer.errors import StoreNotFoundError

TODAY = date(2026, 11, 22)
NOW = datetime(2024, 12, 1, 9, tzinfo=UTC)
SPAN = {"since": date(2024, 1, 1), "until": date(2024, 6, 30)}
BATCH = 40
"""Papers of one transaction: a small corpus makes several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way in: what is run, and where its papers come from."""

    run: Callable[[Path, str], object]
    """Brings all papers of a source, a file or an address, into a store."""
    source: Callable[[Path], AbstractContextManager[str]]
    """Makes the source, in a folder or on a local server, and keeps it for a while."""
    papers: int
    """How many papers it has."""


def _import(store: Path, source: str) -> None:
    import_file(store, Path(source), today=TODAY)


def _fetch(store: Path, source: str) -> None:
    now, lock_dir = NOW, store.parent / "locks"
    options = {"url": source, "contact": "", "lock_dir": lock_dir, "now": now, "interval": 0.0}
    fetch_category(store, "cs.RO", **SPAN, **options)


def _harvest(store: Path, source: str) -> None:
    now, lock_dir, since = NOW, store.parent / "locks", SPAN["since"]
    options = {"url": source, "contact": "", "lock_dir": lock_dir, "now": now, "interval": 0.0}
    harvest_category(store, "cs.RO", since=since, **options)


def _file(write: Callable[[Path, Sequence[Row]], Path]) -> Way:
    @contextmanager
    def written(folder: Path) -> Iterator[str]:
        yield str(write(folder / "papers", file_rows()))

    return Way(run=_import, source=written, papers=len(file_rows()) // 2)


@contextmanager
def _query_api(_folder: Path) -> Iterator[str]:
    with ArxivServer(sample_papers(120, first=SPAN["since"], last=SPAN["until"])) as server:
        yield server.url


@contextmanager
def _oai_pmh(_folder: Path) -> Iterator[str]:
    papers = sample_papers(120, first=SPAN["since"], last=SPAN["until"])
    with OaiServer(papers, now=NOW) as server:
        yield server.url


def ways() -> dict[str, Way]:
    """List every way in; another is one more line."""
    return {
        "parquet": _file(write_parquet),
        "csv": _file(write_csv),
        "bulk metadata": _file(write_bulk),
        "bulk metadata, zipped": _file(write_gzip),
        "query API": Way(run=_fetch, source=_query_api, papers=120),
        "OAI-PMH": Way(run=_harvest, source=_oai_pmh, papers=120),
    }


def file_rows() -> list[Row]:
    """Make papers over some months, each in two versions that come far apart."""
    subjects = ("grasping", "walking", "seeing", "swimming")
    return [
        row(
            number,
            title=f"{subjects[number % 4].title()} with {number} fingers, version {version}",
            abstract=f"We study {subjects[number * version % 4]} of things: {number * version}.",
            published=f"2024-0{number % 6 + 1}-15",
            updated=f"2024-0{7 + version}-01",
            categories=("cs.RO cs.LG", "cs.RO", "cs.RO math.NA")[number * version % 3],
            license="CC0" if number % 3 else "",
        )
        for version in (1, 2)
        for number in range(150)
    ]


def everything(store: Path) -> bytes:
    """Write down all that a store holds and all that follows from it, whatever its inner keys."""
    with writing(store) as connection:
        connection.execute(
            "INSERT INTO papers_text (papers_text, rank) VALUES ('integrity-check', 1)"
        )
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.execute("CREATE VIRTUAL TABLE temp.w USING fts5vocab(main, papers_text, 'row')")
        tables = [connection.execute(query).fetchall() for query in DERIVED]
    told = store.with_name("everything.jsonl")
    with told.open("wb") as sink:
        export_papers(store, sink, as_of=TODAY)
        sink.write(json.dumps(tables, indent=0).encode())
    return told.read_bytes()


DERIVED = (
    """
    SELECT code, month, papers, primary_papers
    FROM month_category JOIN categories ON categories.key = category
    ORDER BY code, month
    """,
    """
    SELECT code, paper_categories.published, arxiv_id
    FROM paper_categories
    JOIN categories ON categories.key = category
    JOIN papers ON papers.key = paper
    ORDER BY code, arxiv_id
    """,
    "SELECT term, doc, cnt FROM temp.w ORDER BY term",
    """
    SELECT
        source, category, min(since), max(until), max(fetched_at), max(received), expected, state
    FROM harvests
    GROUP BY source, category, expected, state, iif(source = 'oai', '', since || until)
    ORDER BY category, since, until
    """,
)
"""What follows from the papers, and what the log says. Where a list of OAI-PMH was read to its end,
what changed since is asked for, and logged as well."""


class Reader:
    """A dashboard that looks at a store for as long as it is let."""

    def __init__(self, store: Path) -> None:
        self.looks = 0
        self.papers = -1
        """Papers seen last; a store that was there stays, and loses nothing."""
        self._store = store

    def look(self) -> None:
        """Ask what the pages ask; fail at any error, or at half a state."""
        try:
            papers = describe_store(self._store).papers
        except StoreNotFoundError:
            assert self.papers == -1, "the store is gone"
            return
        assert papers >= self.papers, f"{self.papers} papers were held, now {papers}"
        self.papers = papers
        read_month_counts(self._store, as_of=TODAY)
        found = search_papers(self._store, "we study", as_of=TODAY, limit=20)
        ids = list(found["id"])
        assert list(read_papers_by_id(self._store, ids)["id"]) == ids
        with reading(self._store) as connection:
            counts = [connection.execute(query).fetchone()[0] for query in COUNTS]
        assert counts[0] == counts[1], f"{counts[0]} papers, {counts[1]} counted by month"
        assert counts[2] == counts[3], f"{counts[2]} listed, {counts[3]} counted by month"
        self.looks += 1


COUNTS = (
    "SELECT count(*) FROM papers",
    "SELECT ifnull(sum(primary_papers), 0) FROM month_category",
    "SELECT count(*) FROM paper_categories",
    "SELECT ifnull(sum(papers), 0) FROM month_category",
)


class Runs:
    """The process that runs and kills, for the time of a ``with`` block."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)

    def run(
        self,
        way: str,
        store: Path,
        source: str,
        *,
        at_call: int | None = None,
        after: float | None = None,
    ) -> dict[str, Any]:
        """Run a way in, killed at one of its calls or after some seconds, or not at all.

        Returns ``killed``, ``seconds``, and ``calls``, how many functions were called or left.
        """
        asked = {"way": way, "store": str(store), "source": source}
        return self._ask(**asked, at_call=at_call, after=after)

    def watch(self, store: Path) -> None:
        """Let a reader look at a store until `watched`."""
        self._ask(watch=str(store))

    def watched(self) -> dict[str, Any]:
        """Return ``looks``, the ``papers`` seen last, and the ``error`` that ended it, if any."""
        return self._ask(watched=True)

    def _ask(self, **asked: object) -> dict[str, Any]:
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "failed" not in answer, answer["failed"]
        return answer


def _forked(work: Callable[[int], None]) -> tuple[int, int]:
    """Start work in a child; return its id, and the end of a pipe that it may write to."""
    ours, theirs = os.pipe()
    if child := os.fork():
        os.close(theirs)
        return child, ours
    status = 1
    try:
        os.close(ours)
        work(theirs)
        status = 0
    except BaseException as error:  # noqa: BLE001 (told to the parent)
        os.write(theirs, json.dumps({"failed": repr(error)}).encode())
    os._exit(status)


def _told(child: int, pipe: int) -> dict[str, Any]:
    """Wait for a child to end; return what it told, and whether it was killed."""
    with os.fdopen(pipe) as told:
        answer: dict[str, Any] = json.loads(told.read() or "{}")
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return answer | {"killed": killed}


def _run(asked: dict[str, Any]) -> dict[str, Any]:
    def work(pipe: int) -> None:
        calls = 0

        def count(*_: object) -> None:
            nonlocal calls
            calls += 1
            if calls == asked["at_call"]:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)
        ways()[asked["way"]].run(Path(asked["store"]), asked["source"])
        sys.setprofile(None)
        os.write(pipe, json.dumps({"calls": calls}).encode())

    started = time.monotonic()
    child, pipe = _forked(work)
    if asked["after"] is not None:
        time.sleep(asked["after"])
        os.kill(child, signal.SIGKILL)  # not waited for yet, so the id is still its own
    return _told(child, pipe) | {"seconds": time.monotonic() - started}


def _watch(store: Path) -> tuple[int, int]:
    def work(pipe: int) -> None:
        stopped = []
        signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
        reader = Reader(store)
        try:
            while not stopped:
                reader.look()
                time.sleep(0.005)
        except Exception as error:  # noqa: BLE001 (what it says is what is tested)
            error_told = f"{type(error).__name__}: {error}"
        else:
            error_told = ""
        told = {"looks": reader.looks, "papers": reader.papers, "error": error_told}
        os.write(pipe, json.dumps(told).encode())

    return _forked(work)


def main() -> None:
    """Do what is asked, line by line."""
    merging.merge_papers.__kwdefaults__["batch"] = BATCH
    harvest.PAGE_SIZES = (12, 7, 5)
    reader = (0, 0)
    for line in sys.stdin:
        asked = json.loads(line)
        if "watch" in asked:
            reader, answer = _watch(Path(asked["watch"])), {}
        elif "watched" in asked:
            os.kill(reader[0], signal.SIGTERM)
            answer = _told(*reader)
        else:
            answer = _run(asked)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
