import pandas as pd
import pytest

from explorer.trends.changes import MOVED, niche_changes


def niche(niche_id="n1", growth=1.0, low=0.8, high=1.2, score=50.0):
    facts = {"growth": growth, "growth_low": low, "growth_high": high, "score": score}
    return {"niche_id": niche_id, "name": f"name of {niche_id}", **facts}


def move(before, after):
    changes = niche_changes(pd.DataFrame([before]), pd.DataFrame([after]))
    return changes["move"].item()


def test_nothing_moves_between_a_run_and_itself():
    niches = pd.DataFrame([niche(f"n{i}", growth=0.9 + i / 20) for i in range(5)])
    changes = niche_changes(niches, niches)
    assert (changes["move"] == "").all()
    assert changes["niche_id"].tolist() == niches["niche_id"].tolist()


@pytest.mark.parametrize(
    ("growth", "told"), [(1.21, "rose"), (1.2, ""), (1.0, ""), (0.8, ""), (0.79, "cooled")]
)
def test_a_niche_moves_when_its_growth_leaves_the_interval_it_had(growth, told):
    assert move(niche(), niche(growth=growth, low=growth - 0.1, high=growth + 0.1)) == told


@pytest.mark.parametrize(
    ("score", "told"), [(50 + MOVED, "up"), (49.9 + MOVED, ""), (50.1 - MOVED, ""), (40, "down")]
)
def test_a_score_moves_by_points_enough_to_be_told(score, told):
    assert move(niche(), niche(score=score)) == told


def test_growth_is_told_before_the_score():
    assert move(niche(), niche(growth=2.0, score=10.0)) == "rose"


def test_turning_time_round_turns_a_score_round():
    before, after = niche(score=20), niche(score=70)
    assert (move(before, after), move(after, before)) == ("up", "down")


def test_niches_of_one_run_alone_are_not_compared():
    before = pd.DataFrame([niche("gone"), niche("stays")])
    after = pd.DataFrame([niche("stays", growth=1.1), niche("new")])
    changes = niche_changes(before, after)
    assert changes[["niche_id", "growth_before", "growth"]].to_numpy().tolist() == [
        ["stays", 1.0, 1.1]
    ]
