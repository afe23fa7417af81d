"""Deleted papers: out of everything that is read, and back only with something newer."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.deletions import Deletion, read_deletions, write_deletions
from explorer.corpus.merging import Merged, delete_papers, merge_papers
from explorer.corpus.papers import Paper
from explorer.corpus.reading import read_month_counts, read_papers, search_papers
from explorer.corpus.schema import MIGRATIONS
from explorer.corpus.store import writing

PAPER = Paper(
    arxiv_id="2107.05580",
    title="Grasping with two fingers",
    abstract="We grasp objects of any shape.",
    submitted=date(2021, 7, 12),
    updated=date(2021, 8, 1),
    primary_category="cs.RO",
    categories=("cs.RO", "cs.AI"),
    authors=("Ada Byron",),
)
LATER = date(2021, 9, 1)
IDS = ["2107.00001", "2107.00002", "hep-th/9901001"]
days = st.sampled_from([date(2008, month, 1) for month in range(1, 7)])
codes = st.sampled_from([("cs.RO",), ("cs.RO", "cs.AI"), ("hep-th",)])
arrivals = st.builds(
    lambda codes, **fields: replace(PAPER, primary_category=codes[0], categories=codes, **fields),
    codes,
    arxiv_id=st.sampled_from(IDS),
    title=st.sampled_from(["One", "Two"]),
    submitted=st.dates(date(2007, 1, 1), date(2007, 4, 30)),
    updated=st.one_of(st.none(), days),
    modified=st.one_of(st.none(), days),
    doi=st.sampled_from(["", "10.1000/182"]),
)
deletions = st.tuples(st.sampled_from(IDS), days)
events = st.lists(st.one_of(arrivals, deletions), max_size=9)


def new_store():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for script in MIGRATIONS:
        connection.executescript(script)
    return closing(connection)


def happen(store, events):
    """Let papers come, up to three in one batch, and deletions."""
    for is_paper, group in groupby(events, key=lambda event: isinstance(event, Paper)):
        if is_paper:
            merge_papers(store, group, batch=3)
        else:
            for event in group:
                delete_papers(store, dict([event]))


def contents(store):
    """All that a store says, whatever the order in which it came."""
    names = [row[1] for row in store.execute("PRAGMA table_info(papers)") if row[1] != "key"]
    papers = store.execute(f"SELECT {', '.join(names)} FROM papers ORDER BY arxiv_id")  # noqa: S608
    graves = store.execute("SELECT * FROM deleted_papers ORDER BY arxiv_id")
    links = store.execute(
        "SELECT code, paper_categories.published, arxiv_id FROM paper_categories"
        " JOIN categories ON categories.key = category JOIN papers ON papers.key = paper"
        " ORDER BY 1, 3"
    )
    months = store.execute(
        "SELECT code, month, papers, primary_papers FROM month_category"
        " JOIN categories ON key = category ORDER BY 1, 2"
    )
    return [rows.fetchall() for rows in (papers, graves, links, months)]


@given(events, st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_any_order_of_arrivals_and_deletions_gives_one_store(events, rng):
    other = rng.sample(events, len(events))
    with new_store() as store, new_store() as shuffled:
        happen(store, events)
        happen(shuffled, other)
        assert contents(store) == contents(shuffled)
        shuffled.execute(
            "INSERT INTO papers_text (papers_text, rank) VALUES ('integrity-check', 1)"
        )


@given(events)
@settings(max_examples=120, deadline=None)
def test_a_paper_is_held_if_something_newer_than_its_deletion_came(events):
    with new_store() as store:
        happen(store, events)
        held = {arxiv_id for (arxiv_id,) in store.execute("SELECT arxiv_id FROM papers")}
        for arxiv_id in IDS:
            came = [e for e in events if isinstance(e, Paper) and e.arxiv_id == arxiv_id]
            gone = [
                day
                for e in events
                if not isinstance(e, Paper)
                for id_, day in [e]
                if id_ == arxiv_id
            ]
            newest = max((d for p in came for d in (p.updated, p.modified) if d), default=date.min)
            assert (arxiv_id in held) == bool(came and (not gone or newest > max(gone)))
        counted = store.execute("SELECT ifnull(sum(primary_papers), 0) FROM month_category")
        assert counted.fetchone() == (len(held),)


@given(events)
@settings(max_examples=40, deadline=None)
def test_arrivals_are_counted_by_what_became_of_them(events):
    with new_store() as store:
        for event in events:
            before = store.execute("SELECT count(*) FROM papers").fetchone()[0]
            if isinstance(event, Paper):
                merged = merge_papers(store, [event])
                assert merged.added + merged.updated + merged.unchanged == 1
                grown = merged.added
            else:
                grown = -delete_papers(store, dict([event]))
            assert store.execute("SELECT count(*) FROM papers").fetchone()[0] == before + grown


def test_a_deleted_paper_is_found_nowhere(tmp_path):
    path, other = tmp_path / "papers.sqlite", replace(PAPER, arxiv_id="2107.00001", title="Walking")
    with writing(path) as connection:
        merge_papers(connection, [PAPER, other])
        assert delete_papers(connection, dict.fromkeys([PAPER.arxiv_id, "2107.09999"], LATER)) == 1
    today = date(2022, 1, 1)
    assert list(read_papers(path, as_of=today)["id"]) == [other.arxiv_id]
    assert list(search_papers(path, "fingers", as_of=today, limit=9)["id"]) == []
    assert set(read_month_counts(path, as_of=today)["papers"]) == {1}
    with writing(path) as connection:
        assert merge_papers(connection, [PAPER]) == Merged(unchanged=1)
        revived = replace(PAPER, modified=date(2021, 9, 2))
        assert merge_papers(connection, [revived]) == Merged(added=1)
    assert list(search_papers(path, "fingers", as_of=today, limit=9)["id"]) == [PAPER.arxiv_id]


def test_a_record_that_was_only_touched_tells_nothing_new(tmp_path):
    with writing(tmp_path / "papers.sqlite") as connection:
        merge_papers(connection, [PAPER])
        touched = replace(PAPER, modified=date(2022, 1, 1))
        assert merge_papers(connection, [touched]) == Merged(unchanged=1)
        assert delete_papers(connection, {PAPER.arxiv_id: date(2021, 12, 1)}) == 0


def test_deletions_are_kept_as_they_were_given():
    with new_store() as store:
        kept = {
            "2107.00001": Deletion("2021-09-01"),
            "2107.00002": Deletion("2021-09-02", ("a", "é")),
        }
        write_deletions(store, kept)
        assert read_deletions(store, [*kept, "2107.00003"]) == kept
