"""What a store tells of what came to it, changed in it or went since a mark was set."""

from datetime import date

import pytest

from explorer.corpus.merging import delete_papers, merge_papers
from explorer.corpus.news import read_mark, read_news
from explorer.corpus.papers import Paper
from explorer.corpus.store import create_store, writing

DAY, LATER = date(2024, 10, 3), date(2024, 10, 20)


def paper(number, *, day=DAY, title="Walking", category="cs.RO", updated=None):
    return Paper(
        arxiv_id=f"2410.{number:05d}",
        title=title,
        abstract="It walks.",
        submitted=day,
        updated=updated or day,
        primary_category=category,
        categories=(category,),
        authors=("Ada Byron",),
    )


@pytest.fixture
def store(tmp_path):
    """A store of three papers."""
    path = tmp_path / "papers.sqlite"
    put(path, *map(paper, (1, 2, 3)))
    return path


def put(path, *papers):
    with writing(path) as connection:
        merge_papers(connection, papers)


def news(path, mark, **options):
    told = read_news(path, mark, **{"seen_until": DAY, "as_of": LATER} | options)
    return [each[-1] for each in told.ids], [each[-1] for each in told.touched]


def test_without_news_there_are_none(store):
    assert news(store, read_mark(store)) == ([], [])


def test_an_empty_store_has_a_mark_too(tmp_path):
    create_store(tmp_path / "papers.sqlite")
    mark = read_mark(tmp_path / "papers.sqlite")
    assert (mark["paper"], mark["change"]) == (0, 0)


def test_each_store_has_a_name_of_its_own_and_keeps_it(store, tmp_path):
    mark = read_mark(store)
    put(store, paper(4))
    create_store(tmp_path / "other.sqlite")
    assert (
        read_mark(store)["store"] == mark["store"] != read_mark(tmp_path / "other.sqlite")["store"]
    )


def test_new_papers_of_any_day_are_told(store):
    mark = read_mark(store)
    put(store, paper(5, day=date(2020, 1, 1)), paper(4, day=LATER))
    assert news(store, mark) == (["4", "5"], [])


def test_a_paper_is_told_as_touched_when_what_it_says_changes(store):
    mark = read_mark(store)
    put(store, paper(2, title="Running", updated=LATER))
    assert news(store, mark) == (["2"], ["2"])


def test_a_paper_that_only_came_again_is_not_told(store):
    mark = read_mark(store)
    put(store, paper(2), paper(3, updated=LATER))
    assert news(store, mark) == ([], [])


def test_a_deleted_paper_is_told_as_touched_and_is_not_there(store):
    mark = read_mark(store)
    with writing(store) as connection:
        delete_papers(connection, {"2410.00003": LATER})
    assert news(store, mark) == ([], ["3"])


def test_a_new_paper_in_the_place_of_a_deleted_one_is_told(store):
    mark = read_mark(store)
    with writing(store) as connection:
        delete_papers(connection, {"2410.00003": LATER})
    put(store, paper(4, day=LATER))
    assert read_mark(store)["paper"] == mark["paper"]
    assert news(store, mark) == (["4"], ["3"])


def test_papers_are_told_that_were_hidden_when_the_mark_was_set(store):
    put(store, paper(4, day=LATER))
    assert news(store, read_mark(store)) == (["4"], [])


def test_papers_of_later_days_and_other_categories_are_not_told(store):
    mark = read_mark(store)
    put(store, paper(4, category="cs.LG"), paper(5), paper(6, day=LATER))
    assert news(store, mark, as_of=DAY, categories=["cs.RO"]) == (["5"], [])
