"""``docs/faults.md`` says what happens, and every fault that we can think of stands in it."""

from arxiv_faults import FAULTS
from fault_table import ALL, HOLE, PAGE, QUERY_API_FAULTS, WAYS, make_page


def test_the_page_of_faults_says_what_happens():
    page = make_page()
    assert page == PAGE.read_text(encoding="utf-8"), "`python tests/fault_table.py` renews it"


def test_every_fault_of_the_local_server_is_tried():
    kinds = {fault.kind for fault in QUERY_API_FAULTS}
    assert set(FAULTS) <= kinds
    assert {"400", "403", "429", "500", "503"} <= kinds


def test_every_outcome_is_all_papers_or_a_hole_that_is_told():
    rows = [line.split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if len(row) == 5 and "---" not in row[0]][1:]
    assert len(rows) == sum(len(way.faults) for way in WAYS)
    assert {way for _, way, *_ in rows} == {way.name for way in WAYS}
    for what, _, once, for_good, told in rows:
        outcomes = {once, for_good} - {"-"}
        assert all(outcome.split("; ")[0] in (ALL, HOLE) for outcome in outcomes), what
        assert (told == "- |") == (outcomes == {ALL}), what
