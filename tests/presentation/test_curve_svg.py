import re
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from explorer.presentation.curve_svg import DASHES, HEIGHT, WIDTH, curves_svg, legend_svg

SVG = "{http://www.w3.org/2000/svg}"


def curves(values, names="ab", months=None):
    days = pd.date_range("2015-01-01", periods=months or len(values), freq="MS")
    mean = np.asarray(values, dtype=float)
    table = pd.DataFrame(
        {"month": days, "share_mean": mean, "share_low": mean * 0.5, "share_high": mean * 1.5}
    )
    return pd.concat([table.assign(niche=name) for name in names], ignore_index=True)


def drawn(table, title="what is seen"):
    return ET.fromstring(curves_svg(table, unit="share", title=title, axis="Share (%)"))  # noqa: S314


@pytest.mark.parametrize("values", [[0.0] * 5, [1.0], [1e-6] * 3, list(range(40)), [7e5, 1]])
def test_every_point_lies_in_the_picture(values):
    for path in drawn(curves(values)).iter(f"{SVG}path"):
        numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", path.get("d"))]
        assert all(0 <= n <= max(WIDTH, HEIGHT) for n in numbers)


def test_every_niche_has_a_line_of_its_own_dashes_and_a_band():
    root = drawn(curves(range(20), names="abcd"))
    kinds = [path.get("class").split() for path in root.iter(f"{SVG}path")]
    for kind in ("line", "band"):
        assert [c for k, *c in kinds if k == kind] == [[f"c{i}"] for i in range(4)]
    dashes = {
        p.get("stroke-dasharray") for p in root.iter(f"{SVG}path") if "line" in p.get("class")
    }
    assert len(dashes) == len(set(DASHES)) == 4
    assert all(ET.fromstring(legend_svg(i)) is not None for i in range(4))  # noqa: S314


def test_higher_is_more_and_later_is_to_the_right():
    root = drawn(curves([1, 2, 3], names="a"))
    (line,) = [p for p in root.iter(f"{SVG}path") if p.get("class") == "line c0"]
    xs, ys = zip(*[map(float, pair.split()) for pair in line.get("d")[1:].split("L")], strict=True)
    assert list(xs) == sorted(xs)
    assert list(ys) == sorted(ys, reverse=True)


def test_lines_are_numbered_roundly_from_nought_to_above_the_highest():
    texts = [t.text for t in drawn(curves([0, 3.2])).iter(f"{SVG}text") if t.get("class") == "tick"]
    assert texts == ["0", "1", "2", "3", "4", "5"]


def test_years_are_named_and_never_too_many():
    table = curves(np.ones(12 * 33))
    years = [t.text for t in drawn(table).iter(f"{SVG}text") if t.get("class") == "year"]
    assert years[0] == "2015"
    assert 8 <= len(years) <= 14


def test_what_is_seen_is_said_and_escaped():
    assert drawn(curves([1.0]), title="<b> & ]]>").find(f"{SVG}title").text == "<b> & ]]>"
