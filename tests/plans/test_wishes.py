"""Wishes on niches: kept by id, told apart from what the papers say, and taken back."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from explorer.errors import OwnMergeError, OwnNameError
from explorer.plans.backup import back_up, kinds_in, restore
from explorer.plans.wish import Wish
from explorer.plans.wishes import (
    LONGEST_NAME,
    called_alike,
    clean_name,
    hide_niche,
    list_wishes,
    merge_niche,
    parts_of,
    rename_niche,
    show_niche,
    take_back_name,
    understand_endings,
    unmerge_niche,
    with_wishes,
    without_a_niche,
)

TODAY = date(2026, 11, 24)
NICHE = {"niche_id": "n1", "name": "tide pool robots"}
TEXTS = st.text(max_size=2 * LONGEST_NAME)


@pytest.fixture
def real(now):
    return {"kind": "real", "now": now}


def table(*names):
    return pd.DataFrame({"niche_id": [f"n{name}" for name in names], "name": list(names)})


def test_a_name_is_kept_beside_what_the_papers_named_it(store, real):
    wish = rename_niche(store, NICHE, " My \n crabs ", **real)
    assert (wish.own_name, wish.computed_name) == ("My crabs", "tide pool robots")
    assert list_wishes(store) == (wish,)


def test_a_niche_renamed_again_still_knows_what_the_papers_named_it(store, real):
    rename_niche(store, NICHE, "one", **real)
    (shown,) = with_wishes(pd.DataFrame([NICHE]), list_wishes(store)).to_dict("records")
    assert rename_niche(store, shown, "two", **real).computed_name == "tide pool robots"


def test_name_and_hiding_do_not_touch_each_other(store, real):
    rename_niche(store, NICHE, "mine", **real)
    hide_niche(store, NICHE, **real)
    assert [(wish.own_name, wish.hidden) for wish in list_wishes(store)] == [("mine", True)]
    take_back_name(store, NICHE, **real)
    assert [(wish.own_name, wish.hidden) for wish in list_wishes(store)] == [("", True)]


def test_a_wish_taken_back_leaves_nothing(store, real):
    hide_niche(store, NICHE, **real)
    show_niche(store, NICHE, **real)
    show_niche(store, NICHE, **real)
    assert list_wishes(store) == ()


@pytest.mark.parametrize("name", ["", "  \n", "\u200b", "\u202e", "\0", "x" * 2_000])
def test_a_name_that_none_can_bear_changes_nothing(store, real, name):
    rename_niche(store, NICHE, "kept", **real)
    with pytest.raises(OwnNameError):
        rename_niche(store, NICHE, name, **real)
    assert [wish.own_name for wish in list_wishes(store)] == ["kept"]


@given(TEXTS)
def test_a_clean_name_is_one_line_that_stays_as_it_is(text):
    try:
        name = clean_name(text)
    except OwnNameError:
        return
    assert name == clean_name(name)
    assert 0 < len(name) <= LONGEST_NAME
    assert len(name.splitlines()) == 1
    name.encode()


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcxyz")))
def test_every_row_stays_and_only_wished_names_change(named, hidden):
    niches = table(*"abcdef")
    every = [
        Wish(
            niche_id=f"n{each}",
            computed_name=each,
            own_name=each.upper() if each in named else "",
            hidden=each in hidden,
            changed=None,
        )
        for each in sorted(named | hidden)
    ]
    after = with_wishes(niches, every)
    assert after["computed_name"].tolist() == niches["name"].tolist() == list("abcdef")
    assert after["name"].tolist() == [c.upper() if c in named else c for c in "abcdef"]
    assert after["hidden"].tolist() == [c in hidden for c in "abcdef"]
    gone = without_a_niche(every, niches, kind="real")
    assert {wish.computed_name for wish in gone} == hidden - set("abcdef")
    assert without_a_niche(every, niches, kind="demonstration") == []


def test_wishes_on_no_niche_of_an_empty_table():
    after = with_wishes(table(), [])
    assert list(after) == ["niche_id", "name", "computed_name", "part_of", "hidden"]
    assert len(after) == 0


def row(name):
    return {"niche_id": f"n{name}", "name": name}


def test_a_part_is_left_out_and_named_with_its_whole_until_it_is_parted(store, real):
    merge_niche(store, row("a"), row("b"), **real)
    niches = table(*"abc")
    after = with_wishes(niches, list_wishes(store))
    assert after["part_of"].tolist() == ["nb", "", ""]
    assert after["hidden"].tolist() == [True, False, False]
    assert parts_of(list_wishes(store), niches) == {"nb": ("na",)}
    unmerge_niche(store, row("a"), **real)
    assert list_wishes(store) == ()


def test_a_part_of_a_part_is_one_of_the_whole_and_the_middle_may_be_gone(store, real):
    merge_niche(store, row("b"), row("c"), **real)
    merge_niche(store, row("a"), row("b"), **real)
    assert parts_of(list_wishes(store), table(*"abc")) == {"nc": ("na", "nb")}
    assert parts_of(list_wishes(store), table(*"ab")) == {"nb": ("na",)}
    assert parts_of(list_wishes(store), table(*"ac")) == {}


@pytest.mark.parametrize("whole", ["a", "b", "c"])
def test_no_niche_is_part_of_itself_or_of_its_parts(store, real, whole):
    merge_niche(store, row("c"), row("b"), **real)
    merge_niche(store, row("b"), row("a"), **real)
    before = list_wishes(store)
    with pytest.raises(OwnMergeError):
        merge_niche(store, row("a"), row(whole), **real)
    assert list_wishes(store) == before


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdefgh")))
def test_whatever_a_store_says_every_part_has_one_whole_that_is_no_part(into):
    wishes = [
        Wish(niche_id=f"n{part}", computed_name=part, part_of=f"n{whole}", changed=None)
        for part, whole in into.items()
    ]
    after = with_wishes(table(*"abcdef"), wishes).set_index("niche_id")
    parts = after[after["part_of"] != ""]
    assert (after.loc[parts["part_of"], "part_of"] == "").all()
    assert set(parts.index) <= {wish.niche_id for wish in wishes}


def test_the_names_that_others_bear_are_found(store, real):
    rename_niche(store, row("a"), "B", **real)
    named = with_wishes(table(*"abc"), list_wishes(store))
    assert called_alike(named, "na", "B")["niche_id"].tolist() == ["nb"]
    assert called_alike(named, "nc", "c").empty


def test_what_went_over_from_a_niche_that_ended_can_be_changed_and_understood(store, real):
    hide_niche(store, row("a"), **real)
    ended = [["na", [["nb", ["na"]], ["nc", ["na"]]]]]
    show_niche(store, row("b"), ended=ended, **real)
    assert [(each.niche_id, each.came_from) for each in list_wishes(store)] == [("nc", "a")]
    understand_endings(store, ended=ended)
    (wish,) = list_wishes(store)
    assert (wish.niche_id, wish.hidden, wish.came_from) == ("nc", True, "")


def test_a_backup_brings_wishes_back_and_says_of_which_papers_they_are(store, now, real):
    rename_niche(store, NICHE, "mine", **real)
    hide_niche(store, {"niche_id": "n2", "name": "kelp"}, kind="demonstration", now=now)
    merge_niche(store, {"niche_id": "n3", "name": "dune"}, NICHE, **real)
    before = list_wishes(store)
    backup = back_up(store, store.with_name("kept.sqlite"), today=TODAY)
    assert kinds_in(backup) == {"real", "demonstration"}
    take_back_name(store, NICHE, **real)
    kept = restore(store, backup)
    assert list_wishes(store) == before
    assert [wish.niche_id for wish in list_wishes(kept)] == ["n2", "n3"]


class Wished(RuleBasedStateMachine):
    """The store holds what was last wished of each niche, and nothing for those left alone."""

    def __init__(self):
        super().__init__()
        self.name, self.hidden = {}, set()

    @rule(niche=st.sampled_from("ab"), name=st.text(min_size=1, max_size=5))
    def rename(self, niche, name):
        try:
            self.name[niche] = clean_name(name)
        except OwnNameError:
            return
        rename_niche(self.store, self.row(niche), name, **self.said)

    @rule(niche=st.sampled_from("ab"))
    def take_back(self, niche):
        self.name.pop(niche, None)
        take_back_name(self.store, self.row(niche), **self.said)

    @rule(niche=st.sampled_from("ab"), hidden=st.booleans())
    def hide_or_show(self, niche, hidden):
        if hidden:
            self.hidden.add(niche)
        else:
            self.hidden.discard(niche)
        (hide_niche if hidden else show_niche)(self.store, self.row(niche), **self.said)

    def row(self, niche):
        return {"niche_id": niche, "name": niche}

    @invariant()
    def the_store_holds_it(self):
        found = {wish.niche_id: (wish.own_name, wish.hidden) for wish in list_wishes(self.store)}
        wished = sorted(self.name.keys() | self.hidden)
        assert found == {each: (self.name.get(each, ""), each in self.hidden) for each in wished}


def test_whatever_is_wished_the_store_holds_it(tmp_path_factory, now):
    class Here(Wished):
        def __init__(self):
            super().__init__()
            self.store = tmp_path_factory.mktemp("wishes") / "user.sqlite"
            self.said = {"kind": "real", "now": now}

    run_state_machine_as_test(
        Here, settings=settings(max_examples=10, stateful_step_count=12, deadline=None)
    )
