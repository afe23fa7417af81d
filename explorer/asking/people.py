"""Whom to ask about a rung: who wrote what it stands on, bridges two sides, or began near one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.asking.crossing import (
    pair_bridges,
    parent_bridges,
    rows_by,
    scope_of,
    starts_near,
    writers,
)
from explorer.corpus.queries import read_query
from explorer.corpus.reading import read_papers_by_id
from explorer.corpus.searching import read_matches
from explorer.field_files import ids_of
from explorer.fitting.person import read_person
from explorer.niches import combinations_of
from explorer.own_niche import ALIKE
from explorer.presentation.asked_of import bridge_text, scope_text, start_text
from explorer.presentation.questions import papers_by
from explorer.presentation.worth_asking import worth_asking
from explorer.runs import read_table
from explorer.trends.authorship import name_key

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from explorer.own_niche import Basis
    from explorer.plans.profile import Profile
    from explorer.plans.records import Rung, SavedNiche
    from explorer.plans.whom_to_ask import Bridge

MOST_BRIDGES, MOST_STARTS = 2, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody worth asking."""

    name: str
    why: str
    path: str
    """How the scope of their work rose; empty where the run does not know them."""
    papers: pd.DataFrame
    """Papers of theirs, for questions."""


def find_asked(
    store: Path, basis: Basis, niche: SavedNiche, rung: Rung, said: Profile
) -> list[Asked]:
    """Find people worth asking about a rung, each once, with the first reason that holds.

    Parameters
    ----------
    store : Path
        Of papers.
    said : Profile
        Of the person who asks, who is not sent to themselves.
    """
    ground = basis.ground
    papers = read_papers_by_id(store, niche.paper_ids)
    here = writers(ground, papers)
    groups = read_table(basis.run, "niches")
    numbers = {name_key(name): number for number, name in here.items()}
    found = {
        numbers.get(name_key(name), -1 - place): (name, why)
        for place, (name, why) in enumerate(worth_asking(papers, rung, as_of=niche.as_of))
    }
    bridges = _bridges(store, basis, niche, rung)
    bridges = bridges or parent_bridges(ground, groups, papers, here)
    fresh = [each for each in bridges if each.author not in found][:MOST_BRIDGES]
    names = here | _named(store, basis, [each.author for each in fresh if each.author not in here])
    found |= {each.author: (names[each.author], bridge_text(each)) for each in fresh}
    found |= {
        number: (here[number], why)
        for number, why in _starts(store, basis, papers, here, said).items()
        if number not in found
    }
    own = name_key(said.author)
    return [
        _asked(store, basis, groups, papers, number, *told)
        for number, told in found.items()
        if name_key(told[0]) != own
    ]


def pair_of(rung: Rung, combinations: pd.DataFrame) -> tuple[str, str] | None:
    """Return the open combination that a rung names: its problem, and its method."""
    text = f"{rung.title} {rung.problem}".lower()
    for row in combinations[["problem", "method"]].to_dict("records"):
        sides = str(row["problem"]), str(row["method"])
        if rung.kind == "larger scale" and all(each.lower() in text for each in sides):
            return sides
    return None


def _bridges(store: Path, basis: Basis, niche: SavedNiche, rung: Rung) -> list[Bridge]:
    pair = pair_of(rung, combinations_of(basis.run, niche.niche_id))
    if pair is None:
        return []
    one, other = (read_matches(store, read_query(f'"{each}"').expression) for each in pair)
    return pair_bridges(basis.ground, pair, one, other)


def _starts(
    store: Path, basis: Basis, papers: pd.DataFrame, here: dict[int, str], said: Profile
) -> dict[int, str]:
    """Tell of those who began nearest to the person where they began."""
    if said.is_empty:
        return {}
    person = read_person(store, said, basis.model.embedding)
    starts = starts_near(basis.ground, papers, here, person.points, least=ALIKE)
    own = name_key(said.author)
    starts = [each for each in starts if name_key(here[each.author]) != own][:MOST_STARTS]
    held = read_papers_by_id(store, [each.paper_id for each in starts])
    titles = dict(zip(held["id"], held["title"], strict=True))
    return {
        each.author: start_text(each, person.sources[each.text].label, titles[each.paper_id])
        for each in starts
        if each.paper_id in titles
    }


def _named(store: Path, basis: Basis, numbers: list[int]) -> dict[int, str]:
    """Find how people write their names who wrote nothing in the niche."""
    return writers(basis.ground, _papers_of(store, basis, numbers)) if numbers else {}


def _papers_of(store: Path, basis: Basis, numbers: list[int]) -> pd.DataFrame:
    return read_papers_by_id(store, ids_of(basis.ground, rows_by(basis.ground, numbers)))


def _asked(
    store: Path,
    basis: Basis,
    groups: pd.DataFrame,
    niche: pd.DataFrame,
    number: int,
    name: str,
    why: str,
) -> Asked:
    """Add the path of somebody; one whom the run does not know has papers of the niche alone."""
    if number < 0:
        return Asked(name=name, why=why, path="", papers=papers_by(niche, name))
    path = scope_text(scope_of(basis.ground, groups, number))
    papers = _papers_of(store, basis, [number])
    return Asked(name=name, why=why, path=path, papers=papers)
