import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.corpus import reading
from explorer.corpus.harvest_log import Harvest, log_harvest
from explorer.corpus.merging import merge_papers
from explorer.corpus.papers import Paper
from explorer.corpus.reading import (
    COLUMNS,
    describe_store,
    newest_day,
    read_month_counts,
    read_papers,
    read_papers_by_id,
    search_papers,
)
from explorer.corpus.store import create_store, writing
from explorer.errors import StoreNotFoundError

FOREVER = date(9999, 12, 31)

BASE = Paper(
    arxiv_id="2107.00001",
    title="Grasping with two fingers",
    abstract="We grasp objects of any shape.",
    submitted=date(2021, 7, 12),
    primary_category="cs.RO",
    categories=("cs.RO", "cs.AI"),
    authors=("Ada Byron", "Emmy Noether"),
)

HARVEST = Harvest(
    source="api",
    category="cs.RO",
    since=date(2021, 1, 1),
    until=date(2021, 9, 30),
    fetched_at=datetime(2021, 10, 1, 12, tzinfo=UTC),
    received=3,
    expected=3,
    state="done",
)

CORPUS = [
    BASE,
    replace(
        BASE,
        arxiv_id="hep-th/9901001",
        title="Strings",
        abstract="A network of strings, for Schrödinger.",
        submitted=date(1999, 1, 31),
        primary_category="hep-th",
        categories=("hep-th",),
        comments="9 pages",
    ),
    replace(
        BASE,
        arxiv_id="2106.00007",
        title="Networks that plan",
        abstract="Neural networks plan. Networks learn. Networks grasp.",
        submitted=date(2021, 6, 30),
        primary_category="cs.AI",
        categories=("cs.AI",),
        authors=("Grace Hopper",),
    ),
]


@pytest.fixture
def path(tmp_path):
    return filled(tmp_path / "papers.sqlite", CORPUS)


def filled(path, papers, harvests=()):
    with writing(path) as connection:
        merge_papers(connection, papers)
        for harvest in harvests:
            log_harvest(connection, harvest)
    return path


@contextmanager
def new_store(papers):
    with tempfile.TemporaryDirectory() as folder:
        yield filled(Path(folder) / "papers.sqlite", papers)


def dated(days):
    """One paper a day given, alternating between two categories."""
    return [
        replace(
            BASE,
            arxiv_id=f"2107.{i:05d}",
            submitted=day,
            primary_category=("cs.RO", "cs.AI")[i % 2],
            categories=(("cs.RO", "cs.AI"), ("cs.AI",))[i % 2],
        )
        for i, day in enumerate(days)
    ]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
days = st.dates(date(2020, 11, 1), date(2021, 3, 31))
bounded = settings(max_examples=15, deadline=None)


@given(st.lists(st.tuples(texts, texts, texts, st.lists(texts, max_size=3)), max_size=5))
@bounded
def test_what_is_written_is_read(contents):
    papers = [
        replace(
            BASE,
            arxiv_id=f"2107.{i:05d}",
            title=title,
            abstract=abstract,
            comments=comments,
            authors=tuple(authors),
        )
        for i, (title, abstract, comments, authors) in enumerate(contents)
    ]
    with new_store(papers) as path:
        table = read_papers(path, as_of=FOREVER)
    assert table.to_dict("records") == [
        {
            "id": paper.arxiv_id,
            "title": paper.title,
            "abstract": paper.abstract,
            "published": pd.Timestamp(paper.submitted),
            "primary_category": "cs.RO",
            "categories": "cs.RO cs.AI",
            "authors": "; ".join(paper.authors),
            "comments": paper.comments,
        }
        for paper in papers
    ]


@pytest.mark.parametrize("papers", [CORPUS, []], ids=["some papers", "none"])
def test_a_table_of_papers_has_the_agreed_columns_and_types(tmp_path, papers):
    path = filled(tmp_path / "papers.sqlite", papers)
    tables = [
        read_papers(path, as_of=FOREVER),
        read_papers_by_id(path, [paper.arxiv_id for paper in papers]),
        search_papers(path, "grasp", as_of=FOREVER, limit=9),
    ]
    for table in tables:
        assert tuple(table.columns) == COLUMNS
        assert isinstance(table.index, pd.RangeIndex)
        assert pd.api.types.is_datetime64_dtype(table["published"])
        assert {str(table[name].dtype) for name in COLUMNS if name != "published"} == {"str"}


def test_papers_are_sorted_by_id_whatever_the_order_they_came_in(tmp_path, path):
    other = filled(tmp_path / "other.sqlite", reversed(CORPUS))
    table = read_papers(path, as_of=FOREVER)
    assert list(table["id"]) == ["2106.00007", "2107.00001", "hep-th/9901001"]
    pd.testing.assert_frame_equal(table, read_papers(other, as_of=FOREVER))


def test_more_papers_than_one_block_are_all_read(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "BLOCK", 7)
    papers = dated([date(2021, 1, 1)] * 23)
    path = filled(tmp_path / "papers.sqlite", papers)
    ids = [paper.arxiv_id for paper in papers]
    assert list(read_papers(path, as_of=FOREVER)["id"]) == ids
    assert list(read_papers_by_id(path, ids)["id"]) == ids


def test_without_text_the_long_columns_are_left_out(path):
    table = read_papers(path, as_of=FOREVER, text=False)
    assert list(table.columns) == ["id", "published", "primary_category", "categories", "authors"]
    whole = read_papers(path, as_of=FOREVER)
    pd.testing.assert_frame_equal(table, whole[list(table.columns)])


@given(st.lists(days, max_size=8), days)
@bounded
def test_a_read_as_of_a_day_is_that_of_a_store_which_got_nothing_later(submitted, as_of):
    papers = dated(submitted)
    known = [paper for paper in papers if paper.submitted <= as_of]
    with new_store(papers) as path, new_store(known) as past:
        for read in (
            read_papers,
            read_month_counts,
            lambda path, as_of: search_papers(path, "grasp", as_of=as_of, limit=99).sort_values(
                "id", ignore_index=True
            ),
        ):
            pd.testing.assert_frame_equal(read(path, as_of=as_of), read(past, as_of=as_of))


def test_a_paper_is_seen_from_its_day_on(path):
    assert "2107.00001" not in set(read_papers(path, as_of=date(2021, 7, 11))["id"])
    assert "2107.00001" in set(read_papers(path, as_of=date(2021, 7, 12))["id"])


@pytest.mark.parametrize(
    ("categories", "ids"),
    [
        (["cs.RO"], ["2107.00001"]),
        (["cs.AI"], ["2106.00007", "2107.00001"]),
        (["cs.AI", "cs.RO"], ["2106.00007", "2107.00001"]),
        (["hep-th", "cs.RO"], ["2107.00001", "hep-th/9901001"]),
        (["cs.XX"], []),
        ([], ["2106.00007", "2107.00001", "hep-th/9901001"]),
    ],
)
def test_any_listed_category_brings_a_paper_in_once(path, categories, ids):
    assert list(read_papers(path, as_of=FOREVER, categories=categories)["id"]) == ids


def test_categories_and_day_both_have_to_fit(path):
    early = read_papers(path, as_of=date(2021, 7, 1), categories=["cs.AI"])
    assert list(early["id"]) == ["2106.00007"]


def test_papers_by_id_come_in_the_order_asked_without_those_not_held(path):
    asked = ["hep-th/9901001", "2107.00001", "9999.99999", "hep-th/9901001", "", "x\0\ud800"]
    assert list(read_papers_by_id(path, asked)["id"]) == ["hep-th/9901001", "2107.00001"]
    assert read_papers_by_id(path, []).empty


def found(path, query, **options):
    return list(search_papers(path, query, **{"as_of": FOREVER, "limit": 9} | options)["id"])


def test_a_search_wants_every_word_wherever_it_stands(path):
    assert found(path, "networks grasp") == ["2106.00007"]
    assert found(path, "hopper plan") == ["2106.00007"]
    assert found(path, "grasp strings") == []
    assert set(found(path, "GRASP")) == {"2107.00001", "2106.00007"}


def test_a_search_finds_other_forms_of_a_word_and_letters_without_their_marks(path):
    assert set(found(path, "network")) == {"2106.00007", "hep-th/9901001"}
    assert found(path, "schrodinger") == found(path, "Schrödinger") == ["hep-th/9901001"]


def test_the_best_match_comes_first_and_the_limit_cuts_the_rest(path):
    assert found(path, "network") == ["2106.00007", "hep-th/9901001"]
    assert found(path, "network", limit=1) == ["2106.00007"]


def test_a_search_does_not_see_the_future(path):
    assert found(path, "network", as_of=date(2021, 6, 29)) == ["hep-th/9901001"]


def test_of_too_many_matches_the_last_to_come_are_ranked(path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_RANKED", 1)
    assert found(path, "grasp") == ["2106.00007"]
    assert found(path, "grasp", as_of=date(2021, 6, 29)) == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\0",
        '"',
        "()",
        "(x",
        "*",
        "-",
        "c++",
        'a"b',
        "AND",
        "grasp AND",
        "NEAR(a b",
        "title:x",
        "^grasp",
        "net-work",
        "\ud800",
        "🤖",
        " ".join(map(str, range(3000))),
        "y" * 100_000,
    ],
)
def test_nothing_typed_breaks_a_search(path, query):
    assert set(found(path, query)) <= {paper.arxiv_id for paper in CORPUS}


def test_words_that_look_like_operators_are_looked_for_as_words(tmp_path):
    odd = replace(BASE, title="AND or NOT in C++ (net-work)", abstract='An "a"b" of NEAR')
    path = filled(tmp_path / "papers.sqlite", [odd])
    for query in ("AND", "not", "c++", "(net-work", "NEAR", "c++ ++", 'a"b'):
        assert found(path, query) == [odd.arxiv_id], query
    assert found(path, "NOT grasped") == []


@given(st.text(st.characters(), max_size=40))
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_text_at_all_breaks_a_search(path, query):
    assert set(found(path, query)) <= {paper.arxiv_id for paper in CORPUS}


@given(st.lists(days, max_size=12), days)
@bounded
def test_month_counts_are_a_recount_of_whole_months(submitted, as_of):
    papers = dated(submitted)
    counts: dict[tuple[str, str], list[int]] = {}
    for paper in papers:
        month_end = (paper.submitted.replace(day=28) + timedelta(days=4)).replace(day=1)
        for code in paper.categories if month_end - timedelta(days=1) <= as_of else ():
            cell = counts.setdefault((f"{paper.submitted:%Y-%m}", code), [0, 0])
            cell[0] += 1
            cell[1] += code == paper.primary_category
    with new_store(papers) as path:
        table = read_month_counts(path, as_of=as_of)
        only = read_month_counts(path, as_of=as_of, categories=["cs.RO"])
    assert list(table.columns) == ["month", "category", "papers", "primary_papers"]
    rows = [(*cell, *counted) for cell, counted in sorted(counts.items())]
    assert list(table.itertuples(index=False, name=None)) == rows
    assert list(only.itertuples(index=False, name=None)) == [r for r in rows if r[1] == "cs.RO"]
    assert [str(kind) for kind in table.dtypes] == ["str", "str", "int64", "int64"]


def test_the_newest_day_is_that_of_the_newest_paper_or_of_a_later_complete_harvest(path):
    assert newest_day(path) == date(2021, 7, 12)
    filled(path, [], [replace(HARVEST, until=date(2021, 12, 31), state="hole")])
    filled(path, [], [replace(HARVEST, until=date(2021, 5, 1))])
    assert newest_day(path) == date(2021, 7, 12)
    filled(path, [], [HARVEST])
    assert newest_day(path) == date(2021, 9, 30)


def test_a_store_with_nothing_in_it_has_no_newest_day(tmp_path):
    create_store(tmp_path / "papers.sqlite")
    with pytest.raises(StoreNotFoundError):
        newest_day(tmp_path / "papers.sqlite")


def test_a_store_is_described_by_what_it_holds(path):
    filled(path, [], [HARVEST])
    summary = describe_store(path)
    assert (summary.kind, summary.papers) == ("real", 3)
    assert (summary.first, summary.last) == (date(1999, 1, 31), date(2021, 7, 12))
    assert list(summary.categories.itertuples(index=False, name=None)) == [
        ("cs.AI", 2, pd.Timestamp("2021-06-30"), pd.Timestamp("2021-07-12")),
        ("cs.RO", 1, pd.Timestamp("2021-07-12"), pd.Timestamp("2021-07-12")),
        ("hep-th", 1, pd.Timestamp("1999-01-31"), pd.Timestamp("1999-01-31")),
    ]
    assert summary.fetched["until"].tolist() == [pd.Timestamp("2021-09-30")]


def test_a_category_that_no_paper_lists_any_more_is_not_described(path):
    gone = replace(CORPUS[1], updated=date(2022, 1, 1), categories=("cs.AI",))
    filled(path, [replace(gone, primary_category="cs.AI")])
    assert list(describe_store(path).categories["category"]) == ["cs.AI", "cs.RO"]


def test_an_empty_store_is_described_as_empty(tmp_path):
    create_store(tmp_path / "papers.sqlite", kind="demonstration")
    summary = describe_store(tmp_path / "papers.sqlite")
    assert (summary.kind, summary.papers) == ("demonstration", 0)
    assert summary.first is summary.last is None
    assert summary.categories.empty
    assert summary.fetched.empty


@pytest.mark.parametrize(
    "read",
    [
        lambda path: read_papers(path, as_of=FOREVER),
        lambda path: read_papers_by_id(path, ["2107.00001"]),
        lambda path: search_papers(path, "grasp", as_of=FOREVER, limit=9),
        lambda path: read_month_counts(path, as_of=FOREVER),
        newest_day,
        describe_store,
    ],
)
def test_every_read_says_that_there_is_no_store(tmp_path, read):
    with pytest.raises(StoreNotFoundError):
        read(tmp_path / "papers.sqlite")
