import re

import pytest
from changed_runs import rename_a_niche

from explorer.pages.parts.choosing import TABLE
from explorer.presentation.escaping import plain
from explorer.presentation.niche_tables import ranking
from explorer.runs import read_run, read_table

NASTY = "a $x^2$ *b* [c](http://d.e) <b>f</b> :material/home: `g` -> :red[h] | i"


@pytest.fixture(scope="module")
def ranked(demonstration):
    run = read_run(demonstration.runs)
    return ranking(read_table(run, "niches"), read_table(run, "series"))


def columns(screen):
    """Names of the niches that stand side by side."""
    return screen.table[0].value.columns.tolist()


def names(ranked, *rows):
    return [plain(ranked["name"].iloc[row]) for row in rows]


def slugs(ranked, *rows):
    return ",".join(ranked["slug"].iloc[list(rows)])


def test_without_a_link_the_two_best_are_compared_and_put_in_the_link(open_page, home, ranked):
    screen = open_page("compare", home)
    assert columns(screen) == names(ranked, 0, 1)
    assert screen.link("niches") == slugs(ranked, 0, 1)
    assert not screen.warning


@pytest.mark.parametrize("rows", [(3, 1), (0, 2, 5), (9, 8, 7, 6)])
def test_a_link_names_the_niches_and_their_order(open_page, home, ranked, rows):
    screen = open_page("compare", home, niches=slugs(ranked, *rows))
    assert columns(screen) == names(ranked, *rows)
    assert not screen.warning
    spec = screen.get("vega_lite_chart")[0].proto.spec
    assert all(f'"{ranked["name"].iloc[row]}"' in spec for row in rows)


def test_one_niche_alone_is_shown_and_another_is_offered(open_page, home, ranked):
    screen = open_page("compare", home, niches=slugs(ranked, 4))
    assert columns(screen) == names(ranked, 4)
    assert "One niche alone" in screen.info[0].value
    beside = [each for each in screen.app.button if str(each.key).startswith("beside-")]
    beside[0].click().run()
    assert not screen.exception
    assert len(columns(screen)) == 2
    assert not screen.info


@pytest.mark.parametrize(
    "link", ["no-such-niche", "<img src=x>", "x" * 10_000, ",".join("abcdefgh"), "%00,🙂", "," * 9]
)
def test_a_link_of_unknown_niches_is_told_and_the_two_best_are_shown(open_page, home, ranked, link):
    screen = open_page("compare", home, niches=link)
    assert columns(screen) == names(ranked, 0, 1)
    said = [each.value for each in screen.warning]
    assert link.strip(",") == "" or "which is not here" in said[0]
    assert all(len(text) < 400 and not re.search(r"(?<!\\)<", text) for text in said)


def test_a_known_niche_beside_an_unknown_one_stays(open_page, home, ranked):
    screen = open_page("compare", home, niches=f"{slugs(ranked, 6)},gone")
    assert columns(screen) == names(ranked, 6)
    assert "“gone”" in screen.warning[0].value


def test_a_niche_named_twice_is_compared_once_and_a_fifth_is_told(open_page, home, ranked):
    link = slugs(ranked, 0, 1, 2, 3, 4)
    screen = open_page("compare", home, niches=f"{ranked['niche_id'].iloc[0]},{link}")
    assert columns(screen) == names(ranked, 0, 1, 2, 3)
    assert "asks for 5 niches" in screen.warning[0].value


def test_none_chosen_is_told_with_what_to_do(open_page, home, ranked):
    screen = open_page("compare", home)
    screen.multiselect[0].set_value([]).run()
    assert not screen.exception
    assert "Choose two to four" in screen.info[0].value
    assert not screen.table
    screen.button("Compare the two best").click().run()
    assert columns(screen) == names(ranked, 0, 1)


def test_an_own_niche_by_words_stands_beside_those_of_the_analysis(open_page, home, ranked):
    screen = open_page("compare", home, niches=slugs(ranked, 2), words="grasp OR gripper")
    assert columns(screen) == [*names(ranked, 2), "grasp OR gripper"]
    assert "own niche by words" in screen.words


def test_words_that_find_nothing_are_told(open_page, home, ranked):
    screen = open_page("compare", home, words="nosuchword")
    assert "nosuchword" in screen.warning[0].value
    assert columns(screen) == names(ranked, 0, 1)


def test_names_with_markup_are_shown_as_text(open_page, home):
    niche = rename_a_niche(home.demonstration, NASTY)
    screen = open_page("compare", home, niches=niche["slug"])
    assert plain(NASTY[:59]) in columns(screen)[0]
    assert "](" not in screen.words
    assert not screen.error


def test_unit_is_share_or_count(open_page, home):
    screen = open_page("compare", home)
    screen.radio(key="unit").set_value("papers").run()
    assert "Papers a month" in screen.get("vega_lite_chart")[0].proto.spec


def test_ticked_rows_of_discover_are_compared(open_page, home, ranked):
    screen = open_page("discover", home)
    assert screen.button("Compare").disabled
    rows = {"selection": {"rows": [1, 4, 2], "columns": [], "cells": []}}
    screen.session_state[TABLE] = rows
    screen.run()
    screen.button("Compare").click().run()
    assert not screen.exception
    assert columns(screen) == names(ranked, 1, 4, 2)
    assert screen.link("niches") == slugs(ranked, 1, 4, 2)


@pytest.mark.parametrize("count", [1, 5])
def test_one_row_or_five_cannot_be_compared(open_page, home, count):
    screen = open_page("discover", home)
    rows = {"selection": {"rows": list(range(count)), "columns": [], "cells": []}}
    screen.session_state[TABLE] = rows
    screen.run()
    assert screen.button("Compare").disabled
    assert screen.button("Open").disabled is (count != 1)


def test_a_niche_leads_to_its_comparison(open_page, home, ranked):
    screen = open_page("niche", home, niche=ranked["slug"].iloc[3])
    screen.button("Compare with others").click().run()
    assert not screen.exception
    assert screen.link("niches") == ranked["slug"].iloc[3]
