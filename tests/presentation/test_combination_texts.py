import pytest

from explorer.presentation.combinations import alive_line, likelier_text

ROW = {"likelier": 0.98765, "method": "wave *filter*", "method_papers": 1, "method_recent": 0}


@pytest.mark.parametrize(("likelier", "told"), [(0.98765, "98.8 %"), (1.0, "99.9 %")])
def test_no_pair_is_said_to_stand_above_all_others(likelier, told):
    assert f"than {told} of pairs" in likelier_text({"likelier": likelier})


def test_a_side_says_how_alive_it_is_and_shows_names_as_text():
    line = alive_line(ROW, "method", escape=lambda text: text.replace("*", r"\*"))
    assert line.startswith(r"wave \*filter\*: 1 paper, 0 of the last 12 months")
