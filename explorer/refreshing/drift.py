"""Saved plans held against the newest analysis; nothing in a plan is changed by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from explorer.corpus.reading import read_papers_by_id
from explorer.field_files import field_of, ids_of, rows_of
from explorer.joined_papers import read_joined
from explorer.merged_niches import judge_together, members_together
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
from explorer.plans.heirs import handed_on, heirs_of
from explorer.plans.wishes import list_wishes, parts_of, with_wishes
from explorer.refreshing.history import read_history
from explorer.runs import Run, read_table
from explorer.trends.scenarios import chances

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    from explorer.own_niche import Basis
    from explorer.plans.records import Plan, Rung, SavedNiche
    from explorer.settings import Settings

TOLD = frozenset({"split", "merged", "drifted"})
"""What a history says that a person has to hear of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    """A saved niche as a run has it."""

    row: Mapping[str, Any] | None
    """``None`` if it is there no more."""
    papers: list[str]
    said: tuple[str, ...] = ()
    """What the person or a refresh did with it as a whole."""
    into: tuple[str, ...] = ()


def check_plan(
    settings: Settings,
    basis: Basis,
    plan: Plan,
    niche: SavedNiche,
    *,
    since: Run | None = None,
) -> PlanCheck:
    """Hold a plan against the papers that came after it was drafted.

    Parameters
    ----------
    basis : Basis
        What the newest run knows.
    niche : SavedNiche
        That of the plan.
    since : Run, optional
        Tell only what is new since this earlier run, if the plan is older than that.
    """
    now = _now(settings, basis, niche)
    earlier = None if since is None or _day(since) <= niche.as_of else since
    start = niche.as_of if earlier is None else _day(earlier)
    papers = read_papers_by_id(settings.papers, [each for each in now.papers if each])
    came = papers["published"].dt.date > niche.as_of
    new = _not_held(earlier, papers["id"][came & ~papers["id"].isin(niche.paper_ids)])
    past = read_history(settings.runs, basis.run, niche.niche_id)
    happened = tuple(each.kind for each in past if each.as_of > start and each.kind in TOLD)
    was = _row_of(earlier, niche.niche_id)
    told = set() if was is None else set(changes_since(niche.shown, was))
    changes = [*now.said, *changes_since(niche.shown, now.row), *dict.fromkeys(happened)]
    if "over" in now.said:
        changes.remove("gone")
    if earlier is not None:
        known_before = {"gone", "over"} if was is None else set()
        told = {*told, "part", "whole", *known_before}
    return PlanCheck(
        plan_id=plan.plan_id,
        title=plan.title,
        since=start,
        as_of=_day(basis.run),
        new_papers=len(new),
        changes=tuple(each for each in changes if each not in told),
        rungs=tuple(check_rungs(basis, plan.rungs, known=niche.paper_ids, new=new)),
        into=now.into,
        chances_then=chances(niche.shown if was is None else was),
        chances_now={} if now.row is None else chances(now.row),
    )


def check_rungs(
    basis: Basis, rungs: tuple[Rung, ...], *, known: tuple[str, ...], new: list[str]
) -> list[RungCheck]:
    """Find the new papers nearest to each rung, and how unusual that is among those known."""
    known_rows, (uses, ids) = rows_of(basis.ground, known), _uses_of(basis, new)
    if len(known_rows) < LEAST_KNOWN or not ids:
        return [RungCheck(rung=rung, nearest=()) for rung in rungs]
    return [
        RungCheck(rung=rung, nearest=_nearest(*measured(basis, rung, known_rows, uses), ids))
        for rung in rungs
    ]


def _uses_of(basis: Basis, paper_ids: list[str]) -> tuple[csr_array, list[str]]:
    """Return which terms papers use, those too that joined since niches were judged."""
    from scipy.sparse import csr_array, vstack

    ground, joined = basis.ground, read_joined(basis.run)
    judged, more = rows_of(ground, paper_ids), joined.rows_of(paper_ids)
    uses = field_of(ground, judged).uses
    if len(more):
        uses = csr_array(vstack([uses, joined.uses(more, uses.shape[1])]))
    return uses, [*ids_of(ground, judged), *joined.ids[more].tolist()]


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


def _now(settings: Settings, basis: Basis, niche: SavedNiche) -> _Now:
    """Return a saved niche as the run has it, with what the person made of it."""
    if niche.query:
        own = find_own(settings, basis, niche.query)
        if isinstance(own, OwnNiche):
            return _Now(row=own.niche, papers=own.members["paper_id"].tolist())
        return _Now(row=None, papers=[])
    niches = read_table(basis.run, "niches")
    niches = niches[niches["level"] == "niche"]
    ended = basis.run.manifest.get("ended", [])
    wishes = handed_on(list_wishes(settings.user), ended)
    parts, named = parts_of(wishes, niches), with_wishes(niches, wishes)
    rows: dict[str, Mapping[str, Any]] = {
        row["niche_id"]: {str(name): value for name, value in row.items()}
        for row in named.to_dict("records")
    }
    members = read_table(basis.run, "members")
    row = rows.get(niche.niche_id)
    if row is None:
        heirs = [each for each in heirs_of(niche.niche_id, ended) if each in rows]
        ids = members.loc[members["niche_id"].isin(heirs), "paper_id"].drop_duplicates().tolist()
        into = tuple(str(rows[each]["name"]) for each in heirs)
        return _Now(row=None, papers=ids, said=("over",) if heirs else (), into=into)
    together = members_together(members, {niche.niche_id: parts.get(niche.niche_id, ())})
    papers = together.loc[together["niche_id"] == niche.niche_id, "paper_id"].tolist()
    if own_parts := parts.get(niche.niche_id):
        whole = judge_together(basis, niches, niche.niche_id, own_parts).niche
        into = tuple(str(rows[each]["name"]) for each in own_parts)
        return _Now(row=whole, papers=papers, said=("whole",), into=into)
    if row["part_of"]:
        into = (str(rows[row["part_of"]]["name"]),)
        return _Now(row=row, papers=papers, said=("part",), into=into)
    return _Now(row=row, papers=papers)


def _not_held(run: Run | None, paper_ids: pd.Series) -> list[str]:
    """Leave out the papers that an earlier run holds."""
    if run is None:
        return paper_ids.tolist()
    held = read_table(run, "members", columns=["paper_id"])["paper_id"]
    return paper_ids[~paper_ids.isin(held[held.isin(paper_ids)])].tolist()


def _row_of(run: Run | None, niche_id: str) -> Mapping[str, Any] | None:
    """Return the row of a niche in an earlier run, if it was there."""
    if run is None:
        return None
    niches = read_table(run, "niches")
    row = niches[niches["niche_id"] == niche_id]
    return dict(row.iloc[0]) if len(row) else None


def _day(run: Run) -> date:
    return date.fromisoformat(run.manifest["as_of"])
