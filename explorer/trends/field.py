"""What is known of every paper of a scope, whatever group it is in."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.corpus.months import months_between
from explorer.trends import authorship, cues, surveys
from explorer.trends.exposure import Exposure, read_exposure
from explorer.trends.maturity import term_months
from explorer.trends.shuffling import shuffled_months, shuffles_of

LONGEST_WINDOW = 24
"""Months of the windows that are compared, where the corpus is old enough."""

HALF_LIFE = 6.0
"""Months after which a paper counts half as one of today."""


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
    surveys: np.ndarray | None = None
    """float32 of shape (n_papers,): as how many surveys each counts (``surveys.standardised``);
    ``None`` if titles were not read."""
    term_months: np.ndarray | None = None
    """int16 of shape (2, n_terms): months of each term's first and tenth paper
    (``maturity.term_months``); ``None`` if they are not known."""
    exposure: Exposure | None = None
    """Which part of the papers is held; ``None`` if it is all."""
    shuffled: np.ndarray | None = None
    """int16 of shape (n_shuffles, n_papers): ``month``, shuffled among the papers of the scope;
    ``None`` where it is not asked what chance gives."""

    @property
    def recent(self) -> np.ndarray:
        """Papers of the recent window, bool of shape (n_papers,)."""
        return (self.month > self.last - self.window) & (self.month <= self.last)

    @property
    def before(self) -> np.ndarray:
        """Papers of the window before it."""
        end = self.last - self.window
        return (self.month > end - self.window) & (self.month <= end)

    @property
    def late(self) -> np.ndarray:
        """How much each paper is one of today: 1, halved every ``HALF_LIFE`` months.

        Zero outside the recent window. A wave shows in the last months, and few papers of one month
        are too few to tell, so months fade instead of ending. In whole 64ths, so that sums in
        single precision do not depend on the order of papers.
        """
        faded = np.round(64 * 0.5 ** ((self.last - self.month) / HALF_LIFE)) / 64
        return np.where(self.recent, faded, 0.0)

    @property
    def early(self) -> np.ndarray:
        """How much each paper is one of before: what it is not of today."""
        return np.where(self.month <= self.last, 1 - self.late, 0.0)

    def between(self, back: int, length: int) -> np.ndarray:
        """Papers of ``length`` months that end ``back`` months before the last."""
        end = self.last - back
        return (self.month > end - length) & (self.month <= end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What the texts and authors of papers tell, whatever other papers there are."""

    authorships: authorship.Authorships
    names: list[str]
    """Of the authors."""
    is_open: np.ndarray
    """bool of shape (n_papers,)."""
    is_heavy: np.ndarray
    """bool of shape (n_papers,)."""
    is_survey: np.ndarray
    """bool of shape (n_papers,)."""


def read_signs(papers: pd.DataFrame, *, executor: Executor | None = None) -> Signs:
    """Read who wrote papers, and what their titles, abstracts and comments mention."""
    authorships, names = authorship.read_names(papers["authors"])
    return Signs(
        authorships=authorships,
        names=names,
        is_open=cues.mentions(papers, cues.OPEN, executor=executor),
        is_heavy=cues.mentions(papers, cues.HEAVY, executor=executor),
        is_survey=cues.mentions(papers, cues.SURVEY, executor=executor),
    )


def window_of(n_months: int) -> int:
    """Return the months of the recent window, and of the one before it."""
    return int(np.clip(n_months // 2, 1, LONGEST_WINDOW))


def read_field(
    papers: pd.DataFrame,
    uses: csr_array,
    *,
    last_month: str,
    held: pd.DataFrame | pd.Series | None = None,
    signs: Signs | None = None,
    executor: Executor | None = None,
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
    signs : Signs, optional
        Of the papers, if they were read already.
    """
    first = str(papers["month"].min())
    months = months_between(first, max(last_month, str(papers["month"].max())))
    index = {month: i for i, month in enumerate(months)}
    month = papers["month"].map(index).to_numpy(dtype=np.int64)
    last = index[last_month]
    window = window_of(last + 1)
    signs = signs or read_signs(papers, executor=executor)
    exposure = read_exposure(papers, months, held)
    return Field(
        month=month,
        last=last,
        window=window,
        uses=uses,
        authorships=signs.authorships,
        newcomer=authorship.newcomer_slots(signs.authorships, month),
        is_open=signs.is_open,
        is_heavy=signs.is_heavy,
        surveys=surveys.standardised(
            signs.is_survey, (month > last - window) & (month <= last), *surveys.held_back(papers)
        ),
        term_months=term_months(uses, month, last),
        exposure=exposure,
        shuffled=shuffled_months(month, last, exposure, n_shuffles=shuffles_of(uses.nnz)),
    )
