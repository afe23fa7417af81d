from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from numbered_papers import numbers_held, tear

from explorer.corpus.asked_days import DAYS, asked_days, missing_spans
from explorer.corpus.coverage import COLUMNS, part_held, read_coverage
from explorer.corpus.harvest_log import Harvest, log_harvest
from explorer.corpus.merging import merge_papers
from explorer.corpus.months import last_day
from explorer.corpus.papers import Paper
from explorer.corpus.store import reading, writing

HARVEST = Harvest(
    source="api",
    category="cs.RO",
    since=date(2021, 1, 1),
    until=date(2021, 1, 31),
    fetched_at=datetime(2021, 12, 1, tzinfo=UTC),
    received=0,
    expected=None,
    state="done",
)


def paper(number, day, *categories):
    return Paper(
        arxiv_id=f"{day:%y%m}.{number:05}",
        title=f"Study {number}",
        abstract="We study it.",
        submitted=day,
        primary_category=categories[0],
        categories=categories,
        authors=("Ada Byron",),
    )


def a_month(month, count, *categories):
    first = date.fromisoformat(f"{month}-01")
    return [paper(i + 1, first + timedelta(days=i % 28), *categories) for i in range(count)]


def months(*spans, state="done", expected=None, category="cs.RO"):
    """Log entries for whole spans of months, given as pairs of text."""
    return [
        replace(
            HARVEST,
            category=category,
            since=date.fromisoformat(f"{first}-01"),
            until=last_day(last),
            expected=expected,
            state=state,
        )
        for first, last in spans
    ]


@pytest.fixture
def store(tmp_path):
    """Make a store of papers and log entries."""

    def made(papers, harvests=()):
        path = tmp_path / "papers.sqlite"
        with writing(path) as connection:
            merge_papers(connection, papers)
            for harvest in harvests:
                log_harvest(connection, harvest)
        return path

    return made


def coverage_of(path, category="cs.RO", *, as_of=date(2021, 12, 31)):
    table = read_coverage(path, as_of=as_of)
    assert tuple(table.columns) == COLUMNS
    return table[table["category"] == category].set_index("month")


def test_a_month_whose_every_day_came_is_complete(store):
    path = store(a_month("2021-01", 40, "cs.RO"), months(("2021-01", "2021-01")))
    (row,) = coverage_of(path).itertuples()
    assert (row.held, row.expected, row.state, row.basis) == (40, 40, "complete", "announced")


def test_a_month_of_which_fewer_came_than_announced_is_a_hole_of_known_depth(store):
    holes = months(("2021-01", "2021-01"), state="hole", expected=50)
    (row,) = coverage_of(store(a_month("2021-01", 40, "cs.RO"), holes)).itertuples()
    assert (row.held, row.expected, row.state, row.basis) == (40, 50, "hole", "announced")


def test_the_later_entry_of_a_day_is_right(store):
    first = months(("2021-01", "2021-01"), state="hole", expected=50)
    again = months(("2021-01", "2021-01"))
    papers = a_month("2021-01", 40, "cs.RO")
    assert coverage_of(store(papers, [*first, *again]))["state"].tolist() == ["complete"]


def test_a_hole_again_after_it_was_done_is_a_hole(store):
    done = months(("2021-01", "2021-01"))
    hole = replace(done[0], since=date(2021, 1, 20), state="hole", expected=12)
    papers = a_month("2021-01", 28, "cs.RO")
    (row,) = coverage_of(store(papers, [*done, hole])).itertuples()
    assert (row.state, row.held) == ("hole", 28)
    assert row.expected == pytest.approx(28 + 12 - 9)  # of the days from the 20th, 9 are held


def test_a_hole_without_a_total_is_expected_to_be_as_the_months_around(store):
    papers = [
        *a_month("2021-01", 40, "cs.RO"),
        *a_month("2021-02", 3, "cs.RO"),
        *a_month("2021-03", 44, "cs.RO"),
    ]
    log = [
        *months(("2021-01", "2021-01"), ("2021-03", "2021-03")),
        *months(("2021-02", "2021-02"), state="hole"),
    ]
    row = coverage_of(store(papers, log)).loc["2021-02"]
    assert (row["state"], row["basis"]) == ("hole", "estimate")
    assert row["expected"] == pytest.approx(42, abs=2)


def test_months_passed_over_between_two_fetches_are_a_hole(store):
    papers = a_month("2021-01", 40, "cs.RO") + a_month("2021-04", 40, "cs.RO")
    path = store(papers, months(("2021-01", "2021-01"), ("2021-04", "2021-04")))
    table = coverage_of(path)
    assert table["state"].tolist() == ["complete", "hole", "hole", "complete"]
    assert table["held"].tolist() == [40, 0, 0, 40]
    assert table["expected"].tolist() == [40, 40, 40, 40]


def test_a_month_asked_for_from_its_middle_on_is_a_part(store):
    log = [replace(HARVEST, since=date(2021, 1, 15), until=date(2021, 2, 28))]
    papers = [paper(i, date(2021, 1, 15 + i % 17), "cs.RO") for i in range(1, 18)]
    table = coverage_of(store(papers + a_month("2021-02", 28, "cs.RO"), log))
    assert table["state"].tolist() == ["part", "complete"]
    assert table["expected"].tolist() == [28, 28]


def test_a_category_that_only_came_along_is_unknown(store):
    path = store(a_month("2021-01", 40, "cs.RO", "cs.AI"), months(("2021-01", "2021-01")))
    (row,) = coverage_of(path, "cs.AI").itertuples()
    assert (row.state, row.basis) == ("unknown", "")
    assert np.isnan(row.expected)


def test_another_way_in_is_read_in_the_same_way(store):
    oai = [replace(HARVEST, source="oai", received=40)]
    assert coverage_of(store(a_month("2021-01", 40, "cs.RO"), oai))["state"].tolist() == [
        "complete"
    ]


def test_the_month_under_way_is_left_out(store):
    path = store(a_month("2021-01", 40, "cs.RO"), months(("2021-01", "2021-02")))
    assert coverage_of(path, as_of=date(2021, 2, 27)).index.tolist() == ["2021-01"]
    assert coverage_of(path, as_of=date(2021, 2, 28)).index.tolist() == ["2021-01", "2021-02"]


def test_an_empty_store_has_an_empty_coverage(store):
    table = read_coverage(store([]), as_of=date(2021, 12, 31))
    assert table.empty
    assert part_held(table).empty


def test_invented_papers_are_all_there(demonstration):
    table = read_coverage(demonstration.papers, as_of=date(2024, 12, 31))
    assert set(table["state"]) == {"complete"}
    assert (part_held(table).fillna(1) == 1).all(axis=None)


def numbered(held, *categories):
    """Papers with these numbers, each on the day that its place in the month says."""
    rows = []
    for month, numbers in held.items():
        days = last_day(month).day
        for number in numbers:
            day = int((number - 1) * days // 5_500) + 1
            rows.append(
                paper(int(number), date.fromisoformat(f"{month}-{min(day, days):02}"), *categories)
            )
    return rows


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """A store of papers that came from a file with a hole in June 2016, and the part left of it."""
    held, part = tear(numbers_held(first="2015-01", last="2017-06"), "2016-06")
    path = tmp_path_factory.mktemp("imported") / "papers.sqlite"
    with writing(path) as connection:
        merge_papers(connection, numbered(held, "cs.RO"))
    return path, part


def test_a_hole_in_a_file_is_estimated_from_the_numbers_of_its_papers(imported):
    path, part = imported
    table = coverage_of(path, as_of=date(2017, 6, 30))
    assert table.index[table["state"] == "hole"].tolist() == ["2016-06"]
    assert set(table["state"]) == {"hole", "seems complete"}
    row = table.loc["2016-06"]
    assert row["basis"] == "estimate"
    assert row["held"] / row["expected"] == pytest.approx(part, abs=0.08)


def test_the_part_held_is_one_wherever_no_hole_is_known(imported):
    held = part_held(read_coverage(imported[0], as_of=date(2017, 6, 30)))["cs.RO"]
    assert held.drop("2016-06").eq(1).all()
    assert held["2016-06"] < 0.8


def test_a_hole_that_was_fetched_since_is_complete_and_the_rest_is_still_judged(imported, tmp_path):
    path = tmp_path / "papers.sqlite"
    path.write_bytes(imported[0].read_bytes())
    with writing(path) as connection:
        for harvest in months(("2016-06", "2016-06")):
            log_harvest(connection, harvest)
    table = coverage_of(path, as_of=date(2017, 6, 30))
    assert table.loc["2016-06", "state"] == "complete"
    assert set(table["state"].drop("2016-06")) == {"seems complete"}


def test_the_days_of_a_month_are_each_counted_once(store):
    log = [
        *months(("2021-01", "2021-02")),
        replace(HARVEST, since=date(2021, 2, 10), until=date(2021, 2, 12), state="hole"),
        replace(HARVEST, since=date(2021, 3, 5), until=date(2021, 4, 20), expected=7, state="hole"),
    ]
    with reading(store(a_month("2021-01", 5, "cs.RO"), log)) as connection:
        table = asked_days(connection, last_month="2021-12").set_index("month")
        spans = [tuple(map(str, span)) for span in missing_spans(connection)]
    assert table[[*DAYS]].sum(axis=1).tolist() == [31, 28, 31, 30]
    assert table["missing"].tolist() == [0, 3, 27, 20]
    assert table["untold"].tolist() == [0, 3, 0, 0]
    assert table["lacking"].sum() == pytest.approx(7)
    assert spans == [
        ("cs.RO", "2021-02-10", "2021-02-12"),
        ("cs.RO", "2021-03-01", "2021-04-20"),
    ]
