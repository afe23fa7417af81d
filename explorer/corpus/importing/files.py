"""Files of papers into the store: all of a file, or nothing, unless a person says otherwise.

A file is read twice. The first time only finds out whether all of it is good, so that the store
has not been touched, nor made, when something is wrong in the last line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from explorer.corpus.importing.formats import read_records
from explorer.corpus.importing.records import Record
from explorer.corpus.importing.repeats import Repeats
from explorer.corpus.merging import merge_papers
from explorer.corpus.papers import Paper, problem_with
from explorer.corpus.progress import Progress, silent
from explorer.corpus.store import translating, writing
from explorer.errors import BadRecordsError, PaperFileFormatError

STEP = "Importing papers (%)"

CHECKING = 0.33
"""Share of the work that the first reading is, as measured on millions of papers."""


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
    progress: Progress = silent,
) -> Imported:
    """Merge a file into the store of real papers: Parquet, CSV or arXiv's bulk metadata.

    Progress is one bar, in hundredths of all the work.

    Raises
    ------
    PaperFileError
        If the file or, without ``skip_bad``, a record cannot be used; the store is as it was.
    """

    def tell(share: float) -> None:
        progress(STEP, int(100 * share), 100)

    def checking(share: float) -> None:
        tell(CHECKING * share)

    def saving(_step: str, done: int, total: int | None) -> None:
        tell(CHECKING + (1 - CHECKING) * done / (total or done))

    # What was seen of a long file lies on the disk too, and it is that disk which may be full.
    with translating(store_path):
        found = read_paper_file(file, today=today, skip_bad=skip_bad, report=checking)
    with writing(store_path) as connection:
        merged = merge_papers(connection, found.papers, progress=saving, total=found.total)
    return Imported(
        added=merged.added,
        updated=merged.updated,
        unchanged=merged.unchanged,
        skipped=found.skipped,
        first_skipped=found.first_skipped,
    )


def read_paper_file(
    path: Path,
    *,
    today: date,
    skip_bad: bool = False,
    report: Callable[[float], None] | None = None,
) -> PaperFile:
    """Read a file to its end, then offer its papers for a second reading.

    During the first, ``report`` is told the share of the file that was read.

    Raises
    ------
    PaperFileError
        If it is not a file of papers; `BadRecordsError` if records of it cannot be used and
        ``skip_bad`` was not asked for.
    """
    good = bad = 0
    first_bad = (0, "")
    for line, found in _checked_records(path, today=today, report=report):
        if isinstance(found, Paper):
            good += 1
        else:
            bad += 1
            first_bad = first_bad if bad > 1 else (line, found)
    line, reason = first_bad
    if not good and not bad:
        raise PaperFileFormatError(path, "it holds no papers")
    if bad and not skip_bad:
        raise BadRecordsError(path, bad, line, reason)
    if not good:
        raise PaperFileFormatError(path, f"no record in it is usable; line {line:,}: {reason}")
    return PaperFile(
        papers=_good_papers(path, today=today),
        total=good,
        skipped=bad,
        first_skipped=f"line {line:,}: {reason}" if bad else "",
    )


def _good_papers(path: Path, *, today: date) -> Iterator[Paper]:
    for _, found in _checked_records(path, today=today):
        if isinstance(found, Paper):
            yield found


def _checked_records(
    path: Path, *, today: date, report: Callable[[float], None] | None = None
) -> Iterator[Record]:
    """Yield the records of a file with the reasons why some are not acceptable."""
    with Repeats() as repeats:
        for line, found in read_records(path, report=report):
            problem = _problem(found, repeats, today=today) if isinstance(found, Paper) else found
            yield line, problem or found


def _problem(paper: Paper, repeats: Repeats, *, today: date) -> str | None:
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
