"""Saved plans held against the newest analysis; nothing in a plan is changed by it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from explorer.corpus.reading import read_papers_by_id
from explorer.field_files import field_of, ids_of, rows_of
from explorer.own_niche import OwnNiche, find_own
from explorer.plans.drift import (
    LEAST_KNOWN,
    MOST_NEAREST,
    Nearest,
    PlanCheck,
    RungCheck,
    above_usual,
    changes_since,
    likeness,
    word_weights,
)
from explorer.refreshing.history import read_history
from explorer.runs import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import numpy as np
    from scipy.sparse import csr_array

    from explorer.own_niche import Basis
    from explorer.plans.records import Plan, Rung, SavedNiche
    from explorer.settings import Settings

TOLD = frozenset({"split", "merged", "drifted"})
"""What a history says that a person has to hear of."""


def check_plan(settings: Settings, basis: Basis, plan: Plan, niche: SavedNiche) -> PlanCheck:
    """Hold a plan against the papers that came after it was drafted.

    Parameters
    ----------
    basis : Basis
        What the newest run knows.
    niche : SavedNiche
        That of the plan.
    """
    now, ids = _now(settings, basis, niche)
    papers = read_papers_by_id(settings.papers, [each for each in ids if each])
    came = papers["published"].dt.date > niche.as_of
    new = papers["id"][came & ~papers["id"].isin(niche.paper_ids)].tolist()
    past = read_history(settings.runs, basis.run, niche.niche_id)
    happened = tuple(each.kind for each in past if each.as_of > niche.as_of and each.kind in TOLD)
    return PlanCheck(
        plan_id=plan.plan_id,
        title=plan.title,
        since=niche.as_of,
        as_of=date.fromisoformat(basis.run.manifest["as_of"]),
        new_papers=len(new),
        changes=(*changes_since(niche.shown, now), *dict.fromkeys(happened)),
        rungs=tuple(check_rungs(basis, plan.rungs, known=niche.paper_ids, new=new)),
    )


def check_rungs(
    basis: Basis, rungs: tuple[Rung, ...], *, known: tuple[str, ...], new: list[str]
) -> list[RungCheck]:
    """Find the new papers nearest to each rung, and how unusual that is among those known."""
    known_rows, new_rows = rows_of(basis.ground, known), rows_of(basis.ground, new)
    if len(known_rows) < LEAST_KNOWN or not len(new_rows):
        return [RungCheck(rung=rung, nearest=()) for rung in rungs]
    uses, ids = field_of(basis.ground, new_rows).uses, ids_of(basis.ground, new_rows)
    return [
        RungCheck(rung=rung, nearest=_nearest(*measured(basis, rung, known_rows, uses), ids))
        for rung in rungs
    ]


def measured(
    basis: Basis, rung: Rung, known_rows: np.ndarray, uses: csr_array
) -> tuple[np.ndarray, np.ndarray]:
    """Measure how alike papers are to a rung.

    Parameters
    ----------
    known_rows : ndarray of int
        Rows of the papers that the niche had when the plan was made.
    uses : sparse array of shape (n_papers, n_terms)
        Ones where one of the papers to measure uses a term.

    Returns
    -------
    ndarray of shape (n_papers,)
        Likeness, 0 to 1.
    ndarray of shape (n_papers,)
        By how many standard deviations that is above the likeness of the known papers, without
        those that the rung names; 0 where there are too few to tell.
    """
    import numpy as np

    known = field_of(basis.ground, known_rows).uses
    counts = np.bincount(known.indices, minlength=known.shape[1])
    shares = basis.ground.whole.users / len(basis.ground.ids)
    title, said, main = _terms(basis, rung)
    weights = word_weights(counts, len(known_rows), shares, title=title)
    cited = rows_of(basis.ground, [paper.arxiv_id for paper in rung.papers])
    usual = likeness(known, said, weights, main=main)[~np.isin(known_rows, cited)]
    found = likeness(uses, said, weights, main=main)
    return found, above_usual(found, usual) if len(usual) >= LEAST_KNOWN else np.zeros(len(found))


def _nearest(found: np.ndarray, above: np.ndarray, ids: list[str]) -> tuple[Nearest, ...]:
    import numpy as np

    best = np.argsort(-found, kind="stable")[:MOST_NEAREST]
    return tuple(
        Nearest(paper_id=ids[at], likeness=float(found[at]), above=float(above[at])) for at in best
    )


def _terms(basis: Basis, rung: Rung) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the terms of a rung's title, of its title and problem, and of its main paper."""
    import numpy as np

    from explorer.topics.tokens import tokenize
    from explorer.topics.vocabulary import count_terms

    texts = tokenize([rung.title, rung.title], ["", rung.problem])
    counts = count_terms(texts, basis.model.embedding.vocabulary)
    title, said = (counts.indices[counts.indptr[at] : counts.indptr[at + 1]] for at in (0, 1))
    main = rows_of(basis.ground, [paper.arxiv_id for paper in rung.papers[:1]])
    starts = basis.ground.term_starts
    of_main = [basis.ground.terms[starts[row] : starts[row + 1]].astype(int) for row in main]
    return title, said, np.concatenate([np.empty(0, dtype=int), *of_main])


def _now(
    settings: Settings, basis: Basis, niche: SavedNiche
) -> tuple[Mapping[str, Any] | None, list[str]]:
    """Return a saved niche as the run has it, and the ids of its papers."""
    if niche.query:
        own = find_own(settings, basis, niche.query)
        if isinstance(own, OwnNiche):
            return own.niche, own.members["paper_id"].tolist()
        return None, []
    niches = read_table(basis.run, "niches")
    row = niches[niches["niche_id"] == niche.niche_id]
    members = read_table(basis.run, "members", columns=["niche_id", "paper_id"])
    ids = members.loc[members["niche_id"] == niche.niche_id, "paper_id"].tolist()
    return (dict(row.iloc[0]) if len(row) else None), ids
