"""Papers that joined the niches of a run after these were judged: ``joined.npz`` of a run.

Every other file of what a run knows of its papers tells of those that were judged. These ones are
in no score, share or flag; what they say is kept, so that plans and niches by words know them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import RunDamagedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    from explorer.runs import Run

FILE = "joined.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedPapers:
    """Papers that joined, sorted by id."""

    ids: np.ndarray
    """str of shape (n_papers,)."""
    hashes: np.ndarray
    """uint64 of shape (n_papers,), as from ``results.paper_hashes``."""
    niche: np.ndarray
    """str of shape (n_papers,): id of the niche that each joined."""
    month: np.ndarray
    """int64 of shape (n_papers,): months after the first of the run."""
    points: np.ndarray
    """float32 of shape (n_papers, n_dimensions), rows of unit length."""
    term_starts: np.ndarray
    """int64 of shape (n_papers + 1,): where each paper begins in ``terms``."""
    terms: np.ndarray
    """int32: terms that papers use, paper after paper."""
    gone: np.ndarray
    """str, sorted: papers that were judged and left since, as they were withdrawn or deleted."""

    def rows_of(self, paper_ids: Iterable[str]) -> np.ndarray:
        """Return the rows of papers in ascending order, of those that joined."""
        import numpy as np

        return np.flatnonzero(np.isin(self.ids, np.array(list(paper_ids), dtype=str)))

    def uses(self, rows: np.ndarray, n_terms: int) -> csr_array:
        """Return which terms papers use, ones of shape (n_rows, n_terms)."""
        import numpy as np
        from scipy.sparse import csr_array

        ones = np.ones(len(self.terms), dtype=np.float32)
        shape = (len(self.ids), n_terms)
        return csr_array(csr_array((ones, self.terms, self.term_starts), shape=shape)[rows])


def nothing_joined() -> JoinedPapers:
    """Return no papers."""
    import numpy as np

    text, number = np.empty(0, dtype="U1"), np.empty(0, dtype=np.int64)
    return JoinedPapers(
        ids=text,
        hashes=np.empty(0, dtype=np.uint64),
        niche=text,
        month=number,
        points=np.empty((0, 0), dtype=np.float32),
        term_starts=np.zeros(1, dtype=np.int64),
        terms=np.empty(0, dtype=np.int32),
        gone=text,
    )


def read_joined(run: Run) -> JoinedPapers:
    """Read the papers that joined a run since it was judged; most runs have none.

    Raises
    ------
    RunDamagedError
    """
    from zipfile import BadZipFile

    import numpy as np

    if FILE not in run.manifest["files"]:
        return nothing_joined()
    try:
        with np.load(run.path / FILE, allow_pickle=False) as arrays:
            return JoinedPapers(**{each.name: arrays[each.name] for each in fields(JoinedPapers)})
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise RunDamagedError(run.path, f"{FILE}: {error}") from error


def write_joined(folder: Path, joined: JoinedPapers) -> None:
    """Write the file of a run that is being made."""
    import numpy as np

    arrays = {each.name: getattr(joined, each.name) for each in fields(JoinedPapers)}
    np.savez(folder / FILE, **arrays)


def together(before: JoinedPapers, more: JoinedPapers, gone: Collection[str]) -> JoinedPapers:
    """Put papers that join to those that did before, without those that went."""
    import numpy as np

    went = np.array(sorted(gone), dtype=str)
    both = [each for each in (before, more) if len(each.ids)] or [before]
    ids = np.concatenate([each.ids for each in both])
    order = np.argsort(ids, kind="stable")
    order = order[~np.isin(ids[order], went)]
    lengths = np.concatenate([np.diff(each.term_starts) for each in both])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    terms = np.concatenate([each.terms for each in both])
    spans = [terms[starts[row] : starts[row + 1]] for row in order]
    return JoinedPapers(
        ids=ids[order],
        **{
            name: np.concatenate([getattr(each, name) for each in both])[order]
            for name in ("hashes", "niche", "month", "points")
        },
        term_starts=np.concatenate([[0], np.cumsum(lengths[order])]).astype(np.int64),
        terms=np.concatenate([terms[:0], *spans]),
        gone=np.union1d(before.gone, went[~np.isin(went, before.ids)]),
    )


def with_joined(
    members: pd.DataFrame, joined: JoinedPapers, paper_ids: Iterable[str], points: np.ndarray
) -> pd.DataFrame:
    """Put papers that joined among the members of a niche by words, most central first.

    Parameters
    ----------
    members : DataFrame
        ``paper_id``, ``similarity``, ``month``.
    paper_ids : iterable of str
        All that the niche is defined to hold.
    points : ndarray of shape (n_judged, n_dimensions)
        Of those of its papers that were judged.
    """
    import numpy as np
    import pandas as pd

    rows = joined.rows_of(paper_ids)
    if not len(rows):
        return members
    middle = points.sum(axis=0, dtype=np.float32)
    middle /= max(float(np.linalg.norm(middle)), 1e-12)
    more = pd.DataFrame(
        {
            "paper_id": pd.Series(joined.ids[rows], dtype="str"),
            "similarity": joined.points[rows] @ middle,
            "month": joined.month[rows].astype(members["month"].dtype),
        }
    )
    return pd.concat([members, more]).sort_values(
        ["similarity", "paper_id"], ascending=[False, True], ignore_index=True
    )
