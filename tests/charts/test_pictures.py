import struct

import pandas as pd
import pytest

from explorer.charts.drawing import Drawing, table, written
from explorer.charts.looks import PAPER
from explorer.charts.pictures import DOTS, PRINT, SLIDE, WIDTH, as_png, as_svg, can_be_drawn

pytest.importorskip("vl_convert", reason="needs the extra pictures")

SOURCE = "120 papers on arXiv · cs.RO · as of 31 December 2024 · last whole month December 2024"

NASTY = "a <b>&</b> “x” $y$ שלום"


@pytest.fixture(scope="module")
def drawing():
    rows = pd.DataFrame({"month": pd.to_datetime(["2024-01-01", "2024-02-01"]), "papers": [3, 5]})
    chart = table("rows").mark_bar().encode(x="utcyearmonth(month):T", y="papers:Q")
    return Drawing(written(chart.configure_axis(labelColor="#123456")), {"rows": rows})


@pytest.fixture(scope="module")
def titled(drawing):
    return drawing.titled(NASTY, source=SOURCE)


def size(png):
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


def test_an_svg_has_title_source_and_axes_as_text_on_white(titled):
    svg = as_svg(titled).decode()
    assert svg.startswith("<svg ")
    assert "a &lt;b&gt;&amp;&lt;/b&gt;" in svg
    assert "as of 31 December 2024" in svg.replace("\n", " ")
    assert PAPER[False] in svg
    assert "#123456" in svg
    assert "<script" not in svg


def test_an_svg_asks_no_other_machine_for_anything(titled):
    svg = as_svg(titled).decode()
    assert {part.split('"')[0] for part in svg.split("http://")[1:]} <= {
        "www.w3.org/2000/svg",
        "www.w3.org/1999/xlink",
    }
    assert "https://" not in svg


def test_a_slide_is_full_hd_and_print_24_cm_at_300_dots_an_inch(titled):
    slide, printed = (size(as_png(titled, scale=scale))[0] for scale in (SLIDE, PRINT))
    assert slide >= 1920
    assert printed / DOTS * 2.54 >= 24
    assert printed / slide == pytest.approx(PRINT / SLIDE, rel=0.01)


def test_what_a_chart_is_on_its_page_stays_as_it_was(drawing, titled):
    as_svg(titled)
    assert "width" not in drawing.spec()
    assert WIDTH not in drawing.spec().values()


def test_the_extra_is_found():
    assert can_be_drawn()
