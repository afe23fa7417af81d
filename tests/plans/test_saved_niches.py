from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import pandas as pd
import pytest

from explorer.errors import NicheNotFoundError, RungIncompleteError
from explorer.plans.ladder import draft_ladder
from explorer.plans.niches import (
    add_to_note,
    list_niches,
    read_niche,
    remove_niche,
    save_niche,
)
from explorer.plans.plan_store import list_plans, read_plan


@pytest.fixture
def save(store, rung, now):
    def save(row, **changes):
        given = {
            "paper_ids": ["2301.10001", "2302.10002"],
            "run_id": "r1",
            "as_of": date(2024, 12, 31),
            "rungs": [rung()],
            "hours_per_week": 5.0,
            "now": now,
        }
        return save_niche(store, row, **{**given, **changes})

    return save


def test_saving_twice_keeps_one_niche_and_the_same_plan(save, store, niche, rung):
    first = save(niche.row)
    again = save(
        {**niche.row, "name": "Renamed", "score": 1}, rungs=[rung(title="New")], run_id="r2"
    )
    assert again == first
    (kept,) = list_niches(store)
    assert (kept.name, kept.run_id, kept.plan_id) == ("tide pool robots", "r1", first.plan_id)
    assert len(list_plans(store)) == 1


def test_saving_at_the_same_moment_keeps_one(save, store, niche):
    with ThreadPoolExecutor(4) as pool:
        plans = set(pool.map(lambda _: save(niche.row).plan_id, range(8)))
    assert len(plans) == len(list_niches(store)) == 1


def test_a_drafted_ladder_is_saved_and_read_back_whole(save, store, niche, as_of):
    ladder = draft_ladder(niche.row, niche.papers, words=niche.words, as_of=as_of)
    plan = save(niche.row, rungs=ladder)
    stored = read_plan(store, "tide-pool-robots").rungs
    assert [rung.papers for rung in stored] == [rung.papers for rung in ladder]
    assert [rung.problem for rung in stored] == [rung.problem for rung in ladder]
    assert plan.rungs == stored


def test_a_saved_niche_keeps_its_own_definition(save, store, niche, now):
    save(niche.row, note="Near\0 the sea ✓", phrases=["soft limbs"])
    kept = read_niche(store, niche.row["niche_id"])
    assert kept.terms == tuple(niche.row["terms"])
    assert kept.phrases == ("soft limbs",)
    assert kept.paper_ids == ("2301.10001", "2302.10002")
    assert kept.shown == {"papers": 40, "growth": 1.31, "score": 77.5}
    assert (kept.note, kept.saved_at, kept.as_of) == ("Near the sea ✓", now, date(2024, 12, 31))


def test_its_terms_are_its_phrases_unless_others_are_given(save, store, niche):
    save(niche.row)
    assert read_niche(store, "tide-pool-robots").phrases == tuple(niche.row["terms"])


def test_whatever_a_table_holds_can_be_kept(save, store):
    table = pd.DataFrame(
        {
            "niche_id": ["n1"],
            "slug": ["mud"],
            "name": ["Mud"],
            "terms": [np.array(["clay", "silt"])],
            "papers": np.array([7], dtype=np.int64),
            "growth": [np.nan],
            "score": [np.inf],
            "rising": [True],
            "since": [pd.Timestamp("2024-05-01")],
            "until": [pd.NaT],
            "first_month": ["2019-04"],
            "curve": [np.array([1.5, 2.5])],
        }
    )
    save(table.iloc[0], paper_ids=pd.Series(["2301.10001"]))
    kept = read_niche(store, "mud")
    assert kept.terms == ("clay", "silt")
    assert kept.shown == {
        "papers": 7,
        "growth": None,
        "score": None,
        "rising": True,
        "since": "2024-05-01T00:00:00",
        "until": None,
        "first_month": "2019-04",
        "curve": [1.5, 2.5],
    }


def test_two_niches_of_one_slug_are_told_apart(save, store):
    for number in (1, 2, 3):
        save({"niche_id": f"n{number}", "slug": "mud", "name": "Mud", "terms": []})
    assert [niche.slug for niche in list_niches(store)] == ["mud-3", "mud-2", "mud"]
    assert read_niche(store, "mud-2").niche_id == "n2"


def test_a_name_with_anything_in_it_is_kept(save, store):
    save(
        {"niche_id": "n'1", "slug": "", "name": "Robert'); DROP TABLE niches;-- 🐚", "terms": None}
    )
    (kept,) = list_niches(store)
    assert kept.name == "Robert'); DROP TABLE niches;-- 🐚"
    assert kept.slug == kept.niche_id == "n'1"


def test_nothing_is_saved_when_a_rung_is_incomplete(save, store, niche, rung):
    with pytest.raises(RungIncompleteError):
        save(niche.row, rungs=[rung(), rung(done_when=" ")])
    assert list_niches(store) == ()


def test_removing_a_niche_removes_its_plan_and_no_other(save, store):
    for number in (1, 2):
        save({"niche_id": f"n{number}", "slug": f"mud-{number}", "name": "Mud", "terms": []})
    remove_niche(store, "n1")
    assert [niche.niche_id for niche in list_niches(store)] == ["n2"]
    assert [plan.niche_id for plan in list_plans(store)] == ["n2"]
    with pytest.raises(NicheNotFoundError):
        remove_niche(store, "n1")


def test_a_removed_niche_can_be_saved_anew(save, store, niche):
    first = save(niche.row)
    remove_niche(store, niche.row["niche_id"])
    assert save(niche.row, run_id="r2").plan_id != first.plan_id
    assert read_niche(store, "tide-pool-robots").run_id == "r2"


def test_a_niche_that_is_not_saved_names_the_nearest(save, store, niche):
    save(niche.row)
    with pytest.raises(NicheNotFoundError, match="did you mean tide-pool-robots"):
        read_niche(store, "tide-pool-robot")


def test_what_is_added_to_a_note_leaves_what_was_there(save, store, niche):
    save(niche.row, note="Near the sea")
    niche_id = niche.row["niche_id"]
    add_to_note(store, niche_id, "I chose it\0 over $x$\nbecause ✓")
    add_to_note(store, niche_id, "and again")
    assert read_niche(store, niche_id).note == (
        "Near the sea\n\nI chose it over $x$\nbecause ✓\n\nand again"
    )


def test_nothing_is_noted_on_a_niche_that_is_not_saved(save, store, niche):
    save(niche.row, note="Near the sea")
    with pytest.raises(NicheNotFoundError):
        add_to_note(store, "other", "text")
    assert [kept.note for kept in list_niches(store)] == ["Near the sea"]


def test_two_who_note_at_once_are_both_kept(save, store, niche):
    save(niche.row)
    texts = [f"note {number}" for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda text: add_to_note(store, niche.row["niche_id"], text), texts))
    assert sorted(read_niche(store, niche.row["niche_id"]).note.split("\n\n")) == texts
