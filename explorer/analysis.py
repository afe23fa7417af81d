"""One analysis from stored papers to a run: what pages, commands and notebooks call.

Papers -> subfields -> growth, each stage a call; the results are written by ``runs``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.corpus.news import read_mark
from explorer.corpus.progress import Progress, silent
from explorer.corpus.reading import newest_day, read_papers
from explorer.corpus.taxonomy import check_categories
from explorer.corpus.withdrawals import without_withdrawn
from explorer.errors import TooFewPapersError
from explorer.kept_texts import read_texts
from explorer.newborns import newborns_of, with_newborns
from explorer.results import (
    Found,
    Scope,
    Shown,
    found_now,
    paper_hashes,
    quality,
    run_facts,
    run_id_of,
    write_model,
)
from explorer.run_places import places_of
from explorer.run_tables import open_tables, tables
from explorer.runs import ROWS_TOGETHER, Run, read_run, write_manifest, writing_run

if TYPE_CHECKING:
    import pandas as pd

    from explorer.kept_texts import Texts
    from explorer.newborns import Identify
    from explorer.settings import Settings
    from explorer.topics.subfields import Subfields
    from explorer.topics.warm_start import Earlier
    from explorer.trends.field import Field
    from explorer.trends.outlook import Outlook


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
    seen = read_mark(settings.papers)
    papers, withdrawn = read_scope(settings.papers, scope, progress)
    hashes = paper_hashes(papers)
    texts = read_texts(settings.texts, papers, hashes, executor=executor, progress=progress)
    subfields = find(papers, scope, texts=texts, executor=executor, progress=progress)
    facts = run_facts(settings, scope, papers, now, hashes=hashes)
    return write_results(
        settings,
        scope,
        papers,
        found_now(subfields),
        facts=facts | {"withdrawn": withdrawn, "seen": seen},
        texts=texts,
        progress=progress,
    )


def find(
    papers: pd.DataFrame,
    scope: Scope,
    *,
    earlier: Earlier | None = None,
    texts: Texts | None = None,
    executor: Executor | None = None,
    progress: Progress,
) -> Subfields:
    """Find the subfields of the papers of a scope, or those that an earlier partition became."""
    from explorer.topics.subfields import find_subfields

    return find_subfields(
        papers,
        scope=str(scope),
        papers_per_niche=scope.papers_per_niche,
        seed=scope.seed,
        earlier=earlier,
        tokens=None if texts is None else texts.tokens,
        executor=executor,
        progress=progress,
    )


def write_results(
    settings: Settings,
    scope: Scope,
    papers: pd.DataFrame,
    found: Found,
    *,
    facts: Mapping[str, Any],
    identify: Identify | None = None,
    events: pd.DataFrame | None = None,
    before: pd.DataFrame | None = None,
    texts: Texts | None = None,
    progress: Progress,
) -> Run:
    """Find newborn niches beside the groups, judge all, and make the result the current run.

    Parameters
    ----------
    facts : mapping
        For the manifest.
    identify : function
        What gives newborn niches their identity; as found if left out.
    events : DataFrame
        What happened to the niches of the partition since the run before.
    before : DataFrame
        Table ``niches`` of the run before: niches keep their places on the map.
    texts : Texts
        Of the papers; they are read if left out.
    """
    from threadpoolctl import threadpool_limits

    progress("Looking for newborn niches", 0, None)
    field = field_of(settings.papers, papers, found, scope, texts=texts)
    newborns = newborns_of(papers, found, field, scope)
    if identify is not None:
        newborns, happened = identify(newborns, found.levels[0].groups)
        events = happened if events is None else _together(events, happened)
    found, shown = with_newborns(found, newborns)
    progress("Judging niches", 0, None)
    with ThreadPoolExecutor(1) as beside, threadpool_limits(1):  # each of the two has a core
        places = beside.submit(places_of, found, shown, before)
        open_to = beside.submit(open_tables, papers, found, shown, newborns, field)
        outlooks = judge_levels(field, shown, first_month=str(papers["month"].min()))
        progress("Writing the results", 0, None)
        options: dict[str, Any] = {"exposure": field.exposure, "places": places.result()}
        made = tables(papers, found, shown, outlooks, last_month=scope.last_month, **options)
        made |= open_to.result() | ({} if events is None else {"events": events})
    noted = {**facts, **_measured(field, papers, made["niches"], outlooks[0])}
    with writing_run(settings.runs, run_id_of(noted)) as folder:
        for name, table in made.items():
            table.to_parquet(folder / f"{name}.parquet", index=False, row_group_size=ROWS_TOGETHER)
        write_model(folder, found.model, newborns)
        _write_ground(folder, papers, found, field, outlooks[0], made["series"])
        write_manifest(folder, noted)
    return _noted(settings, made)


def _noted(settings: Settings, made: Mapping[str, pd.DataFrame]) -> Run:
    """Open the run just written, and enter its flags into the ledger."""
    from explorer.ledger import note_run

    run = read_run(settings.runs)
    notice = note_run(settings.user, run.run_id, run.manifest, made["niches"], made["series"])
    return replace(run, notice=notice) if notice else run


def read_scope(path: Path, scope: Scope, progress: Progress = silent) -> tuple[pd.DataFrame, int]:
    """Read the papers of a scope with their ``month``, and count those left out as withdrawn.

    Raises
    ------
    TooFewPapersError
        If there is not one of a whole month.
    """
    import pyarrow as pa

    progress("Reading papers", 0, None)
    held = read_papers(path, as_of=scope.as_of, categories=scope.categories)
    papers, withdrawn = without_withdrawn(held)
    del held
    pa.default_memory_pool().release_unused()  # half of what reading took
    papers["month"] = papers["published"].dt.strftime("%Y-%m").astype("str")
    if not (papers["month"] <= scope.last_month).any():
        from explorer.topics.subfields import MIN_PAPERS

        raise TooFewPapersError(0, MIN_PAPERS, f"{scope}, counting whole months,")
    return papers, withdrawn


def field_of(
    store: Path,
    papers: pd.DataFrame,
    found: Found,
    scope: Scope,
    *,
    texts: Texts | None = None,
    executor: Executor | None = None,
) -> Field:
    """Gather what is known of every paper; months count by the part held."""
    from explorer.corpus.coverage import part_held, read_coverage
    from explorer.trends.field import read_field

    held = part_held(read_coverage(store, as_of=scope.as_of))
    return read_field(
        papers,
        found.counts,
        last_month=scope.last_month,
        held=held,
        signs=None if texts is None else texts.signs,
        executor=executor,
    )


def judge_levels(field: Field, shown: Sequence[Shown], *, first_month: str) -> list[Outlook]:
    """Judge the groups of every level, each level by itself."""
    from explorer.trends.outlook import judge
    from explorer.trends.overlaps import with_papers_again

    unasked = replace(field, shuffled=None)  # an opening is a niche
    return [
        judge(
            with_papers_again(
                field if each is shown[0] else unasked, each.rows[len(field.month) :]
            ),
            each.level.label,
            each.similarity,
            first_month=first_month,
            disjoint=each.disjoint,
        )
        for each in shown
    ]


def _write_ground(
    folder: Path,
    papers: pd.DataFrame,
    found: Found,
    field: Field,
    outlook: Outlook,
    series: pd.DataFrame,
) -> None:
    """Keep what a niche that a person makes later is judged by: the niches of the partition."""
    from explorer.field_files import write_ground
    from explorer.trends.whole import read_whole

    niche = found.levels[0].label
    ids = found.model.group_ids["niche"][: int(niche.max()) + 1]
    scores = outlook.scores.head(len(ids))
    own = series[series["niche_id"].isin(ids)]
    whole = read_whole(field, niche, scores, own, null=outlook.null)
    write_ground(folder, papers, field, whole, found.model, niche, found.points)


def _measured(
    field: Field, papers: pd.DataFrame, niches: pd.DataFrame, outlook: Outlook
) -> dict[str, Any]:
    """Say for the manifest what is missing, how good the niches are, and what cannot be told."""
    from explorer.trends.exposure import holes_of
    from explorer.trends.untold import untold_of

    exposure = field.exposure
    holes = {} if exposure is None else {"holes": holes_of(exposure, papers["month"])}
    untold = untold_of(field, outlook.scores)
    return {**holes, "quality": quality(niches), "untold": untold}


def _together(events: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    return pd.concat([each for each in (events, others) if len(each)] or [events])
