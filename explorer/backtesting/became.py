"""What became of the niches that were known at a cutoff: the truth that forecasts are held against.

Later papers come in here and nowhere else, placed by what was known at the cutoff.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from explorer.corpus.months import add_months
from explorer.topics.assignment import N_VOTERS
from explorer.topics.embedding import transform
from explorer.topics.neighbours import nearest_papers
from explorer.topics.tokens import tokenize
from explorer.topics.vocabulary import count_terms
from explorer.trends.outcomes import GREW, shared_out, without_self, yearly_growth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.backtesting.known import Known


def what_became(known: Known, papers: pd.DataFrame, horizons: Sequence[int]) -> pd.DataFrame:
    """Measure how the share of each niche grew from the last known year to later ones.

    Parameters
    ----------
    known : Known
    papers : DataFrame
        ``title``, ``abstract``, ``month`` of the papers up to the last year looked at.
    horizons : sequence of int
        Years after the cutoff.

    Returns
    -------
    DataFrame
        A row for each horizon and niche: ``niche_id``, ``horizon``; ``now``, ``later``: papers
        shared out to it in the last known year and in the year that ends ``horizon`` years later;
        ``realised``: growth of its share a year; ``grew``.
    """
    now = _known_year(known)
    rows = []
    for horizon in horizons:
        later = _later_year(known, papers, horizon)
        realised = yearly_growth(now, later, once=known.once, years=horizon)
        rows.append(
            pd.DataFrame(
                {
                    "niche_id": known.niche_ids,
                    "horizon": horizon,
                    "now": now,
                    "later": later,
                    "realised": realised,
                    "grew": realised > GREW,
                }
            )
        )
    return pd.concat(rows, ignore_index=True).astype({"niche_id": "str"})


def _known_year(known: Known) -> np.ndarray:
    """Share out the last known year, each paper by the others."""
    own = np.flatnonzero(known.in_last_year)
    near = nearest_papers(known.points, known.points[own], n_neighbours=N_VOTERS + 1)
    return shared_out(*without_self(*near, own), known.holds)


def _later_year(known: Known, papers: pd.DataFrame, horizon: int) -> np.ndarray:
    """Share out the year that ends ``horizon`` years after the cutoff."""
    end = add_months(known.scope.last_month, 12 * horizon)
    chosen = papers[papers["month"].between(add_months(end, -11), end)]
    tokens = tokenize(chosen["title"].tolist(), chosen["abstract"].tolist())
    points = transform(count_terms(tokens, known.embedding.vocabulary), known.embedding)
    return shared_out(*nearest_papers(known.points, points, n_neighbours=N_VOTERS), known.holds)
