import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.presentation.name_places import AWAY, EDGES, LETTER_WIDTH, LINE_HEIGHT, name_sides

ranks = st.integers(0, 100).map(float)
OTHER, OPENING, ON_FRONT = (False, False), (True, False), (True, True)
"""Whether a niche is an opening, and whether it is on the front."""

flags = st.sampled_from([OTHER, OPENING, ON_FRONT])
niches = st.lists(st.tuples(ranks, ranks, st.integers(1, 40), flags), max_size=25)


def table(rows):
    found = pd.DataFrame(rows, columns=["achievable", "novel", "length", "flags"])
    return found.assign(
        name=["n" * length for length in found["length"]],
        opening=[opening for opening, _ in found["flags"]],
        front=[front for _, front in found["flags"]],
    )


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
def test_names_are_inside_the_chart_and_cover_no_other_name(rows):
    found = table(rows)
    sides = name_sides(found)
    assert not any(sides[~found["opening"].to_numpy(dtype=bool)])
    written = list(boxes(found, sides))
    for number, (at, box) in enumerate(written):
        assert min(box) >= EDGES[0]
        assert max(box) <= EDGES[1]
        assert not any(meet(box, other) for _, other in written[:number])
        if found["front"][at]:
            continue
        for row in found.drop(index=at).itertuples():
            point = (
                row.achievable - AWAY,
                row.achievable + AWAY,
                row.novel - AWAY,
                row.novel + AWAY,
            )
            assert not meet(box, point)


def test_a_name_takes_the_first_side_that_has_room():
    alone = table([(50.0, 50.0, 10, OPENING)])
    assert name_sides(alone).tolist() == ["right"]
    at_the_edge = table([(98.0, 50.0, 10, OPENING)])
    assert name_sides(at_the_edge).tolist() == ["left"]
    between = table([(50.0, 50.0, 10, OPENING), (58.0, 50.0, 10, OTHER), (42.0, 50.0, 10, OTHER)])
    assert name_sides(between).tolist() == ["above", "", ""]


def test_a_name_without_room_is_not_written():
    assert name_sides(table([(50.0, 50.0, 100, OPENING)])).tolist() == [""]


def test_a_name_on_the_front_covers_points_where_nothing_is_free():
    crowd = [(float(x), float(y), 10, OTHER) for x in range(0, 101, 4) for y in range(0, 101, 4)]
    assert name_sides(table([(50.0, 50.0, 10, ON_FRONT), *crowd])).tolist()[0] == "right"
    assert name_sides(table([(50.0, 50.0, 10, OPENING), *crowd])).tolist()[0] == ""
    side_by_side = [(50.0, 50.0, 10, ON_FRONT), (60.0, 50.0, 10, ON_FRONT), *crowd]
    assert name_sides(table(side_by_side)).tolist()[:2] == ["left", "right"]
    all_front = [(across, up, length, ON_FRONT) for across, up, length, _ in crowd]
    assert name_sides(table([(50.0, 50.0, 10, ON_FRONT), *all_front])).tolist()[0] == "right"


def test_the_front_is_named_before_what_stands_higher_in_the_table():
    rows = [(50.0, 50.0, 20, OPENING), (50.0, 53.0, 20, ON_FRONT)]
    assert name_sides(table(rows)).tolist()[1] == "right"
