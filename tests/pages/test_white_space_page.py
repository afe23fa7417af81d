import pytest
from changed_runs import rewrite

from explorer.niches import white_space_of
from explorer.runs import read_run
from explorer.trends.white_space import OPENING


@pytest.fixture(scope="module")
def table(demonstration):
    return white_space_of(read_run(demonstration.runs))


def test_cells_about_to_open_are_counted_and_the_record_is_told(open_page, home, table):
    screen = open_page("white_space", home)
    assert not screen.warning
    assert f"{(table['state'] == OPENING).sum()} cell" in screen.words
    assert "by chance" in screen.words


def test_a_cell_of_the_link_shows_who_was_first_and_leads_on(open_page, home, table):
    row = table.iloc[0]
    screen = open_page("white_space", home, method=row["method"], field=row["field"])
    assert f"{row['method']} in {row['field_name']}" in screen.words
    assert "took it up first" in screen.words
    assert "A niche of your own by these words" in screen.labels()
    assert any(label.startswith("Nearest niche: ") for label in screen.labels())


def test_a_bad_link_is_told(open_page, home):
    screen = open_page("white_space", home, method="no such method", field="$x$")
    assert "which is not here" in screen.warning[0].value


def test_no_rising_method_is_told_in_words(open_page, real_home, table):
    rewrite(real_home, "white_space", table.head(0))
    assert "No method" in open_page("white_space", real_home).info[0].value
