"""What a group of papers alone cannot tell: the field that it is judged against.

The rates and spreads towards which small numbers are drawn, the papers of each month and the use of
each term, as an analysis found them; so a group put together later is judged like its niches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.trends import authorship
from explorer.trends.chance import Null, null_arrays, null_of
from explorer.trends.field import Field
from explorer.trends.growth import growth_spread
from explorer.trends.outlook import growth_lengths, there_were, windows_of
from explorer.trends.rates import field_rate
from explorer.trends.rising_terms import TermUse, term_use
from explorer.trends.series import LEAST_SEEN

SLOT_PARTS = ("newcomers", "entrants")
"""Parts that are rates of authorships; the other rates are of papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A field as its niches were judged in it."""

    rates: Mapping[str, float]
    """Rate of each part towards which few papers are drawn."""
    spreads: Mapping[int, float]
    """Spread of log growth among niches, by the months of the windows."""
    papers_by_month: np.ndarray
    """float64 of shape (n_months,): papers there were, those not held reckoned in."""
    share_base: np.ndarray
    """float64 of shape (n_months,): what a group's papers of a month are a share of."""
    share_unseen: np.ndarray
    """float64 of shape (n_months,): the share of niches that cannot be seen for holes."""
    use: TermUse
    """Of all papers as one group."""
    users: np.ndarray
    """int64 of shape (n_terms,): papers of any month that use each term."""
    first_months: np.ndarray
    """int64 of shape (n_authors,): month of each author's first paper."""
    null: Null | None = None
    """What chance gave the niches; ``None`` if it was not tried."""


def read_whole(
    field: Field,
    group: np.ndarray,
    niches: pd.DataFrame,
    series: pd.DataFrame,
    *,
    null: Null | None = None,
) -> Whole:
    """Gather what the judgement of niches rested on.

    Parameters
    ----------
    field : Field
        All papers.
    group : ndarray of shape (n_papers,), int
        Niche of each paper.
    niches : DataFrame
        Raw parts of the niches, in the order of their labels.
    series : DataFrame
        Months of the niches, as from ``monthly_series``.
    """
    together = np.zeros_like(group)
    weight = None if field.exposure is None else field.exposure.weight
    base, unseen = _share_bases(series, field.last + 1)
    return Whole(
        rates=_rates(field, group, niches),
        spreads={each: _spread(field, group, each) for each in growth_lengths(field.window)},
        papers_by_month=there_were(field),
        share_base=base,
        share_unseen=unseen,
        use=term_use(field.uses, together, field.late, field.early, 1, weight=weight),
        users=np.bincount(field.uses.indices, minlength=field.uses.shape[1]),
        first_months=authorship.first_months(field.authorships, field.month),
        null=null,
    )


def whole_arrays(whole: Whole) -> dict[str, np.ndarray]:
    """Put it in arrays, which ``whole_of`` reads."""
    use = whole.use
    return {
        "rate_names": np.array(list(whole.rates)),
        "rates": np.array(list(whole.rates.values())),
        "spreads": np.array(list(whole.spreads.items())),
        "papers_by_month": whole.papers_by_month,
        "share_base": whole.share_base,
        "share_unseen": whole.share_unseen,
        "used_recent": use.recent.toarray()[0],
        "used_before": use.before.toarray()[0],
        "papers_recent": use.papers_recent,
        "papers_before": use.papers_before,
        "users": whole.users,
        "first_months": whole.first_months.astype(np.int16),
        **({} if whole.null is None else null_arrays(whole.null)),
    }


def whole_of(arrays: Mapping[str, np.ndarray]) -> Whole:
    """Read it from arrays, which may hold more."""
    names = ("papers_by_month", "share_base", "share_unseen", "users", "first_months")
    return Whole(
        rates=dict(zip(arrays["rate_names"].tolist(), arrays["rates"].tolist(), strict=True)),
        spreads={int(length): float(spread) for length, spread in arrays["spreads"]},
        use=TermUse(
            recent=csr_array(arrays["used_recent"][None, :]),
            before=csr_array(arrays["used_before"][None, :]),
            papers_recent=arrays["papers_recent"],
            papers_before=arrays["papers_before"],
        ),
        **{name: arrays[name] for name in names},
        null=null_of(arrays),
    )


def _rates(field: Field, group: np.ndarray, niches: pd.DataFrame) -> dict[str, float]:
    n, recent = len(niches), field.recent
    slots = field.authorships.paper
    papers = np.bincount(group[recent], minlength=n)
    authorships = np.bincount(group[slots[recent[slots]]], minlength=n)
    shrunk = {
        name: niches[name].to_numpy()
        for name in (*SLOT_PARTS, "openness", "small_teams", "concentration", "survey_share")
    } | {"heavy": 1 - niches["light_compute"].to_numpy()}
    return {
        name: field_rate(values, authorships if name in SLOT_PARTS else papers)
        for name, values in shrunk.items()
    }


def _spread(field: Field, group: np.ndarray, length: int) -> float:
    recent, before, seen = windows_of(field, group, int(group.max()) + 1, length)
    return growth_spread(recent, before, **seen)


def _share_bases(series: pd.DataFrame, n_months: int) -> tuple[np.ndarray, np.ndarray]:
    """Find what the shares of each month were taken of, and the part that nobody could see."""
    _, month = np.unique(series["month"].to_numpy(dtype=str), return_inverse=True)
    coverage = series["coverage"].to_numpy()
    papers, seen = series["papers"].to_numpy(), coverage >= LEAST_SEEN
    there = np.divide(papers, coverage, out=np.zeros(len(papers)), where=seen)
    base = np.bincount(month, np.where(seen, there, 0), minlength=n_months)
    unseen = np.bincount(month, np.where(seen, 0, series["share"]), minlength=n_months)
    return base, unseen
