import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from explorer.presentation.crowds import CELL, MOST_DRAWN, count_by_place, drawn_alone

RANKS = st.floats(0, 100)


@given(st.lists(st.tuples(RANKS, RANKS), max_size=40))
def test_every_niche_is_counted_once_in_the_cell_that_it_lies_in(places):
    niches = pd.DataFrame(places, columns=["achievable", "novel"], dtype=float)
    cells = count_by_place(niches)
    assert cells["niches"].sum() == len(niches)
    for achievable, novel in places:
        holding = cells[
            cells["achievable"].le(achievable)
            & cells["achievable_end"].ge(achievable)
            & cells["novel"].le(novel)
            & cells["novel_end"].ge(novel)
        ]
        assert len(holding)
    widths = cells[["achievable_end", "novel_end"]].to_numpy() - cells[["achievable", "novel"]]
    assert (widths == CELL).all(axis=None)
    assert cells[["achievable_end", "novel_end"]].le(100).all(axis=None)


def test_the_first_niches_are_drawn_alone_and_those_that_always_are():
    niches = pd.DataFrame({"novel": np.zeros(MOST_DRAWN + 5)})
    always = np.zeros(len(niches), dtype=bool)
    always[-2] = True
    alone = drawn_alone(niches, always=always)
    assert alone[:MOST_DRAWN].all()
    assert alone[MOST_DRAWN:].tolist() == [False, False, False, True, False]
