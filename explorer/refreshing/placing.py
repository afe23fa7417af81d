"""New papers placed by the model of a run, among the papers that its niches were found in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.corpus.months import months_between
from explorer.field_files import rows_of
from explorer.joined_papers import JoinedPapers, nothing_joined
from explorer.results import paper_hashes, read_model
from explorer.run_places import AXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    from explorer.field_files import Ground
    from explorer.refreshing.joined_tables import Tables
    from explorer.runs import Run
    from explorer.topics.assignment import FrozenModel


def place(
    run: Run, ground: Ground, tables: Tables, papers: pd.DataFrame, *, gone: Iterable[str]
) -> tuple[JoinedPapers, pd.DataFrame]:
    """Let papers join niches as a refresh that judges all anew would.

    Parameters
    ----------
    papers : DataFrame
        With text and ``month``, sorted by id.
    gone : iterable of str
        Papers that have left the run: they have no vote.

    Returns
    -------
    JoinedPapers
    DataFrame
        Rows of ``members.parquet``.
    """
    import numpy as np
    import pandas as pd

    from explorer.topics.assignment import assign, similarities
    from explorer.topics.embedding import transform
    from explorer.topics.landscape import place_papers
    from explorer.topics.tokens import tokenize
    from explorer.topics.vocabulary import count_terms

    if papers.empty:
        return nothing_joined(), pd.DataFrame(columns=["paper_id", "niche_id"], dtype="str")
    model = _model(run)
    tokens = tokenize(papers["title"], papers["abstract"])
    counts = count_terms(tokens, model.embedding.vocabulary)
    points = transform(counts, model.embedding)
    voting = _voting(ground, tables, gone)
    voters = np.asarray(ground.points)
    niche = assign(points, voters, voting, middles=model.centroids)
    places = place_papers(points, niche, model.centroids, _places(tables, model))
    members = pd.DataFrame(
        {
            "paper_id": papers["id"].to_numpy(dtype=str),
            "niche_id": np.array(model.group_ids["niche"])[niche],
            "kind": "assigned",
            "similarity": similarities(points, model.centroids, niche),
            **dict(zip(AXES, places.T, strict=True)),
        }
    )
    return _joined(papers, members, points, counts, str(run.manifest["first_month"])), members


def _joined(
    papers: pd.DataFrame,
    members: pd.DataFrame,
    points: np.ndarray,
    counts: csr_array,
    first_month: str,
) -> JoinedPapers:
    import numpy as np

    months = months_between(first_month, str(papers["month"].max()))
    month = papers["month"].map({each: i for i, each in enumerate(months)})
    return JoinedPapers(
        ids=members["paper_id"].to_numpy(dtype=str),
        hashes=paper_hashes(papers),
        niche=members["niche_id"].to_numpy(dtype=str),
        month=month.fillna(-1).to_numpy(dtype=np.int64),
        points=points,
        term_starts=counts.indptr.astype(np.int64),
        terms=counts.indices.astype(np.int32),
        gone=np.empty(0, dtype="U1"),
    )


def _model(run: Run) -> FrozenModel:
    from explorer.errors import RunDamagedError

    model = read_model(run.path)
    if model is None:
        raise RunDamagedError(run.path, "it keeps no model that places new papers")
    return model


def _voting(ground: Ground, tables: Tables, gone: Iterable[str]) -> np.ndarray:
    """Return the niche of each paper that the niches were found in, -1 of others."""
    import numpy as np

    voting = ground.niche.astype(np.int64)
    voting[rows_of(ground, tables.assigned())] = -1
    voting[rows_of(ground, gone)] = -1
    return voting


def _places(tables: Tables, model: FrozenModel) -> np.ndarray:
    """Return where the niches of a model stand on the map."""
    import numpy as np

    columns = tables.niches.select(["niche_id", *AXES]).to_pydict()
    xy = zip(*(columns[axis] for axis in AXES), strict=True)
    places = dict(zip(columns["niche_id"], xy, strict=True))
    return np.array([places[each] for each in model.group_ids["niche"]], dtype=float)
