"""Looks from earlier months: what an analysis said then, and what became of its niches.

Looks do not depend on each other, so they can be made side by side; each text is split into words
once for all of them, and a look gets those of the papers that it reads itself.
"""

from __future__ import annotations

from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from explorer.backtesting.became import what_became
from explorer.backtesting.known import look_back
from explorer.backtesting.named import Look
from explorer.backtesting.overlaps import Named, named_papers
from explorer.backtesting.reference import with_all_told
from explorer.corpus.blocks import worker_processes
from explorer.results import PARTITION
from explorer.trends.baselines.every import baseline_values
from explorer.trends.scores import MIN_RECENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from explorer.backtesting.corpus import Corpus
    from explorer.backtesting.known import Known
    from explorer.corpus.progress import Progress
    from explorer.results import Scope

MOST_PAPERS = 250_000
"""Papers of a look up to which two are made at once: one takes about 18 KB of memory a paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One look."""

    scope: Scope
    horizons: tuple[int, ...]
    """Years after which it is asked what became of its niches; of none if empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one look gave."""

    look: Look
    niches: pd.DataFrame
    """As from ``tried``; empty if it was not asked what became of them."""
    named: Named | None
    """The papers of the first niches, if so."""


def look(path: Path, asking: Asking, corpus: Corpus) -> Seen:
    """Look from one month.

    Parameters
    ----------
    path : Path
        The store, of which papers up to that month are read.
    """
    scope = asking.scope
    known = look_back(path, scope, texts=corpus.texts)
    niches = known.tables["niches"]
    members = known.tables["members"]
    seen = Look(niches=niches[niches["level"] == "niche"], members=members)
    if not asking.horizons:
        return Seen(look=seen, niches=pd.DataFrame(), named=None)
    cutoff, seed = scope.last_month, scope.seed
    became = tried(known, corpus, asking.horizons)
    measured = became[became["measured"]].drop_duplicates("niche_id")
    return Seen(
        look=seen,
        niches=became.assign(cutoff=cutoff, seed=seed),
        named=named_papers(members, measured, cutoff=cutoff, seed=seed),
    )


def look_all(
    path: Path, every: Sequence[Asking], corpus: Corpus, *, side_by_side: bool, progress: Progress
) -> list[Seen]:
    """Look from every month, in any order, and return what was seen in the order asked for.

    Parameters
    ----------
    side_by_side : bool
        Whether two processes share the looks, unless one needs much memory by itself.
    """
    months = corpus.papers["month"]
    sizes = [int((months <= each.scope.last_month).sum()) for each in every]
    together = side_by_side and len(every) > 1 and max(sizes) <= MOST_PAPERS
    seen: dict[int, Seen] = {}
    looks = _together(path, every, sizes, corpus) if together else _in_turn(path, every, corpus)
    progress("Looking from earlier months", 0, sum(sizes))
    for number, each in looks:
        seen[number] = each
        progress("Looking from earlier months", sum(sizes[i] for i in seen), sum(sizes))
    return [seen[number] for number in range(len(every))]


def _in_turn(path: Path, every: Sequence[Asking], corpus: Corpus) -> Iterator[tuple[int, Seen]]:
    for number, asking in enumerate(every):
        yield number, look(path, asking, corpus)


def _together(
    path: Path, every: Sequence[Asking], sizes: Sequence[int], corpus: Corpus
) -> Iterator[tuple[int, Seen]]:
    """Look from the months with the most papers first, so that no process waits long at the end."""
    order = np.argsort(-np.array(sizes), kind="stable").tolist()
    with _lookers(corpus) as pool:
        under_way = {pool.submit(_look_there, path, every[number]): number for number in order}
        for each in as_completed(under_way):
            yield under_way[each], each.result()


_held: list[Corpus] = []
"""In a process that looks: the corpus of its back-test."""


def _hold(corpus: Corpus) -> None:
    _held[:] = [corpus]


def _look_there(path: Path, asking: Asking) -> Seen:
    return look(path, asking, _held[0])


@contextmanager
def _lookers(corpus: Corpus) -> Iterator[Executor]:
    """Give processes that hold a corpus; a look under way is not waited for if all is given up."""
    from multiprocessing import active_children

    others = set(active_children())
    with worker_processes(_hold, corpus) as pool:
        try:
            yield pool
        except BaseException:
            for each in set(active_children()) - others:
                each.terminate()
            raise


def tried(known: Known, corpus: Corpus, horizons: tuple[int, ...]) -> pd.DataFrame:
    """Put beside each niche what was said of it and what became of it.

    Returns
    -------
    DataFrame
        A row for each horizon and niche: as in ``niches.parquet`` of a run but for the stage in
        words (a ranking has that name), with a column for each ranking, those of ``what_became``,
        and ``measured``: whether it counts in the measures, as a niche of the partition with enough
        papers in the last year.
    """
    niches = known.tables["niches"]
    niches = with_all_told(niches[niches["level"] == "niche"].drop(columns="stage"))
    reference = pd.DataFrame({"niche_id": known.niche_ids, "reference": known.reference})
    niches = niches.merge(reference, on="niche_id")
    became = what_became(known, corpus, horizons)
    rules = [
        baseline_values(known.history, years=horizon, seed=known.scope.seed).assign(
            niche_id=known.niche_ids, horizon=horizon
        )
        for horizon in horizons
    ]
    keys = ["niche_id", "horizon"]
    table = niches.merge(became, on="niche_id").merge(pd.concat(rules), on=keys)
    enough = (table["papers_recent"] >= MIN_RECENT) & table["realised"].notna()
    return table.assign(measured=enough & (table["kind"] == PARTITION)).drop(columns="level")
