"""A niche that a person defines by words, or by a text that its papers are to be like.

It has what niches of a run have: papers, months, growth, both axes, words, the papers behind each
part; and its neighbours, the niches that share its papers. It is judged in the same field and
ranked among the run's niches, which it does not move.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from explorer.corpus.queries import Query, read_query
from explorer.corpus.searching import read_matches
from explorer.errors import RunWithoutFieldError
from explorer.field_files import Ground, field_of, ids_of, read_ground, rows_of
from explorer.joined_papers import read_joined, with_joined
from explorer.results import NEWBORN, read_model
from explorer.runs import Run, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd

    from explorer.settings import Settings
    from explorer.topics.assignment import FrozenModel
    from explorer.trends.field import Field
    from explorer.trends.outlook import Outlook

KIND = "own"
"""Kind of a niche by words, beside those of ``niches.parquet``."""

ALIKE = 0.60
"""Cosine from which a paper is like a text."""

MOST_ALIKE = 200
"""Papers, the nearest first, that are taken to be like a text."""

LONGEST_NAME = 80

NEIGHBOURS_SHOWN = 8

TERMS_OF_A_NICHE, WORDS_SHOWN = 10, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a run knows, opened once for any number of niches."""

    run: Run
    ground: Ground
    model: FrozenModel
    niches: pd.DataFrame
    """Those of ``niches.parquet`` that an own niche is ranked among."""
    newborns: pd.DataFrame
    """``niche_id``, ``name``, ``slug``, ``terms``, and ``rows`` of their papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoNiche:
    """Words that define nothing, and why."""

    query: Query
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNiche:
    """A niche by words; tables have the columns of the run's."""

    query: Query
    reading: str
    """What its papers are, in words."""
    niche: Mapping[str, Any]
    """As a row of ``niches.parquet``, of kind ``own``; without ``parent_id``, ``stability``
    and ``coherence``."""
    members: pd.DataFrame
    """``paper_id``, ``similarity`` with the middle of the niche, ``month`` after the first of the
    analysis; most central first."""
    series: pd.DataFrame
    words: pd.DataFrame
    evidence: pd.DataFrame
    neighbours: pd.DataFrame
    """``niche_id``, ``name``, ``slug``, ``terms``, ``kind``, ``shared`` (papers), ``of_own`` and
    ``of_niche``: which part of either they are. Newborn niches share their papers with others."""


def open_basis(run: Run, *, niches: pd.DataFrame | None = None) -> Basis:
    """Open what a run knows; ``niches`` is its table of them, if that is at hand.

    Raises
    ------
    RunWithoutFieldError
        If the run was made by an earlier version.
    RunDamagedError
    """
    ground, model = read_ground(run), read_model(run.path)
    if model is None:
        raise RunWithoutFieldError(run.run_id)
    niches = read_table(run, "niches") if niches is None else niches
    judged = (niches["level"] == "niche") & (niches["kind"] == "partition")
    newborns = _newborns(run, ground, niches[niches["kind"] == NEWBORN])
    return Basis(run=run, ground=ground, model=model, niches=niches[judged], newborns=newborns)


def _newborns(run: Run, ground: Ground, niches: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    members = read_table(run, "members", columns=["niche_id", "paper_id"], kind=NEWBORN)
    ids = dict(iter(members.groupby("niche_id")["paper_id"]))
    rows = [rows_of(ground, ids.get(niche_id, ())) for niche_id in niches["niche_id"]]
    return niches[["niche_id", "name", "slug", "terms"]].assign(
        rows=pd.Series(rows, dtype=object).to_numpy()
    )


def find_own(place: Settings, basis: Basis, typed: str) -> OwnNiche | NoNiche:
    """Make a niche of the run's papers that a person means.

    Whatever is typed has an answer: what cannot be read as a query is taken as plain words.
    """
    query, found = read_query(typed), list[str]()
    if query.problem:
        return NoNiche(query=query, problem=query.problem)
    if query.text:
        rows, reading = _alike(basis, query)
    else:
        found = read_matches(place.papers, query.expression)
        rows, reading = rows_of(basis.ground, found), ""
    if not len(rows):
        return NoNiche(query=query, problem=f"The analysis has no {query.reading}.")
    own = own_niche(basis, query, rows, reading=reading or query.reading)
    joined = read_joined(basis.run)
    return replace(own, members=with_joined(own.members, joined, found, basis.ground.points[rows]))


def own_niche(basis: Basis, query: Query, rows: np.ndarray, *, reading: str) -> OwnNiche:
    """Judge the papers of some rows as a niche."""
    import pandas as pd

    from explorer.trends.own_group import group_series, judge_group

    ground, first = basis.ground, str(basis.run.manifest["first_month"])
    field = field_of(ground, rows)
    similarity = _similarity(ground.points[rows])
    outlook = judge_group(field, ground.whole, basis.niches, similarity, first_month=first)
    niche_id = _niche_id(query)
    words = _words(basis, field, outlook).assign(niche_id=niche_id)
    ids = pd.Series(ids_of(ground, rows), dtype="str")
    members = pd.DataFrame({"paper_id": ids, "similarity": similarity, "month": field.month})
    series = group_series(field, ground.whole, first_month=first)
    series.insert(0, "niche_id", niche_id)
    return OwnNiche(
        query=query,
        reading=reading,
        niche=_niche(basis, query, rows, outlook, words),
        members=members.sort_values(
            ["similarity", "paper_id"], ascending=[False, True], ignore_index=True
        ),
        series=series,
        words=words[["niche_id", "term", "role", "weight"]],
        evidence=pd.DataFrame(
            {
                "niche_id": niche_id,
                "part": outlook.evidence["part"].astype("str"),
                "paper_id": ids.to_numpy()[outlook.evidence["paper"]],
                "weight": outlook.evidence["weight"],
            }
        ),
        neighbours=_neighbours(basis, rows),
    )


def _alike(basis: Basis, query: Query) -> tuple[np.ndarray, str]:
    """Find the papers that lie near a text, and say how near."""
    import numpy as np

    from explorer.topics.embedding import transform
    from explorer.topics.tokens import tokenize
    from explorer.topics.vocabulary import count_terms

    embedding = basis.model.embedding
    counts = count_terms(tokenize([""], [query.text]), embedding.vocabulary)
    cosines = _cosines(basis.ground.points, transform(counts, embedding)[0])
    near = np.flatnonzero(cosines >= ALIKE)
    nearest = near[np.argsort(-cosines[near], kind="stable")][:MOST_ALIKE]
    least = cosines[nearest[-1]] if len(near) > MOST_ALIKE else ALIKE
    reading = f"{query.reading}: cosine of their words with it {least:.2f} or more"
    return np.sort(nearest), reading


def _cosines(points: np.ndarray, middle: np.ndarray, *, block: int = 65_536) -> np.ndarray:
    """Return the cosine of each point with another, block by block."""
    import numpy as np

    spans = range(0, len(points), block)
    parts = [points[at : at + block].astype(np.float32) @ middle for at in spans]
    return np.concatenate(parts)


def _similarity(points: np.ndarray) -> np.ndarray:
    """Return the cosine of each point with the middle of all."""
    import numpy as np

    middle = points.sum(axis=0, dtype=np.float32)
    return _cosines(points, middle / max(float(np.linalg.norm(middle)), 1e-12))


def _niche_id(query: Query) -> str:
    defined = (query.expression or query.text).encode(errors="replace")
    return "w" + hashlib.blake2s(defined, digest_size=4).hexdigest()


def _niche(
    basis: Basis, query: Query, rows: np.ndarray, outlook: Outlook, words: pd.DataFrame
) -> dict[str, Any]:
    import numpy as np

    name = _name(query)
    ground = basis.ground
    category = np.bincount(ground.category[rows], minlength=len(ground.categories)).argmax()
    own = words.loc[words["role"] == "own", "term"]
    return {
        "niche_id": _niche_id(query),
        "level": "niche",
        "kind": KIND,
        "name": name,
        "slug": re.sub(r"[^a-z0-9]+", "-", f"{name} by words".lower()).strip("-"),
        "terms": own.head(TERMS_OF_A_NICHE).tolist(),
        "parent_id": "",
        "coherence": float("nan"),
        "debris": "",
        **{str(key): value for key, value in outlook.scores.iloc[0].items()},
        "primary_category": str(ground.categories[category]),
        "stability": float("nan"),
        **dict.fromkeys(["x", "y"], float("nan")),
    }


def _name(query: Query) -> str:
    """Name a niche by what was typed."""
    if query.text:
        return f"Like: {' '.join(query.text.split()[:8])}…"
    typed = query.typed
    return typed if len(typed) <= LONGEST_NAME else f"{typed[: LONGEST_NAME - 1]}…"


def _words(basis: Basis, field: Field, outlook: Outlook) -> pd.DataFrame:
    """List the terms that set a niche apart, and those that make it rise."""
    import numpy as np
    import pandas as pd

    from explorer.topics.word_lists import apart_from_others

    texts = np.array(basis.model.embedding.vocabulary.terms, dtype=object)
    rising = outlook.rising[["term", "role", "weight"]]
    rising = rising.assign(term=texts[rising["term"]])
    own = apart_from_others(
        np.bincount(field.uses.indices, minlength=len(texts)),
        basis.ground.whole.users,
        n_papers=len(field.month),
        n_all=len(basis.ground.ids),
        texts=texts,
        n_terms=WORDS_SHOWN,
    ).assign(role="own")
    return pd.concat([own, rising], ignore_index=True).astype({"term": "str", "role": "str"})


def _neighbours(basis: Basis, rows: np.ndarray) -> pd.DataFrame:
    """List the niches that share most papers, newborn ones too."""
    import numpy as np
    import pandas as pd

    ground, newborns = basis.ground, basis.newborns
    n, wanted = len(ground.niche_ids), np.zeros(len(ground.ids), dtype=bool)
    wanted[rows] = True
    table = pd.DataFrame(
        {
            "niche_id": ground.niche_ids,
            "shared": np.bincount(ground.niche[rows], minlength=n),
            "papers": np.bincount(ground.niche, minlength=n),
        }
    ).merge(basis.niches[["niche_id", "name", "slug", "terms", "kind"]], on="niche_id")
    others = newborns.drop(columns="rows").assign(
        kind=NEWBORN,
        shared=[int(wanted[held].sum()) for held in newborns["rows"]],
        papers=newborns["rows"].map(len),
    )
    table = pd.concat([table, others]) if len(others) else table
    table = table[table["shared"] > 0]
    table = table.sort_values(["shared", "niche_id"], ascending=[False, True], ignore_index=True)
    table = table.head(NEIGHBOURS_SHOWN)
    return table.assign(
        of_own=table["shared"] / len(rows), of_niche=table["shared"] / table["papers"]
    )[["niche_id", "name", "slug", "terms", "kind", "shared", "of_own", "of_niche"]]
