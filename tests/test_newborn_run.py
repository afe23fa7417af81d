"""A newborn niche from stored papers to a run, a saved plan, and the refreshes after it."""

import dataclasses
from collections import Counter
from datetime import UTC, date, datetime

import numpy as np
import pytest

from explorer.analysis import analyze
from explorer.corpus.merging import merge_papers
from explorer.corpus.months import month_of
from explorer.corpus.reading import newest_day
from explorer.corpus.store import writing
from explorer.niches import keep_niche, near_niches, niche_papers
from explorer.presentation.niche_tables import NEWBORN_MARK, month_totals, ranking
from explorer.refreshing.digest import read_digest
from explorer.refreshing.run import read_events, refresh_run
from explorer.runs import read_run, read_table
from explorer.settings import Settings

NOW, LATER = datetime(2026, 11, 22, 12, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC)

PHRASE = "gecko adhesion"

FIT, END = date(2024, 11, 30), date(2024, 12, 31)


def speaking(paper, number):
    """Return the paper, speaking of the planted subject, by one of six groups."""
    return dataclasses.replace(
        paper,
        title=f"{paper.title} with {PHRASE}",
        abstract=f"{paper.abstract} We turn to {PHRASE}, and explain {PHRASE}.",
        authors=(f"Zoe Planted{number % 6}", f"Yan Planted{number % 6}"),
    )


@pytest.fixture(scope="module")
def papers(invented):
    """Papers of twelve subfields; one of them speaks of the planted subject of late."""
    truth = invented.truth.set_index("arxiv_id")["subfield"]
    chosen = sorted(truth.unique())[::4]
    kept = [paper for paper in invented.papers if truth[paper.arxiv_id] in chosen]
    late = [p for p in kept if p.submitted >= date(2024, 3, 1)]
    home = Counter(truth[p.arxiv_id] for p in late).most_common(1)[0][0]
    late = [p for p in late if truth[p.arxiv_id] == home]
    changed = {p.arxiv_id: speaking(p, number) for number, p in enumerate(late)}
    assert 20 <= len(changed) <= 120
    return [changed.get(paper.arxiv_id, paper) for paper in kept]


@pytest.fixture(scope="module")
def place(papers, tmp_path_factory):
    """A run of November, and the one that goes on from it to December."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("newborn"))
    keep(settings, [p for p in papers if p.submitted <= FIT])
    before = analyze(settings, as_of=FIT, now=NOW)
    keep(settings, papers)
    return settings, before, refresh_run(settings, now=LATER)


def keep(settings, papers):
    with writing(settings.papers) as connection:
        merge_papers(connection, papers)


def newborn_of(run):
    niches = read_table(run, "niches")
    (row,) = niches[niches["name"] == PHRASE].to_dict("records")
    assert (row["kind"], row["level"]) == ("newborn", "niche")
    return row


def test_it_has_all_that_other_niches_have(place):
    _, run, _ = place
    niche, tables = newborn_of(run), ("members", "series", "words", "evidence")
    read = {name: read_table(run, name) for name in tables}
    own = {name: table[table["niche_id"] == niche["niche_id"]] for name, table in read.items()}
    assert all(len(table) for table in own.values())
    assert set(own["members"]["kind"]) == {"newborn"}
    assert len(own["members"]) == niche["papers"] == own["series"]["papers"].sum()
    assert set(own["evidence"]["paper_id"]) <= set(own["members"]["paper_id"])
    assert PHRASE in own["words"].query("role == 'own'")["term"].tolist()
    assert 0 <= niche["score"] <= 100
    assert niche["rising"]
    subfields = read_table(run, "niches").query("level == 'subfield'")
    assert niche["parent_id"] in set(subfields["niche_id"])


def test_it_has_neighbours_and_is_one(place):
    for run in place[1:]:
        niche, members = newborn_of(run)["niche_id"], read_table(run, "members")
        papers = members.loc[members["niche_id"] == niche, "paper_id"]
        others = members[members["paper_id"].isin(papers) & (members["kind"] != "newborn")]
        home = others["niche_id"].mode()[0]
        near = near_niches(run, niche, most=6)
        assert niche not in near
        assert len(near) == 6
        assert next(iter(near)) == home
        assert near_niches(run, home, most=6)[niche] == pytest.approx(near[home])


def test_its_share_is_that_of_all_papers_and_no_paper_counts_twice(place, papers):
    _, run, _ = place
    niches, series = read_table(run, "niches"), read_table(run, "series")
    totals = month_totals(niches, series)
    last = run.manifest["last_month"]
    assert totals.sum() == sum(month_of(p.submitted) <= last for p in papers)
    own = series[series["niche_id"] == newborn_of(run)["niche_id"]].set_index("month")
    counted = own["papers"] / totals.reindex(own.index)
    assert own["share"].to_numpy() == pytest.approx(counted.fillna(0).to_numpy())
    members = read_table(run, "members")
    assert not members[members["kind"] != "newborn"]["paper_id"].duplicated().any()


def test_it_is_marked_and_can_be_opened_and_saved(place):
    settings, _, run = place
    shown = ranking(read_table(run, "niches"), read_table(run, "series"))
    marked = shown[shown["opening_text"].str.contains(NEWBORN_MARK[0])]
    assert newborn_of(run)["niche_id"] in set(marked["niche_id"])
    read = niche_papers(settings, run, newborn_of(run)["niche_id"])
    assert read["title"].str.contains(PHRASE).sum() >= 20
    assert (np.diff(read["similarity"]) <= 0).all()
    plan = keep_niche(settings, run, newborn_of(run)["slug"], now=NOW)
    assert plan.rungs


def test_a_refresh_lets_it_grow_and_keeps_who_it_is(place):
    settings, before, after = place
    assert after.manifest["continues"] == before.run_id
    assert "anew" not in after.manifest
    old, new = newborn_of(before), newborn_of(after)
    assert all(old[key] == new[key] for key in ("niche_id", "name", "slug"))
    assert new["papers"] > old["papers"]
    assert old["niche_id"] not in set(read_events(after)["niche_id"])
    kinds = set(read_table(after, "members")["kind"])
    assert kinds == {"partition", "assigned", "newborn"}
    assert newest_day(settings.papers) <= END
    read_digest(settings, after)


def test_it_is_found_by_the_first_refresh_after_it_came_up(papers, tmp_path):
    """Nobody spoke of it when the niches were found."""
    settings = Settings(data_dir=tmp_path)
    keep(settings, [p for p in papers if p.submitted <= date(2024, 10, 31) and not speaks(p)])
    analyze(settings, now=NOW)
    keep(settings, papers)
    after = refresh_run(settings, now=LATER)
    events = read_events(after)
    born = set(events.loc[events["kind"] == "born", "niche_id"])
    assert newborn_of(after)["niche_id"] in born


def speaks(paper):
    return PHRASE in paper.title


def test_made_again_from_shuffled_papers_it_is_byte_equal(place, papers, tmp_path):
    _, run, _ = place
    settings = Settings(data_dir=tmp_path)
    held = [p for p in papers if p.submitted <= FIT]
    order = np.random.default_rng(1).permutation(len(held))
    keep(settings, [held[i] for i in order])
    again = analyze(settings, as_of=FIT, now=NOW)
    assert read_run(settings.runs).run_id == run.run_id
    for name in ("niches", "members", "series", "words", "evidence"):
        files = [(each.path / f"{name}.parquet").read_bytes() for each in (run, again)]
        assert files[0] == files[1], name
