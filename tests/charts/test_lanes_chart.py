import pandas as pd

from explorer.charts.lanes import lanes_chart
from explorer.charts.looks import GREY

PATHS = pd.DataFrame(
    {
        "name": ["Bo", "Ada"],
        "month": pd.to_datetime(["2020-01-01", "2021-01-01"]),
        "month_name": ["January 2020", "January 2021"],
        "where": ["This niche", "Other subfields"],
        "papers": [1, 2],
    }
)


def test_lanes_keep_their_order_and_all_others_are_grey():
    chart = lanes_chart(PATHS, wheres=["This niche", "grasping"], others="Other subfields")
    encoding = chart.to_dict()["encoding"]
    assert encoding["y"]["sort"] == ["Bo", "Ada"]
    assert encoding["color"]["scale"]["domain"] == ["This niche", "grasping", "Other subfields"]
    assert encoding["color"]["scale"]["range"][-1] == GREY
    assert len(set(encoding["shape"]["scale"]["range"][:2])) == 2


def test_the_first_and_the_last_name_stand_beside_their_lanes_too():
    chart = lanes_chart(PATHS, wheres=["This niche"], others="Other subfields")
    assert chart.to_dict()["config"]["axisYDiscrete"] == {"labelFlush": False}
