"""The papers and terms behind each part of a group's score."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.trends import authorship, rising_terms

if TYPE_CHECKING:
    from explorer.trends.field import Field

PAPERS_SHOWN = 5

TERMS_SHOWN = 8


def paper_values(
    field: Field,
    group: np.ndarray,
    outside: rising_terms.OutsideGrowth,
    use: rising_terms.TermUse,
    entrant: np.ndarray,
) -> dict[str, np.ndarray]:
    """Say how much each recent paper adds to each part of its group, shape (n_papers,) each."""
    rows = np.flatnonzero(field.recent)
    slots = field.authorships
    n_papers, team = len(group), np.maximum(slots.team, 1)
    shape = use.recent.shape
    cells = outside.term, np.searchsorted(outside.niche, np.arange(shape[0] + 1))
    growth = csr_array((np.maximum(outside.growth, 0), *cells), shape=shape)
    growing = _mean_over_terms(field.uses, growth, group, rows)
    del growth
    imports = csr_array((rising_terms.taken_up_weights(use, outside), *cells), shape=shape)
    small = (slots.team > 0) & (slots.team <= authorship.SMALL_TEAM)
    return {
        "growing_terms": growing,
        "newcomers": np.bincount(slots.paper, field.newcomer, minlength=n_papers) / team,
        "imported_terms": _mean_over_terms(field.uses, imports, group, rows),
        "openness": field.is_open.astype(float),
        "entrants": np.bincount(slots.paper, entrant, minlength=n_papers) / team,
        "small_teams": small.astype(float),
    }


def _mean_over_terms(
    uses: csr_array, value: csr_array, group: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """Average the value that its group gives to each term of a paper; 0 for all but ``rows``.

    Group by group, so that a term's value is looked up in a full row, of which there is one.
    """
    rows = rows[np.argsort(group[rows], kind="stable")]
    asked, of_term = csr_array(uses[rows]), np.zeros(uses.shape[1])
    first = np.searchsorted(group[rows], np.arange(value.shape[0] + 1))
    found = np.empty(asked.nnz)
    for label, (begin, end) in enumerate(pairwise(asked.indptr[first].tolist())):
        own = slice(value.indptr[label], value.indptr[label + 1])
        of_term[value.indices[own]] = value.data[own]
        found[begin:end] = of_term[asked.indices[begin:end]]
        of_term[value.indices[own]] = 0
    paper = np.repeat(rows, np.diff(asked.indptr))
    total = np.bincount(paper, found, minlength=uses.shape[0])
    return total / np.maximum(np.diff(uses.indptr), 1)


def top_papers(
    part: str, value: np.ndarray, group: np.ndarray, similarity: np.ndarray, field: Field
) -> pd.DataFrame:
    """List the recent papers of each group that add most to a part."""
    rows = _likely_top(np.flatnonzero(field.recent & (value > 0)), group, value, similarity)
    table = pd.DataFrame(
        {"group": group[rows], "paper": rows, "weight": value[rows], "fit": similarity[rows]}
    )
    table = table.sort_values(
        ["group", "weight", "fit", "paper"], ascending=[True, False, False, True]
    )
    top = table.groupby("group").head(PAPERS_SHOWN)
    return top.assign(part=part)[["group", "part", "paper", "weight"]]


def _likely_top(
    rows: np.ndarray, group: np.ndarray, value: np.ndarray, similarity: np.ndarray
) -> np.ndarray:
    """Leave out papers that cannot be shown, where one large group is all there is to sort."""
    if len(rows) <= PAPERS_SHOWN or (group[rows] != group[rows[0]]).any():
        return rows
    weight = value[rows]
    least = np.partition(weight, -PAPERS_SHOWN)[-PAPERS_SHOWN]
    surely, equal = rows[weight > least], rows[weight == least]
    wanted = PAPERS_SHOWN - len(surely)
    fit = similarity[equal]
    return np.concatenate([surely, equal[fit >= np.partition(fit, -wanted)[-wanted]]])


def rising_lists(use: rising_terms.TermUse, outside: rising_terms.OutsideGrowth) -> pd.DataFrame:
    """List the terms that make a group's two term signals."""
    imported = rising_terms.imported_weights(use, outside)
    enough = outside.papers >= rising_terms.LEAST_USED
    lists = {"rising": outside.papers * outside.growth * enough, "imported": imported}
    tables = []
    for role, weight in lists.items():
        pairs = np.flatnonzero(weight > 0)
        table = pd.DataFrame(
            {"group": outside.niche[pairs], "term": outside.term[pairs], "weight": weight[pairs]}
        )
        table = table.sort_values(["group", "weight", "term"], ascending=[True, False, True])
        tables.append(table.groupby("group").head(TERMS_SHOWN).assign(role=role))
    return pd.concat(tables, ignore_index=True)
