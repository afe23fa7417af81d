"""The next run of a row: papers that came since join its niches, and everything is judged anew.

Usually niches stay as they are and only grow. Where too much has changed for that, niches are found
anew and matched to the ones before, so that a niche that goes on keeps its id, name and address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from explorer.analysis import analyze, find, read_scope, write_results
from explorer.corpus.news import read_mark
from explorer.corpus.progress import Progress, silent
from explorer.corpus.reading import newest_day
from explorer.errors import RunError
from explorer.joined_papers import read_joined
from explorer.kept_texts import read_texts
from explorer.refreshing.endings import endings
from explorer.refreshing.frozen import go_on
from explorer.refreshing.identity import continued, continued_newborns, earlier_partition
from explorer.results import NEWBORN, Found, Scope, found_now, paper_hashes, read_model, run_facts
from explorer.runs import Run, read_run, read_table

if TYPE_CHECKING:
    import pandas as pd

    from explorer.settings import Settings
    from explorer.topics.assignment import FrozenModel

MOST_NEW = 0.20
"""New papers, as a share of those that the niches were found in, above which they are found anew.
"""

MOST_DROP = 0.03
"""The same for how much worse new papers fit, in median cosine."""

LONGEST = 92
"""Days, a quarter of a year, after which niches are found anew in any case."""


def refresh_run(
    settings: Settings, *, now: datetime, holes: Sequence[str] = (), progress: Progress = silent
) -> Run:
    """Go on from the current run with the papers held now, and make the result the current run.

    Parameters
    ----------
    now : datetime
        Noted in the manifest; it has no influence on the results.
    holes : sequence of str
        What did not come while fetching, in words; noted in the manifest.

    Returns
    -------
    Run
        Whose manifest names the run it ``continues``, how many papers were ``assigned``, the
        ``fit`` that found its niches, why niches were found ``anew``, if they were, and the ids
        that are ``retired``, and which niches ``ended`` with their heirs, as ``plans.heirs`` takes
        them. The current run itself if nothing has changed, and a first analysis
        if there is none.

    Raises
    ------
    StoreNotFoundError, TooFewPapersError, StoreUnwritableError
    """
    try:
        run = read_run(settings.runs)
    except RunError:
        return analyze(settings, now=now, progress=progress)
    seen, scope = read_mark(settings.papers), _scope(run, newest_day(settings.papers))
    papers, withdrawn = read_scope(settings.papers, scope, progress)
    hashes = paper_hashes(papers)
    facts = run_facts(settings, scope, papers, now, hashes=hashes) | {"withdrawn": withdrawn}
    if all(facts[key] == run.manifest[key] for key in ("fingerprint", "as_of")):
        return run
    before = _Before.read(run)
    facts |= {"seen": seen, "not_fetched": list(holes), **before.facts(papers)}
    known: dict[str, Any] = {"before": before.tables, "retired": before.retired}
    identify = partial(continued_newborns, paper_ids=papers["id"], **known)
    texts = read_texts(settings.texts, papers, hashes, progress=progress)
    write = partial(
        write_results,
        settings,
        scope,
        papers,
        identify=identify,
        before=before.tables["niches"],
        texts=texts,
        progress=progress,
    )
    reason = before.why_anew(papers, scope)
    if before.model is not None and not reason:
        found, drop = go_on(papers, before.model, before.tables, texts.tokens, progress=progress)
        if drop > MOST_DROP:
            reason = f"new papers fit their niches worse by {drop:.3f}"
        else:
            return write(found, facts=facts)
    earlier = earlier_partition(papers["id"], before.tables)
    subfields = find(papers, scope, earlier=earlier, texts=texts, progress=progress)
    found, events = continued(found_now(subfields), papers["id"], **known)
    facts |= {"fit": _fit(facts), "anew": reason, "ended": before.ended_by(events, found)}
    return write(found, facts=facts, events=events)


def read_events(run: Run) -> pd.DataFrame:
    """Read what happened to niches when they were found anew; empty where they were not.

    Returns
    -------
    DataFrame
        ``kind`` (``split``, ``merged``, ``drifted``, ``born``, ``died``), ``niche_id`` (the niche
        that split, that others merged into, or that the event is about), ``others`` (ids of the
        parts, or of what was merged), ``words``.
    """
    import pandas as pd

    if "events.parquet" not in run.manifest["files"]:
        return pd.DataFrame(columns=["kind", "niche_id", "others", "words"])
    return read_table(run, "events")


def retired_by(run: Run) -> list[str]:
    """List the ids of niches that were in a run or before it, and are there no more."""
    events = read_events(run)
    named = {*events["niche_id"], *(each for ids in events["others"] for each in ids)}
    there = read_table(run, "niches", columns=["niche_id"])["niche_id"]
    return sorted({*run.manifest.get("retired", []), *named} - set(there))


def fit_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Say when the niches of a run were found, and in how many papers."""
    return facts.get("fit") or _fit(facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """The run that is to go on, as it was judged."""

    run_id: str
    fit: dict[str, Any]
    """``as_of`` and ``papers`` of the analysis that found the niches."""
    model: FrozenModel | None
    tables: Mapping[str, pd.DataFrame]
    retired: list[str]
    """Ids of niches that are in it no more."""
    ended: list[Any]
    """Those of them that have heirs, the oldest first."""

    @classmethod
    def read(cls, run: Run) -> _Before:
        tables = {name: read_table(run, name) for name in ("niches", "members", "words")}
        members, joined = tables["members"], read_joined(run).ids
        tables["members"] = members[~members["paper_id"].isin(joined)]
        return cls(
            run_id=run.manifest["continues"] if "judged" in run.manifest else run.run_id,
            fit=fit_of(run.manifest),
            model=read_model(run.path),
            tables=tables,
            retired=retired_by(run),
            ended=run.manifest.get("ended", []),
        )

    def facts(self, papers: pd.DataFrame) -> dict[str, Any]:
        """Say for the manifest what the next run goes on from."""
        assigned = int((~papers["id"].isin(self.members.index)).sum())
        kept = {"continues": self.run_id, "retired": self.retired, "ended": self.ended}
        return {"assigned": assigned, "fit": self.fit, **kept}

    def ended_by(self, events: pd.DataFrame, found: Found) -> list[Any]:
        """List the niches that ended until they were found anew, those of before first."""
        (niches,) = (each for each in found.levels if each.name == "niche")
        return [*self.ended, *endings(events, niches, self.tables["niches"])]

    @property
    def members(self) -> pd.DataFrame:
        members = self.tables["members"]
        return members[members["kind"] != NEWBORN].set_index("paper_id")

    def why_anew(self, papers: pd.DataFrame, scope: Scope) -> str:
        """Say why niches have to be found anew, as far as the papers need not be read for it."""
        if self.model is None:
            return "the analysis before keeps no model that places new papers"
        if (scope.as_of - date.fromisoformat(self.fit["as_of"])).days > LONGEST:
            return f"niches were found more than {LONGEST} days ago"
        members = self.members
        fitted = members[members["kind"] == "partition"]
        still = fitted.loc[fitted.index.isin(papers["id"]), "niche_id"]
        if set(self.model.group_ids["niche"]) != set(still):
            return "a niche lost the papers that it was found in"
        new = len(papers) - len(still)
        if new > MOST_NEW * len(still):
            return f"{new:,} papers came since niches were found in {len(still):,}"
        return ""


def _scope(run: Run, as_of: date) -> Scope:
    facts = run.manifest
    return Scope(
        categories=tuple(facts["categories"]),
        as_of=max(as_of, date.fromisoformat(facts["as_of"])),
        papers_per_niche=facts["parameters"]["papers_per_niche"],
        seed=facts["seed"],
    )


def _fit(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"as_of": facts["as_of"], "papers": facts["papers"]}
