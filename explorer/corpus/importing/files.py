"""Files of papers into the store: all of a file, or nothing, unless a person says otherwise.

A file is read twice. The first time only finds out whether all of it is good, so that the store
has not been touched, nor made, when something is wrong in the last line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from explorer.corpus.importing.formats import read_records
from explorer.corpus.merging import merge_papers
from explorer.corpus.papers import Paper, problem_with
from explorer.corpus.progress import Progress, silent
from explorer.corpus.store import writing
from explorer.errors import BadRecordsError, PaperFileFormatError

REPORT_EVERY = 5_000
"""Records between two reports of progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of the records of a file."""

    added: int
    """Papers that were not held."""
    updated: int
    """Papers held that changed."""
    unchanged: int
    """Records that told nothing new."""
    skipped: int
    """Records that could not be used."""
    first_skipped: str
    """Where the first of them is and what is wrong with it, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """A file that was read to its end and can be used."""

    papers: Iterator[Paper]
    """The good records, in the order of the file; an id may come again."""
    total: int
    """How many of them there are."""
    skipped: int
    """How many records are left out."""
    first_skipped: str
    """Where the first of those is and what is wrong with it, or empty."""


def import_file(
    store_path: Path,
    file: Path,
    *,
    today: date,
    skip_bad: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Merge a file into the store of real papers: Parquet, CSV or arXiv's bulk metadata.

    Raises
    ------
    PaperFileError
        If the file or, without ``skip_bad``, a record cannot be used; the store is as it was.
    """
    found = read_paper_file(file, today=today, skip_bad=skip_bad, progress=progress)
    with writing(store_path) as connection:
        merged = merge_papers(
            connection, found.papers, progress=progress or silent, total=found.total
        )
    return Imported(
        added=merged.added,
        updated=merged.updated,
        unchanged=merged.unchanged,
        skipped=found.skipped,
        first_skipped=found.first_skipped,
    )


def read_paper_file(
    path: Path, *, today: date, skip_bad: bool = False, progress: Progress | None = None
) -> PaperFile:
    """Read a file to its end, then offer its papers for a second reading.

    Raises
    ------
    PaperFileError
        If it is not a file of papers; `BadRecordsError` if records of it cannot be used and
        ``skip_bad`` was not asked for.
    """
    good = 0
    bad: dict[int, str] = {}
    repeats = _Repeats()
    for line, found in read_records(path):
        problem = found if isinstance(found, str) else _problem(found, repeats, today=today)
        if problem:
            bad[line] = problem if not bad else ""
        else:
            good += 1
        if progress and (good + len(bad)) % REPORT_EVERY == 0:
            progress("Checking papers", good + len(bad), None)
    return _usable(path, good, bad, skip_bad=skip_bad)


def _usable(path: Path, good: int, bad: dict[int, str], *, skip_bad: bool) -> PaperFile:
    if not good and not bad:
        raise PaperFileFormatError(path, "it holds no papers")
    line, reason = next(iter(bad.items()), (0, ""))
    if bad and not skip_bad:
        raise BadRecordsError(path, len(bad), line, reason)
    if not good:
        raise PaperFileFormatError(path, f"no record in it is usable; line {line:,}: {reason}")
    return PaperFile(
        papers=(paper for number, paper in _papers(path) if number not in bad),
        total=good,
        skipped=len(bad),
        first_skipped=f"line {line:,}: {reason}" if bad else "",
    )


def _papers(path: Path) -> Iterator[tuple[int, Paper]]:
    for line, found in read_records(path):
        if isinstance(found, Paper):
            yield line, found


class _Repeats:
    """Remembers millions of papers by two numbers each, to notice ids that come again."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def contradict(self, paper: Paper) -> bool:
        """Say whether an earlier record differs and no dates tell which of them is newer."""
        dated = paper.updated is not None
        told = hash((paper.title, paper.submitted)) << 1 | dated
        before = self._seen.setdefault(hash(paper.arxiv_id), told)
        return before >> 1 != told >> 1 and not (before & 1 and dated)


def _problem(paper: Paper, repeats: _Repeats, *, today: date) -> str | None:
    problem = problem_with(paper, today=today)
    if problem:
        return problem
    arxiv_id = paper.arxiv_id
    if len(arxiv_id) == 9 and arxiv_id[4] == "." and arxiv_id >= "1501":
        return f"{arxiv_id} has four digits, and five since 2015: a zero was lost at its end"
    if paper.updated and paper.updated > today:
        return f"{arxiv_id} was updated on {paper.updated}, after {today}"
    if repeats.contradict(paper):
        return f"{arxiv_id} comes twice with another title or day, and no date tells which is newer"
    return None
