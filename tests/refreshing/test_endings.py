"""Which niches ended, told from events: small planted fates."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from explorer.refreshing.endings import endings
from explorer.topics.subfields import Level


def level(**papers):
    groups = pd.DataFrame({"niche_id": list(papers)})
    label = np.repeat(np.arange(len(papers)), list(papers.values()))
    return Level(name="niche", label=label, groups=groups, weights=csr_array((len(papers), 0)))


def events(*rows):
    return pd.DataFrame(rows, columns=["kind", "niche_id", "others"])


def before(*ids):
    return pd.DataFrame({"niche_id": list(ids)})


def test_a_niche_taken_in_by_one_that_goes_on_ended_in_it():
    told = events(("merged", "a", ["a", "b"]))
    assert endings(told, level(a=9), before("a", "b")) == [["b", [["a", ["a", "b"]]]]]


def test_a_niche_that_came_apart_and_goes_on_did_not_end():
    assert endings(events(("split", "a", ["a", "c"])), level(a=5, c=4), before("a")) == []


def test_the_heirs_of_a_niche_that_came_apart_stand_by_size():
    told = events(("split", "a", ["b", "c"]))
    found = endings(told, level(b=2, c=7), before("a", "b"))
    assert found == [["a", [["c", ["a"]], ["b", ["a", "b"]]]]]


def test_two_that_came_together_as_a_new_one_both_ended_in_it():
    told = events(("merged", "c", ["a", "b"]), ("drifted", "d", ["d"]))
    together = ["a", "b"]
    expected = [["a", [["c", together]]], ["b", [["c", together]]]]
    assert endings(told, level(c=9, d=1), before("a", "b", "d")) == expected


def test_one_that_died_has_no_heir():
    assert endings(events(("died", "a", [])), level(b=1), before("a", "b")) == []
