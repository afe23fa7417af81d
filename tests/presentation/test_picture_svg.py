from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from explorer.presentation.picture_svg import LONGEST_TITLE, STYLE, curves_picture

SVG = "{http://www.w3.org/2000/svg}"

NASTY = '</text><script>x</script> & "quoted" \x00 \ud800 \u202e'


def picture(names="ab", **more):
    days = pd.date_range("2015-01-01", periods=30, freq="MS")
    mean = np.linspace(1, 3, 30)
    table = pd.DataFrame(
        {"month": days, "share_mean": mean, "share_low": mean * 0.5, "share_high": mean * 1.5}
    )
    curves = pd.concat([table.assign(niche=name) for name in names], ignore_index=True)
    texts = {"title": "A title", "told": "what is seen", "axis": "Share (%)", "source": "arXiv"}
    return ET.fromstring(curves_picture(curves, unit="share", **{**texts, **more}))  # noqa: S314


def texts(root):
    return [element.text for element in root.iter(f"{SVG}text")]


def test_a_picture_carries_title_names_source_and_what_is_seen():
    root = picture()
    assert {"A title", "a", "b", "arXiv", "Share (%)"} <= set(texts(root))
    assert "what is seen" in [element.text for element in root.iter(f"{SVG}title")]


@pytest.mark.parametrize("count", [1, 4])
def test_everything_lies_within_the_picture(count):
    root = picture("abcd"[:count])
    height = float(root.get("height"))
    tops = [float(e.get("y")) for e in root if e.get("y")]
    assert all(0 < y < height for y in tops)
    assert texts(root)[-1] == "arXiv"
    charts = [e for e in root.iter(f"{SVG}svg") if e.get("role") == "img"]
    assert len(charts) == 1
    assert float(charts[0].get("y")) + float(charts[0].get("height")) < height


def test_text_of_others_is_text_and_a_long_one_is_cut():
    root = picture([NASTY.replace("\ud800", "")], title=NASTY * 9, source=NASTY, told=NASTY)
    assert not list(root.iter(f"{SVG}script"))
    assert all(len(text) <= 120 for text in texts(root))
    assert len(texts(root)[0]) == LONGEST_TITLE


def test_colours_are_written_out_for_programs_that_know_no_variables():
    assert "var(" not in STYLE
    assert "url(" not in STYLE
