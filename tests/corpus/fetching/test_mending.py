from datetime import UTC, date, datetime

import pytest
from arxiv_feed import sample_papers
from arxiv_server import ArxivServer
from numbered_papers import numbers_held, tear

from explorer.corpus.coverage import read_coverage
from explorer.corpus.fetching.mending import find_holes, mend_holes
from explorer.corpus.harvest_log import Harvest, log_harvest
from explorer.corpus.merging import merge_papers
from explorer.corpus.months import last_day
from explorer.corpus.papers import Paper
from explorer.corpus.reading import read_papers
from explorer.corpus.store import writing

NOW = datetime(2024, 12, 1, 9, tzinfo=UTC)
PAPERS = sample_papers(90, first=date(2024, 1, 1), last=date(2024, 4, 30))


def log(connection, first, last, state, expected=None):
    log_harvest(
        connection,
        Harvest(
            source="api",
            category="cs.RO",
            since=first,
            until=last,
            fetched_at=NOW,
            received=0,
            expected=expected,
            state=state,
        ),
    )


@pytest.fixture
def store(tmp_path):
    """January and April of cs.RO; of February nothing after the 9th; March was never asked for."""
    path = tmp_path / "papers.sqlite"
    kept = [p for p in PAPERS if p.submitted < date(2024, 2, 10) or p.submitted.month == 4]
    with writing(path) as connection:
        merge_papers(connection, kept)
        log(connection, date(2024, 1, 1), date(2024, 2, 9), "done")
        log(connection, date(2024, 2, 10), date(2024, 2, 29), "hole", expected=17)
        log(connection, date(2024, 4, 1), date(2024, 4, 30), "done")
    return path


def spans(holes):
    return [(str(hole.since), str(hole.until)) for hole in holes]


def test_holes_are_cut_at_the_ends_of_months_and_sorted(store):
    holes = find_holes(store)
    assert spans(holes) == [("2024-02-10", "2024-02-29"), ("2024-03-01", "2024-03-31")]
    assert [hole.categories for hole in holes] == [("cs.RO",)] * 2
    assert [hole.estimated for hole in holes] == [False, True]
    held = sum(paper.submitted.month == 2 and paper.submitted.day < 10 for paper in PAPERS)
    assert (holes[0].held, holes[0].expected) == (held, held + 17)
    assert holes[1].part == 0


def test_each_hole_names_the_command_that_mends_it(store):
    assert find_holes(store)[0].command == "explorer mend --since 2024-02-10 --until 2024-02-29"


def test_holes_can_be_asked_for_by_span_and_category(store):
    assert spans(find_holes(store, since=date(2024, 3, 2))) == [("2024-03-01", "2024-03-31")]
    assert spans(find_holes(store, until=date(2024, 2, 10))) == [("2024-02-10", "2024-02-29")]
    assert find_holes(store, categories=("cs.CV",)) == []
    assert len(find_holes(store, categories=("cs.RO",))) == 2


def test_mending_asks_for_the_missing_days_only_and_leaves_no_hole(store, tmp_path):
    with ArxivServer(PAPERS) as server:
        options = {"url": server.url, "contact": "", "lock_dir": tmp_path / "locks", "now": NOW}
        fetched = list(mend_holes(store, find_holes(store), interval=0.003, **options))
        asked = " ".join(str(each) for each in server.asked)
    missing = [p for p in PAPERS if date(2024, 2, 10) <= p.submitted <= date(2024, 3, 31)]
    assert sum(each.added for each in fetched) == len(missing)
    assert "[20240101" not in asked
    assert "[20240401" not in asked
    assert find_holes(store) == []
    held = read_papers(store, as_of=date(2024, 12, 1))
    assert set(held["id"]) == {paper.arxiv_id for paper in PAPERS}
    assert set(read_coverage(store, as_of=date(2024, 4, 30))["state"]) <= {"complete", "unknown"}


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Papers of a file that was made for cs.RO; half of them list cs.LG as well."""
    held, _ = tear(numbers_held(first="2015-01", last="2017-06"), "2016-06")
    papers = [
        Paper(
            arxiv_id=f"{month[2:4]}{month[5:]}.{number:05}",
            title=f"Study {number}",
            abstract="We study it.",
            submitted=last_day(month).replace(day=int(number) * 28 // 5_500 + 1),
            primary_category="cs.RO",
            categories=("cs.RO", "cs.LG") if number % 2 else ("cs.RO",),
            authors=("Ada Byron",),
        )
        for month, numbers in held.items()
        for number in numbers
    ]
    path = tmp_path_factory.mktemp("imported") / "papers.sqlite"
    with writing(path) as connection:
        merge_papers(connection, papers)
    return path


def test_a_hole_in_a_file_is_to_be_fetched_in_the_categories_it_was_made_for(imported):
    (hole,) = find_holes(imported)
    assert hole.categories == ("cs.RO",)
    assert (hole.since, hole.until) == (date(2016, 6, 1), date(2016, 6, 30))
    assert hole.estimated
    assert 0.4 < hole.part < 0.9
