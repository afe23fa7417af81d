"""Cells of rising methods and fields: what is counted of each, and how near an empty one is.

What may open is an empty cell, or nearly so. Its score is the mean of five standardised parts with
fixed signs: papers that would use the method if the field were like all others; how alike the
method's papers and the field's are; papers of the field that ever used it; and those that use it
outside the field, but are listed in it too, or were written by people of the field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.topics.phrases import Phrases
from explorer.trends.concepts import Concepts, find_concepts
from explorer.trends.fields import IN_USE, MONTHS, Fields, adopted, by_year, window
from explorer.trends.rates import PSEUDO_PAPERS
from explorer.trends.rising_methods import method_growth, rising_methods

PARTS = ("expected", "alike", "ever", "beside", "by_authors")

NEARLY_EMPTY = 1
"""Papers of the last 12 months up to which a cell that was never in use may open."""

LEAST_FIELD = 50
"""Papers of the last 12 months that make a field."""

TOUCHED, WRITES = 24, 36
"""Months in which papers outside a field are counted, and in which a person writes in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What cells are made from."""

    phrases: Phrases
    points: np.ndarray
    """float32 of shape (n_papers, n_dimensions), rows of unit length."""
    month: np.ndarray
    fields: Fields
    last: int
    """The last whole month; later papers are not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """All cells of methods and fields at one time."""

    methods: list[str]
    """Their texts."""
    columns: np.ndarray
    """Of each among the phrases."""
    middles: np.ndarray
    """Where the papers of each method lie, rows of unit length."""
    table: pd.DataFrame
    """One row a cell."""


def cells_of(ground: Ground) -> Cells:
    """Count what each rising method is to each field, and score the cells that may open.

    Returns
    -------
    Cells
        Its table has ``method`` and ``field`` (numbers), ``papers`` and ``before`` (of the last 12
        months, and of the 12 before), ``ever``, ``field_papers``, ``share``, ``speed`` (change of
        the share a year, both drawn towards that of all papers), ``adopted`` (years ago, -1 if not
        yet), ``lag`` (years behind the first field, so far), ``method_papers``, ``growth`` (log,
        outside the field), ``may_open``, the other ``PARTS``, and ``score`` (not a number where
        nothing may open).
    """
    month, last, fields = ground.month, ground.last, ground.fields
    known = np.flatnonzero(month <= last)
    concepts = _concepts(ground, known)
    recent, before = window(month, last), window(month, last - MONTHS)
    now = fields.counts(concepts.uses, recent)
    methods = rising_methods(concepts, recent, before, now, in_use=IN_USE)
    uses = csr_array(concepts.uses[:, methods])
    years = by_year(fields, uses, month, last)
    middles = concepts.middles[methods]
    counted = _growing(ground, uses, years) | _near(ground, uses)
    counted["alike"] = _middles(fields, ground.points, recent) @ middles.T
    counted["may_open"] = (counted["papers"] <= NEARLY_EMPTY) & (counted["adopted"] < 0)
    counted["may_open"] &= counted["field_papers"] >= LEAST_FIELD
    field, method = np.indices(years.shape[1:])
    table = {"method": method, "field": field, **counted}
    cells = pd.DataFrame({name: np.asarray(value).T.ravel() for name, value in table.items()})
    return Cells(
        methods=[concepts.texts[i] for i in methods.tolist()],
        columns=concepts.column[methods],
        middles=middles,
        table=cells.assign(score=scored(cells)),
    )


def scored(cells: pd.DataFrame) -> np.ndarray:
    """Return the mean of the standardised parts of cells that may open."""
    open_ = cells["may_open"].to_numpy()
    score = np.full(len(cells), np.nan)
    if not open_.any():
        return score
    score[open_] = np.mean([_standardised(cells.loc[open_, part], part) for part in PARTS], axis=0)
    return score


def _standardised(part: pd.Series, name: str) -> np.ndarray:
    value = part.to_numpy(dtype=np.float64)
    if name == "expected":
        value = np.log(value)
    elif name != "alike":
        value = np.log(value + 0.5)
    return np.asarray((value - value.mean()) / max(float(value.std()), 1e-9))


def _concepts(ground: Ground, known: np.ndarray) -> Concepts:
    """Find the concepts of the papers that are known; later ones use none."""
    phrases = replace(ground.phrases, in_papers=csr_array(ground.phrases.in_papers[known]))
    concepts = find_concepts(phrases, ground.points[known], ground.month[known], last=ground.last)
    uses, n = concepts.uses, len(ground.month)
    lengths = np.zeros(n, dtype=np.int64)
    lengths[known] = np.diff(uses.indptr)
    indptr = np.concatenate([[0], np.cumsum(lengths)]).astype(uses.indptr.dtype)
    spread = csr_array((uses.data, uses.indices, indptr), shape=(n, uses.shape[1]))
    return replace(concepts, uses=spread)


def _growing(ground: Ground, uses: csr_array, years: np.ndarray) -> dict[str, np.ndarray]:
    """Count the papers of each cell, and derive its share, speed and lag."""
    month, last, fields = ground.month, ground.last, ground.fields
    recent, before = window(month, last), window(month, last - MONTHS)
    now, then = years[0], fields.counts(uses, before)
    size, size_then = fields.sizes(recent)[:, None], fields.sizes(before)[:, None]
    whole, whole_then = int(recent.sum()), int(before.sum())
    n, n_then = (
        np.asarray(uses[np.flatnonzero(each)].sum(axis=0), dtype=np.float64).ravel()
        for each in (recent, before)
    )
    began = adopted(years)
    first = began.max(axis=0, initial=-1)
    others, others_then = whole - size, whole_then - size_then
    return {
        "papers": now.astype(np.int64),
        "before": then.astype(np.int64),
        "ever": fields.counts(uses, month <= last).astype(np.int64),
        "field_papers": np.broadcast_to(size, now.shape),
        "method_papers": np.broadcast_to(n, now.shape).astype(np.int64),
        "share": now / np.maximum(size, 1),
        "speed": _drawn(now, size, n / max(whole, 1))
        - _drawn(then, size_then, n_then / max(whole_then, 1)),
        "adopted": began,
        "lag": first - np.maximum(began, 0),
        "growth": method_growth(n - now, n_then - then, others, others_then),
        "expected": size * (n - now + 0.5) / np.maximum(others, 1),
    }


def _drawn(hits: np.ndarray, total: np.ndarray, rate: np.ndarray) -> np.ndarray:
    return np.asarray((hits + PSEUDO_PAPERS * rate) / (total + PSEUDO_PAPERS))


def _near(ground: Ground, uses: csr_array) -> dict[str, np.ndarray]:
    """Count the papers that use each method outside each field, and touch the field."""
    month, last, fields = ground.month, ground.last, ground.fields
    late = np.flatnonzero(window(month, last, TOUCHED))
    used = csr_array(uses[late])
    marks = {
        "beside": fields.beside,
        "by_authors": fields.by_authors(window(month, last, WRITES)),
    }
    return {
        name: (csr_array(each[late]).T @ used).toarray().astype(np.int64)
        for name, each in marks.items()
    }


def _middles(fields: Fields, points: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    middles = fields.groups(chosen) @ points
    length = np.linalg.norm(middles, axis=1, keepdims=True)
    return np.asarray(middles / np.maximum(length, 1e-12))
