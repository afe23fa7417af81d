"""The outlook of every group: growth, the parts of both axes, and the papers behind each part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypedDict

import numpy as np
import pandas as pd

from explorer.corpus.months import add_months
from explorer.trends import authorship, rising_terms
from explorer.trends.chance import Null, judged_by_chance
from explorer.trends.evidence import paper_values, rising_lists, top_papers
from explorer.trends.exposure import exposure_of
from explorer.trends.field import Field
from explorer.trends.forecast import field_size, forecast
from explorer.trends.growth import share_growth, yearly
from explorer.trends.maturity import technique_maturity
from explorer.trends.rates import shrunk_rate
from explorer.trends.scores import score_niches
from explorer.trends.stages import onsets, stages
from explorer.trends.surveys import survey_share

FEW_PAPERS = 40
"""Niches with fewer papers in two years have their growth taken over four."""

LEAST_SEEN = 1e-6
"""Papers of a field that cannot be seen at all: then nothing is known of growth."""


class Seen(TypedDict):
    """The field's papers in two windows, as ``share_growth`` takes them."""

    field_recent: float | np.ndarray
    field_before: float | np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is shown of the groups of one level."""

    scores: pd.DataFrame
    """One row a group: counts, growth, parts, ranks, scores, forecast."""
    evidence: pd.DataFrame
    """``group``, ``part``, ``paper`` (row), ``weight``: the papers behind each part."""
    rising: pd.DataFrame
    """``group``, ``term`` (column), ``role`` rising or imported, ``weight``."""
    null: Null | None = None
    """What chance gives; ``None`` if it was not tried."""


def judge(
    field: Field,
    group: np.ndarray,
    similarity: np.ndarray,
    *,
    first_month: str,
    disjoint: int | None = None,
) -> Outlook:
    """Judge the groups of one level.

    Parameters
    ----------
    field : Field
    group : ndarray of shape (n_papers,), int
    similarity : ndarray of shape (n_papers,)
        How well each paper fits; breaks ties among the papers shown.
    first_month : str
        The month that ``field.month`` counts from.
    disjoint : int, optional
        The first groups, which hold every paper once and so make up the field; all if left out.
        Papers of the later ones stand in ``field`` once more for each (see ``overlaps``).
    """
    n = int(group.max()) + 1
    weight = None if field.exposure is None else field.exposure.weight
    use = rising_terms.term_use(
        field.uses, group, field.late, field.early, n, weight=weight, disjoint=disjoint
    )
    outside = rising_terms.outside_growth(use)
    entrant = authorship.entrant_slots(field.authorships, field.month, group)
    parts = pd.concat(
        [
            sizes(field, group, n, first_month),
            _growth(field, group, n, disjoint),
            raw_parts(field, group, n, use, outside, entrant),
        ],
        axis=1,
    )
    evidence = evidence_of(field, group, similarity, use, outside, entrant)
    rising = rising_lists(use, outside)
    del use, outside  # of a million papers they are large, and what follows is larger
    onset = onsets(field.month, group, n, there_were(field, group >= (disjoint or n)))
    parts = parts.join(stages(parts, onset, first_month=first_month, last=field.last))
    said, null = judged_by_chance(parts, field, group, disjoint=disjoint)
    parts = pd.concat([parts, said], axis=1)
    scores = pd.concat([parts, score_niches(parts)], axis=1)
    return Outlook(
        scores=pd.concat([scores, _forecast(field, group, n, scores, disjoint)], axis=1),
        evidence=evidence,
        rising=rising,
        null=null,
    )


def sizes(field: Field, group: np.ndarray, n: int, first_month: str) -> pd.DataFrame:
    """Count the papers of each group, in all and in each of the last two years."""
    earliest = np.full(n, np.iinfo(np.int64).max)
    np.minimum.at(earliest, group, field.month)
    return pd.DataFrame(
        {
            "papers": np.bincount(group, minlength=n),
            "papers_recent": _count(group, field.between(0, 12), n),
            "papers_before": _count(group, field.between(12, 12), n),
            "first_month": [add_months(first_month, int(i)) for i in earliest],
        }
    ).astype({"first_month": "str"})


def growth_lengths(window: int) -> tuple[int, int]:
    """Return the months over which growth is taken: usually, and where papers are few."""
    return min(12, window), window


def chosen_growth(
    year: pd.DataFrame, longer: pd.DataFrame, papers_of_two_years: np.ndarray
) -> pd.DataFrame:
    """Take growth over the longer windows where papers are few."""
    growth = year.where(~pd.Series(papers_of_two_years < FEW_PAPERS), longer)
    return growth.assign(rising=growth["growth_low"] > 1)


def windows_of(
    field: Field, group: np.ndarray, n: int, length: int, *, disjoint: int | None = None
) -> tuple[np.ndarray, np.ndarray, Seen]:
    """Count each group's papers, and the field's, in the last ``length`` months and before."""
    recent, before = _field_seen(field, group, n, length, disjoint)
    return (
        _count(group, field.between(0, length), n),
        _count(group, field.between(length, length), n),
        {"field_recent": recent, "field_before": before},
    )


def seen_in_windows(seen: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Add up the months of both windows, of an array of shape (n_groups, n_months)."""
    windows = seen[:, max(seen.shape[1] - 2 * length, 0) :]
    before, recent = windows[:, :-length].sum(axis=1), windows[:, -length:].sum(axis=1)
    return np.maximum(recent, LEAST_SEEN), np.maximum(before, LEAST_SEEN)


def there_were(field: Field, again: np.ndarray | None = None) -> np.ndarray:
    """Count the field's papers by month up to the last, those not held reckoned in.

    Papers that stand in ``field`` once more (``again``) are not counted.
    """
    months = field.last + 1
    repeated = np.zeros(len(field.month), dtype=bool) if again is None else again
    papers = np.bincount(field.month[~repeated], minlength=months)[:months]
    if field.exposure is None:
        return papers.astype(np.float64)
    whole = exposure_of(field.exposure, repeated.astype(np.int64), 2, months)[0]
    return np.divide(papers, whole, out=np.zeros(months), where=whole > 0)


def _count(group: np.ndarray, chosen: np.ndarray, n: int) -> np.ndarray:
    return np.bincount(group[chosen], minlength=n)


def _growth(field: Field, group: np.ndarray, n: int, disjoint: int | None) -> pd.DataFrame:
    """Estimate growth over one year, or over two where papers are few."""
    year, longer = (
        _growth_over(field, group, n, each, disjoint) for each in growth_lengths(field.window)
    )
    return chosen_growth(year, longer, _count(group, field.between(0, 24), n))


def _forecast(
    field: Field, group: np.ndarray, n: int, scores: pd.DataFrame, disjoint: int | None
) -> pd.DataFrame:
    """Forecast the groups; the later ones, which hold papers again, were chosen for growth."""
    recent, _, seen = windows_of(field, group, n, 12, disjoint=disjoint)
    once = n if disjoint is None else disjoint
    return forecast(
        scores["novel"].to_numpy(),
        recent,
        recent / seen["field_recent"],
        field_size(there_were(field, group >= once)),
        chosen=np.arange(n) >= once,
    )


def _growth_over(
    field: Field, group: np.ndarray, n: int, length: int, disjoint: int | None
) -> pd.DataFrame:
    recent, before, seen = windows_of(field, group, n, length, disjoint=disjoint)
    return yearly(share_growth(recent, before, **seen, disjoint=disjoint), years=length / 12)


def _field_seen(
    field: Field, group: np.ndarray, n: int, length: int, disjoint: int | None
) -> tuple[float | np.ndarray, float | np.ndarray]:
    """Count the field's papers in both windows, as far as each group's can be seen there."""
    again = group >= (n if disjoint is None else disjoint)
    if field.exposure is None:
        now, then = field.between(0, length), field.between(length, length)
        return max(int((now & ~again).sum()), 1), max(int((then & ~again).sum()), 1)
    held = exposure_of(field.exposure, group, n, field.last + 1)
    return seen_in_windows(there_were(field, again) * held, length)


def raw_parts(
    field: Field,
    group: np.ndarray,
    n: int,
    use: rising_terms.TermUse,
    outside: rising_terms.OutsideGrowth,
    entrant: np.ndarray,
    *,
    rates: Mapping[str, float] = MappingProxyType({}),
) -> pd.DataFrame:
    """Measure the parts of both axes.

    Parameters
    ----------
    rates : mapping
        Rate towards which a part is drawn, by its name; that of the papers at hand if left out.

    Returns
    -------
    DataFrame
        Those of the score, and what is told beside it: ``light_compute``, ``concentration`` and
        ``spread_authors``, ``survey_share``, ``technique_maturity`` and ``maturity_at_least``.
    """
    recent, slots, once = field.recent, field.authorships, use.disjoint
    total = _count(group, recent, n)
    small = (slots.team > 0) & (slots.team <= authorship.SMALL_TEAM)

    def of_slots(name: str, flags: np.ndarray) -> np.ndarray:
        rate = rates.get(name)
        return authorship.slot_rate(flags, slots, group, recent, n, rate=rate, disjoint=once)

    def of_papers(name: str, flags: np.ndarray) -> np.ndarray:
        hits = _count(group, recent & flags, n)
        return shrunk_rate(hits, total, rate=rates.get(name), disjoint=once)

    held = authorship.concentration(
        slots, group, recent, n, rate=rates.get("concentration"), disjoint=once
    )
    parts = pd.DataFrame(
        {
            "growing_terms": rising_terms.growing_terms(use, outside)[:n],
            "newcomers": of_slots("newcomers", field.newcomer),
            "imported_terms": rising_terms.imported_terms(use, outside)[:n],
            "openness": of_papers("openness", field.is_open),
            "entrants": of_slots("entrants", entrant),
            "small_teams": of_papers("small_teams", small),
            "light_compute": 1 - of_papers("heavy", field.is_heavy),
            "concentration": held,
            "spread_authors": 1 - held,
        }
    )
    return parts.join(_beside(field, group, n, use, outside, rates.get("survey_share")))


def _beside(
    field: Field,
    group: np.ndarray,
    n: int,
    use: rising_terms.TermUse,
    outside: rising_terms.OutsideGrowth,
    rate: float | None,
) -> pd.DataFrame:
    """Measure what is told beside the score."""
    share = survey_share(field.surveys, group, field.recent, n, rate=rate, disjoint=use.disjoint)
    age = technique_maturity(use, outside, field.term_months, field.last)
    return age.head(n).assign(survey_share=share)


def evidence_of(
    field: Field,
    group: np.ndarray,
    similarity: np.ndarray,
    use: rising_terms.TermUse,
    outside: rising_terms.OutsideGrowth,
    entrant: np.ndarray,
) -> pd.DataFrame:
    """List the papers behind each part of each group."""
    values = paper_values(field, group, outside, use, entrant)
    tables = [top_papers(part, v, group, similarity, field) for part, v in values.items()]
    return pd.concat(tables, ignore_index=True)
