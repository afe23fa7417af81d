import pandas as pd
import pytest

from explorer.charts.matrix import matrix_chart
from explorer.presentation import white_space


@pytest.fixture
def table():
    rows = [
        ("deep widget", "cs.LG", "Machine Learning", "in use", 9, 0.09, "2014-12", 0, float("nan")),
        ("deep widget", "cs.RO", "Robotics", "opening", 0, 0.0, "", 2, 0.42),
        ("deep widget", "cs.NI", "Networking", "not yet", 0, 0.0, "", 2, 0.02),
    ]
    names = [
        "method",
        "field",
        "field_name",
        "state",
        "papers",
        "share",
        "adopted",
        "lag",
        "chance",
    ]
    cells = pd.DataFrame(rows, columns=names)
    return white_space.labelled(cells.assign(field_papers=100, before=0, speed=0.002, ahead=3))


def test_a_cell_is_told_in_words(table):
    first, opening, _ = table.to_dict("records")
    assert first["papers_text"] == "9 of 100 (9.0 %)"
    assert (first["lag_text"], opening["lag_text"]) == ("among the first", "2 years so far")
    assert opening["chance_text"] == "42 % within 3 years"
    assert first["chance_text"] == "-"
    assert first["speed_text"] == "+0.20 points a year"
    assert opening["speed_text"] == "none yet"
    assert white_space.speed_text(first | {"speed": -0.002}) == "\u22120.20 points a year"


def test_marked_cells_name_the_first_adopter(table):
    marked = white_space.marked_cells(table)
    assert marked["field"].tolist() == ["cs.RO"]
    assert marked["first"].tolist() == ["cs.LG, 2014"]


def test_what_is_chosen_is_drawn(table, monkeypatch):
    monkeypatch.setattr(white_space, "MOST_COLUMNS", 1)
    assert white_space.columns_shown(table) == ["cs.RO"]
    assert white_space.columns_shown(table, "cs.NI") == ["cs.NI"]


def test_who_does_not_see_the_matrix_hears_what_is_likeliest(table):
    assert "likeliest deep widget in Robotics" in white_space.described(table)


@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_draws_every_cell_and_marks_by_a_shape(table, dark):
    cells = table[list(white_space.DRAWN)]
    drawing = matrix_chart(cells, methods=["deep widget"], fields=["cs.LG", "cs.RO"], dark=dark)
    spec = drawing.to_dict()
    assert len(spec["datasets"]["cells"]) == 3
    assert spec["layer"][1]["mark"]["shape"] == "diamond"
