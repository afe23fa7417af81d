import random
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.merging import Merged, merge_papers
from explorer.corpus.papers import Paper
from explorer.corpus.schema import MIGRATIONS
from explorer.corpus.store import reading, transaction, writing
from explorer.errors import StoreUnwritableError

BASE = Paper(
    arxiv_id="2107.05580",
    title="Grasping with two fingers",
    abstract="We grasp objects of any shape.",
    submitted=date(2021, 7, 12),
    updated=date(2021, 8, 1),
    primary_category="cs.RO",
    categories=("cs.RO", "cs.AI"),
    authors=("Ada Byron", "Emmy Noether"),
)

days = st.dates(date(2007, 1, 1), date(2007, 4, 30))
codes = st.sampled_from(["cs.RO", "cs.AI", "math.NA", "hep-th"])
texts = st.text(max_size=12)
papers = st.builds(
    lambda primary, others, **fields: Paper(
        primary_category=primary, categories=(primary, *others), **fields
    ),
    primary=codes,
    others=st.lists(codes, max_size=2),
    arxiv_id=st.sampled_from(["2107.00001", "2107.00002", "2107.00003", "hep-th/9901001"]),
    title=texts,
    abstract=texts,
    submitted=days,
    updated=st.sampled_from([None, date(2008, 1, 1), date(2009, 1, 1)]),
    authors=st.lists(texts, max_size=2).map(tuple),
    comments=texts,
    journal_ref=texts,
    doi=texts,
    license=st.sampled_from(["", "CC0", "CC BY"]),
)
bounded = settings(max_examples=40, deadline=None)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "papers.sqlite"


def new_store():
    """A store of its own for each example of a property; in memory, so that it costs nothing."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for script in MIGRATIONS:
        connection.executescript(script)
    return closing(connection)


@contextmanager
def opened(place):
    if isinstance(place, sqlite3.Connection):
        yield place
        return
    with writing(place) as connection:
        yield connection


def merge(place, arrivals, **options):
    with opened(place) as connection:
        return merge_papers(connection, arrivals, **options)


def held(place):
    """Everything a store says about its papers, whatever the order in which they came."""
    with opened(place) as connection:
        found = connection.execute("SELECT * FROM papers ORDER BY arxiv_id")
        names = [column[0] for column in found.description]
        rows = [dict(zip(names, row, strict=True)) for row in found]
        return [{name: row[name] for name in names if name != "key"} for row in rows]


def check(place):
    """Recount what follows from the papers: categories, months, full text."""
    with opened(place) as connection:
        codes_of = dict(connection.execute("SELECT key, code FROM categories"))
        links, months = [], {}
        for key, published, month, primary, categories in connection.execute(
            "SELECT key, published, month, primary_category, categories FROM papers"
        ):
            for code in categories.split(" "):
                links.append((code, published, key))
                cell = months.setdefault((code, month), [0, 0])
                cell[0] += 1
                cell[1] += code == primary
        found = connection.execute("SELECT category, published, paper FROM paper_categories")
        assert sorted((codes_of[c], *rest) for c, *rest in found) == sorted(links)
        found = connection.execute(
            "SELECT category, month, papers, primary_papers FROM month_category"
        )
        assert {(codes_of[c], month): counts for c, month, *counts in found} == months
        connection.execute(
            "INSERT INTO papers_text (papers_text, rank) VALUES ('integrity-check', 1)"
        )
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]


def many(count, *, seed=0):
    """Papers of every shape, some of them in several versions."""
    rng = random.Random(seed)  # noqa: S311
    words = ["grasp", "learn", "move", "see", "hear", "plan"]
    for i in range(count):
        primary = rng.choice(["cs.RO", "cs.AI", "math.NA", "hep-th"])
        first = date(2007, 1, 1) + timedelta(days=rng.randrange(3000))
        yield replace(
            BASE,
            arxiv_id=f"2107.{rng.randrange(count):05d}",
            title=f"Title {i}",
            abstract=" ".join(rng.choices(words, k=20)),
            submitted=first,
            updated=first + timedelta(days=rng.randrange(99)),
            primary_category=primary,
            categories=tuple(dict.fromkeys((primary, rng.choice(["cs.LG", "cs.RO"])))),
        )


@given(st.lists(papers, max_size=8), st.integers(1, 4))
@bounded
def test_merging_again_changes_nothing(arrivals, batch):
    with new_store() as store:
        first = merge(store, arrivals, batch=batch)
        before = held(store)
        again = merge(store, arrivals, batch=batch)
        assert held(store) == before
        assert first.added == len({paper.arxiv_id for paper in arrivals})
        assert again == Merged(unchanged=len(arrivals))
        check(store)


@given(st.lists(papers, min_size=2, max_size=7), st.randoms(use_true_random=False))
@bounded
def test_any_order_of_arrival_gives_one_store(arrivals, rng):
    other = rng.sample(arrivals, len(arrivals))
    with new_store() as store, new_store() as shuffled:
        merge(store, arrivals)
        cut = rng.randrange(len(other))
        merge(shuffled, other[:cut], batch=2)
        merge(shuffled, other[cut:], batch=3)
        assert held(store) == held(shuffled)
        check(shuffled)


@given(st.lists(papers, max_size=8))
@bounded
def test_how_arrivals_are_batched_makes_no_difference(arrivals):
    with new_store() as store, new_store() as one_by_one:
        assert merge(store, arrivals) == merge(one_by_one, arrivals, batch=1)
        assert held(store) == held(one_by_one)


@given(st.lists(papers, min_size=1, max_size=8))
@bounded
def test_the_newest_version_stands_with_the_earliest_day(arrivals):
    with new_store() as store:
        merge(store, arrivals)
        for row in held(store):
            versions = [paper for paper in arrivals if paper.arxiv_id == row["arxiv_id"]]
            newest = max(paper.updated or date.min for paper in versions)
            assert row["published"] == min(paper.submitted for paper in versions).isoformat()
            assert row["updated"] == ("" if newest == date.min else newest.isoformat())
            assert row["title"] in {p.title for p in versions if (p.updated or date.min) == newest}


def test_a_version_that_arrives_late_does_not_overwrite_a_newer_one(path):
    newer = replace(BASE, title="A better title", updated=date(2022, 1, 1))
    assert merge(path, [newer]) == Merged(added=1)
    assert merge(path, [BASE, replace(BASE, updated=None)]) == Merged(unchanged=2)
    assert held(path)[0]["title"] == "A better title"


def test_the_first_day_never_moves_later_and_counts_follow_it(path):
    merge(path, [BASE])
    late = replace(BASE, submitted=date(2023, 1, 1), updated=date(2023, 1, 1))
    assert merge(path, [late]) == Merged(updated=1)
    assert held(path)[0]["month"] == "2021-07"
    assert merge(path, [replace(BASE, submitted=date(2020, 2, 29))]) == Merged(updated=1)
    assert held(path)[0]["month"] == "2020-02"
    check(path)


def test_a_licence_is_kept_when_a_newer_version_comes_from_a_source_that_tells_none(path):
    merge(path, [replace(BASE, license="CC BY")])
    merge(path, [replace(BASE, title="A better title", updated=date(2022, 1, 1))])
    assert held(path)[0]["title"] == "A better title"
    assert held(path)[0]["license"] == "CC BY"


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_accounts_of_one_version_the_fuller_stands(path, order):
    fuller = replace(BASE, doi="10.1000/1", comments="9 pages")
    merge(path, [BASE, fuller][::order])
    assert held(path)[0]["doi"] == "10.1000/1"


def test_a_new_title_is_found_and_the_old_one_no_more(path):
    merge(path, [BASE])
    merge(path, [replace(BASE, title="Walking uphill", updated=date(2022, 1, 1))])
    with reading(path) as connection:
        counts = "SELECT count(*) FROM papers_text WHERE papers_text MATCH ?"
        assert connection.execute(counts, ("title:uphill",)).fetchone() == (1,)
        assert connection.execute(counts, ("title:fingers",)).fetchone() == (0,)
    check(path)


def test_a_paper_that_changes_categories_leaves_no_count_behind(path):
    merge(path, [BASE])
    moved = replace(BASE, updated=date(2022, 1, 1), primary_category="cs.LG", categories=("cs.LG",))
    merge(path, [moved])
    check(path)
    with reading(path) as connection:
        assert connection.execute("SELECT count(*) FROM month_category").fetchone() == (1,)


def test_a_primary_category_counts_even_if_the_list_lacks_it(path):
    merge(path, [replace(BASE, categories=("cs.AI", "cs.AI"))])
    assert held(path)[0]["categories"] == "cs.RO cs.AI"
    check(path)


def test_progress_tells_the_papers_done_and_the_total(path):
    told = []
    merge(path, many(25), batch=10, total=25, progress=lambda *step: told.append(step))
    assert told == [
        ("Saving papers", 10, 25),
        ("Saving papers", 20, 25),
        ("Saving papers", 25, 25),
    ]


def test_papers_are_drawn_one_batch_ahead_and_no_further(path):
    drawn, told = [], []

    def drawing():
        for paper in many(60):
            drawn.append(paper)
            yield paper

    def note(_step, done, _total):
        told.append((done, len(drawn)))

    merge(path, drawing(), batch=10, progress=note)
    assert [done for done, _ in told] == [10, 20, 30, 40, 50, 60]
    assert all(ahead <= done + 10 for done, ahead in told)


def test_the_words_of_a_batch_are_indexed_by_one_statement(path):
    statements = []
    with writing(path) as connection:
        connection.set_trace_callback(statements.append)
        arrivals = [replace(BASE, arxiv_id=f"2107.{i:05d}") for i in range(40)]
        merge_papers(connection, arrivals, batch=10)
        connection.set_trace_callback(None)
    assert sum(text.startswith("INSERT INTO papers_text (rowid") for text in statements) == 4
    check(path)


def test_papers_that_stop_coming_leave_whole_batches(path):
    def broken():
        yield from (replace(BASE, arxiv_id=f"2107.{i:05d}") for i in range(25))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        merge(path, broken(), batch=10)
    assert len(held(path)) == 20
    check(path)


def merge_all_or_nothing(path, arrivals):
    with writing(path) as connection, transaction(connection):
        merge_papers(connection, arrivals, batch=2)
        raise ZeroDivisionError


def test_within_a_transaction_of_the_caller_all_batches_go_or_none(path):
    merge(path, [BASE])
    before = held(path)
    with pytest.raises(ZeroDivisionError):
        merge_all_or_nothing(path, many(20))
    assert held(path) == before
    check(path)


def merge_beyond_the_disk(path, arrivals):
    with writing(path) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 40}")
        merge_papers(connection, arrivals, batch=100)


def test_a_disk_that_fills_up_keeps_the_batches_before(path):
    merge(path, [BASE])
    arrivals = [replace(p, arxiv_id=f"2108.{i:05d}") for i, p in enumerate(many(3000))]
    with pytest.raises(StoreUnwritableError, match="full"):
        merge_beyond_the_disk(path, arrivals)
    kept = len(held(path)) - 1
    assert 0 < kept < 3000
    assert kept % 100 == 0
    check(path)
    assert merge(path, arrivals) == Merged(added=3000 - kept, unchanged=kept)


def test_readers_see_whole_batches_while_a_writer_commits(path):
    merge(path, [])
    arrivals = [replace(p, arxiv_id=f"2107.{i:05d}") for i, p in enumerate(many(1500))]
    thread = threading.Thread(target=merge, args=(path, arrivals), kwargs={"batch": 50})
    thread.start()
    seen = []
    while thread.is_alive() or not seen:
        with reading(path) as connection:
            seen.append(connection.execute("SELECT count(*) FROM papers").fetchone()[0])
            counted = "SELECT ifnull(sum(primary_papers), 0) FROM month_category"
            assert connection.execute(counted).fetchone()[0] == seen[-1]
            found = "SELECT count(*) FROM papers_text WHERE papers_text MATCH 'title'"
            assert connection.execute(found).fetchone()[0] == seen[-1]
    thread.join()
    assert seen == sorted(seen)
    assert {count % 50 for count in seen} == {0}
    assert len(set(seen)) > 3


KILLED = """
import itertools, os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from test_merging import many
from explorer.corpus.merging import merge_papers
from explorer.corpus.store import writing

with writing(Path(sys.argv[1])) as connection:
    statements = itertools.count()

    def trace(statement):
        if next(statements) == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)

    connection.set_trace_callback(trace)
    merge_papers(connection, many(600), batch=60)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals of Unix")
@pytest.mark.parametrize("statement", [3, 700, 1800, 2900])
def test_a_writer_killed_anywhere_leaves_whole_batches_and_can_run_again(path, tmp_path, statement):
    tests = str(Path(__file__).parent)
    arguments = [sys.executable, "-c", KILLED, str(path), str(statement), tests]
    killed = subprocess.run(arguments, cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == -signal.SIGKILL
    check(path)
    arrivals = list(many(600))
    sizes = [len({paper.arxiv_id for paper in arrivals[:end]}) for end in range(0, 601, 60)]
    kept = len(held(path))
    assert kept in sizes[:-1]
    assert (kept > 0) == (statement > 100)
    merge(path, arrivals, batch=60)
    undisturbed = tmp_path / "undisturbed.sqlite"
    merge(undisturbed, arrivals)
    assert held(path) == held(undisturbed)
    check(path)
