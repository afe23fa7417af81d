import json
import re

import numpy as np
import pandas as pd
import pytest

from explorer.charts.coverage import coverage_chart
from explorer.charts.growth import growth_chart
from explorer.charts.ladder import ladder_chart
from explorer.charts.looks import BLUE, GREY, ORANGE, PICKED, UNITS
from explorer.charts.opportunities import opportunity_map
from explorer.plans.records import STATES

FAN = ("mean", "low", "high")


@pytest.fixture
def niches():
    return pd.DataFrame(
        {
            "slug": ["a", "b", "c"],
            "name": ["Ångström", "b: <b>", "c"],
            "novel": [90.0, 50.0, 10.0],
            "achievable": [80.0, 95.0, 5.0],
            "papers": [100, 40, 7],
            "papers_recent": [30, 12, 1],
            "growth_text": ["1.4", "1.0", "0.8"],
            "opening": [True, False, False],
            "primary_category": ["cs.RO", "cs.CV", "cs.CV"],
            "terms": [["x"], ["y"], ["z"]],
        }
    )


@pytest.fixture
def curve():
    months = pd.date_range("2015-01-01", periods=24, freq="MS")
    numbers = {
        f"{unit}{end}": np.arange(24.0)
        for unit in ("papers", "share")
        for end in ("", "_all", "_mean", "_low", "_high")
    }
    names = months.strftime("%B %Y")
    return pd.DataFrame(
        {"month": months, "month_name": names, "coverage": 1.0, "hole": False, **numbers}
    )


def drawn(niches, **more):
    lines = {"novel_line": 75.0, "achievable_line": 50.0}
    return opportunity_map(
        niches, front=niches.head(2), named=niches.head(1).assign(side="left"), **lines, **more
    )


def layers(chart):
    return chart.to_dict()["layer"]


def marks(chart):
    return [layer["mark"]["type"] for layer in layers(chart)]


def rows(chart, layer):
    spec = chart.to_dict()
    return spec["datasets"][spec["layer"][layer]["data"]["name"]]


def titles(spec):
    """List everything in a chart that a reader sees as a title."""
    return re.findall(r'"title": "([^"]+)"', json.dumps(spec, ensure_ascii=False))


def test_every_niche_is_a_point_that_can_be_picked_by_its_slug(niches):
    chart = drawn(niches)
    place = marks(chart).index("point")
    assert {row["slug"] for row in rows(chart, place)} == {"a", "b", "c"}
    picked = [p for p in chart.to_dict()["params"] if p["name"] == PICKED]
    assert picked[0]["select"]["fields"] == ["slug"]
    assert picked[0]["select"]["on"] == "click"


def test_an_opening_differs_by_shape_and_not_by_colour_alone(niches):
    points = layers(drawn(niches))[marks(drawn(niches)).index("point")]
    for channel in ("color", "shape"):
        scale = points["encoding"][channel]["scale"]
        assert points["encoding"][channel]["field"] == "kind"
        assert len(set(scale["range"])) == len(scale["domain"]) == 2


def test_the_front_is_a_dashed_line_through_the_leading_niches(niches):
    chart = drawn(niches)
    place = marks(chart).index("line")
    assert [row["slug"] for row in rows(chart, place)] == ["a", "b"]
    assert layers(chart)[place]["mark"]["strokeDash"]


def test_both_thresholds_are_drawn_where_they_are_given(niches):
    chart = drawn(niches)
    rules = [place for place, mark in enumerate(marks(chart)) if mark == "rule"]
    told = {
        channel: rows(chart, place)[0][layers(chart)[place]["encoding"][channel]["field"]]
        for place in rules
        for channel in layers(chart)[place]["encoding"]
    }
    assert told == {"x": 50.0, "y": 75.0}


def test_the_corner_of_openings_is_shaded_from_the_thresholds_to_the_ends(niches):
    chart = drawn(niches)
    place = marks(chart).index("rect")
    corner, (row,) = layers(chart)[place]["encoding"], rows(chart, place)
    assert [row[corner[channel]["field"]] for channel in ("x", "y")] == [50.0, 75.0]
    ends = {row[corner[channel]["field"]] for channel in ("x2", "y2")}
    assert ends == set(
        layers(chart)[marks(chart).index("point")]["encoding"]["x"]["scale"]["domain"]
    ) - {0}


def test_the_niche_looked_at_last_has_a_ring(niches):
    ring = [i for i, mark in enumerate(marks(drawn(niches))) if mark == "point"][1]
    assert [row["slug"] for row in rows(drawn(niches, looked_at="b"), ring)] == ["b"]
    spec = drawn(niches, looked_at="gone").to_dict()
    assert not spec["datasets"][spec["layer"][ring]["data"]["name"]]


def test_names_are_written_in_a_colour_that_can_be_read_on_the_page(niches):
    colours = {
        dark: layers(drawn(niches, dark=dark))[-1]["mark"]["color"] for dark in (False, True)
    }
    assert contrast(colours[False], "#ffffff") > 4.5 < contrast(colours[True], "#12161d")


def test_points_shrink_where_there_are_many(niches):
    many = pd.concat([niches] * 300, ignore_index=True)
    areas = [
        layer["encoding"]["size"]["scale"]["range"][1]
        for chart in (drawn(niches), drawn(many))
        for layer in layers(chart)
        if "size" in layer.get("encoding", {})
    ]
    assert areas[0] > 4 * areas[1]


def test_only_what_is_drawn_goes_to_the_browser(niches):
    spec = drawn(niches).to_dict()
    assert not any("terms" in row for table in spec["datasets"].values() for row in table)


def test_a_map_without_niches_is_still_a_chart(niches):
    assert drawn(niches.head(0)).to_dict()["layer"]


@pytest.mark.parametrize("unit", UNITS)
def test_growth_has_months_mean_and_interval_of_the_unit(curve, unit):
    chart = growth_chart(curve, unit=unit)
    fields = {
        (layer["mark"]["type"], layer["encoding"][channel]["field"])
        for layer in layers(chart)
        for channel in ("y", "y2")
        if channel in layer["encoding"]
    }
    assert fields == {
        ("bar", unit),
        ("line", f"{unit}_mean"),
        ("area", f"{unit}_low"),
        ("area", f"{unit}_high"),
    }
    assert UNITS[unit] in titles(chart.to_dict())


@pytest.mark.parametrize("unit", UNITS)
def test_a_forecast_is_dashed_dated_and_told_from_the_past_without_colour(curve, unit):
    names = curve["month_name"].iloc[:4]
    ends = {f"{each}_{end}": [3.0, 4.0, 5.0, 6.0] for each in UNITS for end in FAN}
    months = pd.date_range("2016-12-01", periods=4, freq="12MS")
    fan = pd.DataFrame({"month": months, "month_name": names, **ends})
    before = len(layers(growth_chart(curve, unit=unit)))
    assert len(layers(growth_chart(curve, unit=unit, fan=fan.head(0)))) == before
    ahead = layers(growth_chart(curve, unit=unit, fan=fan))[2:-2]
    lines = [each["mark"] for each in ahead if each["mark"]["type"] == "line"]
    assert len(lines) == 3
    assert all(line["strokeDash"] for line in lines)
    label = next(each for each in ahead if each["mark"]["type"] == "text")
    assert label["encoding"]["text"]["field"] == "text"
    tips = [each["encoding"].get("tooltip", []) for each in ahead]
    assert any(tip["field"] == "month_name" for each in tips for tip in each)


@pytest.mark.parametrize("unit", UNITS)
def test_a_month_with_a_hole_has_a_hollow_bar_up_to_what_there_was(curve, unit):
    whole = growth_chart(curve, unit=unit)
    torn = curve.assign(hole=curve["month_name"] == "June 2015")
    chart = growth_chart(torn, unit=unit)
    assert len(layers(chart)) == len(layers(whole)) + 1
    (hollow,) = [layer for layer in layers(chart) if layer["mark"].get("fillOpacity") == 0]
    assert hollow["encoding"]["y"]["field"] == f"{unit}_all"
    assert hollow["mark"]["strokeDash"]
    drawn = rows(chart, layers(chart).index(hollow))
    assert [row["month_name"] for row in drawn] == ["June 2015"]
    assert "Held, of the papers there were" in titles(chart.to_dict())


def test_no_time_zone_moves_a_month(curve):
    for chart in (growth_chart(curve, unit="share"), coverage_chart(holdings())):
        spec = chart.to_dict()
        for layer in spec.get("layer", [spec]):
            assert layer["encoding"]["x"]["timeUnit"] == "utcyearmonth"
    assert ladder_chart(rungs()).to_dict()["encoding"]["x"]["scale"]["type"] == "utc"


def holdings():
    return pd.DataFrame(
        {
            "month": pd.to_datetime(["2015-01-01", "2015-02-01", "2015-01-01"]),
            "month_name": ["January 2015", "February 2015", "January 2015"],
            "category": ["cs.RO", "cs.RO", "cs.CV"],
            "category_name": ["cs.RO, Robotics", "cs.RO, Robotics", "cs.CV, Computer Vision"],
            "papers": [3, 4, 20],
            "expected_text": ["3", "about 9 (estimate), a hole", "cannot be told"],
            "hole": [False, True, False],
        }
    )


def rungs():
    return pd.DataFrame(
        {
            "rung": ["1. Learning", "2. Personal"],
            "start": pd.to_datetime(["2026-01-01", "2026-02-01"]),
            "end": pd.to_datetime(["2026-02-01", "2026-05-01"]),
            "dates": ["January", "February to April"],
            "hours": [20, 40],
            "state": ["done", "planned"],
        }
    )


def test_coverage_has_a_row_for_each_category_the_largest_on_top():
    spec = coverage_chart(holdings()).to_dict()
    assert spec["encoding"]["y"]["sort"] == {"field": "papers", "op": "sum", "order": "descending"}
    assert spec["encoding"]["color"]["title"] == "Papers a month"


def test_a_cell_with_a_hole_is_framed_and_says_what_is_expected():
    spec = coverage_chart(holdings()).to_dict()
    assert spec["encoding"]["stroke"]["condition"]["test"] == "datum.hole"
    assert "Expected" in titles(spec)


def test_rungs_keep_their_order_and_tell_their_state_in_words():
    spec = ladder_chart(rungs()).to_dict()
    assert spec["encoding"]["y"]["sort"] is None
    assert "State" in titles(spec)
    assert spec["encoding"]["color"]["scale"]["domain"] == list(STATES)


def test_charts_leave_their_tables_as_they_were(niches, curve):
    tables = [niches, curve, holdings(), rungs()]
    before = [table.copy(deep=True) for table in tables]
    drawn(tables[0]).to_dict()
    growth_chart(tables[1], unit="share").to_dict()
    coverage_chart(tables[2]).to_dict()
    ladder_chart(tables[3]).to_dict()
    for table, old in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(table, old)


def test_tooltips_name_what_they_show_in_human_words(niches, curve):
    for chart in (
        drawn(niches),
        growth_chart(curve, unit="papers"),
        coverage_chart(holdings()),
        ladder_chart(rungs()),
    ):
        told = re.findall(r'"tooltip": \[(.*?)\]', json.dumps(chart.to_dict()))
        assert told
        assert all(line.count('"field"') == line.count('"title"') for line in told)


@pytest.mark.parametrize("colour", [ORANGE, BLUE, GREY])
@pytest.mark.parametrize("page", ["#ffffff", "#12161d"])
def test_every_mark_stands_out_on_both_pages(colour, page):
    assert contrast(colour, page) >= 3


def contrast(one, two):
    """Compare two colours as WCAG 2 does."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]
