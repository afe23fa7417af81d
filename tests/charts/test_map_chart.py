import numpy as np
import pandas as pd
import pytest

from explorer.charts.landscape import SHAPES, map_chart
from explorer.charts.looks import PICKED


@pytest.fixture
def groups():
    return pd.DataFrame(
        {
            "slug": ["a", "b", "c"],
            "name": ["Ångström", "b: <b>", "c"],
            "x": [0.0, 1, 2],
            "y": [5.0, 4, 3],
            "papers": [100, 40, 7],
            "papers_recent": [30, 12, 1],
            "growth": [1.4, 1.0, 0.3],
            "growth_text": ["1.4", "1.0", "0.3"],
            "direction": list(SHAPES),
            "part_of": ["robots"] * 3,
            "kind": ["", "Newborn", ""],
            "primary_category": ["cs.RO"] * 3,
            "named_from": [300.0, 640.0, np.nan],
        }
    )


def spec_of(groups, **more):
    frames = ([-1.0, 3.0], [2.0, 6.0])
    return map_chart(groups, frames=frames, height=600, **more).to_dict()


def test_every_group_is_a_point_that_can_be_picked_by_its_slug(groups):
    spec = spec_of(groups)
    points = spec["layer"][0]
    assert points["mark"]["type"] == "point"
    assert {row["slug"] for row in spec["datasets"][points["data"]["name"]]} == {"a", "b", "c"}
    (picked,) = [each for each in spec["params"] if each["name"] == PICKED]
    assert picked["select"]["fields"] == ["slug"]


def test_growth_is_told_by_shape_and_by_colours_around_that_of_the_field(groups):
    encoding = spec_of(groups)["layer"][0]["encoding"]
    scale = encoding["color"]["scale"]
    assert scale["domain"] == [0.5, 1, 2]
    assert len(set(scale["range"])) == 3
    assert len(set(encoding["shape"]["scale"]["range"])) == 3
    assert encoding["size"]["scale"]["domain"] == [0, 100]


def test_a_name_is_written_only_where_there_is_room(groups):
    for layer in spec_of(groups)["layer"][1:]:
        condition = layer["encoding"]["opacity"]["condition"]
        assert condition["test"].startswith("isValid(datum.named_from)")
        assert condition["value"] == 1
        assert layer["encoding"]["opacity"]["value"] == 0


def test_a_name_without_room_on_any_screen_is_not_drawn_at_all(groups):
    spec = spec_of(groups)
    names = spec["datasets"][spec["layer"][1]["data"]["name"]]
    assert [row["name"] for row in names] == groups["name"].tolist()[:2]


def test_names_can_be_read_on_a_light_and_on_a_dark_page(groups):
    light, dark = (spec_of(groups, dark=dark)["layer"][1:] for dark in (False, True))
    assert light[1]["mark"]["color"] != dark[1]["mark"]["color"]
    for halo, ink in (light, dark):
        assert halo["mark"]["color"] != ink["mark"]["color"]


def test_the_facts_are_told_on_hover(groups):
    told = {each["field"] for each in spec_of(groups)["layer"][0]["encoding"]["tooltip"]}
    assert {"name", "part_of", "growth_text", "papers", "papers_recent"} <= told


def test_no_groups_are_no_trouble(groups):
    assert spec_of(groups.head(0))["layer"]
