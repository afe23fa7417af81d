"""Who came into niches after a cutoff: the truth that the achievable axis is held against.

Later papers are shared out as ``became`` shares them. A person is new to a niche who signed none of
the papers that it held before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.stats import spearmanr

from explorer.backtesting.intervals import DRAWS, FEW_BLOCKS, LEVEL, known_mean
from explorer.backtesting.kept import POOLED
from explorer.trends.authorship import SMALL_TEAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from explorer.trends.authorship import Authorships

OUTCOMES = ("new_people", "small_teams_later")
"""Parts of the authorships by people new to a niche, and of papers by ``SMALL_TEAM`` or fewer."""

BEFORE = {"new_people": "new_people_before", "small_teams_later": "small_teams_before"}
"""The same of the last known year: what a rule would say that expects no change."""

THIRD = 1 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who wrote every paper of a corpus, and where each paper is."""

    authorships: Authorships
    row_of: pd.Series
    """Row of each paper, by its id."""

    def papers_by_author(self, paper_ids: pd.Series) -> csr_array:
        """Return 1 where a person signed a paper; shape (n_papers, n_people)."""
        rows = self.row_of.loc[paper_ids.to_numpy()].to_numpy()
        return csr_array(self.signed()[rows])

    def signed(self) -> csr_array:
        """Return the same for all papers of the corpus."""
        slots = self.authorships
        shape = (len(self.row_of), int(slots.author.max(initial=-1)) + 1)
        return csr_array((np.ones(len(slots.paper)), (slots.paper, slots.author)), shape=shape)


def people_of(ids: pd.Series, authorships: Authorships) -> People:
    """Put together the ids of papers and who wrote them."""
    return People(
        authorships=authorships, row_of=pd.Series(np.arange(len(ids)), index=ids.to_numpy())
    )


def entered(shared: csr_array, signed: csr_array, wrote: csr_array) -> pd.DataFrame:
    """Tell for each niche who wrote the papers that were shared out to it.

    Parameters
    ----------
    shared : sparse array of shape (n_papers, n_niches)
        The part of each paper that a niche gets.
    signed : sparse array of shape (n_papers, n_people)
        1 where a person signed a paper.
    wrote : sparse array of shape (n_people, n_niches)
        Above 0 where a person wrote in a niche before.

    Returns
    -------
    DataFrame
        ``new_people``: part of the authorships by people new to the niche; ``small_teams_later``:
        part of the papers by three people or fewer. Not a number where it got no paper.
    """
    team = np.asarray(signed.sum(axis=1)).ravel()
    known = signed @ (wrote > 0).astype(np.float64)
    old = np.asarray((shared * known).sum(axis=0)).ravel()
    of_all, papers = team @ shared, np.asarray(shared.sum(axis=0)).ravel()
    small = ((team > 0) & (team <= SMALL_TEAM)).astype(np.float64) @ shared
    nothing = np.full(len(papers), np.nan)
    return pd.DataFrame(
        {
            "new_people": 1 - np.divide(old, of_all, out=nothing.copy(), where=of_all > 0),
            "small_teams_later": np.divide(small, papers, out=nothing, where=papers > 0),
        }
    )


def entered_table(niches: pd.DataFrame) -> pd.DataFrame:
    """Hold the achievable axis against who came.

    Parameters
    ----------
    niches : DataFrame
        As from ``tried``, with ``cutoff`` and ``seed``.

    Returns
    -------
    DataFrame
        For each ``horizon``, ``cutoff`` (or ``pooled``: the mean over them) and ``outcome``:
        ``upper`` and ``lower``: its mean in the most and the least achievable third of niches;
        ``more``: by how much the upper third has more, with ``more_low`` and ``more_high``, between
        which 90 % of draws of subfields lie; ``correlation`` (Spearman's) with the axis, and
        ``unchanged``: with the same in the last known year.
    """
    judged = niches[niches["measured"]]
    rows = [
        row
        for (horizon, outcome), own in _by_outcome(judged)
        for row in _rows(own, outcome, horizon)
    ]
    columns = ["horizon", "cutoff", "outcome", "upper", "lower", "more", "more_low", "more_high"]
    table = pd.DataFrame(rows, columns=[*columns, "correlation", "unchanged"])
    return table.astype({"cutoff": "str", "outcome": "str"})


def _by_outcome(judged: pd.DataFrame) -> Iterator[tuple[tuple[int, str], pd.DataFrame]]:
    for horizon, table in judged.groupby("horizon"):
        for outcome in OUTCOMES:
            own = table[table[[outcome, BEFORE[outcome]]].notna().all(axis=1)]
            if len(own):
                yield (int(str(horizon)), outcome), own


def _rows(own: pd.DataFrame, outcome: str, horizon: int) -> Iterator[dict[str, object]]:
    cells = {str(cutoff): table for cutoff, table in own.groupby("cutoff")}
    found = {cutoff: _compared(table, outcome) for cutoff, table in cells.items()}
    drawn = {cutoff: _drawn(table, outcome) for cutoff, table in cells.items()}
    found[POOLED] = known_mean(np.array(list(found.values())), axis=0)
    drawn[POOLED] = known_mean(np.array(list(drawn.values())), axis=0)
    for cutoff, (upper, lower, correlation, unchanged) in found.items():
        tails = np.quantile(drawn[cutoff], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        yield {
            "horizon": horizon,
            "cutoff": cutoff,
            "outcome": outcome,
            "upper": upper,
            "lower": lower,
            "more": upper - lower,
            "more_low": tails[0],
            "more_high": tails[1],
            "correlation": correlation,
            "unchanged": unchanged,
        }


def _compared(table: pd.DataFrame, outcome: str) -> np.ndarray:
    """Return the outcome of both thirds and both correlations, the mean over seeds."""
    return np.mean(
        [
            [
                *_thirds(own["achievable"].to_numpy(), own[outcome].to_numpy()),
                _correlation(own["achievable"], own[outcome]),
                _correlation(own[BEFORE[outcome]], own[outcome]),
            ]
            for _, own in table.groupby("seed")
        ],
        axis=0,
    )


def _thirds(achievable: np.ndarray, came: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(achievable, [THIRD, 1 - THIRD])
    return float(came[achievable >= high].mean()), float(came[achievable <= low].mean())


def _correlation(one: pd.Series, other: pd.Series) -> float:
    if one.nunique() < 2 or other.nunique() < 2:
        return float("nan")
    return float(spearmanr(one, other).statistic)


def _drawn(table: pd.DataFrame, outcome: str) -> np.ndarray:
    """Draw subfields of the first seed with all their niches, and compare the thirds."""
    own = table[table["seed"] == table["seed"].min()]
    block, blocks = pd.factorize(own["parent_id"])
    if len(blocks) < FEW_BLOCKS:
        block, blocks = np.arange(len(own)), own["niche_id"]
    rows = [np.flatnonzero(block == number) for number in range(len(blocks))]
    achievable, came = own["achievable"].to_numpy(), own[outcome].to_numpy()
    found = []
    for draw in range(DRAWS):
        rng = np.random.default_rng(draw)
        chosen = np.concatenate([rows[i] for i in rng.integers(len(rows), size=len(rows))])
        upper, lower = _thirds(achievable[chosen], came[chosen])
        found.append(upper - lower)
    return np.array(found)
