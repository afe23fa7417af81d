"""Rising methods by fields of application: where each is in use, and where it is about to be.

The chance that an empty cell opens is logistic in its score. The two numbers are fitted to what
became of such cells in earlier years of the same papers, and drawn towards those of one large
corpus, so that a short past does not tell more than it knows.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.special import expit

from explorer.trends.fields import IN_USE, MONTHS, window
from explorer.trends.white_cells import NEARLY_EMPTY, Cells, Ground, cells_of

TABLE = "white_space"
"""Name of the table of a run."""

MARKED = 0.3
"""Chance from which a cell is marked."""

LONGEST, PAST_YEARS, MOST_PAST = 3, 2, 3
"""Years ahead at most; years of papers seen before one looks back; and looks back."""

USUAL, STRAYS = (-4.6, 1.9), 0.15
"""Intercept and slope of the chance in three years, fitted to computer science and statistics at
the ends of 2010 to 2013, and how far other papers are expected to stray from either."""

IN, OPENING, BEGUN, NOT_YET = "in use", "opening", "begun", "not yet"
"""States of a cell."""

DOCUMENTED = {
    "method": "str",
    "field": "str",
    "field_name": "str",
    "state": "str",
    "papers": "int64",
    "before": "int64",
    "ever": "int64",
    "field_papers": "int64",
    "share": "float64",
    "speed": "float64",
    "adopted": "str",
    "lag": "int64",
    "method_papers": "int64",
    "growth": "float64",
    "beside": "int64",
    "by_authors": "int64",
    "alike": "float64",
    "score": "float64",
    "chance": "float64",
    "ahead": "int64",
    "niche_id": "str",
    "query": "str",
    "own_ids": "object",
    "near_ids": "object",
}
"""Its columns, besides those of ``white_cells.cells_of``. ``adopted`` is the last month of
the first 12 in which the method was in use, or empty; ``niche_id`` is the niche of the field that
is nearest to the method, ``query`` asks for a niche of one's own, and the ids are of the first
papers of the cell, and of the last that use the method elsewhere and are listed in the field."""


def white_space(ground: Ground) -> tuple[Cells, int]:
    """Make the matrix of methods and fields, with the chance that each empty cell opens.

    Returns
    -------
    Cells
        Its table has ``state`` and ``chance`` (not a number where nothing may open) besides.
    int
        Years in which a cell may open: 3, or fewer where the papers reach back too little.
    """
    cells = cells_of(ground)
    ahead, past = looks_back(int(ground.month.min(initial=ground.last)), ground.last)
    seen = [what_became(ground, last, ahead) for last in past]
    known = (
        [np.concatenate(each) for each in zip(*seen, strict=True)] if seen else [np.empty(0)] * 2
    )
    line = fitted(*known, ahead=ahead)
    table = cells.table.assign(chance=chances(cells.table["score"].to_numpy(), line))
    return replace(cells, table=table.assign(state=states(table))), ahead


def looks_back(first: int, last: int) -> tuple[int, list[int]]:
    """Say how many years ahead can be judged by the past, and the months to look back from.

    >>> looks_back(0, 119)
    (3, [83, 71, 59])
    >>> looks_back(0, 23)
    (1, [])
    """
    years = (last + 1 - first) // MONTHS
    ahead = int(np.clip(years - PAST_YEARS, 1, LONGEST))
    backs = range(ahead, years - PAST_YEARS + 1)
    return ahead, [last - MONTHS * back for back in backs][:MOST_PAST]


def what_became(ground: Ground, last: int, ahead: int) -> tuple[np.ndarray, np.ndarray]:
    """Score the cells that might open after an earlier month, and tell which did.

    Returns
    -------
    tuple of ndarray
        Scores; and bool, whether ``IN_USE`` papers came within 12 months that end in the years
        ahead.
    """
    then = cells_of(replace(ground, last=last))
    uses = ground.phrases.in_papers[:, then.columns]
    most = np.max(
        [
            ground.fields.counts(uses, window(ground.month, last + MONTHS * year))
            for year in range(1, ahead + 1)
        ],
        axis=0,
    )
    may = then.table[then.table["may_open"]]
    opened = most[may["field"], may["method"]] >= IN_USE
    return may["score"].to_numpy(), opened


def fitted(score: np.ndarray, opened: np.ndarray, *, ahead: int) -> tuple[float, float]:
    """Fit the intercept and the slope of the chance, drawn towards the usual ones.

    In fewer years than ``LONGEST`` fewer cells open, in proportion.
    """
    from scipy.optimize import minimize

    usual = np.array([USUAL[0] + np.log(ahead / LONGEST), USUAL[1]])
    x = np.column_stack([np.ones(len(score)), score])

    def misfit(line: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the penalised log loss and its gradient."""
        told, off = x @ line, (line - usual) / STRAYS
        loss = np.logaddexp(0, told).sum() - told @ opened + off @ off / 2
        return float(loss), x.T @ (expit(told) - opened) + off / STRAYS

    line = minimize(misfit, usual, jac=True, method="L-BFGS-B").x
    return float(line[0]), max(float(line[1]), 0.0)


def chances(score: np.ndarray, line: tuple[float, float]) -> np.ndarray:
    """Return the chance of each cell; not a number where there is no score."""
    return np.asarray(expit(line[0] + line[1] * score))


def states(table: pd.DataFrame) -> np.ndarray:
    """Say of each cell what it is, by its papers of the last 12 months, its past and its chance."""
    may = table["papers"].le(NEARLY_EMPTY) & table["adopted"].lt(0)
    return np.select(
        [table["papers"] >= IN_USE, ~may, table["chance"] >= MARKED],
        [IN, BEGUN, OPENING],
        NOT_YET,
    ).astype(str)
