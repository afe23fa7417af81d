import numpy as np
import pandas as pd
import pytest
from test_charts import contrast

from explorer.charts.comparison import COLOURS, comparison_chart
from explorer.charts.looks import UNITS


@pytest.fixture
def curves():
    months = pd.date_range("2015-01-01", periods=30, freq="MS")
    numbers = {
        f"{unit}{end}": np.arange(30.0) for unit in UNITS for end in ("_mean", "_low", "_high")
    }
    table = pd.DataFrame({"month": months, "month_name": months.strftime("%B %Y"), **numbers})
    return pd.concat([table.assign(niche=name) for name in "abcd"], ignore_index=True)


def layers(chart):
    return {layer["mark"]["type"]: layer for layer in chart.to_dict()["layer"][:3]}


@pytest.mark.parametrize("unit", UNITS)
def test_lines_are_told_apart_by_colour_dashes_and_shape(curves, unit):
    marks = layers(comparison_chart(curves, unit=unit))
    scales = {
        "color": marks["line"]["encoding"]["color"]["scale"],
        "strokeDash": marks["line"]["encoding"]["strokeDash"]["scale"],
        "shape": marks["point"]["encoding"]["shape"]["scale"],
    }
    for scale in scales.values():
        assert scale["domain"] == ["a", "b", "c", "d"]
        assert len({str(value) for value in scale["range"]}) == 4
    assert marks["area"]["encoding"]["y"]["field"] == f"{unit}_low"
    assert marks["area"]["encoding"]["y2"]["field"] == f"{unit}_high"
    assert UNITS[unit] in marks["line"]["encoding"]["y"]["title"]


def test_points_stand_once_a_year_and_at_the_end(curves):
    spec = comparison_chart(curves, unit="share").to_dict()
    points = spec["datasets"][spec["layer"][2]["data"]["name"]]
    assert {row["month_name"] for row in points} == {"June 2015", "June 2016", "June 2017"}


def test_two_niches_take_two_colours_and_no_table_is_changed(curves):
    two = curves[curves["niche"] < "c"]
    before = two.copy()
    marks = layers(comparison_chart(two, unit="share", dark=True))
    assert marks["line"]["encoding"]["color"]["scale"]["range"] == list(COLOURS[:2])
    pd.testing.assert_frame_equal(two, before)


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("page", ["#ffffff", "#12161d"])
def test_every_line_stands_out_on_both_pages(colour, page):
    assert contrast(colour, page) >= 3
