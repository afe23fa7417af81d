"""One analysis from stored papers to a run: what pages, commands and notebooks call.

Papers -> subfields -> growth, each stage a call; the results are written by ``runs``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.corpus.months import last_whole_month
from explorer.corpus.progress import Progress, silent
from explorer.corpus.reading import newest_day, read_papers
from explorer.corpus.store import store_kind
from explorer.corpus.taxonomy import check_categories
from explorer.corpus.withdrawals import without_withdrawn
from explorer.errors import TooFewPapersError
from explorer.runs import Run, read_run, write_manifest, writing_run

if TYPE_CHECKING:
    import pandas as pd

    from explorer.settings import Settings
    from explorer.topics.subfields import Level, Subfields
    from explorer.trends.exposure import Exposure
    from explorer.trends.outlook import Outlook

    Judged = tuple[list[Outlook], Exposure | None]

LIBRARIES = ("faiss-cpu", "graspologic-native", "numpy", "pandas", "scikit-learn", "scipy")

WORDS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which papers an analysis looks at, and how."""

    categories: tuple[str, ...] = ()
    """Any of these counts; empty means every paper held."""
    as_of: date
    """Later papers do not exist for the analysis."""
    papers_per_niche: int = 120
    seed: int = 0

    @property
    def last_month(self) -> str:
        """The newest month that is counted."""
        return last_whole_month(self.as_of)


def analyze(
    settings: Settings,
    *,
    now: datetime,
    categories: Sequence[str] = (),
    as_of: date | None = None,
    papers_per_niche: int = 120,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Run:
    """Find the subfields of the stored papers, judge them, and make the result the current run.

    Parameters
    ----------
    now : datetime
        Noted in the manifest; it has no influence on the results.
    categories : sequence of str
        arXiv codes; empty means every paper held.
    as_of : date, optional
        The day of the newest paper, or the end of the newest fetch, if left out.

    Raises
    ------
    StoreNotFoundError, UnknownCategoryError, TooFewPapersError, StoreUnwritableError
    """
    scope = Scope(
        categories=tuple(sorted(check_categories(categories))),
        as_of=as_of or newest_day(settings.papers),
        papers_per_niche=papers_per_niche,
        seed=seed,
    )
    papers, withdrawn = _read(settings.papers, scope, progress)
    from explorer.topics.subfields import find_subfields

    subfields = find_subfields(
        papers,
        scope=_described(scope),
        papers_per_niche=papers_per_niche,
        seed=seed,
        executor=executor,
        progress=progress,
    )
    progress("Judging niches", 0, None)
    judged = _judge(settings.papers, papers, subfields, scope)
    progress("Writing the results", 0, None)
    facts = _facts(settings, scope, papers, now) | {"withdrawn": withdrawn}
    facts |= _holes(judged[1], papers)
    with writing_run(settings.runs, _run_id(facts)) as folder:
        for name, table in _tables(papers, subfields, judged, scope).items():
            table.to_parquet(folder / f"{name}.parquet", index=False)
        _write_model(folder, subfields)
        write_manifest(folder, facts)
    return read_run(settings.runs)


def _read(path: Path, scope: Scope, progress: Progress) -> tuple[pd.DataFrame, int]:
    progress("Reading papers", 0, None)
    held = read_papers(path, as_of=scope.as_of, categories=scope.categories)
    papers, withdrawn = without_withdrawn(held)
    papers["month"] = papers["published"].dt.strftime("%Y-%m").astype("str")
    if not (papers["month"] <= scope.last_month).any():
        from explorer.topics.subfields import MIN_PAPERS

        raise TooFewPapersError(0, MIN_PAPERS, f"{_described(scope)}, counting whole months,")
    return papers, withdrawn


def _described(scope: Scope) -> str:
    where = ", ".join(scope.categories) or "the store"
    return f"{where} up to {scope.as_of}"


def _judge(store: Path, papers: pd.DataFrame, subfields: Subfields, scope: Scope) -> Judged:
    from explorer.corpus.coverage import part_held, read_coverage
    from explorer.trends.outlook import judge, read_field

    held = part_held(read_coverage(store, as_of=scope.as_of))
    field = read_field(papers, subfields.counts, last_month=scope.last_month, held=held)
    first, fit = str(papers["month"].min()), subfields.similarity
    outlooks = [judge(field, each.label, fit, first_month=first) for each in subfields.levels]
    return outlooks, field.exposure


def _tables(
    papers: pd.DataFrame, subfields: Subfields, judged: Judged, scope: Scope
) -> dict[str, pd.DataFrame]:
    import pandas as pd

    from explorer.trends.series import monthly_series

    pairs = list(zip(subfields.levels, judged[0], strict=True))
    of_paper = pd.DataFrame(
        {level.name: level.groups["niche_id"].to_numpy()[level.label] for level, _ in pairs},
        index=papers.index,
    )
    members = pd.DataFrame(
        {
            "paper_id": papers["id"],
            "niche_id": of_paper["niche"],
            "kind": "partition",
            "similarity": subfields.similarity,
        }
    )
    last, months = scope.last_month, papers["month"]
    series = monthly_series(months, of_paper, last_month=last, exposure=judged[1])
    return {
        "niches": pd.concat([_niches(papers, *p, subfields) for p in pairs], ignore_index=True),
        "members": members.sort_values(["niche_id", "paper_id"], ignore_index=True),
        "series": series.sort_values(["niche_id", "month"], ignore_index=True),
        "words": pd.concat([_words(*p, subfields) for p in pairs], ignore_index=True),
        "evidence": pd.concat([_evidence(papers, *p) for p in pairs], ignore_index=True),
    }


def _niches(
    papers: pd.DataFrame, level: Level, outlook: Outlook, subfields: Subfields
) -> pd.DataFrame:
    """Put one level's groups in the documented form, best score first."""
    import numpy as np
    import pandas as pd

    category, code = np.unique(papers["primary_category"].to_numpy(dtype=str), return_inverse=True)
    counts = np.zeros((len(level.groups), len(category)), dtype=np.int64)
    np.add.at(counts, (level.label, code), 1)
    table = pd.concat([level.groups, outlook.scores], axis=1)
    table.insert(1, "level", level.name)
    table.insert(2, "kind", "partition")
    table["primary_category"] = category[counts.argmax(axis=1)]
    table["stability"] = subfields.stability if level.name == "niche" else np.nan
    table = table.sort_values(["score", "niche_id"], ascending=[False, True], ignore_index=True)
    return table.astype({"level": "str", "kind": "str", "primary_category": "str"})


def _words(level: Level, outlook: Outlook, subfields: Subfields) -> pd.DataFrame:
    """List the words that set each group apart, and those that make it rise."""
    import numpy as np
    import pandas as pd

    from explorer.topics.naming import heaviest

    own = heaviest(level.weights, WORDS_SHOWN).assign(role="own")
    own["term"] = np.array(subfields.phrases.texts, dtype=object)[own["term"]]
    rising = outlook.rising.copy()
    rising["term"] = np.array(subfields.embedding.vocabulary.terms, dtype=object)[rising["term"]]
    words = pd.concat([own, rising], ignore_index=True)
    words["niche_id"] = level.groups["niche_id"].to_numpy()[words["group"]]
    return words[["niche_id", "term", "role", "weight"]].astype({"term": "str", "role": "str"})


def _evidence(papers: pd.DataFrame, level: Level, outlook: Outlook) -> pd.DataFrame:
    import pandas as pd

    found = outlook.evidence
    return pd.DataFrame(
        {
            "niche_id": level.groups["niche_id"].to_numpy()[found["group"]],
            "part": found["part"].astype("str"),
            "paper_id": papers["id"].to_numpy()[found["paper"]],
            "weight": found["weight"],
        }
    )


def _facts(settings: Settings, scope: Scope, papers: pd.DataFrame, now: datetime) -> dict[str, Any]:
    import pandas as pd

    rows = pd.util.hash_pandas_object(papers, index=False).to_numpy()
    return {
        "as_of": scope.as_of.isoformat(),
        "first_month": str(papers["month"].min()),
        "last_month": scope.last_month,
        "categories": list(scope.categories),
        "papers": len(papers),
        "parameters": {k: v for k, v in asdict(scope).items() if k == "papers_per_niche"},
        "seed": scope.seed,
        "kind": store_kind(settings.papers),
        "fingerprint": hashlib.sha256(rows.tobytes()).hexdigest(),
        "versions": {
            "explorer": version("research-direction-explorer"),
            **{name: version(name) for name in LIBRARIES},
        },
        "made_at": now.isoformat(timespec="seconds"),
    }


def _holes(exposure: Exposure | None, papers: pd.DataFrame) -> dict[str, Any]:
    """Say in which months not all papers are held, if there are any."""
    from explorer.trends.exposure import holes_of

    return {} if exposure is None else {"holes": holes_of(exposure, papers["month"])}


def _run_id(facts: dict[str, Any]) -> str:
    """Name a run after its last month and all that its results depend on."""
    depends = {key: value for key, value in facts.items() if key != "made_at"}
    text = json.dumps(depends, sort_keys=True)
    return f"{facts['last_month']}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _write_model(folder: Path, subfields: Subfields) -> None:
    """Write what places new papers: the vocabulary as JSON, everything else as arrays."""
    import numpy as np

    model = subfields.embedding
    np.savez(
        folder / "model.npz",
        idf=model.idf,
        components=model.components,
        centroids=subfields.centroids,
    )
    vocabulary = {"terms": model.vocabulary.terms, "roots": dict(model.vocabulary.roots)}
    text = json.dumps(vocabulary, ensure_ascii=False)
    (folder / "vocabulary.json").write_text(text, encoding="utf-8")
