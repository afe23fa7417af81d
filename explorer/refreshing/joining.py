"""New papers join the current run in seconds: it is counted anew, and not judged anew.

Scores, flags, names, newborn niches and all else that is judged stay those of the analysis that the
papers join; the run says of which day they are. What it costs depends on what is new, and on
copying the table of members: files that stay the same are shared with the run before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from explorer.corpus.months import add_months, last_whole_month
from explorer.corpus.news import News, read_mark, read_news
from explorer.corpus.progress import Progress, silent
from explorer.corpus.reading import newest_day, read_papers_by_id
from explorer.corpus.withdrawals import withdrawn_rows
from explorer.field_files import FACTS, POINTS, TERMS, ids_of, read_ground, rows_of
from explorer.joined_papers import JoinedPapers, read_joined, together, write_joined
from explorer.refreshing.joined_tables import Counted, Tables, read_tables
from explorer.refreshing.placing import place
from explorer.refreshing.run import fit_of, retired_by
from explorer.results import run_id_of
from explorer.runs import Run, read_run, remove_run, share_files, write_manifest, writing_run

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from explorer.field_files import Ground
    from explorer.settings import Settings

MOST_JOINED = 0.05
"""Papers that came, changed or went since niches were judged, as a share of those judged, above
which all is judged anew."""

MOST_LATE = 0.02
"""The same for papers of months that were counted already, as a share of those of the last one."""

EVENTS = "events.parquet"

NOT_KEPT = frozenset({"files", "anew", "made_at", "seen", "supersedes"})
"""Facts of a run that are not those of one that papers joined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What came of letting papers join."""

    run: Run
    """The run that they joined; the current one as it was if none came, or none could join."""
    papers: int = 0
    """Papers that joined now."""
    gone: int = 0
    """Papers that left, because they were withdrawn or deleted."""
    changed: int = 0
    """Papers that changed: what they say now is shown, and counts when niches are judged anew."""
    refused: str = ""
    """Why all has to be judged anew instead, in words; empty if papers could join."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _New:
    """What is new to a run."""

    papers: pd.DataFrame
    """That join, sorted by id, with their ``month``."""
    gone: list[str]
    changed: int
    withdrawn: int
    """Papers that are left out as withdrawn, and were not before."""


def join_run(
    settings: Settings, *, now: datetime, holes: Sequence[str] = (), progress: Progress = silent
) -> Joined:
    """Let the papers that came since join the niches of the current run, and make it a new run.

    Parameters
    ----------
    now : datetime
        Noted in the manifest; it has no influence on the results.
    holes : sequence of str
        What did not come while fetching, in words; noted in the manifest.

    Returns
    -------
    Joined
        Its run's manifest tells of which day the verdicts are (``verdicts_as_of``), which run it
        ``continues``, and how many papers joined that one until now (``assigned``).

    Raises
    ------
    RunError
        If there is no run that can be read.
    StoreNotFoundError, StoreUnwritableError
    """
    run, mark = read_run(settings.runs), read_mark(settings.papers)
    as_of = max(newest_day(settings.papers), _day(run))
    refused = _refused_at_once(run.manifest, mark, as_of)
    if refused:
        return Joined(run=run, refused=refused)
    progress("Looking for new papers", 0, None)
    news, before = _news(settings, run, as_of), read_joined(run)
    touched = len({*news.ids, *news.touched}) + len(before.ids)
    if touched > MOST_JOINED * run.manifest["papers"]:
        return Joined(run=run, refused=f"{touched:,} papers came or changed since")
    tables = read_tables(run)
    new = _new(settings, news, tables)
    if new.papers.empty and not new.gone:
        return Joined(run=run, changed=new.changed)
    progress("Placing new papers", 0, None)
    ground, first = read_ground(run), str(run.manifest["first_month"])
    leaving, staying = tables.rows_of(new.gone), tables.without(new.gone)
    more, members = place(run, ground, staying, new.papers, gone=[*before.gone, *new.gone])
    months = _months_of(ground, before, new, first)
    counted = Counted.of(members, leaving, months)
    refused = _refused_for(run.manifest, staying, leaving, new.papers["month"], ground)
    if refused:
        return Joined(run=run, refused=refused)
    progress("Writing the results", 0, None)
    joined = together(before, more, new.gone)
    facts = _facts(run, joined, as_of, papers=len(new.papers) - len(new.gone))
    facts |= {"made_at": now.isoformat(timespec="seconds"), "seen": mark, "not_fetched": [*holes]}
    facts["withdrawn"] += new.withdrawn
    written = _write(settings, run, staying.with_more(members, counted), joined, facts)
    return Joined(run=written, papers=len(new.papers), gone=len(new.gone), changed=new.changed)


def _refused_at_once(facts: Mapping[str, Any], mark: Mapping[str, Any], as_of: date) -> str:
    """Say why no paper can join a run, whichever came; empty if they can."""
    if "seen" not in facts or any(name not in facts["files"] for name in (FACTS, TERMS, POINTS)):
        return "papers cannot join an analysis of an earlier version"
    if facts["seen"]["store"] != mark["store"]:
        return "the papers are in another store than those that were judged"
    if last_whole_month(as_of) != facts["last_month"]:
        return "a month has ended since"
    return ""


def _refused_for(
    facts: Mapping[str, Any],
    staying: Tables,
    leaving: pa.Table,
    months: pd.Series,
    ground: Ground,
) -> str:
    """Say why papers of these months cannot join, or others leave, as niches were judged."""
    import numpy as np

    left = set(leaving["niche_id"].to_pylist())
    if left - set(staying.members["niche_id"].unique().to_pylist()):
        return "a niche lost all its papers"
    late = [month for month in months if month <= facts["last_month"]]
    if set(late) & set(facts.get("holes", ())) or (late and min(late) < facts["first_month"]):
        return "papers came of months that were not held"
    newest = int(np.count_nonzero(ground.field.month == ground.field.last))
    if len(late) > MOST_LATE * newest:
        return f"{len(late):,} papers came of months that were counted"
    return ""


def _news(settings: Settings, run: Run, as_of: date) -> News:
    facts = run.manifest
    return read_news(
        settings.papers,
        facts["seen"],
        seen_until=_day(run),
        as_of=as_of,
        categories=facts["categories"],
    )


def _new(settings: Settings, news: News, tables: Tables) -> _New:
    """Read the papers that are new, and tell which of those held changed or are gone."""
    papers = read_papers_by_id(settings.papers, news.ids)
    withdrawn = withdrawn_rows(papers)
    held = tables.holding({*news.ids, *news.touched})
    known = papers["id"].isin(held).to_numpy()
    stay = set(papers["id"][~withdrawn])
    newly = ~papers["id"].isin(set(news.touched)).to_numpy() | known
    joining = papers[~withdrawn & ~known].sort_values("id", ignore_index=True)
    return _New(
        papers=joining.assign(month=joining["published"].dt.strftime("%Y-%m").astype("str")),
        gone=sorted(held - stay),
        changed=int((known & ~withdrawn).sum()),
        withdrawn=int((withdrawn & newly).sum()),
    )


def _months_of(ground: Ground, before: JoinedPapers, new: _New, first: str) -> dict[str, str]:
    """Return the month of each paper that joins or leaves."""
    months = dict(zip(new.papers["id"], new.papers["month"], strict=True))
    rows = rows_of(ground, new.gone)
    judged = zip(ids_of(ground, rows), ground.field.month[rows].tolist(), strict=True)
    rows = before.rows_of(new.gone)
    joined = zip(before.ids[rows].tolist(), before.month[rows].tolist(), strict=True)
    return months | {each: add_months(first, month) for each, month in (*judged, *joined)}


def _facts(run: Run, joined: JoinedPapers, as_of: date, *, papers: int) -> dict[str, Any]:
    """Say for the manifest what the run is: what was judged, and what joined since."""
    before = run.manifest
    judged = before.get("judged") or {"run_id": run.run_id, "fingerprint": before["fingerprint"]}
    told = hashlib.sha256(judged["fingerprint"].encode())
    for array in (joined.ids, joined.gone):
        told.update("\n".join(array.tolist()).encode())
    told.update(joined.hashes.tobytes())
    kept = {key: value for key, value in before.items() if key not in NOT_KEPT}
    return kept | {
        "as_of": as_of.isoformat(),
        "verdicts_as_of": run.verdicts_as_of.isoformat(),
        "judged": judged,
        "continues": judged["run_id"],
        "assigned": len(joined.ids),
        "papers": before["papers"] + papers,
        "withdrawn": before.get("withdrawn", 0),
        "fingerprint": told.hexdigest(),
        "fit": fit_of(before),
        "retired": retired_by(run),
        "supersedes": run.run_id if "judged" in before else "",
    }


def _write(
    settings: Settings, run: Run, tables: Tables, joined: JoinedPapers, facts: dict[str, Any]
) -> Run:
    """Write the run beside the one that it takes the place of, and drop the one before that."""
    with writing_run(settings.runs, run_id_of(facts)) as folder:
        tables.write(folder)
        write_joined(folder, joined)
        made = {*(each.name for each in folder.iterdir()), EVENTS}
        shared = share_files(run, folder, run.manifest["files"].keys() - made)
        write_manifest(folder, facts, shared=shared)
    if older := run.manifest.get("supersedes"):
        remove_run(settings.runs, older)
    return read_run(settings.runs)


def _day(run: Run) -> date:
    return date.fromisoformat(run.manifest["as_of"])
