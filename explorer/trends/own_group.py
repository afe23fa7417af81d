"""A group that a person puts together: judged as niches are, beside those of an analysis.

Of everything that rests on other papers, it takes what the analysis found; so a group of the very
papers of a niche has the niche's numbers.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.corpus.months import add_months
from explorer.trends.authorship import entrant_slots
from explorer.trends.chance import judged_beside, shuffled_fields
from explorer.trends.evidence import rising_lists
from explorer.trends.exposure import exposure_of
from explorer.trends.field import Field
from explorer.trends.forecast import field_size, forecast
from explorer.trends.growth import share_growth, yearly
from explorer.trends.outlook import (
    Outlook,
    chosen_growth,
    evidence_of,
    growth_lengths,
    raw_parts,
    seen_in_windows,
    sizes,
)
from explorer.trends.rising_terms import OutsideGrowth, TermUse, outside_growth, term_use
from explorer.trends.scores import score_beside
from explorer.trends.series import LEAST_SEEN
from explorer.trends.stages import onsets, stages
from explorer.trends.whole import Whole


def judge_group(
    field: Field,
    whole: Whole,
    niches: pd.DataFrame,
    similarity: np.ndarray,
    *,
    first_month: str,
) -> Outlook:
    """Judge one group of papers.

    Parameters
    ----------
    field : Field
        The papers of the group alone; authors are numbered as in ``whole``.
    niches : DataFrame
        Raw parts and ranks of the niches that it is ranked among.
    similarity : ndarray of shape (n_papers,)
    first_month : str
        The month that ``field.month`` counts from.
    """
    group = np.zeros(len(field.month), dtype=np.int64)
    use = _beside_others(field, whole.use)
    outside = _of_first(outside_growth(use))
    entrant = entrant_slots(field.authorships, field.month, group)
    parts = pd.concat(
        [
            sizes(field, group, 1, first_month),
            _growth(field, whole),
            raw_parts(field, group, 1, use, outside, entrant, rates=whole.rates),
        ],
        axis=1,
    )
    onset = onsets(field.month, group, 1, whole.papers_by_month)
    parts = parts.join(stages(parts, onset, first_month=first_month, last=field.last))
    shuffled = () if whole.null is None else whole.null.uses
    uses = map(_beside_others, shuffled_fields(field), shuffled)
    parts = parts.join(judged_beside(parts, uses, whole.null))
    scores = pd.concat([parts, score_beside(parts, niches)], axis=1)
    return Outlook(
        scores=pd.concat([scores, _forecast(field, whole, scores)], axis=1),
        evidence=evidence_of(field, group, similarity, use, outside, entrant),
        rising=rising_lists(use, outside),
    )


def group_series(field: Field, whole: Whole, *, first_month: str) -> pd.DataFrame:
    """Count a group's papers by month, as ``monthly_series`` does: no ``niche_id``."""
    n_months = field.last + 1
    papers = np.bincount(field.month, minlength=n_months)[:n_months]
    coverage = _coverage(field)
    seen, months = coverage >= LEAST_SEEN, np.arange(n_months)
    there_were = np.where(seen, papers / np.where(seen, coverage, 1), 0)
    share = there_were / np.maximum(whole.share_base, 1e-9)
    if seen.any() and not seen.all():
        around = np.interp(months, months[seen], share[seen])
    else:
        around = np.zeros(n_months)
    return pd.DataFrame(
        {
            "month": [add_months(first_month, int(month)) for month in months],
            "papers": papers,
            "share": np.where(seen, share * (1 - whole.share_unseen), around),
            "coverage": coverage,
        }
    ).astype({"month": "str"})


def _coverage(field: Field) -> np.ndarray:
    n_months = field.last + 1
    if field.exposure is None:
        return np.ones(n_months)
    return exposure_of(field.exposure, np.zeros_like(field.month), 1, n_months)[0]


def _beside_others(field: Field, whole: TermUse) -> TermUse:
    """Put the group's use of terms beside that of all other papers."""
    group = np.zeros(len(field.month), dtype=np.int64)
    weight = None if field.exposure is None else field.exposure.weight
    own = term_use(field.uses, group, field.late, field.early, 1, weight=weight)
    return TermUse(
        recent=_two_rows(own.recent, whole.recent),
        before=_two_rows(own.before, whole.before),
        papers_recent=_two(own.papers_recent, whole.papers_recent),
        papers_before=_two(own.papers_before, whole.papers_before),
    )


def _two(own: np.ndarray, everything: np.ndarray) -> np.ndarray:
    return np.concatenate([own, np.maximum(everything - own, 0)])


def _two_rows(own: csr_array, everything: csr_array) -> csr_array:
    return csr_array(_two(own.toarray(), everything.toarray()))


def _of_first(outside: OutsideGrowth) -> OutsideGrowth:
    """Keep the pairs of the first group."""
    own = outside.niche == 0
    names = ("niche", "term", "papers", "papers_before", "everywhere_before", "growth")
    return replace(outside, **{name: getattr(outside, name)[own] for name in names})


def _forecast(field: Field, whole: Whole, scores: pd.DataFrame) -> pd.DataFrame:
    recent = np.array([field.between(0, 12).sum()])
    seen, _ = _seen(field, whole, 12)
    size = field_size(whole.papers_by_month)
    return forecast(scores["novel"].to_numpy(), recent, recent / seen, size)


def _growth(field: Field, whole: Whole) -> pd.DataFrame:
    year, longer = (_growth_over(field, whole, each) for each in growth_lengths(field.window))
    return chosen_growth(year, longer, np.array([field.between(0, 24).sum()]))


def _growth_over(field: Field, whole: Whole, length: int) -> pd.DataFrame:
    recent, before = _seen(field, whole, length)
    growth = share_growth(
        np.array([field.between(0, length).sum()]),
        np.array([field.between(length, length).sum()]),
        field_recent=recent,
        field_before=before,
        spread=whole.spreads[length],
    )
    return yearly(growth, years=length / 12)


def _seen(field: Field, whole: Whole, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Count the field's papers in both windows, as far as the group's can be seen there."""
    seen = (whole.papers_by_month * _coverage(field))[None, :]
    recent, before = seen_in_windows(seen, length)
    if field.exposure is None:
        return np.maximum(recent, 1), np.maximum(before, 1)
    return recent, before
