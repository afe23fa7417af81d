import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.presentation.name_places import AWAY, EDGES, LETTER_WIDTH, LINE_HEIGHT, name_sides

ranks = st.integers(0, 100).map(float)
niches = st.lists(st.tuples(ranks, ranks, st.integers(1, 40), st.booleans()), max_size=25)


def table(rows):
    columns = ["achievable", "novel", "length", "opening"]
    found = pd.DataFrame(rows, columns=columns)
    return found.assign(name=["n" * length for length in found["length"]])


def boxes(found, sides):
    """Left, right, bottom and top of every name that is written."""
    for row, side in zip(found.itertuples(), sides, strict=True):
        width, half = LETTER_WIDTH * row.length, LINE_HEIGHT / 2
        left = {"right": AWAY, "left": -AWAY - width}.get(side, -width / 2)
        bottom = {"above": AWAY, "below": -AWAY - LINE_HEIGHT}.get(side, -half)
        if side:
            x, y = row.achievable + left, row.novel + bottom
            yield row.Index, (x, x + width, y, y + LINE_HEIGHT)


def meet(one, other):
    """More than touch: what rounding adds is no overlap."""
    apart = 1e-9
    across = one[0] < other[1] - apart and other[0] < one[1] - apart
    return across and one[2] < other[3] - apart and other[2] < one[3] - apart


@given(niches)
@settings(max_examples=150)
def test_names_are_inside_the_chart_and_cover_neither_points_nor_each_other(rows):
    found = table(rows)
    sides = name_sides(found)
    assert not any(sides[~found["opening"].to_numpy(dtype=bool)])
    written = list(boxes(found, sides))
    for number, (at, box) in enumerate(written):
        assert min(box) >= EDGES[0]
        assert max(box) <= EDGES[1]
        assert not any(meet(box, other) for _, other in written[:number])
        for row in found.drop(index=at).itertuples():
            point = (
                row.achievable - AWAY,
                row.achievable + AWAY,
                row.novel - AWAY,
                row.novel + AWAY,
            )
            assert not meet(box, point)


def test_a_name_takes_the_first_side_that_has_room():
    alone = table([(50.0, 50.0, 10, True)])
    assert name_sides(alone).tolist() == ["right"]
    at_the_edge = table([(98.0, 50.0, 10, True)])
    assert name_sides(at_the_edge).tolist() == ["left"]
    between = table([(50.0, 50.0, 10, True), (58.0, 50.0, 10, False), (42.0, 50.0, 10, False)])
    assert name_sides(between).tolist() == ["above", "", ""]


def test_a_name_without_room_is_not_written():
    assert name_sides(table([(50.0, 50.0, 100, True)])).tolist() == [""]
