"""What the folder of a run holds: its tables, its frozen model, and the facts of its manifest.

Groups that were found now and groups that were kept from an earlier analysis are written alike.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.corpus.months import last_whole_month
from explorer.corpus.reading import BLOCK
from explorer.corpus.store import store_kind

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    from explorer.settings import Settings
    from explorer.topics.assignment import FrozenModel
    from explorer.topics.newborns import Newborns
    from explorer.topics.phrases import Phrases
    from explorer.topics.subfields import Level, Subfields

LIBRARIES = ("faiss-cpu", "graspologic-native", "numpy", "pandas", "scikit-learn", "scipy")

WORDS_SHOWN = 12

PARTITION, NEWBORN = "partition", "newborn"
"""Kinds of niches; a newborn one shares its papers with others."""

MODEL, VOCABULARY = "model.npz", "vocabulary.json"

NOTED = frozenset({"made_at", "seen", "supersedes"})
"""Facts of a manifest on which no result depends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which papers an analysis looks at, and how."""

    categories: tuple[str, ...] = ()
    """Any of these counts; empty means every paper held."""
    as_of: date
    """Later papers do not exist for the analysis."""
    papers_per_niche: int = 120
    seed: int = 0

    def __str__(self) -> str:
        return f"{', '.join(self.categories) or 'the store'} up to {self.as_of}"

    @property
    def last_month(self) -> str:
        """The newest month that is counted."""
        return last_whole_month(self.as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The groups of the papers of one run, aligned with its table of papers."""

    levels: tuple[Level, ...]
    similarity: np.ndarray
    """float32 of shape (n_papers,): cosine of each paper with the middle of its niche."""
    placed: np.ndarray
    """str of shape (n_papers,): ``partition``, or ``assigned`` to a niche found before it came."""
    stability: np.ndarray
    """float64 of shape (n_niches,)."""
    own_words: pd.DataFrame
    """``niche_id``, ``term``, ``role``, ``weight``, by level and group: words that set a group
    apart (``own``), and that did so some years ago (``before``)."""
    counts: csr_array
    """Shape (n_papers, n_terms): how often each paper uses each term of the model."""
    model: FrozenModel
    """What places papers that come later."""
    points: np.ndarray
    """float32 of shape (n_papers, n_dimensions), rows of unit length."""
    phrases: Phrases
    """Of these papers: newborn niches are grown from them."""
    marks: pd.DataFrame
    """One row a paper, bool: what makes it debris."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The groups of one level as they are judged and written; they may share papers."""

    level: Level
    """Its ``label`` is the group of each membership."""
    rows: np.ndarray
    """int64 of shape (n_memberships,): the paper's row; every paper once, then those held again."""
    similarity: np.ndarray
    """float32 of shape (n_memberships,)."""
    disjoint: int
    """The first groups, which hold every paper once."""

    @property
    def ids(self) -> np.ndarray:
        """Id of the group of each membership."""
        ids: np.ndarray = self.level.groups["niche_id"].to_numpy(dtype=str)[self.level.label]
        return ids


def found_now(subfields: Subfields) -> Found:
    """Take over groups as they were found."""
    import numpy as np
    import pandas as pd

    from explorer.topics.assignment import FrozenModel

    return Found(
        levels=subfields.levels,
        similarity=subfields.similarity,
        placed=np.full(len(subfields.similarity), "partition"),
        stability=subfields.stability,
        own_words=pd.concat(
            [
                _words(*each, subfields)
                for each in zip(subfields.levels, subfields.earlier, strict=True)
            ]
        ),
        counts=subfields.counts,
        model=FrozenModel(
            embedding=subfields.embedding,
            centroids=subfields.centroids,
            group_ids={each.name: each.groups["niche_id"].tolist() for each in subfields.levels},
        ),
        points=subfields.points,
        phrases=subfields.phrases,
        marks=subfields.marks,
    )


def _words(level: Level, earlier: pd.DataFrame, subfields: Subfields) -> pd.DataFrame:
    """List the words that set each group apart, now and some years ago."""
    import pandas as pd

    before = earlier.assign(niche_id=level.groups["niche_id"].to_numpy()[earlier["group"]])
    before = before.assign(role="before")[["niche_id", "term", "role", "weight"]]
    return pd.concat([own_words(level.groups, level.weights, subfields.phrases), before])


def own_words(groups: pd.DataFrame, weights: csr_array, phrases: Phrases) -> pd.DataFrame:
    """List the words that set each group apart: ``niche_id``, ``term``, ``role``, ``weight``."""
    import numpy as np

    from explorer.topics.word_lists import heaviest

    own = heaviest(weights, WORDS_SHOWN)
    own["term"] = np.array(phrases.texts, dtype=object)[own["term"]]
    own["niche_id"] = groups["niche_id"].to_numpy()[own["group"]]
    return own.assign(role="own")[["niche_id", "term", "role", "weight"]]


def quality(niches: pd.DataFrame) -> dict[str, float]:
    """Say for the manifest how good the niches of a run are; newborn ones are not measured."""
    from explorer.topics.quality import summary

    return summary(niches[(niches["level"] == "niche") & (niches["kind"] == PARTITION)])


def run_facts(
    settings: Settings,
    scope: Scope,
    papers: pd.DataFrame,
    now: datetime,
    *,
    hashes: np.ndarray | None = None,
) -> dict[str, Any]:
    """Say what a run rests on; its files are added by ``write_manifest``.

    Parameters
    ----------
    hashes : ndarray, optional
        As from ``paper_hashes``, if they are known.
    """
    return {
        "as_of": scope.as_of.isoformat(),
        "first_month": str(papers["month"].min()),
        "last_month": scope.last_month,
        "categories": list(scope.categories),
        "papers": len(papers),
        "parameters": {k: v for k, v in asdict(scope).items() if k == "papers_per_niche"},
        "seed": scope.seed,
        "kind": store_kind(settings.papers),
        "fingerprint": fingerprint(paper_hashes(papers) if hashes is None else hashes),
        "versions": {
            "explorer": version("research-direction-explorer"),
            **{name: version(name) for name in LIBRARIES},
        },
        "made_at": now.isoformat(timespec="seconds"),
    }


def paper_hashes(papers: pd.DataFrame) -> np.ndarray:
    """Tell one state of each paper from another, uint64 of shape (n_papers,)."""
    import numpy as np
    import pandas as pd

    blocks = (papers.iloc[first : first + BLOCK] for first in range(0, len(papers), BLOCK))
    found = [pd.util.hash_pandas_object(block, index=False).to_numpy() for block in blocks]
    return np.concatenate([np.empty(0, dtype=np.uint64), *found])


def fingerprint(hashes: np.ndarray) -> str:
    """Tell one state of all papers from another."""
    return hashlib.sha256(hashes.tobytes()).hexdigest()


def run_id_of(facts: dict[str, Any]) -> str:
    """Name a run after its last month and all that its results depend on."""
    depends = {key: value for key, value in facts.items() if key not in NOTED}
    text = json.dumps(depends, sort_keys=True)
    return f"{facts['last_month']}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def write_model(folder: Path, model: FrozenModel, newborns: Newborns) -> None:
    """Write what places new papers: the vocabulary as JSON, everything else as arrays.

    The middles of newborn niches place nothing; neighbours are told by them.
    """
    import numpy as np

    embedding = model.embedding
    arrays: dict[str, Any] = {
        "idf": embedding.idf,
        "components": embedding.components,
        "centroids": model.centroids,
        "newborn_ids": newborns.groups["niche_id"].to_numpy(dtype=str),
        "newborn_middles": newborns.middles,
        **{f"{level}_ids": np.array(ids) for level, ids in model.group_ids.items()},
    }
    np.savez(folder / MODEL, **arrays)
    words = embedding.vocabulary
    text = json.dumps({"terms": words.terms, "roots": dict(words.roots)}, ensure_ascii=False)
    (folder / VOCABULARY).write_text(text, encoding="utf-8")


def read_middles(folder: Path) -> tuple[list[str], np.ndarray] | None:
    """Read the ids of a run's niches, newborn ones last, and the middle of each.

    ``None`` if the run keeps no middles; older runs keep none of newborn niches.
    """
    from zipfile import BadZipFile

    import numpy as np

    try:
        with np.load(folder / MODEL, allow_pickle=False) as arrays:
            ids, middles = arrays["niche_ids"].tolist(), arrays["centroids"]
            if "newborn_ids" in arrays:
                ids += arrays["newborn_ids"].tolist()
                middles = np.concatenate([middles, arrays["newborn_middles"]])
    except (OSError, ValueError, KeyError, BadZipFile):
        return None
    return ids, middles


def read_model(folder: Path) -> FrozenModel | None:
    """Read a run's model; ``None`` if it is not of the form that places new papers."""
    from zipfile import BadZipFile

    import numpy as np

    from explorer.topics.assignment import FrozenModel
    from explorer.topics.embedding import Embedding
    from explorer.topics.subfields import LEVELS
    from explorer.topics.vocabulary import Vocabulary

    try:
        words = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
        with np.load(folder / MODEL, allow_pickle=False) as arrays:
            return FrozenModel(
                embedding=Embedding(
                    vocabulary=Vocabulary(terms=tuple(words["terms"]), roots=words["roots"]),
                    idf=arrays["idf"],
                    components=arrays["components"],
                ),
                centroids=arrays["centroids"],
                group_ids={level: arrays[f"{level}_ids"].tolist() for level in LEVELS},
            )
    except (OSError, ValueError, KeyError, BadZipFile):
        return None
