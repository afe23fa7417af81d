"""What became of the niches that were known at a cutoff: the truth that forecasts are held against.

Later papers come in here and nowhere else, placed by what was known at the cutoff.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.backtesting.entered import BEFORE, OUTCOMES, entered
from explorer.corpus.months import add_months
from explorer.kept_texts import words_at
from explorer.topics.assignment import N_VOTERS
from explorer.topics.embedding import transform
from explorer.topics.neighbours import nearest_papers
from explorer.topics.vocabulary import count_terms
from explorer.trends.outcomes import (
    GREW,
    parts_shared_out,
    shared_out,
    without_self,
    yearly_growth,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.backtesting.corpus import Corpus
    from explorer.backtesting.entered import People
    from explorer.backtesting.known import Known


def what_became(known: Known, corpus: Corpus, horizons: Sequence[int]) -> pd.DataFrame:
    """Measure how the share of each niche grew from the last known year to later ones.

    Parameters
    ----------
    known : Known
    corpus : Corpus
        The papers up to the last year looked at.
    horizons : sequence of int
        Years after the cutoff.

    Returns
    -------
    DataFrame
        A row for each horizon and niche: ``niche_id``, ``horizon``; ``now``, ``later``: papers
        shared out to it in the last known year and in the year that ends ``horizon`` years later;
        ``realised``: growth of its share a year; ``grew``; and who came, as ``entered`` tells,
        with ``_before`` the same of the last known year.
    """
    people = corpus.people
    wrote = people.papers_by_author(known.paper_ids)
    year, near = _known_year(known)
    now = shared_out(*near, known.holds)
    earlier = np.flatnonzero(
        _months_of(known, corpus.papers) < add_months(known.scope.last_month, -11)
    )
    before = _entered(known, people, near, year, wrote[earlier].T @ known.holds[earlier])
    in_niches = wrote.T @ known.holds
    rows = []
    for horizon in horizons:
        year, near = _later_year(known, corpus, horizon)
        later = shared_out(*near, known.holds)
        realised = yearly_growth(now, later, once=known.once, years=horizon)
        came = _entered(known, people, near, year, in_niches)
        rows.append(
            pd.DataFrame(
                {
                    "niche_id": known.niche_ids,
                    "horizon": horizon,
                    "now": now,
                    "later": later,
                    "realised": realised,
                    "grew": realised > GREW,
                    **came,
                    **{BEFORE[name]: before[name] for name in before},
                }
            )
        )
    return pd.concat(rows, ignore_index=True).astype({"niche_id": "str"})


Near = tuple[np.ndarray, np.ndarray]
"""Rows of the nearest papers that were known, and their cosines."""


def _known_year(known: Known) -> tuple[pd.Series, Near]:
    """Find the papers nearest to those of the last known year, each without itself."""
    own = np.flatnonzero(known.in_last_year)
    near = nearest_papers(known.points, known.points[own], n_neighbours=N_VOTERS + 1)
    return known.paper_ids.iloc[own], without_self(*near, own)


def _later_year(known: Known, corpus: Corpus, horizon: int) -> tuple[pd.Series, Near]:
    """Find the known papers nearest to those of the year that ends some years after the cutoff."""
    end = add_months(known.scope.last_month, 12 * horizon)
    chosen = corpus.papers[corpus.papers["month"].between(add_months(end, -11), end)]
    tokens = words_at(corpus.texts.tokens, chosen.index.to_numpy())
    points = transform(count_terms(tokens, known.embedding.vocabulary), known.embedding)
    return chosen["id"], nearest_papers(known.points, points, n_neighbours=N_VOTERS)


def _months_of(known: Known, papers: pd.DataFrame) -> np.ndarray:
    """Return the month of each paper that was known."""
    month = papers.set_index("id")["month"]
    return month.reindex(known.paper_ids).to_numpy(dtype=str)


def _entered(
    known: Known, people: People, near: Near, year: pd.Series, in_niches: csr_array
) -> dict[str, pd.Series]:
    """Tell who wrote the papers of a year in each niche, and was new to it.

    ``in_niches`` counts the papers that each person wrote in each niche before.
    """
    shared = parts_shared_out(*near, known.holds)
    found = entered(shared, people.papers_by_author(year), csr_array(in_niches))
    return {name: found[name] for name in OUTCOMES}
