"""A whole back-test: look from each cutoff, see what became of it, measure, and keep the result."""

from __future__ import annotations

import hashlib
import json
from contextlib import nullcontext
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from explorer.analysis import read_scope
from explorer.backtesting.asked import Asked, check_cutoffs, usual_cutoffs
from explorer.backtesting.corpus import Corpus, corpus_of
from explorer.backtesting.entered import entered_table
from explorer.backtesting.forecasts import forecast_tables
from explorer.backtesting.intervals import measure_all
from explorer.backtesting.kept import BackTest, write_backtest
from explorer.backtesting.looking import Asking, Seen, look_all
from explorer.backtesting.named import Look, later_looks, named_recall, recall_summary
from explorer.backtesting.overlaps import overlaps
from explorer.backtesting.reference import NOT_USED
from explorer.backtesting.subjects import known_subjects, random_subjects
from explorer.corpus.blocks import worker_processes
from explorer.corpus.months import last_whole_month
from explorer.corpus.progress import Progress, silent
from explorer.corpus.reading import newest_day
from explorer.corpus.taxonomy import check_categories
from explorer.kept_texts import read_texts
from explorer.results import Scope, paper_hashes, run_facts
from explorer.trends.baselines.every import BASELINES
from explorer.trends.scores import NOVEL_PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from explorer.kept_texts import Texts
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
    side_by_side: bool = False,
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
    side_by_side : bool
        Whether processes share the work; the results do not depend on it.

    Raises
    ------
    StoreNotFoundError, UnknownCategoryError, BadCutoffError, TooFewPapersError,
    StoreUnwritableError
    """
    asked, papers = _read(settings, asked, progress, whole=subfields is not None)
    facts = _facts(settings, asked, papers, now) | {"subfields": dict(subfields or {})}
    corpus = corpus_of(papers, _texts(settings, papers, progress, side_by_side=side_by_side))
    every = [
        Asking(scope=asked.scope(cutoff, seed), horizons=asked.horizons)
        for cutoff in asked.cutoffs
        for seed in asked.seeds
    ]
    later = later_looks(asked.cutoffs, str(papers["month"].max())) if subfields else []
    every += [Asking(scope=asked.scope(cutoff, asked.seeds[0]), horizons=()) for cutoff in later]
    del papers
    seen = look_all(settings.papers, every, corpus, side_by_side=side_by_side, progress=progress)
    progress("Measuring", 0, None)
    niches = _in_order(pd.concat([each.niches for each in seen if each.named], ignore_index=True))
    named = [each.named for each in seen if each.named]
    tables = {"niches": niches, **measured_tables(niches), "overlaps": overlaps(named)}
    if subfields:
        tables |= _named(_first_looks(every, seen), subfields, corpus)
    return write_backtest(settings.backtests, _id_of(facts), facts, tables)


def _first_looks(every: Sequence[Asking], seen: Sequence[Seen]) -> dict[str, Look]:
    """Take from each month the look with the first seed."""
    looks: dict[str, Look] = {}
    for asking, each in zip(every, seen, strict=True):
        looks.setdefault(asking.scope.last_month, each.look)
    return looks


def _texts(
    settings: Settings, papers: pd.DataFrame, progress: Progress, *, side_by_side: bool
) -> Texts:
    """Read what the papers say, once for all looks."""
    with worker_processes() if side_by_side else nullcontext() as executor:
        return read_texts(
            settings.texts, papers, paper_hashes(papers), executor=executor, progress=progress
        )


def _named(
    looks: Mapping[str, Look], subfields: Mapping[str, Sequence[str]], corpus: Corpus
) -> dict[str, pd.DataFrame]:
    """Tell when known subfields, and random phrases like them, were first flagged."""
    tokens = corpus.texts.tokens
    known = known_subjects(tokens, subfields)
    named = named_recall(looks, [*known, *random_subjects(tokens, known)], corpus.papers)
    return {"named": named, "recall": recall_summary(named, list(looks))}


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
