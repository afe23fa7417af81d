"""Papers that join the current run without all being judged anew."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from pandas.testing import assert_frame_equal

from explorer.analysis import analyze
from explorer.corpus.reading import newest_day, read_papers
from explorer.joined_papers import read_joined
from explorer.refreshing.joining import join_run
from explorer.refreshing.run import refresh_run
from explorer.runs import TABLES, list_runs, read_run, read_table
from explorer.settings import Settings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 29, 12, tzinfo=UTC)

JUDGED, BETWEEN, LAST = date(2024, 10, 3), date(2024, 10, 12), date(2024, 10, 24)
"""All in one month, so that papers may join; about forty come."""


@pytest.fixture
def place(early):
    """A data folder whose niches were judged early in October."""
    return early


@pytest.fixture
def copied(tmp_path):
    """Copy a data folder."""

    def copy(settings, name):
        shutil.copytree(settings.data_dir, tmp_path / name, symlinks=True)
        return Settings(data_dir=tmp_path / name)

    return copy


def same_tables(one, other, names=TABLES):
    for name in names:
        assert_frame_equal(read_table(one, name), read_table(other, name))


def change(settings, statement, *values):
    with closing(sqlite3.connect(settings.papers)) as store:
        store.execute(statement, values)
        store.commit()


def forget(settings, paper_id):
    """Take a paper out of a store, as if arXiv had deleted it."""
    key = "(SELECT key FROM papers WHERE arxiv_id = ?)"
    change(settings, f"DELETE FROM paper_categories WHERE paper = {key}", paper_id)  # noqa: S608
    change(settings, "DELETE FROM papers WHERE arxiv_id = ?", paper_id)


def withdraw(settings, paper_id):
    text = "This paper has been withdrawn by the author."
    change(settings, "UPDATE papers SET abstract = ? WHERE arxiv_id = ?", text, paper_id)


def partition(run):
    members = read_table(run, "members")
    return members[members["kind"] != "newborn"].set_index("paper_id")


# What joins, and what stays


def test_new_papers_join_the_niches_that_a_refresh_of_all_would_choose(place, copied, hold):
    hold(place, LAST)
    other = copied(place, "whole")
    done = join_run(place, now=LATER)
    whole = refresh_run(other, now=LATER)
    came = read_papers(place.papers, as_of=LAST, text=False)
    came = came.loc[came["published"].dt.date > JUDGED, "id"]
    assert done.refused == ""
    assert done.papers == len(came) > 20
    joined, all_anew = (partition(run) for run in (done.run, whole))
    assert "anew" not in whole.manifest
    assert set(joined.index) == set(all_anew.index)
    assert_frame_equal(
        joined.sort_index(), all_anew.sort_index(), check_exact=False, rtol=1e-5, atol=1e-5
    )
    assert set(joined.loc[came, "kind"]) == {"assigned"}


def test_verdicts_stay_and_only_papers_are_counted_anew(place, hold):
    before = read_run(place.runs)
    hold(place, LAST)
    after = join_run(place, now=LATER).run
    same_tables(before, after, ["words", "evidence"])
    old, new = (read_table(run, "niches").set_index("niche_id") for run in (before, after))
    assert_frame_equal(old.drop(columns="papers"), new.drop(columns="papers"))
    counts = partition(after).groupby("niche_id").size()
    assert (counts == new.loc[counts.index, "papers"]).all()
    for level, below in (("subfield", "niche"), ("area", "subfield")):
        lower = new[(new["level"] == below) & (new["kind"] == "partition")]
        sums = lower.groupby("parent_id")["papers"].sum()
        assert sums.to_dict() == new.loc[new["level"] == level, "papers"].to_dict()


def test_the_manifest_tells_both_days_and_which_run_was_judged(place, hold):
    before = read_run(place.runs)
    hold(place, LAST)
    facts = join_run(place, now=LATER, holes=["cs.RO: half of May"]).run.manifest
    assert facts["as_of"] == newest_day(place.papers).isoformat() > facts["verdicts_as_of"]
    assert facts["verdicts_as_of"] == before.manifest["as_of"]
    assert facts["continues"] == facts["judged"]["run_id"] == before.run_id
    assert facts["papers"] == before.manifest["papers"] + facts["assigned"]
    assert facts["not_fetched"] == ["cs.RO: half of May"]
    assert facts["last_month"] == before.manifest["last_month"]
    assert facts["fit"] == {"as_of": before.manifest["as_of"], "papers": before.manifest["papers"]}


def test_members_stay_sorted_and_files_that_stay_the_same_are_shared(place, hold):
    before = read_run(place.runs)
    hold(place, LAST)
    after = join_run(place, now=LATER).run
    members = read_table(after, "members")
    assert members.equals(members.sort_values(["niche_id", "paper_id"], ignore_index=True))
    shared = {name for name in after.manifest["files"] if (after.path / name).stat().st_nlink > 1}
    assert {"evidence.parquet", "words.parquet", "model.npz", "field_points.npy"} <= shared
    assert not {"members.parquet", "niches.parquet", "joined.npz"} & shared
    assert {name: before.manifest["files"][name] for name in shared} == {
        name: after.manifest["files"][name] for name in shared
    }


def test_where_a_file_cannot_have_two_names_it_is_copied(place, hold, monkeypatch):
    def fail(*_):
        raise OSError

    hold(place, LAST)
    monkeypatch.setattr("pathlib.Path.hardlink_to", fail)
    before, after = read_run(place.runs), join_run(place, now=LATER).run
    same_tables(before, after, ["words", "evidence"])


# Laws


def test_joining_and_then_judging_anew_is_judging_anew(place, copied, hold):
    hold(place, LAST)
    other = copied(place, "at-once")
    at_once = refresh_run(other, now=LATER)
    join_run(place, now=LATER)
    after = refresh_run(place, now=LATER)
    assert after.run_id == at_once.run_id
    assert after.manifest["files"] == at_once.manifest["files"]


def test_joining_twice_is_joining_once_with_both_lots(place, copied, hold):
    other = copied(place, "at-once")
    hold(other, LAST)
    at_once = join_run(other, now=LATER).run
    hold(place, BETWEEN)
    first = join_run(place, now=NOW)
    hold(place, LAST)
    second = join_run(place, now=LATER)
    assert first.papers + second.papers == at_once.manifest["assigned"]
    assert second.run.run_id == at_once.run_id
    same_tables(second.run, at_once)
    assert (read_joined(second.run).ids == read_joined(at_once).ids).all()


def test_joining_nothing_changes_nothing(place, hold):
    run = read_run(place.runs)
    assert join_run(place, now=LATER).run == run
    hold(place, LAST)
    joined = join_run(place, now=LATER).run
    again = join_run(place, now=LATER)
    assert (again.run, again.papers) == (joined, 0)
    assert list_runs(place.runs) == [joined.run_id, run.run_id]


def test_of_runs_that_papers_joined_two_are_kept(place, hold):
    judged = read_run(place.runs).run_id
    made = []
    for day in (date(2024, 10, 8), BETWEEN, LAST):
        hold(place, day)
        made.append(join_run(place, now=LATER).run.run_id)
    assert set(list_runs(place.runs)) == {judged, *made[1:]}
    assert read_run(place.runs).run_id == made[-1]


# Late papers, and papers that leave


def late(place, hold, *, every):
    """Judge without some papers of the last whole month, which come later."""
    settings = Settings(data_dir=place)
    hold(settings, date(2024, 10, 24))
    with closing(sqlite3.connect(settings.papers)) as store:
        query = "SELECT arxiv_id FROM papers WHERE published LIKE '2024-09%' ORDER BY arxiv_id"
        ids = [each for (each,) in store.execute(query)][::every]
    for each in ids:
        forget(settings, each)
    analyze(settings, now=NOW)
    hold(settings, date(2024, 10, 24))
    return settings, ids


def test_late_papers_are_counted_in_months_and_shares(tmp_path, hold, monkeypatch):
    monkeypatch.setattr("explorer.refreshing.joining.MOST_LATE", 1.0)
    settings, ids = late(tmp_path, hold, every=9)
    done = join_run(settings, now=LATER)
    assert (done.refused, done.papers) == ("", len(ids))
    series, niches = (read_table(done.run, name) for name in ("series", "niches"))
    whole = refresh_run(settings, now=LATER)
    assert "anew" not in whole.manifest
    kept = niches.loc[niches["kind"] == "partition", "niche_id"]
    one, other = (
        table[table["niche_id"].isin(kept)].reset_index(drop=True)
        for table in (series, read_table(whole, "series"))
    )
    assert_frame_equal(one, other)


def test_many_late_papers_let_all_be_judged_anew(tmp_path, hold):
    settings, ids = late(tmp_path, hold, every=9)
    done = join_run(settings, now=LATER)
    assert done.refused == f"{len(ids)} papers came of months that were counted"
    assert list_runs(settings.runs) == [done.run.run_id]


def test_withdrawn_and_deleted_papers_leave_and_have_no_vote(place, copied, hold):
    before = partition(read_run(place.runs))
    few = before.groupby("niche_id").head(1).sort_index().index[:2].tolist()
    hold(place, BETWEEN)
    withdraw(place, few[0])
    forget(place, few[1])
    other = copied(place, "whole")
    done = join_run(place, now=LATER)
    assert (done.refused, done.gone) == ("", 2)
    whole = refresh_run(other, now=LATER)
    after, all_anew = partition(done.run), partition(whole)
    assert set(before.index) - set(after.index) == set(few)
    assert after["niche_id"].to_dict() == all_anew["niche_id"].to_dict()
    for key in ("papers", "withdrawn"):
        assert done.run.manifest[key] == whole.manifest[key]
    assert refresh_run(place, now=LATER).manifest["files"] == whole.manifest["files"]


def test_a_paper_that_joined_and_was_withdrawn_then_is_as_if_it_never_came(place, copied, hold):
    hold(place, BETWEEN)
    came = join_run(place, now=NOW).run
    gone = read_joined(came).ids[0]
    withdraw(place, gone)
    done = join_run(place, now=LATER)
    assert (done.papers, done.gone) == (0, 1)
    assert gone not in read_joined(done.run).ids
    other = copied(place, "at-once")
    shutil.rmtree(other.runs / done.run.run_id)
    shutil.rmtree(other.runs / came.run_id)
    same_tables(join_run(other, now=LATER).run, done.run)


def test_a_changed_text_waits_until_all_is_judged_anew(place):
    run = read_run(place.runs)
    paper_id = read_table(run, "members")["paper_id"].iloc[0]
    change(place, "UPDATE papers SET title = 'Other' WHERE arxiv_id = ?", paper_id)
    done = join_run(place, now=LATER)
    assert (done.run, done.changed, done.papers) == (run, 1, 0)
    assert refresh_run(place, now=LATER).run_id != run.run_id


def test_what_arxiv_notes_beside_a_paper_is_no_change(place):
    paper_id = read_table(read_run(place.runs), "members")["paper_id"].iloc[0]
    change(place, "UPDATE papers SET modified = '2026-01-01' WHERE arxiv_id = ?", paper_id)
    assert join_run(place, now=LATER).changed == 0


# When all is judged anew


def test_when_a_month_has_ended_all_is_judged_anew(place, hold):
    hold(place, date(2024, 10, 31))
    assert join_run(place, now=LATER).refused == "a month has ended since"


def test_when_much_came_all_is_judged_anew(place, hold, monkeypatch):
    hold(place, LAST)
    monkeypatch.setattr("explorer.refreshing.joining.MOST_JOINED", 0.001)
    assert "papers came or changed since" in join_run(place, now=LATER).refused


@pytest.mark.parametrize("without", ["seen", "field"])
def test_papers_cannot_join_a_run_of_an_earlier_version(place, hold, without):
    run = read_run(place.runs)
    facts = dict(run.manifest)
    if without == "seen":
        del facts["seen"]
    else:
        facts["files"] = {k: v for k, v in facts["files"].items() if not k.startswith("field")}
    (run.path / "manifest.json").write_text(json.dumps(facts))
    hold(place, LAST)
    assert "of an earlier version" in join_run(place, now=LATER).refused


def test_another_store_in_the_same_place_is_noticed(place, hold):
    place.papers.unlink()
    hold(place, LAST)
    assert "in another store" in join_run(place, now=LATER).refused


def test_when_a_niche_lost_all_its_papers_all_is_judged_anew(place):
    members = read_table(read_run(place.runs), "members").groupby("niche_id")["paper_id"]
    for paper_id in min(members, key=lambda each: len(each[1]))[1]:
        forget(place, paper_id)
    assert join_run(place, now=LATER).refused == "a niche lost all its papers"


def test_an_analysis_that_looked_from_an_earlier_day_sees_the_papers_that_it_hid(place, hold):
    hold(place, LAST)
    first = analyze(place, now=NOW, as_of=JUDGED)
    assert first.manifest["seen"]["paper"] > first.manifest["papers"]
    assert join_run(place, now=LATER).papers > 20
