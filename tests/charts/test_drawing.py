import pandas as pd
import pytest

from explorer.charts.drawing import Drawing, table, written
from explorer.charts.growth import growth_chart
from explorer.charts.ladder import ladder_chart
from explorer.charts.lanes import lanes_chart

ROWS = pd.DataFrame({"month": pd.to_datetime(["2024-01-01"]), "papers": [3]})


@pytest.fixture
def drawing():
    look = written(table("rows").mark_bar().encode(x="month:T", y="papers:Q"))
    return Drawing(look, {"rows": ROWS})


def names_of_data(spec):
    """List the names of data that a chart or any of its layers draws."""
    own = [spec["data"]["name"]] if "data" in spec else []
    return set(own).union(*(names_of_data(layer) for layer in spec.get("layer", [])))


def test_the_look_holds_no_data_and_names_its_tables(drawing):
    assert "datasets" not in drawing.look
    assert names_of_data(drawing.spec()) == {"rows"}
    assert drawing.spec()["datasets"]["rows"] is ROWS
    (row,) = drawing.to_dict()["datasets"]["rows"]
    assert row["papers"] == 3
    assert row["month"].startswith("2024-01-01")


def test_a_title_carries_the_source_and_leaves_the_chart_before_it_alone(drawing):
    titled = drawing.titled("tide", source="As of 31 December 2024. " * 4)
    title = titled.spec()["title"]
    assert title["text"] == "tide"
    assert " ".join(title["subtitle"]) == ("As of 31 December 2024. " * 4).strip()
    assert "title" not in drawing.spec()


def test_what_is_done_to_one_spec_does_not_reach_the_next(drawing):
    drawing.spec()["encoding"]["x"]["field"] = "changed"
    assert drawing.spec()["encoding"]["x"]["field"] == "month"


def test_no_chart_brings_a_width_of_its_own(drawing):
    assert "view" not in drawing.spec()["config"]
    assert "width" not in drawing.spec()


def test_a_look_is_written_once_for_all_tables_of_a_kind():
    rungs = pd.DataFrame({"rung": ["1"], "start": [1], "end": [2], "state": ["done"]})
    one, other = (ladder_chart(rungs.assign(dates=dates, hours=3)) for dates in ("a", "b"))
    assert one.look is other.look
    assert one.tables["rungs"]["dates"].tolist() == ["a"]


def test_every_table_that_a_chart_draws_is_there():
    months = pd.date_range("2020-01-01", periods=3, freq="MS")
    ends = ("", "_all", "_mean", "_low", "_high")
    numbers = {f"{unit}{end}": 1.0 for unit in ("papers", "share") for end in ends}
    curve = pd.DataFrame({"month": months, "month_name": list("abc"), "coverage": 1.0, **numbers})
    people = pd.DataFrame({"name": ["Bo"], "month": months[:1], "where": ["here"], "papers": [1]})
    drawings = [
        growth_chart(curve.assign(hole=[True, False, False]), unit="share", fan=curve),
        growth_chart(curve.assign(hole=False), unit="papers"),
        lanes_chart(people.assign(month_name="a"), wheres=["here"], others="elsewhere"),
    ]
    for each in drawings:
        assert names_of_data(each.spec()) <= set(each.tables)
