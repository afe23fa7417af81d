import math

import numpy as np
import pytest

from explorer.trends.scenarios import MEANINGS, TITLES, chances

WHOLE = {"chance_booms": 0.0, "chance_crowded": 0.2, "chance_steady": 0.5, "chance_stalls": 0.3}


def test_a_chance_of_nothing_is_one():
    assert chances(WHOLE) == {"booms": 0.0, "crowded": 0.2, "steady": 0.5, "stalls": 0.3}
    assert chances({name: np.float32(0.25) for name in WHOLE}) == dict.fromkeys(TITLES, 0.25)


@pytest.mark.parametrize("odd", [None, math.nan, "0.2", True, [0.2]])
def test_with_one_unknown_none_is_told(odd):
    assert chances(WHOLE | {"chance_booms": odd}) == {}
    assert chances({}) == {}


def test_every_scenario_has_a_name_and_a_meaning():
    assert TITLES.keys() == MEANINGS.keys()
