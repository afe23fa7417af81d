"""What was known at a cutoff: an ordinary analysis with an earlier ``as_of``.

It reads the papers up to the cutoff by itself, so nothing later can reach it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from explorer.analysis import field_of, find, judge_levels, read_scope
from explorer.backtesting.reference import plain_reference
from explorer.corpus.progress import Progress, silent
from explorer.kept_texts import texts_among
from explorer.newborns import newborns_of, with_newborns
from explorer.results import Scope, found_now, paper_hashes
from explorer.run_tables import tables
from explorer.trends.baselines.history import read_history
from explorer.trends.overlaps import with_papers_again

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from explorer.kept_texts import Texts
    from explorer.results import Shown
    from explorer.topics.embedding import Embedding
    from explorer.trends.baselines.history import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An analysis at a cutoff."""

    scope: Scope
    tables: dict[str, pd.DataFrame]
    """As a run has them."""
    niche_ids: np.ndarray
    """str of shape (n_niches,): the partition's niches first, then newborn ones."""
    once: int
    """How many are of the partition."""
    holds: csr_array
    """Shape (n_papers, n_niches): 1 where a niche holds a paper."""
    history: History
    """Monthly counts of the niches, in the order of ``niche_ids``."""
    reference: np.ndarray
    """float64 of shape (n_niches,): what the plain reference says."""
    points: np.ndarray
    """float32 of shape (n_papers, n_dimensions)."""
    embedding: Embedding
    paper_ids: pd.Series
    """arXiv ids, in the order of all that has a row for each paper."""
    in_last_year: np.ndarray
    """bool of shape (n_papers,): papers of the last 12 whole months."""


def look_back(
    path: Path, scope: Scope, *, texts: Texts | None = None, progress: Progress = silent
) -> Known:
    """Analyse the papers of a store up to the day of a scope.

    Parameters
    ----------
    texts : Texts, optional
        Of these papers and any others; of theirs alone is made use, and what is missing is read.

    Raises
    ------
    StoreNotFoundError, TooFewPapersError
    """
    papers, _ = read_scope(path, scope, progress)
    own = None if texts is None else texts_among(texts, papers, paper_hashes(papers))
    subfields = find(papers, scope, texts=own, progress=progress)
    found = found_now(subfields)
    field = field_of(path, papers, found, scope, texts=own)
    found, shown = with_newborns(found, newborns_of(papers, found, field, scope))
    outlooks = judge_levels(field, shown, first_month=str(papers["month"].min()))
    again = with_papers_again(field, shown[0].rows[len(field.month) :])
    label, n = shown[0].level.label, len(shown[0].level.groups)
    return Known(
        scope=scope,
        tables=tables(
            papers, found, shown, outlooks, last_month=scope.last_month, exposure=field.exposure
        ),
        niche_ids=shown[0].level.groups["niche_id"].to_numpy(dtype=str),
        once=shown[0].disjoint,
        holds=_holds(shown[0], len(papers)),
        history=read_history(again, label, n, disjoint=shown[0].disjoint),
        reference=plain_reference(again, label, n, disjoint=shown[0].disjoint),
        points=found.points,
        embedding=found.model.embedding,
        paper_ids=papers["id"].reset_index(drop=True),
        in_last_year=field.between(0, 12),
    )


def _holds(niches: Shown, n_papers: int) -> csr_array:
    ones = np.ones(len(niches.rows))
    shape = (n_papers, len(niches.level.groups))
    return csr_array((ones, (niches.rows, niches.level.label)), shape=shape)
