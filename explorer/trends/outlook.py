"""The outlook of every group: growth, the parts of both axes, and the papers behind each part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.corpus.months import add_months, months_between
from explorer.trends import authorship, cues, rising_terms
from explorer.trends.exposure import Exposure, exposure_of, read_exposure
from explorer.trends.growth import share_growth, yearly
from explorer.trends.rates import shrunk_rate
from explorer.trends.scores import score_niches

LONGEST_WINDOW = 24
"""Months of the windows that are compared, where the corpus is old enough."""

FEW_PAPERS = 40
"""Niches with fewer papers in two years have their growth taken over four."""

PAPERS_SHOWN = 5

LEAST_SEEN = 1e-6
"""Papers of a field that cannot be seen at all: then nothing is known of growth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What is known of every paper of the scope, whatever its group."""

    month: np.ndarray
    """int64 of shape (n_papers,): months after the first; the last whole month is ``last``."""
    last: int
    window: int
    """Months of the recent window, and of the one before it."""
    uses: csr_array
    """Shape (n_papers, n_terms): non-zero where the paper uses the term."""
    authorships: authorship.Authorships
    newcomer: np.ndarray
    """bool, one an authorship."""
    is_open: np.ndarray
    """bool of shape (n_papers,)."""
    is_heavy: np.ndarray
    """bool of shape (n_papers,)."""
    exposure: Exposure | None = None
    """Which part of the papers is held; ``None`` if it is all."""

    @property
    def recent(self) -> np.ndarray:
        """Papers of the recent window, bool of shape (n_papers,)."""
        return (self.month > self.last - self.window) & (self.month <= self.last)

    @property
    def before(self) -> np.ndarray:
        """Papers of the window before it."""
        end = self.last - self.window
        return (self.month > end - self.window) & (self.month <= end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is shown of the groups of one level."""

    scores: pd.DataFrame
    """One row a group: counts, growth, parts, ranks, scores."""
    evidence: pd.DataFrame
    """``group``, ``part``, ``paper`` (row), ``weight``: the papers behind each part."""
    rising: pd.DataFrame
    """``group``, ``term`` (column), ``role`` rising or imported, ``weight``."""


def read_field(
    papers: pd.DataFrame,
    uses: csr_array,
    *,
    last_month: str,
    held: pd.DataFrame | pd.Series | None = None,
) -> Field:
    """Gather what the signals need of every paper.

    Parameters
    ----------
    papers : DataFrame
        ``month`` and the columns of a table of papers.
    uses : sparse array of shape (n_papers, n_terms)
    last_month : str
        The newest whole month.
    held : DataFrame or Series by month
        Part of the papers that is held, of each category or of all; all of them if left out.
    """
    first = str(papers["month"].min())
    months = months_between(first, max(last_month, str(papers["month"].max())))
    index = {month: i for i, month in enumerate(months)}
    month = papers["month"].map(index).to_numpy(dtype=np.int64)
    last = index[last_month]
    authorships = authorship.read_authorships(papers["authors"])
    return Field(
        month=month,
        last=last,
        window=int(np.clip((last + 1) // 2, 1, LONGEST_WINDOW)),
        uses=uses,
        authorships=authorships,
        newcomer=authorship.newcomer_slots(authorships, month),
        is_open=cues.mentions(papers, cues.OPEN),
        is_heavy=cues.mentions(papers, cues.HEAVY),
        exposure=read_exposure(papers, months, held),
    )


def judge(field: Field, group: np.ndarray, similarity: np.ndarray, *, first_month: str) -> Outlook:
    """Judge the groups of one level.

    Parameters
    ----------
    field : Field
    group : ndarray of shape (n_papers,), int
    similarity : ndarray of shape (n_papers,)
        How well each paper fits; breaks ties among the papers shown.
    first_month : str
        The month that ``field.month`` counts from.
    """
    n = int(group.max()) + 1
    weight = None if field.exposure is None else field.exposure.weight
    use = rising_terms.term_use(field.uses, group, field.recent, field.before, n, weight=weight)
    outside = rising_terms.outside_growth(use)
    entrant = authorship.entrant_slots(field.authorships, field.month, group)
    parts = pd.concat(
        [
            _sizes(field, group, n, first_month),
            _growth(field, group, n),
            _parts(field, group, n, use, outside, entrant),
        ],
        axis=1,
    )
    scores = pd.concat([parts, score_niches(parts)], axis=1)
    values = _paper_values(field, group, outside, use, entrant)
    evidence = [_top_papers(part, v, group, similarity, field) for part, v in values.items()]
    return Outlook(
        scores=scores,
        evidence=pd.concat(evidence, ignore_index=True),
        rising=_rising(use, outside),
    )


def _count(group: np.ndarray, chosen: np.ndarray, n: int) -> np.ndarray:
    return np.bincount(group[chosen], minlength=n)


def _between(field: Field, back: int, length: int) -> np.ndarray:
    """Tell which papers lie in ``length`` months that end ``back`` months before the last."""
    end = field.last - back
    return (field.month > end - length) & (field.month <= end)


def _sizes(field: Field, group: np.ndarray, n: int, first_month: str) -> pd.DataFrame:
    earliest = np.full(n, np.iinfo(np.int64).max)
    np.minimum.at(earliest, group, field.month)
    return pd.DataFrame(
        {
            "papers": np.bincount(group, minlength=n),
            "papers_recent": _count(group, _between(field, 0, 12), n),
            "papers_before": _count(group, _between(field, 12, 12), n),
            "first_month": [add_months(first_month, int(i)) for i in earliest],
        }
    ).astype({"first_month": "str"})


def _growth(field: Field, group: np.ndarray, n: int) -> pd.DataFrame:
    """Estimate growth over one year, or over two where papers are few."""
    year = _growth_over(field, group, n, min(12, field.window))
    longer = _growth_over(field, group, n, field.window)
    few = _count(group, _between(field, 0, 24), n) < FEW_PAPERS
    growth = year.where(~pd.Series(few), longer)
    return growth.assign(rising=growth["growth_low"] > 1)


def _growth_over(field: Field, group: np.ndarray, n: int, length: int) -> pd.DataFrame:
    now, then = _between(field, 0, length), _between(field, length, length)
    field_recent, field_before = _field_seen(field, group, n, length)
    growth = share_growth(
        _count(group, now, n),
        _count(group, then, n),
        field_recent=field_recent,
        field_before=field_before,
    )
    return yearly(growth, years=length / 12)


def _field_seen(
    field: Field, group: np.ndarray, n: int, length: int
) -> tuple[float | np.ndarray, float | np.ndarray]:
    """Count the field's papers in both windows, as far as each group's can be seen there."""
    if field.exposure is None:
        now, then = _between(field, 0, length), _between(field, length, length)
        return max(int(now.sum()), 1), max(int(then.sum()), 1)
    months = field.last + 1
    papers = np.bincount(field.month, minlength=months)[:months]
    whole = exposure_of(field.exposure, np.zeros_like(group), 1, months)[0]
    there_were = np.divide(papers, whole, out=np.zeros(months), where=whole > 0)
    seen = there_were * exposure_of(field.exposure, group, n, months)
    windows = seen[:, max(months - 2 * length, 0) :]
    before, recent = windows[:, :-length].sum(axis=1), windows[:, -length:].sum(axis=1)
    return np.maximum(recent, LEAST_SEEN), np.maximum(before, LEAST_SEEN)


def _parts(
    field: Field,
    group: np.ndarray,
    n: int,
    use: rising_terms.TermUse,
    outside: rising_terms.OutsideGrowth,
    entrant: np.ndarray,
) -> pd.DataFrame:
    recent, slots = field.recent, field.authorships
    total = _count(group, recent, n)
    small = (slots.team > 0) & (slots.team <= authorship.SMALL_TEAM)
    held = authorship.concentration(slots, group, recent, n)
    return pd.DataFrame(
        {
            "growing_terms": rising_terms.growing_terms(use, outside),
            "newcomers": authorship.slot_rate(field.newcomer, slots, group, recent, n),
            "imported_terms": rising_terms.imported_terms(use, outside),
            "openness": shrunk_rate(_count(group, recent & field.is_open, n), total),
            "entrants": authorship.slot_rate(entrant, slots, group, recent, n),
            "small_teams": shrunk_rate(_count(group, recent & small, n), total),
            "light_compute": 1 - shrunk_rate(_count(group, recent & field.is_heavy, n), total),
            "concentration": held,
            "spread_authors": 1 - held,
        }
    )


def _paper_values(
    field: Field,
    group: np.ndarray,
    outside: rising_terms.OutsideGrowth,
    use: rising_terms.TermUse,
    entrant: np.ndarray,
) -> dict[str, np.ndarray]:
    """Say how much each paper adds to each part of its group, shape (n_papers,) each."""
    slots = field.authorships
    n_papers, team = len(group), np.maximum(slots.team, 1)
    shape = use.recent.shape
    growth = csr_array((np.maximum(outside.growth, 0), (outside.niche, outside.term)), shape=shape)
    imported = rising_terms.imported_weights(use, outside)
    imports = csr_array((imported, (outside.niche, outside.term)), shape=shape)
    small = (slots.team > 0) & (slots.team <= authorship.SMALL_TEAM)
    return {
        "growing_terms": _mean_over_terms(field.uses, growth, group),
        "newcomers": np.bincount(slots.paper, field.newcomer, minlength=n_papers) / team,
        "imported_terms": _mean_over_terms(field.uses, imports, group),
        "openness": field.is_open.astype(float),
        "entrants": np.bincount(slots.paper, entrant, minlength=n_papers) / team,
        "small_teams": small.astype(float),
        "light_compute": (~field.is_heavy).astype(float),
    }


def _mean_over_terms(uses: csr_array, value: csr_array, group: np.ndarray) -> np.ndarray:
    """Average the value that its group gives to each term of a paper."""
    paper = np.repeat(np.arange(uses.shape[0]), np.diff(uses.indptr))
    found = np.asarray(value[group[paper], uses.indices]).ravel()
    total = np.bincount(paper, found, minlength=uses.shape[0])
    return total / np.maximum(np.diff(uses.indptr), 1)


def _top_papers(
    part: str, value: np.ndarray, group: np.ndarray, similarity: np.ndarray, field: Field
) -> pd.DataFrame:
    rows = np.flatnonzero(field.recent & (value > 0))
    table = pd.DataFrame(
        {"group": group[rows], "paper": rows, "weight": value[rows], "fit": similarity[rows]}
    )
    table = table.sort_values(
        ["group", "weight", "fit", "paper"], ascending=[True, False, False, True]
    )
    top = table.groupby("group").head(PAPERS_SHOWN)
    return top.assign(part=part)[["group", "part", "paper", "weight"]]


def _rising(use: rising_terms.TermUse, outside: rising_terms.OutsideGrowth) -> pd.DataFrame:
    """List the terms that make a group's two term signals."""
    imported = rising_terms.imported_weights(use, outside)
    enough = outside.papers >= 3
    lists = {"rising": outside.papers * outside.growth * enough, "imported": imported}
    tables = []
    for role, weight in lists.items():
        pairs = np.flatnonzero(weight > 0)
        table = pd.DataFrame(
            {"group": outside.niche[pairs], "term": outside.term[pairs], "weight": weight[pairs]}
        )
        table = table.sort_values(["group", "weight", "term"], ascending=[True, False, True])
        tables.append(table.groupby("group").head(8).assign(role=role))
    return pd.concat(tables, ignore_index=True)
