"""A whole back-test: look from each cutoff, see what became of it, measure, and keep the result."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from explorer.analysis import read_scope
from explorer.backtesting.asked import Asked, check_cutoffs, usual_cutoffs
from explorer.backtesting.became import what_became
from explorer.backtesting.entered import entered_table, people_of
from explorer.backtesting.forecasts import forecast_tables
from explorer.backtesting.intervals import measure_all
from explorer.backtesting.kept import BackTest, write_backtest
from explorer.backtesting.known import Known, look_back
from explorer.backtesting.named import Look, later_looks, named_recall, recall_summary
from explorer.backtesting.overlaps import named_papers, overlaps
from explorer.backtesting.reference import NOT_USED, with_all_told
from explorer.backtesting.subjects import known_subjects, random_subjects
from explorer.corpus.months import last_whole_month
from explorer.corpus.progress import Progress, silent
from explorer.corpus.reading import newest_day
from explorer.corpus.taxonomy import check_categories
from explorer.results import PARTITION, Scope, run_facts
from explorer.topics.tokens import tokenize
from explorer.trends.baselines.every import BASELINES, baseline_values
from explorer.trends.scores import MIN_RECENT, NOVEL_PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from explorer.backtesting.entered import People
    from explorer.settings import Settings

RANKINGS = ("score", "reference", *NOVEL_PARTS, *NOT_USED, *BASELINES)
"""What is measured; the others are held against the first."""

LEAST_NICHES = 10
"""Niches below which nothing is measured at a cutoff."""


def back_test(
    settings: Settings,
    asked: Asked,
    *,
    now: datetime,
    subfields: Mapping[str, Sequence[str]] | None = None,
    progress: Progress = silent,
) -> BackTest:
    """Try the score, and simple rules beside it, on history; keep the tables.

    Parameters
    ----------
    now : datetime
        Noted in the manifest; it has no influence on the results.
    subfields : mapping
        Phrases by the name of a known subfield: when was each first flagged? Asking for it takes
        more looks, after the last cutoff.

    Raises
    ------
    StoreNotFoundError, UnknownCategoryError, BadCutoffError, TooFewPapersError,
    StoreUnwritableError
    """
    asked, papers = _read(settings, asked, progress, whole=subfields is not None)
    facts = _facts(settings, asked, papers, now) | {"subfields": dict(subfields or {})}
    every = [(cutoff, seed) for cutoff in asked.cutoffs for seed in asked.seeds]
    later = later_looks(asked.cutoffs, str(papers["month"].max())) if subfields else []
    steps = _Steps(papers["month"], [*(cutoff for cutoff, _ in every), *later], progress)
    people = people_of(papers)
    parts, named = [], []
    looks: dict[str, Look] = {}
    for cutoff, seed in every:
        steps.begin()
        known = look_back(settings.papers, asked.scope(cutoff, seed))
        niches = tried(known, papers, people, asked.horizons)
        parts.append(niches.assign(cutoff=cutoff, seed=seed))
        measured = niches[niches["measured"]].drop_duplicates("niche_id")
        named.append(named_papers(known.tables["members"], measured, cutoff=cutoff, seed=seed))
        looks.setdefault(cutoff, _look(known))
    for cutoff in later:
        steps.begin()
        looks[cutoff] = _look(look_back(settings.papers, asked.scope(cutoff, asked.seeds[0])))
    steps.begin()
    progress("Measuring", 0, None)
    niches = _in_order(pd.concat(parts, ignore_index=True))
    tables = {"niches": niches, **measured_tables(niches), "overlaps": overlaps(named)}
    if subfields:
        tables |= _named(looks, subfields, papers)
    return write_backtest(settings.backtests, _id_of(facts), facts, tables)


class _Steps:
    """Tells how far the looks are; each takes as long as it has papers."""

    def __init__(self, months: pd.Series, cutoffs: Sequence[str], progress: Progress) -> None:
        sizes = [int((months <= cutoff).sum()) for cutoff in cutoffs]
        self._done = iter(np.cumsum([0, *sizes]).tolist())
        self._total, self._progress = sum(sizes), progress

    def begin(self) -> None:
        """Tell that the next look begins, or that all are over."""
        self._progress("Looking from earlier months", next(self._done), self._total)


def _look(known: Known) -> Look:
    niches = known.tables["niches"]
    return Look(niches=niches[niches["level"] == "niche"], members=known.tables["members"])


def _named(
    looks: Mapping[str, Look], subfields: Mapping[str, Sequence[str]], papers: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Tell when known subfields, and random phrases like them, were first flagged."""
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    known = known_subjects(tokens, subfields)
    named = named_recall(looks, [*known, *random_subjects(tokens, known)], papers)
    return {"named": named, "recall": recall_summary(named, list(looks))}


def tried(
    known: Known, papers: pd.DataFrame, people: People, horizons: tuple[int, ...]
) -> pd.DataFrame:
    """Put beside each niche what was said of it and what became of it.

    Returns
    -------
    DataFrame
        A row for each horizon and niche: as in ``niches.parquet`` of a run but for the stage in
        words (a ranking has that name), with a column for each ranking, those of ``what_became``,
        and ``measured``: whether it counts in the measures, as a niche of the partition with enough
        papers in the last year.
    """
    niches = known.tables["niches"]
    niches = with_all_told(niches[niches["level"] == "niche"].drop(columns="stage"))
    reference = pd.DataFrame({"niche_id": known.niche_ids, "reference": known.reference})
    niches = niches.merge(reference, on="niche_id")
    became = what_became(known, papers, people, horizons)
    rules = [
        baseline_values(known.history, years=horizon, seed=known.scope.seed).assign(
            niche_id=known.niche_ids, horizon=horizon
        )
        for horizon in horizons
    ]
    keys = ["niche_id", "horizon"]
    table = niches.merge(became, on="niche_id").merge(pd.concat(rules), on=keys)
    enough = (table["papers_recent"] >= MIN_RECENT) & table["realised"].notna()
    return table.assign(measured=enough & (table["kind"] == PARTITION)).drop(columns="level")


def measured_tables(niches: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Say for each horizon and cutoff how many grew, and measure all rankings.

    Parameters
    ----------
    niches : DataFrame
        As from ``tried``, with ``cutoff`` and ``seed``.
    """
    judged = niches[niches["measured"]]
    cells = judged.groupby(["horizon", "cutoff", "seed"])["grew"].agg(niches="size", grew="sum")
    enough = cells[cells["niches"] >= LEAST_NICHES].reset_index()
    cutoffs = enough.groupby(["horizon", "cutoff"], as_index=False)[["niches", "grew"]].mean()
    cutoffs = cutoffs.assign(base_rate=cutoffs["grew"] / cutoffs["niches"])
    judged = judged.merge(enough[["horizon", "cutoff", "seed"]])
    measures = [
        measure_all(table, RANKINGS).assign(horizon=horizon)
        for horizon, table in judged.groupby("horizon")
    ]
    return {
        "cutoffs": cutoffs,
        "measures": pd.concat(measures, ignore_index=True) if measures else _nothing_measured(),
        "entered": entered_table(judged),
        **forecast_tables(niches),
    }


def _nothing_measured() -> pd.DataFrame:
    columns = ("cutoff", "ranking", "measure", "value", "low", "high")
    return pd.DataFrame(columns=[*columns, "less", "less_low", "less_high", "horizon"])


def _read(
    settings: Settings, asked: Asked, progress: Progress, *, whole: bool
) -> tuple[Asked, pd.DataFrame]:
    """Complete what is asked, check it, and read the papers of whole months up to its end.

    Or up to the newest, for the ``whole``.
    """
    newest = newest_day(settings.papers)
    asked = replace(asked, categories=tuple(sorted(check_categories(asked.categories))))
    scope = Scope(categories=asked.categories, as_of=newest)
    papers, _ = read_scope(settings.papers, scope, progress)
    papers = papers[papers["month"] <= last_whole_month(newest)]
    months = papers["month"]
    if not asked.cutoffs:
        usual = usual_cutoffs(str(months.min()), str(months.max()), max(asked.horizons))
        asked = replace(asked, cutoffs=usual)
    check_cutoffs(months, asked.cutoffs, asked.horizons)
    asked = replace(
        asked,
        cutoffs=tuple(sorted(set(asked.cutoffs))),
        horizons=tuple(sorted(set(asked.horizons))),
        seeds=tuple(sorted(set(asked.seeds))),
    )
    needed = (papers["published"].dt.date <= asked.end()) | whole
    return asked, papers[needed].reset_index(drop=True)


def _facts(settings: Settings, asked: Asked, papers: pd.DataFrame, now: datetime) -> dict[str, Any]:
    scope = replace(asked.scope(max(asked.cutoffs), 0), as_of=asked.end())
    left_out = ("as_of", "seed", "parameters", "categories")
    facts = run_facts(settings, scope, papers, now)
    kept = {key: value for key, value in facts.items() if key not in left_out}
    return kept | {key: _plain(value) for key, value in asdict(asked).items()}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _id_of(facts: dict[str, Any]) -> str:
    """Name a back-test after its last cutoff and all that its results depend on."""
    depends = {key: value for key, value in facts.items() if key != "made_at"}
    text = json.dumps(depends, sort_keys=True)
    return f"{facts['cutoffs'][-1]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _in_order(niches: pd.DataFrame) -> pd.DataFrame:
    keys = ["cutoff", "horizon", "seed"]
    niches = niches.sort_values(
        [*keys, "score", "niche_id"], ascending=[True, True, True, False, True], ignore_index=True
    )
    niches = niches[[*keys, *(name for name in niches.columns if name not in keys)]]
    text = [name for name in niches if niches[name].dtype.kind == "O"]
    return niches.astype({"seed": np.int64, **dict.fromkeys(text, "str")})
