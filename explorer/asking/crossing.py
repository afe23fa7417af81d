"""People who know both sides of something, or who began where a person is, by a run's authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.field_files import ids_of, rows_of
from explorer.plans.whom_to_ask import Bridge, Scope, Start
from explorer.trends.authorship import MAX_AUTHORS, name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import pandas as pd

    from explorer.field_files import Ground


def writers(ground: Ground, papers: pd.DataFrame) -> dict[int, str]:
    """Return the number in the run of everybody who wrote some papers, with a name as written."""
    authors = dict(zip(papers["id"], papers["authors"], strict=True))
    rows = rows_of(ground, papers["id"])
    found: dict[int, str] = {}
    for row, paper_id in zip(rows.tolist(), ids_of(ground, rows), strict=True):
        names = {name_key(each): " ".join(each.split()) for each in authors[paper_id].split(";")}
        names.pop("", None)
        first = int(ground.slot_starts[row])
        for place, name in enumerate(list(names.values())[:MAX_AUTHORS]):
            found.setdefault(int(ground.field.authorships.author[first + place]), name)
    return found


def parent_bridges(
    ground: Ground, groups: pd.DataFrame, papers: pd.DataFrame, people: Iterable[int]
) -> list[Bridge]:
    """Find who of a niche wrote in both of the niches from which most of its people come.

    Parameters
    ----------
    groups : DataFrame
        Table ``niches`` of the run.
    papers : table of papers
        Those of the niche.
    people : iterable of int
        Who wrote them, as of ``writers``.
    """
    import numpy as np

    author, rows = _works(ground, people)
    outside = ~np.isin(rows, rows_of(ground, papers["id"]))
    author, niche = author[outside], ground.niche[rows[outside]]
    pairs = np.unique(np.column_stack([author, niche]), axis=0)
    known = np.bincount(pairs[:, 1], minlength=len(ground.niche_ids))
    parents = np.argsort(-known, kind="stable")[:2]
    if len(parents) < 2 or not known[parents[1]]:
        return []
    names = dict(zip(groups["niche_id"], groups["name"], strict=True))
    one, other = (str(names.get(each, each)) for each in ground.niche_ids[parents].tolist())
    return _both(author[niche == parents[0]], author[niche == parents[1]], (one, other))


def pair_bridges(
    ground: Ground, sides: tuple[str, str], one: Iterable[str], other: Iterable[str]
) -> list[Bridge]:
    """Find who wrote papers of both of two kinds.

    Parameters
    ----------
    sides : tuple of str
        What the papers of each kind are about.
    one, other : iterable of str
        Their ids.
    """
    first, second = (_authors(ground, rows_of(ground, ids)) for ids in (one, other))
    return _both(first, second, sides)


def starts_near(
    ground: Ground, papers: pd.DataFrame, people: Iterable[int], points: np.ndarray, *, least: float
) -> list[Start]:
    """Find who of a niche had written near some texts before they came to it, the nearest first.

    Parameters
    ----------
    points : ndarray of shape (n_texts, n_dimensions), rows of unit length
    least : float
        Cosine from which a paper is near a text.
    """
    import numpy as np

    author, rows = _works(ground, people)
    here = np.isin(rows, rows_of(ground, papers["id"]))
    month = ground.field.month[rows]
    came = dict[int, int]()
    for each, when in zip(author[here].tolist(), month[here].tolist(), strict=True):
        came[each] = min(when, came.get(each, when))
    before = ~here & (month < np.array([came.get(each, -1) for each in author.tolist()]))
    author, rows = author[before], rows[before]
    if not len(points) or not len(rows):
        return []
    cosines = ground.points[rows].astype(np.float32) @ points.T
    text, near = cosines.argmax(axis=1), cosines.max(axis=1)
    found: dict[int, Start] = {}
    for at in np.lexsort((rows, author, -near)).tolist():
        if near[at] >= least and author[at] not in found:
            found[int(author[at])] = Start(
                author=int(author[at]),
                near=float(near[at]),
                text=int(text[at]),
                paper_id=ids_of(ground, rows[[at]])[0],
            )
    return list(found.values())


def scope_of(ground: Ground, groups: pd.DataFrame, author: int) -> Scope:
    """Tell how the work of somebody grew: the subfields they came to, and the size of teams."""
    import numpy as np

    _, rows = _works(ground, [author])
    rows = rows[np.lexsort((rows, ground.field.month[rows]))]
    above = dict(zip(groups["niche_id"], groups["parent_id"], strict=True))
    names = dict(zip(groups["niche_id"], groups["name"], strict=True))
    subfields = [
        str(names.get(above.get(each, ""), ""))
        for each in ground.niche_ids[ground.niche[rows]].tolist()
    ]
    team = ground.field.authorships.team[rows].astype(float)
    half = len(rows) // 2
    early, late = (part if len(part) else team for part in (team[:half], team[half:]))
    return Scope(
        papers=len(rows),
        subfields=tuple(dict.fromkeys(filter(None, subfields))),
        teams=(float(early.mean()), float(late.mean())),
    )


def rows_by(ground: Ground, people: Iterable[int]) -> np.ndarray:
    """Return the rows of the papers that people wrote, in ascending order."""
    import numpy as np

    return np.unique(_works(ground, people)[1])


def _works(ground: Ground, people: Iterable[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return who wrote what: authors, and beside each the row of a paper."""
    import numpy as np

    every = ground.field.authorships.author
    slots = np.flatnonzero(np.isin(every, list(people)))
    return every[slots], np.searchsorted(ground.slot_starts, slots, side="right") - 1


def _authors(ground: Ground, rows: np.ndarray) -> np.ndarray:
    import numpy as np

    spans = [ground.field.authorships.author[slice(*ground.slot_starts[[r, r + 1]])] for r in rows]
    return np.concatenate([np.empty(0, dtype=np.int64), *spans]).astype(np.int64)


def _both(one: np.ndarray, other: np.ndarray, sides: tuple[str, str]) -> list[Bridge]:
    """Count the papers of each who is on both sides, those with most on the thinner side first."""
    import numpy as np

    found = [
        Bridge(
            author=each,
            sides=sides,
            papers=(int((one == each).sum()), int((other == each).sum())),
        )
        for each in np.intersect1d(one, other).tolist()
    ]
    return sorted(found, key=lambda each: (-min(each.papers), -sum(each.papers), each.author))
