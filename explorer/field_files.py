"""The files of a run that keep what it knows of every paper, so that a niche can be made later.

``field.npz`` holds a few bytes a paper, ``field_terms.npy`` which terms each uses,
``field_points.npy`` where it lies, and ``field_shuffled.npy`` the months of its shuffles. The three
large ones are mapped into memory: of a million papers, only the rows that a person's niche is made
of are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.errors import RunDamagedError, RunWithoutFieldError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import pandas as pd

    from explorer.runs import Run
    from explorer.topics.assignment import FrozenModel
    from explorer.trends.exposure import Exposure
    from explorer.trends.field import Field
    from explorer.trends.whole import Whole

FACTS, TERMS, POINTS = "field.npz", "field_terms.npy", "field_points.npy"

SHUFFLED = "field_shuffled.npy"
"""Older runs have none; then it is made anew, from the same seed."""


BLOCK = 20_000
"""Papers whose terms are looked up at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """All papers of a run, one row each, and the field that they make."""

    ids: np.ndarray
    """bytes of shape (n_papers,), sorted."""
    niche: np.ndarray
    """int32 of shape (n_papers,): row in ``niche_ids``."""
    niche_ids: np.ndarray
    category: np.ndarray
    """int16 of shape (n_papers,): row in ``categories``, of the primary category."""
    categories: np.ndarray
    field: Field
    """Without uses of terms: ``terms`` has them."""
    slot_starts: np.ndarray
    """int64 of shape (n_papers + 1,): where each paper's authors begin."""
    term_starts: np.ndarray
    """int64 of shape (n_papers + 1,): where each paper begins in ``terms``."""
    terms: np.ndarray
    """uint16: terms that papers use, paper after paper."""
    points: np.ndarray
    """float16 of shape (n_papers, n_dimensions), rows of unit length."""
    whole: Whole


def write_ground(
    folder: Path,
    papers: pd.DataFrame,
    field: Field,
    whole: Whole,
    model: FrozenModel,
    niche: np.ndarray,
    points: np.ndarray,
) -> None:
    """Write the files of a run that is being made.

    Parameters
    ----------
    papers : DataFrame
        Of the run, sorted by id.
    niche : ndarray of shape (n_papers,), int
        Row of each paper's niche in ``model.group_ids``.
    points : ndarray of shape (n_papers, n_dimensions), rows of unit length
    """
    import numpy as np

    from explorer.trends.whole import whole_arrays

    codes, category = np.unique(papers["primary_category"].to_numpy(str), return_inverse=True)
    slots = field.authorships
    arrays: dict[str, Any] = {
        "ids": _as_bytes(papers["id"]),
        "niche": niche.astype(np.int32),
        "niche_ids": np.array(model.group_ids["niche"]),
        "category": category.astype(np.int16),
        "categories": codes,
        "month": field.month.astype(np.int16),
        "span": np.array([field.last, field.window]),
        "author": slots.author.astype(np.int32),
        "authors": np.bincount(slots.paper, minlength=len(papers)).astype(np.uint8),
        "team": slots.team.astype(np.int32),
        "is_open": field.is_open,
        "is_heavy": field.is_heavy,
        "terms": np.diff(field.uses.indptr).astype(np.int32),
        **whole_arrays(whole),
        **_told_arrays(field),
    }
    np.savez(folder / FACTS, **arrays)
    if field.shuffled is not None:
        np.save(folder / SHUFFLED, field.shuffled)
    np.save(folder / TERMS, field.uses.indices.astype(np.uint16))
    np.save(folder / POINTS, points.astype(np.float16))


def read_ground(run: Run) -> Ground:
    """Open the files of a run.

    Raises
    ------
    RunWithoutFieldError
        If it was made before runs had them.
    RunDamagedError
    """
    from zipfile import BadZipFile

    import numpy as np

    from explorer.trends.whole import whole_of

    if any(name not in run.manifest["files"] for name in (FACTS, TERMS, POINTS)):
        raise RunWithoutFieldError(run.run_id)
    try:
        with np.load(run.path / FACTS, allow_pickle=False) as arrays:
            facts = {name: arrays[name] for name in arrays.files}
        terms = np.load(run.path / TERMS, mmap_mode="r", allow_pickle=False)
        points = np.load(run.path / POINTS, mmap_mode="r", allow_pickle=False)
        return Ground(
            **{n: facts[n] for n in ("ids", "niche", "niche_ids", "category", "categories")},
            field=_field(facts, run.path / SHUFFLED),
            slot_starts=_starts(facts["authors"]),
            term_starts=_starts(facts["terms"]),
            terms=terms,
            points=points,
            whole=whole_of(facts),
        )
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise RunDamagedError(run.path, f"{FACTS}: {error}") from error


def rows_of(ground: Ground, paper_ids: Iterable[str]) -> np.ndarray:
    """Return the rows of papers in ascending order, of those that the run holds."""
    import numpy as np

    wanted = _as_bytes(list(paper_ids))
    at = np.minimum(np.searchsorted(ground.ids, wanted), len(ground.ids) - 1)
    return np.unique(at[ground.ids[at] == wanted])


def ids_of(ground: Ground, rows: np.ndarray) -> list[str]:
    """Return the ids of papers by their rows."""
    return [each.decode() for each in ground.ids[rows].tolist()]


def field_of(ground: Ground, rows: np.ndarray) -> Field:
    """Take some papers, by their rows in ascending order, out of the field."""
    from dataclasses import replace

    import numpy as np
    from scipy.sparse import csr_array

    from explorer.trends.authorship import Authorships

    field = ground.field
    authors, slot_starts = _taken(field.authorships.author, ground.slot_starts, rows)
    terms, term_starts = _taken(ground.terms, ground.term_starts, rows)
    n_terms = len(ground.whole.users)
    uses = csr_array(
        (np.ones(len(terms), dtype=np.float32), terms, term_starts), shape=(len(rows), n_terms)
    )
    author = authors.astype(np.int64)
    paper = np.repeat(np.arange(len(rows)), np.diff(slot_starts))
    month = field.month[rows].astype(np.int64)
    return replace(
        field,
        month=month,
        uses=uses,
        authorships=Authorships(paper=paper, author=author, team=field.authorships.team[rows]),
        newcomer=ground.whole.first_months[author] > month[paper] - 12,
        is_open=field.is_open[rows],
        is_heavy=field.is_heavy[rows],
        surveys=None if field.surveys is None else field.surveys[rows],
        exposure=None if field.exposure is None else field.exposure.of_papers(rows),
        shuffled=None if field.shuffled is None else field.shuffled[:, rows],
    )


def _as_bytes(ids: Iterable[str]) -> np.ndarray:
    import numpy as np

    return np.array([each.encode(errors="replace") for each in ids], dtype=bytes)


def _starts(lengths: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


def _taken(
    values: np.ndarray, starts: np.ndarray, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows' values, int32, one row after another, and where each row begins there."""
    import numpy as np

    begins = _starts(starts[rows + 1] - starts[rows])
    taken = np.empty(begins[-1], dtype=np.int32)
    for first in range(0, len(rows), BLOCK):
        here = begins[first : first + BLOCK + 1]
        shift = np.repeat(starts[rows[first : first + BLOCK]] - here[:-1], np.diff(here))
        taken[here[0] : here[-1]] = values[np.arange(here[0], here[-1]) + shift]
    return taken, begins


def _told_arrays(field: Field) -> dict[str, Any]:
    """Gather what is not known of every field."""
    told = {"surveys": field.surveys, "term_months": field.term_months}
    if (exposure := field.exposure) is not None:
        told |= {"kind": exposure.kind, "holes": exposure.holes, "part": exposure.part}
    return {name: values for name, values in told.items() if values is not None}


def _field(facts: dict[str, np.ndarray], shuffled: Path) -> Field:
    import numpy as np
    from scipy.sparse import csr_array

    from explorer.trends.authorship import Authorships
    from explorer.trends.exposure import Exposure
    from explorer.trends.field import Field

    nothing = np.empty(0, dtype=np.int64)
    exposure = None
    if "holes" in facts:
        exposure = Exposure(
            month=facts["month"].astype(np.int64),
            kind=facts["kind"],
            holes=facts["holes"],
            part=facts["part"],
        )
    return Field(
        month=facts["month"],
        last=int(facts["span"][0]),
        window=int(facts["span"][1]),
        uses=csr_array((0, 0)),
        authorships=Authorships(paper=nothing, author=facts["author"], team=facts["team"]),
        newcomer=nothing,
        is_open=facts["is_open"],
        is_heavy=facts["is_heavy"],
        **{name: facts.get(name) for name in ("surveys", "term_months")},
        exposure=exposure,
        shuffled=_shuffled(facts, exposure, shuffled),
    )


def _shuffled(
    facts: dict[str, np.ndarray], exposure: Exposure | None, file: Path
) -> np.ndarray | None:
    import numpy as np

    from explorer.trends.shuffling import shuffled_months

    if "shuffled_recent" not in facts:
        return None
    if file.exists():
        return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))
    last, n_shuffles = int(facts["span"][0]), len(facts["shuffled_recent"])
    return shuffled_months(facts["month"], last, exposure, n_shuffles=n_shuffles)
