import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from explorer.topics.identifiers import group_ids, make_slugs

IDS = pd.Series([f"1601.{i:05}" for i in range(60)], dtype="str")


def test_an_id_rests_on_the_twenty_most_central_papers_alone():
    label, similarity = np.zeros(60, dtype=int), np.linspace(1, 0, 60)
    whole = group_ids(IDS, label, similarity)
    outer = similarity.copy()
    outer[20:] = outer[20:][::-1] / 2
    assert group_ids(IDS, label, outer) == whole
    assert group_ids(IDS.iloc[1:], label[1:], similarity[1:]) != whole


def test_the_order_of_papers_does_not_change_an_id():
    label, similarity = np.arange(60) % 3, np.linspace(0, 1, 60)
    mixed = np.random.default_rng(0).permutation(60)
    shuffled = group_ids(IDS.iloc[mixed], label[mixed], similarity[mixed])
    assert shuffled == group_ids(IDS, label, similarity)
    assert len(set(shuffled)) == 3


@given(st.lists(st.text(max_size=12), max_size=20), st.lists(st.text("abc-2", max_size=4)))
def test_slugs_are_different_and_fit_for_an_address(names, others):
    slugs = make_slugs(names, "", taken=others)
    assert len({*slugs, *others}) == len(slugs) + len(set(others))
    assert all(slug and set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for slug in slugs)


def test_niches_of_one_name_are_numbered_and_those_of_no_letter_are_called_niche():
    assert make_slugs(["Red kites", "red-kites", "红"], "") == ["red-kites", "red-kites-2", "niche"]
    assert make_slugs(["Moss"], "subfield") == ["moss-subfield"]
