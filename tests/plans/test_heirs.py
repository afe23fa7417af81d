"""Wishes on niches that ended: handed on, never lost without a word."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.plans.heirs import handed_on, heirs_of
from explorer.plans.wish import Wish

NOW = datetime(2026, 11, 28, tzinfo=UTC)
IDS = "abcdefgh"


def wish(niche_id, **wanted):
    return Wish(niche_id=niche_id, computed_name=f"name of {niche_id}", changed=NOW, **wanted)


def after(wishes, *ended):
    return {each.niche_id: each for each in handed_on(wishes, ended)}


def test_without_an_ending_nothing_changes():
    wishes = (wish("a", own_name="mine"), wish("b", hidden=True))
    assert handed_on(wishes, []) == wishes


def test_a_name_goes_to_the_largest_heir_and_hiding_to_all():
    found = after([wish("a", own_name="mine", hidden=True)], ("a", [("b", ["a"]), ("c", ["a"])]))
    assert (found["b"].own_name, found["c"].own_name) == ("mine", "")
    assert found["b"].hidden
    assert found["c"].hidden
    assert {each.came_from for each in found.values()} == {"mine"}


def test_an_heir_with_a_name_of_the_persons_keeps_it():
    found = after([wish("a", own_name="x"), wish("b", own_name="y")], ("a", [("b", ["a", "b"])]))
    assert found["b"].own_name == "y"
    assert found["b"].came_from == "x"


@pytest.mark.parametrize("other_too", [True, False])
def test_what_came_together_stays_hidden_if_all_of_it_was(other_too):
    wishes = [wish("a", hidden=True), *([wish("b", hidden=True)] if other_too else [])]
    together = ["a", "b"]
    found = after(wishes, ("a", [("c", together)]), ("b", [("c", together)]))
    assert found["c"].hidden == other_too
    assert found["c"].came_from == "name of a"


def test_a_part_stays_a_part_and_a_whole_has_an_heir_too():
    part, ended = wish("a", part_of="w"), ("w", [("v", ["w"])])
    assert after([part], ended)["a"].part_of == "v"
    assert after([part], ("a", [("b", ["a"])]))["b"].part_of == "w"
    assert after([part], ("a", [("w", ["a", "w"])]))["w"].part_of == ""
    assert after([part], ("w", [("a", ["a", "w"])])) == {}


def test_wishes_go_on_through_several_endings():
    found = after([wish("a", own_name="mine")], ("a", [("b", ["a"])]), ("b", [("c", ["b"])]))
    assert list(found) == ["c"]
    assert (found["c"].own_name, found["c"].came_from) == ("mine", "mine")


@st.composite
def endings(draw):
    """Niches that end one after another, each with heirs that have not ended yet."""
    order = draw(st.permutations(IDS))
    ended = []
    for at, niche_id in enumerate(order[: draw(st.integers(0, 5))]):
        heirs = draw(st.lists(st.sampled_from(order[at + 1 :]), max_size=2, unique=True))
        ended.append((niche_id, [(heir, sorted({niche_id, heir})) for heir in heirs]))
    return ended


WISHES = st.dictionaries(
    st.sampled_from(IDS),
    st.fixed_dictionaries(
        {
            "own_name": st.sampled_from(["", "x", "y"]),
            "hidden": st.booleans(),
            "part_of": st.sampled_from(["", *IDS]),
        }
    ),
)


@given(WISHES, endings(), st.randoms())
def test_no_wish_stays_with_a_niche_that_has_heirs_and_no_name_is_lost(wanted, ended, random):
    wishes = [wish(key, **each) for key, each in wanted.items()]
    found = handed_on(wishes, ended)
    heirs = {key for key, found in ended if found}
    assert not heirs & {each.niche_id for each in found}
    assert not heirs & {each.part_of for each in found}
    untouched = {key for key, _ in ended} | {heir for _, found in ended for heir, _ in found}
    for each in wishes:
        if each.niche_id not in untouched and each.own_name:
            assert each.own_name in {one.own_name for one in found if one.niche_id == each.niche_id}
    random.shuffle(wishes)
    assert handed_on(wishes, ended) == found
    assert handed_on(found, ended) == tuple(
        replace(each) for each in found if each.wants_something or each.came_from
    )


def test_what_a_niche_went_over_into_is_followed_to_the_end():
    ended = [
        ("a", [("b", ["a"]), ("c", ["a"])]),
        ("b", [("d", ["b", "c"])]),
        ("x", []),
    ]
    assert heirs_of("a", ended) == ("d", "c")
    assert heirs_of("b", ended) == ("d",)
    assert heirs_of("d", ended) == heirs_of("x", ended) == ()
