import shutil

import pytest

from explorer.corpus.merging import merge_papers
from explorer.corpus.store import writing
from explorer.runs import list_runs
from explorer.settings import Settings, load_settings

PAGES = ("discover", "map", "white_space", "niche", "compare", "plan", "profile", "data")
MARK = "Demonstration corpus: invented papers"


def damage(home, name="niches.parquet"):
    """Cut a file of the newest run short."""
    file = home.runs / "current" / name
    file.write_bytes(file.read_bytes()[:-100])


@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_the_demonstration_and_says_so(open_page, home, name):
    screen = open_page(name, home)
    assert MARK in screen.words
    assert not screen.error
    assert not screen.warning


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_how_many_papers_of_which_categories_up_to_when(open_page, real_home, name):
    words = open_page(name, real_home).words
    line = next(line for line in words.splitlines() if "as of" in line)
    for part in ("papers", "all categories held", "31 December 2024", "last whole month December"):
        assert part in line
    assert MARK not in words


def test_an_empty_folder_becomes_the_demonstration(open_page, tmp_path):
    home = Settings(data_dir=tmp_path / "empty")
    screen = open_page("discover", home)
    assert MARK in screen.words
    assert list_runs(home.demonstration.runs)
    assert not home.papers.exists()
    assert "7," in screen.words


@pytest.mark.parametrize("name", ["discover", "map", "white_space", "niche", "compare"])
def test_papers_without_an_analysis_are_offered_one_by_one_button(open_page, real_papers, name):
    screen = open_page(name, real_papers)
    assert "no analysis to show" in screen.words
    assert screen.labels() == ["Find subfields"]
    assert not screen.error


@pytest.mark.parametrize("name", ["plan", "profile", "data"])
def test_a_page_that_needs_no_analysis_works_without_one(open_page, real_papers, name):
    screen = open_page(name, real_papers)
    assert "no analysis to show" in screen.words
    assert len(screen.labels()) >= 1
    assert not screen.error


def test_too_few_papers_are_told_and_can_be_tried_again(open_page, tmp_path, invented):
    home = Settings(data_dir=tmp_path / "few")
    with writing(home.papers) as connection:
        merge_papers(connection, invented.papers[:60])
    screen = open_page("discover", home)
    screen.button("Find subfields").click().run()
    assert not screen.exception
    assert "60 papers" in screen.error[0].value
    assert screen.labels() == ["Find subfields"]


@pytest.mark.parametrize("name", PAGES)
def test_a_damaged_analysis_gives_way_to_the_one_before(open_page, real_home, name):
    (older,) = real_home.runs.glob("2*")
    shutil.copytree(older, real_home.runs / "2024-12-newer")
    current = real_home.runs / "current"
    current.unlink()
    current.symlink_to("2024-12-newer")
    damage(real_home)
    screen = open_page(name, real_home)
    assert "this is the one before" in screen.warning[0].value
    assert "as of 31 December 2024" in screen.words


def test_a_damaged_analysis_with_none_before_is_told_and_can_be_made_again(open_page, real_home):
    damage(real_home)
    screen = open_page("discover", real_home)
    assert "cannot be read" in screen.warning[0].value
    assert screen.labels() == ["Find subfields"]


def test_a_table_that_is_no_table_is_told_in_words(open_page, real_home):
    file = real_home.runs / "current" / "series.parquet"
    file.write_bytes(b"\0" * file.stat().st_size)
    screen = open_page("discover", real_home)
    assert "damaged" in screen.error[0].value


@pytest.mark.parametrize("name", PAGES)
def test_a_store_that_is_no_store_is_told_in_words(open_page, tmp_path, name):
    home = Settings(data_dir=tmp_path)
    home.papers.write_bytes(b"not a database, but long enough to be looked at as one" * 20)
    assert "cannot be read as a store" in open_page(name, home).error[0].value


def test_the_demonstration_in_the_place_of_real_papers_is_still_marked(open_page, demonstration):
    assert MARK in open_page("discover", demonstration).words


@pytest.mark.real
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_on_real_papers(open_page, name):
    home = load_settings()
    if not list_runs(home.runs):
        pytest.skip(f"no analysis of real papers in {home.data_dir}")
    screen = open_page(name, home)
    assert not screen.error
    assert MARK not in screen.words
