import json

import pytest
from changed_runs import rewrite
from pyarrow import ipc

from explorer.pages.parts import map_time
from explorer.presentation.landscape import RISING
from explorer.runs import read_run, read_table


@pytest.fixture(scope="module")
def niches(demonstration):
    return read_table(read_run(demonstration.runs), "niches")


def chart(screen):
    return json.loads(screen.get("vega_lite_chart")[0].proto.spec)


def month(screen):
    (found,) = [box for box in screen.selectbox if box.label == "12 months up to"]
    return found


def press(screen, label):
    next(each for each in screen.get("button") if each.label == label).click().run()
    assert not screen.exception


def papers_drawn(screen):
    """Add up the papers of all points of the chart."""
    tables = [ipc.open_stream(each.data.data).read_all() for each in data_of(screen)]
    (points,) = [table for table in tables if "papers" in table.column_names]
    return sum(points["papers"].to_pylist())


def data_of(screen):
    return screen.get("vega_lite_chart")[0].proto.datasets


def listed(screen):
    (found,) = [box for box in screen.selectbox if "on the map" in box.label]
    return found


def test_the_map_opens_on_subfields_and_says_how_many(open_page, home, niches):
    screen = open_page("map", home)
    subfields = niches[niches["level"] == "subfield"]
    assert f"**{len(subfields)} subfields**" in screen.words
    assert set(listed(screen).options) == set(subfields["name"])


@pytest.mark.parametrize("level", ["area", "subfield", "niche"])
def test_a_level_of_the_link_is_shown(open_page, home, niches, level):
    screen = open_page("map", home, level=level)
    assert not screen.warning
    assert set(listed(screen).options) == set(niches.loc[niches["level"] == level, "name"])
    assert len(chart(screen)["layer"]) == 3


def test_of_very_many_groups_the_largest_are_drawn_and_all_are_counted(
    open_page, home, niches, monkeypatch
):
    monkeypatch.setattr("explorer.pages.parts.mapping.MOST_DRAWN", 3)
    screen = open_page("map", home, level="niche")
    every = niches[niches["level"] == "niche"].sort_values(["papers", "niche_id"])
    assert f"**{len(every)} niches**" in screen.words
    assert "The 3 largest are drawn" in " ".join(each.value for each in screen.caption)
    assert listed(screen).options == every.nlargest(3, "papers")["name"].tolist()
    assert papers_drawn(screen) == every["papers"].nlargest(3).sum()


def test_who_does_not_see_the_chart_hears_what_is_on_it(open_page, home, niches):
    screen = open_page("map", home, level="area")
    areas = niches[niches["level"] == "area"].sort_values("papers")
    alt = screen.get("vega_lite_chart")[0].proto.alt
    assert f"Map of {len(areas)} areas" in alt
    assert areas["name"].iloc[-1] in alt


def test_a_niche_chosen_in_the_list_is_opened(open_page, home, niches):
    screen = open_page("map", home, level="niche")
    niche = niches[niches["level"] == "niche"].sort_values("papers").iloc[-1]
    listed(screen).set_value(niche["slug"]).run()
    assert not screen.exception
    assert niche["name"] in [title.value for title in screen.title]


def test_a_group_chosen_in_the_list_shows_what_it_is_made_of(open_page, home, niches):
    screen = open_page("map", home, level="subfield")
    of = niches.set_index("niche_id")
    niche = of[of["level"] == "niche"].iloc[0]
    subfield = of.loc[niche["parent_id"]]
    listed(screen).set_value(subfield["slug"]).run()
    assert not screen.exception
    assert (screen.link("level"), screen.link("inside")) == ("niche", subfield["slug"])
    inside = of[of["parent_id"] == subfield.name]
    assert set(listed(screen).options) == set(inside["name"])


def test_an_area_chosen_shows_its_subfields_and_then_everything_again(open_page, home, niches):
    screen = open_page("map", home, level="area")
    area = niches[niches["level"] == "area"].iloc[0]
    listed(screen).set_value(area["slug"]).run()
    own = niches[niches["parent_id"] == area["niche_id"]]
    assert set(listed(screen).options) == set(own["name"])
    (inside,) = [box for box in screen.selectbox if box.label == "Inside of"]
    inside.set_value("").run()
    assert len(listed(screen).options) == (niches["level"] == "subfield").sum()


def test_rising_groups_are_counted(open_page, home, niches):
    screen = open_page("map", home, level="niche")
    rising = (niches["level"] == "niche") & (niches["growth_low"] > 1)
    assert f"{rising.sum()} rising" in screen.words
    assert RISING in chart(screen)["layer"][0]["encoding"]["shape"]["scale"]["domain"]


@pytest.mark.parametrize(
    "link", [{"level": "galaxy"}, {"inside": "no-such-area"}, {"level": "niche", "inside": "$x$"}]
)
def test_a_bad_link_is_told_and_shows_the_map_without_it(open_page, home, link):
    screen = open_page("map", home, **link)
    assert "which is not here" in screen.warning[0].value
    assert listed(screen).options


def test_an_analysis_without_a_map_says_how_to_get_one(open_page, real_home, niches):
    rewrite(real_home, "niches", niches.drop(columns=["x", "y"]))
    screen = open_page("map", real_home)
    assert "before there was a map" in screen.info[0].value
    assert screen.labels() == ["Tour", "Go to Data and method"]


def test_an_earlier_year_has_its_own_sizes_and_is_kept_in_the_link(open_page, home):
    today = open_page("map", home, level="area")
    assert month(today).value == "2024-12"
    months = month(today).options
    then = open_page("map", home, level="area", until="2023-12")
    assert not then.warning
    assert then.query_params["until"] == "2023-12"
    assert len(months) >= 3

    assert 0 < papers_drawn(then) < papers_drawn(today)


@pytest.mark.parametrize("until", ["2031-01", "1990-01", "soon", "2023-11", "<b>"])
def test_a_month_that_cannot_be_shown_is_told(open_page, home, until):
    screen = open_page("map", home, until=until)
    assert screen.warning or screen.info
    assert month(screen).value == "2024-12"


def test_playing_ends_at_the_last_month(open_page, home, monkeypatch):
    monkeypatch.setattr(map_time, "PAUSE", 0)
    screen = open_page("map", home, level="area")
    months = month(screen).options
    press(screen, "Play")
    assert month(screen).value == "2024-12"
    assert len(months) > 1
    assert "Play" in [each.label for each in screen.get("button")]


def test_earlier_and_later_go_by_half_a_year(open_page, home):
    screen = open_page("map", home, level="area")
    press(screen, "Earlier")
    assert month(screen).value == "2024-06"
    press(screen, "Later")
    assert month(screen).value == "2024-12"
