"""Every niche of a run held against a person: how well it fits, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.fitting.person import Person, read_person
from explorer.fitting.uses import Uses, read_uses
from explorer.results import read_middles
from explorer.runs import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    import pandas as pd

    from explorer.own_niche import Basis
    from explorer.plans.profile import Profile

WORDS_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """How the niches of a run fit a person."""

    person: Person
    uses: Uses
    parts: Mapping[str, float]
    """Weights of what the fit is made of; empty if the profile says nothing that niches have."""
    table: pd.DataFrame
    """``niche_id``, ``near`` (cosine with the nearest text of the person), ``nearest`` (what that
    text is), ``shared`` (list of (word, part of the papers)), ``fit`` (0 to 100) and ``fits``."""


def fit_niches(basis: Basis, store: Path, profile: Profile) -> Fits:
    """Hold the finest niches of a run against a profile.

    Parameters
    ----------
    basis : Basis
        What the run knows.
    store : Path
        Of papers: the person's own are looked for there.
    """
    import numpy as np
    import pandas as pd

    from explorer.plans.fit import OwnWords, parts_that_count, shared_words

    person = read_person(store, profile, basis.model.embedding)
    members = read_table(basis.run, "members", columns=["niche_id", "paper_id"])
    uses = read_uses(basis.ground, members, person.terms)
    niches = read_table(basis.run, "niches")
    niches = niches[niches["level"] == "niche"].reset_index(drop=True)
    table = niches[["niche_id"]].assign(near=np.nan, nearest="")
    has_texts = bool(person.sources)
    if has_texts:
        table = _near(table, basis, person)
    counts, papers = uses.of(niches["niche_id"].tolist())
    words = words_of(basis, person.terms)
    own = OwnWords(texts=words, weights=person.weights, shares=uses.shares)
    shared = shared_words(counts, papers, own, most=WORDS_SHOWN)
    parts = parts_that_count(profile, has_texts=has_texts)
    table = _scored(table, niches, parts)
    table["shared"] = pd.Series(shared, dtype=object)
    return Fits(person=person, uses=uses, parts=parts, table=table)


def words_of(basis: Basis, terms: np.ndarray) -> list[str]:
    """Return words of the run's vocabulary by their columns."""
    vocabulary = basis.model.embedding.vocabulary.terms
    return [vocabulary[term] for term in terms]


def _near(table: pd.DataFrame, basis: Basis, person: Person) -> pd.DataFrame:
    """Add how near the nearest text of the person is to each niche."""
    import numpy as np
    import pandas as pd

    from explorer.plans.fit import nearest

    ids, middles = read_middles(basis.run.path) or ([], np.empty((0, person.points.shape[1])))
    cosines, rows = nearest(person.points, middles)
    labels = [person.sources[row].label for row in rows]
    found = pd.DataFrame({"near": cosines, "nearest": labels}, index=ids)
    found = found.reindex(table["niche_id"])
    return table.assign(
        near=found["near"].to_numpy(), nearest=found["nearest"].fillna("").to_numpy()
    )


def _scored(table: pd.DataFrame, niches: pd.DataFrame, parts: Mapping[str, float]) -> pd.DataFrame:
    import numpy as np

    from explorer.plans.fit import LEAST_NEAR, LINE, fit_scores

    if not parts:
        return table.assign(fit=np.nan, fits=False)
    values = niches[["light_compute", "small_teams"]].assign(near=table["near"].to_numpy())
    fit = fit_scores(values, parts)
    is_near = (table["near"].to_numpy() >= LEAST_NEAR) | ("near" not in parts)
    return table.assign(fit=fit, fits=(fit >= LINE) & is_near)
